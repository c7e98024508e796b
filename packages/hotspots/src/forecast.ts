import { checkedPoints, level, named, notNegative, numbersIn, optionsFrom, positive, shown, wholeNumber, type Numbers, type Points } from './checks.ts';
import { cellsOf, gridOf, type Grid, type GridOptions } from './grid.ts';
import { negativeBinomialInterval, overdispersion } from './forecast-intervals.ts';
import { bestSettings, fadingWeight, occupiedCells, pastPeriods, riskFrom, type ForecastSettings, type PastPeriods } from './forecast-risk.ts';
import { densityForecast, topHits, type TopHits } from './forecast-rivals.ts';

/** Past events with the period (month, week) each belongs to: 0 for the first period, 1 for the next. */
export interface PastEvents extends Points {
  readonly period: Numbers;
}

export interface ForecastOptions extends GridOptions {
  /** Periods the events cover, also if the last ones had none; from the events if not given. */
  readonly periods?: number | undefined;
  /** How many periods ahead, together; 1 unless said otherwise. */
  readonly horizon?: number | undefined;
  /** Coverage of the intervals; 0.95 unless said otherwise. */
  readonly level?: number | undefined;
  /** Set these instead of choosing them on the past. */
  readonly settings?: ForecastSettings | undefined;
}

/** How a forecast made the same way, one period earlier, would have done. */
export interface PastPerformance extends TopHits {
  /** Share of the cells with any event, before or in that period. */
  readonly share: number;
  /** Accuracy index of plain past counts, and of kernel density with the bandwidth that did best before. */
  readonly pastCounts: number;
  readonly density: number;
}

export interface Forecast extends Grid {
  /** Events expected over the horizon in each cell, row 0 in the south. */
  readonly expected: Float64Array;
  /** Within these whole numbers the events of a cell should fall, with the coverage asked for. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly settings: ForecastSettings;
  /** Performance on the last period, unseen by the forecast it measures; empty with fewer than 3 periods. */
  readonly performance: PastPerformance[];
}

/** The shares of area at which performance is told. */
const SHARES = [0.01, 0.05];

/**
 * Forecast of events in each cell, with intervals and with how well it would have done last time.
 *
 * The risk of a cell lies between its own past (each period counts `fading` of the next) and that of its surroundings (a
 * Gaussian of one cell), weighted by credibility: variance between cells over that and the chance of counts. The variance
 * grows with the mean to the power 1.5 (Taylor's power law); by what factor (`contrast`), and how much a busy cell changes
 * from one period to the next (`drift`), is chosen by likelihood on the periods known, forecasting each of the last from
 * those before it.
 * Intervals are those of a negative binomial distribution whose spread is measured on the last period.
 *
 * @param events x and y in metres, period counted from 0
 * @throws RangeError for unequal lengths, entries that are not finite, periods that are not whole or under 2 of them, or a
 *   level or settings out of range
 *
 * Bühlmann, Experience rating and credibility, ASTIN Bulletin 4, 1967; Taylor, Aggregation, variance and the mean, Nature
 * 189, 1961; risk that fades: Bowers, Johnson and Pease, Prospective hot-spotting, British Journal of Criminology 44, 2004; levels that
 * drift: Muth, Optimal properties of exponentially weighted forecasts, Journal of the American Statistical Association 55, 1960.
 */
export function forecast(events: PastEvents, options: ForecastOptions): Forecast {
  optionsFrom(options);
  const { x, y, count } = checkedPoints(events, 1, 'events');
  if (numbersIn(events.period, 'period').length !== count) throw new RangeError(`period has ${events.period.length} entries, ${count} needed`);
  const last = Array.from(events.period).reduce((most, period) => Math.max(most, wholeNumber(period, 'period', 0)), 0);
  const periods = wholeNumber(options.periods ?? last + 1, 'periods', Math.max(2, last + 1));
  const horizon = wholeNumber(options.horizon ?? 1, 'horizon', 1);
  const covered = level(options.level ?? 0.95, 'level');
  const grid = gridOf(options, x, y, options.cellSize);
  const past = pastPeriods(countsByPeriod(x, y, events.period, periods, grid), grid);
  const settings = checkedSettings(options.settings) ?? bestSettings(past, periods, horizon);
  const expected = expectedEvents(past, periods, settings, horizon);
  const spread = overdispersion(expectedEvents(past, periods - 1, settings, 1), past.counts[periods - 1]!);
  const low = new Float64Array(expected.length);
  const high = new Float64Array(expected.length);
  for (let cell = 0; cell < expected.length; cell++) [low[cell], high[cell]] = negativeBinomialInterval(expected[cell]!, spread, covered);
  const performance = periods < 3 ? [] : lastPerformance(events, past, grid, options.settings);
  return { ...grid, expected, low, high, settings, performance };
}

function checkedSettings(settings: ForecastSettings | undefined): ForecastSettings | undefined {
  if (settings === undefined) return undefined;
  named(settings, 'settings', 'fading and contrast');
  if (typeof settings.fading !== 'number' || !(settings.fading > 0 && settings.fading <= 1)) throw new RangeError(`settings.fading is ${shown(settings.fading)}: it must lie above 0 and up to 1`);
  positive(settings.contrast, 'settings.contrast');
  notNegative(settings.drift ?? 0, 'settings.drift');
  return settings;
}

function countsByPeriod(x: Float64Array, y: Float64Array, period: Numbers, periods: number, grid: Grid): Float64Array[] {
  const counts = Array.from({ length: periods }, () => new Float64Array(grid.columns * grid.rows));
  cellsOf(x, y, grid).forEach((cell, i) => {
    if (cell >= 0) counts[period[i]!]![cell]!++;
  });
  return counts;
}

/** Risk turned into events: as many in all as the fading mean of the past periods, times the horizon. */
function expectedEvents(past: PastPeriods, periods: number, settings: ForecastSettings, horizon: number): Float64Array {
  const events = past.counts.slice(0, periods).reduce((sum, period, t) => sum + settings.fading ** (periods - 1 - t) * period.reduce((all, value) => all + value, 0), 0);
  const risk = riskFrom(past, periods, settings);
  const total = risk.reduce((sum, value) => sum + value, 0);
  const scale = total > 0 ? ((events / fadingWeight(periods, settings.fading)) * horizon) / total : 0;
  return risk.map((value) => value * scale);
}

function lastPerformance(events: PastEvents, past: PastPeriods, grid: Grid, given: ForecastSettings | undefined): PastPerformance[] {
  const known = past.counts.length - 1;
  const came = past.counts[known]!;
  const among = occupiedCells(past.counts, known + 1);
  // Chosen anew without the last period, so that nothing of what is tested was known.
  const own = riskFrom(past, known, given ?? bestSettings(past, known, 1));
  const counts = past.counts.slice(0, known);
  const plain = new Float64Array(came.length);
  for (const period of counts) for (let cell = 0; cell < plain.length; cell++) plain[cell]! += period[cell]!;
  const density = densityForecast(events, counts, (periods) => occupiedCells(counts, periods), grid).surface;
  return SHARES.map((share) => ({
    ...topHits(own, came, among, share),
    share,
    pastCounts: topHits(plain, came, among, share).accuracyIndex,
    density: topHits(density, came, among, share).accuracyIndex,
  }));
}
