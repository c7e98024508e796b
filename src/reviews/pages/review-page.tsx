import type { ComponentChildren } from 'preact';

import { paths } from '../../paths.ts';
import { dateWords, deadlineWords, momentWords } from '../../platform/calendar/index.ts';
import { Columns, ErrorBox, LineList, Note, Pairs, Quote, Section, Side, Timeline, TitleLine } from '../../ui/index.ts';
import { deadlinesOf } from '../deadlines.ts';
import { nextSteps, owedNext, ruleWords } from '../rules.ts';
import type { ReviewPageProps } from './review-props.ts';
import { StepForm } from './step-forms.tsx';
import { answerNames, applicantNames, partNames, stateNames } from './words.ts';

function Threshold({ review, rule, counting }: Pick<ReviewPageProps, 'review' | 'rule' | 'counting'>) {
  return (
    <Section id="threshold" title="Threshold">
      <p>The rule: {ruleWords(rule)} ({rule.source}).</p>
      {review.report_id === null && review.case_id === null
        ? <p><b>Nothing to count.</b> No report is linked: go by what the person says they told, and to whom.</p>
        : <p><b>{counting.met ? 'Met by the count.' : 'Not met by the count.'}</b> {counting.why}</p>}
      {counting.counted.length === 0 ? null : <p>Counted: {counting.counted.join(', ')}.</p>}
      {counting.left.length === 0 ? null : <LineList small items={counting.left.map((one) => <>{one.name}: not counted, {one.why}</>)} />}
      {review.threshold_met === null ? null : <Note><b>Decided: {review.threshold_met ? 'met' : 'not met'}.</b> {review.decision_words}</Note>}
    </Section>
  );
}

function Panel({ review, now }: Pick<ReviewPageProps, 'review' | 'now'>) {
  if (review.meeting_at === null) {
    return null;
  }
  return (
    <Section id="panel" title="Panel">
      <Pairs
        pairs={[
          { term: review.meeting_at.epochMilliseconds < now.epochMilliseconds ? 'Met' : 'Meets', value: momentWords(review.meeting_at, now) },
          { term: 'Chair', value: `${review.chair_name ?? ''}. ${review.chair_words ?? ''}` },
          { term: 'One contact', value: review.spoc ?? 'Nobody named' },
          { term: 'The victim', value: `${review.victim_part === null ? '' : partNames[review.victim_part]}. ${review.victim_words ?? ''}` },
          ...(review.outcome_at === null ? [] : [
            { term: 'Persistence', value: review.persistence ?? '' },
            { term: 'Harm', value: review.harm ?? '' },
            { term: 'Response', value: review.adequacy ?? '' },
            { term: 'Outcome', value: review.outcome_words ?? '' },
          ]),
        ]}
      />
      {review.appealed_at === null ? null : <Note><b>Appeal, {dateWords(review.appealed_at)}.</b> {review.appeal_words} {review.appeal_outcome === null ? '' : `Outcome: ${review.appeal_outcome}`}</Note>}
    </Section>
  );
}

function Recommendations({ recommendations }: Pick<ReviewPageProps, 'recommendations'>) {
  return recommendations.length === 0 ? null : (
    <Section id="recommendations" title="Recommendations">
      <LineList items={recommendations.map((one): ComponentChildren => <><b>{one.agency}</b>: {one.words} <span class="quiet">{one.answer === null ? `Answer due ${dateWords(one.answer_by)}` : `${answerNames[one.answer]}. ${one.answer_words ?? ''}`}</span></>)} />
    </Section>
  );
}

/** One review: what was asked, the count, what is owed next and its form, and all that happened. */
export function ReviewPage(props: ReviewPageProps) {
  const { review, events, mine, now, errors } = props;
  const owed = owedNext(deadlinesOf(review));
  const late = owed !== undefined && owed.by.epochMilliseconds < now.epochMilliseconds;
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title={`Case review ${review.reference}`} says={<>{stateNames[review.state]}{review.case_id === null ? '' : <> · <a href={paths.case(review.case_id)}>{review.case_reference ?? 'its case'}</a></>}</>} />
      {owed === undefined ? null : <Note danger={late}><b>{owed.what}.</b> {late ? `It was due ${dateWords(owed.by)}.` : `${deadlineWords(owed.by, now).replace(/^b/, 'B')}.`}</Note>}
      <Columns shape="case">
        <div>
          <Section id="asked" title="What was asked"><Quote>{review.words}</Quote>{review.told_words === '' ? null : <p><b>Told before:</b> {review.told_words}</p>}</Section>
          <Threshold {...props} />
          <Panel {...props} />
          <Recommendations {...props} />
          {mine ? nextSteps(review.state).map((step) => <StepForm key={step} step={step} {...props} />) : <Note>{review.agency} runs this review.</Note>}
        </div>
        <Side label="About this review">
          <Section id="who" title="Who asked" side>
            <Pairs
              pairs={[
                { term: 'Who', value: `${applicantNames[review.applicant_kind]}${review.applicant_name === '' ? '' : `, ${review.applicant_name}`}` },
                ...(review.consent_words === '' ? [] : [{ term: 'Consent', value: review.consent_words }]),
                ...(review.applicant_contact === '' ? [] : [{ term: 'Reach them', value: review.applicant_contact }]),
                ...(review.report_id === null ? [] : [{ term: 'Report', value: <a href={paths.report(review.report_id)}>Their report</a> }]),
                { term: 'Asked', value: momentWords(review.applied_at, now) },
                ...(review.appeal_until === null ? [] : [{ term: 'Appeal until', value: dateWords(review.appeal_until) }]),
              ]}
            />
          </Section>
          <Section id="time" title="What happened" side>{events.length === 0 ? <p class="quiet">Nothing yet: each step shows here with its day.</p> : <Timeline entries={events.map((event) => ({ when: momentWords(event.at, now), body: event.words, meta: event.by ?? '' }))} />}</Section>
        </Side>
      </Columns>
    </>
  );
}
