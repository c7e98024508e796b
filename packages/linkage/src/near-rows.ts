/** Values and blocks record by record, so that a record is read from one place in memory. */
export interface Rows {
  /** By record: its value in each comparison and then its blocks. */
  readonly rows: Int32Array;
  /** Where the row of each record begins; one more than there are records. */
  readonly rowOffsets: Int32Array;
}

/**
 * Rows of members that are compared with each other, side by side. Records that share a block lie anywhere in memory:
 * fetched here, they are waited for together, and not each at its own pair.
 */
export class NearRows {
  /** Each member's values and then its blocks. */
  rows: Int32Array = new Int32Array(1024);
  /** Where the row of each member begins. */
  starts: Int32Array = new Int32Array(0);
  /** Made of the first value of each row, so that the loop that asks for them is not thought useless. */
  touched = 0;

  /** Fetches the members at the places from..to-1. */
  gather({ rows, rowOffsets }: Rows, blockMembers: Int32Array, from: number, to: number): void {
    if (to - from > this.starts.length) this.starts = new Int32Array((to - from) * 2);
    const { starts } = this;
    let held = 0;
    for (let place = from; place < to; place++) {
      const member = blockMembers[place] as number;
      const start = rowOffsets[member] as number;
      this.touched ^= rows[start] as number;
      starts[place - from] = start;
      held += (rowOffsets[member + 1] as number) - start;
    }
    if (held > this.rows.length) this.rows = new Int32Array(held * 2);
    const near = this.rows;
    held = 0;
    for (let place = from; place < to; place++) {
      const start = starts[place - from] as number;
      const end = rowOffsets[(blockMembers[place] as number) + 1] as number;
      starts[place - from] = held;
      for (let k = start; k < end; k++) near[held++] = rows[k] as number;
    }
  }
}
