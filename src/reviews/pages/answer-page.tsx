import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { dayWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { FormPage, Note, Quote, Radios, Textarea } from '../../ui/index.ts';
import type { RecommendationRow } from '../queries.ts';
import { answerNames } from './words.ts';

export function AnswerPage({ recommendation, errors, typed, now }: { recommendation: RecommendationRow; errors: readonly FieldError[]; typed: Typed; now: Temporal.Instant }) {
  if (recommendation.answer !== null) {
    return <><h1>Recommendation</h1><Quote>{recommendation.words}</Quote><Note><b>{answerNames[recommendation.answer]}.</b> {recommendation.answer_words}</Note><p><a href={paths.reviews()}>Back to the reviews</a></p></>;
  }
  return (
    <FormPage heading="Answer a recommendation" lede={`Answer by ${dayWords(recommendation.answer_by, now)}. You must have regard to it (2014 Act, s.104(8)).`} errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} action={paths.reviewRecommendation(recommendation.id)} submit="Send the answer" beside={<a href={paths.reviews()}>Back to the reviews</a>}>
      <Quote>{recommendation.words}</Quote>
      <Radios name="answer" fieldset={{ legend: { text: 'Does your agency accept it?' } }} value={typedText(typed, 'answer')} errorMessage={errorOf(errors, 'answer')} items={Object.entries(answerNames).map(([value, text]) => ({ value, text }))} />
      <Textarea name="answer_words" label="What will you do, by when, or why not?" rows={4} value={typedText(typed, 'answer_words')} errorMessage={errorOf(errors, 'answer_words')} />
    </FormPage>
  );
}
