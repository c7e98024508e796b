import type { BlockingRule } from './blocking-rules.ts';
import { CalibrationMap } from './calibration.ts';
import { weightsChart, type Chart, type WeightRow } from './charts.ts';
import { bestLinks, connectedComponents, type Pairs } from './clusters.ts';
import { agglomerate } from './collective.ts';
import type { LinkageRecord } from './packed-cells.ts';
import { encode, tablesOf, type Encoded } from './encode.ts';
import { LinkageError } from './errors.ts';
import { explainPair, type Explanation } from './explanation.ts';
import { isLinkageModel, readModel, writeModel, type LinkageModelJson, type SavedModel } from './model-json.ts';
import { partialTables, probabilityOf, scoringTables, weightOf, type ModelParameters, type ScoringTables } from './model.ts';
import { ScanPool } from './scan-pool.ts';
import { ScoresAhead } from './scores-ahead.ts';
import { ScanThreads } from './scan-threads.ts';
import { inOrder } from './pair-order.ts';
import { partialBitsOf } from './partial-agreement.ts';
import { Scanner, type ComparedPairs, type WeighedPairs } from './scan.ts';
import { checkSettings, type LinkType, type Settings } from './settings.ts';
import { isSplinkModel, readSplinkModel } from './splink-model.ts';
import type { ClericalLabels, EmOptions, TrainingSession } from './splink-training.ts';
import { estimateParameters, type TrainingStage } from './training.ts';

/** What a linker is made of. */
export interface LinkerOptions {
  readonly linkType: LinkType;
  /** One list of records for each table; indexes count through all of them in this order. */
  readonly records: readonly (readonly LinkageRecord[])[];
  readonly settings: Settings;
}

/** What a linker is doing, and how much of it is done (0 to 1). */
export interface Progress {
  readonly stage: 'encode' | TrainingStage | 'predict';
  readonly share: number;
}

/** How long work is watched and stopped. */
export interface WorkOptions {
  readonly onProgress?: (progress: Progress) => void;
  /** Aborting rejects with the signal's reason and ends the threads. */
  readonly signal?: AbortSignal;
}

/** How a model is trained. */
export interface TrainOptions extends WorkOptions {
  readonly seed?: number;
  readonly trainingRules?: readonly BlockingRule[];
  /** For training rules: what they start from, and what is fixed. */
  readonly em?: EmOptions;
  readonly labels?: ClericalLabels;
}

export type ClusterMethod = 'collective' | 'connectedComponents' | 'bestLinks';

/** Pairs below this weight in bits do not even join clusters that could be compared as wholes. */
const WEAKEST_EDGE = -2;
/** From so many records on, there will be pairs enough for threads. */
const RECORDS_WORTH_THREADS = 50_000;
/** Pairs from which one training rule learns. */
const MOST_RULE_PAIRS = 1_000_000;
/** The probability from which records are taken for one person where the caller names none. */
const DEFAULT_CLUSTER_THRESHOLD = 2 / 3;

/** Makes a linker of records and settings. @throws LinkageError where they do not fit together */
export function createLinker(options: LinkerOptions): Linker {
  if (options === null || typeof options !== 'object') throw new LinkageError('createLinker needs { linkType, records, settings }');
  const { linkType, records, settings } = options;
  if (linkType !== 'dedupe' && linkType !== 'link') {
    throw new LinkageError(`linkType is 'dedupe' or 'link', not ${JSON.stringify(linkType)}`);
  }
  const tables = checkTables(records, linkType);
  return new Linker(linkType, tables, checkSettings(settings, flatten(tables)), null);
}

function flatten(tables: readonly (readonly LinkageRecord[])[]): readonly LinkageRecord[] {
  return tables.length === 1 ? (tables[0] as readonly LinkageRecord[]) : tables.flat();
}

function checkTables(
  records: readonly (readonly LinkageRecord[])[],
  linkType: LinkType,
): readonly (readonly LinkageRecord[])[] {
  if (!Array.isArray(records)) throw new LinkageError('records must be a list of tables, each a list of records');
  const flat = records as readonly unknown[];
  const tables = flat.length > 0 && flat.every((table) => !Array.isArray(table)) ? [records.flat()] : records;
  tables.forEach((table, t) => {
    const at = Array.isArray(table) ? table.findIndex((record) => record === null || typeof record !== 'object') : 0;
    if (at >= 0) throw new LinkageError(`table ${t + 1} must be a list of records; entry ${at + 1} is none`);
  });
  if (linkType === 'link' && (tables.length < 2 || tables.length > 255)) {
    throw new LinkageError(`linking needs 2 to 255 tables, but ${tables.length} came; use 'dedupe' for one`);
  }
  return tables;
}

/** Finds records of the same person: train, predict, cluster, explain. Made by {@link createLinker}. */
export class Linker {
  readonly linkType: LinkType;
  readonly settings: Settings;
  /** All records of all tables. */
  readonly records: readonly LinkageRecord[];
  readonly #tableOf: Uint8Array | null;
  #encoded: { readonly data: Encoded; readonly scanner: Scanner; readonly pool: ScanPool } | null = null;
  #model: ModelParameters | null;
  #tables: ScoringTables | null = null;
  readonly #ahead = new ScoresAhead();
  #sessions: readonly TrainingSession[] = [];
  /** For pairs that predict gave: also those below its threshold, which clustering needs. */
  readonly #edges = new WeakMap<Pairs, WeighedPairs>();

  /** @internal use {@link createLinker} or {@link Linker.fromJSON} */
  constructor(
    linkType: LinkType,
    tables: readonly (readonly LinkageRecord[])[],
    settings: Settings,
    model: ModelParameters | null,
  ) {
    this.linkType = linkType;
    this.settings = settings;
    this.records = flatten(tables);
    this.#tableOf = tablesOf(tables, linkType);
    this.#model = model;
  }

  /** The trained parameters, or null. */
  get parameters(): ModelParameters | null {
    return this.#model;
  }

  /** What each training rule of the last {@link train} came to, iteration by iteration; empty without training rules. */
  get trainingSessions(): readonly TrainingSession[] {
    return this.#sessions;
  }

  /**
   * Estimates the model from the records. The same seed gives the same model. Without further options by the global
   * method: see the documentation.
   * @param options.seed any integer; 1 if not given
   * @param options.trainingRules estimates m as Splink does, by expectation-maximisation inside each of these rules
   * @param options.labels takes m from pairs that a reviewer found to be of one person
   */
  async train(options: TrainOptions = {}): Promise<void> {
    await this.#ahead.stop();
    const { data, scanner, pool } = this.#encode(options, true);
    const { labels, trainingRules = [] } = options;
    this.#sessions = [];
    if (labels !== undefined) for (const side of [labels.left, labels.right]) checkIndexes(side, this.records.length);
    this.#model = await estimateParameters(scanner, pool, data, {
      size: this.records.length,
      seed: options.seed ?? 1,
      signal: options.signal,
      onTables: (tables) => this.#ahead.start(pool, { tables, leastWeight: WEAKEST_EDGE }),
      onStage: (stage, share) => options.onProgress?.({ stage, share }),
      trainingRules: trainingRules.map((rule) => ({ rule, pairs: this.#pairsOfRule(rule, scanner, options.seed ?? 1) })),
      em: options.em ?? {},
      onSessions: (sessions) => (this.#sessions = sessions),
      labels,
      settings: this.settings,
    });
    this.#tables = null;
  }

  /**
   * Scores all candidate pairs and gives those of at least `threshold` (a probability; 0 gives every candidate),
   * ordered by left and right. Memory: 24 bytes for each pair given, and for each weaker one down to a weight of -2.
   */
  async predict(options: WorkOptions & { readonly threshold?: number } = {}): Promise<Pairs> {
    const threshold = checkThreshold(options.threshold ?? 0.5);
    const tables = this.#scoringTables('predict');
    const { pool, scanner } = this.#encode(options);
    const calibration = this.#model?.calibration;
    const map = calibration === undefined ? null : new CalibrationMap(calibration);
    const bits = weightOf(threshold);
    const least = map === null || !Number.isFinite(bits) ? bits : map.least(bits);
    try {
      const leastWeight = Math.min(least, WEAKEST_EDGE);
      const watched = { signal: options.signal, onProgress: (share: number) => options.onProgress?.({ stage: 'predict', share }) };
      const parts = (await this.#ahead.take(leastWeight, watched)) ?? (await pool.score({ tables, leastWeight }, watched));
      const edges = inOrder(parts, this.records.length);
      const partial = partialTables(calibration?.partial);
      const calibrated = (k: number): number => {
        const [left, right] = [edges.left[k] as number, edges.right[k] as number];
        const weight = (edges.weight[k] as number) + partialBitsOf(scanner, partial, left, right);
        // Clusters are made of the same evidence.
        edges.weight[k] = weight;
        return map === null ? weight : map.calibrated(weight, scanner.missing(left, right));
      };
      const pairs = withProbability(edges, calibrated, bits);
      this.#edges.set(pairs, edges);
      return pairs;
    } finally {
      await pool.close();
    }
  }

  /**
   * A cluster number for each record: records of one number are taken for one person.
   * - `collective` (if not given) merges clusters by the evidence of all their records: see the documentation
   * - `connectedComponents` joins whatever a chain of pairs joins, as Splink does
   * - `bestLinks` lets a cluster hold one record of each table at most
   * @param options.threshold the least probability; 2/3 if not given
   */
  cluster(
    pairs: Pairs,
    options: { readonly threshold?: number; readonly method?: ClusterMethod } = {},
  ): Int32Array {
    const threshold = checkThreshold(options.threshold ?? DEFAULT_CLUSTER_THRESHOLD);
    const size = this.records.length;
    checkPairs(pairs, size);
    switch (options.method ?? 'collective') {
      case 'connectedComponents':
        return connectedComponents(pairs, size, threshold);
      case 'bestLinks':
        return bestLinks(pairs, size, threshold, this.#tableOf);
      case 'collective': {
        const tables = this.#scoringTables('cluster');
        const { data, scanner } = this.#encode({});
        const partial = partialTables(this.#model?.calibration?.partial);
        const model = { comparators: scanner.comparators, codes: data.scan.codes, tables, size, partial };
        return agglomerate(model, this.#edges.get(pairs) ?? edgesOf(pairs), weightOf(threshold));
      }
      default:
        throw new LinkageError(`there is no clustering method "${String(options.method)}"`);
    }
  }

  /** Why two records (by index) have the weight they have. @throws LinkageError for an index without a record */
  explain(left: number, right: number): Explanation {
    checkIndexes([left, right], this.records.length);
    const tables = this.#scoringTables('explain');
    const { data, scanner } = this.#encode({});
    return explainPair(
      {
        names: this.settings.comparisons.map(({ name }) => name),
        comparators: scanner.comparators,
        codes: data.scan.codes,
        values: data.columns.map(({ values }) => values),
        partial: (calibration) => partialBitsOf(scanner, partialTables(calibration.partial), left, right),
        model: this.#model as ModelParameters,
        tables,
      },
      left,
      right,
    );
  }

  /** The weights of the model's levels, as an SVG chart and as rows. */
  weightsChart(): Chart<WeightRow> {
    this.#scoringTables('a chart of weights');
    const { scanner } = this.#encode({});
    const names = this.settings.comparisons.map(({ name }) => name);
    return weightsChart(names, scanner.comparators.map(({ slots }) => slots), this.#model as ModelParameters);
  }

  /** The settings and the model as plain data for JSON.stringify. */
  toJSON(): LinkageModelJson {
    return writeModel({ linkType: this.linkType, settings: this.settings, parameters: this.#model });
  }

  /**
   * A linker from a saved model, ours or Splink's own JSON (versions 3 to 5), as an object or as text.
   * @throws LinkageError for a model that cannot be read
   */
  static fromJSON(
    json: unknown,
    records: readonly (readonly LinkageRecord[])[],
    options: { readonly blockingRules?: readonly BlockingRule[] } = {},
  ): Linker {
    const parsed: unknown = typeof json === 'string' ? JSON.parse(json) : json;
    const { linkType, settings, parameters } = readAnyModel(parsed, options.blockingRules);
    const tables = checkTables(records, linkType);
    return new Linker(linkType, tables, checkSettings(settings, flatten(tables)), parameters);
  }

  /** Ends worker threads that {@link train} left waiting for {@link predict}. */
  async close(): Promise<void> {
    await this.#ahead.stop();
    await this.#encoded?.pool.close();
  }

  /** At most about a million pairs of one rule, compared. */
  #pairsOfRule(rule: BlockingRule, scanner: Scanner, seed: number): ComparedPairs {
    const checked = checkSettings({ ...this.settings, blockingRules: [rule] }, this.records);
    const { scan } = encode(this.records, this.#tableOf, { ...checked, comparisons: [] });
    const share = Math.min(1, MOST_RULE_PAIRS / Math.max(1, scan.blocks.pairBound));
    const { left, right } = new Scanner(scan).sample(0, this.records.length, share, seed);
    return scanner.compare(Int32Array.from(left), Int32Array.from(right));
  }

  /** @param early threads help to block the records: they will be needed later too */
  #encode({ onProgress, signal }: WorkOptions, early = false): { data: Encoded; scanner: Scanner; pool: ScanPool } {
    if (this.#encoded === null) {
      signal?.throwIfAborted();
      onProgress?.({ stage: 'encode', share: 0 });
      const threads = new ScanThreads();
      if (early && this.records.length >= RECORDS_WORTH_THREADS) threads.start();
      const data = encode(this.records, this.#tableOf, this.settings, threads);
      threads.give(data.scan);
      const scanner = new Scanner(data.scan, data.built);
      this.#encoded = { data, scanner, pool: new ScanPool(data.scan, scanner, threads) };
      onProgress?.({ stage: 'encode', share: 1 });
    }
    return this.#encoded;
  }

  #scoringTables(purpose: string): ScoringTables {
    if (this.#model === null) {
      throw new LinkageError(`${purpose} needs a model: call train() first, or read one with Linker.fromJSON()`);
    }
    this.#tables ??= scoringTables(this.#encode({}).scanner.comparators, this.#model);
    return this.#tables;
  }
}

function readAnyModel(json: unknown, blockingRules: readonly BlockingRule[] | undefined): SavedModel {
  if (isLinkageModel(json)) return readModel(json, blockingRules);
  if (isSplinkModel(json)) return readSplinkModel(json, blockingRules);
  throw new LinkageError('this is neither a model of this package nor one of Splink');
}

function checkThreshold(threshold: number): number {
  if (threshold >= 0 && threshold <= 1) return threshold;
  throw new LinkageError(`a threshold is a probability from 0 to 1, not ${threshold}`);
}

function checkIndexes(indexes: ArrayLike<number>, size: number): void {
  for (const index of Array.from(indexes)) {
    if (Number.isInteger(index) && index >= 0 && index < size) continue;
    throw new LinkageError(`there is no record ${index}; there are ${size}, counting from 0`);
  }
}

function checkPairs({ left, right, probability, weight }: Pairs, size: number): void {
  if (right.length !== left.length || probability.length !== left.length || weight.length !== left.length) {
    throw new LinkageError('the columns of pairs differ in length');
  }
  for (let k = 0; k < left.length; k++) {
    if (!((left[k] as number) < size && (right[k] as number) < size)) {
      throw new LinkageError(`pair ${k} names a record that is not there: the linker has ${size} records`);
    }
  }
}

/** The pairs of at least a calibrated weight, with their probabilities. */
function withProbability(edges: WeighedPairs, calibrated: (k: number) => number, least: number): Pairs {
  const all = new Float64Array(edges.weight.length);
  let count = 0;
  for (let k = 0; k < all.length; k++) {
    const bits = calibrated(k);
    all[k] = bits;
    if (bits >= least) count++;
  }
  const [left, right] = [new Int32Array(count), new Int32Array(count)];
  const [weight, probability] = [new Float64Array(count), new Float64Array(count)];
  let at = 0;
  for (let k = 0; k < all.length; k++) {
    const bits = all[k] as number;
    if (!(bits >= least)) continue;
    left[at] = edges.left[k] as number;
    right[at] = edges.right[k] as number;
    weight[at] = bits;
    probability[at++] = probabilityOf(bits);
  }
  return { left, right, probability, weight };
}

/** Edges of pairs that predict did not give. */
function edgesOf({ left, right, weight }: Pairs): WeighedPairs {
  return { left, right, weight };
}
