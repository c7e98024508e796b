import { sql } from 'kysely';
import type pg from 'pg';
import type { Temporal } from 'temporal-polyfill';

import { enterSystem } from '../platform/access/index.ts';
import { inTransaction, type Transaction } from '../platform/database/index.ts';
import type { House } from '../platform/http/index.ts';
import type { ScheduledWork } from '../platform/jobs/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { localTime, partnershipSettings } from '../platform/partnership/index.ts';
import { paths } from '../paths.ts';
import { levelsReached, type LateLevel } from './rules.ts';

interface LateRow {
  readonly id: string;
  readonly reference: string;
  readonly from_agency: string;
  readonly asked_by: string;
  readonly to_agency: string;
  readonly to_account: string | null;
  readonly holder_id: string | null;
  readonly due_at: Temporal.Instant;
}

// One turn; what is left comes in the next.
const mostATurn = 200;

async function lateRows(tx: Transaction, partnershipId: string, now: Temporal.Instant): Promise<LateRow[]> {
  return await tx.all(sql<LateRow>`
    select r.id, r.reference, r.from_agency, r.asked_by, r.to_agency, r.to_account, r.holder_id, r.due_at from hub.information_request r
    where r.partnership_id = ${partnershipId} and r.closed_at is null and r.paused_at is null and r.due_at < ${now}
      and not exists (select 1 from hub.request_escalation e where e.partnership_id = r.partnership_id and e.request_id = r.id and e.due_at = r.due_at and e.level = 'liaison')
    order by r.due_at limit ${mostATurn}`);
}

/** Whom a level means. A request to one named person stays with that person and the one who asked. */
async function peopleOf(tx: Transaction, partnershipId: string, row: LateRow, level: LateLevel): Promise<string[]> {
  if (row.to_account !== null) {
    return level === 'officer' ? [row.to_account] : [row.to_account, row.asked_by];
  }
  if (level === 'officer' && row.holder_id !== null) {
    return [row.holder_id];
  }
  const found = level === 'liaison'
    ? await tx.all(sql<{ id: string }>`
        select distinct l.liaison_id as id from hub.agreement a
        join hub.agreement_party l on l.partnership_id = a.partnership_id and l.agreement_id = a.id and l.agency_id in (${row.from_agency}, ${row.to_agency}) and l.liaison_id is not null
        where a.partnership_id = ${partnershipId} and a.ended_on is null
          and (select count(*) from hub.agreement_party p where p.partnership_id = a.partnership_id and p.agreement_id = a.id and p.agency_id in (${row.from_agency}, ${row.to_agency})) = 2`)
    : await tx.all(sql<{ id: string }>`
        select distinct a.id from hub.account a join hub.account_role r on r.partnership_id = a.partnership_id and r.account_id = a.id and r.role = ${level}
        where a.partnership_id = ${partnershipId} and a.agency_id = ${row.to_agency} and a.state = 'active'`);
  return [...found.map(({ id }) => id), ...(level === 'officer' ? [] : [row.asked_by])];
}

const subjects: Readonly<Record<LateLevel, string>> = {
  officer: 'An answer to a partner is late', supervisor: 'An answer to a partner is late and has come up to the supervisor', liaison: 'An answer between partners is late and has come up to the liaison persons',
};

async function raiseOne(tx: Transaction, partnershipId: string, row: LateRow, level: LateLevel, baseUrl: string, now: Temporal.Instant): Promise<number> {
  const raised = await tx.run(sql`
    insert into hub.request_escalation (partnership_id, request_id, level, due_at, raised_at) values (${partnershipId}, ${row.id}, ${level}, ${row.due_at}, ${now}) on conflict do nothing`);
  if (raised === 1) {
    const subject = `Safer Hub: ${subjects[level]}`;
    tellColleagues(tx, { partnershipId, accountIds: await peopleOf(tx, partnershipId, row, level), subject, body: `${subjects[level]}: ${row.reference}.\n\n${baseUrl}${paths.request(row.id)}`, now });
  }
  return raised;
}

/** Late answers go to the officers at once, then to their supervisor, then to the liaison persons: once for each due date. */
export async function raiseLateRequests(pool: pg.Pool, baseUrl: string, now: Temporal.Instant): Promise<number> {
  const partnerships = await inTransaction(pool, async () => undefined, async (tx) => tx.all(sql<{ id: string; settings: unknown }>`select id, settings from hub.partnership`));
  let done = 0;
  for (const { id, settings } of partnerships) {
    done += await inTransaction(pool, async (tx) => enterSystem(tx, id), async (tx) => {
      const [time, rows] = await Promise.all([localTime(tx), lateRows(tx, id, now)]);
      const office = { ...time, closesAt: partnershipSettings.parse(settings).closesAt };
      let raised = 0;
      for (const row of rows) {
        for (const level of levelsReached(row.due_at, now, office)) {
          raised += await raiseOne(tx, id, row, level, baseUrl, now);
        }
      }
      return raised;
    });
  }
  return done;
}

export function requestWork(house: House): ScheduledWork[] {
  return [{ name: 'raise-late-requests', cron: '*/15 * * * *', run: async () => raiseLateRequests(house.database.worker, house.settings.baseUrl, house.clock.now()) }];
}
