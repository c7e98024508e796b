import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type pg from 'pg';

import { startHub, type RunningHub } from './ground/hub.ts';
import { load } from './ground/load.ts';
import type { LoadResult, PlannedRequest } from './ground/load-plan.ts';
import { measureMachine } from './ground/machine.ts';
import { copyOfRegion } from './ground/region.ts';
import { submissions } from './ground/requests.ts';
import { type Figure, printFigures, printMachine, writeResults } from './ground/results.ts';

const kills = Number(process.env['BENCH_KILLS'] ?? 20);
const draftsARound = 3_000;
/** Every so many kills the database server is killed in the same moment. */
const databaseToo = 5;
const drainPatience = 600_000;

interface Round {
  readonly killedAfter: number;
  readonly databaseKilled: boolean;
  readonly result: LoadResult;
  readonly requests: readonly PlannedRequest[];
}

function killDatabase(folder: string): void {
  const [pid] = readFileSync(path.join(folder, 'database/pg18/postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(pid), 'SIGKILL');
}

/** Load until the hub is killed: what was acknowledged by then is what must be there. */
async function oneRound(hub: RunningHub, folder: string, number: number): Promise<Round> {
  const owner = await hub.owner();
  const requests = await submissions(owner, `kill-${number}`, draftsARound);
  await owner.end();
  const running = load({ port: hub.port, connections: 16, rate: 0, seconds: 60, requests, once: true, expected: 303, keepLocations: true });
  const killedAfter = 1500 + ((number * 397) % 2500);
  await wait(killedAfter);
  const databaseKilled = number % databaseToo === 0;
  if (databaseKilled) {
    killDatabase(folder);
  }
  await hub.kill();
  const result = await running;
  process.stdout.write(`  ${String(number).padStart(2)}: killed after ${killedAfter} ms${databaseKilled ? ', the database too' : ''}: ${result.done} acknowledged, ${result.broken} without an answer\n`);
  return { killedAfter, databaseKilled, result, requests };
}

function referenceIn(location: string): string {
  return new URL(location, 'http://hub').searchParams.get('reference') ?? '';
}

/** Whoever got no answer sends again, as a person would. */
async function sendAgain(hub: RunningHub, rounds: readonly Round[]): Promise<LoadResult & { requests: readonly PlannedRequest[] }> {
  const unanswered = rounds.flatMap(({ result, requests }) => {
    const answered = new Set(result.locations.map(([index]) => index));
    return requests.slice(0, result.sent).filter((_, index) => !answered.has(index));
  });
  const result = await load({ port: hub.port, connections: 8, rate: 0, seconds: 60, requests: unanswered, once: true, expected: 303, keepLocations: true });
  return { ...result, requests: unanswered };
}

/** Waits until every message has left. Claims of killed processes last ten minutes; here they end at once. */
async function drained(owner: pg.Client): Promise<void> {
  const end = Date.now() + drainPatience;
  await owner.query(`update hub.outbox set locked_until = now() where state = 'sending'`);
  for (;;) {
    const { rows: [row] } = await owner.query<{ left: number }>(`select count(*)::int as left from hub.outbox where state in ('waiting', 'sending')`);
    if (row?.left === 0) {
      return;
    }
    if (Date.now() > end) {
      throw new Error(`${row?.left} messages had not left after ten minutes`);
    }
    await wait(1_000);
  }
}

/** One number a question; each must be 0. */
async function faults(owner: pg.Client, acknowledged: readonly string[]): Promise<Record<string, number>> {
  const { rows: [row] } = await owner.query<Record<string, number>>(`
    with acknowledged as (select reference, count(*) as times from unnest($1::text[]) reference group by reference),
      sent as (select r.* from hub.report_draft d join hub.report r on r.partnership_id = d.partnership_id and r.id = d.submitted_report_id)
    select
      (select count(*)::int from acknowledged a where not exists (select 1 from sent r where r.reference = a.reference)) as "acknowledged and not there",
      (select count(*)::int from acknowledged a where a.times > 1) as "acknowledged to two people",
      (select count(*)::int from (select reference from hub.report group by reference having count(*) > 1) x) as "there twice",
      (select count(*)::int from hub.report r where r.received_at > (select min(updated_at) from hub.report_draft where submitted_report_id is not null) and r.link_sealed <> '' and not exists (select 1 from sent s where s.id = r.id)) as "there without a draft that became it",
      (select count(*)::int from sent r where (select count(*) from hub.party p where p.report_id = r.id) <> 1) as "with not one party",
      (select count(*)::int from sent r where (select count(*) from hub.chronology c where c.report_id = r.id) <> 1) as "with not one chronology entry",
      (select count(*)::int from sent r where not exists (select 1 from hub.audit_entry e where e.subject_id = r.id and e.event = 'report.sent')) as "without an audit entry",
      (select count(*)::int from sent r where (select count(*) from hub.outbox o where o.report_id = r.id) <> 1) as "with not one message",
      (select count(*)::int from hub.outbox o where o.state <> 'sent') as "messages not sent",
      (select count(*)::int from hub.outbox o where (select count(*) from hub.demo_delivery d where d.id = o.id) <> 1) as "messages delivered not once",
      (select count(*)::int from hub.demo_delivery d where not exists (select 1 from hub.outbox o where o.id = d.id)) as "deliveries of no message"`, [acknowledged]);
  return row ?? {};
}

/** npm run bench -- kill */
export async function run(): Promise<void> {
  const machine = measureMachine();
  const region = await copyOfRegion();
  let hub = await startHub(region.folder);
  try {
    const rounds: Round[] = [];
    for (let number = 1; number <= kills; number += 1) {
      rounds.push(await oneRound(hub, region.folder, number));
      hub = await startHub(region.folder);
    }
    const again = await sendAgain(hub, rounds);
    const acknowledged = [...rounds.flatMap(({ result }) => result.locations), ...again.locations].map(([, location]) => referenceIn(location));
    const owner = await hub.owner();
    await drained(owner);
    const found = await faults(owner, acknowledged);
    const { rows: [counts] } = await owner.query<{ messages: number; retried: number }>(`select count(*)::int as messages, count(*) filter (where attempts > 1)::int as retried from hub.outbox`);
    const { rows: stuck } = await owner.query<{ state: string; code: string | null; times: number }>(`select state, error_code as code, count(*)::int as times from hub.outbox where state <> 'sent' group by 1, 2`);
    await owner.end();
    const lost = Object.values(found).reduce((sum, count) => sum + count, 0);
    const unanswered = again.requests.length;
    const figures: Figure[] = [
      { what: `${kills} kills: acknowledged references lost or doubled`, must: '0', aim: '0', seen: `${(found['acknowledged and not there'] ?? 0) + (found['there twice'] ?? 0) + (found['acknowledged to two people'] ?? 0)} of ${acknowledged.length}`, met: '' },
      { what: 'messages not delivered exactly once', must: '0', aim: '0', seen: `${(found['messages not sent'] ?? 0) + (found['messages delivered not once'] ?? 0)} of ${counts?.messages ?? 0}`, met: '' },
      { what: 'sent again without an answer, answered now', must: 'all', aim: 'all', seen: `${again.done} of ${unanswered}`, met: '' },
      { what: 'every fault looked for, together', must: '0', aim: '0', seen: String(lost), met: lost === 0 && again.done === unanswered ? 'aim' : 'no' },
    ];
    for (const [fault, count] of Object.entries(found)) {
      process.stdout.write(`  ${fault}: ${count}\n`);
    }
    for (const { state, code, times } of stuck) {
      process.stdout.write(`  ${times} messages are ${state}: ${code ?? 'no reason'}\n`);
    }
    process.stdout.write(`  messages that were taken up again after a kill: ${counts?.retried ?? 0}\n`);
    printFigures('Killed under load', figures);
    printMachine(machine);
    writeResults('kill', machine, { figures, faults: found, messages: counts, rounds: rounds.map(({ killedAfter, databaseKilled, result }) => ({ killedAfter, databaseKilled, acknowledged: result.done, unanswered: result.broken })) });
    if (lost > 0) {
      process.exitCode = 1;
    }
  } finally {
    await hub.stop();
    region.discard();
  }
}
