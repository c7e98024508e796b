import { describe, expect, test } from 'vitest';
import { readBoundaries, type Boundary, type BoundaryProblem } from './boundaries.ts';

const ring = [[0.1, 51.7], [0.2, 51.7], [0.2, 51.8], [0.1, 51.7]];
const feature = (properties: unknown, coordinates: unknown = [ring], type = 'Polygon') => ({ type: 'Feature', properties, geometry: { type, coordinates } });
const collection = (...features: unknown[]): string => JSON.stringify({ type: 'FeatureCollection', name: 'odd ] } " features', crs: { properties: { features: [{}] } }, features }, undefined, 1);

async function read(text: string, chunkSize: number): Promise<{ boundaries: Boundary[]; problems: BoundaryProblem[] }> {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, index) => bytes.subarray(index * chunkSize, (index + 1) * chunkSize));
  const boundaries: Boundary[] = [];
  const problems: BoundaryProblem[] = [];
  for await (const row of readBoundaries(chunks)) {
    if ('boundary' in row) boundaries.push(row.boundary);
    else problems.push(row.problem);
  }
  return { boundaries, problems };
}

describe('boundary files', () => {
  test.each([1, 2, 7, 64, 100_000])('read in pieces of %i bytes', async (chunkSize) => {
    const text = collection(
      feature({ WD13CD: 'E05004179', WD13NM: 'Bush Fair', note: 'brace } and "quote" \\ é' }),
      feature({ lsoa21cd: 'E01035720', LSOA21NM: 'Harlow 007F' }, [[ring]], 'MultiPolygon'),
      feature({ name: 'Town centre', kind: 'beat', code: 7 }),
      feature({ name: 'Café quarter' }),
    );
    const { boundaries, problems } = await read(text, chunkSize);
    expect(problems).toEqual([]);
    expect(boundaries.map(({ number, kind, code, name, edition }) => ({ number, kind, code, name, edition }))).toEqual([
      { number: 1, kind: 'ward', code: 'E05004179', name: 'Bush Fair', edition: '2013' },
      { number: 2, kind: 'lsoa', code: 'E01035720', name: 'Harlow 007F', edition: '2021' },
      { number: 3, kind: 'beat', code: '7', name: 'Town centre', edition: '' },
      { number: 4, kind: 'area', code: 'Café quarter', name: 'Café quarter', edition: '' },
    ]);
    expect(boundaries[0]?.box).toEqual({ west: 0.1, south: 51.7, east: 0.2, north: 51.8 });
  });

  test('a bad feature is told and the others are kept', async () => {
    const { boundaries, problems } = await read(
      collection(
        feature({ name: 'good' }),
        feature({}),
        feature({ name: 'open' }, [[[0, 51], [1, 51], [1, 52], [0, 52]]]),
        feature({ name: 'short' }, [[[0, 51], [1, 51], [0, 51]]]),
        feature({ name: 'flat' }, [[[0, 51], [1, 51], [2, 51], [0, 51]]]),
        feature({ name: 'metres' }, [[[544000, 210000], [545000, 210000], [545000, 211000], [544000, 210000]]]),
        feature({ name: 'point' }, [0.1, 51.7], 'Point'),
        feature({ name: 'words' }, [[['a', 'b']]]),
        { type: 'Feature', properties: { name: 'none' }, geometry: null },
      ),
      50,
    );
    expect(boundaries.map(({ name }) => name)).toEqual(['good']);
    expect(problems.map(({ number, sentence }) => [number, sentence.split(' ').slice(0, 6).join(' ')])).toEqual([
      [2, 'has no name or code. Give'],
      [3, 'has a ring that does not'],
      [4, 'has a ring with fewer than'],
      [5, 'has a ring without any area.'],
      [6, 'has coordinates that are not degrees.'],
      [7, 'is not a feature with a'],
      [8, 'is not a feature with a'],
      [9, 'is not a feature with a'],
    ]);
  });

  test.each([
    ['{"type":"Feature"}', 'The file is not a GeoJSON FeatureCollection: it has no "features".'],
    ['', 'The file is not a GeoJSON FeatureCollection: it has no "features".'],
    ['name,code\nA,1\n', 'The file is not a GeoJSON FeatureCollection: it has no "features".'],
    [collection(feature({ name: 'cut' })).slice(0, -20), 'The file ends in the middle. It may have been cut off when it was copied.'],
  ])('%# a file that is none', async (text, sentence) => {
    expect((await read(text, 10)).problems).toEqual([{ number: 0, sentence }]);
  });
});
