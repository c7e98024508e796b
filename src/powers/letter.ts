import type { Temporal } from 'temporal-polyfill';
import { Temporal as Time } from 'temporal-polyfill';

import type { LetterFacts } from '../letters/index.ts';
import { dateWords, dayWords, momentWords } from '../platform/calendar/index.ts';
import { lastDayOf } from './deadlines.ts';
import { endsAt, type Step } from './history.ts';
import { noticeSentences, type Power } from './power.ts';

function known(text: string): string | undefined {
  return text === '' ? undefined : text;
}

/** What a step fills in a template beside the case. */
export function stepFacts(step: Step, power: Power, now: Temporal.Instant): LetterFacts {
  const { row } = step;
  const end = endsAt(step);
  return {
    name: row.party ?? undefined, step: row.power, step_day: `${dayWords(row.taken_at)} ${dateWords(row.taken_at).slice(-4)}`, conditions: known(row.conditions.map((line) => `– ${line}`).join('\n')),
    evidence: known(row.evidence.map(({ at }) => momentWords(Time.Instant.from(at), now)).join('; ')), change_by: row.comply_by === null ? undefined : dayWords(row.comply_by, now), ends: end === null ? undefined : momentWords(end, now),
    hearing_by: row.hearing_by === null ? undefined : momentWords(row.hearing_by, now), appeal_by: row.appeal_by === null ? undefined : dayWords(lastDayOf(row.appeal_by), now), required_words: known(noticeSentences(power).join('\n\n')),
  };
}

/** Used when no template has the name that the power asks for. */
export const plainTemplate = { subject: '{step}', body: 'Dear {name},\n\nThis is a {step}, made on {step_day}.\n\n{conditions}\n\n{required_words}\n\nIf you have questions, or want help, ring me on {officer_phone}.\n\nYours sincerely,\n\n{officer_name}\n{agency_name}' };

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** Sentences that the law wants and the letter does not have. */
export function missingWords(power: Pick<Power, 'noticeWords'>, body: string): string[] {
  const text = plain(body);
  return noticeSentences(power).filter((sentence) => !text.includes(plain(sentence)));
}
