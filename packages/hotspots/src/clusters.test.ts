import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeReference, json, rows } from '../test/reference.ts';
import { dbscan, type Clusters } from './dbscan.ts';
import { hdbscan } from './hdbscan.ts';
import { seededRandom } from './random.ts';
import { stDbscan } from './st-dbscan.ts';

/** DBSCAN as it is defined, in the order of scikit-learn. */
function naive(count: number, near: (i: number, j: number) => boolean, minPoints: number): Clusters {
  const neighbours = Array.from({ length: count }, (_, i) => Array.from({ length: count }, (_unused, j) => j).filter((j) => near(i, j)));
  const core = Uint8Array.from(neighbours, (list) => Number(list.length >= minPoints));
  const labels = new Int32Array(count).fill(-1);
  let next = 0;
  for (let i = 0; i < count; i++) {
    if (labels[i] !== -1 || core[i] === 0) continue;
    const stack = [i];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (labels[at] !== -1) continue;
      labels[at] = next;
      if (core[at] === 1) stack.push(...neighbours[at]!.filter((j) => labels[j] === -1));
    }
    next++;
  }
  return { labels, core };
}

const place = fc.record({ x: fc.integer({ min: 0, max: 60 }), y: fc.integer({ min: 0, max: 60 }), day: fc.integer({ min: 0, max: 20 }) });
const columns = (list: { x: number; y: number; day: number }[]): { x: number[]; y: number[]; day: number[] } => ({ x: list.map((p) => p.x), y: list.map((p) => p.y), day: list.map((p) => p.day) });

describe('dbscan', () => {
  it('equals its definition, labels and border points included', () => {
    fc.assert(fc.property(fc.array(place, { maxLength: 120 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 7 }), (list, eps, minPoints) => {
      const near = (i: number, j: number): boolean => (list[i]!.x - list[j]!.x) ** 2 + (list[i]!.y - list[j]!.y) ** 2 <= eps * eps;
      expect(dbscan(columns(list), { eps, minPoints })).toEqual(naive(list.length, near, minPoints));
    }), { numRuns: 300 });
  });
  it('counts a point exactly at eps, and the point itself', () => {
    expect(dbscan({ x: [0, 1, 1], y: [0, 0, 0] }, { eps: 1, minPoints: 3 }).core[0]).toBe(1);
    expect(dbscan({ x: [0, 1, 1], y: [0, 0, 0] }, { eps: 0.99, minPoints: 2 }).core[0]).toBe(0);
    expect(dbscan({ x: [0], y: [0] }, { eps: 1, minPoints: 1 }).labels[0]).toBe(0);
  });
  it('takes points very far apart, and no points at all', () => {
    expect(Array.from(dbscan({ x: [0, 0.5, 5e6], y: [0, 0, 5e6] }, { eps: 1, minPoints: 2 }).labels)).toEqual([0, 0, -1]);
    expect(dbscan({ x: [], y: [] }, { eps: 1, minPoints: 2 }).labels.length).toBe(0);
    expect(() => dbscan({ x: [0, 1e15], y: [0, 0] }, { eps: 1, minPoints: 2 })).toThrow('check the units');
  });
  it('says what is wrong', () => {
    expect(() => dbscan({ x: [0], y: [0] }, { eps: 0, minPoints: 2 })).toThrow('eps is 0');
    expect(() => dbscan({ x: [0], y: [0] }, { eps: 1, minPoints: 0 })).toThrow('minPoints is 0');
    expect(() => dbscan({ x: [Infinity], y: [0] }, { eps: 1, minPoints: 1 })).toThrow('x[0] is Infinity');
  });
});

describe('stDbscan', () => {
  it('equals its definition', () => {
    fc.assert(fc.property(fc.array(place, { maxLength: 80 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 5 }), (list, eps, epsDays, minPoints) => {
      const near = (i: number, j: number): boolean => (list[i]!.x - list[j]!.x) ** 2 + (list[i]!.y - list[j]!.y) ** 2 <= eps * eps && Math.abs(list[i]!.day - list[j]!.day) <= epsDays;
      expect(stDbscan(columns(list), { eps, epsDays, minPoints })).toEqual(naive(list.length, near, minPoints));
    }), { numRuns: 200 });
  });
});

describe('hdbscan', () => {
  it('finds clusters of different density and leaves what lies between them', () => {
    const random = seededRandom(4);
    const blob = (x: number, spread: number): [number, number][] => Array.from({ length: 80 }, () => [x + (random.next() - 0.5) * spread, (random.next() - 0.5) * spread]);
    const points = [...blob(0, 10), ...blob(200, 60), [100, 400] as [number, number]];
    const { labels, probabilities } = hdbscan({ x: points.map((p) => p[0]), y: points.map((p) => p[1]) }, { minClusterSize: 15 });
    expect(new Set(labels.slice(0, 80))).toEqual(new Set([0]));
    expect(Array.from(labels.slice(80, 160)).filter((label) => label === 1).length).toBeGreaterThan(60);
    expect(labels[160]).toBe(-1);
    expect(probabilities[160]).toBe(0);
    expect(Math.max(...probabilities)).toBe(1);
  });
});

describeReference('scikit-learn and R dbscan', () => {
  interface Toy { cases: { X: [number][]; eps: number; minPts: number; core: number[]; labels: number[] }[] }
  it('the toy cases', () => {
    for (const { X, eps, minPts, core, labels } of json<Toy>('dbscan/sklearn_toy.json').cases) {
      const found = dbscan({ x: X.map((v) => v[0]), y: X.map(() => 0) }, { eps, minPoints: minPts });
      expect(Array.from(found.labels)).toEqual(labels);
      expect(Array.from(found.core).flatMap((flag, i) => (flag === 1 ? [i] : []))).toEqual(core);
    }
  });
  it('11,700 burglaries: core flags, noise and core clusters of R', () => {
    const table = rows('dbscan/R_dbscan_chicago_be_eps200_min5.csv.gz', { header: true });
    const { labels, core } = dbscan({ x: table.map((row) => Number(row[0])), y: table.map((row) => Number(row[1])) }, { eps: 200, minPoints: 5 });
    expect(Array.from(core)).toEqual(table.map((row) => Number(row[3] === 'TRUE')));
    expect(Array.from(labels, (label) => label === -1)).toEqual(table.map((row) => row[2] === '-1'));
    const pairs = new Set(table.flatMap((row, i) => (core[i] === 1 ? [`${row[2]} ${labels[i]}`] : [])));
    expect(pairs.size).toBe(467);
    expect(new Set(labels).size - 1).toBe(467);
    expect(labels.filter((label) => label === -1).length).toBe(3299);
  });
});
