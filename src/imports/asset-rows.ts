import { isInGreatBritain, fromGrid } from '../platform/geography/index.ts';
import { headerName } from './partner-rows.ts';

export const assetKinds = ['underpass', 'camera', 'light', 'other'] as const;
export type AssetKind = (typeof assetKinds)[number];

/** What a list of assets can hold; a place is needed. */
export const assetFields = [
  { name: 'code', label: 'Number', known: ['number', 'code', 'id', 'ref', 'reference', 'asset id', 'asset number', 'column number', 'camera number', 'unit no', 'usrn asset'] },
  { name: 'kind', label: 'What it is', known: ['kind', 'type', 'asset type', 'category', 'class', 'feature'] },
  { name: 'name', label: 'Name', known: ['name', 'title', 'asset name', 'camera name', 'location name', 'site'] },
  { name: 'detail', label: 'Where, in words', known: ['detail', 'location', 'place', 'address', 'street', 'road', 'description'] },
  { name: 'lat', label: 'Latitude', known: ['latitude', 'lat', 'y coord'] },
  { name: 'lon', label: 'Longitude', known: ['longitude', 'lon', 'lng', 'long'] },
  { name: 'easting', label: 'Easting', known: ['easting', 'eastings', 'x'] },
  { name: 'northing', label: 'Northing', known: ['northing', 'northings', 'y'] },
  { name: 'works', label: 'Whether it works', known: ['works', 'working', 'state', 'status', 'condition', 'in use'] },
] as const;
export type AssetField = (typeof assetFields)[number]['name'];
export type AssetColumns = Readonly<Partial<Record<AssetField, number>>>;

export function guessAssetColumns(header: readonly string[]): AssetColumns {
  const names = header.map(headerName);
  return Object.fromEntries(assetFields.flatMap(({ name, known }) => {
    const at = names.findIndex((one) => known.some((word) => word === one));
    return at < 0 ? [] : [[name, at]];
  }));
}

export function missingAssetWords(columns: AssetColumns): string | undefined {
  const placed = (columns.lat !== undefined && columns.lon !== undefined) || (columns.easting !== undefined && columns.northing !== undefined);
  return placed ? undefined : 'Say which columns hold the place: latitude and longitude, or easting and northing';
}

const kindWords: readonly (readonly [AssetKind, RegExp])[] = [
  ['underpass', /underpass|subway|tunnel/i], ['camera', /camera|cctv|anpr/i], ['light', /light|lamp|lantern|luminaire|column/i],
];

function kindFrom(words: string): AssetKind {
  return kindWords.find(([, pattern]) => pattern.test(words))?.[0] ?? 'other';
}

const broken = /^(n|no|false|0)$|broken|fault|\bout\b|not (work|in use)|does not|dark|off/i;

export interface AssetRow {
  readonly code: string;
  readonly kind: AssetKind;
  readonly name: string;
  readonly detail: string;
  readonly lat: number;
  readonly lon: number;
  readonly works: boolean;
}

/** Reads one row, or says in a sentence what is wrong with it. `allAre` is what every row of the file is. */
export function readAssetRow(cells: readonly string[], columns: AssetColumns, allAre: AssetKind | undefined): AssetRow | { problem: string } {
  const cell = (field: AssetField): string => {
    const at = columns[field];
    return at === undefined ? '' : (cells[at] ?? '').trim();
  };
  const numbers = (one: AssetField, other: AssetField): [number, number] | undefined => (cell(one) === '' || cell(other) === '' ? undefined : [Number(cell(one).replaceAll(',', '')), Number(cell(other).replaceAll(',', ''))]);
  const degrees = numbers('lat', 'lon');
  const metres = numbers('easting', 'northing');
  const point = degrees !== undefined ? { lat: degrees[0], lon: degrees[1] } : metres !== undefined && metres.every(Number.isFinite) ? fromGrid({ easting: metres[0], northing: metres[1] }) : undefined;
  if (point === undefined || !Number.isFinite(point.lat) || !Number.isFinite(point.lon) || !isInGreatBritain(point)) {
    return { problem: 'The row has no place in Great Britain.' };
  }
  const kind = allAre ?? kindFrom(`${cell('kind')} ${cell('name')}`);
  const detail = cell('detail').slice(0, 200);
  const name = (cell('name') === '' ? [detail, cell('code')].find((words) => words !== '') ?? '' : cell('name')).slice(0, 120);
  if (name === '') {
    return { problem: 'The row has neither name, number nor place in words.' };
  }
  // Without a number the place and name are what the next file knows it by.
  const code = cell('code') === '' ? `${name.slice(0, 60)} ${point.lat.toFixed(5)},${point.lon.toFixed(5)}` : cell('code').slice(0, 80);
  return { code, kind, name, detail: detail === name ? '' : detail, lat: point.lat, lon: point.lon, works: cell('works') === '' || !broken.test(cell('works')) };
}
