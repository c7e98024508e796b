import { jaroWinkler } from './measures.ts';

/** Words at least so alike stand for each other, by as much as they are alike. */
const SAME_WORD = 0.9;
/** Shorter words are other words, however alike: 12 is not 14. */
const LEAST_LENGTH = 4;

/**
 * How much of what is rare in two texts they share: the cosine of their words, each weighed by the log of how few texts
 * hold it (inverse document frequency; soft TF-IDF of Cohen, Ravikumar & Fienberg 2003).
 */
export class RareWords {
  readonly #words: readonly (readonly string[])[];
  readonly #weights: ReadonlyMap<string, number>;
  readonly #lengths: Float64Array;
  #last: readonly [a: number, b: number, cosine: number] = [-1, -1, 0];

  /** @param words the distinct words of each text */
  constructor(words: readonly (readonly string[])[]) {
    const counts = new Map<string, number>();
    for (const list of words) for (const word of list) counts.set(word, (counts.get(word) ?? 0) + 1);
    this.#words = words;
    this.#weights = new Map([...counts].map(([word, count]) => [word, Math.log(1 + words.length / count)]));
    this.#lengths = Float64Array.from(words, (list) => Math.sqrt(list.reduce((sum, word) => sum + this.#weightOf(word) ** 2, 0)));
  }

  /** From 0 (nothing shared) to 1, of two texts by number. */
  cosine(a: number, b: number): number {
    if (this.#last[0] !== a || this.#last[1] !== b) this.#last = [a, b, this.#measure(a, b)];
    return this.#last[2];
  }

  #measure(a: number, b: number): number {
    const right = this.#words[b] as readonly string[];
    let sum = 0;
    for (const word of this.#words[a] as readonly string[]) {
      if (right.includes(word)) {
        sum += this.#weightOf(word) ** 2;
        continue;
      }
      if (word.length < LEAST_LENGTH) continue;
      let best = 0;
      for (const other of right) {
        if (other.length < LEAST_LENGTH || Math.abs(other.length - word.length) > 3) continue;
        const alike = jaroWinkler(word, other);
        if (alike >= SAME_WORD) best = Math.max(best, alike * this.#weightOf(other));
      }
      sum += best * this.#weightOf(word);
    }
    const lengths = (this.#lengths[a] as number) * (this.#lengths[b] as number);
    return lengths === 0 ? 0 : Math.min(1, sum / lengths);
  }

  #weightOf(word: string): number {
    return this.#weights.get(word) ?? 0;
  }
}
