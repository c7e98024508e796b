/** Any list of numbers that can be read by index: a plain array or a typed array. */
export type Numbers = ArrayLike<number>;

/** Locations in metres on a plane (a national grid, not degrees): x east, y north, one entry for each point. */
export interface Points {
  readonly x: Numbers;
  readonly y: Numbers;
}

/** A rectangle in metres. */
export interface Extent {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** What was given, in few words, for the message that says what is wrong with it. */
export function shown(value: unknown): string {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

/** Something with named entries (points, options), or a RangeError that says what it should hold: not nothing, a word or a list. */
export function named<T extends object>(value: T, name: string, wanted: string): T {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw new RangeError(`${name} is ${shown(value)}: it must be an object with ${wanted}`);
  }
  return value;
}

/** The options given; none at all is an object too. */
export function optionsFrom<T extends object>(options: T): T {
  if (typeof options !== 'object' || options === null || Array.isArray(options) || ArrayBuffer.isView(options)) {
    throw new RangeError(`options is ${shown(options)}: it must be an object that names each option`);
  }
  return options;
}

/** A list of anything: an array or a typed array, not a word or nothing. */
export function listOf<List extends ArrayLike<unknown>>(values: List, name: string, wanted: string): List {
  if (typeof values !== 'object' || values === null || !Number.isInteger(values.length) || values.length < 0) {
    throw new RangeError(`${name} is ${shown(values)}: it must be a list of ${wanted}`);
  }
  return values;
}

/** A list of numbers, whatever they are: NaN and Infinity pass, words and gaps do not. */
export function numbersIn(values: Numbers, name: string): Numbers {
  listOf(values, name, 'numbers');
  if (ArrayBuffer.isView(values) && typeof values[0] !== 'bigint') return values;
  for (let i = 0; i < values.length; i++) if (typeof values[i] !== 'number') throw new RangeError(`${name}[${i}] is ${shown(values[i])}: every entry must be a number`);
  return values;
}

/** The list as a Float64Array (the same one, if it is one already), or a RangeError that says where it is not a number. */
export function finiteNumbers(values: Numbers, name: string): Float64Array {
  const list = values instanceof Float64Array ? values : Float64Array.from(numbersIn(values, name));
  // One pass without branches: a number less itself is 0, but NaN for NaN and Infinity, so the sum stays 0 only if all are finite.
  let check = 0;
  for (let i = 0; i < list.length; i++) check += list[i]! - list[i]!;
  if (check === 0) return list;
  const at = list.findIndex((value) => !Number.isFinite(value));
  throw new RangeError(`${name}[${at}] is ${list[at]}: every entry must be a finite number`);
}

/** x and y as Float64Arrays of one length. Throws a RangeError for unequal lengths or entries that are not finite. */
export function checkedPoints(points: Points, minimum = 0, name = 'points'): { x: Float64Array; y: Float64Array; count: number } {
  named(points, name, 'lists x and y');
  listOf(points.x, 'x', 'numbers');
  listOf(points.y, 'y', 'numbers');
  if (points.x.length !== points.y.length) {
    throw new RangeError(`x has ${points.x.length} entries and y has ${points.y.length}: they must be equally long`);
  }
  if (points.x.length < minimum) {
    throw new RangeError(`${points.x.length} points given, at least ${minimum} needed`);
  }
  return { x: finiteNumbers(points.x, 'x'), y: finiteNumbers(points.y, 'y'), count: points.x.length };
}

/** Weights for `count` points: the given list checked for length, or undefined if none was given. */
export function checkedWeights(weights: Numbers | undefined, count: number): Float64Array | undefined {
  return weights === undefined ? undefined : sameLength(weights, count, 'weights');
}

/** The list as Float64Array, checked to have `count` finite entries. */
export function sameLength(values: Numbers, count: number, name: string): Float64Array {
  listOf(values, name, 'numbers');
  if (values.length !== count) throw new RangeError(`${name} has ${values.length} entries, ${count} needed`);
  return finiteNumbers(values, name);
}

export function positive(value: number, name: string): number {
  if (!(value > 0) || !Number.isFinite(value)) throw new RangeError(`${name} is ${shown(value)}: it must be a number above 0`);
  return value;
}

export function notNegative(value: number, name: string): number {
  if (!(value >= 0) || !Number.isFinite(value)) throw new RangeError(`${name} is ${shown(value)}: it must be 0 or more`);
  return value;
}

export function wholeNumber(value: number, name: string, minimum: number): number {
  if (!Number.isInteger(value) || value < minimum) {
    throw new RangeError(`${name} is ${shown(value)}: it must be a whole number of at least ${minimum}`);
  }
  return value;
}

/** One of the words allowed: a misspelt one must not pass for another method. */
export function oneOf<T extends string>(value: T, allowed: readonly T[], name: string): T {
  if (!allowed.includes(value)) throw new RangeError(`${name} is ${shown(value)}: use ${allowed.join(', ')}`);
  return value;
}

/** A share or level above 0 and below 1. */
export function level(value: number, name: string): number {
  if (typeof value !== 'number' || !(value > 0 && value < 1)) throw new RangeError(`${name} is ${shown(value)}: it must lie between 0 and 1`);
  return value;
}

/** Yes or no, nothing else that might pass for it. */
export function yesOrNo(value: boolean, name: string): boolean {
  if (typeof value !== 'boolean') throw new RangeError(`${name} is ${shown(value)}: it must be true or false`);
  return value;
}

/** The seed of a random stream; 1 if none was given. */
export function seedOf(options: { readonly seed?: number | undefined }): number {
  const seed = options.seed ?? 1;
  if (!Number.isFinite(seed)) throw new RangeError(`seed is ${shown(seed)}: it must be a number`);
  return seed;
}

export function checkedExtent(extent: Extent): Extent {
  named(extent, 'extent', 'west, south, east and north');
  for (const side of ['west', 'south', 'east', 'north'] as const) {
    if (!Number.isFinite(extent[side])) throw new RangeError(`extent.${side} is ${shown(extent[side])}: it must be a finite number`);
  }
  if (extent.east <= extent.west) throw new RangeError(`extent: east ${extent.east} is not east of west ${extent.west}`);
  if (extent.north <= extent.south) throw new RangeError(`extent: north ${extent.north} is not north of south ${extent.south}`);
  return extent;
}

/** The smallest rectangle that holds all points. */
export function boundsOf(x: Float64Array, y: Float64Array): Extent {
  let west = Infinity;
  let east = -Infinity;
  let south = Infinity;
  let north = -Infinity;
  for (let i = 0; i < x.length; i++) {
    const px = x[i]!;
    const py = y[i]!;
    if (px < west) west = px;
    if (px > east) east = px;
    if (py < south) south = py;
    if (py > north) north = py;
  }
  return { west, south, east, north };
}
