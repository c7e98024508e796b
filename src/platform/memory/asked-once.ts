interface Answer {
  readonly at: number;
  readonly value: Promise<unknown>;
}

/** Answers that many wait for and one asks for: kept by name, the last asked longest, `most` of them. */
export class AskedOnce {
  readonly #most: number;
  readonly #goodForMilliseconds: number;
  readonly #answers = new Map<string, Answer>();

  /** Without a time to live an answer holds as long as its name does. */
  constructor(most: number, goodForMilliseconds = Number.POSITIVE_INFINITY) {
    this.#most = most;
    this.#goodForMilliseconds = goodForMilliseconds;
  }

  /** The answer of that name; every `ask` of one name gives the same kind. What failed is asked again by whoever comes or waits. */
  async get<Value>(name: string, ask: () => Promise<Value>): Promise<Value> {
    const known = this.#fresh(name);
    if (known !== undefined) {
      try {
        return (await known.value) as Value;
      } catch {
        // It was asked in another request's transaction, which failed for reasons of its own.
      }
    }
    return await this.#ask(name, ask);
  }

  async #ask<Value>(name: string, ask: () => Promise<Value>): Promise<Value> {
    const answer: { at: number; value: Promise<Value> } = { at: performance.now(), value: ask() };
    this.#answers.delete(name);
    this.#answers.set(name, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > this.#most && oldest !== undefined) {
      this.#answers.delete(oldest);
    }
    try {
      return await answer.value;
    } catch (error) {
      if (this.#answers.get(name) === answer) {
        this.#answers.delete(name);
      }
      throw error;
    }
  }

  #fresh(name: string): Answer | undefined {
    const known = this.#answers.get(name);
    return known !== undefined && performance.now() - known.at < this.#goodForMilliseconds ? known : undefined;
  }

  forget(name: string): void {
    this.#answers.delete(name);
  }
}
