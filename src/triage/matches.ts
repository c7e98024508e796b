import { shortDay } from '../platform/calendar/index.ts';
import { likeness, probablyFrom, tellingWords, type Likeness } from './rules.ts';
import type { NearRow, ReportToDecide } from './queries.ts';

/** A case or a report that may be about the same thing as the one in hand, and why. */
export interface Match {
  readonly kind: 'case' | 'report';
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  /** Whether the report in hand can be put there. */
  readonly open: boolean;
  readonly probably: boolean;
  readonly why: string;
}

const stateWords: Readonly<Record<string, string>> = { new: 'waiting in triage', in_case: 'in a case', referred: 'referred', no_further_action: 'closed with no further action', merged: 'merged', closed: 'closed' };

function told(row: NearRow | ReportToDecide) {
  return {
    words: row.words, placeWords: row.place_words, happenedWords: row.happened_words, categoryId: row.category_id, easting: row.easting, northing: row.northing, receivedAt: row.received_at,
  };
}

interface Scored {
  readonly row: NearRow;
  readonly like: Likeness;
}

function sentence(parts: readonly string[]): string {
  const words = parts.filter((part) => part !== '').join(', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function ofCase(caseId: string, scored: readonly Scored[]): Match {
  const best = scored.toSorted((one, other) => other.like.score - one.like.score)[0];
  if (best === undefined) {
    throw new RangeError('A case among the matches has at least one report');
  }
  const { row, like } = best;
  const oldest = scored.map((one) => one.row.received_at).toSorted((one, other) => one.epochMilliseconds - other.epochMilliseconds)[0];
  const count = scored.length === 1 ? '1 report' : `${scored.length} reports`;
  const ended = row.case_state === 'closed' ? `closed${row.case_outcome === null ? '' : `: ${row.case_outcome.toLowerCase()}`}` : '';
  return {
    kind: 'case', id: caseId, reference: row.case_reference ?? row.reference, title: row.case_title ?? row.title, open: row.case_state === 'open', probably: like.score + Math.min(2, scored.length - 1) >= probablyFrom,
    why: `${sentence([...like.reasons.slice(0, 1), oldest === undefined ? '' : `${count} here since ${shortDay(oldest)}`, ...like.reasons.slice(1), ended])}.${row.owner === null ? '' : ` Owner ${row.owner}`}`,
  };
}

function ofReport({ row, like }: Scored): Match {
  return {
    kind: 'report', id: row.id, reference: row.reference, title: row.title, open: row.state === 'new', probably: like.score >= probablyFrom,
    why: `${sentence([...like.reasons, shortDay(row.received_at), stateWords[row.state] ?? row.state])}.`,
  };
}

/** Cases and reports nearby, likest first; reports of one case count as the case. */
export function matchesOf(report: ReportToDecide, near: readonly NearRow[], most = 5): Match[] {
  const one = told(report);
  const own = tellingWords(one);
  const scored = near.filter(({ id }) => id !== report.id).map((row): Scored => ({ row, like: likeness(one, told(row), own) })).filter(({ like }) => like.score >= 3);
  const byCase = Map.groupBy(scored.filter(({ row }) => row.case_reference !== null), ({ row }) => row.case_id ?? '');
  const found = [
    ...[...byCase].map(([caseId, of]) => ({ match: ofCase(caseId, of), score: Math.max(...of.map(({ like }) => like.score)) + Math.min(2, of.length - 1) })),
    ...scored.filter(({ row }) => row.case_reference === null).map((one) => ({ match: ofReport(one), score: one.like.score })),
  ];
  return found.toSorted((one, other) => other.score - one.score).slice(0, most).map(({ match }) => match);
}

