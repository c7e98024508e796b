import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { isUuid, parseReference } from '../platform/references/index.ts';

const cursor = z.string().regex(/^[0-9TZ:.-]{16,40}_[0-9a-f-]{36}$/);

/** Filters of the trail as they stand in its address. What makes no sense filters nothing. */
export const trailQuery = z.object({
  person: z.uuid().optional().catch(undefined),
  agency: z.uuid().optional().catch(undefined),
  event: z.string().regex(/^[a-z_.]{1,60}$/).optional().catch(undefined),
  record: z.string().trim().max(60).optional().catch(undefined),
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/).optional().catch(undefined),
  before: cursor.optional().catch(undefined),
});
export type TrailQuery = z.output<typeof trailQuery>;

export interface Cursor {
  readonly at: Temporal.Instant;
  readonly id: string;
}

export function readCursor(text: string | undefined): Cursor | undefined {
  const [at, id] = text?.split('_') ?? [];
  try {
    return at === undefined || id === undefined || !isUuid(id) ? undefined : { at: Temporal.Instant.from(at), id };
  } catch {
    return undefined;
  }
}

export function writeCursor({ at, id }: Cursor): string {
  return `${at.toString()}_${id}`;
}

/** First and last moment of a day in London; undefined when it is no day. */
export function dayBounds(text: string | undefined): { from: Temporal.Instant; until: Temporal.Instant } | undefined {
  if (text === undefined) {
    return undefined;
  }
  try {
    const day = Temporal.PlainDate.from(text, { overflow: 'reject' });
    return { from: day.toZonedDateTime('Europe/London').toInstant(), until: day.add({ days: 1 }).toZonedDateTime('Europe/London').toInstant() };
  } catch {
    return undefined;
  }
}

/** What was asked for as a record: its id, its reference, or neither. */
export function readRecord(text: string | undefined): { kind: 'id'; id: string } | { kind: 'reference'; reference: string } | { kind: 'none' } | { kind: 'unknown' } {
  if (text === undefined || text === '') {
    return { kind: 'none' };
  }
  if (isUuid(text.toLowerCase())) {
    return { kind: 'id', id: text.toLowerCase() };
  }
  const reference = parseReference(text);
  return reference === undefined ? { kind: 'unknown' } : { kind: 'reference', reference };
}

/** The filters as an address, without the place in the list. */
export function queryText(query: TrailQuery, more: Partial<TrailQuery> = {}): string {
  const pairs = Object.entries({ ...query, before: undefined, ...more }).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}
