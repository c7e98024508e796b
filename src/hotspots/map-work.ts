import { pointTiles, pointTilesOf, type MapPoints, type TileColumns, type ViewTotals } from '@safer-hub/hotspots';

import { boxOf, isInBox, isInShape, type Shape } from '../platform/geography/index.ts';

const degree = 1e7;

/** Points and their index, in memory that the page's thread and the map's thread share. */
export interface SharedPoints {
  readonly columns: TileColumns;
  readonly latitude: Float64Array;
  readonly longitude: Float64Array;
}

/** Points of one kind and one agency as the database packs them, four bytes for each: places in ten-millionths of a degree, then day and hour. */
export interface PackedPart {
  readonly latitudes: Uint8Array;
  readonly longitudes: Uint8Array;
  readonly times: Uint8Array;
  /** The numbers that they have among all. */
  readonly kind: number;
  readonly agency: number;
}

export type MapTask =
  | { readonly work: 'index'; readonly parts: readonly PackedPart[] }
  | { readonly work: 'add'; readonly to: SharedPoints; readonly parts: readonly PackedPart[] }
  | { readonly work: 'view'; readonly of: SharedPoints; readonly values: Readonly<Record<string, readonly number[]>>; readonly within: Shape | undefined }
  | { readonly work: 'count'; readonly of: SharedPoints; readonly passes: Uint8Array; readonly shapes: readonly Shape[] };

export interface MapAnswers {
  readonly index: SharedPoints;
  readonly add: SharedPoints;
  readonly view: ViewTotals;
  readonly count: readonly number[];
}

function sharedWide(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * length));
}

function unpacked(parts: readonly PackedPart[]): MapPoints & { latitude: Float64Array; longitude: Float64Array } {
  const count = parts.reduce((sum, { times }) => sum + times.byteLength, 0) / 4;
  const [latitude, longitude] = [sharedWide(count), sharedWide(count)];
  const [day, hour, kind, agency] = [new Uint16Array(count), new Uint16Array(count), new Uint16Array(count), new Uint16Array(count)];
  let at = 0;
  for (const part of parts) {
    const [north, east, when] = [part.latitudes, part.longitudes, part.times].map(({ buffer, byteOffset, byteLength }) => new DataView(buffer, byteOffset, byteLength)) as [DataView, DataView, DataView];
    kind.fill(part.kind, at, at + when.byteLength / 4);
    agency.fill(part.agency, at, at + when.byteLength / 4);
    for (let from = 0; from < when.byteLength; from += 4, at += 1) {
      latitude[at] = north.getInt32(from) / degree;
      longitude[at] = east.getInt32(from) / degree;
      day[at] = when.getUint16(from);
      hour[at] = when.getUint16(from + 2);
    }
  }
  return { latitude, longitude, attributes: { day, hour, kind, agency, weekday: day.map(weekdayOf) } };
}

// 1 January 2000 was a Saturday.
const weekdayOf = (day: number): number => ((day + 5) % 7) + 1;

function joined(one: Float64Array, other: Float64Array): Float64Array {
  const both = sharedWide(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function inShape({ latitude, longitude }: SharedPoints, shape: Shape): Uint8Array {
  const box = boxOf(shape);
  return Uint8Array.from(latitude, (lat, at) => {
    const point = { lat, lon: longitude[at] ?? 0 };
    return isInBox(point, box) && isInShape(point, shape) ? 1 : 0;
  });
}

/** How many of the points that pass lie in each shape. */
function countIn(points: SharedPoints, passes: Uint8Array, shapes: readonly Shape[]): number[] {
  const boxes = shapes.map(boxOf);
  const counts = shapes.map(() => 0);
  for (const [at, given] of points.columns.order.entries()) {
    if (passes[at] === 1) {
      const point = { lat: points.latitude[given] ?? 0, lon: points.longitude[given] ?? 0 };
      for (const [place, shape] of shapes.entries()) {
        const box = boxes[place];
        if (box !== undefined && isInBox(point, box) && isInShape(point, shape)) {
          counts[place] = (counts[place] ?? 0) + 1;
        }
      }
    }
  }
  return counts;
}

const works: { readonly [Work in MapTask['work']]: (task: Extract<MapTask, { work: Work }>) => MapAnswers[Work] } = {
  index: ({ parts }) => {
    const points = unpacked(parts);
    return { columns: pointTiles(points, { shared: true }).columns, latitude: points.latitude, longitude: points.longitude };
  },
  add: ({ to, parts }) => {
    const more = unpacked(parts);
    return { columns: pointTilesOf(to.columns, { shared: true }).with(more).columns, latitude: joined(to.latitude, more.latitude), longitude: joined(to.longitude, more.longitude) };
  },
  view: ({ of, values, within }) => pointTilesOf(of.columns, { shared: true }).view({ values, visible: within === undefined ? undefined : inShape(of, within) }).totals,
  count: ({ of, passes, shapes }) => countIn(of, passes, shapes),
};

/** What the map's thread does; pure, so that it can be done anywhere. */
export function doMapWork<Work extends MapTask['work']>(task: Extract<MapTask, { work: Work }>): MapAnswers[Work] {
  const work: (task: Extract<MapTask, { work: Work }>) => MapAnswers[Work] = works[task.work];
  return work(task);
}
