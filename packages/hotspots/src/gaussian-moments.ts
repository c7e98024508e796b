// The three inner loops of the Taylor sums. Moments lie as (0,0) (1,0) … (order-1,0), (0,1) (1,1) …: power of east
// fastest, power of north slowest, powers adding up to less than the order.

const EAST_POWERS = new Float64Array(4 * 64);

/**
 * Moments of the points `from` to `to - 1` of one box: the sums of weight · eastᵃ · northᵇ.
 * `parts` has east, north and weight of each point. Four points go together, to touch each moment a quarter as often.
 */
export function momentsOf(moments: Float64Array, parts: Float64Array, from: number, to: number, order: number): void {
  moments.fill(0);
  const powers = EAST_POWERS;
  for (let i = from; i < to; i += 4) {
    const at = 3 * i;
    const left = to - i;
    const east0 = parts[at]!;
    const north0 = parts[at + 1]!;
    const east1 = left > 1 ? parts[at + 3]! : 0;
    const north1 = left > 1 ? parts[at + 4]! : 0;
    const east2 = left > 2 ? parts[at + 6]! : 0;
    const north2 = left > 2 ? parts[at + 7]! : 0;
    const east3 = left > 3 ? parts[at + 9]! : 0;
    const north3 = left > 3 ? parts[at + 10]! : 0;
    let p0 = parts[at + 2]!;
    let p1 = left > 1 ? parts[at + 5]! : 0;
    let p2 = left > 2 ? parts[at + 8]! : 0;
    let p3 = left > 3 ? parts[at + 11]! : 0;
    for (let a = 0; a < 4 * order; a += 4) {
      powers[a] = p0;
      powers[a + 1] = p1;
      powers[a + 2] = p2;
      powers[a + 3] = p3;
      p0 *= east0;
      p1 *= east1;
      p2 *= east2;
      p3 *= east3;
    }
    let n0 = 1;
    let n1 = 1;
    let n2 = 1;
    let n3 = 1;
    let k = 0;
    for (let end = 4 * order; end > 0; end -= 4) {
      for (let a = 0; a < end; a += 4) {
        moments[k]! += powers[a]! * n0 + powers[a + 1]! * n1 + (powers[a + 2]! * n2 + powers[a + 3]! * n3);
        k++;
      }
      n0 *= north0;
      n1 *= north1;
      n2 *= north2;
      n3 *= north3;
    }
  }
}

/**
 * Adds a box to its line: for each cell column it reaches, the east powers are summed out and the north ones stay.
 * `powers` from `start` has exp(-t²/2) tᵃ/a! for each column from `first` to `last`.
 */
export function spreadAcross(lines: Float64Array, moments: Float64Array, powers: Float64Array, start: number, first: number, last: number, order: number): void {
  let at = start;
  for (let column = first; column <= last; column++) {
    let k = 0;
    const line = column * order;
    for (let b = 0; b < order; b++) {
      let even = 0;
      let odd = 0;
      const end = at + order - b;
      let a = at;
      for (; a + 1 < end; a += 2) {
        even += moments[k]! * powers[a]!;
        odd += moments[k + 1]! * powers[a + 1]!;
        k += 2;
      }
      if (a < end) even += moments[k++]! * powers[a]!;
      lines[line + b]! += even + odd;
    }
    at += order;
  }
}

/** Adds a finished line of boxes to every row of cells it reaches, summing out the north powers. */
export function spreadUp(sums: Float64Array, lines: Float64Array, powers: Float64Array, start: number, first: number, last: number, columns: number, order: number): void {
  let at = start;
  for (let row = first; row <= last; row++) {
    let line = 0;
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let b = 0; b < order; b++) sum += lines[line + b]! * powers[at + b]!;
      sums[row * columns + column]! += sum;
      line += order;
    }
    at += order;
  }
}
