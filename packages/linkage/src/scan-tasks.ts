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

/** Tasks that several threads share: each takes the next that none has taken, until there are no more. */
export interface ScanWork {
  readonly kind: 'scan';
  readonly tasks: readonly ScanTask[];
  /** How many have been taken, in memory that the threads share. */
  readonly taken: Int32Array;
}

/** The answer to the task of that number; null from a thread that finds no more tasks. */
export type ScanAnswer = { readonly index: number; readonly result: WeighedPairs | ComparedPairs } | null;

/** Does tasks until all are taken. */
export function takeTasks({ tasks, taken }: ScanWork, scanner: Scanner, tell: (answer: ScanAnswer, transfer: ArrayBuffer[]) => void): void {
  for (let index = Atomics.add(taken, 0, 1); index < tasks.length; index = Atomics.add(taken, 0, 1)) {
    const { result, transfer } = answer(scanner, tasks[index] as ScanTask);
    tell({ index, result }, transfer);
  }
  tell(null, []);
}

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
