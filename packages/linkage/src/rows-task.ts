import { attempt, settle } from './shared-work.ts';
import { sharedInt32 } from './shared-memory.ts';

/** Rows of one length to be written for a range of records, in memory that threads share. */
export interface RowsTask {
  readonly kind: 'rows';
  readonly from: number;
  readonly to: number;
  readonly rows: Int32Array;
  readonly stride: number;
  /** By comparison: each record's value. */
  readonly columns: readonly Int32Array[];
  /** By rule: each record's block, and the number of its first block among all. */
  readonly codes: readonly Int32Array[];
  readonly firsts: readonly number[];
  readonly state: Int32Array;
}

/** Records of one task. */
const AT_ONCE = 65_536;

/** Tasks that together write all rows. */
export function rowsTasks(whole: Omit<RowsTask, 'kind' | 'from' | 'to' | 'state'>, size: number): RowsTask[] {
  return Array.from({ length: Math.ceil(size / AT_ONCE) }, (_, n) => {
    const from = n * AT_ONCE;
    return { kind: 'rows', from, to: Math.min(size, from + AT_ONCE), ...whole, state: sharedInt32(2) };
  });
}

/** Does a task in this thread, unless another has taken it. */
export function doRowsTask(task: RowsTask): void {
  attempt(task.state, () => writeRows(task));
}

/** Waits for a task; what another thread began and did not end is done here. */
export function finishRowsTask(task: RowsTask): void {
  if (!settle(task.state, () => writeRows(task))) writeRows(task);
}

function writeRows({ from, to, rows, stride, columns, codes, firsts }: RowsTask): number {
  columns.forEach((column, c) => {
    for (let record = from, at = from * stride + c; record < to; record++, at += stride) rows[at] = column[record] as number;
  });
  for (let record = from; record < to; record++) {
    let at = record * stride + columns.length;
    const end = at + codes.length;
    for (let r = 0; r < codes.length; r++) {
      const block = (codes[r] as Int32Array)[record] as number;
      if (block >= 0) rows[at++] = block + (firsts[r] as number);
    }
    while (at < end) rows[at++] = -1;
  }
  return to - from;
}
