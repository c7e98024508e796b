import type { PromiseLineRow } from './panel-queries.ts';
import type { PromiseLine } from './promise-rules.ts';

/** A line as the rules know it, from its row. */
export function lineOf(row: PromiseLineRow): PromiseLine {
  return {
    lineId: row.line_id, who: row.who, what: row.what, dueAt: row.due_at, firstDueAt: row.first_due_at, state: row.state,
    keptAt: row.kept_at, keptWords: row.kept_words, missedAt: row.missed_at, missedWhy: row.missed_why, lostWords: row.lost_words,
  };
}
