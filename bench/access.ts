import { readFileSync } from 'node:fs';
import path from 'node:path';

import pg from 'pg';
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';

import { visibleCases } from '../src/cases/index.ts';
import { namesWithin } from '../src/cases/names-around.ts';
import { caseEvidence, caseFile, caseIncidents, caseParties, caseReports, timelineCounts, whoLooked } from '../src/cases/queries.ts';
import { timeline } from '../src/chronology/index.ts';
import { emergencyUntil } from '../src/emergency/index.ts';
import { messagesPanel, threadPanels } from '../src/engagement/index.ts';
import { whatIsSeen } from '../src/hotspots/live-views.ts';
import { patrolsPanel } from '../src/patrols/index.ts';
import { warningsOfCase } from '../src/people/index.ts';
import { enterSession, type StaffActor } from '../src/platform/access/index.ts';
import { inTransaction, openPool, type Transaction } from '../src/platform/database/index.ts';
import { secretHash } from '../src/platform/http/index.ts';
import { categories } from '../src/platform/partnership/index.ts';
import { groundOf } from '../src/powers/index.ts';
import { planPanel } from '../src/problem-plans/index.ts';
import { addedByLink, reviewsOfCase } from '../src/reviews/queries.ts';
import { riskPanel } from '../src/risk/index.ts';
import { sharingPanel } from '../src/sharing/index.ts';
import { tasksPanel } from '../src/tasks/index.ts';
import { areaNames, partiesOf, filesOf, reportsNear, reportToDecide, triageCount, waitingReports } from '../src/triage/queries.ts';
import { type Asker, ofCase, ofCaseList, ofNames, ofMap, ofNearby, ofPartnership, ofReport, ofSeeing, ofWaiting, ofWarnings, type Rewriting } from './ground/by-hand.ts';
import { startHub } from './ground/hub.ts';
import { measureMachine } from './ground/machine.ts';
import { processorTime } from './ground/processor.ts';
import { recording, type Statement } from './ground/recorder.ts';
import { copyOfRegion } from './ground/region.ts';
import { casePages, signEveryoneIn } from './ground/requests.ts';
import { type Figure, metBy, printFigures, printMachine, printTable, writeResults } from './ground/results.ts';

const askers = Number(process.env['BENCH_ASKERS'] ?? '40');
/** Sent one behind the other without waiting, so that the way there and back does not hide the difference. */
const times = 12;
const turns = 3;

interface Asked {
  readonly page: string;
  readonly query: string;
  readonly rewrite: Rewriting;
  readonly ask: (tx: Transaction, actor: StaffActor, about: About) => Promise<unknown>;
}

interface About {
  readonly caseId: string;
  readonly reportIds: readonly string[];
  /** A waiting report of the agency, where it has one. */
  readonly waiting: string | undefined;
  readonly point: { readonly lat: number; readonly lon: number };
  readonly name: string;
  readonly now: Temporal.Instant;
}

const asked: readonly Asked[] = [
  { page: 'triage', query: 'waiting reports', rewrite: ofWaiting, ask: async (tx) => waitingReports(tx, {}, 61) },
  { page: 'triage', query: 'how many wait', rewrite: ofWaiting, ask: async (tx, actor, { now }) => triageCount(tx, actor, now) },
  { page: 'triage', query: 'areas', rewrite: ofPartnership, ask: async (tx, actor) => areaNames(tx, actor) },
  { page: 'triage', query: 'kinds', rewrite: ofPartnership, ask: async (tx, _, { now }) => categories(tx, now.toZonedDateTimeISO('Europe/London').toPlainDate()) },
  { page: 'triage', query: 'report shown', rewrite: ofReport, ask: async (tx, actor, { waiting }) => (waiting === undefined ? undefined : reportToDecide(tx, actor, waiting)) },
  { page: 'triage', query: 'its people', rewrite: ofReport, ask: async (tx, actor, { waiting }) => (waiting === undefined ? undefined : partiesOf(tx, actor, waiting)) },
  { page: 'triage', query: 'its files', rewrite: ofReport, ask: async (tx, actor, { waiting }) => (waiting === undefined ? undefined : filesOf(tx, actor, waiting)) },
  { page: 'triage', query: 'reports nearby', rewrite: ofNearby, ask: async (tx, _, { point, now }) => reportsNear(tx, point, now.subtract({ hours: 24 * 365 })) },
  { page: 'case', query: 'may it be seen', rewrite: ofSeeing, ask: async (tx, _, { caseId }) => tx.all(sql`select hub.view_case(${caseId})`) },
  { page: 'case', query: 'file', rewrite: ofCase, ask: async (tx, actor, { caseId }) => caseFile(tx, actor, caseId) },
  { page: 'case', query: 'reports', rewrite: ofCase, ask: async (tx, actor, { caseId }) => caseReports(tx, actor, caseId) },
  { page: 'case', query: 'people', rewrite: ofCase, ask: async (tx, actor, { caseId, reportIds }) => caseParties(tx, actor, caseId, reportIds) },
  { page: 'case', query: 'incidents', rewrite: ofCase, ask: async (tx, actor, { caseId }) => caseIncidents(tx, actor, caseId) },
  { page: 'case', query: 'files', rewrite: ofCase, ask: async (tx, actor, { caseId }) => caseEvidence(tx, actor, caseId) },
  { page: 'case', query: 'chronology', rewrite: ofCase, ask: async (tx, _, { caseId }) => timeline(tx, { caseId }, [], 20) },
  { page: 'case', query: 'chronology counted', rewrite: ofCase, ask: async (tx, actor, { caseId }) => timelineCounts(tx, actor, caseId) },
  { page: 'case', query: 'risk', rewrite: ofCase, ask: async (tx, actor, { caseId }) => riskPanel(tx, actor, caseId) },
  { page: 'case', query: 'tasks', rewrite: ofCase, ask: async (tx, actor, { caseId }) => tasksPanel(tx, actor, caseId) },
  { page: 'case', query: 'sharing', rewrite: ofCase, ask: async (tx, actor, { caseId }) => sharingPanel(tx, actor, caseId) },
  { page: 'case', query: 'promises, receipts, silence', rewrite: ofCase, ask: async (tx, actor, { reportIds }) => threadPanels(tx, actor, reportIds) },
  { page: 'case', query: 'messages', rewrite: ofCase, ask: async (tx, actor, { reportIds }) => messagesPanel(tx, actor, reportIds) },
  { page: 'case', query: 'ladder', rewrite: ofCase, ask: async (tx, actor, { caseId }) => groundOf(tx, actor, caseId) },
  { page: 'case', query: 'case review', rewrite: ofCase, ask: async (tx, _, { caseId }) => reviewsOfCase(tx, caseId) },
  { page: 'case', query: 'told by link', rewrite: ofCase, ask: async (tx, _, { reportIds }) => addedByLink(tx, { reportIds }) },
  { page: 'case', query: 'plan', rewrite: ofCase, ask: async (tx, _, { caseId, now }) => planPanel(tx, caseId, now) },
  { page: 'case', query: 'patrols', rewrite: ofCase, ask: async (tx, _, { caseId }) => patrolsPanel(tx, caseId) },
  { page: 'case', query: 'warnings', rewrite: ofWarnings, ask: async (tx, _, { caseId }) => warningsOfCase(tx, caseId) },
  { page: 'case', query: 'emergency', rewrite: ofCase, ask: async (tx, _, { caseId }) => emergencyUntil(tx, caseId) },
  { page: 'case', query: 'names around', rewrite: ofPartnership, ask: async (tx, actor, { point }) => namesWithin(tx, actor, { west: point.lon - 0.0058, south: point.lat - 0.0036, east: point.lon + 0.0058, north: point.lat + 0.0036 }, 60) },
  { page: 'case', query: 'who looked', rewrite: ofCase, ask: async (tx, actor, { caseId }) => whoLooked(tx, actor, caseId) },
  { page: 'case list', query: 'newest 50', rewrite: ofCaseList, ask: async (tx, actor) => visibleCases(tx, actor, {}, 50) },
  { page: 'case list', query: 'open of the agency', rewrite: ofCaseList, ask: async (tx, actor) => visibleCases(tx, actor, { whose: 'agency', state: 'open' }, 50) },
  { page: 'case list', query: 'my own', rewrite: ofCaseList, ask: async (tx, actor) => visibleCases(tx, actor, { whose: 'mine' }, 50) },
  { page: 'search', query: 'people by name', rewrite: ofNames, ask: async (tx, _, { name }) => tx.all(sql`select * from hub.search_parties(${name}, ${8})`) },
  { page: 'map tile', query: 'whose view', rewrite: ofMap, ask: async (tx) => whatIsSeen(tx) },
];

/** Milliseconds that the server works on a statement, at best of some turns: processor time where the machine tells it, else by the clock. */
async function timed(client: pg.PoolClient, { text, values }: Statement, name: string): Promise<{ milliseconds: number; rows: unknown[] }> {
  const { rows: [backend] } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const clock = (): number => processorTime(backend?.pid ?? 0) || performance.now();
  const send = async (): Promise<pg.QueryResult> => client.query({ name, text, values: [...values] });
  let rows: unknown[] = (await send()).rows;
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < turns; turn += 1) {
    const start = clock();
    const answers = await Promise.all(Array.from({ length: times }, send));
    milliseconds = Math.min(milliseconds, (clock() - start) / times);
    rows = answers[0]?.rows ?? [];
  }
  return { milliseconds, rows };
}

/** Rows as a set: what has no order of its own may come in any. */
function fingerprint(rows: readonly unknown[]): string {
  return rows.map((row) => JSON.stringify(row)).sort().join('\n');
}

interface Measured {
  readonly page: string;
  readonly query: string;
  readonly policy: number[];
  readonly byHand: number[];
  different: number;
  compared: number;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function inside<Result>(pool: pg.Pool, token: string | undefined, viewed: string | undefined, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    if (token !== undefined) {
      await client.query('select * from hub.enter_session($1)', [secretHash(token)]);
      if (viewed !== undefined) {
        await client.query('select hub.view_case($1)', [viewed]);
      }
    }
    return await work(client);
  } finally {
    await client.query('rollback');
    client.release();
  }
}

/** The statements that one query function of the application sends, with the one who asks. */
async function statementsOf(app: pg.Pool, token: string, about: About): Promise<{ asker: Asker; statements: Map<Asked, Statement[]> }> {
  return await inTransaction(app, async (tx) => enterSession(tx, secretHash(token)), async (tx, actor) => {
    if (actor?.kind !== 'staff') {
      throw new Error('nobody has signed in');
    }
    const { principals, walls, roles } = await tx.one(sql<{ principals: string[]; walls: string[]; roles: string[] }>`select hub.actor_principals() as principals, hub.actor_walls() as walls, hub.actor_roles() as roles`);
    const statements = new Map<Asked, Statement[]>();
    // Rules and names that the hub keeps in memory are there, as they are for nearly every page.
    for (const one of asked) {
      await one.ask(tx, actor, about);
    }
    for (const one of asked) {
      const recorder = recording(tx);
      await one.ask(recorder.tx, actor, about);
      statements.set(one, recorder.statements);
    }
    return { asker: { partnership: actor.partnershipId, account: actor.accountId, agency: actor.agencyId, principals, walls, roles }, statements };
  });
}

async function measureAsker(pools: { app: pg.Pool; owner: pg.Pool }, token: string, about: About, measured: Map<string, Measured>): Promise<void> {
  const { asker, statements } = await statementsOf(pools.app, token, about);
  for (const [one, sent] of statements) {
    for (const [index, statement] of sent.entries()) {
      const query = sent.length === 1 ? one.query : `${one.query} (${index + 1})`;
      const figures = measured.get(`${one.page} ${query}`) ?? { page: one.page, query, policy: [], byHand: [], different: 0, compared: 0 };
      measured.set(`${one.page} ${query}`, figures);
      const name = `${one.page} ${query}`.slice(0, 60);
      const policy = await inside(pools.app, token, one.page === 'case' ? about.caseId : undefined, async (client) => timed(client, statement, name));
      const byHand = await inside(pools.owner, undefined, undefined, async (client) => timed(client, one.rewrite(statement, asker, about.caseId), name));
      figures.policy.push(policy.milliseconds);
      figures.byHand.push(byHand.milliseconds);
      figures.compared += 1;
      figures.different += fingerprint(policy.rows) === fingerprint(byHand.rows) ? 0 : 1;
    }
  }
}

async function subjects(owner: pg.Client): Promise<{ token: string; about: About }[]> {
  const pages = await casePages(owner, askers);
  const found: { token: string; about: About }[] = [];
  for (const { path, cookie = '' } of pages) {
    const caseId = path.split('/').at(-1) ?? '';
    const token = cookie.split('=')[1] ?? '';
    const { rows: [row] } = await owner.query<{ reports: string[]; waiting: string | null; lat: number; lon: number; name: string }>(`
      select array(select r.id::text from hub.report r where r.case_id = $1) as reports, c.lat, c.lon,
        (select r.id from hub.report r join bench.account w on w.agency_id = r.agency_id where w.n = $2 and r.state = 'new' order by r.answer_by limit 1) as waiting,
        (select left(m.key, 6) from bench.name m where m.n = $2 * 31 % 30000) as name
      from hub.case_file c where c.id = $1`, [caseId, Number(token.split('-').at(-1))]);
    if (row !== undefined) {
      found.push({ token, about: { caseId, reportIds: row.reports, waiting: row.waiting ?? undefined, point: { lat: row.lat, lon: row.lon }, name: row.name, now: Temporal.Now.instant() } });
    }
  }
  return found;
}

/** npm run bench -- access */
export async function run(): Promise<void> {
  const machine = measureMachine();
  const region = await copyOfRegion();
  const hub = await startHub(region.folder);
  try {
    const owner = await hub.owner();
    await signEveryoneIn(owner);
    const asking = await subjects(owner);
    await owner.query('create table bench.asked_case as select unnest($1::uuid[]) as id', [asking.map(({ about }) => about.caseId)]);
    await owner.query(readFileSync(path.join(import.meta.dirname, 'ground/panels.sql'), 'utf8'));
    const server = { host: `${region.folder}/database`, port: 5432, database: 'safer_hub' };
    const pools = { app: openPool({ ...server, user: 'hub_app' }, 1, true), owner: openPool({ ...server, user: 'hub_owner' }, 1, true) };
    const measured = new Map<string, Measured>();
    for (const { token, about } of asking) {
      await measureAsker(pools, token, about, measured);
    }
    await Promise.all([pools.app.end(), pools.owner.end(), owner.end()]);
    report([...measured.values()], machine);
  } finally {
    await hub.stop();
    region.discard();
  }
}

function report(measured: readonly Measured[], machine: ReturnType<typeof measureMachine>): void {
  const rows = measured.map(({ page, query, policy, byHand, different, compared }) => ({
    page, query, policy: median(policy), byHand: median(byHand), ratio: median(policy.map((value, index) => value / (byHand[index] ?? Number.NaN))), different, compared,
  }));
  process.stdout.write('\nEvery query: milliseconds through the policies and with the predicate written by hand, median over people\n');
  printTable(['page', 'query', 'policies', 'by hand', 'ratio', 'same rows'], rows.map((row) => [row.page, row.query, row.policy.toFixed(3), row.byHand.toFixed(3), row.ratio.toFixed(2), row.different === 0 ? `yes, ${row.compared} times` : `NO, ${row.different} of ${row.compared}`]));
  const pages = [...new Set(rows.map(({ page }) => page))];
  const sum = (page: string | undefined, which: 'policy' | 'byHand'): number => rows.filter((row) => page === undefined || row.page === page).reduce((total, row) => total + row[which], 0);
  const figures: Figure[] = pages.map((page) => {
    const ratio = sum(page, 'policy') / sum(page, 'byHand');
    return { what: `row-level security against by hand: ${page}`, must: '1.5 times', aim: '1.1 times', seen: `${ratio.toFixed(2)} times (${sum(page, 'policy').toFixed(2)} and ${sum(page, 'byHand').toFixed(2)} ms)`, met: metBy(ratio, 1.5, 1.1) };
  });
  const worst = rows.toSorted((a, b) => b.ratio - a.ratio)[0];
  const different = rows.reduce((total, row) => total + row.different, 0);
  figures.push(
    { what: 'the worst single query', must: '1.5 times', aim: '1.1 times', seen: worst === undefined ? 'none' : `${worst.ratio.toFixed(2)} times: ${worst.page}, ${worst.query}`, met: metBy(worst?.ratio ?? Number.NaN, 1.5, 1.1) },
    { what: 'answers that differ', must: '0', aim: '0', seen: String(different), met: different === 0 ? 'aim' : 'no' },
  );
  printFigures('Access: policies against predicates written by hand', figures);
  printMachine(machine);
  writeResults('access', machine, { figures, queries: rows });
  if (different > 0) {
    process.exitCode = 1;
  }
}
