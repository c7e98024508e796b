/** One feature of a vector tile: its kind (1 points, 2 lines, 3 areas), its parts in tile units as x, y, x, y …, and its tags as numbers of keys and values. */
export interface TileFeature {
  readonly kind: number;
  readonly parts: readonly Int32Array[];
  readonly tags: readonly number[];
}

export interface TileLayer {
  readonly name: string;
  /** Tile units along a side. */
  readonly extent: number;
  readonly keys: readonly string[];
  /** Only numbers are kept: nothing else is asked of a tile here. */
  readonly values: readonly (number | undefined)[];
  readonly features: readonly TileFeature[];
}

const text = new TextDecoder();

/** The protocol buffer of the Mapbox Vector Tile specification 2.1, as far as a map needs it. */
class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get more(): boolean {
    return this.#at < this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new Error('A tile ends too early');
      this.#at += 1;
      value += (byte & 127) * weight;
      if (byte < 128) return value;
    }
  }

  part(): Uint8Array {
    const length = this.varint();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  fixed(wide: boolean): number {
    const from = this.#bytes.byteOffset + this.#at;
    this.#at += wide ? 8 : 4;
    const view = new DataView(this.#bytes.buffer, from);
    return wide ? view.getFloat64(0, true) : view.getFloat32(0, true);
  }

  /** Calls for each field with its number; what nobody reads is passed over. */
  fields(read: (field: number, wire: number) => boolean): void {
    while (this.more) {
      const tag = this.varint();
      const wire = tag & 7;
      if (read(tag >> 3, wire)) continue;
      if (wire === 0) this.varint();
      else if (wire === 2) this.part();
      else this.fixed(wire === 1);
    }
  }
}

const signed = (value: number): number => (value % 2 === 1 ? -(value + 1) / 2 : value / 2);

function numbersOf(bytes: Uint8Array): number[] {
  const reader = new ByteReader(bytes);
  const numbers: number[] = [];
  while (reader.more) numbers.push(reader.varint());
  return numbers;
}

/** MoveTo, LineTo and ClosePath as lists of corners. */
function partsOf(bytes: Uint8Array): Int32Array[] {
  const reader = new ByteReader(bytes);
  const parts: Int32Array[] = [];
  let corners: number[] = [];
  let [x, y] = [0, 0];
  const end = (): void => {
    if (corners.length > 0) parts.push(Int32Array.from(corners));
    corners = [];
  };
  while (reader.more) {
    const command = reader.varint();
    const kind = command & 7;
    if (kind === 7) {
      const [firstX, firstY] = corners;
      if (firstX !== undefined && firstY !== undefined) corners.push(firstX, firstY);
      continue;
    }
    for (let count = command >> 3; count > 0; count -= 1) {
      if (kind === 1) end();
      x += signed(reader.varint());
      y += signed(reader.varint());
      corners.push(x, y);
    }
  }
  end();
  return parts;
}

function featureOf(bytes: Uint8Array): TileFeature {
  const reader = new ByteReader(bytes);
  let feature: TileFeature = { kind: 0, parts: [], tags: [] };
  reader.fields((field, wire) => {
    if (field === 2 && wire === 2) feature = { ...feature, tags: numbersOf(reader.part()) };
    else if (field === 3 && wire === 0) feature = { ...feature, kind: reader.varint() };
    else if (field === 4 && wire === 2) feature = { ...feature, parts: partsOf(reader.part()) };
    else return false;
    return true;
  });
  return feature;
}

function numberOf(bytes: Uint8Array): number | undefined {
  const reader = new ByteReader(bytes);
  let value: number | undefined;
  reader.fields((field, wire) => {
    if (field === 2 || field === 3) value = reader.fixed(wire === 1);
    else if (field === 4 || field === 5) value = reader.varint();
    else if (field === 6) value = signed(reader.varint());
    else return false;
    return true;
  });
  return value;
}

function layerOf(bytes: Uint8Array, wanted: (name: string) => boolean): TileLayer | undefined {
  const reader = new ByteReader(bytes);
  const features: Uint8Array[] = [];
  const [keys, values]: [string[], (number | undefined)[]] = [[], []];
  let [name, extent] = ['', 4096];
  reader.fields((field, wire) => {
    if (field === 1 && wire === 2) name = text.decode(reader.part());
    else if (field === 2 && wire === 2) features.push(reader.part());
    else if (field === 3 && wire === 2) keys.push(text.decode(reader.part()));
    else if (field === 4 && wire === 2) values.push(numberOf(reader.part()));
    else if (field === 5 && wire === 0) extent = reader.varint();
    else return false;
    return true;
  });
  return wanted(name) ? { name, extent, keys, values, features: features.map(featureOf) } : undefined;
}

/** The layers that are wanted of a vector tile. */
export function readVectorTile(bytes: Uint8Array, wanted: (name: string) => boolean): TileLayer[] {
  const reader = new ByteReader(bytes);
  const layers: TileLayer[] = [];
  reader.fields((field, wire) => {
    if (field !== 3 || wire !== 2) return false;
    const layer = layerOf(reader.part(), wanted);
    if (layer !== undefined) layers.push(layer);
    return true;
  });
  return layers;
}
