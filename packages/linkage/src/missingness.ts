import type { ComparedPairs, Scanner } from './scan.ts';

/** Pairs' worth of trust in what all pairs show. */
const PSEUDO_PAIRS = 50;
/** Rarer masks than this among the pairs learnt from are not told apart. */
const LEAST_PAIRS = 30;
const MOST_BITS = 3;
const ITERATIONS = 10;

/** Which comparisons of each pair lack a value, as bit masks. */
export function missingMasks(scanner: Scanner, { left, right }: ComparedPairs): Int32Array {
  return Int32Array.from(left, (record, k) => scanner.missing(record, right[k] as number));
}

/**
 * What a mask of missing values tells: log2 of how often it comes among matches over how often among all pairs. The
 * matches are those that the model sees among candidates, counted anew with what was found (m, u and lambda held).
 * @param weights match weights of the candidates in bits
 * @param masks of the candidates
 * @param random masks of random pairs
 */
export function missingBits(
  weights: Float64Array,
  masks: Int32Array,
  random: Int32Array,
): (readonly [mask: number, bits: number])[] {
  const chance = countsOf(random);
  const known = [...countsOf(masks)].filter(([mask, count]) => Math.min(count, chance.get(mask) ?? 0) >= LEAST_PAIRS).map(([mask]) => mask);
  const position = new Map(known.map((mask, at) => [mask, at]));
  const at = Int32Array.from(masks, (mask) => position.get(mask) ?? known.length);
  const bits = new Float64Array(known.length + 1);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const matches = new Float64Array(known.length + 1);
    for (let k = 0; k < weights.length; k++) {
      const group = at[k] as number;
      const probability = 1 / (1 + 2 ** -((weights[k] as number) + (bits[group] as number)));
      matches[group] = (matches[group] as number) + probability;
    }
    const all = matches.reduce((sum, each) => sum + each, 0);
    known.forEach((mask, group) => {
      const usual = (chance.get(mask) as number) / random.length;
      const share = ((matches[group] as number) + PSEUDO_PAIRS * usual) / (all + PSEUDO_PAIRS);
      bits[group] = Math.max(-MOST_BITS, Math.min(MOST_BITS, Math.log2(share / usual)));
    });
  }
  return known.map((mask, group) => [mask, bits[group] as number]);
}

function countsOf(masks: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const mask of masks) counts.set(mask, (counts.get(mask) ?? 0) + 1);
  return counts;
}
