import type { ComparatorData } from './comparator-data.ts';
import type { FormTask, NumberTask } from './column-tasks.ts';
import type { GroupTask } from './group-task.ts';
import type { ScoringTables } from './model.ts';
import type { RowsTask } from './rows-task.ts';
import type { ComparedPairs, ScanData, Scanner, WeighedPairs } from './scan.ts';

/** Scores the candidate pairs of a range of places among the members of blocks and keeps those of at least a weight. */
export interface ScoreTask {
  readonly kind: 'score';
  readonly from: number;
  readonly to: number;
  readonly leastWeight: number;
  readonly tables: ScoringTables;
}

/** Compares the candidate pairs of a random share of a range of records. */
export interface SampleTask {
  readonly kind: 'sample';
  readonly from: number;
  readonly to: number;
  readonly share: number;
  readonly seed: number;
}

/** What a thread is asked to do; each task has one answer. */
export type ScanTask = ScoreTask | SampleTask;

/** What a worker is told before its first task: what to read and to group, what to compare with, and then the records. */
export type ScanStart =
  | NumberTask
  | FormTask
  | GroupTask
  | RowsTask
  | { readonly kind: 'comparators'; readonly comparators: readonly ComparatorData[] }
  | { readonly kind: 'records'; readonly data: ScanData };

/** Does a task, and names the buffers that a worker hands over instead of copying. */
export function answer(
  scanner: Scanner,
  task: ScanTask,
): { result: WeighedPairs | ComparedPairs; transfer: ArrayBuffer[] } {
  if (task.kind === 'score') {
    scanner.use(task.tables);
    const result = scanner.score(task.from, task.to, task.leastWeight);
    return { result, transfer: buffersOf(result.left, result.right, result.weight) };
  }
  const { left, right } = scanner.sample(task.from, task.to, task.share, task.seed);
  const result = scanner.compare(Int32Array.from(left), Int32Array.from(right));
  const { patterns, logFrequency, equal } = result;
  return { result, transfer: buffersOf(result.left, result.right, logFrequency, equal, ...patterns) };
}

function buffersOf(...arrays: readonly (Int32Array | Float64Array | Uint8Array)[]): ArrayBuffer[] {
  return arrays.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
}
