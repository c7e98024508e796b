import { checkedPoints, named, oneOf, optionsFrom, positive, sameLength, seedOf, wholeNumber, type Numbers, type Points } from './checks.ts';
import { permutationsOf } from './near-repeat.ts';
import { ratioOf, type ScanInput } from './scan-models.ts';
import { gumbelP, monteCarloP, outdone, shareOf, type ScanCluster, type ScanModel, type ScanOptions, type ScanResult } from './scan-result.ts';
import { simulatedMaxima } from './scan-simulation.ts';
import { scanSpaceTime, type SpaceTimeCases } from './scan-space-time.ts';
import { scanWindows, windowSums, type ScanWindows } from './scan-windows.ts';

/** Places with cases and the population they come from. */
export interface PoissonCases extends Points {
  /** Whole numbers. */
  readonly cases: Numbers;
  /** Population at risk, or expected cases up to a factor; above 0. */
  readonly population: Numbers;
}

/** Places with cases and controls, such as reports that were and were not of one kind. */
export interface BernoulliCases extends Points {
  readonly cases: Numbers;
  readonly controls: Numbers;
}

/**
 * Kulldorff's scan statistic: the circles (or cylinders in space and time) with more cases than chance can explain.
 *
 * High rates, circular windows around every place, secondary clusters without geographical overlap, as SaTScan's
 * defaults. Clusters that chance outdoes 99 times in 100 (by the Gumbel p) are left out, as SaTScan leaves out p = 1.
 *
 * @param data by model: `poisson` x, y, cases, population; `bernoulli` x, y, cases, controls;
 *   `space-time-permutation` x, y, day for single events. Places in metres (or any plane units)
 * @throws RangeError for unequal lengths, entries that are not finite, counts that are not whole, no cases, or cases where
 *   nobody lives
 *
 * Kulldorff, A spatial scan statistic, Communications in Statistics 26, 1997; Kulldorff and others, A space-time
 * permutation scan statistic for disease outbreak detection, PLoS Medicine 2, 2005; Gumbel p: Abrams and others, 2010.
 */
export function scan(data: PoissonCases | BernoulliCases | SpaceTimeCases, options: ScanOptions = {}): ScanResult {
  if (modelOf(data, options) === 'space-time-permutation') return scanSpaceTime(data as SpaceTimeCases, options);
  const prepared = prepareScan(data as PoissonCases | BernoulliCases, options);
  return scanResult(prepared, simulatedMaxima(prepared.input, 0, permutationsOf(options), options));
}

const NEEDED: Record<ScanModel, string> = { poisson: 'population', bernoulli: 'controls', 'space-time-permutation': 'day' };

/** The model asked for, or the one that the data are for; what the model needs must be there. */
export function modelOf(data: PoissonCases | BernoulliCases | SpaceTimeCases, options: ScanOptions): ScanModel {
  named(data, 'data', 'x, y and cases');
  const models = Object.keys(NEEDED) as ScanModel[];
  const { model: asked } = optionsFrom(options);
  const model = asked === undefined ? models.find((name) => NEEDED[name] in data) : oneOf(asked, models, 'model');
  if (model === undefined || !(NEEDED[model] in data)) throw new RangeError('give population for poisson, controls for bernoulli, day for space-time-permutation');
  return model;
}

/** The checked input of a purely spatial scan. */
export interface PreparedScan {
  readonly input: ScanInput;
  readonly windows: ScanWindows;
  readonly cases: Float64Array;
}

export function prepareScan(data: PoissonCases | BernoulliCases, options: ScanOptions): PreparedScan {
  const { x, y, count } = checkedPoints(data, 1, 'data');
  const model = modelOf(data, options);
  const cases = wholeCounts(data.cases, count, 'cases');
  const total = positive(sumOf(cases), 'the number of cases');
  const population = populationOf(data, model, cases);
  const persons = positive(sumOf(population), 'the population');
  const windows = scanWindows(x, y, population, shareOf(options) * persons, options.maximumRadius ?? Infinity);
  const scale = model === 'poisson' ? total / persons : 1;
  const input: ScanInput = {
    model: model === 'bernoulli' ? 'bernoulli' : 'poisson',
    starts: windows.starts,
    places: windows.places,
    complete: windows.complete,
    sizes: windowSums(windows, population).map((size) => size * scale),
    population,
    cases: total,
    persons,
    minimumCases: wholeNumber(options.minimumCases ?? 2, 'minimumCases', 1),
    seed: seedOf(options),
  };
  return { input, windows, cases };
}

function populationOf(data: PoissonCases | BernoulliCases, model: ScanModel, cases: Float64Array): Float64Array {
  if (model === 'poisson') {
    const population = sameLength((data as PoissonCases).population, cases.length, 'population');
    const wrong = population.findIndex((many) => many < 0);
    if (wrong >= 0) throw new RangeError(`population[${wrong}] is ${population[wrong]}: it must be 0 or more`);
    const nobody = population.findIndex((many, i) => many === 0 && cases[i]! > 0);
    if (nobody >= 0) throw new RangeError(`population[${nobody}] is 0 and cases[${nobody}] is ${cases[nobody]}: cases need people whom they could have struck`);
    return population;
  }
  return wholeCounts((data as BernoulliCases).controls, cases.length, 'controls').map((many, i) => many + cases[i]!);
}

function wholeCounts(values: Numbers, count: number, name: string): Float64Array {
  const list = sameLength(values, count, name);
  const wrong = list.findIndex((value) => value < 0 || !Number.isInteger(value));
  if (wrong >= 0) throw new RangeError(`${name}[${wrong}] is ${list[wrong]}: it must be a whole number of 0 or more`);
  return list;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Clusters with their p values from the simulated maxima. */
export function scanResult(prepared: PreparedScan, simulated: Float64Array): ScanResult {
  const { input, windows, cases } = prepared;
  const inWindow = windowSums(windows, cases);
  const best: { at: number; centre: number; ratio: number }[] = [];
  for (let centre = 0; centre + 1 < windows.starts.length; centre++) {
    let top = { at: -1, centre, ratio: 0 };
    for (let at = windows.starts[centre]!; at < windows.starts[centre + 1]!; at++) {
      if (windows.complete[at] === 0 || inWindow[at]! < input.minimumCases) continue;
      const ratio = ratioOf(input, inWindow[at]!, input.sizes[at]!);
      if (ratio > top.ratio) top = { at, centre, ratio };
    }
    if (top.at >= 0) best.push(top);
  }
  best.sort((a, b) => b.ratio - a.ratio);
  const taken = new Uint8Array(cases.length);
  const clusters: ScanCluster[] = [];
  for (const { at, centre, ratio } of best) {
    const ids = Array.from(windows.places.subarray(windows.starts[centre], at + 1));
    if (ids.some((id) => taken[id] === 1)) continue;
    for (const id of ids) taken[id] = 1;
    if (outdone(ratio, simulated)) continue;
    const p = monteCarloP(ratio, simulated);
    const c = inWindow[at]!;
    const expected = input.model === 'poisson' ? input.sizes[at]! : (input.sizes[at]! * input.cases) / input.persons;
    const population = ids.reduce((sum, id) => sum + input.population[id]!, 0);
    const outside = input.model === 'poisson' ? (input.cases - c) / (input.cases - expected) : (input.cases - c) / (input.persons - population);
    const inside = input.model === 'poisson' ? c / expected : c / population;
    clusters.push({
      ids, radius: windows.distances[at]!, population, cases: c, expected,
      relativeRisk: inside / outside, logLikelihoodRatio: ratio, p, gumbelP: gumbelP(ratio, simulated),
    });
  }
  return { clusters, simulated };
}
