import { named, listOf, optionsFrom, yesOrNo } from './checks.ts';
import { DEPTH } from './space-filling.ts';
import { columnsOf, firstFrom, memoryOf, merged, type MapPoints, type Memory, type TileColumns } from './tile-columns.ts';
import { encoded, type TilePoint } from './vector-tile.ts';

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
  /** Into how many squares along a side a tile is clustered, a power of 2; 32 unless said otherwise. */
  readonly squares?: number | undefined;
  /** Attributes written into single points; none unless said otherwise. */
  readonly tags?: readonly string[] | undefined;
}

/** The points as one viewer sees them. */
export interface MapView {
  /** How many points the viewer sees at all. */
  readonly count: number;
  /** Clusters (tag `count`) and single points of a tile, in 4096ths of its side. */
  clusters(z: number, x: number, y: number, options?: TileOptions): TilePoint[];
  /** The same as the bytes of a vector tile; empty if there is nothing to see. */
  tile(z: number, x: number, y: number, options?: TileOptions): Uint8Array;
  /** What the view is made of, for another thread. */
  readonly totals: ViewTotals;
}

/** Running totals of what passes a filter, along the curve. */
export interface ViewTotals {
  readonly passes: Uint8Array;
  readonly before: Uint32Array;
  readonly columns: Float64Array;
  readonly rows: Float64Array;
}

export interface PointTiles {
  readonly count: number;
  /** Applies access and filters once, for any number of tiles; keep it for as long as both stay the same. */
  view(filter?: MapFilter): MapView;
  /** A view made before, by another thread of the same columns. */
  viewOf(totals: ViewTotals): MapView;
  /** These points and more, numbered on from the last; quicker than all of them anew. */
  with(more: MapPoints): PointTiles;
  /** What the index is made of, for another thread. */
  readonly columns: TileColumns;
}

export interface TileMemory {
  /** Whether threads may share the lists (SharedArrayBuffer); false unless said otherwise. */
  readonly shared?: boolean | undefined;
}

/** Tile units along a side. */
const EXTENT = 4096;

/**
 * An index of points for vector tiles in which each viewer sees only what they may: points that the filter does not pass
 * are in no tile and in no count.
 *
 * Points are sorted along a space-filling curve, so every tile and every cell of a tile is one stretch of them; a view
 * holds running totals of what passes, so a cell's count and centre are differences of two entries.
 *
 * @throws RangeError for unequal lengths or entries that are not finite
 */
export function pointTiles(points: MapPoints, options: TileMemory = {}): PointTiles {
  const memory = memoryOf(yesOrNo(optionsFrom(options).shared ?? false, 'shared'));
  return tilesOver(columnsOf(points, memory), memory);
}

/** The index that another thread has made. */
export function pointTilesOf(columns: TileColumns, options: TileMemory = {}): PointTiles {
  named(columns, 'columns', 'order, keys, column, row and attributes, as pointTiles gives them');
  for (const list of ['order', 'keys', 'column', 'row'] as const) if (listOf(columns[list], list, 'numbers').length !== columns.keys?.length) throw new RangeError(`${list} has ${columns[list].length} entries and keys has ${columns.keys?.length}: they must be equally long`);
  named(columns.attributes, 'attributes', 'one list for each attribute');
  return tilesOver(columns, memoryOf(yesOrNo(optionsFrom(options).shared ?? false, 'shared')));
}

function tilesOver(columns: TileColumns, memory: Memory): PointTiles {
  return {
    count: columns.keys.length,
    columns,
    view: (filter = {}) => mapView(columns, totalsOf(columns, passing(columns, filter, memory), memory)),
    viewOf: (totals) => mapView(columns, totals),
    with: (more) => tilesOver(merged(columns, columnsOf(more, memoryOf(false)), memory), memory),
  };
}

function passing(points: TileColumns, filter: MapFilter, memory: Memory): Uint8Array {
  const count = points.order.length;
  const passes = memory.flags(count).fill(1);
  if (filter.visible !== undefined) {
    if (filter.visible.length !== count) throw new RangeError(`visible has ${filter.visible.length} entries, ${count} needed`);
    for (let at = 0; at < count; at++) passes[at] = filter.visible[points.order[at]!]! === 1 ? 1 : 0;
  }
  for (const [name, allowed] of Object.entries(filter.values ?? {})) {
    const values = Object.hasOwn(points.attributes, name) ? points.attributes[name] : undefined;
    if (values === undefined) throw new RangeError(`there is no attribute ${name}: ${Object.keys(points.attributes).join(', ')}`);
    const allows = new Uint8Array(65536);
    for (const value of allowed) allows[value] = 1;
    for (let at = 0; at < count; at++) passes[at]! &= allows[values[at]!]!;
  }
  return passes;
}

function totalsOf({ column, row }: TileColumns, passes: Uint8Array, memory: Memory): ViewTotals {
  const count = passes.length;
  const before = memory.whole(count + 1);
  const columns = memory.wide(count + 1);
  const rows = memory.wide(count + 1);
  for (let at = 0; at < count; at++) {
    const pass = passes[at]!;
    before[at + 1] = before[at]! + pass;
    columns[at + 1] = columns[at]! + pass * column[at]!;
    rows[at + 1] = rows[at]! + pass * row[at]!;
  }
  return { passes, before, columns, rows };
}

function mapView(points: TileColumns, totals: ViewTotals): MapView {
  const clusters: MapView['clusters'] = (z, x, y, options = {}) => clustersIn(points, totals, { z, x, y }, options);
  return {
    count: totals.before[points.keys.length]!,
    totals,
    clusters,
    tile: (z, x, y, options = {}) => encoded(options.layer ?? 'points', clusters(z, x, y, options), EXTENT),
  };
}

function clustersIn(points: TileColumns, totals: ViewTotals, { z, x, y }: { z: number; x: number; y: number }, options: TileOptions): TilePoint[] {
  const { keys, column, row } = points;
  const { passes, before, columns, rows } = totals;
  const { suppressBelow = 1, pointZoom = 15, tags = [], squares = 32 } = options;
  const found: TilePoint[] = [];
  const unit = EXTENT / 2 ** (DEPTH - z);
  const put = (many: number, atColumn: number, atRow: number, extra: TilePoint['tags']): void => {
    if (many < suppressBelow) return;
    found.push({ x: Math.round(atColumn * unit - x * EXTENT), y: Math.round(atRow * unit - y * EXTENT), tags: [['count', many], ...extra] });
  };
  const tagsOf = (at: number): TilePoint['tags'] => tags.map((name) => [name, points.attributes[name]?.[at] ?? 0]);
  const span = 4 ** (DEPTH - z);
  const first = tileKey(x, y) * span;
  const cell = z >= pointZoom ? 0 : 4 ** Math.max(0, DEPTH - z - Math.round(Math.log2(squares)));
  let at = firstFrom(keys, first, 0, keys.length);
  const end = firstFrom(keys, first + span, at, keys.length);
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
  return found;
}

/** Number of a tile along the curve at its own zoom. */
function tileKey(x: number, y: number): number {
  let key = 0;
  for (let bit = 0, weight = 1; x >> bit !== 0 || y >> bit !== 0; bit++, weight *= 4) key += (((x >> bit) & 1) + 2 * ((y >> bit) & 1)) * weight;
  return key;
}

/** First position whose key is at least `key`, expected close by: strides that double, then halving. */
function leapTo(keys: Float64Array, key: number, from: number, end: number): number {
  let stride = 1;
  while (from + stride < end && keys[from + stride]! < key) stride *= 2;
  return firstFrom(keys, key, from + (stride >> 1), Math.min(end, from + stride));
}
