import { asksForNoContact, safeRoutes, type Contact, type ContactRoute } from '../../platform/outbox/index.ts';

const byRoute: Record<ContactRoute, string> = { text: 'by text', email: 'by e-mail', phone: 'by phone', letter: 'by letter', link: 'only on this page' };

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1) ?? ''}`;
}

function endless(words: string): string {
  return words.trim().replace(/[.\s]+$/, '');
}

/** "Never ring after 4pm" as it stands behind our own "never". */
function withoutNever(words: string): string {
  return endless(words).replace(/^(never|do not|don.t):?\s+(to\s+)?/i, '');
}

/** "and never to ring after 4pm", "and never after 6pm". */
function neverWords(words: string): string {
  const said = withoutNever(words);
  return /^(after|before|between|until|during|at|in|on|when|while|if|from|by|with|without)\b/i.test(said) ? `never ${said}` : `never to ${said}`;
}

function sends(contact: Contact): boolean {
  return safeRoutes(contact).some(({ channel }) => channel !== 'letter');
}

/** They chose texts or e-mails, and what they said of hours or ways leaves the hub none to send. */
function hushed(contact: Contact): boolean {
  return !sends(contact) && sends({ ...contact, never: undefined, note: undefined });
}

/** "You asked us to reach you by text first, never ring after 4pm." Empty when they said nothing. */
export function contactSentence(contact: Contact | undefined): string {
  if (contact === undefined || contact.routes.length === 0) {
    return 'You have not told us how it is safe to contact you, so we only write on this page.';
  }
  if (asksForNoContact(contact)) {
    return 'You asked us not to contact you, so nothing is sent: we only write on this page. If the law makes us write to you, a person decides how. You can change this at any time.';
  }
  const routes = listed(contact.routes.map((route) => byRoute[route]));
  const never = contact.never === undefined ? '' : `, and ${neverWords(contact.never)}`;
  return `You asked us to reach you ${routes}${never}.${hushed(contact) ? ' A text or e-mail of the hub could come at the wrong time, so it sends none: look at this page.' : ''}`;
}

/** For the officer, before anyone rings: routes first, then what must never happen. */
export function contactWarning(contact: Contact | undefined): { lead: string; rest: string } {
  if (contact === undefined || contact.routes.length === 0) {
    return { lead: 'No safe way to contact this person is known.', rest: 'They read your messages on their private page. Do not ring, write or visit.' };
  }
  if (asksForNoContact(contact)) {
    const said = [contact.never === undefined ? '' : withoutNever(contact.never), contact.note === undefined ? '' : endless(contact.note)].filter((part) => part !== '');
    return { lead: 'They asked for no contact at all.', rest: `In their words: “${said.join('. ')}”. The hub sends nothing. Do not ring, write or visit unless the law requires it; then ask your supervisor how it is done safely, and record why.` };
  }
  const routes = contact.routes.map((route) => byRoute[route].replace('this page', 'their private page'));
  const first = routes[0] ?? '';
  const rest = [
    contact.never === undefined ? '' : `Never: ${withoutNever(contact.never)}.`,
    contact.note === undefined ? '' : `${endless(contact.note)}.`,
    contact.plain ? 'Nothing that shows who writes: plain envelope, unbranded messages.' : '',
    hushed(contact) ? 'The hub sends no text or e-mail, because it could come at the wrong time: they look at their private page, or you reach them at a safe time.' : '',
    contact.routes.includes('phone') ? '' : 'They did not say that it is safe to ring.',
  ].filter((part) => part !== '').join(' ');
  return { lead: `Reach them ${first}${routes.length > 1 ? `, else ${listed(routes.slice(1))}` : ''}.`, rest };
}
