import { finiteNumbers, listOf, named, positive, shown, wholeNumber } from './checks.ts';
/** A feature of a point layer: tile coordinates, and tags of whole numbers of 0 or more. */
export interface TilePoint {
  readonly x: number;
  readonly y: number;
  readonly tags: readonly (readonly [key: string, value: number])[];
  readonly id?: number | undefined;
}

/**
 * A Mapbox Vector Tile (version 2.1) with one layer of points, as bytes. No points make no bytes.
 *
 * @param extent tile units along a side
 */
export function encodePoints(layer: string, points: readonly TilePoint[], extent = 4096): Uint8Array {
  if (typeof layer !== 'string') throw new RangeError(`layer is ${shown(layer)}: it must be a word`);
  listOf(points, 'points', 'points of a tile').forEach(checkPoint);
  return encoded(layer, points, positive(extent, 'extent'));
}

function checkPoint(point: TilePoint, i: number): void {
  const { x, y, tags, id } = named(point, `points[${i}]`, 'x, y and tags');
  finiteNumbers([x, y], `points[${i}] (x, y)`);
  if (id !== undefined) wholeNumber(id, `points[${i}].id`, 0);
  for (const tag of listOf(tags, `points[${i}].tags`, 'pairs of a word and a number')) {
    const [key, value] = listOf(tag, `a tag of points[${i}]`, 'a word and a number');
    if (typeof key !== 'string') throw new RangeError(`a tag of points[${i}] is named ${shown(key)}: its name must be a word`);
    wholeNumber(value, `${key} of points[${i}]`, 0);
  }
}

/** The same for points that are known to be whole. */
export function encoded(layer: string, points: readonly TilePoint[], extent: number): Uint8Array {
  if (points.length === 0) return new Uint8Array(0);
  const keys = new Map<string, number>();
  const values = new Map<number, number>();
  const out = new ByteWriter();
  out.varint((15 << 3) | 0);
  out.varint(2);
  out.text(1, layer);
  const feature = new ByteWriter();
  const packed = new ByteWriter();
  for (const point of points) {
    feature.length = 0;
    if (point.id !== undefined) {
      feature.varint((1 << 3) | 0);
      feature.varint(point.id);
    }
    packed.length = 0;
    for (const [key, value] of point.tags) {
      packed.varint(numbered(keys, key));
      packed.varint(numbered(values, value));
    }
    feature.nested(2, packed);
    feature.varint((3 << 3) | 0);
    feature.varint(1);
    packed.length = 0;
    // One MoveTo command, then the signed offsets with the sign in the lowest bit.
    packed.varint((1 << 3) | 1);
    packed.varint(zigzag(point.x));
    packed.varint(zigzag(point.y));
    feature.nested(4, packed);
    out.nested(2, feature);
  }
  for (const key of keys.keys()) out.text(3, key);
  for (const value of values.keys()) {
    packed.length = 0;
    packed.varint((5 << 3) | 0);
    packed.varint(value);
    out.nested(4, packed);
  }
  out.varint((5 << 3) | 0);
  out.varint(extent);
  const tile = new ByteWriter();
  tile.nested(3, out);
  return tile.bytes();
}

function numbered<Key>(known: Map<Key, number>, key: Key): number {
  const at = known.get(key);
  if (at !== undefined) return at;
  known.set(key, known.size);
  return known.size - 1;
}

function zigzag(value: number): number {
  return value >= 0 ? 2 * value : -2 * value - 1;
}

/** Up to so many bytes are copied one by one: a view of them would cost more. */
const SMALL = 64;

/** Bytes of a protocol buffer message. */
class ByteWriter {
  length = 0;
  private buffer = new Uint8Array(256);

  varint(value: number): void {
    if (this.length + 8 > this.buffer.length) this.reserve(8);
    let rest = value;
    // Bit by bit only what a bitwise operation can hold.
    while (rest > 0x7fffffff) {
      this.buffer[this.length++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    while (rest > 0x7f) {
      this.buffer[this.length++] = (rest & 0x7f) | 0x80;
      rest >>= 7;
    }
    this.buffer[this.length++] = rest;
  }

  nested(field: number, message: ByteWriter): void {
    if (message.length > SMALL) {
      this.chunk(field, message.buffer.subarray(0, message.length));
      return;
    }
    this.varint((field << 3) | 2);
    this.varint(message.length);
    if (this.length + message.length > this.buffer.length) this.reserve(message.length);
    const { buffer } = message;
    for (let at = 0; at < message.length; at++) this.buffer[this.length++] = buffer[at]!;
  }

  text(field: number, text: string): void {
    this.chunk(field, new TextEncoder().encode(text));
  }

  bytes(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  private chunk(field: number, bytes: Uint8Array): void {
    this.varint((field << 3) | 2);
    this.varint(bytes.length);
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const larger = new Uint8Array(2 * (this.length + more));
    larger.set(this.buffer.subarray(0, this.length));
    this.buffer = larger;
  }
}
