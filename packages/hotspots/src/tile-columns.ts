import { listOf, named, sameLength, type Numbers } from './checks.ts';
import { mercatorX, mercatorY } from './mercator.ts';
import { DEPTH, sortAlongCurve } from './space-filling.ts';

/** Places in degrees, and for each point a small whole number for each attribute (category, hour, access class …). */
export interface MapPoints {
  readonly longitude: Numbers;
  readonly latitude: Numbers;
  readonly attributes?: Readonly<Record<string, Numbers>> | undefined;
}

/** Points along the space-filling curve, as plain lists that threads can share. */
export interface TileColumns {
  /** Which of the points given stands at each position. */
  readonly order: Uint32Array;
  readonly keys: Float64Array;
  readonly column: Uint32Array;
  readonly row: Uint32Array;
  readonly attributes: Readonly<Record<string, Uint16Array>>;
}

/** Lists of numbers, in memory that threads share if asked for. */
export interface Memory {
  wide(length: number): Float64Array;
  whole(length: number): Uint32Array;
  short(length: number): Uint16Array;
  flags(length: number): Uint8Array;
}

export function memoryOf(shared: boolean): Memory {
  const bytes = (length: number): ArrayBuffer => (shared ? new SharedArrayBuffer(length) as unknown as ArrayBuffer : new ArrayBuffer(length));
  return {
    wide: (length) => new Float64Array(bytes(8 * length)),
    whole: (length) => new Uint32Array(bytes(4 * length)),
    short: (length) => new Uint16Array(bytes(2 * length)),
    flags: (length) => new Uint8Array(bytes(length)),
  };
}

export function columnsOf(points: MapPoints, memory: Memory): TileColumns {
  named(points, 'points', 'lists longitude and latitude');
  const count = listOf(points.longitude, 'longitude', 'numbers').length;
  if (points.attributes !== undefined) named(points.attributes, 'attributes', 'one list for each attribute');
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
  const attributes = Object.entries(points.attributes ?? {}).map(([name, values]): [string, Uint16Array] => {
    const list = sameLength(values, count, name);
    const sorted = memory.short(count);
    for (let at = 0; at < count; at++) sorted[at] = list[curve.order[at]!]!;
    return [name, sorted];
  });
  const kept = <List extends Float64Array | Uint32Array>(list: List, copy: List): List => {
    copy.set(list);
    return copy;
  };
  return {
    order: kept(curve.order, memory.whole(count)), keys: kept(curve.keys, memory.wide(count)),
    column: kept(curve.column, memory.whole(count)), row: kept(curve.row, memory.whole(count)), attributes: Object.fromEntries(attributes),
  };
}

/** Both together, without sorting again: what came later is numbered on from what was there. */
export function merged(old: TileColumns, more: TileColumns, memory: Memory): TileColumns {
  const [count, added] = [old.keys.length, more.keys.length];
  const names = Object.keys(old.attributes);
  const wrong = Object.keys(more.attributes).find((name) => !names.includes(name)) ?? names.find((name) => more.attributes[name] === undefined);
  if (wrong !== undefined) throw new RangeError(`attribute ${wrong}: points that are added have the attributes of those before`);
  const all = {
    order: memory.whole(count + added), keys: memory.wide(count + added), column: memory.whole(count + added), row: memory.whole(count + added),
    attributes: Object.fromEntries(names.map((name) => [name, memory.short(count + added)])),
  };
  const copy = (from: TileColumns, start: number, end: number, to: number, numbered: number): void => {
    all.keys.set(from.keys.subarray(start, end), to);
    all.column.set(from.column.subarray(start, end), to);
    all.row.set(from.row.subarray(start, end), to);
    for (const name of names) all.attributes[name]!.set(from.attributes[name]!.subarray(start, end), to);
    for (let at = start; at < end; at++) all.order[to + at - start] = from.order[at]! + numbered;
  };
  let at = 0;
  for (let next = 0; next < added; next++) {
    const stop = firstFrom(old.keys, more.keys[next]!, at, count);
    copy(old, at, stop, at + next, 0);
    copy(more, next, next + 1, stop + next, count);
    at = stop;
  }
  copy(old, at, count, at + added, 0);
  return all;
}

/** First position from `low` whose key is at least `key`. */
export function firstFrom(keys: Float64Array, key: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
