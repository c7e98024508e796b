/** An Int32Array that worker threads can share. */
export function sharedInt32(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

/** A Uint16Array that worker threads can share. */
export function sharedUnits(length: number): Uint16Array {
  return new Uint16Array(new SharedArrayBuffer(length * 2));
}
