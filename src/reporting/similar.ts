import type { Temporal } from 'temporal-polyfill';

import { daysApart, inLondon } from '../platform/calendar/index.ts';
import type { SimilarChoice } from './pages/similar.tsx';
import type { SimilarRow } from './queries.ts';

/** How near and how new a report must be to be shown to a neighbour. */
export const similarMetres = 200;
const similarDays = 90;

export function similarSince(now: Temporal.Instant): Temporal.Instant {
  return inLondon(now).subtract({ days: similarDays }).toInstant();
}

function newestWords(row: SimilarRow, now: Temporal.Instant): string {
  const days = daysApart(row.newest, now);
  return days <= 7 ? 'last in the past week' : days <= 31 ? 'last in the past month' : 'last one to three months ago';
}

/** What a neighbour reads: how often and roughly when. Exact days could tell who it was. */
export function similarChoices(rows: readonly SimilarRow[], now: Temporal.Instant): (SimilarChoice & { category: string; place: string })[] {
  return rows.map((row, order) => ({
    value: String(order + 1),
    title: [row.category, row.place].filter((part) => part !== '').join(', '),
    says: `Reported ${row.reports === 1 ? 'once' : row.reports === 2 ? 'twice' : `${row.reports} times`}, ${newestWords(row, now)}.${row.taken_on ? ' Somebody is dealing with it.' : ''}`,
    category: row.category, place: row.place,
  }));
}
