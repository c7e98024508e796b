import type { Contact, ContactRoute } from '../../platform/outbox/index.ts';

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

/** "You asked us to reach you by text first, never ring after 4pm." Empty when they said nothing. */
export function contactSentence(contact: Contact | undefined): string {
  if (contact === undefined || contact.routes.length === 0) {
    return 'You have not told us how it is safe to contact you, so we only write on this page.';
  }
  const routes = listed(contact.routes.map((route) => byRoute[route]));
  const never = contact.never === undefined ? '' : `, and never to ${withoutNever(contact.never)}`;
  return `You asked us to reach you ${routes}${never}.`;
}

/** For the officer, before anyone rings: routes first, then what must never happen. */
export function contactWarning(contact: Contact | undefined): { lead: string; rest: string } {
  if (contact === undefined || contact.routes.length === 0) {
    return { lead: 'No safe way to contact this person is known.', rest: 'They read your messages on their private page. Do not ring, write or visit.' };
  }
  const routes = contact.routes.map((route) => byRoute[route].replace('this page', 'their private page'));
  const first = routes[0] ?? '';
  const rest = [
    contact.never === undefined ? '' : `Never: ${withoutNever(contact.never)}.`,
    contact.note === undefined ? '' : `${endless(contact.note)}.`,
    contact.plain ? 'Nothing that shows who writes: plain envelope, unbranded messages.' : '',
    contact.routes.includes('phone') ? '' : 'They did not say that it is safe to ring.',
  ].filter((part) => part !== '').join(' ');
  return { lead: `Reach them ${first}${routes.length > 1 ? `, else ${listed(routes.slice(1))}` : ''}.`, rest };
}
