interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** What one batch may hold. Larger ones save little more and hold the first for longer. */
const most = 64;
/** While two are under way the next gathers: one waits for the disk while the other is worked out. */
const atOnce = 2;

/**
 * Gathers what comes at the same time into one piece of work. Nobody waits on purpose: what comes alone leaves alone, and what comes
 * while others are under way leaves together when they are done. When a batch fails, each of it is tried again alone, so that one bad
 * item spoils no other; `work` must therefore leave nothing behind when it fails.
 */
export class Gatherer<Item, Answer> {
  readonly #work: (items: readonly Item[]) => Promise<readonly Answer[]>;
  #waiting: Waiting<Item, Answer>[] = [];
  #underWay = 0;
  #called = false;

  constructor(work: (items: readonly Item[]) => Promise<readonly Answer[]>) {
    this.#work = work;
  }

  async join(item: Item): Promise<Answer> {
    return await new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#leaveSoon();
    });
  }

  /** After what else has come in this turn of the event loop. */
  #leaveSoon(): void {
    if (!this.#called && this.#underWay < atOnce && this.#waiting.length > 0) {
      this.#called = true;
      setImmediate(() => {
        this.#called = false;
        const batch = this.#waiting.slice(0, most);
        this.#waiting = this.#waiting.slice(most);
        void this.#run(batch);
        this.#leaveSoon();
      });
    }
  }

  async #run(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    this.#underWay += 1;
    try {
      await this.#together(batch);
    } finally {
      this.#underWay -= 1;
      this.#leaveSoon();
    }
  }

  async #together(batch: readonly Waiting<Item, Answer>[]): Promise<void> {
    let answers: readonly Answer[];
    try {
      answers = await this.#work(batch.map(({ item }) => item));
    } catch (error) {
      if (batch.length === 1) {
        batch[0]?.reject(error);
        return;
      }
      await Promise.all(batch.map(async (one) => this.#together([one])));
      return;
    }
    batch.forEach(({ resolve, reject }, place) => {
      const answer = answers[place];
      if (answer === undefined) {
        reject(new Error('a piece of gathered work has no answer'));
      } else {
        resolve(answer);
      }
    });
  }
}
