import { z } from 'zod';

import { readDay } from '../platform/calendar/index.ts';
import type { Choice, RuleKind } from './rule-kinds.ts';

const sources: readonly Choice[] = [{ value: 'police', text: 'Police-recorded incidents (police.uk)' }, { value: 'reports', text: 'Reports to this hub' }, { value: 'partners', text: 'Records of partners' }];

const day = (say: string) => z.string(say).transform((text, context) => {
  const read = readDay(text);
  if (read === undefined) {
    context.addIssue({ code: 'custom', message: say });
    return z.NEVER;
  }
  return read.toString();
});

/** Days on which a way of recording changed. Every figure that spans one says so before it says a number. */
export const recordingBreaks: RuleKind = {
  part: 'recording-breaks', table: 'hub.recording_break', event: 'recording_break', title: 'Breaks in recording', one: 'break',
  says: 'Days between which a way of recording changed. Figures and maps that reach across one say so, and no rise or fall is read across it.',
  fields: [
    { name: 'source', label: 'Of which records', kind: 'choice', choices: sources, fixed: true },
    { name: 'starts_on', label: 'The change began on', hint: 'Such as 1/6/2023', kind: 'line' },
    { name: 'ends_on', label: 'And was done by', hint: 'The same day if it came at once', kind: 'line' },
    { name: 'words', label: 'What changed, in one or two sentences', kind: 'words' },
  ],
  schema: z.object({
    source: z.enum(['police', 'reports', 'partners'], 'Choose of which records'), starts_on: day('Give a day, like 1/6/2023'), ends_on: day('Give a day, like 30/6/2023'),
    words: z.string('Say what changed').trim().min(10, 'Say what changed').max(600, 'Use 600 characters or fewer'),
  }).refine(({ starts_on, ends_on }) => starts_on <= ends_on, { path: ['ends_on'], message: 'The change cannot be done before it began' }),
  label: (values) => `${sources.find(({ value }) => value === values['source'])?.text ?? ''}, ${String(values['starts_on'])} to ${String(values['ends_on'])}`,
  facts: (values) => String(values['words']),
  identity: (values) => `${String(values['source'])} ${String(values['starts_on'])} ${String(values['words'])}`,
};
