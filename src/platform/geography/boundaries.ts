import { z } from 'zod';
import { FeatureScanner } from './boundary-features.ts';
import { boxOf, polygonsOf, type Box, type Shape } from './shapes.ts';

export type Boundary = {
  /** Place in the file, from 1. */
  readonly number: number;
  readonly kind: string;
  readonly code: string;
  readonly name: string;
  /** "2013" of a column WD13CD, "" where the file does not say. Areas keep their editions: wards change. */
  readonly edition: string;
  readonly shape: Shape;
  readonly box: Box;
};

export type BoundaryProblem = { readonly number: number; readonly sentence: string };
export type BoundaryRow = { readonly boundary: Boundary } | { readonly problem: BoundaryProblem };

const position = z.tuple([z.number(), z.number()]).rest(z.number());
const ring = z.array(position);
const feature = z.object({
  type: z.literal('Feature'),
  properties: z.record(z.string(), z.unknown()).nullable(),
  geometry: z.discriminatedUnion('type', [
    z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) }),
    z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1)).min(1) }),
  ]),
});

const kinds: Readonly<Record<string, string>> = { wd: 'ward', lsoa: 'lsoa', msoa: 'msoa', oa: 'oa', lad: 'district', cty: 'county', par: 'parish', pfa: 'police-area', csp: 'csp' };

type Naming = Pick<Boundary, 'kind' | 'code' | 'name' | 'edition'>;

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** Names of columns as the Office for National Statistics writes them (WD13CD, LSOA21NM), or plain code and name. */
function namingOf(properties: Record<string, unknown>): Naming | undefined {
  for (const [key, value] of Object.entries(properties)) {
    const found = /^([a-z]+?)(\d{2})cd$/i.exec(key);
    const kind = kinds[found?.[1]?.toLowerCase() ?? ''];
    if (found === null || kind === undefined || text(value) === '') continue;
    const nameKey = Object.keys(properties).find((other) => other.toLowerCase() === `${found[1]}${found[2]}nm`.toLowerCase());
    return { kind, code: text(value), name: text(properties[nameKey ?? '']) || text(value), edition: `20${found[2]}` };
  }
  const plain = new Map(Object.entries(properties).map(([key, value]) => [key.toLowerCase(), text(value)]));
  const code = plain.get('code') || plain.get('id') || plain.get('gss_code') || '';
  const name = plain.get('name') || plain.get('label') || code;
  return name === '' ? undefined : { kind: plain.get('kind') || plain.get('type') || 'area', code: code || name, name, edition: plain.get('edition') ?? '' };
}

function ringArea(positions: readonly (readonly [number, number, ...number[]])[]): number {
  let twice = 0;
  for (const [index, [x, y]] of positions.entries()) {
    const [nextX, nextY] = positions[(index + 1) % positions.length] ?? [x, y];
    twice += x * nextY - nextX * y;
  }
  return Math.abs(twice) / 2;
}

function shapeProblem(shape: Shape): string | undefined {
  for (const polygon of polygonsOf(shape)) {
    for (const positions of polygon) {
      if (positions.some(([lon, lat]) => Math.abs(lon) > 180 || Math.abs(lat) > 90)) {
        return 'has coordinates that are not degrees. They look like metres of the National Grid: export the file as WGS84 (EPSG:4326).';
      }
      const [first, last] = [positions[0], positions.at(-1)];
      if (positions.length < 4 || first === undefined || last === undefined) return 'has a ring with fewer than four points.';
      if (first[0] !== last[0] || first[1] !== last[1]) return 'has a ring that does not end where it began.';
      if (ringArea(positions) === 0) return 'has a ring without any area.';
    }
  }
  return undefined;
}

function readFeature(json: string, number: number): BoundaryRow {
  const problem = (sentence: string): BoundaryRow => ({ problem: { number, sentence } });
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return problem('is not valid JSON.');
  }
  const parsed = feature.safeParse(value);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    return problem(`is not a feature with a Polygon or MultiPolygon${where === '' ? '' : ` (see ${where})`}.`);
  }
  const naming = namingOf(parsed.data.properties ?? {});
  if (naming === undefined) return problem('has no name or code. Give it properties such as WD24CD and WD24NM, or code and name.');
  const shape = parsed.data.geometry;
  const wrong = shapeProblem(shape);
  return wrong === undefined ? { boundary: { number, ...naming, shape, box: boxOf(shape) } } : problem(wrong);
}

/** Reads a GeoJSON file as it arrives: a boundary or a problem for each feature, and a problem 0 for the file itself. */
export async function* readBoundaries(chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>): AsyncGenerator<BoundaryRow> {
  const scanner = new FeatureScanner();
  const decoder = new TextDecoder('utf-8');
  let number = 0;
  for await (const chunk of chunks) {
    for (const json of scanner.scan(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }))) {
      number += 1;
      yield readFeature(json, number);
    }
  }
  if (!scanner.sawFeatures) yield { problem: { number: 0, sentence: 'The file is not a GeoJSON FeatureCollection: it has no "features".' } };
  else if (!scanner.isComplete) yield { problem: { number: 0, sentence: 'The file ends in the middle. It may have been cut off when it was copied.' } };
}
