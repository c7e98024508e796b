/** Values and blocks record by record, so that a record is read from one place in memory. */
export interface Rows {
  /** By record: its value in each comparison and then its blocks. */
  readonly rows: Int32Array;
  /** The length of every row; 0 where they differ too much. What a row does not need of it is never read. */
  readonly stride: number;
  /** Where rows of different lengths begin; one more than there are records. */
  readonly rowOffsets: Int32Array;
  /** How many values a row begins with. */
  readonly width: number;
  /** The most blocks that rows of one length have. */
  readonly rules: number;
}

/** Where the row of a record begins. */
export function rowStart({ stride, rowOffsets }: Rows, record: number): number {
  return stride > 0 ? record * stride : (rowOffsets[record] as number);
}

/** Where the blocks of a record begin; they ascend. */
export function blocksStart(rows: Rows, record: number): number {
  return rowStart(rows, record) + rows.width;
}

/** Where the blocks of a record end. */
export function blocksEnd({ rows, stride, rowOffsets, width, rules }: Rows, record: number): number {
  if (stride === 0) return rowOffsets[record + 1] as number;
  let at = record * stride + width;
  const end = at + rules;
  while (at < end && (rows[at] as number) >= 0) at++;
  return at;
}

/** Lengths at which no row of 16 or less lies across two lines of a processor's memory. */
export function strideFor(longest: number): number {
  return longest <= 8 ? 8 : Math.ceil(longest / 16) * 16;
}

/**
 * What is needed of members that are compared with each other, side by side. Records that share a block lie anywhere in
 * memory: fetched here, they are waited for together, and not each at its own pair.
 */
export class NearRows {
  /** The blocks of each member, one member after the other. */
  blocks: Int32Array = new Int32Array(1024);
  /** Where the blocks of each member begin. */
  starts: Int32Array = new Int32Array(0);
  /** Made of the first value of each row, so that the loop that asks for them is not thought useless. */
  touched = 0;

  /**
   * Fetches the members at the places from..to-1.
   * @param columns where their values are written, by comparison
   * @param withBlocks their blocks are needed too
   */
  gather(source: Rows, blockMembers: Int32Array, from: number, to: number, columns: readonly Int32Array[], withBlocks: boolean): void {
    const { rows, width } = source;
    if (to - from > this.starts.length) this.starts = new Int32Array((to - from) * 2);
    const { starts } = this;
    for (let place = from; place < to; place++) {
      const start = rowStart(source, blockMembers[place] as number);
      this.touched ^= rows[start] as number;
      starts[place - from] = start;
    }
    for (let c = 0; c < width; c++) {
      const column = columns[c] as Int32Array;
      for (let k = 0; k < to - from; k++) column[k] = rows[(starts[k] as number) + c] as number;
    }
    if (withBlocks) this.#gatherBlocks(source, blockMembers, from, to);
  }

  #gatherBlocks({ rows, stride, rowOffsets, width, rules }: Rows, blockMembers: Int32Array, from: number, to: number): void {
    const { starts } = this;
    let held = (to - from) * rules;
    if (stride === 0) for (let place = from; place < to; place++) held += rowLength(rowOffsets, blockMembers[place] as number);
    if (held > this.blocks.length) this.blocks = new Int32Array(held * 2);
    const near = this.blocks;
    held = 0;
    for (let place = from; place < to; place++) {
      const start = (starts[place - from] as number) + width;
      const length = stride > 0 ? rules : rowLength(rowOffsets, blockMembers[place] as number) - width;
      starts[place - from] = held;
      for (let k = start; k < start + length; k++) near[held++] = rows[k] as number;
    }
  }
}

function rowLength(rowOffsets: Int32Array, record: number): number {
  return (rowOffsets[record + 1] as number) - (rowOffsets[record] as number);
}
