import { PairInterner } from './intern.ts';
import type { ComparedPairs } from './scan.ts';

/** Compared pairs of which those that nothing tells apart are named once. */
export interface AlikePairs extends ComparedPairs {
  /** How many pairs each stands for. */
  readonly counts: Float64Array;
}

/** Patterns that fit one integer. */
const PACKED = 3;

/**
 * Puts pairs together that have the same patterns, the same comparisons equal and equally frequent values: what is
 * estimated over and over from all pairs is estimated from a third of them.
 */
export function alikePairs(pairs: ComparedPairs): AlikePairs {
  const { numbers, kinds } = kindsOf(pairs);
  const counts = new Float64Array(kinds);
  /** By kind: its first pair. */
  const of = new Int32Array(kinds);
  for (let k = numbers.length - 1; k >= 0; k--) {
    const kind = numbers[k] as number;
    of[kind] = k;
    counts[kind] = (counts[kind] as number) + 1;
  }
  return {
    left: of.map((k) => pairs.left[k] as number),
    right: of.map((k) => pairs.right[k] as number),
    equal: of.map((k) => pairs.equal[k] as number),
    patterns: pairs.patterns.map((patterns) => Uint8Array.from(of, (k) => patterns[k] as number)),
    logFrequency: Float64Array.from(of, (k) => pairs.logFrequency[k] as number),
    counts,
  };
}

/** By pair the number of its kind, counting from 0 in the order first seen. */
function kindsOf({ patterns, equal, logFrequency }: ComparedPairs): { numbers: Int32Array; kinds: number } {
  const size = equal.length;
  const numbers = new Int32Array(size);
  let kinds = Math.min(1, size);
  const part = (keyOf: (k: number) => number): void => {
    const interner = new PairInterner(1024);
    for (let k = 0; k < size; k++) numbers[k] = interner.intern(numbers[k] as number, keyOf(k));
    kinds = interner.size;
  };
  for (let c = 0; c < patterns.length; c += PACKED) {
    const some = patterns.slice(c, c + PACKED);
    part((k) => some.reduce((key, each) => key * 256 + (each[k] as number), 0));
  }
  part((k) => equal[k] as number);
  const halves = new Int32Array(logFrequency.buffer, logFrequency.byteOffset, size * 2);
  part((k) => halves[k * 2] as number);
  part((k) => halves[k * 2 + 1] as number);
  return { numbers, kinds };
}
