import { z } from 'zod';

import { typedList, typedText, type FieldError, type Typed } from '../platform/http/index.ts';
import { unanswered, type Answers, type Given } from './rules.ts';
import { bandKeys, type BandKey, type RiskTemplateContent } from './template.ts';

export const caseParams = z.object({ caseId: z.uuid() });
export const assessmentParams = z.object({ caseId: z.uuid(), assessmentId: z.uuid() });
export const templateQuery = z.object({
  template: z.uuid().optional().catch(undefined),
  /** The item of a panel that the form was opened from, to come back to. */
  item: z.uuid().optional().catch(undefined),
});

export const approvalForm = z.object({
  answer: z.enum(['approved', 'refused'], 'Choose whether to lower the band'),
  words: z.string().trim().min(1, 'Say why. The officer reads this').max(2000, 'Use 2,000 characters or fewer'),
});

/** Field of a question in the form; its words, where it has no options, stand in the same field. */
export function fieldOf(key: string): string {
  return `q-${key}`;
}

/** Answers as they were typed. What a template does not offer is not an answer. */
export function readAnswers(template: Pick<RiskTemplateContent, 'questions'>, typed: Typed): Answers {
  const entries = template.questions.list.map((question): [string, Given] => {
    const field = fieldOf(question.key);
    if (question.options.length === 0) {
      return [question.key, { options: [], words: typedText(typed, field).trim().slice(0, 2000) }];
    }
    const offered = new Set(question.options.map(({ key }) => key));
    const chosen = typedList(typed, field).filter((key) => offered.has(key));
    return [question.key, { options: question.many ? [...new Set(chosen)] : chosen.slice(0, 1), words: '' }];
  });
  return Object.fromEntries(entries);
}

export interface SentAssessment {
  readonly partyId: string | null;
  readonly wished: BandKey | undefined;
  readonly judgement: string;
  readonly safeguarding: string;
}

export function readSent(typed: Typed, partyIds: readonly string[]): SentAssessment {
  const party = typedText(typed, 'party');
  return {
    partyId: partyIds.includes(party) ? party : null,
    wished: bandKeys.find((key) => key === typedText(typed, 'band')),
    judgement: typedText(typed, 'judgement').trim(),
    safeguarding: typedText(typed, 'safeguarding').trim(),
  };
}

/** What is missing or contradicts itself. */
export function problemsOf(template: Pick<RiskTemplateContent, 'questions'>, answers: Answers, sent: SentAssessment, scored: BandKey, partyIds: readonly string[]): FieldError[] {
  const problems: FieldError[] = unanswered(template, answers).map((question) => ({ field: fieldOf(question.key), text: `Answer: ${question.text}` }));
  if (partyIds.length > 0 && sent.partyId === null) {
    problems.unshift({ field: 'party', text: 'Choose who answered' });
  }
  if (sent.wished !== undefined && sent.wished !== scored && sent.judgement === '') {
    problems.push({ field: 'judgement', text: 'Say why the band is not the one that the score gives' });
  }
  if (sent.judgement.length > 2000) {
    problems.push({ field: 'judgement', text: 'Use 2,000 characters or fewer' });
  }
  return problems;
}
