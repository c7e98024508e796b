import { Temporal } from 'temporal-polyfill';

import { fromGrid, isInGreatBritain } from '../platform/geography/index.ts';

/** What a partner's file of incidents can hold; date and a place are needed. */
export const partnerFields = [
  { name: 'number', label: 'Their own number', known: ['reference', 'ref', 'id', 'incident id', 'incident number', 'number', 'urn', 'case id'] },
  { name: 'date', label: 'Date', known: ['date', 'incident date', 'occurred', 'occurred on', 'date occurred', 'reported', 'reported date', 'created', 'start date'] },
  { name: 'time', label: 'Time', known: ['time', 'incident time', 'time occurred', 'start time', 'hour'] },
  { name: 'category', label: 'Kind', known: ['category', 'type', 'incident type', 'kind', 'nature', 'crime type'] },
  { name: 'place', label: 'Place in words', known: ['location', 'place', 'address', 'street', 'site'] },
  { name: 'lat', label: 'Latitude', known: ['latitude', 'lat', 'y coord', 'wgs84 latitude'] },
  { name: 'lon', label: 'Longitude', known: ['longitude', 'lon', 'lng', 'long', 'wgs84 longitude'] },
  { name: 'easting', label: 'Easting', known: ['easting', 'eastings', 'x', 'grid east', 'os easting'] },
  { name: 'northing', label: 'Northing', known: ['northing', 'northings', 'y', 'grid north', 'os northing'] },
] as const;
export type PartnerField = (typeof partnerFields)[number]['name'];
/** Which column of the file holds it, by number; absent when none does. */
export type PartnerColumns = Readonly<Partial<Record<PartnerField, number>>>;

export function headerName(text: string): string {
  return text.replace(/^\uFEFF/, '').trim().toLowerCase().replaceAll(/[\s_-]+/g, ' ');
}

/** The same header in any case and spacing is the same file format. */
export function headerKey(header: readonly string[]): string {
  return header.map(headerName).join('|');
}

export function guessColumns(header: readonly string[]): PartnerColumns {
  const names = header.map(headerName);
  return Object.fromEntries(partnerFields.flatMap(({ name, known }) => {
    const at = names.findIndex((one) => known.some((word) => word === one));
    return at < 0 ? [] : [[name, at]];
  }));
}

/** What is missing before a file can be read, as a sentence; nothing when it is enough. */
export function missingWords(columns: PartnerColumns): string | undefined {
  const placed = (columns.lat !== undefined && columns.lon !== undefined) || (columns.easting !== undefined && columns.northing !== undefined);
  if (columns.date === undefined) {
    return 'Say which column holds the date';
  }
  return placed ? undefined : 'Say which columns hold the place: latitude and longitude, or easting and northing';
}

export interface PartnerRow {
  readonly number: string;
  readonly date: string;
  readonly hour: number | null;
  readonly category: string;
  readonly place: string;
  readonly lat: number;
  readonly lon: number;
  /** Never a point: domestic abuse, hate, sexual and the like, by its words. */
  readonly sensitive: boolean;
}

const sensitiveWords = /domestic|\bhate\b|racis|homophob|sexual|rape|honou?r|forced marriage|child (abuse|exploit)|exploitation|modern slavery|stalk|suicid|self.?harm|\bdv\b|\bda\b|\bfgm\b|\bcse\b|\bcsa\b/i;

function dateFrom(text: string): string | undefined {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(text);
  const british = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/.exec(text);
  const [year, month, day] = iso !== null ? [iso[1], iso[2], iso[3]] : british !== null ? [british[3], british[2], british[1]] : [];
  try {
    return year === undefined ? undefined : Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}

function hourFrom(time: string, date: string): number | null {
  const found = /(?:^|[T ])(\d{1,2})(?::\d{2}|$)/.exec(time === '' ? date : time);
  const hour = Number(found?.[1]);
  return found !== null && hour < 24 ? hour : null;
}

function pointFrom(cell: (field: PartnerField) => string): { lat: number; lon: number } | undefined {
  const numbers = (one: PartnerField, other: PartnerField): [number, number] | undefined => (cell(one) === '' || cell(other) === '' ? undefined : [Number(cell(one).replaceAll(',', '')), Number(cell(other).replaceAll(',', ''))]);
  const degrees = numbers('lat', 'lon');
  const metres = degrees === undefined ? numbers('easting', 'northing') : undefined;
  const point = degrees !== undefined ? { lat: degrees[0], lon: degrees[1] } : metres !== undefined && metres.every(Number.isFinite) ? fromGrid({ easting: metres[0], northing: metres[1] }) : undefined;
  return point !== undefined && Number.isFinite(point.lat) && Number.isFinite(point.lon) && isInGreatBritain(point) ? point : undefined;
}

/** Reads one row, or says in a sentence what is wrong with it. */
export function readPartnerRow(cells: readonly string[], columns: PartnerColumns, today: string): PartnerRow | { problem: string } {
  const cell = (field: PartnerField): string => {
    const at = columns[field];
    return at === undefined ? '' : (cells[at] ?? '').trim();
  };
  const date = dateFrom(cell('date'));
  if (date === undefined) {
    return { problem: `The date "${cell('date').slice(0, 20)}" is not a real date, like 24/11/2026 or 2026-11-24.` };
  }
  if (date > today) {
    return { problem: `The date ${date} has not come yet.` };
  }
  const point = pointFrom(cell);
  if (point === undefined) {
    return { problem: 'The row has no place in Great Britain.' };
  }
  const category = cell('category').slice(0, 120);
  return { number: cell('number').slice(0, 80), date, hour: hourFrom(cell('time'), cell('date')), category, place: cell('place').slice(0, 200), ...point, sensitive: sensitiveWords.test(category) };
}

/** What makes two rows without a number alike; the caller counts them, so that two alike are two. */
export function partnerLikeness(row: PartnerRow): string {
  return [row.date, row.hour ?? '', row.category, row.place, row.lat, row.lon].join('|');
}
