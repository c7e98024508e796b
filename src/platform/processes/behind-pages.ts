import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Called once in a thread that works for nobody who waits: from then on it gets only the processor time that pages and the database leave.
 * Threads that it starts are the same. Where the system has no priorities of threads (all but Linux) nothing happens.
 */
export function stepBehindPages(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, constants.priority.PRIORITY_LOW);
  } catch {
    // It works all the same, beside the pages instead of behind them.
  }
}
