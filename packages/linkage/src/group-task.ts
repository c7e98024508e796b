import { codesIn, settleColumn, type FormTask } from './column-tasks.ts';
import type { KeyColumn } from './column.ts';
import { groupIntoBlocks, type BlockLimits, type RuleBlocks, type RuleBlocksPlaces } from './rule-blocks.ts';
import { sharedInt32 } from './shared-memory.ts';
import { attempt, resultOf, settle } from './shared-work.ts';

/** Records to be grouped by two keys, in memory that threads share. Whoever takes it first does it. */
export interface GroupTask {
  readonly kind: 'group';
  readonly a: Int32Array | FormTask;
  readonly b: Int32Array | FormTask;
  readonly limits: BlockLimits;
  readonly places: RuleBlocksPlaces;
  /** How far it is, and the number of blocks. */
  readonly state: Int32Array;
}

/** A task that nobody has taken yet. */
export function groupTask(a: KeyColumn, b: KeyColumn, limits: BlockLimits): GroupTask {
  const [x, y] = [a.task ?? a.codes, b.task ?? b.codes];
  return { kind: 'group', a: x, b: y, limits, places: placesFor(sizeOf(x)), state: sharedInt32(2) };
}

function sizeOf(codes: Int32Array | FormTask): number {
  return codes instanceof Int32Array ? codes.length : codes.numbered.codes.length;
}

function placesFor(size: number): RuleBlocksPlaces {
  return { codes: sharedInt32(size), members: sharedInt32(size), starts: sharedInt32((size >> 1) + 2) };
}

/** Does a task in this thread, unless another has taken it. */
export function doGroupTask(task: GroupTask): void {
  attempt(task.state, () => group(task));
}

/** Waits for the columns, which are offered before what needs them. */
function group({ a, b, limits, places }: GroupTask): number {
  return groupIntoBlocks(codesOf(a), codesOf(b), limits, places);
}

function codesOf(codes: Int32Array | FormTask): Int32Array {
  if (codes instanceof Int32Array) return codes;
  if (!settleColumn(codes)) throw new Error('a column could not be read');
  return codesIn(codes);
}

/** The blocks of a task, made here if no other thread has begun on them. */
export function finishGroupTask(task: GroupTask, a: KeyColumn, b: KeyColumn): RuleBlocks {
  const { limits, places, state } = task;
  if (settle(state, () => group(task))) return blocksIn(places, resultOf(state));
  return groupHere(a, b, limits)();
}

/** Groups records in this thread and at once. */
export function groupHere(a: Pick<KeyColumn, 'codes'>, b: Pick<KeyColumn, 'codes'>, limits: BlockLimits): () => RuleBlocks {
  const places = placesFor(a.codes.length);
  const blocks = blocksIn(places, groupIntoBlocks(a.codes, b.codes, limits, places));
  return () => blocks;
}

function blocksIn({ codes, members, starts }: RuleBlocksPlaces, blocks: number): RuleBlocks {
  const ends = starts.subarray(0, blocks + 1);
  return { offsets: null, codes, members: members.subarray(0, ends[blocks]), starts: ends };
}
