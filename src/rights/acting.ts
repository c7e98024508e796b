import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Counts, RequestRow } from './queries.ts';
import { mayExtend } from './rules.ts';
import type { Act } from './schema.ts';
import type { Holidays } from '../platform/calendar/index.ts';

export interface Acting {
  readonly request: RequestRow;
  readonly counts: Counts;
  readonly actor: Pick<StaffActor, 'accountId'>;
  readonly today: Temporal.PlainDate;
  readonly holidays: Holidays;
  readonly now: Temporal.Instant;
  readonly words: string;
}

export interface Step {
  readonly columns: Readonly<Record<string, unknown>>;
  /** What the file says of it. */
  readonly event: string;
  readonly notice: string;
}

const needsWords: Readonly<Partial<Record<Act, string>>> = {
  identity: 'Say how it was checked who asks', pause: 'Say what they must make clear', extend: 'Say why it takes longer', refuse: 'Say why it is refused: they are told', withdraw: 'Say how they withdrew it', back: 'Say what must be looked at again', give: 'Say how it was given',
};

/** Whether an act is possible on a request as it is. */
function possible(act: Act, { request, counts, actor, today, holidays }: Acting): boolean {
  const open = request.state === 'open';
  const access = request.kind === 'access';
  switch (act) {
    case 'identity': return open && request.identity_on === null;
    case 'pause': return open && request.identity_on !== null && request.paused_on === null;
    case 'resume': return open && request.paused_on !== null;
    case 'extend': return open && mayExtend(request, today, holidays);
    case 'search': return open && access;
    case 'refuse': case 'withdraw': return open;
    case 'send': return open && access && request.identity_on !== null && counts.waiting === 0;
    case 'check': return request.state === 'checking' && request.sent_by !== actor.accountId && counts.hidden === 0 && counts.waiting === 0;
    case 'back': return request.state === 'checking' && request.sent_by !== actor.accountId;
    case 'give': return request.state === 'ready' && counts.hidden === 0;
  }
}

function ended(state: 'refused' | 'withdrawn' | 'issued', { words, actor, now }: Acting) {
  return { state, ended_words: words, ended_by: actor.accountId, ended_at: now };
}

/** What an act changes; a sentence when words are missing; undefined when it cannot be done now. Search and check do more than change columns. */
export function stepOf(act: Act, acting: Acting): Step | string | undefined {
  const { request, words, today, actor } = acting;
  if (!possible(act, acting)) {
    return undefined;
  }
  const asked = needsWords[act];
  if (asked !== undefined && words.length < 4) {
    return asked;
  }
  switch (act) {
    case 'identity': return { columns: { identity_how: words, identity_on: today, identity_by: actor.accountId }, event: `Checked who asks: ${words}`, notice: 'The clock runs from today.' };
    case 'pause': return { columns: { paused_on: today, paused_why: words }, event: `Clock paused: ${words}`, notice: 'The clock stands until they answer.' };
    case 'resume': return { columns: { paused_on: null, paused_days: request.paused_days + (request.paused_on?.until(today).days ?? 0) }, event: 'Clock goes on', notice: 'The clock goes on.' };
    case 'extend': return { columns: { extended_on: today, extended_why: words }, event: `Extended by two months: ${words}`, notice: 'Extended. Tell them now, and why.' };
    case 'search': return { columns: {}, event: 'Searched every room', notice: '' };
    case 'refuse': return { columns: ended('refused', acting), event: `Refused: ${words}`, notice: 'Refused. Tell them why, that they may complain to the Information Commissioner, and that they may go to court.' };
    case 'withdraw': return { columns: ended('withdrawn', acting), event: `Withdrawn: ${words}`, notice: 'It is closed as withdrawn.' };
    case 'send': return { columns: { state: 'checking', sent_by: actor.accountId }, event: 'Sent to be checked', notice: 'Somebody else of your agency has been asked to look at it.' };
    case 'check': return { columns: { state: 'making', checked_by: actor.accountId, attempts: 0 }, event: 'Checked: it may go', notice: 'The pack is being made.' };
    case 'back': return { columns: { state: 'open', sent_by: null }, event: `Sent back: ${words}`, notice: 'It is open again.' };
    case 'give': return { columns: ended('issued', acting), event: `Given: ${words}`, notice: 'The request is answered.' };
  }
}
