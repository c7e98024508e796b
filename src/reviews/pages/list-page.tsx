import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { dateWords, deadlineWords, londonDate, shortDay } from '../../platform/calendar/index.ts';
import { DataTable, Empty, Section, TitleLine } from '../../ui/index.ts';
import { deadlinesOf } from '../deadlines.ts';
import type { RecommendationRow, ReviewRow } from '../queries.ts';
import { owedNext } from '../rules.ts';
import { answerNames, stateNames } from './words.ts';

function owedWords(review: ReviewRow, now: Temporal.Instant) {
  const owed = owedNext(deadlinesOf(review));
  if (owed === undefined) {
    return '';
  }
  const late = owed.by.epochMilliseconds < now.epochMilliseconds;
  return late ? <b class="hub-late">{owed.what}. It was due {dateWords(owed.by)}</b> : `${owed.what} ${deadlineWords(owed.by, now)}`;
}

/** Reviews that our agency runs, and recommendations made to it. */
export function ListPage({ reviews, recommendations, now }: { reviews: readonly ReviewRow[]; recommendations: readonly RecommendationRow[]; now: Temporal.Instant }) {
  return (
    <>
      <TitleLine title="Case reviews" says="Asked for by victims under the 2014 Act, and what panels recommended"><a href={paths.reviewFigures()}>Yearly figures</a></TitleLine>
      {reviews.length === 0 ? <Empty lead="No review has been asked for.">Applications from private pages, from the web and by phone come in here, each with its clock.</Empty> : (
        <DataTable
          label="Case reviews"
          columns={[{ label: 'Review' }, { label: 'Case' }, { label: 'State' }, { label: 'What is owed' }, { label: 'Asked for', numeric: true }]}
          rows={reviews.map((review) => [<a href={paths.review(review.id)}>{review.reference}</a>, review.case_id === null ? 'No case yet' : <a href={paths.case(review.case_id)}>{review.case_reference ?? 'Its case'}</a>, stateNames[review.state], owedWords(review, now), shortDay(review.applied_at)])}
        />
      )}
      <Section id="recommendations" title="Recommendations to us">
        {recommendations.length === 0 ? <p class="quiet">None.</p> : (
          <DataTable
            label="Recommendations"
            columns={[{ label: 'Recommendation' }, { label: 'Answer by', numeric: true }, { label: 'Answer' }]}
            rows={recommendations.map((one) => [
              one.words, one.answer_by.toString() < londonDate(now).toString() && one.answer === null ? <b class="hub-late">{dateWords(one.answer_by)}</b> : dateWords(one.answer_by),
              one.answer === null ? <a href={paths.reviewRecommendation(one.id)}>Answer<span class="govuk-visually-hidden"> {one.words.slice(0, 60)}</span></a> : `${answerNames[one.answer]}. ${one.answer_words ?? ''}`,
            ])}
          />
        )}
      </Section>
    </>
  );
}
