import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AreaIndex } from './area-index.ts';
import { cellOf, cellsWithin } from './cells.ts';
import { fromGrid, isInGreatBritain, metresBetween, toGrid } from './grid.ts';
import { parsePostcode } from './postcode.ts';
import { searchKey } from './search-text.ts';
import { boxAround, boxOf, boxOfAll, isInBox, isInShape, type Position, type Shape } from './shapes.ts';

const inBritain = fc.record({ lat: fc.double({ min: 50, max: 58.5, noNaN: true }), lon: fc.double({ min: -6, max: 1.7, noNaN: true }) });

describe('British National Grid', () => {
  test.each([
    // Test points that Ordnance Survey publishes with the OSTN15 grid.
    ['Caister water tower', 52.658007833, 1.716073973, 651_409.804, 313_177.45],
    ['London', 51.4893656495, -0.1199255718, 530_624.974, 178_388.464],
    ['St Mary’s, Scilly', 49.9222619373, -6.29977752014, 91_492.146, 11_318.804],
    ['Edinburgh', 55.9247826551, -3.29479219337, 319_188.434, 670_947.534],
  ])('%s is within 5 metres of Ordnance Survey', (_name, lat, lon, easting, northing) => {
    const point = toGrid({ lat, lon });
    expect(Math.hypot(point.easting - easting, point.northing - northing)).toBeLessThan(5);
  });

  test('there and back is the same place to a few centimetres', () => {
    fc.assert(
      fc.property(inBritain, (point) => {
        expect(metresBetween(point, fromGrid(toGrid(point)))).toBeLessThan(0.05);
      }),
    );
  });

  test('distance by the grid and over the globe agree to one per cent', () => {
    fc.assert(
      fc.property(inBritain, fc.double({ min: -0.05, max: 0.05, noNaN: true }), fc.double({ min: -0.05, max: 0.05, noNaN: true }), (one, dLat, dLon) => {
        const other = { lat: one.lat + dLat, lon: one.lon + dLon };
        const [a, b] = [toGrid(one), toGrid(other)];
        const byGrid = Math.hypot(a.easting - b.easting, a.northing - b.northing);
        expect(Math.abs(byGrid - metresBetween(one, other))).toBeLessThanOrEqual(Math.max(1, byGrid * 0.01));
      }),
    );
  });

  test('Great Britain is told from elsewhere', () => {
    expect(isInGreatBritain({ lat: 51.77, lon: 0.09 })).toBe(true);
    expect(isInGreatBritain({ lat: 0.09, lon: 51.77 })).toBe(false);
  });
});

describe('cells', () => {
  test('every point within the distance lies in one of the cells', () => {
    fc.assert(
      fc.property(inBritain, fc.integer({ min: 0, max: 2000 }), fc.double({ min: 0, max: 6.283, noNaN: true }), fc.constantFrom(8, 9, 10), (centre, metres, angle, resolution) => {
        const cells = cellsWithin(centre.lat, centre.lon, metres, resolution);
        const away = metres * 0.999;
        const point = {
          lat: centre.lat + (Math.cos(angle) * away) / 111_195,
          lon: centre.lon + (Math.sin(angle) * away) / (111_195 * Math.cos((centre.lat * Math.PI) / 180)),
        };
        fc.pre(metresBetween(centre, point) <= metres);
        expect(cells).toContain(cellOf(point.lat, point.lon, resolution));
        expect(cells).toContain(cellOf(centre.lat, centre.lon, resolution));
      }),
      { numRuns: 300 },
    );
  });

  test('far cells are left out', () => {
    expect(cellsWithin(51.77, 0.09, 0, 9).length).toBeLessThan(8);
    expect(cellsWithin(51.77, 0.09, 500, 9).length).toBeLessThan(30);
    expect(() => cellsWithin(51.77, 0.09, 100_000, 10)).toThrow(/coarser/);
    expect(() => cellsWithin(51.77, 0.09, -1)).toThrow(RangeError);
  });
});

const square = (west: number, south: number, size: number): Position[] => [
  [west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south],
];
const holed: Shape = { type: 'Polygon', coordinates: [square(0, 51, 1), square(0.4, 51.4, 0.2)] };
const two: Shape = { type: 'MultiPolygon', coordinates: [[square(2, 51, 1)], [square(4, 51, 1)]] };

describe('shapes', () => {
  test.each([
    [holed, 51.1, 0.1, true], [holed, 51.5, 0.5, false], [holed, 52.1, 0.5, false], [holed, 51.35, 0.5, true],
    [two, 51.5, 2.5, true], [two, 51.5, 3.5, false], [two, 51.5, 4.5, true],
  ] as const)('%# in or out', (shape, lat, lon, inside) => {
    expect(isInShape({ lat, lon }, shape)).toBe(inside);
  });

  test('of the squares that tile the ground exactly one has any point, edges and corners too', () => {
    const tiles = Array.from({ length: 16 }, (_, index) => ({
      kind: 'tile', index, shape: { type: 'Polygon', coordinates: [square((index % 4) * 0.25, 51 + Math.floor(index / 4) * 0.25, 0.25)] } satisfies Shape,
    }));
    const places = new AreaIndex([...tiles, { kind: 'town', index: 99, shape: { type: 'Polygon', coordinates: [square(0, 51, 1)] } satisfies Shape }]);
    const coordinate = fc.oneof(fc.constantFrom(0, 0.25, 0.5, 0.75), fc.double({ min: 0, max: 0.999, noNaN: true }));
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        const point = { lat: 51 + y, lon: x };
        const found = places.containing(point);
        expect(found.filter(({ kind }) => kind === 'tile')).toHaveLength(1);
        expect(places.find(point, 'tile')).toBe(found.find(({ kind }) => kind === 'tile'));
        expect(places.find(point, 'town')?.index).toBe(99);
        expect(places.find(point, 'county')).toBeUndefined();
      }),
    );
    expect(places.containing({ lat: 50, lon: 0.5 })).toEqual([]);
  });

  test('boxes', () => {
    expect(boxOf(two)).toEqual({ west: 2, south: 51, east: 5, north: 52 });
    expect(boxOfAll([boxOf(holed), boxOf(two)])).toEqual({ west: 0, south: 51, east: 5, north: 52 });
    expect(boxOfAll([])).toBeUndefined();
    const box = boxAround({ lat: 51.77, lon: 0.09 }, 500);
    expect(isInBox({ lat: 51.7744, lon: 0.09 }, box)).toBe(true);
    expect(metresBetween({ lat: 51.77, lon: 0.09 }, { lat: 51.77, lon: box.east })).toBeGreaterThanOrEqual(500);
    expect(metresBetween({ lat: 51.77, lon: 0.09 }, { lat: 51.77, lon: box.east })).toBeLessThan(510);
  });
});

describe('postcodes', () => {
  test.each([
    ['cm20 3af', 'CM20 3AF', 'CM20', 'CM20 3'], ['CM203AF', 'CM20 3AF', 'CM20', 'CM20 3'], [' cm 20-3 af ', 'CM20 3AF', 'CM20', 'CM20 3'],
    ['CM2O 3AF', 'CM20 3AF', 'CM20', 'CM20 3'], ['cm20 OAF', 'CM20 0AF', 'CM20', 'CM20 0'], ['m1 1ae', 'M1 1AE', 'M1', 'M1 1'], ['EC1A 1BB', 'EC1A 1BB', 'EC1A', 'EC1A 1'],
    ['W1A 0AX', 'W1A 0AX', 'W1A', 'W1A 0'], ['DN55 1PT', 'DN55 1PT', 'DN55', 'DN55 1'], ['B33 8TH', 'B33 8TH', 'B33', 'B33 8'],
  ])('%s', (typed, whole, outward, sector) => {
    expect(parsePostcode(typed)).toEqual({ whole, outward, sector });
  });

  test.each(['', 'CM20', 'CM20 3', 'CM20 3AI', 'The Stow', '12345', 'QM20 3AF', 'CM20 3AFF', 'C M'])('%j is none', (typed) => {
    expect(parsePostcode(typed)).toBeUndefined();
  });
});

describe('names in the gazetteer', () => {
  test.each([
    ['The Stow', 'stow'], ['the  stow.', 'stow'], ['St. Andrew’s Rd', 'saint andrews road'], ['Saint Andrews Road', 'saint andrews road'],
    ['High St', 'high street'], ['St', 'saint'], ['High St.', 'high street'], ['First Ave', 'first avenue'], ['Café Zoë', 'cafe zoe'],
    ['Bush Fair (shops)', 'bush fair shops'], ['Marks & Spencer', 'marks and spencer'], ['The', 'the'], ['', ''], ['Terminus St / Bus Stn', 'terminus saint bus station'],
  ])('%j is sought as %j', (typed, key) => {
    expect(searchKey(typed)).toBe(key);
  });

  test('seeking what is already a key changes nothing', () => {
    fc.assert(
      fc.property(fc.string(), (typed) => {
        const key = searchKey(typed);
        fc.pre(!key.startsWith('the '));
        expect(searchKey(key)).toBe(key);
      }),
    );
  });
});
