import type { Temporal } from 'temporal-polyfill';

import { staffPage } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { may } from '../platform/access/index.ts';
import { daysApart, shortDay } from '../platform/calendar/index.ts';
import { page, route, type Route } from '../platform/http/index.ts';
import type { Partnership } from '../platform/partnership/index.ts';
import { Counts, Empty, TitleLine, WorkGroup, type WorkRowProps } from '../ui/index.ts';
import { daysWords } from './clock.ts';
import { escalationCounts, silentRows, type SilentRow } from './escalation-queries.ts';
import type { EscalationLevel } from './escalation-rules.ts';
import type { EscalationReason } from './telling.ts';

/** The most pressing reason first: what the one next action is about. */
const reasonOrder: readonly EscalationReason[] = ['reopened', 'promise', 'triage', 'silence'];

const reasonWords: Record<EscalationReason, string> = {
  triage: 'Nobody has answered the report', silence: 'The day by which they should have heard has gone', promise: 'A promise was missed and has no new date', reopened: 'They opened it again',
};

/** The one thing to do next. */
export function nextAction(row: Pick<SilentRow, 'reasons' | 'report_id'>): { label: string; href: string } {
  const reason = reasonOrder.find((one) => row.reasons.includes(one)) ?? 'silence';
  return {
    triage: { label: 'Answer it', href: paths.triageReport(row.report_id) },
    silence: { label: 'Write to them', href: `${paths.report(row.report_id)}#write` },
    promise: { label: 'Give a new date', href: `${paths.report(row.report_id)}#promise` },
    reopened: { label: 'Read and answer', href: `${paths.report(row.report_id)}#messages` },
  }[reason];
}

/** Days since the person heard something, or since they reported. */
export function silentDays(row: Pick<SilentRow, 'last_told_at' | 'received_at'>, now: Temporal.Instant): number {
  return Math.max(0, daysApart(row.last_told_at ?? row.received_at, now));
}

const levelWords: Record<EscalationLevel, string> = { officer: '', supervisor: 'Supervisor told. ', portfolio: 'Portfolio holder told. ' };

function workRow(row: SilentRow, now: Temporal.Instant, mine: boolean): WorkRowProps {
  const days = silentDays(row, now);
  const why = [levelWords[row.level], row.reasons.map((reason) => reasonWords[reason]).join('; '), `. Due ${shortDay(row.due_at)}`, mine ? '' : row.owner === null ? '. Nobody has it' : `. ${row.owner}`].join('');
  return {
    when: days === 0 ? 'today' : daysWords(days), whenNote: row.last_told_at === null ? 'heard nothing yet' : 'since they heard', late: true, title: row.title === '' ? row.reference : row.title,
    href: row.case_id === null ? paths.triageReport(row.report_id) : paths.case(row.case_id), reference: row.case_reference ?? row.reference, why: `${why}.`, action: nextAction(row),
  };
}

interface SilencePageProps {
  rows: readonly SilentRow[];
  counts: Record<EscalationLevel, number>;
  supervises: boolean;
  accountId: string;
  partnership: Pick<Partnership, 'settings'>;
  now: Temporal.Instant;
}

const groups: readonly { level: EscalationLevel; title: string }[] = [
  { level: 'portfolio', title: 'Known to the portfolio holder' },
  { level: 'supervisor', title: 'Known to the supervisor' },
  { level: 'officer', title: 'With the officer' },
];

/** People who have waited past the day we named, the longest silence first. */
export function SilencePage({ rows, counts, supervises, accountId, partnership, now }: SilencePageProps) {
  const holder = partnership.settings.portfolioHolder;
  return (
    <>
      <TitleLine title="Who has heard nothing" says={supervises ? 'Everyone in your agency’s care who has waited past the day we named, the longest silence first.' : 'People in your care who have waited past the day we named, the longest silence first.'} />
      <Counts label="By who knows" items={[{ href: '#main', count: rows.length, label: rows.length === 1 ? 'person waiting' : 'people waiting' }, ...groups.map(({ level, title }) => ({ href: `#${level}`, count: counts[level], label: title.toLowerCase(), late: counts[level] > 0 && level !== 'officer' }))]} />
      {rows.length === 0
        ? <Empty lead="Nobody is waiting past their day.">When a day by which someone should have heard goes by, they appear here at once; after one working day their officer’s supervisor sees them too, and after three more the portfolio holder{holder === '' ? '' : `, ${holder}`}.</Empty>
        : groups.map(({ level, title }) => {
          const inGroup = rows.filter((row) => row.level === level);
          return inGroup.length === 0 ? null : <WorkGroup key={level} id={level} title={title} count={inGroup.length} late rows={inGroup.map((row) => workRow(row, now, row.owner_id === accountId))} />;
        })}
    </>
  );
}

export const silenceRoutes: readonly Route[] = [
  route({
    method: 'GET', path: '/today/silence', admits: 'work_cases', audit: { event: 'silence.read' },
    handle: async (visit) => {
      const [rows, counts] = await Promise.all([silentRows(visit.tx, visit.actor, 200), escalationCounts(visit.tx, visit.actor)]);
      const children = <SilencePage rows={rows} counts={counts} supervises={may(visit.actor, 'supervise')} accountId={visit.actor.accountId} partnership={visit.partnership} now={visit.now} />;
      return page(await staffPage(visit, { section: 'today', title: 'Who has heard nothing', children }));
    },
  }),
];
