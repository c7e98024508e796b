import type { Temporal } from 'temporal-polyfill';

import type { LayerName } from './live-points.ts';

/** Something recorded near a place, as the map has it. */
export interface HereRow {
  readonly id: string | null;
  readonly layer: LayerName;
  readonly reference: string;
  readonly title: string;
  readonly day: Temporal.PlainDate | null;
  readonly source: string;
  readonly lat: number;
  readonly lon: number;
}

/** How far around a place records are listed, and how many at most. */
export const hereMetres = 150;
export const mostHere = 200;
