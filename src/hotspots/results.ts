import type { EventSource } from './parameters.ts';

export type Sureness = 'beyond' | 'maybe' | 'expected';

export interface Spot {
  readonly name: string;
  readonly areaId: string | null;
  readonly area: string | null;
  readonly x: number;
  readonly y: number;
  readonly count: number;
  readonly expected: number;
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly sure: Sureness;
  /** Least p of its cells after the false discovery rate; p of the scan where it found the same place. */
  readonly giQ: number;
  readonly scanP: number | null;
  /** Counts of the last steps of four weeks, oldest first. */
  readonly months: readonly number[];
  readonly trend: 'increasing' | 'decreasing' | 'no trend';
  readonly trendP: number;
  readonly emerging: string;
  /** Pairs within 200 m and 14 days, against what the same days in another order give; null for too few to say. */
  readonly nearRepeat: { readonly ratio: number; readonly p: number } | null;
  readonly sources: Readonly<Record<EventSource, number>>;
  /** Seven days of eight slots of three hours, Monday first, from midnight. */
  readonly week: readonly (readonly number[])[];
  readonly timed: number;
  /** Squares of the grid that make it: south-west corners in metres. */
  readonly cells: readonly (readonly [number, number])[];
}

export interface DensityCell {
  readonly cell: string;
  /** Per hectare. */
  readonly density: number;
}

export interface HitRates {
  readonly share: number;
  readonly accuracyIndex: number;
  readonly low: number;
  readonly high: number;
  readonly hitRate: number;
  readonly pastCounts: number;
  readonly density: number;
}

/** What an analysis found, as it is kept. */
export interface HotspotResult {
  readonly events: number;
  readonly history: number;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly timed: number;
  readonly cellSize: number;
  readonly tested: number;
  readonly hidden: number;
  readonly sources: Readonly<Record<EventSource, number>>;
  readonly density: readonly DensityCell[];
  readonly most: number;
  readonly spots: readonly Spot[];
  readonly week: readonly (readonly number[])[];
  readonly hitRates: readonly HitRates[];
  readonly nearRepeat: { readonly ratio: number; readonly p: number } | null;
}
