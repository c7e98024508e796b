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

/** The list as a Float64Array (the same one, if it is one already), or a RangeError that says where it is not a number. */
export function finiteNumbers(values: Numbers, name: string): Float64Array {
  const list = values instanceof Float64Array ? values : Float64Array.from(values);
  // One pass without branches: a number less itself is 0, but NaN for NaN and Infinity, so the sum stays 0 only if all are finite.
  let check = 0;
  for (let i = 0; i < list.length; i++) check += list[i]! - list[i]!;
  if (check === 0) return list;
  const at = list.findIndex((value) => !Number.isFinite(value));
  throw new RangeError(`${name}[${at}] is ${list[at]}: every entry must be a finite number`);
}

/** x and y as Float64Arrays of one length. Throws a RangeError for unequal lengths or entries that are not finite. */
export function checkedPoints(points: Points, minimum = 0): { x: Float64Array; y: Float64Array; count: number } {
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
  if (values.length !== count) throw new RangeError(`${name} has ${values.length} entries, ${count} needed`);
  return finiteNumbers(values, name);
}

export function positive(value: number, name: string): number {
  if (!(value > 0) || !Number.isFinite(value)) throw new RangeError(`${name} is ${value}: it must be a number above 0`);
  return value;
}

export function notNegative(value: number, name: string): number {
  if (!(value >= 0) || !Number.isFinite(value)) throw new RangeError(`${name} is ${value}: it must be 0 or more`);
  return value;
}

export function wholeNumber(value: number, name: string, minimum: number): number {
  if (!Number.isInteger(value) || value < minimum) {
    throw new RangeError(`${name} is ${value}: it must be a whole number of at least ${minimum}`);
  }
  return value;
}

/** One of the words allowed: a misspelt one must not pass for another method. */
export function oneOf<T extends string>(value: T, allowed: readonly T[], name: string): T {
  if (!allowed.includes(value)) throw new RangeError(`${name} is ${String(value)}: use ${allowed.join(', ')}`);
  return value;
}

/** A share or level above 0 and below 1. */
export function level(value: number, name: string): number {
  if (!(value > 0 && value < 1)) throw new RangeError(`${name} is ${value}: it must lie between 0 and 1`);
  return value;
}

export function checkedExtent(extent: Extent): Extent {
  for (const side of ['west', 'south', 'east', 'north'] as const) {
    if (!Number.isFinite(extent[side])) throw new RangeError(`extent.${side} is ${extent[side]}: it must be a finite number`);
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
