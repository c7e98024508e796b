import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { ReadingFact, ReadingOutcome, ReadingRule, ReadingRuleCode, ReadingState } from './rules.ts';

export interface ReadingRow {
  readonly id: string;
  readonly account_id: string;
  readonly reader: string;
  readonly agency_id: string;
  readonly agency: string;
  readonly rule: ReadingRuleCode;
  readonly day: Temporal.PlainDate;
  readonly number: number;
  readonly usual: number | null;
  readonly subject_id: string | null;
  /** What the record is called: a reference, never its title. */
  readonly reference: string | null;
  readonly state: ReadingState;
  readonly asked_at: Temporal.Instant | null;
  readonly question: string;
  readonly explanation: string;
  readonly explainer: string | null;
  readonly explained_at: Temporal.Instant | null;
  readonly outcome: ReadingOutcome | null;
  readonly outcome_words: string;
  readonly closer: string | null;
  readonly closed_at: Temporal.Instant | null;
}

const readings = sql`select u.id, u.account_id, a.name as reader, u.agency_id, g.name as agency, u.rule, u.day, u.number, u.usual::float8 as usual, u.subject_id,
    case when ${sql`'auditor' = any (hub.actor_roles())`} then (select n.reference from hub.records_named(array[u.subject_id]) n limit 1) else (select c.reference from hub.case_file c where c.partnership_id = u.partnership_id and c.id = u.subject_id) end as reference,
    u.state, u.asked_at, u.question, u.explanation, x.name as explainer, u.explained_at, u.outcome, u.outcome_words, k.name as closer, u.closed_at
  from hub.unusual_reading u join hub.account a on a.partnership_id = u.partnership_id and a.id = u.account_id join hub.agency g on g.partnership_id = u.partnership_id and g.id = u.agency_id
  left join hub.account x on x.partnership_id = u.partnership_id and x.id = u.explained_by left join hub.account k on k.partnership_id = u.partnership_id and k.id = u.closed_by`;

export async function unusualReadings(tx: Transaction, actor: StaffActor, closed: boolean, most: number): Promise<ReadingRow[]> {
  return await tx.all(sql<ReadingRow>`${readings} where u.partnership_id = ${actor.partnershipId} and (u.state = 'closed') = ${closed} order by u.day desc, u.id limit ${most}`);
}

export async function unusualReading(tx: Transaction, actor: StaffActor, id: string): Promise<ReadingRow> {
  return await tx.one(sql<ReadingRow>`${readings} where u.partnership_id = ${actor.partnershipId} and u.id = ${id}`);
}

/** Changes a reading that is still as it was read. */
export async function changeReading(tx: Transaction, actor: StaffActor, one: ReadingRow, columns: Readonly<Record<string, unknown>>): Promise<boolean> {
  const set = sql.join(Object.entries(columns).map(([name, value]) => sql`${sql.ref(name)} = ${value}`));
  return (await tx.run(sql`update hub.unusual_reading set ${set} where partnership_id = ${actor.partnershipId} and id = ${one.id} and state = ${one.state}`)) === 1;
}

/** Supervisors of the reader's agency, never the reader. */
export async function supervisorsOf(tx: Transaction, partnershipId: string, agencyId: string, readerId: string): Promise<string[]> {
  const rows = await tx.all(sql<{ id: string }>`select a.id from hub.account a where a.partnership_id = ${partnershipId} and a.agency_id = ${agencyId} and a.state = 'active' and a.id <> ${readerId}
    and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('supervisor', 'coordinator'))`);
  return rows.map(({ id }) => id);
}

export async function homeSaid(tx: Transaction, actor: StaffActor): Promise<Temporal.Instant | undefined> {
  return (await tx.maybe(sql<{ said_at: Temporal.Instant }>`select said_at from hub.account_home where partnership_id = ${actor.partnershipId} and account_id = ${actor.accountId}`))?.said_at;
}

export async function sayHome(tx: Transaction, postcode: string): Promise<void> {
  await tx.run(sql`select hub.say_home(${postcode})`);
}

/* What the worker asks and writes at night. */

export async function partnershipIds(tx: Transaction): Promise<string[]> {
  return (await tx.all(sql<{ id: string }>`select id from hub.partnership`)).map(({ id }) => id);
}

export async function readingRulesOf(tx: Transaction, partnershipId: string): Promise<ReadingRule[]> {
  return await tx.all(sql<ReadingRule>`select rule, times::float8 as times, least, from_hour, to_hour, in_force_from, in_force_to from hub.reading_rule where partnership_id = ${partnershipId}`);
}

export async function readingFacts(tx: Transaction, partnershipId: string, day: Temporal.PlainDate, hours: Pick<ReadingRule, 'from_hour' | 'to_hour'>): Promise<ReadingFact[]> {
  return await tx.all(sql<ReadingFact>`select account_id, agency_id, fact, number, usual::float8 as usual, subject_id from hub.reading_facts(${partnershipId}, ${day}, ${hours.from_hour}, ${hours.to_hour})`);
}

export async function listReading(tx: Transaction, partnershipId: string, day: Temporal.PlainDate, fact: ReadingFact, now: Temporal.Instant): Promise<number> {
  return await tx.run(sql`insert into hub.unusual_reading (partnership_id, id, account_id, agency_id, rule, day, number, usual, subject_id, found_at)
    values (${partnershipId}, ${uuidv7()}, ${fact.account_id}, ${fact.agency_id}, ${fact.fact}, ${day}, ${fact.number}, ${fact.usual}, ${fact.subject_id}, ${now}) on conflict do nothing`);
}

export async function auditors(tx: Transaction, partnershipId: string): Promise<string[]> {
  const rows = await tx.all(sql<{ id: string }>`select a.id from hub.account a join hub.account_role r on r.partnership_id = a.partnership_id and r.account_id = a.id and r.role = 'auditor' where a.partnership_id = ${partnershipId} and a.state = 'active'`);
  return rows.map(({ id }) => id);
}
