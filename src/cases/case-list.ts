import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { Stage } from './queries.ts';

export interface CaseFilter {
  readonly whose?: 'mine' | 'agency' | undefined;
  readonly state?: 'open' | 'closed' | undefined;
  readonly risk?: string | undefined;
  readonly stage?: Stage | undefined;
  readonly area?: string | undefined;
}

/** Where the next page starts: after this case. */
export interface After {
  readonly openedAt: Temporal.Instant;
  readonly caseId: string;
}

export interface CaseListRow {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly opened_at: Temporal.Instant;
  readonly state: 'open' | 'closed';
  readonly stage: Stage;
  readonly restricted: boolean;
  readonly risk_band: string | null;
  readonly review_on: Temporal.PlainDate | null;
  readonly place_words: string;
  readonly agency: string;
  readonly owner: string | null;
  readonly next_told_by: Temporal.Instant | null;
}

function wanted(actor: StaffActor, filter: CaseFilter) {
  const parts = [
    filter.whose === 'mine' ? sql`and c.owner_id = ${actor.accountId}` : filter.whose === 'agency' ? sql`and c.agency_id = ${actor.agencyId}` : sql``,
    filter.state === undefined ? sql`` : sql`and c.state = ${filter.state}`,
    filter.risk === undefined ? sql`` : filter.risk === 'none' ? sql`and c.risk_band is null` : sql`and c.risk_band = ${filter.risk}`,
    filter.stage === undefined ? sql`` : sql`and c.stage = ${filter.stage}`,
    filter.area === undefined ? sql`` : sql`and exists (select 1 from hub.report r where r.partnership_id = c.partnership_id and r.case_id = c.id and r.area_ids @> array[${filter.area}]::uuid[])`,
  ];
  return sql.join(parts, sql` `);
}

const facts = sql`c.id, c.reference, c.title, c.opened_at, c.state, c.stage, c.restricted, c.risk_band, c.review_on, c.place_words, g.short_name as agency, o.name as owner,
  (select min(r.next_told_by) from hub.report r where r.partnership_id = c.partnership_id and r.case_id = c.id) as next_told_by`;
const names = sql`join hub.agency g on g.partnership_id = c.partnership_id and g.id = c.agency_id left join hub.account o on o.partnership_id = c.partnership_id and o.id = c.owner_id`;

/**
 * Cases the actor may see, newest first. One probe of case_access_list for each principal, merged: the policy alone would have to
 * sort everything that the actor may see.
 */
export async function visibleCases(tx: Transaction, actor: StaffActor, filter: CaseFilter, most: number, after?: After): Promise<CaseListRow[]> {
  if (filter.whose === 'mine') {
    const rest = after === undefined ? sql`` : sql`and (c.opened_at, c.id) < (${after.openedAt}, ${after.caseId})`;
    return await tx.all(sql<CaseListRow>`
      select ${facts} from hub.case_file c ${names}
      where c.partnership_id = ${actor.partnershipId} ${wanted(actor, filter)} ${rest} order by c.opened_at desc, c.id desc limit ${most}`);
  }
  const rest = after === undefined ? sql`` : sql`and (a.opened_at, a.case_id) < (${after.openedAt}, ${after.caseId})`;
  // The newest of all are found in case_access alone.
  const narrowed = [filter.whose, filter.state, filter.risk, filter.stage, filter.area].some((one) => one !== undefined);
  const file = narrowed ? sql`join hub.case_file c on c.partnership_id = a.partnership_id and c.id = a.case_id` : sql``;
  return await tx.all(sql<CaseListRow>`
    select ${facts} from (
      select distinct n.opened_at, n.case_id from unnest(hub.actor_principals()) principal
      cross join lateral (
        select a.opened_at, a.case_id from hub.case_access a ${file}
        where a.partnership_id = ${actor.partnershipId} and a.principal_id = principal ${rest} ${wanted(actor, filter)}
        order by a.opened_at desc, a.case_id desc limit ${most}) n
      order by 1 desc, 2 desc limit ${most}) newest
    join hub.case_file c on c.partnership_id = ${actor.partnershipId} and c.id = newest.case_id ${names}
    order by newest.opened_at desc, newest.case_id desc`);
}
