import { sql } from 'kysely';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';

export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly job_title: string;
}

/** People of the actor's agency who work on cases. */
export async function colleagues(tx: Transaction, actor: StaffActor): Promise<Colleague[]> {
  return await tx.all(sql<Colleague>`
    select a.id, a.name, a.job_title from hub.account a
    where a.partnership_id = ${actor.partnershipId} and a.agency_id = ${actor.agencyId} and a.state = 'active'
      and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('officer', 'supervisor', 'coordinator'))
    order by a.name`);
}

export interface TeamName {
  readonly id: string;
  readonly name: string;
}

export async function teamsOf(tx: Transaction, actor: StaffActor): Promise<TeamName[]> {
  return await tx.all(sql<TeamName>`select id, name from hub.team where partnership_id = ${actor.partnershipId} and agency_id = ${actor.agencyId} and active order by name`);
}

export interface CaseToLink {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: 'open' | 'closed';
  readonly restricted: boolean;
  readonly owner_id: string | null;
}

/** A case by its reference or id, if the actor sees it. */
export async function caseToLink(tx: Transaction, actor: StaffActor, wanted: { reference: string } | { id: string }): Promise<CaseToLink | undefined> {
  const which = 'id' in wanted ? sql`id = ${wanted.id}` : sql`reference = ${wanted.reference}`;
  return await tx.maybe(sql<CaseToLink>`select id, reference, title, state, restricted, owner_id from hub.case_file where partnership_id = ${actor.partnershipId} and ${which}`);
}

/** Everyone of the partnership who signs in, whatever their role. */
export async function allStaff(tx: Transaction, actor: StaffActor): Promise<Colleague[]> {
  return await tx.all(sql<Colleague>`select id, name, job_title from hub.account where partnership_id = ${actor.partnershipId} and state = 'active' order by name`);
}
