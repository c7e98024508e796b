import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burglaries, describeReference, rows } from '../test/reference.ts';
import { nearRepeatInBackground, scanInBackground } from './in-background.ts';
import { nearRepeat } from './near-repeat.ts';
import { scan } from './scan.ts';
import { seededRandom } from './random.ts';
import { jacquez, knox, mantel } from './space-time-interaction.ts';

const random = seededRandom(21);
const events = (count: number): { x: number[]; y: number[]; day: number[] } => ({
  x: Array.from({ length: count }, () => random.below(40)), y: Array.from({ length: count }, () => random.below(40)), day: Array.from({ length: count }, () => random.below(30)),
});

describe('nearRepeat', () => {
  it('counts pairs by band as comparing all pairs does, for either closed side and metric', () => {
    const event = fc.record({ x: fc.integer({ min: 0, max: 30 }), y: fc.integer({ min: 0, max: 30 }), day: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom(0.5, 3.25)) });
    fc.assert(fc.property(fc.array(event, { minLength: 2, maxLength: 40 }), fc.constantFrom('left', 'right'), fc.constantFrom('manhattan', 'euclidean'), (list, closed, metric) => {
      const [spatial, temporal] = [[0, 5, 10, Infinity], [0, 2, 7]];
      const band = (edges: number[], v: number): number => edges.slice(1).findIndex((to, k) => (closed === 'left' ? v >= edges[k]! && v < to : (v > edges[k]! || v === 0) && v <= to));
      const expected = [[0, 0], [0, 0], [0, 0]];
      list.forEach((a, i) => list.slice(i + 1).forEach((b) => {
        const [dx, dy] = [Math.abs(a.x - b.x), Math.abs(a.y - b.y)];
        const column = band(temporal, Math.abs(a.day - b.day));
        if (column >= 0) expected[band(spatial, metric === 'manhattan' ? dx + dy : Math.sqrt(dx * dx + dy * dy))]![column]!++;
      }));
      const data = { x: list.map((e) => e.x), y: list.map((e) => e.y), day: list.map((e) => e.day) };
      expect(nearRepeat(data, { spatialBands: spatial, temporalBands: temporal, metric, closed, permutations: 1 }).observed).toEqual(expected);
    }), { numRuns: 150 });
  });
  it('takes edges with or without the first 0, and the same seed twice', () => {
    const data = events(60);
    const run = (spatialBands: number[], seed = 5): unknown => nearRepeat(data, { spatialBands, temporalBands: [0, 7], permutations: 49, seed });
    expect(run([5, 10])).toEqual(run([0, 5, 10]));
    expect(run([5, 10])).not.toEqual(run([5, 10], 6));
    expect(() => run([5, 5])).toThrow('edges must rise');
  });
  it('tallies whole days as it compares those that are not whole, however many permutations', () => {
    const data = events(80);
    const halves = { ...data, day: data.day.map((day) => day / 2) };
    for (const permutations of [1, 2, 3, 4, 5, 30]) {
      const options = { spatialBands: [4, 9, Infinity], permutations, seed: 3 };
      expect(nearRepeat(data, { ...options, temporalBands: [3, 8] })).toEqual(nearRepeat(halves, { ...options, temporalBands: [1.5, 4] }));
    }
  });
  it('gives the same result on worker threads as on one', async () => {
    const data = events(200);
    const options = { spatialBands: [3, 9, Infinity], temporalBands: [4, 9], permutations: 61, seed: 2 };
    const shares: number[] = [];
    expect(await nearRepeatInBackground(data, { ...options, threads: 2, onProgress: (share) => shares.push(share) })).toEqual(nearRepeat(data, options));
    expect(shares.at(-1)).toBe(1);
  });
  it('stops when told to', async () => {
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(nearRepeatInBackground(events(50), { spatialBands: [9], temporalBands: [9], signal: aborted, threads: 2 })).rejects.toThrow('enough');
    expect(() => nearRepeat(events(50), { spatialBands: [9], temporalBands: [9], signal: aborted })).toThrow('enough');
  });
});

describe('knox, mantel, jacquez', () => {
  it('Knox counts pairs at both limits, with both expectations', () => {
    const result = knox({ x: [0, 20, 40, 500], y: [0, 0, 0, 0], day: [0, 5, 5, 0] }, { distance: 20, days: 5, permutations: 99 });
    expect(result.statistic).toBe(2);
    expect(result.expected).toBeCloseTo((2 * 6) / 6, 12);
    expect(result.modified).toBeCloseTo(2 - (1 * 3 + 2 * 3 + 1 * 3 + 0) / 6, 12);
    expect(knox({ x: [1, 1, 2], y: [0, 0, 0], day: [3, 3, 3] }, { distance: 0, days: 0, permutations: 9 }).statistic).toBe(1);
  });
  it('Mantel is the correlation over pairs', () => {
    const data = events(12);
    const pairs = data.x.flatMap((_, i) => data.x.slice(0, i).map((_unused, j) => [Math.hypot(data.x[i]! - data.x[j]!, data.y[i]! - data.y[j]!), Math.abs(data.day[i]! - data.day[j]!)] as const));
    const mean = (k: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[k], 0) / pairs.length;
    const [ms, mt] = [mean(0), mean(1)];
    const product = (a: 0 | 1, b: 0 | 1): number => pairs.reduce((sum, pair) => sum + (pair[a] - (a ? mt : ms)) * (pair[b] - (b ? mt : ms)), 0);
    const options = { spaceConstant: 0, spacePower: 1, timeConstant: 0, timePower: 1, permutations: 9 };
    expect(mantel(data, options).statistic).toBeCloseTo(product(0, 1) / Math.sqrt(product(0, 0) * product(1, 1)), 12);
  });
  it('Jacquez counts shared neighbours, and sees planted interaction', () => {
    const line = Array.from({ length: 20 }, (_, i) => i * i);
    const planted = jacquez({ x: line, y: line.map(() => 0), day: line }, { k: 2, permutations: 99, seed: 1 });
    expect(planted).toEqual({ statistic: 40, p: 0.01 });
    expect(() => jacquez({ x: [1, 2], y: [1, 2], day: [1, 2] }, { k: 2 })).toThrow('only 1 others');
  });
});

describe('scan', () => {
  const places = { x: Array.from({ length: 30 }, (_, i) => i % 6), y: Array.from({ length: 30 }, (_, i) => Math.floor(i / 6)) };
  it('Bernoulli finds a planted cluster', () => {
    const cases = places.x.map((x, i) => (x < 2 && places.y[i]! < 2 ? 9 : 1));
    const { clusters } = scan({ ...places, cases, controls: places.x.map(() => 10) }, { model: 'bernoulli', permutations: 99, seed: 1 });
    expect(clusters[0]!.ids.slice().sort((a, b) => a - b)).toEqual([0, 1, 6, 7]);
    expect(clusters[0]!.p).toBe(0.01);
  });
  it('space-time permutation finds a planted outbreak, on threads too', async () => {
    const x = Array.from({ length: 200 }, () => random.below(10));
    const y = x.map(() => random.below(10));
    const day = x.map(() => random.below(40));
    for (let k = 0; k < 25; k++) {
      x.push(3);
      y.push(4);
      day.push(20 + (k % 3));
    }
    const options = { model: 'space-time-permutation', permutations: 19, seed: 1, maximumDays: 7 } as const;
    const result = scan({ x, y, day }, options);
    const days = result.clusters[0]!.days!;
    expect(days[0] >= 19 && days[1] <= 23).toBe(true);
    expect(result.clusters[0]!.p).toBe(0.05);
    expect(await scanInBackground({ x, y, day }, { ...options, threads: 2 })).toEqual(result);
  });
  it('says what is missing', () => {
    expect(() => scan({ ...places, cases: places.x.map(() => 0), population: places.x.map(() => 5) }, { model: 'poisson' })).toThrow('number of cases is 0');
    expect(() => scan({ ...places, cases: places.x.map(() => 0.5), population: places.x.map(() => 5) }, { model: 'poisson' })).toThrow('whole number');
    expect(() => scan({ ...places, cases: places.x.map(() => 1), population: places.x.map(() => 5) }, { model: 'bernoulli' })).toThrow('controls for bernoulli');
  });
});

describeReference('NearRepeat and SaTScan', () => {
  const observedOf = (spatialBands: number[], temporalBands: number[]): ReturnType<typeof nearRepeat> =>
    nearRepeat(burglaries('near_repeat/chicago_be_month1.csv', false), { spatialBands, temporalBands, metric: 'manhattan', permutations: 999, seed: 1 });
  it('observed table of R NearRepeat', () => {
    expect(observedOf([0, 0.1, 200, 400, 600], [0, 7, 14, 21]).observed).toEqual([[28, 5, 5], [141, 69, 27], [186, 140, 100], [237, 192, 128]]);
  });
  it('observed table, ratios and p of the Near Repeat Calculator', () => {
    const { observed, ratio, p } = observedOf([0, 0.1, 100, 200, 300, Infinity], [0, 7, 14, 21, Infinity]);
    expect(observed).toEqual([[28, 5, 5, 2], [44, 13, 8, 4], [97, 56, 19, 16], [77, 67, 45, 20], [182194, 146149, 95237, 45879]]);
    // The Calculator ran 19 simulations: its mean of a small cell is some 8 % uncertain, its p 0.05 at best.
    [1.652, 1.685, 1.318, 0.938, 1].forEach((expected, row) => expect(Math.abs(ratio[row]![0]! / expected - 1)).toBeLessThan(0.12));
    for (const row of [0, 1, 2]) expect(p[row]![0]).toBeLessThan(0.05);
  });
  it('every cluster of the SaTScan file: ids, order, ratio to 6 decimals, relative risk to 2', () => {
    const read = (name: string): number[][] => rows(`scan/satscan_ny_${name}.txt`, { header: false }).map((row) => row.map(Number));
    const coordinates = read('coords');
    const data = { x: coordinates.map((row) => row[2]!), y: coordinates.map((row) => row[1]!), cases: read('cases').map((row) => row[1]!), population: read('pop').map((row) => row[2]!) };
    const { clusters } = scan(data, { model: 'poisson', permutations: 999, seed: 1 });
    const report = rows('scan/ny.txt', { header: false }).map((row) => row.join(' ')).join('\n');
    const expected = [...report.matchAll(/Location IDs included\.: ([\d\s]+)Coordinates[\s\S]*?Number of cases\.+: (\d+)\s+Expected cases\.+: ([\d.]+)[\s\S]*?Relative risk\.+: ([\d.]+)\s+Log likelihood ratio\.+: ([\d.]+)/g)];
    expect(expected.length).toBe(6);
    expect(clusters.map((cluster) => cluster.ids.map((id) => id + 1))).toEqual(expected.map((match) => match[1]!.trim().split(/\s+/).map(Number)));
    clusters.forEach((cluster, k) => {
      expect([cluster.cases, cluster.expected.toFixed(2), cluster.relativeRisk.toFixed(2), cluster.logLikelihoodRatio.toFixed(6)]).toEqual([Number(expected[k]![2]), expected[k]![3], expected[k]![4], expected[k]![5]]);
    });
    expect(clusters[0]!.p).toBeLessThan(0.01);
    expect(Math.abs(clusters[2]!.p - 0.248)).toBeLessThan(0.07);
  });
});
