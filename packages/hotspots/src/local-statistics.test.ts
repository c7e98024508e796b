import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeReference, json, largestDifference, text } from '../test/reference.ts';
import { falseDiscoveryRate } from './false-discovery.ts';
import { getisOrdG, getisOrdGi } from './getis-ord.ts';
import { localMoran } from './local-moran.ts';
import { seededRandom } from './random.ts';
import { distanceBand, fromNeighbours, nearest, queenGrid, rookGrid, type SpatialWeights } from './weights.ts';

const lists = (weights: SpatialWeights): number[][] => Array.from({ length: weights.count }, (_, i) => Array.from(weights.neighbours.subarray(weights.starts[i], weights.starts[i + 1])));

describe('weights', () => {
  it('a distance band includes its edge', () => {
    expect(lists(distanceBand({ x: [0, 15, 30.001], y: [0, 0, 0] }, 15))).toEqual([[1], [0], []]);
  });
  it('the nearest are the nearest by brute force, ties by number', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), { minLength: 4, maxLength: 40 }), fc.integer({ min: 1, max: 3 }), (points, k) => {
      const [x, y] = [points.map((p) => p[0]), points.map((p) => p[1])];
      const expected = points.map((p, i) => points.map((q, j) => ({ j, d: (p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 })).filter(({ j }) => j !== i).sort((a, b) => a.d - b.d || a.j - b.j).slice(0, k).map(({ j }) => j).sort((a, b) => a - b));
      expect(lists(nearest({ x, y }, k))).toEqual(expected);
    }));
  });
  it('grids have queens and rooks', () => {
    expect(lists(queenGrid(3, 2))[0]).toEqual([1, 3, 4]);
    expect(lists(rookGrid(3, 3))[4]).toEqual([1, 3, 5, 7]);
  });
  it('says which neighbour is wrong', () => {
    expect(() => fromNeighbours([[1], [2]])).toThrow('place 1 has neighbour 2');
    expect(() => fromNeighbours([[1, 1], []])).toThrow('lists neighbour 1 twice');
  });
});

describe('getisOrdGi', () => {
  for (const [columns, rows, make] of [[1, 9, queenGrid], [9, 1, queenGrid], [4, 6, queenGrid], [5, 5, rookGrid], [2, 3, rookGrid]] as const) {
    it(`${make.name} ${columns} x ${rows}: the grid's short way equals the lists`, () => {
      const random = seededRandom(columns * 31 + rows);
      const values = Array.from({ length: columns * rows }, () => random.below(9));
      const grid = make(columns, rows);
      const short = getisOrdGi(values, grid).z;
      const long = getisOrdGi(values, fromNeighbours(lists(grid))).z;
      short.forEach((z, i) => (Number.isNaN(z) ? expect(long[i]).toBeNaN() : expect(z).toBeCloseTo(long[i]!, 10)));
    });
  }

  it('permutation p is that of drawing all neighbours from the others, within Monte Carlo error', () => {
    // Small enough to list every draw: 8 places, each with 2 neighbours.
    const values = [1, 4, 2, 9, 7, 3, 3, 8];
    const ring = fromNeighbours(values.map((_, i) => [(i + 1) % 8, (i + 7) % 8]));
    const result = getisOrdGi(values, ring, { star: false, permutations: 19_999, seed: 3, alternative: 'greater' });
    values.forEach((_, i) => {
      const others = values.filter((_value, j) => j !== i);
      const seen = values[(i + 1) % 8]! + values[(i + 7) % 8]!;
      let hits = 0;
      let draws = 0;
      others.forEach((a, j) => others.forEach((b, k) => {
        if (j === k) return;
        draws++;
        if (a + b >= seen) hits++;
      }));
      expect(Math.abs(result.permutationP![i]! - hits / draws)).toBeLessThan(0.02);
    });
  });

  it('gives the same p for the same seed, and for weights listed as equal', () => {
    const values = Array.from({ length: 30 }, (_, i) => (i * 7) % 11);
    const grid = queenGrid(6, 5);
    const weighted = fromNeighbours(lists(grid), lists(grid).map((list) => list.map(() => 1)));
    const run = (weights: SpatialWeights): Float64Array => getisOrdGi(values, weights, { standardise: 'none', permutations: 199, seed: 8 }).permutationP!;
    expect(run(grid)).toEqual(run(grid));
    expect(run(weighted)).toEqual(run(grid));
  });

  it('has no z for islands without themselves, and none for equal values', () => {
    const island = fromNeighbours([[1], [0], [], [1]]);
    expect(getisOrdGi([1, 2, 3, 4], island, { star: false }).z[2]).toBeNaN();
    expect(getisOrdGi([0.1, 0.1, 0.1, 0.1], island).z.every(Number.isNaN)).toBe(true);
  });
});

describe('localMoran', () => {
  it('conditional moments are those of all rearrangements of the others', () => {
    const values = [1, 4, 2, 9, 7];
    const weights = fromNeighbours([[1, 2], [0, 2, 3], [0, 1], [1, 4], [3]]);
    const { i, z } = localMoran(values, weights, { standardise: 'binary' });
    const mean = 4.6;
    const m2 = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 5;
    const others = [4, 2, 9, 7];
    const draws = others.flatMap((a, j) => others.filter((_, k) => k !== j).map((b) => ((values[0]! - mean) * (a + b - 2 * mean)) / m2));
    const expected = draws.reduce((sum, v) => sum + v, 0) / draws.length;
    const variance = draws.reduce((sum, v) => sum + (v - expected) ** 2, 0) / draws.length;
    expect(z[0]).toBeCloseTo((i[0]! - expected) / Math.sqrt(variance), 10);
  });
});

describe('falseDiscoveryRate', () => {
  it('adjusts as R does (p.adjust, BH and BY)', () => {
    const p = [0.01, 0.02, 0.03, 0.04, 0.5];
    expect(largestDifference(falseDiscoveryRate(p), [0.05, 0.05, 0.05, 0.05, 0.5])).toBeLessThan(1e-12);
    expect(falseDiscoveryRate(p, { dependence: 'any' })[0]).toBeCloseTo(0.05 * (1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5), 12);
    expect(falseDiscoveryRate([Number.NaN, 0.04])).toEqual(Float64Array.of(Number.NaN, 0.04));
  });
});

describeReference('PySAL and spdep', () => {
  interface Case { points: [number, number][]; y: number[]; all_Gi_B: number[]; all_Gi_R: number[]; all_Gistar_B: number[]; all_Gistar_R: number[]; G_run: [number, number, number] }
  it('PySAL: Gi and Gi*, binary and row, and the general G', () => {
    const c = json<Case>('localg/esda_getisord_cases.json');
    const weights = distanceBand({ x: c.points.map((p) => p[0]), y: c.points.map((p) => p[1]) }, 15);
    for (const [star, standardise, expected] of [[false, 'binary', c.all_Gi_B], [false, 'row', c.all_Gi_R], [true, 'binary', c.all_Gistar_B], [true, 'row', c.all_Gistar_R]] as const) {
      expect(largestDifference(getisOrdGi(c.y, weights, { star, standardise }).z, expected)).toBeLessThan(1e-12);
    }
    const { g, z, p } = getisOrdG(c.y, weights);
    expect(largestDifference([g, z, p], c.G_run)).toBeLessThan(1e-12);
  });
  it('spdep: Gi, Gi*, local Moran and its z, within 1e-12', () => {
    const table = text('localg/spdep_sids2_queen.csv').split('\n').slice(1).map((line) => /^\d+,([^,]+),\d+,"([^"]*)",(.*)$/.exec(line)!);
    const values = table.map((row) => Number(row[1]));
    const weights = fromNeighbours(table.map((row) => row[2]!.split(' ').map((i) => Number(i) - 1)));
    const column = (k: number): number[] => table.map((row) => Number(row[3]!.split(',')[k]));
    expect(largestDifference(getisOrdGi(values, weights, { star: false }).z, column(0))).toBeLessThan(1e-12);
    expect(largestDifference(getisOrdGi(values, weights).z, column(1))).toBeLessThan(1e-12);
    expect(largestDifference(getisOrdGi(values, weights, { standardise: 'row', rowVariance: 'exact' }).z, column(2))).toBeLessThan(1e-12);
    const moran = localMoran(values, weights);
    expect(largestDifference(moran.i, column(3))).toBeLessThan(1e-12);
    expect(largestDifference(moran.z, column(4))).toBeLessThan(1e-12);
  });
});
