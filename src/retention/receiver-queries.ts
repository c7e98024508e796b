import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';

export interface AskRow {
  readonly id: string;
  readonly disclosure_id: string | null;
  readonly reference: string;
  readonly from_agency: string;
  readonly from_name: string;
  readonly to_agency: string;
  readonly to_name: string;
  readonly to_person: string | null;
  readonly why: 'ended' | 'withdrawn' | 'deleted';
  readonly asked_at: Temporal.Instant;
  readonly due_on: Temporal.PlainDate;
  readonly answer: 'deleted' | 'none' | 'kept' | null;
  readonly words: string;
  readonly answered_at: Temporal.Instant | null;
  readonly answerer: string | null;
  /** What the giver wrote about copies, where the disclosure is still in the ledger. */
  readonly retention: string | null;
}

const asks = sql`select k.id, k.disclosure_id, k.reference, k.from_agency, f.name as from_name, k.to_agency, t.name as to_name, p.name as to_person, k.why, k.asked_at, k.due_on, k.answer, k.words, k.answered_at, b.name as answerer, d.retention
  from hub.receiver_deletion k join hub.agency f on f.partnership_id = k.partnership_id and f.id = k.from_agency join hub.agency t on t.partnership_id = k.partnership_id and t.id = k.to_agency
  left join hub.account p on p.partnership_id = k.partnership_id and p.id = k.to_account left join hub.account b on b.partnership_id = k.partnership_id and b.id = k.answered_by
  left join hub.disclosure d on d.partnership_id = k.partnership_id and d.id = k.disclosure_id`;

/** Copies that the actor's agency is asked about, and those it asks others about; unanswered and longest due first. */
export async function copyAsks(tx: Transaction, actor: StaffActor, most: number): Promise<AskRow[]> {
  return await tx.all(sql<AskRow>`${asks} where k.partnership_id = ${actor.partnershipId} order by k.answer is not null, k.due_on, k.id limit ${most}`);
}

export async function copyAsk(tx: Transaction, actor: StaffActor, id: string): Promise<AskRow> {
  return await tx.one(sql<AskRow>`${asks} where k.partnership_id = ${actor.partnershipId} and k.id = ${id}`);
}

/** What the receiver of one disclosure said of its copies, for the giver. */
export async function askOf(tx: Transaction, actor: StaffActor, disclosureId: string): Promise<AskRow | undefined> {
  return await tx.maybe(sql<AskRow>`${asks} where k.partnership_id = ${actor.partnershipId} and k.disclosure_id = ${disclosureId} order by k.asked_at desc limit 1`);
}

export async function answerAsk(tx: Transaction, actor: StaffActor, id: string, answer: string, words: string, now: Temporal.Instant): Promise<boolean> {
  return (await tx.run(sql`update hub.receiver_deletion set answer = ${answer}, words = ${words}, answered_by = ${actor.accountId}, answered_at = ${now}
    where partnership_id = ${actor.partnershipId} and id = ${id} and answer is null`)) === 1;
}

/** Supervisors of the agency that gave it, to hear that copies are kept. */
export async function giversSupervisors(tx: Transaction, partnershipId: string, agencyId: string): Promise<string[]> {
  const rows = await tx.all(sql<{ id: string }>`select a.id from hub.account a where a.partnership_id = ${partnershipId} and a.agency_id = ${agencyId} and a.state = 'active'
    and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role = 'supervisor')`);
  return rows.map(({ id }) => id);
}
