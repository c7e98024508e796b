import fc from 'fast-check';
import { pointTilesOf } from '@safer-hub/hotspots';
import { describe, expect, test } from 'vitest';

import { doMapWork, type PackedPart } from './map-work.ts';

interface Point {
  readonly lat: number;
  readonly lon: number;
  readonly day: number;
  readonly kind: number;
}

function bytesOf(values: readonly number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(4 * values.length));
  for (const [at, value] of values.entries()) {
    bytes.setInt32(4 * at, value);
  }
  return new Uint8Array(bytes.buffer);
}

/** As the database packs them: those of a kind together. */
function packed(points: readonly Point[]): PackedPart[] {
  return [...Map.groupBy(points, ({ kind }) => kind)].map(([kind, own]) => ({
    kind, agency: 0, latitudes: bytesOf(own.map(({ lat }) => Math.round(lat * 1e7))), longitudes: bytesOf(own.map(({ lon }) => Math.round(lon * 1e7))), times: bytesOf(own.map(({ day }) => day * 65_536)),
  }));
}

const point = fc.record({ lat: fc.double({ min: 51.7, max: 51.8, noNaN: true }), lon: fc.double({ min: 0, max: 0.2, noNaN: true }), day: fc.integer({ min: 9000, max: 9020 }), kind: fc.nat(3) });
const square = (west: number, east: number) => ({ type: 'Polygon' as const, coordinates: [[[west, 51], [east, 51], [east, 52], [west, 52], [west, 51]] as [number, number][]] });

describe('the work of the map', () => {
  test('points that are added are as if they had been there', () => {
    fc.assert(fc.property(fc.array(point, { maxLength: 60 }), fc.array(point, { maxLength: 20 }), fc.integer({ min: 0, max: 18 }), (first, more, zoom) => {
      const grown = doMapWork({ work: 'add', to: doMapWork({ work: 'index', parts: packed(first) }), parts: packed(more) });
      const whole = doMapWork({ work: 'index', parts: [...packed(first), ...packed(more)] });
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
      const of = doMapWork({ work: 'index', parts: packed(points) });
      const { passes } = doMapWork({ work: 'view', of, values: { kind: [0, 1] }, within: undefined });
      const [west = 0, east = 0] = doMapWork({ work: 'count', of, passes, shapes: [square(-1, 0.1), square(0.1, 1)] });
      expect(west + east).toBe(points.filter(({ kind }) => kind < 2).length);
    }), { numRuns: 50 });
  });
});
