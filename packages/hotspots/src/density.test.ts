import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeReference, largestRelative, rows } from '../test/reference.ts';
import { selectBandwidth } from './bandwidth.ts';
import { densityAtPoints, densityRatio, kernelDensity } from './density.ts';
import type { Kernel } from './kernels.ts';
import { seededRandom } from './random.ts';
import { incrementalSurface } from './surface.ts';

const NAIVE: Record<Kernel, (squared: number) => number> = {
  gaussian: (u) => Math.exp(-u / 2) / (2 * Math.PI),
  quartic: (u) => (u <= 1 ? (3 / Math.PI) * (1 - u) ** 2 : 0),
  epanechnikov: (u) => (u <= 1 ? (2 / Math.PI) * (1 - u) : 0),
  uniform: (u) => (u <= 1 ? 1 / Math.PI : 0),
};

function naive(kernel: Kernel, x: ArrayLike<number>, y: ArrayLike<number>, weights: ArrayLike<number> | undefined, h: number, px: number, py: number): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (weights?.[i] ?? 1) * NAIVE[kernel](((x[i]! - px) ** 2 + (y[i]! - py) ** 2) / (h * h));
  return sum / (h * h);
}

const places = fc.array(fc.record({ x: fc.integer({ min: -500, max: 1500 }), y: fc.integer({ min: -500, max: 1500 }), w: fc.integer({ min: 0, max: 9 }) }), { minLength: 1, maxLength: 40 });

describe('kernelDensity', () => {
  for (const kernel of Object.keys(NAIVE) as Kernel[]) {
    it(`is the plain sum of ${kernel} hills, row 0 in the south`, () => {
      fc.assert(fc.property(places, fc.integer({ min: 7, max: 400 }), (list, h) => {
        const [x, y, weights] = [list.map((p) => p.x), list.map((p) => p.y), list.map((p) => p.w)];
        const surface = kernelDensity({ x, y, weights }, { bandwidth: h, cellSize: 100, extent: { west: 0, south: 0, east: 1000, north: 500 }, kernel });
        expect([surface.columns, surface.rows]).toEqual([10, 5]);
        const expected = Array.from(surface.values, (_, cell) => naive(kernel, x, y, weights, h, 100 * (cell % 10) + 50, 100 * Math.floor(cell / 10) + 50));
        surface.values.forEach((value, cell) => expect(Math.abs(value - expected[cell]!)).toBeLessThanOrEqual(1e-12 * expected[cell]! + 1e-300));
      }));
    });
  }

  const random = seededRandom(11);
  const spots = Array.from({ length: 12 }, () => [random.next() * 20_000, random.next() * 20_000]);
  const layouts: [name: string, place: () => [number, number], count: number, h: number][] = [
    ['spread evenly (Taylor moments)', () => [random.next() * 20_000, random.next() * 20_000], 60_000, 300],
    ['in tight spots (tails of far cells)', () => { const spot = spots[random.below(12)]!; return [spot[0]! + random.next() * 400, spot[1]! + random.next() * 400]; }, 30_000, 150],
    ['on one place', () => [10_010, 9_990], 20_000, 250],
  ];
  for (const [name, place, count, h] of layouts) {
    it(`holds 1e-9 relative in every cell for many points ${name}`, () => {
      const points = Array.from({ length: count }, place);
      const [x, y] = [points.map((p) => p[0]), points.map((p) => p[1])];
      const surface = kernelDensity({ x, y }, { bandwidth: h, cellSize: 200, extent: { west: 0, south: 0, east: 20_000, north: 20_000 } });
      for (let cell = 0; cell < 10_000; cell += 397) {
        const exact = naive('gaussian', x, y, undefined, h, 200 * (cell % 100) + 100, 200 * Math.floor(cell / 100) + 100);
        if (exact > 1e-290) expect(Math.abs(surface.values[cell]! / exact - 1)).toBeLessThan(1e-9);
        else expect(surface.values[cell]).toBeLessThan(1e-289);
      }
    });
  }

  it('says what is wrong with its input', () => {
    const options = { bandwidth: 100, cellSize: 10 };
    expect(() => kernelDensity({ x: [1, NaN], y: [1, 2] }, options)).toThrow('x[1] is NaN');
    expect(() => kernelDensity({ x: [1], y: [1, 2] }, options)).toThrow('x has 1 entries and y has 2');
    expect(() => kernelDensity({ x: [], y: [] }, options)).toThrow('no points and no extent');
    expect(() => kernelDensity({ x: [1], y: [1] }, { ...options, bandwidth: 0 })).toThrow('bandwidth is 0');
    expect(() => kernelDensity({ x: [1], y: [1], weights: [-1] }, options)).toThrow('weights[0] is -1');
    expect(() => kernelDensity({ x: [1], y: [1] }, { ...options, extent: { west: 5, south: 0, east: 5, north: 1 } })).toThrow('not east of');
  });
});

describe('densityRatio', () => {
  it('is 1 everywhere for two copies of one set, whatever their size', () => {
    const twice = { x: [0, 100, 0, 100], y: [0, 50, 0, 50] };
    const ratio = densityRatio(twice, { x: [0, 100], y: [0, 50] }, { bandwidth: 80, cellSize: 20 });
    for (const value of ratio.values) expect(value).toBeCloseTo(1, 12);
  });
});

describe('incrementalSurface', () => {
  for (const kernel of ['gaussian', 'quartic'] as const) {
    it(`${kernel}: follows reports added, corrected and withdrawn as if it had been made anew`, () => {
      fc.assert(fc.property(places, places, (before, added) => {
        const options = { bandwidth: 120, cellSize: 100, extent: { west: 0, south: 0, east: 1000, north: 1000 }, kernel };
        const surface = incrementalSurface({ x: before.map((p) => p.x), y: before.map((p) => p.y) }, options);
        for (const { x, y, w } of added) surface.add({ x, y, weight: w });
        for (const { x, y, w } of added) surface.correct({ x, y, weight: w }, { x: x + 30, y, weight: w + 1 });
        for (const { x, y, w } of added) surface.withdraw({ x: x + 30, y, weight: w + 1 });
        const anew = kernelDensity({ x: before.map((p) => p.x), y: before.map((p) => p.y) }, options);
        // What passes through a cell leaves at most about 1e-31 of itself behind.
        anew.values.forEach((value, cell) => expect(Math.abs(surface.values[cell]! - value)).toBeLessThan(1e-9 * value + 1e-31));
      }), { numRuns: 40 });
    });
  }
});

describeReference('spatstat', () => {
  const arson = (): { x: number[]; y: number[] } => {
    const list = rows('kde/chicago_arson.csv', { header: true });
    return { x: list.map((row) => Number(row[0])), y: list.map((row) => Number(row[1])) };
  };
  it('density at the points, with and without leaving each out, within 1e-12 relative', () => {
    const expected = rows('kde/spatstat_chicago_arson_sigma500_atpoints.csv', { header: true });
    const points = { x: expected.map((row) => Number(row[0])), y: expected.map((row) => Number(row[1])) };
    expect(largestRelative(densityAtPoints(points, { bandwidth: 500 }), expected.map((row) => Number(row[2])))).toBeLessThan(1e-12);
    expect(largestRelative(densityAtPoints(points, { bandwidth: 500, leaveOneOut: true }), expected.map((row) => Number(row[3])))).toBeLessThan(1e-12);
  });
  it('bandwidths by Scott, Diggle and likelihood, in the bounds widened by 1000 feet', () => {
    const points = arson();
    const window = { west: Math.min(...points.x) - 1000, east: Math.max(...points.x) + 1000, south: Math.min(...points.y) - 1000, north: Math.max(...points.y) + 1000 };
    const [east, north] = selectBandwidth(points, { method: 'scott' });
    expect(east).toBeCloseTo(1672.115, 3);
    expect(north).toBeCloseTo(3227.488, 3);
    expect(selectBandwidth(points, { method: 'diggle', window })).toBeCloseTo(620.7697, 4);
    expect(selectBandwidth(points, { method: 'likelihood', window })).toBeCloseTo(713.8393, 4);
  });
});
