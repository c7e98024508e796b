/** What the long calculations take besides their own options. */
export interface LongRun {
  /** Called now and then with the share done, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
  /** When it is aborted, the calculation stops with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Tells the listener how far the work is, and stops it if the caller asked for that. */
export function checkpoint(run: LongRun, done: number, total: number): void {
  run.signal?.throwIfAborted();
  run.onProgress?.(total === 0 ? 1 : done / total);
}
