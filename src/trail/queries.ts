import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Transaction } from '../platform/database/index.ts';
import type { Cursor } from './filter.ts';

export interface TrailFilter {
  readonly person?: string | undefined;
  readonly agency?: string | undefined;
  readonly event?: string | undefined;
  readonly record?: string | undefined;
  readonly from?: Temporal.Instant | undefined;
  readonly until?: Temporal.Instant | undefined;
}

export interface TrailEntry {
  id: string;
  at: Temporal.Instant;
  actor_kind: string;
  account_id: string | null;
  name: string | null;
  agency: string | null;
  event: string;
  subject_kind: string;
  subject_id: string | null;
  case_id: string | null;
  request_id: string;
  detail: Record<string, unknown>;
  seq: number | null;
}

function conditions(partnershipId: string, filter: TrailFilter, before: Cursor | undefined) {
  const parts = [sql`e.partnership_id = ${partnershipId}`];
  if (filter.person !== undefined) parts.push(sql`e.account_id = ${filter.person}`);
  if (filter.agency !== undefined) parts.push(sql`e.agency_id = ${filter.agency}`);
  if (filter.event !== undefined) parts.push(sql`e.event = ${filter.event}`);
  if (filter.record !== undefined) parts.push(sql`(e.subject_id = ${filter.record} or e.case_id = ${filter.record})`);
  if (filter.from !== undefined) parts.push(sql`e.at >= ${filter.from}`);
  if (filter.until !== undefined) parts.push(sql`e.at < ${filter.until}`);
  if (before !== undefined) parts.push(sql`(e.at, e.id) < (${before.at}::timestamptz, ${before.id}::uuid)`);
  return sql.join(parts, sql` and `);
}

/** Entries newest first, from a place in the list on. */
export async function entries(tx: Transaction, partnershipId: string, filter: TrailFilter, before: Cursor | undefined, most: number): Promise<TrailEntry[]> {
  return await tx.all(sql<TrailEntry>`
    select e.id, e.at, e.actor_kind, e.account_id, a.name, g.short_name as agency, e.event, e.subject_kind, e.subject_id, e.case_id, e.request_id, e.detail, s.seq
    from (select e.* from hub.audit_entry e where ${conditions(partnershipId, filter, before)} order by e.at desc, e.id desc limit ${most}) e
    left join hub.account a on a.partnership_id = e.partnership_id and a.id = e.account_id
    left join hub.agency g on g.partnership_id = e.partnership_id and g.id = e.agency_id
    left join hub.audit_seal s on s.partnership_id = e.partnership_id and s.entry_id = e.id
    order by e.at desc, e.id desc`);
}

export interface Looker {
  account_id: string | null;
  actor_kind: string;
  name: string | null;
  agency: string | null;
  times: number;
  first_at: Temporal.Instant;
  last_at: Temporal.Instant;
}

/** Who has touched one record, each once, most recent first. */
export async function whoLooked(tx: Transaction, partnershipId: string, recordId: string): Promise<Looker[]> {
  return await tx.all(sql<Looker>`
    select e.account_id, e.actor_kind, a.name, g.name as agency, e.times, e.first_at, e.last_at
    from (select account_id, case when account_id is null then actor_kind else 'staff' end as actor_kind, count(*)::int as times, min(at) as first_at, max(at) as last_at from hub.audit_entry
      where partnership_id = ${partnershipId} and (subject_id = ${recordId} or case_id = ${recordId}) group by 1, 2) e
    left join hub.account a on a.partnership_id = ${partnershipId} and a.id = e.account_id
    left join hub.agency g on g.partnership_id = ${partnershipId} and g.id = a.agency_id
    order by e.last_at desc limit 200`);
}

export async function recordCalled(tx: Transaction, reference: string): Promise<string | null> {
  return (await tx.one(sql<{ id: string | null }>`select hub.record_called(${reference}) as id`)).id;
}

export async function references(tx: Transaction, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const rows = wanted.length === 0 ? [] : await tx.all(sql<{ id: string; reference: string }>`select id, reference from hub.records_named(${wanted})`);
  return new Map(rows.map(({ id, reference }) => [id, reference]));
}

export interface ChainState {
  seq: number | null;
  chain: string | null;
  sealed_at: Temporal.Instant | null;
  waiting: number;
  oldest_waiting: Temporal.Instant | null;
}

export async function chainState(tx: Transaction, partnershipId: string): Promise<ChainState> {
  return await tx.one(sql<ChainState>`
    select h.seq, h.chain, h.sealed_at, w.waiting, w.oldest_waiting
    from (select count(*)::int as waiting, min(e.at) as oldest_waiting from hub.audit_waiting w join hub.audit_entry e on e.partnership_id = w.partnership_id and e.id = w.entry_id
      where w.partnership_id = ${partnershipId}) w
    left join hub.audit_head h on h.partnership_id = ${partnershipId}`);
}

export interface Named {
  id: string;
  name: string;
}

export async function staff(tx: Transaction, partnershipId: string): Promise<Named[]> {
  return await tx.all(sql<Named>`select id, name from hub.account where partnership_id = ${partnershipId} order by name limit 1000`);
}

export async function agencyNames(tx: Transaction, partnershipId: string): Promise<Named[]> {
  return await tx.all(sql<Named>`select id, name from hub.agency where partnership_id = ${partnershipId} order by name`);
}

/** One report by what it is called; 403 when the actor does not see it. */
export async function reportCalled(tx: Transaction, partnershipId: string, reportId: string): Promise<{ reference: string; case_id: string | null }> {
  return await tx.one(sql<{ reference: string; case_id: string | null }>`select reference, case_id from hub.report where partnership_id = ${partnershipId} and id = ${reportId}`);
}

/** Who has touched one report, each once, most recent first: only what is about the report itself. */
export async function whoLookedAtReport(tx: Transaction, partnershipId: string, reportId: string): Promise<Looker[]> {
  return await tx.all(sql<Looker>`
    select e.account_id, e.actor_kind, a.name, g.name as agency, e.times, e.first_at, e.last_at
    from (select account_id, case when account_id is null then actor_kind else 'staff' end as actor_kind, count(*)::int as times, min(at) as first_at, max(at) as last_at from hub.audit_entry
      where partnership_id = ${partnershipId} and subject_id = ${reportId} and subject_kind = 'report' group by 1, 2) e
    left join hub.account a on a.partnership_id = ${partnershipId} and a.id = e.account_id
    left join hub.agency g on g.partnership_id = ${partnershipId} and g.id = a.agency_id
    order by e.last_at desc limit 200`);
}
