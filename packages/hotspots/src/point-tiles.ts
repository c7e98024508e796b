import { sameLength, type Numbers } from './checks.ts';
import { mercatorX, mercatorY } from './mercator.ts';
import { DEPTH, sortAlongCurve } from './space-filling.ts';
import { encodePoints, type TilePoint } from './vector-tile.ts';

/** Places in degrees, and for each point a small whole number for each attribute (category, hour, access class …). */
export interface MapPoints {
  readonly longitude: Numbers;
  readonly latitude: Numbers;
  readonly attributes?: Readonly<Record<string, Numbers>> | undefined;
}

/** What a viewer sees: for each attribute named, the values that pass; or a flag for each point; or both. */
export interface MapFilter {
  readonly values?: Readonly<Record<string, readonly number[]>> | undefined;
  /** 1 for points the viewer may see, in the order in which the points were given. */
  readonly visible?: ArrayLike<number> | undefined;
}

export interface TileOptions {
  readonly layer?: string | undefined;
  /** Clusters and points that stand for fewer than this are left out; 1 unless said otherwise. */
  readonly suppressBelow?: number | undefined;
  /** From this zoom on points stand alone; 15 unless said otherwise. */
  readonly pointZoom?: number | undefined;
  /** Attributes written into single points; none unless said otherwise. */
  readonly tags?: readonly string[] | undefined;
}

/** The points as one viewer sees them. */
export interface MapView {
  /** How many points the viewer sees at all. */
  readonly count: number;
  /** A vector tile of clusters (tag `count`) and single points, as bytes; empty if there is nothing to see. */
  tile(z: number, x: number, y: number, options?: TileOptions): Uint8Array;
}

export interface PointTiles {
  readonly count: number;
  /** Applies access and filters once, for any number of tiles; keep it for as long as both stay the same. */
  view(filter?: MapFilter): MapView;
}

/** Tile units along a side. */
const EXTENT = 4096;

/** A tile is clustered into 32 x 32 cells. */
const CELL_DEPTH = 5;

/**
 * An index of points for vector tiles in which each viewer sees only what they may: points that the filter does not pass
 * are in no tile and in no count.
 *
 * Points are sorted along a space-filling curve, so every tile and every cell of a tile is one stretch of them; a view
 * holds running totals of what passes, so a cell's count and centre are differences of two entries.
 *
 * @throws RangeError for unequal lengths or entries that are not finite
 */
export function pointTiles(points: MapPoints): PointTiles {
  const count = points.longitude.length;
  const longitude = sameLength(points.longitude, count, 'longitude');
  const latitude = sameLength(points.latitude, count, 'latitude');
  const size = 2 ** DEPTH;
  const column = new Uint32Array(count);
  const row = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    column[i] = Math.min(size - 1, Math.max(0, Math.floor(mercatorX(longitude[i]!) * size)));
    row[i] = Math.min(size - 1, Math.floor(mercatorY(latitude[i]!) * size));
  }
  const curve = sortAlongCurve(column, row);
  const attributes = new Map<string, Uint16Array>();
  for (const [name, values] of Object.entries(points.attributes ?? {})) {
    const list = sameLength(values, count, name);
    const sorted = new Uint16Array(count);
    for (let at = 0; at < count; at++) sorted[at] = list[curve.order[at]!]!;
    attributes.set(name, sorted);
  }
  return { count, view: (filter = {}) => mapView({ ...curve, attributes }, filter) };
}

interface SortedPoints {
  readonly order: Uint32Array;
  readonly keys: Float64Array;
  readonly column: Uint32Array;
  readonly row: Uint32Array;
  readonly attributes: ReadonlyMap<string, Uint16Array>;
}

function passing(points: SortedPoints, filter: MapFilter): Uint8Array {
  const count = points.order.length;
  const passes = new Uint8Array(count).fill(1);
  if (filter.visible !== undefined) {
    if (filter.visible.length !== count) throw new RangeError(`visible has ${filter.visible.length} entries, ${count} needed`);
    for (let at = 0; at < count; at++) passes[at] = filter.visible[points.order[at]!]! === 1 ? 1 : 0;
  }
  for (const [name, allowed] of Object.entries(filter.values ?? {})) {
    const values = points.attributes.get(name);
    if (values === undefined) throw new RangeError(`there is no attribute ${name}: ${[...points.attributes.keys()].join(', ')}`);
    const allows = new Uint8Array(65536);
    for (const value of allowed) allows[value] = 1;
    for (let at = 0; at < count; at++) passes[at]! &= allows[values[at]!]!;
  }
  return passes;
}

function mapView(points: SortedPoints, filter: MapFilter): MapView {
  const { keys, column, row } = points;
  const count = keys.length;
  const passes = passing(points, filter);
  const before = new Uint32Array(count + 1);
  const columns = new Float64Array(count + 1);
  const rows = new Float64Array(count + 1);
  for (let at = 0; at < count; at++) {
    const pass = passes[at]!;
    before[at + 1] = before[at]! + pass;
    columns[at + 1] = columns[at]! + pass * column[at]!;
    rows[at + 1] = rows[at]! + pass * row[at]!;
  }
  return {
    count: before[count]!,
    tile(z, x, y, options = {}) {
      const { layer = 'points', suppressBelow = 1, pointZoom = 15, tags = [] } = options;
      const found: TilePoint[] = [];
      const unit = EXTENT / 2 ** (DEPTH - z);
      const put = (many: number, atColumn: number, atRow: number, extra: TilePoint['tags']): void => {
        if (many < suppressBelow) return;
        found.push({ x: Math.round(atColumn * unit - x * EXTENT), y: Math.round(atRow * unit - y * EXTENT), tags: [['count', many], ...extra] });
      };
      const tagsOf = (at: number): TilePoint['tags'] => tags.map((name) => [name, points.attributes.get(name)?.[at] ?? 0]);
      const span = 4 ** (DEPTH - z);
      const first = tileKey(x, y) * span;
      const cell = z >= pointZoom ? 0 : 4 ** Math.max(0, DEPTH - z - CELL_DEPTH);
      let at = firstFrom(keys, first, 0, count);
      const end = firstFrom(keys, first + span, at, count);
      while (at < end) {
        const next = cell === 0 ? at + 1 : leapTo(keys, (Math.floor(keys[at]! / cell) + 1) * cell, at, end);
        const many = before[next]! - before[at]!;
        if (many > 1) put(many, (columns[next]! - columns[at]!) / many + 0.5, (rows[next]! - rows[at]!) / many + 0.5, []);
        else if (many === 1) {
          while (passes[at] === 0) at++;
          put(1, column[at]! + 0.5, row[at]! + 0.5, tagsOf(at));
        }
        at = next;
      }
      return encodePoints(layer, found, EXTENT);
    },
  };
}

/** Number of a tile along the curve at its own zoom. */
function tileKey(x: number, y: number): number {
  let key = 0;
  for (let bit = 0, weight = 1; x >> bit !== 0 || y >> bit !== 0; bit++, weight *= 4) key += (((x >> bit) & 1) + 2 * ((y >> bit) & 1)) * weight;
  return key;
}

/** First position from `low` whose key is at least `key`. */
function firstFrom(keys: Float64Array, key: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same, expecting it close by: strides that double, then halving. */
function leapTo(keys: Float64Array, key: number, from: number, end: number): number {
  let stride = 1;
  while (from + stride < end && keys[from + stride]! < key) stride *= 2;
  return firstFrom(keys, key, from + (stride >> 1), Math.min(end, from + stride));
}
