/** Circular windows: for each centre the places by distance, as far as the largest window may reach. */
export interface ScanWindows {
  /** The windows of centre c are positions starts[c] to starts[c + 1] - 1. */
  readonly starts: Int32Array;
  /** Place added at each position. */
  readonly places: Int32Array;
  /** Distance of that place from the centre. */
  readonly distances: Float64Array;
  /** 0 where the next place is just as far, so that the window is not complete; else 1. */
  readonly complete: Uint8Array;
}

/**
 * Windows around every place that hold at most `largest` of `size` in all and reach at most `radius`.
 * Places equally far from the centre enter together, as in SaTScan.
 */
export function scanWindows(x: Float64Array, y: Float64Array, size: Float64Array, largest: number, radius: number): ScanWindows {
  const count = x.length;
  const starts = new Int32Array(count + 1);
  const places: number[] = [];
  const distances: number[] = [];
  const complete: number[] = [];
  const squared = new Float64Array(count);
  for (let centre = 0; centre < count; centre++) {
    for (let i = 0; i < count; i++) squared[i] = (x[i]! - x[centre]!) ** 2 + (y[i]! - y[centre]!) ** 2;
    const order = nearestFirst(squared);
    let inside = 0;
    let from = 0;
    while (from < count) {
      let to = from;
      let added = 0;
      while (to < count && squared[order[to]!] === squared[order[from]!]) added += size[order[to++]!]!;
      const distance = Math.sqrt(squared[order[from]!]!);
      if (inside + added > largest || distance > radius) break;
      inside += added;
      for (let k = from; k < to; k++) {
        places.push(order[k]!);
        distances.push(distance);
        complete.push(k === to - 1 ? 1 : 0);
      }
      from = to;
    }
    starts[centre + 1] = places.length;
  }
  return { starts, places: Int32Array.from(places), distances: Float64Array.from(distances), complete: Uint8Array.from(complete) };
}

/** Places by distance, equally far ones in their own order: numbers are sorted without a function, and each place then looks up its rank. */
function nearestFirst(squared: Float64Array): Uint32Array {
  const sorted = squared.slice().sort();
  const order = new Uint32Array(squared.length);
  const taken = new Uint32Array(squared.length);
  squared.forEach((value, place) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    order[low + taken[low]!++] = place;
  });
  return order;
}

/** Adds up along each centre's windows. */
export function windowSums(windows: ScanWindows, values: Float64Array): Float64Array {
  const sums = new Float64Array(windows.places.length);
  for (let centre = 0; centre + 1 < windows.starts.length; centre++) {
    let sum = 0;
    for (let at = windows.starts[centre]!; at < windows.starts[centre + 1]!; at++) sums[at] = sum += values[windows.places[at]!]!;
  }
  return sums;
}
