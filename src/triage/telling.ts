import type { Temporal } from 'temporal-polyfill';

import { deadlineWords } from '../platform/calendar/index.ts';
import type { Agency, StaffName } from '../platform/partnership/index.ts';

/** Words that go to the person who reported with each decision: who, what happens next and by when. */

function reach(phone: string | null | undefined): string {
  return phone === null || phone === undefined || phone === '' ? 'You can write to us on this page.' : `You can write to us on this page, or ring ${phone}.`;
}

function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

export function takenOnWords(owner: Pick<StaffName, 'name' | 'agency' | 'phone'>, promiseDue: Temporal.Instant | undefined, now: Temporal.Instant, own: string): string {
  const next = promiseDue === undefined ? '' : ` ${deadlineWords(promiseDue, now).replace(/^by/, 'By')} we will tell you what we will do.`;
  return paragraphs(`${owner.name} of ${owner.agency} now has your report.${next} ${reach(owner.phone)}`, own);
}

export function linkedWords(owner: Pick<StaffName, 'name' | 'agency' | 'phone'> | undefined, agency: string, promiseDue: Temporal.Instant | undefined, now: Temporal.Instant, own: string): string {
  const who = owner === undefined ? agency : `${owner.name} of ${owner.agency}`;
  const next = promiseDue === undefined ? '' : ` ${deadlineWords(promiseDue, now).replace(/^by/, 'By')} we will tell you what we will do.`;
  return paragraphs(`${who} is already working on something like this in the same place, and now has your report too.${next} ${reach(owner?.phone)}`, own);
}

export const mergedWords =
  'We have another report that we think is about the same thing. We have put the two together, so that one person looks at both. You will hear about the whole on this page. If we have got that wrong, write to us here.';
export const gotAnotherWords = 'Someone else has told us about the same thing. We have put their report with yours, so that one person looks at both. Nobody is told who else reported.';

export function referredWords(agency: Pick<Agency, 'name' | 'phone' | 'hours'>, due: Temporal.Instant | undefined, now: Temporal.Instant, why: string): string {
  const phone = agency.phone === null || agency.phone === '' ? 'You can write to them on this page.' : `You can ring them on ${agency.phone}${agency.hours === null || agency.hours === '' ? '' : ` (${agency.hours})`}, or write to them on this page.`;
  const answer = due === undefined ? '' : ` They answer you ${deadlineWords(due, now)}.`;
  return paragraphs(`${agency.name} now has your report.${answer} ${phone}`, why);
}

export function noFurtherActionWords(reason: string, own: string): string {
  return paragraphs(`We have read your report and decided not to take it further. ${reason}`, own, 'If you think we are wrong, or if it happens again, write to us on this page and we will look again.');
}
