import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  autoSettings,
  blockOn,
  createLinker,
  dateComparison,
  emailComparison,
  evaluateClusters,
  jaroWinkler,
  postcodeComparison,
  type LinkageRecord,
  type Settings,
} from '@safer-hub/linkage';

/** How many records the generator makes. */
const SIZE = Number(process.env['LINKAGE_BENCH_RECORDS'] ?? 1_000_000);
const REFERENCE = resolve(process.env['REFERENCE_DATA'] ?? '../shared/data', 'linkage');

const POOL = 650;

interface Person {
  readonly first_name: string | null;
  readonly surname: string;
  readonly dob: string | null;
  readonly postcode: string;
  readonly email: string | null;
}

type Row = Readonly<Record<string, string | null>>;

/** Measures linkage against DuckDB in the same run, prints a table and writes bench/results/linkage.json. */
export async function run(): Promise<void> {
  const results: Record<string, unknown> = { machine: machine(), yardsticks: yardsticks() };
  results['jaroWinkler'] = jaroWinklerRate();
  results['generated'] = await generated();
  results['sets'] = await labelledSets();
  mkdirSync('bench/results', { recursive: true });
  writeFileSync('bench/results/linkage.json', `${JSON.stringify(results, null, 2)}\n`);
}

function machine(): object {
  return { node: process.version, cpu: cpus()[0]?.model, threads: availableParallelism() };
}

/** Processor seconds of all threads so far: they hardly depend on what else the machine does. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function timed<T>(work: () => T | Promise<T>): Promise<[seconds: number, result: T]> {
  const start = performance.now();
  const result = await work();
  return [(performance.now() - start) / 1000, result];
}

/** A fixed loop of arithmetic and a fixed scan of memory, so that figures of different machines can be compared. */
function yardsticks(): object {
  let start = performance.now();
  let x = 1;
  for (let i = 0; i < 200_000_000; i++) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
  const arithmetic = (performance.now() - start) / 1000;
  const memory = new Float64Array(16_000_000).fill(1);
  start = performance.now();
  let sum = x & 1;
  for (let pass = 0; pass < 5; pass++) for (let i = 0; i < memory.length; i++) sum += memory[i] as number;
  const scan = (performance.now() - start) / 1000;
  console.table({ 'arithmetic, 200 million steps': { seconds: arithmetic }, 'memory, 640 MB read': { seconds: scan } });
  return { arithmetic, scan, check: sum };
}

function readCsv(name: string): Row[] {
  const file = readFileSync(join(REFERENCE, name));
  const lines = (name.endsWith('.gz') ? gunzipSync(file) : file).toString('utf8').split(/\r?\n/).filter(Boolean);
  const header = cellsOf(lines[0] ?? '');
  return lines.slice(1).map((line) => {
    const cells = cellsOf(line);
    return Object.fromEntries(header.map((field, i) => [field, cells[i] === '' ? null : (cells[i] ?? null)]));
  });
}

function cellsOf(line: string): string[] {
  return Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain ?? '').trim(),
  );
}

function jaroWinklerRate(): object {
  const pairs = readCsv('string_pairs.csv');
  const [left, right] = [pairs.map((row) => row['a'] ?? ''), pairs.map((row) => row['b'] ?? '')];
  const wrong = pairs.filter(
    (row) => Math.abs(jaroWinkler(row['a'] ?? '', row['b'] ?? '') - Number(row['jaro_winkler_rapidfuzz'])) > 1e-15 * 4,
  ).length;
  let best = 0;
  let sum = 0;
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    for (let repeat = 0; repeat < 500; repeat++) for (let k = 0; k < left.length; k++) sum += jaroWinkler(left[k] as string, right[k] as string);
    best = Math.max(best, (500 * pairs.length) / (performance.now() - start) / 1000);
  }
  console.table({ 'Jaro-Winkler, one thread': { 'million pairs a second': best, 'pairs unlike RapidFuzz': wrong } });
  return { millionPairsASecond: best, wrong, check: sum };
}

/** The generator of SOURCES.md: 70 % people, 30 % duplicates of them with errors. */
export function generate(size: number, seed: number): { records: Person[]; truth: Int32Array } {
  const random = randomSource(seed);
  const pick = (bound: number): number => Math.floor(random() * bound);
  const [firstNames, surnames] = namePools();
  const [drawFirst, drawSurname] = [zipf(firstNames, random), zipf(surnames, random)];
  const postcodes = Array.from({ length: 60_000 }, () => {
    const letters = (): string => String.fromCharCode(65 + pick(26));
    return `${letters()}${letters()}${1 + pick(20)} ${pick(10)}${letters()}${letters()}`;
  });
  const two = (n: number): string => String(n).padStart(2, '0');
  const domains = ['gmail.com', 'hotmail.co.uk', 'outlook.com', 'yahoo.co.uk', 'btinternet.com'];
  const people = Math.round(size * 0.7);
  const records: Person[] = [];
  const truth = new Int32Array(size);
  for (let i = 0; i < people; i++) {
    const [first, surname] = [drawFirst(), drawSurname()];
    records.push({
      first_name: first,
      surname,
      dob: `${1940 + pick(69)}-${two(1 + pick(12))}-${two(1 + pick(28))}`,
      postcode: postcodes[pick(postcodes.length)] as string,
      email: `${first}.${surname}${pick(100)}@${domains[pick(domains.length)]}`,
    });
    truth[i] = i;
  }
  for (let i = people; i < size; i++) {
    const of = pick(people);
    records.push(duplicate(records[of] as Person, random, () => postcodes[pick(postcodes.length)] as string));
    truth[i] = of;
  }
  return { records, truth };
}

function duplicate(person: Person, random: () => number, newPostcode: () => string): Person {
  const { first_name: first, surname, dob, postcode, email } = person;
  return {
    first_name: random() < 0.03 || first === null ? null : random() < 0.2 ? withTypingError(first, random) : first,
    surname: random() < 0.15 ? withTypingError(surname, random) : surname,
    dob: random() < 0.05 || dob === null ? null : random() < 0.1 ? wrongDate(dob, random) : dob,
    postcode: random() < 0.25 ? newPostcode() : postcode,
    email: random() < 0.3 ? null : email,
  };
}

function withTypingError(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const letter = String.fromCharCode(97 + Math.floor(random() * 26));
  switch (Math.floor(random() * 4)) {
    case 0:
      return text.length < 3 ? text + letter : text.slice(0, at) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + letter + text.slice(at);
    case 2:
      return text.slice(0, at) + letter + text.slice(at + 1);
    default:
      return at + 1 < text.length ? text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2) : text + letter;
  }
}

function wrongDate(dob: string, random: () => number): string {
  const [year, month, day] = dob.split('-') as [string, string, string];
  if (random() < 0.5 && Number(day) <= 12 && day !== month) return `${year}-${day}-${month}`;
  return `${dob.slice(0, -1)}${(Number(dob.at(-1)) + 1 + Math.floor(random() * 9)) % 10}`;
}

/** Real spellings, the most frequent first; so many of each that the six rules give about six pairs a record. */
function namePools(): [string[], string[]] {
  const [firsts, lasts] = [new Map<string, number>(), new Map<string, number>()];
  const count = (names: Map<string, number>, name: string | null | undefined): void => {
    if (name != null && /^[a-z]{3,}$/.test(name)) names.set(name, (names.get(name) ?? 0) + 1);
  };
  for (const row of [...readCsv('historical_dev.csv.gz'), ...readCsv('febrl3.csv')]) {
    count(firsts, row['first_name'] ?? row['given_name']);
    count(lasts, row['surname']);
  }
  const commonest = (names: Map<string, number>): string[] =>
    [...names].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, POOL).map(([name]) => name);
  return [commonest(firsts), commonest(lasts)];
}

/** Draws by rank: the weight of a name is 1 / (rank + 20)^0.9. */
function zipf(names: readonly string[], random: () => number): () => string {
  const cumulative = new Float64Array(names.length);
  let total = 0;
  names.forEach((_, rank) => {
    total += 1 / (rank + 20) ** 0.9;
    cumulative[rank] = total;
  });
  return () => {
    const target = random() * total;
    let [low, high] = [0, names.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cumulative[middle] as number) < target) low = middle + 1;
      else high = middle;
    }
    return names[low] as string;
  };
}

function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** The six rules and the comparisons of SOURCES.md. */
export const SIX_RULES: Settings = {
  comparisons: [
    jaroWinkler('first_name', [0.92, 0.88, 0.7]),
    jaroWinkler('surname', [0.92, 0.88, 0.7]),
    dateComparison('dob'),
    postcodeComparison('postcode'),
    emailComparison('email'),
  ],
  blockingRules: [
    blockOn('first_name', 'surname'),
    blockOn('surname', 'dob'),
    blockOn('first_name', 'dob'),
    blockOn('postcode', 'surname'),
    blockOn('postcode', 'first_name'),
    blockOn('email'),
  ],
};

async function generated(): Promise<object> {
  const { records, truth } = generate(SIZE, 7);
  const start = processorSeconds();
  const ours = { ...(await linkGenerated(records as unknown as readonly LinkageRecord[], truth)), processorSeconds: 0 };
  ours.processorSeconds = processorSeconds() - start;
  const duck = { ...(await duckdb(records)), processorSeconds: 0 };
  duck.processorSeconds = processorSeconds() - start - ours.processorSeconds;
  const share = ours.seconds / duck.seconds;
  const shareOfProcessor = ours.processorSeconds / duck.processorSeconds;
  console.table({
    'this package: encode, block, train, score, cluster': { seconds: ours.seconds, processor: ours.processorSeconds, pairs: ours.pairs, MB: ours.megabytes },
    'DuckDB in Node: load, block, score': { seconds: duck.seconds, processor: duck.processorSeconds, pairs: duck.pairs },
    'share of DuckDB': { seconds: share, processor: shareOfProcessor },
  });
  return { records: SIZE, ours, duckdb: duck, share, shareOfProcessor };
}

interface OurRun {
  readonly seconds: number;
  readonly pairs: number;
  readonly megabytes: number;
}

async function linkGenerated(records: readonly LinkageRecord[], truth: Int32Array): Promise<OurRun & { readonly stages: object; readonly accuracy: object }> {
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
  const linker = createLinker({ linkType: 'dedupe', records: [records], settings: SIX_RULES });
  const [training] = await timed(() => linker.train({ seed: 1 }));
  const [scoring, pairs] = await timed(() => linker.predict({ threshold: 0.5 }));
  const [clustering, clusters] = await timed(() => linker.cluster(pairs, { threshold: 0.95 }));
  clearInterval(watch);
  most = Math.max(most, process.memoryUsage().rss);
  const accuracy = evaluateClusters(clusters, truth);
  const rows = { 'encode, block, train': training, 'score and calibrate': scoring, cluster: clustering };
  console.table(Object.fromEntries(Object.entries(rows).map(([name, seconds]) => [name, { seconds }])));
  console.table({ 'clusters at .95': { precision: accuracy.precision, recall: accuracy.recall, F1: accuracy.f1 } });
  return {
    seconds: training + scoring + clustering,
    pairs: pairs.left.length,
    megabytes: Math.round((most - before) / 1e6),
    stages: rows,
    accuracy,
  };
}

/** DuckDB loads the same records from a file, blocks by the same rules and scores with the same kinds of levels. */
async function duckdb(records: readonly Person[]): Promise<{ seconds: number; pairs: number; stages: object }> {
  const folder = mkdtempSync(join(tmpdir(), 'linkage-bench-'));
  const file = join(folder, 'people.csv');
  const lines = records.map((r, id) => [id, r.first_name ?? '', r.surname, r.dob ?? '', r.postcode, r.email ?? ''].join());
  writeFileSync(file, `id,first_name,surname,dob,postcode,email\n${lines.join('\n')}\n`);
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  try {
    const [load] = await timed(() =>
      connection.run(`CREATE TABLE people AS SELECT * FROM read_csv('${file}', header = true, columns =
        {id: 'INTEGER', first_name: 'VARCHAR', surname: 'VARCHAR', dob: 'VARCHAR', postcode: 'VARCHAR', email: 'VARCHAR'})`),
    );
    const [block] = await timed(() => connection.run(`CREATE TABLE pairs AS ${blockingSql()}`));
    const [score] = await timed(() => connection.run(`CREATE TABLE scored AS ${scoringSql()}`));
    const counted = await connection.runAndReadAll('SELECT count(*) FROM scored');
    return { seconds: load + block + score, pairs: Number(counted.getRows()[0]?.[0]), stages: { load, block, score } };
  } finally {
    connection.closeSync();
    rmSync(folder, { recursive: true });
  }
}

function blockingSql(): string {
  const rules = [['first_name', 'surname'], ['surname', 'dob'], ['first_name', 'dob'], ['postcode', 'surname'], ['postcode', 'first_name'], ['email']];
  const condition = (rule: readonly string[]): string => rule.map((field) => `l.${field} = r.${field}`).join(' AND ');
  return rules
    .map((rule, i) => {
      const earlier = rules.slice(0, i).map((before) => `AND NOT coalesce(${condition(before)}, false)`).join(' ');
      return `SELECT l.id AS a, r.id AS b FROM people l JOIN people r ON ${condition(rule)} AND l.id < r.id ${earlier}`;
    })
    .join(' UNION ALL ');
}

function scoringSql(): string {
  const names = (field: string): string => `CASE WHEN l.${field} IS NULL OR r.${field} IS NULL THEN 0.0
    WHEN l.${field} = r.${field} THEN 6.0 + log2(0.01 / tf_${field}.f)
    WHEN jaro_winkler_similarity(l.${field}, r.${field}) >= 0.92 THEN 5.0
    WHEN jaro_winkler_similarity(l.${field}, r.${field}) >= 0.88 THEN 3.0
    WHEN jaro_winkler_similarity(l.${field}, r.${field}) >= 0.7 THEN 0.5 ELSE -4.0 END`;
  const frequency = (field: string): string =>
    `LEFT JOIN (SELECT ${field} AS v, count(*) / (SELECT count(${field}) FROM people) AS f FROM people GROUP BY 1) tf_${field} ON tf_${field}.v = l.${field}`;
  return `SELECT a, b, -18.0 + ${names('first_name')} + ${names('surname')}
    + CASE WHEN l.dob IS NULL OR r.dob IS NULL THEN 0.0 WHEN l.dob = r.dob THEN 12.0
        WHEN damerau_levenshtein(l.dob, r.dob) <= 1 THEN 5.0 WHEN l.dob[1:4] = r.dob[1:4] THEN 1.0 ELSE -4.0 END
    + CASE WHEN l.postcode = r.postcode THEN 12.0 + log2(0.0001 / tf_postcode.f) WHEN l.postcode[:-2] = r.postcode[:-2] THEN 5.0
        WHEN l.postcode[:-4] = r.postcode[:-4] THEN 3.0 WHEN l.postcode[1:2] = r.postcode[1:2] THEN 1.0 ELSE -2.0 END
    + CASE WHEN l.email IS NULL OR r.email IS NULL THEN 0.0 WHEN l.email = r.email THEN 14.0 + log2(0.0001 / tf_email.f)
        WHEN jaro_winkler_similarity(l.email, r.email) >= 0.92 THEN 2.0 ELSE -3.0 END AS weight
    FROM pairs JOIN people l ON l.id = a JOIN people r ON r.id = b
    ${['first_name', 'surname', 'postcode', 'email'].map(frequency).join(' ')}`;
}

/** The labelled sets through autoSettings: no label enters, they only judge. */
async function labelledSets(): Promise<object> {
  const sets: [name: string, file: string, truthOf: (row: Row) => string][] = [
    ['historical_dev', 'historical_dev.csv.gz', (row) => row['cluster'] ?? ''],
    ['febrl3', 'febrl3.csv', (row) => (row['rec_id'] ?? '').split('-')[1] ?? ''],
    ['fake_1000', 'fake_1000.csv', (row) => row['cluster'] ?? ''],
  ];
  const rows: Record<string, object> = {};
  for (const [name, file, truthOf] of sets) {
    const all = readCsv(file);
    const truth = all.map(truthOf);
    const records = all.map((row) => Object.fromEntries(Object.entries(row).filter(([field]) => field !== 'cluster')));
    const [seconds, clusters] = await timed(async () => {
      const linker = createLinker({ linkType: 'dedupe', records: [records], settings: autoSettings([records]) });
      await linker.train({ seed: 1 });
      return linker.cluster(await linker.predict({ threshold: 0.5 }));
    });
    const { precision, recall, f1 } = evaluateClusters(clusters, truth);
    rows[name] = { seconds, precision, recall, F1: f1 };
  }
  console.table(rows);
  return rows;
}
