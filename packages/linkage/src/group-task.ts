import { sharedInt32 } from './column.ts';
import { groupIntoBlocks, type BlockLimits, type RuleBlocks, type RuleBlocksPlaces } from './rule-blocks.ts';

/** Records to be grouped by two keys, in memory that threads share. Whoever takes it first does it. */
export interface GroupTask {
  readonly kind: 'group';
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly limits: BlockLimits;
  readonly places: RuleBlocksPlaces;
  /** How far it is, and the number of blocks. */
  readonly state: Int32Array;
}

const [OPEN, TAKEN, DONE, FAILED] = [0, 1, 2, 3];
/** A thread that has not answered by then has died. */
const PATIENCE_MS = 60_000;

/** A task that nobody has taken yet. */
export function groupTask(a: Int32Array, b: Int32Array, limits: BlockLimits): GroupTask {
  return { kind: 'group', a, b, limits, places: placesFor(a.length), state: sharedInt32(2) };
}

function placesFor(size: number): RuleBlocksPlaces {
  return { codes: sharedInt32(size), members: sharedInt32(size), starts: sharedInt32((size >> 1) + 2) };
}

/** Does a task in this thread, unless another has taken it. */
export function doGroupTask({ a, b, limits, places, state }: GroupTask): void {
  if (Atomics.compareExchange(state, 0, OPEN, TAKEN) !== OPEN) return;
  try {
    Atomics.store(state, 1, groupIntoBlocks(a, b, limits, places));
    Atomics.store(state, 0, DONE);
  } catch {
    // The thread that waits does it itself, and fails aloud if that cannot be done.
    Atomics.store(state, 0, FAILED);
  }
  Atomics.notify(state, 0);
}

/** The blocks of a task, made here if no other thread has begun on them. */
export function finishGroupTask(task: GroupTask): RuleBlocks {
  const { a, b, limits, places, state } = task;
  doGroupTask(task);
  while (Atomics.load(state, 0) === TAKEN) {
    if (Atomics.wait(state, 0, TAKEN, PATIENCE_MS) === 'timed-out') break;
  }
  if (Atomics.load(state, 0) === DONE) return blocksIn(places, Atomics.load(state, 1));
  return groupHere(a, b, limits)();
}

/** Groups records in this thread and at once. */
export function groupHere(a: Int32Array, b: Int32Array, limits: BlockLimits): () => RuleBlocks {
  const places = placesFor(a.length);
  const blocks = blocksIn(places, groupIntoBlocks(a, b, limits, places));
  return () => blocks;
}

function blocksIn({ codes, members, starts }: RuleBlocksPlaces, blocks: number): RuleBlocks {
  const ends = starts.subarray(0, blocks + 1);
  return { offsets: null, codes, members: members.subarray(0, ends[blocks]), starts: ends };
}
