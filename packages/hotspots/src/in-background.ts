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
  const input = knoxInput(events, options);
  const permutations = permutationsOf(options);
  const tallies = (await runOnThreads({ kind: 'near-repeat', input }, permutations, options)) as KnoxTally[];
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
    const prepared = prepareSpaceTime(data as SpaceTimeCases, options);
    const maxima = (await runOnThreads({ kind: 'scan-space-time', input: prepared.input }, permutations, options)) as Float64Array[];
    return spaceTimeResult(prepared, joined(maxima));
  }
  const prepared = prepareScan(data as PoissonCases | BernoulliCases, options);
  const maxima = (await runOnThreads({ kind: 'scan', input: prepared.input }, permutations, options)) as Float64Array[];
  return scanResult(prepared, joined(maxima));
}

function joined(lists: Float64Array[]): Float64Array {
  return Float64Array.from(lists.flatMap((list) => Array.from(list)));
}
