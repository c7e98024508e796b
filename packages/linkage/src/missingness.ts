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
  const chance = new Map<number, number>();
  for (const mask of random) chance.set(mask, (chance.get(mask) ?? 0) + 1);
  const candidates = new Map<number, number>();
  for (const mask of masks) candidates.set(mask, (candidates.get(mask) ?? 0) + 1);
  const known = [...candidates.keys()].filter((mask) => Math.min(candidates.get(mask) ?? 0, chance.get(mask) ?? 0) >= LEAST_PAIRS);
  let bits = new Map<number, number>();
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const matches = new Map<number, number>();
    let all = 0;
    for (let k = 0; k < weights.length; k++) {
      const mask = masks[k] as number;
      const probability = 1 / (1 + 2 ** -((weights[k] as number) + (bits.get(mask) ?? 0)));
      matches.set(mask, (matches.get(mask) ?? 0) + probability);
      all += probability;
    }
    bits = new Map(
      known.map((mask) => {
        const usual = (chance.get(mask) as number) / random.length;
        const share = ((matches.get(mask) ?? 0) + PSEUDO_PAIRS * usual) / (all + PSEUDO_PAIRS);
        return [mask, Math.max(-MOST_BITS, Math.min(MOST_BITS, Math.log2(share / usual)))];
      }),
    );
  }
  return [...bits];
}
