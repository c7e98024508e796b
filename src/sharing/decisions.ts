import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';

/** A supervisor's answer about what no agreement covers. Only for what waits, and never by the one who asked: the table holds that too. */
export async function settle(tx: Transaction, actor: StaffActor, id: string, decision: 'allow' | 'refuse', reason: string, now: Temporal.Instant): Promise<void> {
  const settled = await tx.run(decision === 'allow'
    ? sql`update hub.disclosure set decision = 'given', allowed_reason = ${reason}, decided_by = ${actor.accountId}, decided_at = ${now} where partnership_id = ${actor.partnershipId} and id = ${id} and decision = 'asked' and asked_by <> ${actor.accountId}`
    : sql`update hub.disclosure set decision = 'refused', refusal_reason = ${reason}, decided_by = ${actor.accountId}, decided_at = ${now} where partnership_id = ${actor.partnershipId} and id = ${id} and decision = 'asked' and asked_by <> ${actor.accountId}`);
  if (settled !== 1) {
    throw new HubError('changed_meanwhile');
  }
  if (decision === 'allow') {
    // What answers a request is an answer from now on; whether it is the whole of it, the officer says.
    tx.defer(sql`
      update hub.information_request r set state = 'partly_answered', paused_at = null, updated_at = ${now} from hub.disclosure d
      where d.partnership_id = ${actor.partnershipId} and d.id = ${id} and r.partnership_id = d.partnership_id and r.id = d.request_id and r.closed_at is null`);
  }
}

export interface WaitingDecision {
  readonly id: string;
  readonly reference: string;
  readonly to_agency_name: string;
  readonly asked_by_name: string | null;
  readonly asked_by: string;
  readonly purpose: string;
  readonly outside: readonly string[];
  readonly decided_at: Temporal.Instant;
  readonly case_reference: string | null;
}

/** What waits in the actor's agency for a decision. */
export async function waitingDecisions(tx: Transaction, actor: StaffActor): Promise<WaitingDecision[]> {
  return await tx.all(sql<WaitingDecision>`
    select d.id, d.reference, g.name as to_agency_name, a.name as asked_by_name, d.asked_by, d.purpose, d.outside, d.decided_at, c.reference as case_reference
    from hub.disclosure d
    join hub.agency g on g.partnership_id = d.partnership_id and g.id = d.to_agency
    left join hub.account a on a.partnership_id = d.partnership_id and a.id = d.asked_by
    left join hub.case_file c on c.partnership_id = d.partnership_id and c.id = d.case_id
    where d.partnership_id = ${actor.partnershipId} and d.from_agency = ${actor.agencyId} and d.decision = 'asked' order by d.decided_at limit 30`);
}
