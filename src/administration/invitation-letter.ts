import type { Temporal } from 'temporal-polyfill';

import { dayWords } from '../platform/calendar/index.ts';

export const invitationDays = 7;

export interface InvitationFacts {
  readonly inviter: string;
  readonly service: string;
  readonly town: string;
  readonly agency: string;
  readonly link: string;
  readonly until: Temporal.Instant;
  readonly again: boolean;
}

/** The e-mail that carries an invitation. */
export function invitationLetter({ inviter, service, town, agency, link, until, again }: InvitationFacts): { subject: string; body: string } {
  const why = again
    ? `${inviter} has invited you to ${service} ${town} again. Your old password, codes and passkeys no longer work.`
    : `${inviter} has invited you to ${service} ${town} for ${agency}.`;
  return {
    subject: `Your invitation to ${service} ${town}`,
    body: `${why}\n\nOpen this link to choose a password and set up the second step:\n${link}\n\nIt works once, until ${dayWords(until)}. Keep it to yourself. If you did not expect it, tell ${inviter}.`,
  };
}
