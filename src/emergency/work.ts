import { Temporal } from 'temporal-polyfill';

import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { momentWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { emergencies, type Emergency } from './queries.ts';
import { dangerWords, mayReview } from './rules.ts';

/** Something that a room wants done, for Today. */
export interface EmergencyWork {
  readonly title: string;
  readonly why: string;
  readonly reference: string;
  readonly href: string;
  readonly action: string;
  readonly at: Temporal.Instant;
  readonly due: boolean;
}

/** For how many days the owner of a case sees that it was opened. */
const shownHours = 24 * 5;

function workOf(one: Emergency, actor: StaffActor, now: Temporal.Instant): EmergencyWork[] {
  const row = { reference: one.reference, at: one.opened_at, due: false };
  const who = `${one.name ?? 'Somebody'}, ${one.account_agency}`;
  if (one.account_id === actor.accountId) {
    return one.live ? [{ ...row, title: 'A case is open to you in an emergency', why: `You may read it until ${momentWords(one.ends_at, now)}.`, href: paths.case(one.case_id), action: 'Read the case' }] : [];
  }
  const href = paths.emergency(one.id);
  if (mayReview(one, actor)) {
    return [{ ...row, title: 'Review an emergency access', why: `${who}: ${dangerWords[one.danger].toLowerCase()}.`, href, action: 'Review it', at: one.review_by, due: true }];
  }
  const fresh = Temporal.Instant.compare(one.opened_at, now.subtract({ hours: shownHours })) > 0;
  return one.owner_id === actor.accountId && fresh ? [{ ...row, title: 'Your case was opened in an emergency', why: `${who}: ${dangerWords[one.danger].toLowerCase()}.`, href, action: 'Read why' }] : [];
}

/** What an emergency access asks of this person: to read, to know, to review. */
export async function emergencyItems(tx: Transaction, actor: StaffActor, now: Temporal.Instant): Promise<EmergencyWork[]> {
  const lines = await emergencies(tx, actor, now.subtract({ hours: shownHours }), 50);
  return lines.flatMap((one) => workOf(one, actor, now));
}
