import { createHash } from 'node:crypto';

import { z } from 'zod';

import { openPartnerFile, type PartnerFile } from './partner.ts';

const position = z.tuple([z.number(), z.number()]).rest(z.number());
const geoJson = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(z.object({
    properties: z.record(z.string(), z.unknown()).nullable().optional(),
    geometry: z.object({ type: z.string(), coordinates: z.unknown() }).nullable(),
  })),
});

/** The one place of a feature: a point as it is, of a line or an area the middle of its corners. */
function placeOf(coordinates: unknown): readonly [lon: number, lat: number] | undefined {
  const one = position.safeParse(coordinates);
  if (one.success) {
    return [one.data[0], one.data[1]];
  }
  const places = Array.isArray(coordinates) ? coordinates.map(placeOf).filter((place) => place !== undefined) : [];
  return places.length === 0 ? undefined : [places.reduce((sum, [lon]) => sum + lon, 0) / places.length, places.reduce((sum, [, lat]) => sum + lat, 0) / places.length];
}

function cellText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** A list of assets as a table: a CSV file, or GeoJSON whose properties become columns. */
export function openAssetFile(name: string, bytes: Buffer): PartnerFile | { problem: string } {
  if (!/^\s*\{/.test(bytes.subarray(0, 200).toString('utf8').replace(/^\uFEFF/, ''))) {
    return openPartnerFile(name, bytes);
  }
  const read = parsed(bytes);
  if (read === undefined) {
    return { problem: 'The file begins like GeoJSON and cannot be read as such. It must be a FeatureCollection' };
  }
  const properties = [...new Set(read.features.flatMap((feature) => Object.keys(feature.properties ?? {})))].slice(0, 60);
  const rows = read.features.map((feature) => {
    const [lon, lat] = placeOf(feature.geometry?.coordinates) ?? [];
    return [lat === undefined ? '' : String(lat), lon === undefined ? '' : String(lon), ...properties.map((property) => cellText(feature.properties?.[property]))];
  });
  return { name, sha256: createHash('sha256').update(bytes).digest('hex'), header: ['latitude', 'longitude', ...properties], rows };
}

function parsed(bytes: Buffer): z.output<typeof geoJson> | undefined {
  try {
    return geoJson.safeParse(JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))).data;
  } catch {
    return undefined;
  }
}
