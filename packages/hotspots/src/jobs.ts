import { permutedTables, type KnoxInput, type KnoxTally } from './knox-tables.ts';
import type { LongRun } from './progress.ts';
import type { ScanInput } from './scan-models.ts';
import { simulatedMaxima } from './scan-simulation.ts';
import { simulatedCylinders, type SpaceTimeInput } from './scan-space-time.ts';

/** Work that can be cut into stretches of permutations. */
export type Job =
  | { readonly kind: 'near-repeat'; readonly input: KnoxInput }
  | { readonly kind: 'scan'; readonly input: ScanInput }
  | { readonly kind: 'scan-space-time'; readonly input: SpaceTimeInput };

/** Near-repeat stretches add up; simulated maxima follow one another. */
export type Stretch = KnoxTally | Float64Array;

/** Permutations `from` to `to - 1` of a job. */
export function runStretch(job: Job, from: number, to: number, run: LongRun): Stretch {
  switch (job.kind) {
    case 'near-repeat':
      return permutedTables(job.input, from, to, run);
    case 'scan':
      return simulatedMaxima(job.input, from, to, run);
    case 'scan-space-time':
      return simulatedCylinders(job.input, from, to, run);
  }
}

/** What a thread is told, and what it answers. */
export interface Order {
  readonly job: Job;
  readonly from: number;
  readonly to: number;
}

export type Answer = { readonly stretch: Stretch } | { readonly share: number } | { readonly failure: string };
