import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { londonDate, londonInstant } from '../platform/calendar/index.ts';
import { typedText, type FieldError, type Typed } from '../platform/http/index.ts';
import { dueFrom, needsWords, type TaskAct } from './rules.ts';
import type { Holidays } from '../platform/calendar/index.ts';

export const caseParams = z.object({ caseId: z.uuid() });
export const taskParams = z.object({ taskId: z.uuid() });
export const newTaskQuery = z.object({ template: z.uuid().optional().catch(undefined) });
export const listQuery = z.object({
  whose: z.enum(['mine', 'agency', 'asked']).optional().catch(undefined),
  state: z.enum(['open', 'late', 'over']).optional().catch(undefined),
  agency: z.uuid().optional().catch(undefined),
});
export type ListQuery = z.output<typeof listQuery>;

const longest = 4000;

export const assignForm = z.object({ assignee: z.union([z.uuid(), z.literal('').transform(() => null)]) });

export const answerForm = z.object({
  act: z.enum(['accept', 'start', 'done', 'decline', 'say'], 'Choose what you want to say'),
  words: z.string().trim().max(longest, 'Use 4,000 characters or fewer').default(''),
}).refine(({ act, words }) => words !== '' || (act !== 'say' && !needsWords(act)), { path: ['words'], message: 'Say what came of it, or why not' });

export const cancelForm = z.object({ words: z.string().trim().min(1, 'Say why it is cancelled').max(longest, 'Use 4,000 characters or fewer') });

export type AnswerAct = Exclude<TaskAct, 'cancel'> | 'say';

export interface Doers {
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly { readonly id: string; readonly agency_id: string }[];
}

export interface NewTaskForm {
  readonly title: string;
  readonly brief: string;
  readonly agencyId: string;
  readonly assigneeId: string | null;
  readonly dueAt: Temporal.Instant;
}

export interface TaskTime {
  readonly now: Temporal.Instant;
  readonly closesAt: string;
  readonly holidays: Holidays;
}

function readDue(typed: Typed, time: TaskTime, errors: FieldError[]): Temporal.Instant {
  const kind = typedText(typed, 'due');
  const days = typedText(typed, 'days').trim();
  if (kind === 'days') {
    if (/^\d{1,3}$/.test(days) && Number(days) <= 260) {
      return dueFrom(time.now, { amount: Number(days), unit: 'working_days' }, time.closesAt, time.holidays);
    }
    errors.push({ field: 'days', text: 'Give working days as a whole number from 0 to 260' });
  } else if (kind === 'date') {
    const text = typedText(typed, 'date').trim();
    try {
      const day = Temporal.PlainDate.from(text, { overflow: 'reject' });
      if (Temporal.PlainDate.compare(day, londonDate(time.now)) >= 0 && day.year < londonDate(time.now).year + 3) {
        return londonInstant(day, time.closesAt);
      }
    } catch {
      // said below: the same sentence for no date and for one that does not exist
    }
    errors.push({ field: 'date', text: 'Give a date from today on' });
  } else {
    errors.push({ field: 'due', text: 'Choose by when' });
  }
  return time.now;
}

/** The words, the doer and the date of a new task. */
export function readNewTask(typed: Typed, doers: Doers, time: TaskTime): { ok: true; value: NewTaskForm } | { ok: false; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const title = typedText(typed, 'title').trim();
  const brief = typedText(typed, 'brief').trim();
  if (title.length < 3 || title.length > 120) {
    errors.push({ field: 'title', text: title === '' ? 'Say what is to be done' : 'Use 3 to 120 characters' });
  }
  if (brief.length > longest) {
    errors.push({ field: 'brief', text: 'Use 4,000 characters or fewer' });
  }
  const agency = doers.agencies.find(({ id }) => id === typedText(typed, 'agency'));
  if (agency === undefined) {
    errors.push({ field: 'agency', text: 'Choose who does it' });
  }
  const chosen = typedText(typed, 'assignee');
  if (chosen !== '' && agency !== undefined && doers.people.find(({ id }) => id === chosen)?.agency_id !== agency.id) {
    errors.push({ field: 'assignee', text: `Choose someone of ${agency.name}, or nobody` });
  }
  const dueAt = readDue(typed, time, errors);
  return errors.length > 0 || agency === undefined ? { ok: false, errors } : { ok: true, value: { title, brief, agencyId: agency.id, assigneeId: chosen === '' ? null : chosen, dueAt } };
}
