/** How far a piece of work is that several threads know of: whoever takes it first does it. */
const [OPEN, TAKEN, DONE, FAILED] = [0, 1, 2, 3];
/** A thread that has not answered by then has died. */
const PATIENCE_MS = 60_000;

/** Does a piece of work in this thread, unless another has taken it. What it gives is kept beside its state. */
export function attempt(state: Int32Array, work: () => number): void {
  if (Atomics.compareExchange(state, 0, OPEN, TAKEN) !== OPEN) return;
  try {
    Atomics.store(state, 1, work());
    Atomics.store(state, 0, DONE);
  } catch {
    // Whoever waits does it in another way, and fails aloud if that cannot be done.
    Atomics.store(state, 0, FAILED);
  }
  Atomics.notify(state, 0);
}

/** Does a piece of work or waits for the thread that does. @returns false where it failed */
export function settle(state: Int32Array, work: () => number): boolean {
  attempt(state, work);
  while (Atomics.load(state, 0) === TAKEN) {
    if (Atomics.wait(state, 0, TAKEN, PATIENCE_MS) === 'timed-out') break;
  }
  return Atomics.load(state, 0) === DONE;
}

/** What the work gave. */
export function resultOf(state: Int32Array): number {
  return Atomics.load(state, 1);
}
