import { listOf, named, sameLength, shown, type Numbers } from './checks.ts';

/** What was foretold, what came, and how large each area is. */
export interface Forecasts {
  /** Events that came, for each area. */
  readonly observed: Numbers;
  /** Foretold events or risk, for each area; only the order matters. */
  readonly predicted: Numbers;
  /** Size of each area, any unit; all equal if not given. */
  readonly area?: Numbers | undefined;
}

interface Checked {
  readonly observed: Float64Array;
  readonly predicted: Float64Array;
  readonly area: Float64Array;
}

function checked(forecasts: Forecasts): Checked {
  named(forecasts, 'forecasts', 'lists observed and predicted');
  const count = listOf(forecasts.observed, 'observed', 'numbers').length;
  if (count === 0) throw new RangeError('no areas given');
  const observed = sameLength(forecasts.observed, count, 'observed');
  const below = observed.findIndex((events) => events < 0);
  if (below >= 0) throw new RangeError(`observed[${below}] is ${observed[below]}: it must be 0 or more`);
  const area = sameLength(forecasts.area ?? new Float64Array(count).fill(1), count, 'area');
  const wrong = area.findIndex((size) => size <= 0);
  if (wrong >= 0) throw new RangeError(`area[${wrong}] is ${area[wrong]}: it must be above 0`);
  return { observed, predicted: sameLength(forecasts.predicted, count, 'predicted'), area };
}

/** Areas by foretold events per unit of area, most first; among equals those with fewer observed first, so ties never flatter. */
function ranked(density: Float64Array, observed: Float64Array | undefined): Uint32Array {
  const order = Uint32Array.from(density, (_, i) => i);
  return order.sort((a, b) => density[b]! - density[a]! || (observed === undefined ? 0 : observed[a]! - observed[b]!) || a - b);
}

/** Share of events over share of area, for the first 1, 2, 3 … areas of an order. */
function accuracyAlong(order: Uint32Array, observed: Float64Array, area: Float64Array): Float64Array {
  const events = observed.reduce((sum, value) => sum + value, 0);
  const total = area.reduce((sum, value) => sum + value, 0);
  const curve = new Float64Array(order.length);
  let hit = 0;
  let covered = 0;
  order.forEach((i, rank) => {
    hit += observed[i]!;
    covered += area[i]!;
    curve[rank] = hit / events / (covered / total);
  });
  return curve;
}

/**
 * Prediction accuracy index: share of events in the first k areas of the forecast over their share of the area.
 *
 * @returns entry k - 1 for the k areas with the most foretold events per area (NaN if there were no events at all)
 * @throws RangeError for no areas, unequal lengths, entries that are not finite, events below 0, areas not above 0
 *
 * Chainey, Tompson and Uhlig, Security Journal 21, 2008; ties as in Wheeler's ptools.
 */
export function predictionAccuracyIndex(forecasts: Forecasts): Float64Array {
  const { observed, predicted, area } = checked(forecasts);
  return accuracyAlong(ranked(predicted.map((value, i) => value / area[i]!), observed), observed, area);
}

/**
 * Prediction efficiency index: the accuracy index over the best one possible for as many areas, 0 to 1 for equal areas.
 *
 * @returns entry k - 1 for the first k areas
 * @throws RangeError as predictionAccuracyIndex
 *
 * Hunt, From crime mapping to crime forecasting, 2016.
 */
export function predictionEfficiencyIndex(forecasts: Forecasts): Float64Array {
  const { observed, area } = checked(forecasts);
  const best = accuracyAlong(ranked(observed.map((value, i) => value / area[i]!), undefined), observed, area);
  return predictionAccuracyIndex(forecasts).map((value, k) => value / best[k]!);
}

/**
 * Recapture rate index: events per area in the forecast's areas over what the same areas had before, each as a share of
 * its period; 1 means the areas held on to their share.
 *
 * @param forecasts observed events of the test period, predicted, area
 * @param past events of the training period, for each area
 * @returns entry k - 1 for the first k areas (NaN where they had none before)
 * @throws RangeError as predictionAccuracyIndex
 *
 * Levine, The "hottest" part of a hotspot, Security Journal 21, 2008.
 */
export function recaptureRateIndex(forecasts: Forecasts, past: Numbers): Float64Array {
  const { observed, predicted, area } = checked(forecasts);
  const before = sameLength(past, observed.length, 'past');
  const order = ranked(predicted.map((value, i) => value / area[i]!), observed);
  const then = accuracyAlong(order, before, area);
  return accuracyAlong(order, observed, area).map((value, k) => value / then[k]!);
}

/** Hit rate and indices of the areas that make up the first `share` of all area. */
export interface HitRate {
  /** Number of areas taken. */
  readonly areas: number;
  /** Share of events in them. */
  readonly hitRate: number;
  readonly accuracyIndex: number;
  readonly efficiencyIndex: number;
}

/**
 * The indices at one share of the area, such as the top 1 %: as many whole areas as fit into it, at least one.
 *
 * @throws RangeError as predictionAccuracyIndex, or for a share outside 0 to 1
 */
export function hitRateAt(forecasts: Forecasts, share: number): HitRate {
  const { observed, predicted, area } = checked(forecasts);
  if (typeof share !== 'number' || !(share > 0 && share <= 1)) throw new RangeError(`share is ${shown(share)}: it must lie above 0 and up to 1`);
  const total = area.reduce((sum, value) => sum + value, 0);
  const events = observed.reduce((sum, value) => sum + value, 0);
  const order = ranked(predicted.map((value, i) => value / area[i]!), observed);
  let areas = 0;
  let covered = 0;
  let hit = 0;
  for (const i of order) {
    if (areas > 0 && covered + area[i]! > share * total * (1 + 1e-12)) break;
    covered += area[i]!;
    hit += observed[i]!;
    areas++;
  }
  const efficiency = predictionEfficiencyIndex(forecasts)[areas - 1]!;
  return { areas, hitRate: hit / events, accuracyIndex: hit / events / (covered / total), efficiencyIndex: efficiency };
}
