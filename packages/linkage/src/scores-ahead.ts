import type { ScanOptions, ScanPool } from './scan-pool.ts';
import type { ScoringTables } from './model.ts';
import type { WeighedPairs } from './scan.ts';

/** What is scored with, and from what weight pairs are kept. */
interface Scoring {
  readonly tables: ScoringTables;
  readonly leastWeight: number;
}

/** Threads score the pairs while the thread that trains still finds out what probabilities the weights mean. */
export class ScoresAhead {
  #begun: { readonly leastWeight: number; readonly parts: Promise<WeighedPairs[]>; readonly abort: AbortController } | null = null;

  /** Begins, where there are pairs enough for threads. */
  start(pool: ScanPool, scoring: Scoring): void {
    if (!pool.usesThreads) return;
    const abort = new AbortController();
    const parts = pool.score(scoring, { signal: abort.signal });
    // Whoever asks for them hears of a failure.
    parts.catch(() => undefined);
    this.#begun = { leastWeight: scoring.leastWeight, parts, abort };
  }

  /** Waits for what was begun; null where it was not, or is not all that is asked for. */
  async take(leastWeight: number, { signal, onProgress }: ScanOptions): Promise<WeighedPairs[] | null> {
    const begun = this.#begun;
    if (begun === null || leastWeight < begun.leastWeight) {
      await this.stop();
      return null;
    }
    this.#begun = null;
    const onAbort = (): void => begun.abort.abort(signal?.reason);
    if (signal?.aborted === true) onAbort();
    signal?.addEventListener('abort', onAbort);
    try {
      const parts = await begun.parts;
      onProgress?.(1);
      return parts;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Leaves what was begun. */
  async stop(): Promise<void> {
    const begun = this.#begun;
    this.#begun = null;
    if (begun === null) return;
    begun.abort.abort();
    await begun.parts.catch(() => undefined);
  }
}
