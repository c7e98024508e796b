import { sql } from 'kysely';
import type pg from 'pg';
import type { Temporal } from 'temporal-polyfill';

import { chronicle } from '../chronology/index.ts';
import { paths } from '../paths.ts';
import { enterSystem } from '../platform/access/index.ts';
import { momentWords } from '../platform/calendar/index.ts';
import { inTransaction, type Transaction } from '../platform/database/index.ts';
import type { House } from '../platform/http/index.ts';
import type { ScheduledWork } from '../platform/jobs/index.ts';
import { openSender } from '../platform/messages/index.ts';
import { demoRecorder, dispatch, messagesATurn } from '../platform/outbox/index.ts';
import { localTime, partnershipSettings, type Partnership } from '../platform/partnership/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { midpoint } from './confidence.ts';
import { escalationSteps, levelsReached } from './escalation-rules.ts';
import { clearSettled, overdueReports, raise } from './escalation-queries.ts';
import { lineColumns, type PromiseLineRow } from './panel-queries.ts';
import { automaticApology, missedBefore } from './promise-rules.ts';
import { lineOf } from './promise-lines.ts';
import { tell } from './telling.ts';

/** Runs work for each partnership in turn, each turn in its own transaction, as the system. */
async function forEachPartnership(pool: pg.Pool, work: (tx: Transaction, partnership: Partnership) => Promise<number>): Promise<number> {
  const rows = await inTransaction(pool, async () => undefined, async (tx) => tx.all(sql<{ id: string; name: string; town: string; settings: unknown }>`select id, name, town, settings from hub.partnership`));
  let done = 0;
  for (const row of rows) {
    const partnership: Partnership = { ...row, settings: partnershipSettings.parse(row.settings) };
    done += await inTransaction(pool, async (tx) => enterSystem(tx, row.id), async (tx) => work(tx, partnership));
  }
  return done;
}

type PassedLine = PromiseLineRow & { readonly case_id: string | null; readonly agency_id: string };

// One turn; what is left comes in the next.
const linesATurn = 200;

async function passedLines(tx: Transaction, partnershipId: string, before: Temporal.Instant): Promise<PassedLine[]> {
  return await tx.all(sql<PassedLine>`
    select ${lineColumns}, r.case_id, coalesce(c.agency_id, r.agency_id) as agency_id
    from hub.promise_line l
    join hub.promise p on p.partnership_id = l.partnership_id and p.id = l.promise_id and p.superseded_at is null
    join hub.report r on r.partnership_id = l.partnership_id and r.id = l.report_id
    left join hub.case_file c on c.partnership_id = r.partnership_id and c.id = r.case_id
    where l.partnership_id = ${partnershipId} and l.state = 'due' and l.due_at < ${before} and r.closed_at is null and r.state in ('new', 'in_case', 'merged')
    order by l.due_at limit ${linesATurn} for update of l skip locked`);
}

async function missLine(tx: Transaction, partnership: Partnership, row: PassedLine, now: Temporal.Instant): Promise<void> {
  const line = lineOf(row);
  tx.defer(sql`update hub.promise_line set state = 'missed', missed_at = ${now} where partnership_id = ${partnership.id} and id = ${row.id} and state = 'due'`);
  chronicle(tx, {
    partnershipId: partnership.id, reportId: row.report_id, caseId: row.case_id, at: now, kind: 'promise', missed: true, byWords: 'System',
    words: `Promise missed: ${row.what}, by ${momentWords(row.due_at, now)} (${row.who}). An apology was put on their page; a new date is owed.`,
    residentWords: `We missed a promise: ${row.what}`,
  });
  await tell(tx, { partnership, reportId: row.report_id, author: 'hub', automatic: true, words: automaticApology(line, now), residentWords: 'We apologised for the missed date.', now });
  await raise(tx, partnership.id, { report_id: row.report_id, agency_id: row.agency_id, reason: 'promise', due_at: row.due_at }, 'officer', now);
}

/** Days that have gone by without their promise being kept: an apology in the morning, and the officer is asked for a new date. */
export async function missPromises(pool: pg.Pool, now: Temporal.Instant): Promise<number> {
  return await forEachPartnership(pool, async (tx, partnership) => {
    const rows = await passedLines(tx, partnership.id, missedBefore(now));
    for (const row of rows) {
      await missLine(tx, partnership, row, now);
    }
    return rows.length;
  });
}

/** Silence and missed answers go to the officer at once, then to the supervisor, then to the portfolio holder. */
export async function raiseEscalations(pool: pg.Pool, now: Temporal.Instant): Promise<number> {
  return await forEachPartnership(pool, async (tx, partnership) => {
    const [time, settled] = await Promise.all([localTime(tx), clearSettled(tx, partnership.id, now)]);
    const overdue = await overdueReports(tx, partnership.id, now);
    const raised = await Promise.all(
      overdue.flatMap((one) => levelsReached(one.due_at, escalationSteps(time.standards, one.due_at), time.holidays, now).map(async (level) => raise(tx, partnership.id, one, level, now))),
    );
    return settled + raised.filter(Boolean).length;
  });
}

interface HalfwayRow {
  id: string;
  received_at: Temporal.Instant;
  last_due_at: Temporal.Instant | null;
}

/** Asks once, halfway through the work, whether the person feels heard. */
export async function askHalfway(pool: pg.Pool, now: Temporal.Instant): Promise<number> {
  return await forEachPartnership(pool, async (tx, partnership) => {
    const rows = await tx.all(sql<HalfwayRow>`
      select r.id, r.received_at, max(l.due_at) as last_due_at from hub.report r
      left join hub.promise p on p.partnership_id = r.partnership_id and p.report_id = r.id and p.superseded_at is null
      left join hub.promise_line l on l.partnership_id = p.partnership_id and l.promise_id = p.id
      where r.partnership_id = ${partnership.id} and r.state = 'in_case' and r.closed_at is null and r.received_at < ${now.subtract({ hours: 24 * 7 })}
        and not exists (select from hub.confidence c where c.partnership_id = r.partnership_id and c.report_id = r.id and c.moment = 'midpoint')
      group by r.id, r.received_at order by r.received_at limit 2000`);
    const half = rows.filter((row) => midpoint(row.received_at, row.last_due_at).epochMilliseconds <= now.epochMilliseconds).slice(0, linesATurn);
    for (const row of half) {
      tx.defer(sql`insert into hub.confidence (partnership_id, id, report_id, moment, at) values (${partnership.id}, ${uuidv7()}, ${row.id}, 'midpoint', ${now}) on conflict do nothing`);
      await tell(tx, {
        partnership, reportId: row.id, author: 'hub', automatic: true, now,
        words: 'You are about halfway. Would you answer three questions about how we are doing? They are at the end of this page.', residentWords: 'We asked how we are doing so far.',
      });
    }
    return half.length;
  });
}

/** The work of this room that comes round. */
export function engagementWork(house: House): ScheduledWork[] {
  const { worker } = house.database;
  return [
    { name: 'miss-promises', cron: '*/5 * * * *', run: async () => missPromises(worker, house.clock.now()) },
    { name: 'raise-escalations', cron: '*/10 * * * *', run: async () => raiseEscalations(worker, house.clock.now()) },
    { name: 'ask-halfway', cron: '15 10 * * *', run: async () => askHalfway(worker, house.clock.now()) },
  ];
}

/** One turn of the outbox, for the loop that empties it. */
export function outboxTurn(house: House): () => Promise<number> {
  const { settings, clock, database } = house;
  const now = () => clock.now();
  const sender = openSender(settings, clock, demoRecorder(database.worker, now));
  const dispatching = {
    sender, secretKey: settings.secretKey, withoutKeys: settings.senders.mail === 'smtp' ? (['email'] as const) : [],
    linkAddress: (secret: string) => new URL(paths.link(secret), settings.baseUrl).href,
  };
  // After a turn that was not full the next comes in its own time: by then a few messages share the work of one.
  return async () => {
    const taken = await dispatch(database.worker, dispatching, now);
    return taken < messagesATurn ? 0 : taken;
  };
}
