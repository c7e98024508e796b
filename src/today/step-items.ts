import { Temporal } from 'temporal-polyfill';

import { mayAnswer, type Approval } from '../approvals/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { clockTime, daysApart, londonDate, londonInstant, shortDay } from '../platform/calendar/index.ts';
import { reminders, type Reminder, type RunningStep } from '../powers/index.ts';
import { paths } from '../paths.ts';
import type { WorkItem } from './row.ts';

function agoWhen(at: Temporal.Instant, now: Temporal.Instant): Pick<WorkItem['row'], 'when' | 'whenNote'> {
  const days = daysApart(at, now);
  return days === 0 ? { when: clockTime(at), whenNote: 'today' } : { when: days === 1 ? 'yesterday' : `${days} days ago`, whenNote: `${shortDay(at)}, ${clockTime(at)}` };
}

/** Approvals of the agency: to answer, asked and waiting, or back with an answer. */
export function approvalItems(lines: readonly Approval[], actor: StaffActor, now: Temporal.Instant): WorkItem[] {
  return lines.flatMap((one): WorkItem[] => {
    const href = paths.approval(one.id);
    const reference = one.case_reference ?? '';
    if (mayAnswer(one, actor)) {
      return [{ group: 'supervise', at: one.asked_at, row: { ...agoWhen(one.asked_at, now), title: `${one.asked_by_name ?? 'An officer'} asks for approval: ${one.title}`, href, reference, why: one.why.split('\n')[0] ?? '', action: { label: 'Answer', href } } }];
    }
    if (one.asked_by !== actor.accountId || one.answer === 'withdrawn' || one.used_at !== null) {
      return [];
    }
    if (one.answer === null || one.answered_at === null) {
      return [{ group: 'wait', at: one.asked_at, row: { ...agoWhen(one.asked_at, now), title: `A ${one.needed_from}: ${one.title}`, href, reference, why: 'It is not done until they agree.', action: { label: 'See it', href, kind: 'secondary' } } }];
    }
    return [{ group: 'back', at: one.answered_at, row: { ...agoWhen(one.answered_at, now), title: `${one.answered_by_name ?? 'A supervisor'} ${one.answer === 'approved' ? 'approved' : 'did not approve'}: ${one.title}`, href, reference, why: one.reason ?? '', action: one.answer === 'approved' ? { label: 'Go on with it', href: one.goes_on } : { label: 'Read why', href, kind: 'secondary' } } }];
  });
}

const says: Readonly<Record<Reminder['kind'], { note: string; title: string; why: string; label: string }>> = {
  hearing: { note: 'court hears it', title: 'Court hearing', why: 'The court has to hear it by then, weekends and holidays included.', label: 'Record the hearing' },
  comply: { note: 'time to change', title: 'Time to change is over', why: 'Look whether it changed, and decide what comes next.', label: 'Look at it' },
  expires: { note: 'runs out', title: 'Runs out', why: 'Decide whether it is extended, followed or left to end.', label: 'Look at it' },
  appeal: { note: 'appeal time ends', title: 'Last days to appeal', why: 'After this nobody can appeal.', label: 'Look at it' },
  review: { note: 'review', title: 'Look at it again', why: 'Its own day for review.', label: 'Record the review' },
};

/** The dates of steps that come round: what binds us is late or due, the rest is news. */
export function stepItems(steps: readonly RunningStep[], now: Temporal.Instant): WorkItem[] {
  const end = londonInstant(londonDate(now), '23:59:59');
  return reminders(steps, now).map(({ step, at, kind, binds }): WorkItem => {
    const { note, title, why, label } = says[kind];
    const past = Temporal.Instant.compare(at, now) < 0;
    const today = Temporal.Instant.compare(at, end) <= 0;
    const href = paths.step(step.case_id, step.id);
    const who = step.party ?? step.target_words;
    return {
      group: binds && past ? 'late' : binds && today ? 'due' : 'new', at,
      row: { when: daysApart(now, at) === 0 ? clockTime(at) : shortDay(at), whenNote: note, late: binds && past, title: `${title}: ${step.power.toLowerCase()}${who === '' ? '' : `, ${who}`}`, href, reference: step.case_reference, why, action: { label, href, kind: binds ? 'primary' : 'secondary' } },
    };
  });
}
