import type { Temporal } from 'temporal-polyfill';

import { paths } from '../paths.ts';
import { typedList, typedText } from '../platform/http/index.ts';
import type { Answer } from '../ui/index.ts';
import { affectedWords, dangerWords, happenedWords, harmWords, hateWords, impactWords, lowerFirst, oftenWords, routeWords, vulnerableWords } from './answer-words.ts';
import type { DraftAnswers } from './draft.ts';
import type { ReportCategory } from './reference-data.ts';
import { checkStep, stepKeys, type StepKey } from './steps.ts';
import { ending, parsePhone, shortEmail } from './ways-to-reach.ts';

export interface SummaryFacts {
  readonly categories: readonly ReportCategory[];
  readonly today: Temporal.PlainDate;
  readonly files: number;
}

const questions: Readonly<Record<StepKey, { question: string; change: string }>> = {
  danger: { question: 'Is anyone in danger now?', change: 'whether anyone is in danger' },
  what: { question: 'What happened', change: 'what happened' },
  where: { question: 'Where', change: 'where' },
  when: { question: 'When, and how often', change: 'when' },
  impact: { question: 'How it affects you', change: 'how it affects you' },
  wants: { question: 'What you want to happen', change: 'what you want' },
  you: { question: 'How to reach you safely', change: 'how to reach you' },
};

function sentences(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').map((part) => (/[.!?”]$/.test(part) ? part : `${part}.`)).join(' ').replace(/\.$/, '');
}

const quoted = (text: string): string => (text === '' ? '' : `“${text}”`);

/** One step's answers in the words of the check page. Phone and e-mail are shortened: others may look at the screen. */
function words(step: StepKey, answers: DraftAnswers, facts: SummaryFacts): string | undefined {
  const typed = answers.steps[step] ?? {};
  if (step === 'danger') {
    const checked = checkStep('danger', typed, facts.today);
    return checked.ok ? dangerWords[checked.value.danger] : undefined;
  }
  if (step === 'what') {
    const checked = checkStep('what', typed, facts.today);
    const category = facts.categories.find(({ id }) => id === typedText(typed, 'category'));
    return checked.ok
      ? sentences([quoted(checked.value.words), category?.name ?? 'Not sure what kind', `Hurt or threatened: ${harmWords[checked.value.harm].replace('Yes, ', '').toLowerCase()}`, `Because of who someone is: ${hateWords[checked.value.hate].replace('I am ', '').toLowerCase()}`])
      : undefined;
  }
  if (step === 'where') {
    return answers.spot?.words;
  }
  if (step === 'when') {
    const checked = checkStep('when', typed, facts.today);
    return checked.ok ? sentences([happenedWords(checked.value, facts.today), oftenWords(checked.value)]) : undefined;
  }
  if (step === 'impact') {
    const checked = checkStep('impact', typed, facts.today);
    if (!checked.ok) {
      return undefined;
    }
    const { impact, affected, vulnerable } = checked.value;
    return sentences([
      impactWords[impact], quoted(checked.value.impactWords),
      affected.length === 0 ? '' : `Affects: ${affected.map((one) => lowerFirst(affectedWords[one])).join(', ')}`,
      vulnerable.length === 0 ? '' : `Someone who: ${vulnerable.map((one) => vulnerableWords[one].toLowerCase()).join(', ')}`,
    ]);
  }
  if (step === 'wants') {
    const wants = typedText(typed, 'wants').trim();
    return sentences([wants === '' ? 'You did not say' : quoted(wants), facts.files === 0 ? '' : `${facts.files} ${facts.files === 1 ? 'file' : 'files'}`]);
  }
  return reachWords(typed, facts);
}

function reachWords(typed: NonNullable<DraftAnswers['steps']['you']>, facts: SummaryFacts): string | undefined {
  const checked = checkStep('you', typed, facts.today);
  if (!checked.ok) {
    return undefined;
  }
  const you = checked.value;
  if (you.who === 'anonymous') {
    return 'You stay anonymous';
  }
  const phone = parsePhone(you.phone);
  return sentences([
    you.name, typedList(typed, 'routes').length === 0 ? '' : you.routes.map((route) => routeWords[route].split('.')[0] ?? '').join(', '),
    phone === undefined ? '' : `Phone ${ending(phone)}`, you.email === '' ? '' : shortEmail(you.email), you.postcode, you.never === '' ? '' : `Not: ${quoted(you.never)}`, quoted(you.note),
    you.plain ? 'Plain messages and envelopes' : '', you.under18 ? 'Under 18' : '',
  ]);
}

/** What has been answered so far; each answer can be changed without losing another. */
export function summaryOf(answers: DraftAnswers, facts: SummaryFacts, fromCheck: boolean): Answer[] {
  return stepKeys.flatMap((step) => {
    const said = answers.steps[step] === undefined && step !== 'where' ? undefined : words(step, answers, facts);
    return said === undefined
      ? []
      : [{ question: questions[step].question, answer: said, changeHref: `${paths.reportStep(step)}${fromCheck ? '?from=check' : ''}`, changeWhat: questions[step].change }];
  });
}
