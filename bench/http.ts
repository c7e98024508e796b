import type pg from 'pg';

import { startHub, type RunningHub } from './ground/hub.ts';
import { load, perSecond } from './ground/load.ts';
import type { LoadPlan, LoadResult, PlannedRequest } from './ground/load-plan.ts';
import { measureMachine } from './ground/machine.ts';
import { countProcessorTime, type Spent } from './ground/processor.ts';
import { copyOfRegion } from './ground/region.ts';
import { casePages, pageFor, signEveryoneIn, submissions, typing } from './ground/requests.ts';
import { type Figure, metBy, printFigures, printMachine, printTable, writeResults } from './ground/results.ts';
import { pageWeight, type PageWeight } from './ground/weight.ts';

/** As long as the compiler of each process needs to know the pages. */
const warmUpSeconds = 10;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 10);

interface Measured {
  readonly name: string;
  readonly rate: number;
  readonly connections: number;
  readonly result: Omit<LoadResult, 'locations'>;
  /** Milliseconds of processor time for each answer. */
  readonly processor: Spent;
}

class Bench {
  readonly measured: Measured[] = [];
  readonly hub: RunningHub;
  readonly owner: pg.Client;
  readonly postmaster: number;

  constructor(hub: RunningHub, owner: pg.Client, postmaster: number) {
    this.hub = hub;
    this.owner = owner;
    this.postmaster = postmaster;
  }

  async run(name: string, requests: readonly PlannedRequest[], how: Pick<LoadPlan, 'rate' | 'connections' | 'expected' | 'once'> & { seconds?: number }): Promise<LoadResult> {
    const spent = countProcessorTime(this.hub.process.pid ?? 0, this.postmaster);
    const result = await load({ port: this.hub.port, seconds, ...how, requests });
    const { hub, pages, behind } = spent();
    const each = (milliseconds: number): number => Number((milliseconds / Math.max(result.done, 1)).toFixed(2));
    const processor = { hub: each(hub), pages: each(pages), behind: each(behind) };
    const { locations: _, ...kept } = result;
    this.measured.push({ name, rate: how.rate, connections: how.connections, result: kept, processor });
    const wrong = Object.entries(result.others).map(([status, times]) => `${times} x ${status}`).join(', ');
    process.stdout.write(`  ${name.padEnd(34)} ${how.rate === 0 ? 'as fast as it goes' : `${how.rate}/s`}: ${perSecond(result).toFixed(0)}/s, p50 ${result.latencies.p50} ms, p95 ${result.latencies.p95} ms, p99 ${result.latencies.p99} ms; processor ${processor.hub} ms in Node, ${processor.pages} + ${processor.behind} ms in PostgreSQL${wrong === '' ? '' : `, not as expected: ${wrong}`}${result.broken === 0 ? '' : `, ${result.broken} broken`}\n`);
    return result;
  }
}

const words = (result: LoadResult, at: 'p95' | 'p99'): string => `${perSecond(result).toFixed(0)}/s, ${at} ${result.latencies[at]} ms`;

/** A rate was held when no request was refused and the answers came at the rate. */
function held(result: LoadResult, rate: number): boolean {
  return Object.keys(result.others).length === 0 && result.broken === 0 && perSecond(result) >= rate * 0.97;
}

async function sendReports(bench: Bench): Promise<Figure[]> {
  const { owner } = bench;
  const before = await counted(owner);
  const warm = await bench.run('warm-up: reports', await submissions(owner, 'warm', 12_000), { rate: 0, connections: 16, expected: 303, once: true, seconds: warmUpSeconds });
  const must = await bench.run('reports sent', await submissions(owner, 'must', 500 * seconds), { rate: 500, connections: 128, expected: 303, once: true });
  const most = await bench.run('reports sent', await submissions(owner, 'most', 25_000), { rate: 0, connections: 32, expected: 303, once: true });
  const aim = await bench.run('reports sent', await submissions(owner, 'aim', 1500 * seconds), { rate: 1500, connections: 128, expected: 303, once: true });
  const after = await counted(owner);
  const acknowledged = [warm, must, most, aim].reduce((sum, { done }) => sum + done, 0);
  const sent = [warm, must, most, aim].reduce((sum, result) => sum + result.sent, 0);
  const reports = after.reports - before.reports;
  // A request that was cut off at the end of a run may have been done without being answered.
  if (reports < acknowledged || reports > sent || after.outbox - before.outbox !== reports || after.audit - before.audit !== reports) {
    throw new Error(`${acknowledged} of ${sent} reports were acknowledged; the database has ${reports} more reports, ${after.outbox - before.outbox} messages, ${after.audit - before.audit} audit entries`);
  }
  const aimMet = held(aim, 1500) && aim.latencies.p99 < 150;
  const mustMet = held(must, 500) && must.latencies.p99 < 150;
  return [
    { what: 'reports sent, p99 under 150 ms', must: '500/s', aim: '1,500/s', seen: `${words(must, 'p99')}; offered 1,500/s: ${words(aim, 'p99')}; most: ${words(most, 'p99')}`, met: aimMet ? 'aim' : mustMet ? 'must' : 'no' },
  ];
}

async function counted(owner: pg.Client): Promise<{ reports: number; outbox: number; audit: number }> {
  const { rows: [row] } = await owner.query<{ reports: number; outbox: number; audit: number }>(`
    select (select count(*)::int from hub.report) as reports, (select count(*)::int from hub.outbox where report_id is not null) as outbox, (select count(*)::int from hub.audit_entry where event = 'report.sent') as audit`);
  return row ?? { reports: 0, outbox: 0, audit: 0 };
}

async function readCases(bench: Bench): Promise<Figure[]> {
  const pages = await casePages(bench.owner, 6_000);
  await bench.run('warm-up: case pages', pages, { rate: 0, connections: 8, expected: 200, once: false, seconds: warmUpSeconds });
  const must = await bench.run('case page', pages, { rate: 100, connections: 64, expected: 200, once: false });
  const most = await bench.run('case page', pages, { rate: 0, connections: 12, expected: 200, once: false });
  const aim = await bench.run('case page', pages, { rate: 600, connections: 128, expected: 200, once: false, seconds: 6 });
  const aimMet = held(aim, 600) && aim.latencies.p95 <= 50;
  return [{
    what: 'case page, all panels', must: '100/s at p95 25 ms', aim: '600/s at p95 50 ms', seen: `${words(must, 'p95')}; offered 600/s: ${words(aim, 'p95')}; most: ${words(most, 'p95')}`,
    met: aimMet ? 'aim' : held(must, 100) && must.latencies.p95 <= 25 ? 'must' : 'no',
  }];
}

async function listAndType(bench: Bench): Promise<Figure[]> {
  const triage = pageFor('/triage', 1000);
  const letters = await typing(bench.owner, 3000);
  const figures: Figure[] = [];
  for (const { what, requests } of [{ what: 'triage list', requests: triage }, { what: 'search while typing', requests: letters }]) {
    await bench.run(`warm-up: ${what}`, requests, { rate: 0, connections: 8, expected: 200, once: false, seconds: warmUpSeconds });
    const result = await bench.run(what, requests, { rate: 50, connections: 32, expected: 200, once: false });
    figures.push({ what: `${what}, p95 at 50/s`, must: '15 ms', aim: '5 ms', seen: `${result.latencies.p95} ms`, met: held(result, 50) ? metBy(result.latencies.p95, 15, 5) : 'no' });
  }
  return figures;
}

async function weigh(bench: Bench): Promise<{ figures: Figure[]; weights: PageWeight[] }> {
  const [draft] = await submissions(bench.owner, 'weight', 1);
  const pages = [
    { name: 'public home', path: '/' },
    { name: 'report step', path: '/report/what', cookie: draft?.cookie },
    { name: 'tracking page', path: '/r/bench-link-7000' },
  ];
  const weights: PageWeight[] = [];
  for (const page of pages) {
    weights.push(await pageWeight(bench.hub.port, page.name, page.path, page.cookie));
  }
  const heaviest = Math.max(...weights.map(({ bytes }) => bytes));
  const figures: Figure[] = weights.map(({ name, bytes, parts }) => ({ what: `${name} over the wire`, must: '100 KB', aim: '40 KB', seen: `${(bytes / 1024).toFixed(1)} KB in ${parts.length}`, met: metBy(bytes, 100 * 1024, 40 * 1024) }));
  process.stdout.write(`\nThe heaviest of them is ${(heaviest / 1024).toFixed(1)} KB.\n`);
  printTable(['page', 'part', 'bytes'], weights.flatMap(({ name, parts }) => parts.map((part) => [name, part.path, String(part.bytes)])));
  return { figures, weights };
}

/** npm run bench -- http [reports] [cases] [lists] [weight] */
export async function run(): Promise<void> {
  const only = process.argv.slice(3);
  const wanted = (part: string): boolean => only.length === 0 || only.includes(part);
  const machine = measureMachine();
  const region = await copyOfRegion();
  const hub = await startHub(region.folder);
  try {
    const owner = await hub.owner();
    await signEveryoneIn(owner);
    const { rows: [server] } = await owner.query<{ postmaster: string }>(`select split_part(pg_read_file('postmaster.pid'), chr(10), 1) as postmaster`);
    const bench = new Bench(hub, owner, Number(server?.postmaster));
    const figures: Figure[] = [];
    let weights: PageWeight[] = [];
    if (wanted('weight')) {
      const weighed = await weigh(bench);
      figures.push(...weighed.figures);
      ({ weights } = weighed);
    }
    if (wanted('lists')) {
      figures.push(...(await listAndType(bench)));
    }
    if (wanted('cases')) {
      figures.push(...(await readCases(bench)));
    }
    if (wanted('reports')) {
      figures.push(...(await sendReports(bench)));
    }
    await owner.end();
    printFigures('Over HTTP: production mode, 200,000 reports, 40,000 cases, load generator on the same processors', figures);
    printMachine(machine);
    writeResults('http', machine, { figures, measured: bench.measured, weights });
  } finally {
    await hub.stop();
    region.discard();
  }
}
