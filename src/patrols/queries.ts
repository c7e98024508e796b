import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { cellOf, toGrid } from '../platform/geography/index.ts';

export interface PatrolRow {
  readonly id: string;
  readonly case_id: string | null;
  readonly account_id: string;
  readonly who: string | null;
  readonly agency: string;
  readonly started_at: Temporal.Instant;
  readonly ended_at: Temporal.Instant | null;
  readonly place_words: string;
  readonly seen: string;
  readonly spoke_to: number | null;
}

const columns = sql`p.id, p.case_id, p.account_id, a.name as who, g.short_name as agency, p.started_at, p.ended_at, p.place_words, p.seen, p.spoke_to`;
const names = sql`join hub.agency g on g.partnership_id = p.partnership_id and g.id = p.agency_id left join hub.account a on a.partnership_id = p.partnership_id and a.id = p.account_id`;

export async function patrolsPanel(tx: Transaction, caseId: string): Promise<PatrolRow[]> {
  return await tx.all(sql<PatrolRow>`select ${columns} from hub.patrol p ${names} where p.partnership_id = (select hub.actor_partnership()) and p.case_id = ${caseId} order by p.started_at desc limit 40`);
}

/** Newest first: the actor's own that is still going on stands above. */
export async function listPatrols(tx: Transaction, actor: StaffActor): Promise<PatrolRow[]> {
  return await tx.all(sql<PatrolRow>`
    select ${columns} from (
      (select * from hub.patrol where partnership_id = ${actor.partnershipId} and account_id = ${actor.accountId} and ended_at is null)
      union (select * from hub.patrol where partnership_id = ${actor.partnershipId} and agency_id = ${actor.agencyId} order by started_at desc limit 60)
    ) p ${names} order by (p.ended_at is null and p.account_id = ${actor.accountId}) desc, p.started_at desc`);
}

export async function patrolById(tx: Transaction, actor: StaffActor, id: string): Promise<PatrolRow> {
  return await tx.one(sql<PatrolRow>`select ${columns} from hub.patrol p ${names} where p.partnership_id = ${actor.partnershipId} and p.id = ${id}`);
}

export interface PatrolPlace {
  readonly id: string;
  readonly name: string;
  readonly lat: number;
  readonly lon: number;
}

export async function patrolPlaces(tx: Transaction, actor: StaffActor): Promise<PatrolPlace[]> {
  return await tx.all(sql<PatrolPlace>`select id, name, lat, lon from hub.place where partnership_id = ${actor.partnershipId} and kind in ('place', 'asset') order by name limit 400`);
}

/** Open cases with a plan that the actor sees: what a patrol may be for. */
export async function patrolCases(tx: Transaction, actor: StaffActor): Promise<{ id: string; reference: string; title: string }[]> {
  return await tx.all(sql<{ id: string; reference: string; title: string }>`
    select c.id, c.reference, c.title from hub.problem_plan p join hub.case_file c on c.partnership_id = p.partnership_id and c.id = p.case_id
    where p.partnership_id = ${actor.partnershipId} and c.state = 'open' order by p.updated_at desc limit 50`);
}

interface Position {
  readonly lat: number;
  readonly lon: number;
}

export function startPatrol(tx: Transaction, actor: StaffActor, patrol: { id: string; caseId: string | null; place: string; at: Position | undefined }, now: Temporal.Instant): void {
  const { at } = patrol;
  const grid = at === undefined ? undefined : toGrid(at);
  tx.defer(sql`
    insert into hub.patrol (partnership_id, id, case_id, agency_id, account_id, started_at, place_words, lat, lon, easting, northing, cell)
    values (${actor.partnershipId}, ${patrol.id}, ${patrol.caseId}, ${actor.agencyId}, ${actor.accountId}, ${now}, ${patrol.place}, ${at?.lat ?? null}, ${at?.lon ?? null}, ${grid?.easting ?? null}, ${grid?.northing ?? null}, ${at === undefined ? null : cellOf(at.lat, at.lon)})`);
}

export async function stopPatrol(tx: Transaction, actor: StaffActor, id: string, said: { seen: string; spokeTo: number | null }, now: Temporal.Instant): Promise<boolean> {
  return (await tx.run(sql`update hub.patrol set ended_at = ${now}, seen = ${said.seen}, spoke_to = ${said.spokeTo} where partnership_id = ${actor.partnershipId} and id = ${id} and account_id = ${actor.accountId} and ended_at is null`)) === 1;
}
