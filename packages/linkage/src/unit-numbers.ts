/** Runs of units that are numbered at once. */
const BATCH = 256;

/** Where the distinct runs of units are written, one after the other. */
export interface UnitStore {
  readonly units: Uint16Array;
  /** Where each begins; one more than there are. */
  readonly offsets: Int32Array;
}

/**
 * Gives each distinct run of units a number, in the order first seen, by open addressing on typed arrays. Runs come in
 * batches: what a batch needs lies anywhere in memory and is asked for before it is used, so that it is waited for
 * together. The store may be the place that the runs come from, since what is kept is never longer than what was read.
 */
export class UnitNumbers {
  readonly #store: UnitStore;
  #slots: Int32Array;
  #mask: number;
  readonly #hashes = new Int32Array(BATCH);
  size = 0;
  /** Made of what is asked for early, so that the loops that ask are not thought useless. */
  touched = 0;

  constructor(store: UnitStore, expected: number) {
    this.#store = store;
    this.#mask = 4095;
    while (this.#mask < expected) this.#mask = this.#mask * 2 + 1;
    this.#slots = new Int32Array((this.#mask + 1) * 2).fill(-1);
  }

  /**
   * Numbers the runs from..to-1, which end where `ends` says and begin where the one before ends; the complement of an
   * end is a cell without a value, whose number is -1.
   */
  addRuns(units: Uint16Array, ends: Int32Array, codes: Int32Array): void {
    let begin = 0;
    for (let from = 0; from < ends.length; from += BATCH) {
      const to = Math.min(ends.length, from + BATCH);
      while ((this.size + BATCH) * 2 > this.#mask) this.#grow();
      this.#ask(units, ends, begin, from, to);
      for (let i = from; i < to; i++) {
        const end = ends[i] as number;
        if (end < 0) {
          codes[i] = -1;
          begin = ~end;
          continue;
        }
        codes[i] = this.#number(units, begin, end, this.#hashes[i - from] as number);
        begin = end;
      }
    }
  }

  /** Numbers one run. */
  add(units: Uint16Array, from: number, end: number): number {
    while ((this.size + 1) * 2 > this.#mask) this.#grow();
    return this.#number(units, from, end, hashRun(units, from, end));
  }

  /** Works out the hashes, and asks for the slots and the runs that are likely in them. */
  #ask(units: Uint16Array, ends: Int32Array, begin: number, from: number, to: number): void {
    const hashes = this.#hashes;
    const slots = this.#slots;
    const mask = this.#mask;
    const { offsets } = this.#store;
    let touched = 0;
    for (let i = from, at = begin; i < to; i++) {
      const end = ends[i] as number;
      hashes[i - from] = end < 0 ? 0 : hashRun(units, at, end);
      at = end < 0 ? ~end : end;
    }
    for (let k = 0; k < to - from; k++) touched ^= slots[((hashes[k] as number) & mask) * 2] as number;
    for (let k = 0; k < to - from; k++) {
      const number = slots[((hashes[k] as number) & mask) * 2] as number;
      if (number >= 0) touched ^= offsets[number] as number;
    }
    this.touched ^= touched;
  }

  #number(units: Uint16Array, from: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    let slot = hash & mask;
    for (;;) {
      const number = slots[slot * 2] as number;
      if (number < 0) return this.#keep(units, from, end, slot, hash);
      if (slots[slot * 2 + 1] === hash && this.#same(number, units, from, end)) return number;
      slot = (slot + 1) & mask;
    }
  }

  #same(number: number, units: Uint16Array, from: number, end: number): boolean {
    const store = this.#store;
    const start = store.offsets[number] as number;
    if ((store.offsets[number + 1] as number) - start !== end - from) return false;
    const kept = store.units;
    for (let i = from, k = start; i < end; i++, k++) if (units[i] !== kept[k]) return false;
    return true;
  }

  #keep(units: Uint16Array, from: number, end: number, slot: number, hash: number): number {
    const { units: kept, offsets } = this.#store;
    const start = offsets[this.size] as number;
    if (start + end - from > kept.length) throw new RangeError('no room for the values of a column');
    for (let i = from, k = start; i < end; i++, k++) kept[k] = units[i] as number;
    this.#slots[slot * 2] = this.size;
    this.#slots[slot * 2 + 1] = hash;
    offsets[++this.size] = start + end - from;
    return this.size - 1;
  }

  #grow(): void {
    const old = this.#slots;
    this.#mask = this.#mask * 4 + 3;
    this.#slots = new Int32Array((this.#mask + 1) * 2).fill(-1);
    for (let at = 0; at < old.length; at += 2) {
      if ((old[at] as number) < 0) continue;
      const hash = old[at + 1] as number;
      let slot = hash & this.#mask;
      while ((this.#slots[slot * 2] as number) >= 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot * 2] = old[at] as number;
      this.#slots[slot * 2 + 1] = hash;
    }
  }
}

/** A 32-bit hash of a run of units, two at once, mixed at the end so that its low bits are as good as any. */
function hashRun(units: Uint16Array, from: number, end: number): number {
  let hash = end - from;
  let i = from;
  for (; i + 1 < end; i += 2) {
    hash = Math.imul(hash ^ ((units[i] as number) | ((units[i + 1] as number) << 16)), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  if (i < end) hash = Math.imul(hash ^ (units[i] as number), 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
