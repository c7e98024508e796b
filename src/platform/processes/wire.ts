/** A process at the other end of Node's own pipe: the first process of the hub, or one that answers pages. */
export interface FarEnd {
  send(message: Message): void;
}

/** What processes of one hub say to each other. Nothing in it is of a person but the number of a session. */
export type Message =
  | { readonly say: 'serve'; readonly order: unknown }
  | { readonly say: 'listening' }
  | { readonly say: 'failed'; readonly why: string }
  | { readonly say: 'busy'; readonly share: number }
  | { readonly say: 'session-changed'; readonly session: string }
  | { readonly say: 'stop' }
  | { readonly ask: Question; readonly number: number }
  | { readonly answer: number; readonly value: unknown };

export type Question = 'queue-healthy' | 'measures';

const patienceMilliseconds = 3_000;

/** Questions between two processes: asked here, answered there. */
export class Wire {
  readonly #far: FarEnd;
  readonly #answers: Partial<Record<Question, () => Promise<unknown>>>;
  readonly #waiting = new Map<number, (value: unknown) => void>();
  #asked = 0;

  /** `answers` to what the other end may ask. */
  constructor(far: FarEnd, answers: Partial<Record<Question, () => Promise<unknown>>>) {
    this.#far = far;
    this.#answers = answers;
  }

  /** The answer, or undefined when none came in three seconds. */
  async ask(question: Question): Promise<unknown> {
    this.#asked += 1;
    const number = this.#asked;
    return await new Promise((resolve) => {
      const late = setTimeout(() => this.#settle(number, undefined), patienceMilliseconds);
      this.#waiting.set(number, (value) => {
        clearTimeout(late);
        resolve(value);
      });
      this.#far.send({ ask: question, number });
    });
  }

  /** Takes a message that is a question or an answer; says whether it was one. */
  take(message: Message): boolean {
    if ('answer' in message) {
      this.#settle(message.answer, message.value);
      return true;
    }
    if ('ask' in message) {
      void this.#answer(message.ask, message.number);
      return true;
    }
    return false;
  }

  async #answer(question: Question, number: number): Promise<void> {
    const value = await this.#answers[question]?.().catch(() => undefined);
    this.#far.send({ answer: number, value });
  }

  #settle(number: number, value: unknown): void {
    const settle = this.#waiting.get(number);
    this.#waiting.delete(number);
    settle?.(value);
  }
}
