/** Every error a person or a program can meet: its status and the plain sentence. docs/errors.md lists the same, and a test holds them together. */
export const catalogue = {
  not_yours: { status: 403, title: 'You cannot see this', words: 'This record does not exist, or it has not been shared with you. If you need it for your work, ask the agency that holds it.' },
  not_permitted: { status: 403, title: 'Your role does not allow this', words: 'Ask your administrator if you need to do this.' },
  other_site: { status: 403, title: 'This came from another site', words: 'We did not accept what was sent, because it did not come from our own page. Go back, reload the page and send it again.' },
  not_found: { status: 404, title: 'Page not found', words: 'Check the address, or start from the front page.' },
  link_unknown: { status: 404, title: 'This link does not open a report', words: 'Check that you copied the whole link. If you have your reference and postcode, you can use those instead.' },
  signed_out: { status: 401, title: 'You are signed out', words: 'Sign in to go on.' },
  bad_request: { status: 400, title: 'We could not read what was sent', words: 'Go back and try again.' },
  changed_meanwhile: { status: 409, title: 'Someone else has just changed this', words: 'Nothing you typed was saved over their change. Look at the record as it is now, then try again.' },
  on_hold: { status: 409, title: 'This is on legal hold', words: 'Nothing was deleted. While the hold lasts, nobody and nothing can delete it. Whoever placed it can say why.' },
  too_large: { status: 413, title: 'That is too large', words: 'Send a smaller file.' },
  too_many: { status: 429, title: 'Too many tries', words: 'Wait a few minutes, then try again.' },
  broken: { status: 500, title: 'Sorry, something went wrong on our side', words: 'Nothing you sent has been half saved. Try again in a few minutes, or ring us.' },
  busy: { status: 503, title: 'The hub is starting or very busy', words: 'Try again in a minute. If someone is in danger, call 999.' },
} as const satisfies Record<string, { status: number; title: string; words: string }>;

export type ErrorCode = keyof typeof catalogue;
