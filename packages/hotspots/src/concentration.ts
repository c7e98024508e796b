import { finiteNumbers, optionsFrom, yesOrNo, type Numbers } from './checks.ts';

/** Points of a Lorenz curve from (0, 0) to (1, 1). */
export interface Lorenz {
  /** Share of places, those with the fewest events first. */
  readonly places: Float64Array;
  /** Share of events in them. */
  readonly events: Float64Array;
}

/**
 * Lorenz curve: how unevenly events are spread over places.
 *
 * @param counts events of each place, 0 or more
 * @throws RangeError for no places, entries below 0 or not finite, or no events
 *
 * Lorenz 1905; for crime: Bernasco and Steenbeek, More places than crimes, Journal of Quantitative Criminology 33, 2017.
 */
export function lorenz(counts: Numbers): Lorenz {
  const sorted = checkedCounts(counts).slice().sort();
  const total = sorted.reduce((sum, count) => sum + count, 0);
  const places = new Float64Array(sorted.length + 1);
  const events = new Float64Array(sorted.length + 1);
  let sum = 0;
  sorted.forEach((count, i) => {
    sum += count;
    places[i + 1] = (i + 1) / sorted.length;
    events[i + 1] = sum / total;
  });
  return { places, events };
}

export interface GiniOptions {
  /**
   * With fewer events than places some places must be empty even if events are spread as evenly as can be; `generalised`
   * measures from that line instead (Bernasco and Steenbeek 2017).
   */
  readonly generalised?: boolean | undefined;
}

/**
 * Gini's coefficient: 0 when all places have the same number of events, near 1 when one has them all.
 *
 * @throws RangeError as lorenz
 */
export function gini(counts: Numbers, options: GiniOptions = {}): number {
  const sorted = checkedCounts(counts).slice().sort();
  const n = sorted.length;
  const total = sorted.reduce((sum, count) => sum + count, 0);
  const ranked = sorted.reduce((sum, count, i) => sum + (i + 1) * count, 0);
  if (!yesOrNo(optionsFrom(options).generalised ?? false, 'generalised') || total >= n) return (2 * ranked) / (n * total) - (n + 1) / n;
  // Bernasco and Steenbeek's G' with a slope-1/c line that starts at the places that must stay empty.
  const descending = sorted.reduce((sum, count, i) => sum + (n - i) * count, 0);
  return Math.max(1 / total, 1 / n) * (2 * ((total * (n + 1) - descending) / total) - n - 1) - Math.max(n / total, 1) + 1;
}

function checkedCounts(counts: Numbers): Float64Array {
  const list = finiteNumbers(counts, 'counts');
  if (list.length === 0) throw new RangeError('no places given');
  const wrong = list.findIndex((count) => count < 0);
  if (wrong >= 0) throw new RangeError(`counts[${wrong}] is ${list[wrong]}: it must be 0 or more`);
  if (list.every((count) => count === 0)) throw new RangeError('no events: concentration is not defined');
  return list;
}
