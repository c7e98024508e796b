/** A stream of random numbers that is the same on every machine for the same seed. */
export interface Random {
  /** Uniform on [0, 1), with 32 random bits. */
  next(): number;
  /** A whole number from 0 to limit - 1; no number is favoured by more than limit / 2^32. */
  below(limit: number): number;
  /** The next draws, 32 random bits each: what `next` would have given times 2^32. */
  fill(draws: Uint32Array): void;
}

/**
 * sfc32 of Chris Doty-Humphrey (PractRand), seeded through a 32-bit mixer.
 *
 * `stream` separates independent streams of one seed: permutation 17 has its own stream, so that the result
 * is the same however the permutations are shared out among threads.
 */
export function seededRandom(seed: number, stream = 0): Random {
  let a = mix(Math.trunc(seed) ^ 0x9e3779b9);
  let b = mix(a ^ Math.floor(seed / 4294967296) ^ 0x85ebca6b);
  let c = mix(b ^ stream ^ 0xc2b2ae35);
  let counter = 1;
  const draw = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) draw();
  return {
    next: () => draw() / 4294967296,
    below: (limit) => Math.floor((draw() * limit) / 4294967296),
    // The state in variables of its own: many times as fast as to share it with the other functions.
    fill: (draws) => {
      let [p, q, r, n] = [a, b, c, counter];
      for (let k = 0; k < draws.length; k++) {
        const sum = (((p + q) | 0) + n) | 0;
        n = (n + 1) | 0;
        p = q ^ (q >>> 9);
        q = (r + (r << 3)) | 0;
        r = (((r << 21) | (r >>> 11)) + sum) | 0;
        draws[k] = sum;
      }
      [a, b, c, counter] = [p, q, r, n];
    },
  };
}

/** The finaliser of MurmurHash3: every bit of the input moves every bit of the output. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

/** Fisher-Yates shuffle in place. */
export function shuffle(list: Float64Array | Int16Array | Int32Array | Uint32Array, random: Random): void {
  const draws = new Uint32Array(Math.max(0, list.length - 1));
  random.fill(draws);
  for (let i = list.length - 1, draw = 0; i > 0; i--) {
    const j = Math.floor((draws[draw++]! * (i + 1)) / 4294967296);
    const held = list[i]!;
    list[i] = list[j]!;
    list[j] = held;
  }
}
