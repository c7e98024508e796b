import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeReference, json } from '../test/reference.ts';
import { clusterIndex, type PointFeature } from './cluster-index.ts';
import { forecast } from './forecast.ts';
import { negativeBinomialInterval } from './forecast-intervals.ts';
import { topHits } from './forecast-rivals.ts';
import { mercatorX, mercatorY } from './mercator.ts';
import { pointTiles, pointTilesOf, type MapView } from './point-tiles.ts';
import { seededRandom } from './random.ts';
import { encodePoints } from './vector-tile.ts';

interface Decoded { x: number; y: number; tags: Record<string, number> }

/** A plain reader of the tiles, written from the specification. */
function decode(bytes: Uint8Array): Decoded[] {
  const fields = (from: number, to: number): { field: number; value: number; start: number; end: number }[] => {
    const found = [];
    let at = from;
    const varint = (): number => {
      let value = 0;
      for (let shift = 1; ; shift *= 128) {
        const byte = bytes[at++]!;
        value += (byte % 128) * shift;
        if (byte < 128) return value;
      }
    };
    while (at < to) {
      const key = varint();
      if (key % 8 === 0) found.push({ field: key >> 3, value: varint(), start: 0, end: 0 });
      else {
        const length = varint();
        found.push({ field: key >> 3, value: 0, start: at, end: at + length });
        at += length;
      }
    }
    return found;
  };
  const numbers = (start: number, end: number): number[] => {
    const list: number[] = [];
    for (let at = start; at < end; ) {
      let value = 0;
      for (let shift = 1; ; shift *= 128) {
        const byte = bytes[at++]!;
        value += (byte % 128) * shift;
        if (byte < 128) break;
      }
      list.push(value);
    }
    return list;
  };
  const layer = fields(0, bytes.length)[0];
  if (layer === undefined) return [];
  const parts = fields(layer.start, layer.end);
  const keys = parts.filter((part) => part.field === 3).map((part) => new TextDecoder().decode(bytes.subarray(part.start, part.end)));
  const values = parts.filter((part) => part.field === 4).map((part) => fields(part.start, part.end)[0]!.value);
  const signed = (v: number): number => (v % 2 === 0 ? v / 2 : -(v + 1) / 2);
  return parts.filter((part) => part.field === 2).map((part) => {
    const own = fields(part.start, part.end);
    const geometry = own.find((f) => f.field === 4)!;
    const [command, x, y] = numbers(geometry.start, geometry.end);
    expect(command).toBe(9);
    const tagged = own.find((f) => f.field === 2)!;
    const tags = numbers(tagged.start, tagged.end);
    return { x: signed(x!), y: signed(y!), tags: Object.fromEntries(tags.flatMap((tag, k) => (k % 2 === 0 ? [[keys[tag]!, values[tags[k + 1]!]!]] : []))) };
  });
}

describe('pointTiles', () => {
  const random = seededRandom(6);
  const points = Array.from({ length: 400 }, () => ({ longitude: 0.05 + random.next() * 0.1, latitude: 51.7 + random.next() * 0.1, kind: random.below(4), access: random.below(3) }));
  const index = pointTiles({ longitude: points.map((p) => p.longitude), latitude: points.map((p) => p.latitude), attributes: { kind: points.map((p) => p.kind), access: points.map((p) => p.access) } });

  const totalAt = (view: MapView, z: number, options = {}): number => {
    const size = 2 ** z;
    const tiles = new Set(points.map((p) => `${Math.floor(mercatorX(p.longitude) * size)} ${Math.floor(mercatorY(p.latitude) * size)}`));
    return [...tiles].flatMap((tile) => decode(view.tile(z, Number(tile.split(' ')[0]), Number(tile.split(' ')[1]), options))).reduce((sum, feature) => sum + feature.tags['count']!, 0);
  };

  it('at every zoom the counts are exactly those of the points that pass', () => {
    fc.assert(fc.property(fc.subarray([0, 1, 2, 3]), fc.subarray([0, 1, 2]), fc.integer({ min: 0, max: 18 }), (kind, access, z) => {
      const expected = points.filter((p) => kind.includes(p.kind) && access.includes(p.access)).length;
      const view = index.view({ values: { kind, access } });
      expect(view.count).toBe(expected);
      expect(totalAt(view, z)).toBe(expected);
    }), { numRuns: 60 });
  });
  it('takes a flag for each point in the order given', () => {
    const visible = points.map((p) => (p.longitude < 0.08 ? 1 : 0));
    expect(totalAt(index.view({ visible }), 14)).toBe(visible.filter((flag) => flag === 1).length);
  });
  it('leaves out small numbers, and draws a single point where it lies with its tags', () => {
    for (const feature of decode(index.view().tile(9, 256, 169, { suppressBelow: 5 }))) expect(feature.tags['count']).toBeGreaterThanOrEqual(5);
    const one = pointTiles({ longitude: [0.1], latitude: [51.7], attributes: { kind: [3] } });
    const size = 2 ** 16;
    const [x, y] = [Math.floor(mercatorX(0.1) * size), Math.floor(mercatorY(51.7) * size)];
    const [feature] = decode(one.view().tile(16, x, y, { tags: ['kind'] }));
    expect(feature!.tags).toEqual({ count: 1, kind: 3 });
    expect(Math.abs(feature!.x - (mercatorX(0.1) * size - x) * 4096)).toBeLessThan(64);
    expect(Math.abs(feature!.y - (mercatorY(51.7) * size - y) * 4096)).toBeLessThan(64);
  });
  it('with more points it is as if all had been given at once, in memory of any kind and in another thread', () => {
    fc.assert(fc.property(fc.nat(400), fc.boolean(), fc.integer({ min: 0, max: 18 }), (split, shared, z) => {
      const part = (from: number, to: number) => {
        const some = points.slice(from, to);
        return { longitude: some.map((p) => p.longitude), latitude: some.map((p) => p.latitude), attributes: { kind: some.map((p) => p.kind), access: some.map((p) => p.access) } };
      };
      const grown = pointTiles(part(0, split), { shared }).with(part(split, 400));
      const filter = { values: { kind: [0, 2] }, visible: points.map((p) => (p.latitude > 51.75 ? 1 : 0)) };
      const [whole, joined] = [index.view(filter), grown.view(filter)];
      const elsewhere = pointTilesOf(structuredClone(grown.columns), { shared }).viewOf(structuredClone(joined.totals));
      const tiles = new Set(points.map((p) => `${Math.floor(mercatorX(p.longitude) * 2 ** z)} ${Math.floor(mercatorY(p.latitude) * 2 ** z)}`));
      for (const tile of [...tiles].slice(0, 20)) {
        const [x, y] = tile.split(' ').map(Number) as [number, number];
        expect(joined.clusters(z, x, y)).toEqual(whole.clusters(z, x, y));
        expect(elsewhere.tile(z, x, y)).toEqual(whole.tile(z, x, y));
      }
    }), { numRuns: 40 });
    expect(() => index.with({ longitude: [0], latitude: [51], attributes: { kind: [1] } })).toThrow('attribute access');
  });
  it('makes as many squares of a tile as asked for', () => {
    expect(index.view().clusters(9, 256, 169, { squares: 1 }).length).toBeLessThanOrEqual(1);
    expect(index.view().clusters(9, 256, 169, { squares: 8 }).length).toBeLessThan(index.view().clusters(9, 256, 169).length);
  });
  it('an empty tile has no bytes, an unknown attribute is an error', () => {
    expect(index.view().tile(10, 0, 0).length).toBe(0);
    expect(encodePoints('a', []).length).toBe(0);
    expect(() => index.view({ values: { colour: [1] } })).toThrow('no attribute colour');
  });
});

describe('forecast', () => {
  it('intervals hold the probability asked for', () => {
    // Poisson mean 4: P(1 <= X <= 8) = 0.9786 - 0.0183.
    expect(negativeBinomialInterval(4, Infinity, 0.95)).toEqual([1, 8]);
    expect(negativeBinomialInterval(0, 2, 0.95)).toEqual([0, 0]);
    const [low, high] = negativeBinomialInterval(10, 2, 0.95);
    expect(low).toBeLessThan(negativeBinomialInterval(10, Infinity, 0.95)[0]);
    expect(high).toBeGreaterThan(negativeBinomialInterval(10, Infinity, 0.95)[1]);
  });
  it('shares a tie at the cut evenly', () => {
    const hits = topHits(Float64Array.of(5, 1, 1, 1), Float64Array.of(4, 3, 0, 3), Uint32Array.of(0, 1, 2, 3), 0.5);
    expect(hits.hitRate).toBeCloseTo(0.6, 12);
    expect(hits.accuracyIndex).toBeCloseTo(1.2, 12);
  });
  it('expects as many as before where they were, covers what comes, and tells how it did', () => {
    const random = seededRandom(9);
    const list: { x: number; y: number; period: number }[] = [];
    const rates = Array.from({ length: 100 }, (_, cell) => (cell % 17 === 0 ? 12 : cell % 3 === 0 ? 1 : 0));
    const drawn = (): number[] => rates.map((rate) => Array.from({ length: 4 * rate }, () => Number(random.next() < 0.25)).reduce((a, b) => a + b, 0));
    for (let period = 0; period < 6; period++) drawn().forEach((count, cell) => { for (let k = 0; k < count; k++) list.push({ x: (cell % 10) * 200 + 100, y: Math.floor(cell / 10) * 200 + 100, period }); });
    const result = forecast({ x: list.map((e) => e.x), y: list.map((e) => e.y), period: list.map((e) => e.period) }, { cellSize: 200, extent: { west: 0, south: 0, east: 2000, north: 2000 } });
    expect(Math.abs(result.expected.reduce((a, b) => a + b, 0) / (list.length / 6) - 1)).toBeLessThan(0.1);
    const came = drawn();
    const covered = came.filter((count, cell) => count >= result.low[cell]! && count <= result.high[cell]!).length;
    expect(covered).toBeGreaterThanOrEqual(90);
    expect(result.performance.map((p) => p.share)).toEqual([0.01, 0.05]);
    for (const { accuracyIndex, interval } of result.performance) {
      expect(interval[0]).toBeLessThan(accuracyIndex);
      expect(interval[1]).toBeGreaterThan(accuracyIndex);
    }
    expect(() => forecast({ x: [1], y: [1], period: [0.5] }, { cellSize: 200 })).toThrow('period is 0.5');
  });
  it('takes a quiet cell for its neighbours and a busy one for itself', () => {
    const settings = { fading: 1, contrast: 1 };
    // Cells of 200 m in one row; the last is empty between others in the one town, and busy among empty ones in the other.
    const quiet = forecast(inRow([[4, 4, 0, 4, 4], [4, 4, 0, 4, 4]]), { ...ROW, settings }).expected;
    expect(quiet[2]!).toBeGreaterThan(0.2);
    const busy = forecast(inRow([[0, 0, 90, 0, 0], [0, 0, 90, 0, 0]]), { ...ROW, settings }).expected;
    expect(busy[2]! / busy.reduce((a, b) => a + b, 0)).toBeGreaterThan(0.8);
  });
  it('finds on the past whether cells change, and follows the busy ones that do', () => {
    const steady = Array.from({ length: 8 }, () => [60, 60, 60, 60, 60]);
    // Each level goes its own way, month by month.
    const moving = steady.map((cells, month) => cells.map((count, cell) => Math.round(count * Math.exp((cell - 2) * 0.2 * month))));
    expect(forecast(inRow(steady), ROW).settings.drift).toBe(0);
    expect(forecast(inRow(moving), ROW).settings.drift).toBeGreaterThan(0);
    const shareOfLast = (drift: number): number => {
      const { expected } = forecast(inRow([[90, 0, 0, 0, 30], [30, 0, 0, 0, 90]]), { ...ROW, settings: { fading: 1, contrast: 4, drift } });
      return expected[4]! / expected.reduce((a, b) => a + b, 0);
    };
    expect(shareOfLast(0)).toBeCloseTo(0.5, 1);
    expect(shareOfLast(0.03)).toBeGreaterThan(shareOfLast(0) + 0.03);
    expect(() => forecast(inRow([[1], [1]]), { ...ROW, settings: { fading: 1, contrast: 1, drift: -1 } })).toThrow('settings.drift');
  });
  it('finds on the past whether cells are like their surroundings', () => {
    const random = seededRandom(4);
    const drawn = (rate: number): number => Array.from({ length: 40 }, () => Number(random.next() < rate / 40)).reduce((a, b) => a + b, 0);
    const months = (rates: readonly number[]): number[][] => Array.from({ length: 6 }, () => rates.map(drawn));
    const alike = Array.from({ length: 200 }, () => 2);
    const apart = alike.map((_, cell) => (cell % 5 === 0 ? 10 : 0));
    const across = { cellSize: 200, extent: { west: 0, south: 0, east: 40_000, north: 200 } };
    const ofAlike = forecast(inRow(months(alike)), across);
    const ofApart = forecast(inRow(months(apart)), across);
    expect(ofAlike.settings.contrast).toBeLessThan(1);
    expect(ofApart.settings.contrast).toBeGreaterThan(1);
    // What is expected of cells that are all alike must lie nearer the truth than their own past.
    const error = (values: readonly number[]): number => values.reduce((sum, value) => sum + (value - 2) ** 2, 0);
    const again = seededRandom(4);
    const past = Array.from({ length: 200 }, () => 0);
    for (let month = 0; month < 6; month++) for (let cell = 0; cell < 200; cell++) for (let k = 0; k < 40; k++) past[cell]! += Number(again.next() < 2 / 40) / 6;
    expect(error([...ofAlike.expected])).toBeLessThan(0.9 * error(past));
  });
});

const ROW = { cellSize: 200, extent: { west: 0, south: 0, east: 1000, north: 200 } };

/** Events of cells of 200 m in one row, one list for each period. */
function inRow(periods: readonly (readonly number[])[]): { x: number[]; y: number[]; period: number[] } {
  const events = periods.flatMap((cells, period) => cells.flatMap((count, cell) => Array.from({ length: count }, () => ({ cell, period }))));
  return { x: events.map(({ cell }) => cell * 200 + 100), y: events.map(() => 100), period: events.map(({ period }) => period) };
}

describeReference('supercluster', () => {
  it('tile 0/0/0 deep-equal, with clusters of 2 and of 5', () => {
    const features = json<{ features: PointFeature<Record<string, unknown>>[] }>('supercluster/places.json').features;
    expect(clusterIndex(features).getTile(0, 0, 0)).toEqual(json('supercluster/places-z0-0-0.json'));
    expect(clusterIndex(features, { minPoints: 5 }).getTile(0, 0, 0)).toEqual(json('supercluster/places-z0-0-0-min5.json'));
  });
});
