import fc from 'fast-check';
import { pointTilesOf } from '@safer-hub/hotspots';
import { describe, expect, test } from 'vitest';

import { doMapWork, pointBytes, type PackedPart } from './map-work.ts';

interface Point {
  readonly lat: number;
  readonly lon: number;
  readonly day: number;
  readonly kind: number;
}

/** As the database packs them. */
function packed(points: readonly Point[], kinds = [0, 1, 2, 3]): PackedPart {
  const bytes = new DataView(new ArrayBuffer(points.length * pointBytes));
  for (const [at, { lat, lon, day, kind }] of points.entries()) {
    bytes.setInt32(at * pointBytes, Math.round(lat * 1e7));
    bytes.setInt32(at * pointBytes + 4, Math.round(lon * 1e7));
    bytes.setUint16(at * pointBytes + 8, day);
    bytes.setUint16(at * pointBytes + 12, kind);
  }
  return { bytes: new Uint8Array(bytes.buffer), kinds, agencies: [0] };
}

const point = fc.record({ lat: fc.double({ min: 51.7, max: 51.8, noNaN: true }), lon: fc.double({ min: 0, max: 0.2, noNaN: true }), day: fc.integer({ min: 9000, max: 9020 }), kind: fc.nat(3) });
const square = (west: number, east: number) => ({ type: 'Polygon' as const, coordinates: [[[west, 51], [east, 51], [east, 52], [west, 52], [west, 51]] as [number, number][]] });

describe('the work of the map', () => {
  test('points that are added are as if they had been there, under the numbers that their kinds have by then', () => {
    fc.assert(fc.property(fc.array(point, { maxLength: 60 }), fc.array(point, { maxLength: 20 }), fc.integer({ min: 0, max: 18 }), (first, more, zoom) => {
      // What comes later numbers its kinds backwards.
      const grown = doMapWork({ work: 'add', to: doMapWork({ work: 'index', parts: [packed(first)] }), parts: [packed(more.map((one) => ({ ...one, kind: 3 - one.kind })), [3, 2, 1, 0])] });
      const whole = doMapWork({ work: 'index', parts: [packed(first), packed(more)] });
      const values = { kind: [1, 2], day: [9003, 9004, 9010] };
      const [one, other] = [grown, whole].map((points) => pointTilesOf(points.columns).viewOf(doMapWork({ work: 'view', of: points, values, within: square(0.05, 0.15) })));
      const passing = [...first, ...more].filter(({ kind, day, lon }) => [1, 2].includes(kind) && values.day.includes(day) && Math.round(lon * 1e7) / 1e7 >= 0.05 && Math.round(lon * 1e7) / 1e7 < 0.15);
      expect(one?.count).toBe(passing.length);
      const tile = 2 ** zoom;
      for (const { lat, lon } of passing.slice(0, 5)) {
        const [x, y] = [Math.floor((lon / 360 + 0.5) * tile), Math.floor((0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * tile)];
        expect(one?.clusters(zoom, x, y)).toEqual(other?.clusters(zoom, x, y));
      }
    }), { numRuns: 50 });
  });

  test('counts by area only what passes, each point in the one of two neighbours that has it', () => {
    fc.assert(fc.property(fc.array(point, { minLength: 1, maxLength: 80 }), (points) => {
      const of = doMapWork({ work: 'index', parts: [packed(points)] });
      const { passes } = doMapWork({ work: 'view', of, values: { kind: [0, 1] }, within: undefined });
      const [west = 0, east = 0] = doMapWork({ work: 'count', of, passes, shapes: [square(-1, 0.1), square(0.1, 1)] });
      expect(west + east).toBe(points.filter(({ kind }) => kind < 2).length);
    }), { numRuns: 50 });
  });
});
