/** Figures of @safer-hub/hotspots beside npm peers; prints a table and writes bench/results/hotspots.json. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import {
  clusterIndex, countByCell, dbscan, densityForecast, forecast, getisOrdGi, incrementalSurface, kernelDensity, nearRepeat, pointTiles, queenGrid, scan,
  stDbscan, topHits, type Extent,
} from '../packages/hotspots/src/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const data = process.env['REFERENCE_DATA'] ?? `${root}../shared/data`;
const peer = createRequire(import.meta.url);

interface Row {
  readonly work: string;
  /** Milliseconds, the fastest of the runs: other work on the machine only ever adds. */
  readonly ms: number;
  readonly must?: number;
  readonly aim?: number;
  readonly note?: string;
}

const results: Row[] = [];

function report(row: Row): void {
  results.push(row);
  const figure = (value: number | undefined): string => (value === undefined ? '' : value < 1 ? value.toFixed(4) : value.toFixed(value < 10 ? 2 : 0));
  process.stdout.write(`${row.work.padEnd(74)} ${figure(row.ms).padStart(9)} ${figure(row.must).padStart(7)} ${figure(row.aim).padStart(7)}  ${row.note ?? ''}\n`);
}

/** The fastest of some runs, after one that warms up. */
function timed(runs: number, work: () => unknown): number {
  work();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

/** A stream of its own, so that the points do not change with the package. */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const MILLION = 1_000_000;
const SQUARE: Extent = { west: 0, south: 0, east: 20_000, north: 20_000 };

/** Half evenly spread over 20 x 20 km, half around 2,000 places, as reports in a county lie. */
function millionPoints(): { x: Float64Array; y: Float64Array } {
  const next = uniform(1);
  const x = new Float64Array(MILLION);
  const y = new Float64Array(MILLION);
  for (let i = 0; i < MILLION; i++) {
    const centre = i % 2 === 0 ? undefined : (i >> 1) % 2000;
    const spread = (): number => (next() + next() + next() - 1.5) * 150;
    x[i] = centre === undefined ? next() * 20_000 : ((centre * 7919) % 2000) * 10 + spread();
    y[i] = centre === undefined ? next() * 20_000 : ((centre * 104_729) % 1999) * 10 + spread();
  }
  return { x, y };
}

function machine(): void {
  process.stdout.write(`${cpus()[0]?.model ?? ''}, ${cpus().length} processors, load ${loadavg()[0]!.toFixed(1)}, Node ${process.version}\n`);
  process.stdout.write(`${'work (milliseconds)'.padEnd(74)} ${'this run'.padStart(9)} ${'must'.padStart(7)} ${'aim'.padStart(7)}\n`);
  let sum = 0;
  report({ work: 'fixed arithmetic loop, 100 million multiplications', ms: timed(3, () => { for (let i = 1; i <= 1e8; i++) sum = (sum * 1.0000001 + i) % 1e9; }), note: `to compare machines (${Math.sign(sum)})` });
  const memory = new Float64Array(16_000_000).fill(1);
  report({ work: 'memory scan, 128 MB', ms: timed(3, () => { let total = 0; for (let i = 0; i < memory.length; i++) total += memory[i]!; return total; }), note: 'to compare machines' });
}

function density(points: { x: Float64Array; y: Float64Array }): void {
  const options = { bandwidth: 300, cellSize: 200, extent: SQUARE };
  report({ work: 'kernel density, 1,000,000 points to 100 x 100 cells, Gaussian 300 m', ms: timed(5, () => kernelDensity(points, options)), must: 600, aim: 150, note: 'scipy 136,700; spatstat 1,020 (6 % off)' });
  const surface = incrementalSurface(points, options);
  const report1 = { x: 9_876, y: 5_432 };
  const pairs = timed(5, () => { for (let k = 0; k < 200; k++) { surface.add(report1); surface.withdraw(report1); } });
  report({ work: 'one report more or less in that surface', ms: pairs / 400, must: 1, aim: 0.05 });
}

function localStatistics(): void {
  const next = uniform(2);
  const values = Float64Array.from({ length: MILLION }, () => Math.floor(next() * 10));
  const large = queenGrid(1000, 1000);
  report({ work: 'Gi* of 1,000,000 cells, analytic', ms: timed(9, () => getisOrdGi(values, large)), must: 40, aim: 10, note: 'z; p is made when read' });
  const small = values.slice(0, 10_000);
  const grid = queenGrid(100, 100);
  report({ work: 'Gi* of 10,000 cells, 999 conditional permutations', ms: timed(7, () => getisOrdGi(small, grid, { permutations: 999, seed: 1 })), must: 300, aim: 60, note: 'PySAL (numba) 1,040; spdep 7,400' });
}

interface DensityClustering { readonly DBSCAN: new () => { run(points: number[][], eps: number, minPoints: number): number[][] } }

function clusters(points: { x: Float64Array; y: Float64Array }): void {
  report({ work: 'DBSCAN 1,000,000 points, 20 m, 10', ms: timed(3, () => dbscan(points, { eps: 20, minPoints: 10 })), must: 1000, aim: 350, note: 'R 4,000; scikit-learn 13,400' });
  const asb = antisocialBehaviour();
  if (asb !== undefined) {
    let found = 0;
    const ms = timed(7, () => (found = dbscan(asb, { eps: 100, minPoints: 10 }).labels.reduce((most, label) => Math.max(most, label), -1) + 1));
    report({ work: `DBSCAN ${asb.x.length} real ASB, 100 m, 10`, ms, must: 190, aim: 60, note: `${found} clusters; R 215` });
  }
  const some = 5_000;
  const sparse = { x: points.x.slice(0, some), y: points.y.slice(0, some) };
  const { DBSCAN } = peer('density-clustering') as DensityClustering;
  const list = Array.from(sparse.x, (x, i) => [x, sparse.y[i]!]);
  report({ work: `DBSCAN ${some} points, 300 m, 10`, ms: timed(3, () => dbscan(sparse, { eps: 300, minPoints: 10 })), note: 'ours' });
  report({ work: `DBSCAN ${some} points, 300 m, 10: density-clustering`, ms: timed(1, () => new DBSCAN().run(list, 300, 10)), note: 'npm peer' });
  const next = uniform(3);
  const events = { x: points.x.slice(0, 100_000), y: points.y.slice(0, 100_000), day: Float64Array.from({ length: 100_000 }, () => Math.floor(next() * 365)) };
  report({ work: 'ST-DBSCAN 100,000 events, 100 m, 14 days, 5', ms: timed(3, () => stDbscan(events, { eps: 100, epsDays: 14, minPoints: 5 })), note: 'scikit-learn 1,600' });
}

type InBackground = typeof import('../packages/hotspots/src/index.ts').nearRepeatInBackground;

async function interaction(): Promise<void> {
  const file = `${data}/hotspots/near_repeat/chicago_be.csv`;
  if (!existsSync(file)) return;
  const list = readFileSync(file, 'utf8').trim().split('\n').slice(1).map((line) => line.replaceAll('"', '').split(',')).filter((row) => !Number.isNaN(Date.parse(row[2]!)));
  const events = { x: list.map((row) => Number(row[0])), y: list.map((row) => Number(row[1])), day: list.map((row) => Date.parse(row[2]!) / 86_400_000) };
  const options = { spatialBands: [0, 0.1, 200, 400], temporalBands: [0, 7, 14, 21, 28], permutations: 999, seed: 1 };
  report({ work: `near-repeat ${events.x.length} events, 999 permutations, 3 x 4 bands`, ms: timed(3, () => nearRepeat(events, options)), must: 2000, aim: 500, note: 'one thread; R about 75 minutes' });
  // As it is shipped: a worker of the sources would translate them first.
  const { nearRepeatInBackground } = (await import(`${root}packages/hotspots/dist/index.js`)) as { nearRepeatInBackground: InBackground };
  let ms = Infinity;
  for (let run = 0; run < 3; run++) {
    const start = performance.now();
    await nearRepeatInBackground(events, { ...options, threads: 2 });
    ms = Math.min(ms, performance.now() - start);
  }
  report({ work: 'the same on two worker threads, starting them included', ms });
}

function scanning(): void {
  const folder = `${data}/hotspots/scan`;
  if (!existsSync(folder)) return;
  const read = (name: string): number[][] => readFileSync(`${folder}/satscan_ny_${name}.txt`, 'utf8').trim().split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  const at = read('coords');
  const regions = { x: at.map((row) => row[2]!), y: at.map((row) => row[1]!), cases: read('cases').map((row) => row[1]!), population: read('pop').map((row) => row[2]!) };
  report({ work: 'scan 281 regions, 999 simulations', ms: timed(7, () => scan(regions, { model: 'poisson', permutations: 999, seed: 1 })), must: 200, aim: 50, note: 'smerc 1,300' });
}

interface Supercluster { load(features: unknown[]): unknown; getTile(z: number, x: number, y: number): unknown }

function mapTiles(): void {
  const next = uniform(4);
  const longitude = Float64Array.from({ length: MILLION }, () => 0.05 + next() * 0.2);
  const latitude = Float64Array.from({ length: MILLION }, () => 51.7 + next() * 0.15);
  const category = Uint16Array.from({ length: MILLION }, () => Math.floor(next() * 14));
  const access = Uint16Array.from({ length: MILLION }, () => Math.floor(next() * 5));
  const points = { longitude, latitude, attributes: { category, access } };
  report({ work: 'map: index 1,000,000 points', ms: timed(3, () => pointTiles(points)), must: 1000, aim: 250 });
  const index = pointTiles(points);
  const filter = { values: { category: [1, 2, 5, 7], access: [0, 1, 3] } };
  report({ work: 'map: a view with the viewer\'s access and filters', ms: timed(5, () => index.view(filter)), note: 'once for any number of tiles' });
  const view = index.view(filter);
  const tiles = Array.from({ length: 4000 }, () => tileOf(6 + Math.floor(next() * 11), longitude[Math.floor(next() * MILLION)]!, latitude[Math.floor(next() * MILLION)]!));
  // Each tile at its faster of two: what is left at the 99th percentile is a heavy tile, not a busy machine.
  const once = ([z, x, y]: [number, number, number]): number => {
    const start = performance.now();
    view.tile(z, x, y);
    return performance.now() - start;
  };
  const times = tiles.map((tile) => Math.min(once(tile), once(tile))).slice(500).sort((a, b) => a - b);
  report({ work: 'map: a filtered tile as bytes, median of zooms 6 to 16', ms: times[Math.floor(times.length / 2)]! });
  report({ work: 'map: a filtered tile as bytes, 99th percentile', ms: times[Math.floor(times.length * 0.99)]!, must: 10, aim: 0.5 });
  const features = Array.from({ length: 100_000 }, (_, i) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [longitude[i]!, latitude[i]!] }, properties: {} }));
  report({ work: 'clusters of 100,000 points (clusterIndex, one view for all)', ms: timed(1, () => clusterIndex(features)), note: 'ours' });
  // Written as an ES module: the class is the default export.
  const loaded = peer('supercluster') as { default?: new () => Supercluster } & (new () => Supercluster);
  const Peer = loaded.default ?? loaded;
  report({ work: 'clusters of 100,000 points: supercluster', ms: timed(1, () => new Peer().load(features)), note: 'npm peer, no viewers or filters' });
}

function tileOf(z: number, longitude: number, latitude: number): [z: number, x: number, y: number] {
  const sine = Math.sin((latitude * Math.PI) / 180);
  return [z, Math.floor((longitude / 360 + 0.5) * 2 ** z), Math.floor((0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI) * 2 ** z)];
}

interface Incident { readonly area: string; readonly period: number; readonly longitude: number; readonly latitude: number; readonly kind: string }

const ASB_MONTHS = ['2018-10', '2018-11', '2018-12', '2019-01', '2019-02'];

function asbIncidents(): Incident[] {
  const file = `${data}/hotspots/points/asb_2018-10_2019-02_england_wales_ni.csv.gz`;
  if (!existsSync(file)) return [];
  return gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').slice(1).map((line) => {
    const row = line.split(',');
    return { area: row[1]!, period: ASB_MONTHS.indexOf(row[0]!), longitude: Number(row[2]), latitude: Number(row[3]), kind: 'asb' };
  });
}

function essexIncidents(): Incident[] {
  const months = Array.from({ length: 9 }, (_, month) => `${data}/police/2025-0${month + 1}-essex-street.csv`);
  if (!months.every(existsSync)) return [];
  return months.flatMap((file, period) => readFileSync(file, 'utf8').split('\n').slice(1).map((line) => line.split(',')).filter((row) => row[4] && row[5])
    .map((row) => ({ area: 'Essex', period, longitude: Number(row[4]), latitude: Number(row[5]), kind: row[9]! })));
}

/** Metres on a plane that touches the middle of the area: good to a few parts in a thousand over a police area. */
function onPlane(incidents: readonly Incident[]): { x: Float64Array; y: Float64Array } {
  const middle = incidents.reduce((sum, { latitude }) => sum + latitude, 0) / incidents.length;
  return {
    x: Float64Array.from(incidents, ({ longitude }) => longitude * 111_320 * Math.cos((middle * Math.PI) / 180)),
    y: Float64Array.from(incidents, ({ latitude }) => latitude * 111_200),
  };
}

function antisocialBehaviour(): { x: Float64Array; y: Float64Array } | undefined {
  const incidents = asbIncidents();
  return incidents.length > 0 ? onPlane(incidents) : undefined;
}

interface Outcome { readonly share: number; readonly test: number; readonly area: number; readonly hits: [ours: number, counts: number, density: number, best: number]; readonly covered: number; readonly cells: number }

/** Trains on the first periods of one area, tests on the rest: cells of 200 m with any event, top 1 % and 5 %. */
function outcomes(incidents: readonly Incident[], trained: number, origin: readonly [east: number, north: number]): Outcome[] {
  const { x, y } = onPlane(incidents);
  const [west, south] = [x.reduce((low, v) => Math.min(low, v), Infinity), y.reduce((low, v) => Math.min(low, v), Infinity)].map((v, axis) => Math.floor(v / 200) * 200 - origin[axis]!) as [number, number];
  const extent = { west, south, east: x.reduce((high, v) => Math.max(high, v), -Infinity) + 1, north: y.reduce((high, v) => Math.max(high, v), -Infinity) + 1 };
  const numbers = Uint32Array.from(incidents.keys());
  const take = (wanted: (period: number) => boolean): { x: Float64Array; y: Float64Array; period: number[] } => {
    const kept = numbers.filter((i) => wanted(incidents[i]!.period));
    return { x: Float64Array.from(kept, (i) => x[i]!), y: Float64Array.from(kept, (i) => y[i]!), period: Array.from(kept, (i) => incidents[i]!.period) };
  };
  const known = take((period) => period < trained);
  const test = take((period) => period >= trained);
  const horizon = Math.max(...test.period) - trained + 1;
  const ours = forecast(known, { cellSize: 200, extent, periods: trained, horizon });
  const came = countByCell(test.x, test.y, undefined, ours);
  const months = Array.from({ length: trained }, (_, t) => { const month = take((period) => period === t); return countByCell(month.x, month.y, undefined, ours); });
  const past = came.map((_, cell) => months.reduce((sum, month) => sum + month[cell]!, 0));
  const cells = Uint32Array.from(came.keys());
  const density = densityForecast(known, months, (periods) => cells.filter((cell) => months.slice(0, periods).some((month) => month[cell]! > 0)), ours).surface;
  const among = cells.filter((cell) => past[cell]! + came[cell]! > 0);
  const expecting = cells.filter((cell) => ours.expected[cell]! > 0.5);
  const covered = expecting.filter((cell) => came[cell]! >= ours.low[cell]! && came[cell]! <= ours.high[cell]!).length;
  return [0.01, 0.05].map((share) => {
    const rates = [ours.expected, past, density, came].map((surface) => topHits(surface, came, among, share));
    return { share, test: test.x.length, area: rates[0]!.cells / among.length, hits: rates.map((rate) => rate.hitRate * test.x.length) as Outcome['hits'], covered, cells: expecting.length };
  });
}

interface ForecastRow { readonly set: string; readonly share: number; readonly ours: number; readonly counts: number; readonly density: number; readonly ceiling: number; readonly coverage: number }

function forecasts(): ForecastRow[] {
  // Where the grid begins is as good as chance: BENCH_ORIGINS=9 pools nine beginnings, a third of a cell apart.
  const moved = process.env['BENCH_ORIGINS'] === '9' ? [0, 67, 133] : [0];
  const origins = moved.flatMap((east) => moved.map((north): [number, number] => [east, north]));
  const essex = essexIncidents();
  const byForce = Map.groupBy(asbIncidents(), ({ area }) => area);
  const sets: [name: string, parts: Incident[][], trained: number][] = [
    ['Essex 2025, all crime', [essex], 6],
    ['Essex 2025, violence', [essex.filter(({ kind }) => kind === 'Violence and sexual offences')], 6],
    ['Essex 2025, ASB', [essex.filter(({ kind }) => kind === 'Anti-social behaviour')], 6],
    ['ASB 2018-19, all forces pooled', [...byForce.values()], 4],
  ];
  process.stdout.write(`\n${'forecast: PAI of 200 m cells, ties at their mean'.padEnd(50)} ${'ours'.padStart(8)} ${'counts'.padStart(8)} ${'density'.padStart(8)} ${'ceiling'.padStart(8)}   over the better   in 95 % interval\n`);
  const rows: ForecastRow[] = [];
  for (const [set, parts, trained] of sets) {
    if (parts.length === 0 || parts[0]!.length === 0) continue;
    const all = origins.flatMap((origin) => parts.flatMap((part) => outcomes(part, trained, origin)));
    for (const share of [0.01, 0.05]) {
      const own = all.filter((outcome) => outcome.share === share);
      const expected = own.reduce((sum, { test, area }) => sum + test * area, 0);
      const [ours, counts, density, ceiling] = [0, 1, 2, 3].map((k) => own.reduce((sum, { hits }) => sum + hits[k]!, 0) / expected) as [number, number, number, number];
      const coverage = own.reduce((sum, { covered }) => sum + covered, 0) / own.reduce((sum, { cells }) => sum + cells, 0);
      rows.push({ set, share, ours, counts, density, ceiling, coverage });
      const ahead = (100 * (ours / Math.max(counts, density) - 1)).toFixed(1);
      process.stdout.write(`${`${set}, top ${100 * share} %`.padEnd(50)} ${[ours, counts, density, ceiling].map((v) => v.toFixed(3).padStart(8)).join(' ')} ${`${ahead} %`.padStart(17)} ${`${(100 * coverage).toFixed(1)} %`.padStart(18)}\n`);
    }
  }
  return rows;
}

export async function run(): Promise<void> {
  machine();
  // BENCH_PART=forecast leaves out what is timed, and writes nothing.
  if (process.env['BENCH_PART'] === 'forecast') {
    forecasts();
    return;
  }
  const points = millionPoints();
  density(points);
  localStatistics();
  clusters(points);
  await interaction();
  scanning();
  mapTiles();
  const foretold = forecasts();
  mkdirSync(`${root}bench/results`, { recursive: true });
  writeFileSync(`${root}bench/results/hotspots.json`, `${JSON.stringify({ processor: cpus()[0]?.model, processors: cpus().length, node: process.version, milliseconds: results, forecasts: foretold }, undefined, 1)}\n`);
}
