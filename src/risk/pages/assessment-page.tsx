import type { Temporal } from 'temporal-polyfill';

import { dateWords, momentWords, shortDay } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { Band, Columns, DataTable, ErrorBox, LineSpark, Note, Pairs, Radios, Section, Side, StateTag, Textarea, TitleLine } from '../../ui/index.ts';
import type { RiskLine } from '../panel.ts';
import type { CaseAtRisk, FullAssessment } from '../queries.ts';
import { answerTo, chosenOptions } from '../rules.ts';
import { bandWords, type RiskTemplate } from '../template.ts';
import { movedWords, scoreWords } from './risk-section.tsx';

export interface AssessmentProps {
  readonly file: CaseAtRisk;
  readonly assessment: FullAssessment;
  readonly template: RiskTemplate;
  readonly history: readonly RiskLine[];
  readonly now: Temporal.Instant;
  readonly mayDecide: boolean;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

function Approval({ file, assessment, errors, typed }: AssessmentProps) {
  const lower = assessment.proposed_band === null ? '' : bandWords[assessment.proposed_band].toLowerCase();
  return (
    <Section id="approval" title="A lower band waits for an answer">
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <p>{assessment.assessed_by_name} asks to lower the risk to <b>{lower}</b>: {assessment.judgement}</p>
      <form class="hub-form" method="post" action={paths.riskApproval(file.id, assessment.id)} novalidate>
        <Radios name="answer" fieldset={{ legend: 'Your answer' }} value={typedText(typed, 'answer')} errorMessage={errorOf(errors, 'answer')} items={[{ value: 'approved', text: `Lower it to ${lower}` }, { value: 'refused', text: `Leave it ${bandWords[assessment.band].toLowerCase()}` }]} />
        <Textarea name="words" label="Why" hint="The officer reads this" rows={3} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
        <button class="govuk-button">Answer</button>
      </form>
    </Section>
  );
}

/** One assessment: score, band, every answer, what moved it, and those before and after. */
export function AssessmentPage(props: AssessmentProps) {
  const { file, assessment, template, history, now } = props;
  const same = history.filter(({ partyId }) => partyId === assessment.partyId);
  const before = same[same.findIndex(({ id }) => id === assessment.id) + 1];
  const points = same.toReversed().map((line) => ({ label: shortDay(line.assessed_at), value: line.score, at: Math.round(line.assessed_at.epochMilliseconds / 86_400_000) }));
  return (
    <>
      <p class="hub-case__ref"><a href={paths.case(file.id, 'risk')}>{file.reference} {file.title}</a></p>
      <TitleLine title={`Risk on ${dateWords(assessment.assessed_at)}`} says={`${assessment.assessed_by_name ?? 'Somebody'}, ${momentWords(assessment.assessed_at, now)}`} />
      <Columns shape="case">
        <div>
          {assessment.approval === 'asked' ? (props.mayDecide ? <Approval {...props} /> : <Note>{assessment.assessed_by_name} has asked a supervisor to lower the band to {assessment.proposed_band}. Until one answers it stays as it is.</Note>) : null}
          {assessment.approval === 'approved' || assessment.approval === 'refused' ? (
            <Note>{assessment.approval_by_name} {assessment.approval === 'approved' ? 'agreed to the lower band' : 'did not agree to a lower band'}{assessment.approval_at === null ? '' : ` on ${dateWords(assessment.approval_at)}`}: {assessment.approval_words}</Note>
          ) : null}
          <Section id="answers" title="Answers" note={`${template.name}, version ${template.version}`}>
            <DataTable
              label="Answers"
              columns={[{ label: 'Question' }, { label: 'Answer' }, { label: 'Points', numeric: true }]}
              rows={template.questions.list.map((question) => {
                const chosen = chosenOptions(question, assessment.answers.given);
                const words = question.options.length === 0 ? answerTo(assessment.answers.given, question).words : chosen.map(({ text }) => text).join(', ');
                return [question.text, words === '' ? 'No answer' : words, question.kind === 'scored' ? chosen.reduce((sum, { points: each }) => sum + each, 0) : ''];
              })}
            />
          </Section>
        </div>
        <Side label="Score and history">
          <Section id="band" title="Band" side>
            <p><Band level={assessment.band} /> <span class="num">{scoreWords(assessment, before)}</span></p>
            {assessment.flags.length === 0 ? null : <p>{assessment.flags.map(({ key, name }) => <><StateTag key={key} kind="danger">{name}</StateTag> </>)}</p>}
            {assessment.moved.length === 0 ? null : <p class="small">What moved it: {movedWords(assessment.moved, 20)}.</p>}
            <Pairs
              pairs={[
                ...(assessment.party === null ? [] : [{ term: 'Asked', value: assessment.party }]),
                { term: 'The score gives', value: bandWords[assessment.scored_band] },
                ...(assessment.judgement === '' ? [] : [{ term: 'Judgement', value: assessment.judgement }]),
                ...(assessment.answers.safeguarding === undefined ? [] : [{ term: 'Done first', value: assessment.answers.safeguarding }]),
                { term: 'Next look', value: shortDay(assessment.review_on) },
                { term: 'Supervisor', value: assessment.supervisor_review_on === null ? 'Need not look' : shortDay(assessment.supervisor_review_on) },
              ]}
            />
          </Section>
          <Section id="history" title="History" side>
            {points.length < 2 ? null : <LineSpark id="risk-history" what="Risk score" over="Day" points={points} line={{ value: assessment.highFrom, label: 'High' }} source="Assessments of this case" />}
            <ul class="hub-list small">
              {history.map((line) => (
                <li key={line.id}>{line.id === assessment.id ? <b>{dateWords(line.assessed_at)}</b> : <a href={paths.riskAssessment(file.id, line.id)}>{dateWords(line.assessed_at)}</a>}: {bandWords[line.band].toLowerCase()}, {line.score} of {line.out_of}{line.party === null ? '' : `, ${line.party}`}</li>
              ))}
            </ul>
          </Section>
        </Side>
      </Columns>
    </>
  );
}
