import type { EventSource } from './parameters.ts';

/** One thing that happened, as the analysis takes it. */
export interface HotspotEvent {
  readonly source: EventSource;
  readonly agencyId: string | null;
  readonly x: number;
  readonly y: number;
  /** Days since 1970. */
  readonly day: number;
  readonly hour: number | null;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  readonly categoryId: string | null;
  readonly category: string | null;
}

export interface NamedPlace {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** A place people know by name; streets only tell how built-up it is. */
  readonly known: boolean;
}

export interface NamedArea {
  readonly id: string;
  readonly name: string;
  /** Rings in metres. */
  readonly rings: readonly (readonly (readonly [number, number])[])[];
}

/** Fewer than this of one agency in one cell are left out for the others. */
export const smallNumber = 5;

/**
 * What all agencies together may see of one another: events of an agency that are fewer than five in a cell are left out of it,
 * so no figure is made of a number that small, and none can be found by subtracting one's own.
 */
export function withoutSmallNumbers(events: readonly HotspotEvent[], cellSize: number): HotspotEvent[] {
  const groups = new Map<string, number>();
  const keyOf = (event: HotspotEvent): string => `${event.agencyId ?? ''}|${Math.floor(event.x / cellSize)}|${Math.floor(event.y / cellSize)}`;
  for (const event of events) {
    const key = keyOf(event);
    groups.set(key, (groups.get(key) ?? 0) + 1);
  }
  // police.uk is published for everyone
  return events.filter((event) => event.source === 'police' || (groups.get(keyOf(event)) ?? 0) >= smallNumber);
}
