import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  dbscan, densityAtPoints, densityRatio, distanceBand, emergingHotSpots, eTest, forecast, fromNeighbours, getisOrdGi, gini, hdbscan, incrementalSurface, jacquez, kernelDensity, knox, localMoran, lorenz,
  mannKendall, mantel, nearest, nearRepeat, predictionAccuracyIndex, predictionEfficiencyIndex, queenGrid, recaptureRateIndex, scan, selectBandwidth, stDbscan, weightedDisplacementDifference, type Kernel,
} from './index.ts';

// As somebody who knows the interface from its description alone: plain arrays in, each option by its name.

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const pointSet = (most = 40) => fc.array(fc.record({ x: finite(-500, 1500), y: finite(-500, 1500), w: finite(0, 5) }), { minLength: 1, maxLength: most });
const offsets = fc.constantFrom(0, 545_000, 5e6, 1e8);
const kernels: readonly Kernel[] = ['gaussian', 'quartic', 'epanechnikov', 'uniform'];

function hill(kernel: Kernel, squared: number, h: number): number {
  const u2 = squared / (h * h);
  if (kernel === 'gaussian') return Math.exp(-u2 / 2) / (2 * Math.PI * h * h);
  if (u2 > 1) return 0;
  return (kernel === 'quartic' ? 3 * (1 - u2) ** 2 : kernel === 'epanechnikov' ? 2 * (1 - u2) : 1) / (Math.PI * h * h);
}

describe('kernelDensity', () => {
  it.each(kernels)('%s: the plain sum at every cell centre, row 0 in the south, wherever on the plane', (kernel) => {
    fc.assert(fc.property(pointSet(), offsets, fc.constantFrom(40, 300, 900), fc.boolean(), (points, off, bandwidth, weighted) => {
      const [x, y, weights] = [points.map((p) => p.x + off), points.map((p) => p.y + off), points.map((p) => p.w)];
      const extent = { west: off, south: off, east: off + 1000, north: off + 800 };
      const surface = kernelDensity(weighted ? { x, y, weights } : { x, y }, { bandwidth, cellSize: 100, extent, kernel });
      expect([surface.columns, surface.rows, surface.cellSize, surface.extent]).toEqual([10, 8, 100, extent]);
      surface.values.forEach((value, cell) => {
        const [cx, cy] = [off + 50 + 100 * (cell % 10), off + 50 + 100 * Math.floor(cell / 10)];
        const squares = x.map((px, i) => (px - cx) ** 2 + (y[i]! - cy) ** 2);
        // A point within rounding of the kernel's edge may count either way.
        if (kernel === 'uniform' && squares.some((s) => Math.abs(Math.sqrt(s) - bandwidth) < 1e-6)) return;
        const sum = squares.reduce((total, s, i) => total + (weighted ? weights[i]! : 1) * hill(kernel, s, bandwidth), 0);
        // Below 1e-300 a number has no nine digits left.
        expect(Math.abs(value - sum)).toBeLessThanOrEqual(1e-9 * sum + (kernel === 'gaussian' ? 1e-300 : 1e-18));
      });
    }), { numRuns: 60 });
  });

  it('densityAtPoints agrees with itself left out, the ratio of a set to itself is 1, the incremental surface to the whole', () => {
    fc.assert(fc.property(pointSet(20), (points) => {
      const [x, y] = [points.map((p) => p.x), points.map((p) => p.y)];
      const at = densityAtPoints({ x, y }, { bandwidth: 300 });
      at.forEach((value, i) => expect(value).toBeCloseTo(x.reduce((sum, px, j) => sum + hill('gaussian', (px - x[i]!) ** 2 + (y[j]! - y[i]!) ** 2, 300), 0), 12));
      const options = { bandwidth: 300, cellSize: 200, extent: { west: 0, south: 0, east: 1000, north: 1000 } };
      const ratio = densityRatio({ x, y }, { x, y }, options);
      expect([...ratio.values].every((value) => Number.isNaN(value) || Math.abs(value - 1) < 1e-9)).toBe(true);
      const surface = incrementalSurface({ x: x.slice(1), y: y.slice(1) }, options);
      surface.add({ x: x[0]!, y: y[0]! });
      const whole = kernelDensity({ x, y }, options).values;
      surface.values.forEach((value, cell) => expect(Math.abs(value - whole[cell]!)).toBeLessThanOrEqual(1e-9 * whole[cell]! + 1e-18));
    }), { numRuns: 30 });
    expect(selectBandwidth({ x: [1, 2, 3, 7], y: [1, 5, 2, 9] }, { method: 'scott' })).toHaveLength(2);
  });
});

describe('local statistics', () => {
  const lists = fc.integer({ min: 5, max: 14 }).chain((n) => fc.record({
    values: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: n, maxLength: n }),
    joined: fc.array(fc.array(fc.boolean(), { minLength: n, maxLength: n }), { minLength: n, maxLength: n }),
    level: fc.constantFrom(0, 0.1, 1e6, 1e9),
  }));

  it('Gi and Gi*, binary and row: by the formulas of Ord and Getis with the variance of PySAL, however high the values stand', () => {
    fc.assert(fc.property(lists, fc.boolean(), fc.constantFrom('binary' as const, 'row' as const), ({ values, joined, level }, star, standardise) => {
      const neighbours = joined.map((row, i) => row.flatMap((on, j) => (on && i !== j ? [j] : [])));
      const { z } = getisOrdGi(values.map((value) => value + level), fromNeighbours(neighbours), { star, standardise });
      values.forEach((own, i) => {
        const set = star ? [...neighbours[i]!, i] : neighbours[i]!;
        const others = star ? values : values.filter((_, j) => j !== i);
        const m = others.length;
        const mean = others.reduce((sum, value) => sum + value, 0) / m;
        const variance = others.reduce((sum, value) => sum + (value - mean) ** 2, 0) / m;
        const weight = standardise === 'row' ? 1 / set.length : 1;
        const [w, w2] = standardise === 'row' ? [1, 1] : [set.length, set.length];
        const expected = (weight * set.reduce((sum, j) => sum + values[j]!, 0) - w * mean) / Math.sqrt((variance * (m * w2 - w * w)) / (m - 1));
        if (set.length === 0 || variance === 0 || (m * w2 === w * w)) expect(z[i]).toBeNaN();
        else expect(Math.abs(z[i]! - expected), `${own}`).toBeLessThan(level > 1e8 ? 1e-5 : 1e-7 * Math.max(1, Math.abs(expected)));
      });
    }), { numRuns: 150 });
  });

  it('the same on a whole grid high above nought', () => {
    const values = Array.from({ length: 30 }, (_, i) => (i * 7) % 5);
    const [low, high] = [0, 1e9].map((level) => getisOrdGi(values.map((value) => value + level), queenGrid(6, 5), { star: true, standardise: 'binary' }).z);
    low!.forEach((z, i) => expect(Math.abs(z - high![i]!)).toBeLessThan(1e-6));
  });

  it('local Moran: I and its quadrant by definition, in any unit; permutation p the same for the same seed', () => {
    fc.assert(fc.property(lists, ({ values, joined, level }) => {
      const n = values.length;
      const neighbours = joined.map((row, i) => row.flatMap((on, j) => (on && i !== j ? [j] : [])));
      const { i: local, z } = localMoran(values.map((value) => value + level), fromNeighbours(neighbours));
      const mean = values.reduce((sum, value) => sum + value, 0) / n;
      const m2 = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
      values.forEach((own, place) => {
        if (m2 === 0) return expect(z[place]).toBeNaN();
        const set = neighbours[place]!;
        if (set.length > 0) expect(local[place]).toBeCloseTo(((own - mean) * (set.reduce((sum, j) => sum + values[j]! - mean, 0) / set.length)) / m2, level > 1e8 ? 4 : 7);
      });
      const run = () => [...localMoran(values, fromNeighbours(neighbours), { permutations: 49, seed: 3 }).permutationP!];
      expect(run()).toEqual(run());
    }), { numRuns: 60 });
  });

  it('equal values have no z, also where rounding would make them differ', () => {
    for (const value of [5, 0.1, 1e9 + 0.1]) {
      const values = Array.from({ length: 9 }, () => value);
      expect([...getisOrdGi(values, queenGrid(3, 3)).z, ...getisOrdGi(values, queenGrid(3, 3), { star: false }).z, ...localMoran(values, queenGrid(3, 3)).z].every(Number.isNaN)).toBe(true);
    }
  });
});

describe('clusters', () => {
  const events = fc.array(fc.record({ x: fc.integer({ min: 0, max: 40 }), y: fc.integer({ min: 0, max: 40 }), day: fc.integer({ min: 0, max: 20 }) }), { maxLength: 60 });

  /** Core points joined in reach of one another, border points with one of their cores: the definition. */
  function cores(count: number, near: (i: number, j: number) => boolean, minPoints: number): { core: boolean[]; group: (i: number) => number } {
    const all = Array.from({ length: count }, (_, i) => i);
    const core = all.map((i) => all.filter((j) => near(i, j)).length >= minPoints);
    const group = new Map<number, number>();
    for (const start of all) {
      if (!core[start] || group.has(start)) continue;
      const queue = [start];
      group.set(start, start);
      for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
        for (const j of all) {
          if (!core[j] || group.has(j) || !near(at, j)) continue;
          queue.push(j);
          group.set(j, start);
        }
      }
    }
    return { core, group: (i) => group.get(i) ?? -1 };
  }

  function same(labels: Int32Array, core: Uint8Array, count: number, near: (i: number, j: number) => boolean, minPoints: number): void {
    const truth = cores(count, near, minPoints);
    for (let i = 0; i < count; i++) {
      expect(core[i] === 1).toBe(truth.core[i]);
      const reach = Array.from({ length: count }, (_, j) => j).filter((j) => truth.core[j] && near(i, j));
      expect(labels[i] === -1).toBe(reach.length === 0);
      if (reach.length > 0) expect(reach.map((j) => labels[j])).toContain(labels[i]);
      for (let j = 0; j < i; j++) if (truth.core[i] && truth.core[j]) expect(labels[i] === labels[j]).toBe(truth.group(i) === truth.group(j));
    }
  }

  it('dbscan and stDbscan are their definitions', () => {
    fc.assert(fc.property(events, fc.constantFrom(1, 3, 5, 12.5), fc.integer({ min: 1, max: 6 }), offsets, (list, eps, minPoints, off) => {
      const [x, y, day] = [list.map((e) => e.x + off), list.map((e) => e.y + off), list.map((e) => e.day)];
      const close = (i: number, j: number): boolean => (x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2 <= eps * eps;
      const plain = dbscan({ x, y }, { eps, minPoints });
      same(plain.labels, plain.core, list.length, close, minPoints);
      const timed = stDbscan({ x, y, day }, { eps, epsDays: 3, minPoints });
      same(timed.labels, timed.core, list.length, (i, j) => close(i, j) && Math.abs(day[i]! - day[j]!) <= 3, minPoints);
    }), { numRuns: 80 });
  });

  it('hdbscan: two heaps and a stray', () => {
    const heap = (at: number) => Array.from({ length: 8 }, (_, i) => at + (i % 3) + i / 10);
    const { labels } = hdbscan({ x: [...heap(0), ...heap(500), 5000], y: [...heap(0), ...heap(500), -5000] }, { minClusterSize: 4 });
    expect(new Set(labels.slice(0, 8)).size).toBe(1);
    expect(new Set(labels.slice(8, 16)).size).toBe(1);
    expect(labels[0]).not.toBe(labels[8]);
    expect(labels[16]).toBe(-1);
  });
});

describe('space and time', () => {
  const events = fc.array(fc.record({ x: fc.integer({ min: 0, max: 300 }), y: fc.integer({ min: 0, max: 300 }), day: fc.integer({ min: 0, max: 30 }) }), { minLength: 3, maxLength: 25 });

  it('nearRepeat, knox, mantel and jacquez count as comparing all pairs does', () => {
    fc.assert(fc.property(events, fc.constantFrom('manhattan' as const, 'euclidean' as const), (list, metric) => {
      const [x, y, day] = [list.map((e) => e.x), list.map((e) => e.y), list.map((e) => e.day)];
      const pairs = list.flatMap((_, i) => list.slice(0, i).map((__, j) => ({ d: metric === 'manhattan' ? Math.abs(x[i]! - x[j]!) + Math.abs(y[i]! - y[j]!) : Math.hypot(x[i]! - x[j]!, y[i]! - y[j]!), t: Math.abs(day[i]! - day[j]!) })));
      const found = nearRepeat({ x, y, day }, { spatialBands: [0, 50, 120], temporalBands: [0, 3, 9, 20], metric, permutations: 19, seed: 4 });
      expect(found.observed).toEqual([[0, 50], [50, 120]].map(([a, b]) => [[0, 3], [3, 9], [9, 20]].map(([c, d]) => pairs.filter((p) => p.d >= a! && p.d < b! && p.t >= c! && p.t < d!).length)));
      expect(found.p.every((row) => row.length === 3 && row.every((p) => p >= 1 / 20 && p <= 1))).toBe(true);
      const close = pairs.filter((p) => p.d <= 120 && p.t <= 5).length;
      expect(knox({ x, y, day }, { distance: 120, days: 5, metric, permutations: 19, seed: 1 }).statistic).toBe(close);
      expect(mantel({ x, y, day }, { permutations: 19, seed: 1 })).toEqual(mantel({ x, y, day }, { permutations: 19, seed: 1 }));
      expect(jacquez({ x, y, day }, { k: 2, permutations: 19, seed: 1 }).statistic).toBeGreaterThanOrEqual(0);
    }), { numRuns: 50 });
    expect(mantel({ x: [1, 1, 1], y: [2, 2, 2], day: [1, 2, 3] }, { permutations: 19, seed: 1 }).p).toBeNaN();
  });

  it('scan by each model finds the planted place first', () => {
    const x = Array.from({ length: 25 }, (_, i) => (i % 5) * 1000);
    const y = Array.from({ length: 25 }, (_, i) => Math.floor(i / 5) * 1000);
    const cases = x.map((_, i) => (i === 12 ? 40 : 4));
    const poisson = scan({ x, y, cases, population: x.map(() => 1000) }, { model: 'poisson', permutations: 99, seed: 1 });
    expect(poisson.clusters[0]!.ids).toEqual([12]);
    const [c, e] = [40, (40 + 24 * 4) / 25];
    const total = 40 + 24 * 4;
    expect(poisson.clusters[0]!.logLikelihoodRatio).toBeCloseTo(c * Math.log(c / e) + (total - c) * Math.log((total - c) / (total - e)), 9);
    const bernoulli = scan({ x, y, cases, controls: x.map(() => 40) }, { model: 'bernoulli', permutations: 99, seed: 1 });
    expect(bernoulli.clusters[0]!.ids).toEqual([12]);
    const days = Array.from({ length: 60 }, (_, i) => i);
    const outbreak = { x: [...days.map((d) => (d % 5) * 1000), ...days.slice(0, 12).map(() => 2000)], y: [...days.map((d) => Math.floor(d / 12) * 1000), ...days.slice(0, 12).map(() => 2000)], day: [...days, ...days.slice(0, 12).map(() => 30)] };
    expect(scan(outbreak, { model: 'space-time-permutation', permutations: 99, seed: 1 }).clusters[0]!.p).toBeLessThan(0.05);
  });
});

describe('trends and evaluation', () => {
  it('mannKendall with ties: S and its variance by definition', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 30 }), (values) => {
      const n = values.length;
      let s = 0;
      for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) s += Math.sign(values[i]! - values[j]!);
      const ties = [...Map.groupBy(values, (value) => value).values()].reduce((sum, group) => sum + group.length * (group.length - 1) * (2 * group.length + 5), 0);
      const variance = (n * (n - 1) * (2 * n + 5) - ties) / 18;
      const found = mannKendall(values);
      expect(found.s).toBe(s);
      expect(found.variance).toBeCloseTo(variance, 9);
      expect(found.z).toBeCloseTo(variance === 0 || s === 0 ? 0 : (s - Math.sign(s)) / Math.sqrt(variance), 9);
    }));
  });

  it('emergingHotSpots has one of seventeen classes for each cell', () => {
    const classes = ['new', 'consecutive', 'intensifying', 'persistent', 'diminishing', 'sporadic', 'oscillating', 'historical'];
    const all = new Set(['no pattern', ...classes.flatMap((one) => [`${one} hot spot`, `${one} cold spot`])]);
    expect(all.size).toBe(17);
    const counts = Array.from({ length: 12 * 36 }, (_, k) => (k % 36 < 4 ? 10 + 2 * Math.floor(k / 36) : ((k % 36) * 7 + Math.floor(k / 36) * 3) % 4));
    const found = emergingHotSpots(counts, queenGrid(6, 6), { steps: 12 });
    expect(found.classes).toHaveLength(36);
    expect(found.classes.every((one) => all.has(one)), [...new Set(found.classes)].join()).toBe(true);
  });

  it('accuracy and efficiency indices, recapture, Lorenz and Gini of small cases worked out by hand', () => {
    const forecasts = { observed: [6, 3, 1, 0], predicted: [9, 1, 5, 2] };
    expect([...predictionAccuracyIndex(forecasts)]).toEqual([0.6 / 0.25, 0.7 / 0.5, 0.7 / 0.75, 1].map((value) => expect.closeTo(value, 12)));
    expect([...predictionEfficiencyIndex(forecasts)]).toEqual([1, 0.7 / 0.9, 0.7, 1].map((value) => expect.closeTo(value, 12)));
    expect(recaptureRateIndex(forecasts, [3, 3, 3, 3])[0]).toBeCloseTo(0.6 / 0.25, 12);
    expect(gini([0, 0, 0, 4])).toBeCloseTo(0.75, 12);
    expect([...lorenz([3, 1]).events]).toEqual([0, 0.25, 1]);
  });

  it('weightedDisplacementDifference: the example of Wheeler and Ratcliffe, and the e-test of two equal counts', () => {
    const found = weightedDisplacementDifference({ treated: [1000, 800], control: [500, 450] });
    expect(found).toMatchObject({ estimate: -150 });
    expect(found.standardError).toBeCloseTo(Math.sqrt(2750), 9);
    expect(found.z).toBeCloseTo(-150 / Math.sqrt(2750), 9);
    expect(found.interval[0]).toBeCloseTo(-150 - 1.959964 * Math.sqrt(2750), 3);
    const weighted = weightedDisplacementDifference({ treated: [100, 40], control: [50, 40], displacementTreated: [20, 25], displacementControl: [10, 12], timeWeights: [2, 1], areaWeights: { treated: 1, control: 1, displacementTreated: 1, displacementControl: 1 }, harm: 3 });
    expect(weighted.estimate).toBeCloseTo(3 * ((40 - 50) - (40 - 25) + (25 - 10) - (12 - 5)), 9);
    expect(eTest(5, 5).p).toBeGreaterThan(0.9);
    expect(eTest(0, 12).p).toBeLessThan(0.001);
  });
});

describe('what is wrong is said', () => {
  const options = { bandwidth: 100, cellSize: 100, extent: { west: 0, south: 0, east: 400, north: 400 } };
  const all: readonly (readonly [string, (points: { x: number[]; y: number[]; day: number[] }) => unknown])[] = [
    ['kernelDensity', (p) => kernelDensity(p, options)], ['dbscan', (p) => dbscan(p, { eps: 5, minPoints: 2 })], ['stDbscan', (p) => stDbscan(p, { eps: 5, epsDays: 2, minPoints: 2 })],
    ['hdbscan', (p) => hdbscan(p, { minClusterSize: 2 })], ['nearRepeat', (p) => nearRepeat(p, { spatialBands: [0, 5], temporalBands: [0, 5] })], ['knox', (p) => knox(p, { distance: 5, days: 5 })],
    ['jacquez', (p) => jacquez(p, { k: 1 })], ['mantel', (p) => mantel(p)], ['scan', (p) => scan({ ...p, cases: p.x.map(() => 1), population: p.x.map(() => 1) }, { model: 'poisson' })],
    ['distanceBand', (p) => distanceBand(p, 5)], ['nearest', (p) => nearest(p, 1)],
  ];

  it.each(all)('%s: not a number, unequal lengths', (_, call) => {
    expect(() => call({ x: [1, Number.NaN, 3], y: [1, 2, 3], day: [1, 2, 3] })).toThrow(RangeError);
    expect(() => call({ x: [1, 2, 3], y: [1, Infinity, 3], day: [1, 2, 3] })).toThrow(/y\[1\] is Infinity/);
    expect(() => call({ x: [1, 2, 3], y: [1, 2], day: [1, 2, 3] })).toThrow(/x has 3 entries and y has 2/);
  });

  it('options out of range name themselves', () => {
    expect(() => kernelDensity({ x: [1], y: [1] }, { ...options, bandwidth: 0 })).toThrow(/bandwidth/);
    expect(() => kernelDensity({ x: [1], y: [1] }, { ...options, cellSize: -1 })).toThrow(/cellSize/);
    expect(() => dbscan({ x: [1], y: [1] }, { eps: Number.NaN, minPoints: 1 })).toThrow(/eps/);
    expect(() => dbscan({ x: [1], y: [1] }, { eps: 1, minPoints: 0 })).toThrow(/minPoints/);
    expect(() => getisOrdGi([1, 2], queenGrid(2, 2))).toThrow(/values has 2 entries/);
    expect(() => weightedDisplacementDifference({ treated: [-1, 2], control: [1, 2] })).toThrow(/treated/);
    expect(() => eTest(1.5, 2)).toThrow(/whole/);
    expect(() => mannKendall([1, Number.NaN])).toThrow(RangeError);
    expect(() => predictionAccuracyIndex({ observed: [], predicted: [] })).toThrow(/no areas/);
  });

  const places = { x: [0, 1, 5, 6], y: [0, 0, 0, 0], day: [1, 2, 3, 4], period: [0, 1, 2, 0] };
  const nine = queenGrid(3, 3);
  const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const misspelt: readonly (readonly [string, RegExp, () => unknown])[] = [
    ['standardise of Gi*', /standardise is rows: use binary, row, none/, () => getisOrdGi(counts, nine, { standardise: 'rows' as never })],
    ['alternative of Gi*', /alternative is upper/, () => getisOrdGi(counts, nine, { alternative: 'upper' as never })],
    ['permutations of Gi*', /permutations is NaN/, () => getisOrdGi(counts, nine, { permutations: Number.NaN })],
    ['moments of local Moran', /moments is analytic/, () => localMoran(counts, nine, { moments: 'analytic' as never })],
    ['metric of near-repeat', /metric is cosine: use euclidean, manhattan/, () => nearRepeat(places, { spatialBands: [0, 5], temporalBands: [0, 5], metric: 'cosine' as never })],
    ['side of the bands', /closed is both/, () => nearRepeat(places, { spatialBands: [0, 5], temporalBands: [0, 5], closed: 'both' as never })],
    ['kernel', /kernel is toString/, () => kernelDensity(places, { ...options, kernel: 'toString' as never })],
    ['method of a bandwidth', /method is silverman: use scott, diggle, likelihood/, () => selectBandwidth(places, { method: 'silverman' as never })],
    ['variant of Mann-Kendall', /variant is hamed_rao/, () => mannKendall([1, 3, 2, 5], { variant: 'hamed_rao' as never })],
    ['level of Mann-Kendall', /alpha is 5/, () => mannKendall([1, 3, 2, 5], { alpha: 5 })],
    ['lag of Mann-Kendall', /lag is -1/, () => mannKendall([1, 3, 2, 5], { variant: 'yue-wang', lag: -1 })],
    ['endless value', /series\[1\] is Infinity/, () => mannKendall([1, Infinity, 2, 5])],
    ['level of emerging hot spots', /alpha is NaN/, () => emergingHotSpots([...counts, ...counts], nine, { steps: 2, alpha: Number.NaN })],
    ['level of a difference', /alpha is 2/, () => weightedDisplacementDifference({ treated: [20, 10], control: [20, 20], alpha: 2 })],
    ['control left out', /control must be \[before, after\]/, () => weightedDisplacementDifference({ treated: [20, 10] } as never)],
    ['harm that is no number', /harm\[0\] is NaN/, () => weightedDisplacementDifference({ treated: [20, 10], control: [20, 20], harm: Number.NaN })],
    ['events below nought', /observed\[0\] is -1/, () => predictionAccuracyIndex({ observed: [-1, 2], predicted: [1, 2] })],
    ['model of a scan', /model is normal/, () => scan({ ...places, cases: [1, 1, 1, 1], population: [1, 1, 1, 1] }, { model: 'normal' as never })],
    ['scan without what its model needs', /give population for poisson/, () => scan({ x: [0], y: [0], cases: [1] } as never, { model: 'poisson' })],
    ['a bandwidth of points on one line', /one line/, () => selectBandwidth({ x: [0, 1, 5], y: [2, 2, 2] }, { method: 'likelihood' })],
    ['cases where nobody lives', /population\[1\] is 0/, () => scan({ ...places, cases: [1, 1, 1, 1], population: [1, 0, 1, 1] })],
    ['share of a scan', /maximumShare is 50/, () => scan({ ...places, cases: [1, 1, 1, 1], population: [1, 1, 1, 1] }, { maximumShare: 50 })],
    ['level of a forecast', /level is 95/, () => forecast(places, { cellSize: 1, level: 95 })],
    ['settings of a forecast', /settings.fading is 2/, () => forecast(places, { cellSize: 1, settings: { fading: 2, contrast: 1 } })],
  ];
  it.each(misspelt)('%s', (_, words, call) => {
    expect(call).toThrow(RangeError);
    expect(call).toThrow(words);
  });

  it('a scan knows its model from what it is given', () => {
    const cases = [10, 9, 1, 2];
    const plain = { x: places.x, y: places.y, cases };
    expect(scan({ ...plain, population: [100, 100, 100, 100] }).clusters).toEqual(scan({ ...plain, population: [100, 100, 100, 100] }, { model: 'poisson' }).clusters);
    expect(scan({ ...plain, controls: [90, 91, 99, 98] }).clusters).toEqual(scan({ ...plain, controls: [90, 91, 99, 98] }, { model: 'bernoulli' }).clusters);
    expect(scan(places).clusters).toEqual(scan(places, { model: 'space-time-permutation' }).clusters);
  });

  it('a series that never changes has no trend under any variant', () => {
    for (const variant of ['original', 'hamed-rao', 'yue-wang', 'pre-whitening', 'trend-free-pre-whitening'] as const) {
      expect(mannKendall([2, 2, 2, 2, 2], { variant })).toMatchObject({ trend: 'no trend', s: 0, p: 1, slope: 0 });
    }
  });
});
