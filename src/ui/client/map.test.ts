import { encodePoints } from '@safer-hub/hotspots';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { onScreen, scaleBar, tilesOf, toPlace, toSpot, underScreen, viewOfBox, zoomedAt, type MapView } from './map-place.ts';
import { placeFor } from './map-ground.ts';
import { clustersOf, diameterOf, signsAt } from './map-signs.ts';
import { above, below, TileStore } from './map-tiles.ts';
import { readVectorTile } from './vector-tile.ts';

const coordinate = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const views = fc.record({ x: coordinate(0.4, 0.6), y: coordinate(0.3, 0.4), zoom: coordinate(4, 17), width: fc.integer({ min: 200, max: 1_600 }), height: fc.integer({ min: 200, max: 1_200 }) });

describe('places on the map', () => {
  test('there and back again', () => {
    fc.assert(fc.property(coordinate(-80, 80), coordinate(-179, 179), (lat, lon) => {
      const back = toPlace(toSpot({ lat, lon }));
      expect(back.lat).toBeCloseTo(lat, 9);
      expect(back.lon).toBeCloseTo(lon, 9);
    }));
  });

  test('what is under the hand stays there when the map goes nearer', () => {
    fc.assert(fc.property(views, coordinate(-2, 2), coordinate(0, 1), coordinate(0, 1), (view, levels, across, down) => {
      const point = { x: across * view.width, y: down * view.height };
      const held = underScreen(view, point);
      const now = onScreen(zoomedAt(view, view.zoom + levels, point), held);
      expect(Math.hypot(now.x - point.x, now.y - point.y)).toBeLessThan(1e-3);
    }));
  });

  test('every point of the picture lies in one of its tiles', () => {
    fc.assert(fc.property(views, coordinate(0, 1), coordinate(0, 1), (view: MapView, across, down) => {
      const zoom = Math.floor(view.zoom);
      const at = underScreen(view, { x: across * (view.width - 1), y: down * (view.height - 1) });
      expect(tilesOf(view, zoom)).toContainEqual({ z: zoom, x: Math.floor(at.x * 2 ** zoom), y: Math.floor(at.y * 2 ** zoom) });
    }));
  });

  test('a box fills the picture, and the bar stands for the metres it says', () => {
    const view = viewOfBox(toSpot({ lat: 51.75, lon: 0.05 }), toSpot({ lat: 51.8, lon: 0.15 }), { width: 800, height: 600 }, 16);
    const corner = onScreen(view, toSpot({ lat: 51.8, lon: 0.05 }));
    expect(Math.min(corner.x, corner.y)).toBeCloseTo(16, 3);
    const { metres, pixels } = scaleBar(view, 100);
    expect(metres).toBe(500);
    const [one, other] = [underScreen(view, { x: 0, y: 300 }), underScreen(view, { x: pixels, y: 300 })].map(toPlace);
    expect(((other!.lon - one!.lon) * Math.PI * 6_378_137 * Math.cos((one!.lat * Math.PI) / 180)) / 180).toBeCloseTo(500, -1);
  });
});

describe('tiles', () => {
  test('what the server writes is read: places, numbers, the smaller first', () => {
    fc.assert(fc.property(fc.array(fc.record({ x: fc.integer({ min: -64, max: 4_160 }), y: fc.integer({ min: -64, max: 4_160 }), count: fc.integer({ min: 1, max: 2_000_000 }) }), { minLength: 1, maxLength: 40 }), (points) => {
      const read = clustersOf(encodePoints('reports', points.map(({ x, y, count }) => ({ x, y, tags: [['count', count], ['hour', 3]] }))), { z: 12, x: 2_049, y: 1_361 });
      const wanted = points.map(({ x, y, count }) => ({ x: (2_049 + x / 4_096) / 4_096, y: (1_361 + y / 4_096) / 4_096, count })).toSorted((one, other) => one.count - other.count);
      expect(read).toEqual(wanted);
    }));
  });

  test('areas close, holes and further parts stay apart, other layers are passed over', () => {
    // The polygon of the specification's example: (3, 6), (8, 12), (20, 34); then one line of two corners.
    const area = [0x18, 3, 0x22, 9, 9, 6, 12, 18, 10, 12, 24, 44, 15];
    const line = [0x18, 2, 0x22, 6, 9, 4, 4, 10, 0, 16];
    const named = (name: string, feature: readonly number[]): number[] => {
      const layer = [0x0a, name.length, ...Buffer.from(name), 0x12, feature.length, ...feature, 0x28, 0x80, 0x20, 0x78, 2];
      return [0x1a, layer.length, ...layer];
    };
    const layers = readVectorTile(Uint8Array.from([...named('water', area), ...named('roads', line), ...named('pois', line)]), (name) => name !== 'pois');
    expect(layers.map(({ name, extent }) => [name, extent])).toEqual([['water', 4_096], ['roads', 4_096]]);
    expect(layers[0]?.features).toEqual([{ kind: 3, tags: [], parts: [Int32Array.from([3, 6, 8, 12, 20, 34, 3, 6])] }]);
    expect(layers[1]?.features[0]?.parts).toEqual([Int32Array.from([2, 2, 2, 10])]);
    expect(() => readVectorTile(Uint8Array.from([0x1a, 0x85]), () => true)).toThrow('ends too early');
  });

  test('the four below a tile have it above them', () => {
    expect(below({ z: 3, x: 4, y: 2 }).map((tile) => above(tile, 1))).toEqual(Array.from({ length: 4 }, () => ({ z: 3, x: 4, y: 2 })));
  });

  test('each is fetched once, a failure is told, and nothing is asked for without need', async () => {
    const asked: string[] = [];
    const told: string[] = [];
    const store = new TileStore<number>(async ({ z, x, y }) => {
      asked.push(`${z}/${x}/${y}`);
      if (x === 9) throw new Error('The line is down');
      return await Promise.resolve(x * 10);
    }, (error) => told.push(error?.message ?? 'here'));
    expect(store.have({ z: 4, x: 5, y: 6 })).toBeUndefined();
    expect(store.want({ z: 4, x: 5, y: 6 })).toBeUndefined();
    store.want({ z: 4, x: 5, y: 6 });
    store.want({ z: 4, x: 9, y: 6 });
    expect(store.settled).toBe(false);
    await new Promise((resolve) => setImmediate(resolve));
    expect(store.settled).toBe(true);
    expect([store.want({ z: 4, x: 5, y: 6 }), store.want({ z: 4, x: 9, y: 6 })]).toEqual([50, undefined]);
    expect([asked, told.toSorted()]).toEqual([['4/5/6', '4/9/6'], ['The line is down', 'here']]);
  });
});

describe('names', () => {
  const name = { x: 100, y: 100, width: 60, height: 22 };
  const at = (left: number, top: number) => ({ left, top, right: left + 60, bottom: top + 22 });
  test.each([
    ['where it belongs', [], [], at(70, 89)],
    ['below a sign on it', [], [{ left: 90, right: 110, top: 85, bottom: 105 }], at(70, 107)],
    ['above, if the name of another is below', [at(70, 110)], [{ left: 90, right: 110, top: 95, bottom: 112 }], at(70, 71)],
    ['aside, if signs stand above and below', [], [{ left: 60, right: 112, top: 30, bottom: 170 }], at(115, 89)],
    ['where least of it is hidden', [], [{ left: 0, right: 200, top: 0, bottom: 130 }, { left: 0, right: 200, top: 140, bottom: 200 }], at(70, 119)],
    ['under signs that are everywhere', [], [{ left: 0, right: 200, top: 0, bottom: 200 }], at(70, 89)],
    ['nowhere among names', [{ left: 0, right: 200, top: 0, bottom: 200 }], [], undefined],
  ])('lies %s', (_, names, signs, place) => {
    expect(placeFor(name, names, signs)).toEqual(place);
  });
});

describe('signs', () => {
  test.each([[1, 16], [10, 29], [100, 38], [10_000, 53], [1_000_000, 53]])('%i is %i pixels wide', (count, pixels) => {
    expect(diameterOf(count)).toBe(pixels);
  });

  test('a press finds what it touches, the topmost first', () => {
    const drawn = [{ layer: 'cases', x: 100, y: 100, count: 3, radius: 12 }, { layer: 'reports', x: 110, y: 100, count: 5, radius: 13 }, { layer: 'reports', x: 300, y: 100, count: 1, radius: 8 }];
    expect(signsAt(drawn, { x: 105, y: 100 }).map(({ count }) => count)).toEqual([5, 3]);
    expect(signsAt(drawn, { x: 200, y: 100 })).toEqual([]);
  });
});
