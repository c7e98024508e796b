import type { Temporal } from 'temporal-polyfill';

import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { AsTyped, Button, DataTable, Empty, ErrorBox, Pairs, Radios, Section, StateTag, Textarea, TitleLine } from '../../ui/index.ts';
import type { Approval } from '../queries.ts';
import { approvalActions, stateOf, stateWords } from '../rules.ts';

export function ApprovalsPage({ lines, me, now }: { lines: readonly Approval[]; me: string; now: Temporal.Instant }) {
  const table = (label: string, rows: readonly Approval[]) => (
    <DataTable label={label} columns={[{ label: 'What' }, { label: 'Case' }, { label: 'Asked by' }, { label: 'Asked' }, { label: 'State' }]}
      rows={rows.map((one) => [<a href={paths.approval(one.id)}>{one.title}</a>, one.case_reference ?? '–', one.asked_by === me ? 'You' : (one.asked_by_name ?? '–'), momentWords(one.asked_at, now), stateWords[stateOf(one)]])} />
  );
  const open = lines.filter(({ answer }) => answer === null);
  const over = lines.filter(({ answer }) => answer !== null);
  return (
    <>
      <TitleLine title="Approvals" says="What our local rules want a second person to agree to. Whoever asks never answers." />
      <Section id="open" title="Waiting">{open.length === 0 ? <Empty lead="Nothing waits.">When somebody asks for approval it shows here.</Empty> : table('Waiting for approval', open)}</Section>
      <Section id="over" title="Answered in the last 30 days">{over.length === 0 ? <Empty lead="Nothing was answered." /> : table('Answered', over)}</Section>
    </>
  );
}

export interface ApprovalPageProps {
  readonly approval: Approval;
  readonly answers: boolean;
  readonly mine: boolean;
  readonly now: Temporal.Instant;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

function AnswerForm({ approval, errors, typed }: ApprovalPageProps) {
  return (
    <form method="post" action={paths.approvalAct(approval.id, 'answer')} novalidate>
      <Radios name="answer" fieldset={{ legend: 'Do you approve?' }} value={typedText(typed, 'answer')} errorMessage={errorOf(errors, 'answer')} items={[{ value: 'approved', text: 'Yes, it may be done' }, { value: 'refused', text: 'No' }]} />
      <Textarea name="reason" label="Why" hint="It goes into the chronology, and whoever asked reads it" rows={4} value={typedText(typed, 'reason')} errorMessage={errorOf(errors, 'reason')} />
      <Button>Save the answer</Button>
    </form>
  );
}

export function ApprovalPage(props: ApprovalPageProps) {
  const { approval, answers, mine, now, errors } = props;
  const state = stateOf(approval);
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title={approval.title} says={<StateTag kind={state === 'asked' ? 'fill' : state === 'refused' ? 'danger' : 'plain'}>{stateWords[state]}</StateTag>} />
      <Pairs pairs={[
        { term: 'What', value: approvalActions[approval.action] ?? approval.action },
        { term: 'Case', value: approval.case_id === null ? 'None' : <a href={paths.case(approval.case_id)}>{approval.case_reference} {approval.case_title}</a> },
        { term: 'Asked by', value: `${approval.asked_by_name ?? 'Somebody'}, ${momentWords(approval.asked_at, now)}` },
        { term: 'Needs', value: approval.needed_from === 'coordinator' ? 'A coordinator' : 'A supervisor or coordinator' },
        ...(approval.answered_at === null ? [] : [{ term: 'Answer', value: `${stateWords[approval.answer ?? 'asked']} by ${approval.answered_by_name ?? 'somebody'}, ${momentWords(approval.answered_at, now)}. ${approval.reason ?? ''}` }]),
      ]} />
      <Section id="why" title="What is asked, and why"><AsTyped>{approval.why}</AsTyped>{approval.subject_id === null ? null : <p><a href={approval.goes_on}>Read it in full</a></p>}</Section>
      {answers ? <Section id="answer-it" title="Your answer"><AnswerForm {...props} /></Section> : null}
      {mine && state === 'asked' ? <form method="post" action={paths.approvalAct(approval.id, 'withdraw')}><Button classes="govuk-button--secondary">I no longer ask for it</Button></form> : null}
      {mine && state === 'approved' ? <p><a class="govuk-button" href={approval.goes_on}>Go on with it</a></p> : null}
      <p><a href={paths.approvals()}>All approvals</a></p>
    </>
  );
}
