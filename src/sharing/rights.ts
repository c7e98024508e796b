import type { Temporal } from 'temporal-polyfill';

import { may, type StaffActor } from '../platform/access/index.ts';
import type { FullDisclosure } from './queries.ts';
import { standingOf } from './rules.ts';

/** Whoever gave it and still sees the case, or the agency that holds the case now, takes it back or mends it while it lives. */
export function mayCorrect(actor: StaffActor, disclosure: FullDisclosure, now: Temporal.Instant): boolean {
  const gave = disclosure.from_agency === actor.agencyId && (disclosure.case_id === null || disclosure.case_reference !== null);
  return (gave || disclosure.case_agency === actor.agencyId) && may(actor, 'work_cases') && standingOf(disclosure, now) === 'live';
}

/** Nobody decides on what they asked for themselves. */
export function mayDecide(actor: StaffActor, disclosure: FullDisclosure): boolean {
  return disclosure.decision === 'asked' && disclosure.from_agency === actor.agencyId && disclosure.asked_by !== actor.accountId && may(actor, 'supervise');
}
