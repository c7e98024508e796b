import type { Job, Stretch } from './jobs.ts';
import type { KnoxTally } from './knox-tables.ts';
import { knoxInput, nearRepeatResult, permutationsOf, type NearRepeat, type NearRepeatOptions } from './near-repeat.ts';
import { modelOf, prepareScan, scanResult, type BernoulliCases, type PoissonCases } from './scan.ts';
import type { ScanOptions, ScanResult } from './scan-result.ts';
import { prepareSpaceTime, spaceTimeResult, type SpaceTimeCases } from './scan-space-time.ts';
import type { Events } from './st-dbscan.ts';
import { runOnThreads, type ThreadOptions } from './threads.ts';

/**
 * nearRepeat on worker threads, with progress and cancelling; the result is the same as on one thread.
 *
 * @throws RangeError as nearRepeat; rejects with the signal's reason when aborted
 */
export async function nearRepeatInBackground(events: Events, options: NearRepeatOptions & ThreadOptions): Promise<NearRepeat> {
  const permutations = permutationsOf(options);
  const { made: input, stretches } = await onThreads(() => knoxInput(events, options), (input) => ({ kind: 'near-repeat', input }), permutations, options);
  const tallies = stretches as KnoxTally[];
  const add = (lists: Float64Array[]): Float64Array => lists[0]!.map((_, cell) => lists.reduce((sum, list) => sum + list[cell]!, 0));
  return nearRepeatResult(input, permutations, { sums: add(tallies.map((tally) => tally.sums)), atLeast: add(tallies.map((tally) => tally.atLeast)) });
}

/**
 * scan on worker threads, with progress and cancelling; the result is the same as on one thread.
 *
 * @throws RangeError as scan; rejects with the signal's reason when aborted
 */
export async function scanInBackground(data: PoissonCases | BernoulliCases | SpaceTimeCases, options: ScanOptions & ThreadOptions): Promise<ScanResult> {
  const permutations = permutationsOf(options);
  if (modelOf(data, options) === 'space-time-permutation') {
    const { made, stretches } = await onThreads(() => prepareSpaceTime(data as SpaceTimeCases, options), ({ input }) => ({ kind: 'scan-space-time', input }), permutations, options);
    return spaceTimeResult(made, joined(stretches as Float64Array[]));
  }
  const { made, stretches } = await onThreads(() => prepareScan(data as PoissonCases | BernoulliCases, options), ({ input }) => ({ kind: 'scan', input }), permutations, options);
  return scanResult(made, joined(stretches as Float64Array[]));
}

/** What a job was made from, which its result needs too, and what the threads found. */
async function onThreads<Made>(make: () => Made, jobOf: (made: Made) => Job, permutations: number, options: ThreadOptions): Promise<{ made: Made; stretches: Stretch[] }> {
  let made: Made | undefined;
  const stretches = await runOnThreads(() => jobOf((made = make())), permutations, options);
  return { made: made as Made, stretches };
}

function joined(lists: Float64Array[]): Float64Array {
  return Float64Array.from(lists.flatMap((list) => Array.from(list)));
}
