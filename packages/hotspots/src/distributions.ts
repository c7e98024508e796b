// Distribution functions of statistics, to about 1e-14 relative, each from its classical series.

const SQRT_PI = Math.sqrt(Math.PI);

/** Upper tail of the standard normal distribution, P(Z > z), accurate far into the tail. */
export function normalUpperTail(z: number): number {
  return 0.5 * complementaryErrorFunction(z / Math.SQRT2);
}

/** P(Z <= z). */
export function normalBelow(z: number): number {
  return normalUpperTail(-z);
}

/** P(|Z| >= |z|). */
export function normalTwoSided(z: number): number {
  return complementaryErrorFunction(Math.abs(z) / Math.SQRT2);
}

/** erfc: the Taylor series near 0, Lentz's continued fraction in the tail. */
function complementaryErrorFunction(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x < 0) return 2 - complementaryErrorFunction(-x);
  if (x < 1.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-18 * sum; n++) {
      // The series with positive terms, exp(-x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!, does not cancel.
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / SQRT_PI) * Math.exp(-x * x) * sum;
  }
  if (x > 27) return 0;
  let fraction = 0;
  for (let n = 80; n >= 1; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / (SQRT_PI * (x + fraction));
}

/** The z below which a share `p` of the standard normal distribution lies: a rational approximation, then three Halley steps. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) {
    if (p === 0) return -Infinity;
    if (p === 1) return Infinity;
    throw new RangeError(`normalQuantile: p is ${p}, it must lie between 0 and 1`);
  }
  if (p > 0.5) return -normalQuantile(1 - p);
  const tail = Math.sqrt(-2 * Math.log(p));
  // Abramowitz and Stegun 26.2.23, good to 4.5e-4, is a start for the steps below.
  let z = -(tail - (2.515517 + tail * (0.802853 + tail * 0.010328)) / (1 + tail * (1.432788 + tail * (0.189269 + tail * 0.001308))));
  for (let step = 0; step < 3; step++) {
    const error = (normalBelow(z) - p) * Math.sqrt(2 * Math.PI) * Math.exp((z * z) / 2);
    z -= error / (1 + (z * error) / 2);
  }
  return z;
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0, by Lanczos's approximation. */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (x - 1 + i);
  const t = x - 1 + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}
