import type { ComponentChildren } from 'preact';

import { ApprovalNote } from '../../approvals/index.ts';
import { paths } from '../../paths.ts';
import { errorOf, typedText } from '../../platform/http/index.ts';
import { FormPage, Input, Radios, Section, Select, Textarea } from '../../ui/index.ts';
import type { Step } from '../rules.ts';
import type { ReviewPageProps } from './review-props.ts';
import { partNames } from './words.ts';

type StepProps = ReviewPageProps & { readonly step: Step };

interface Asked {
  readonly title: string;
  readonly submit: string;
  readonly fields: (form: Form) => ComponentChildren;
  readonly folded?: true;
}

interface Form {
  readonly props: StepProps;
  readonly value: (field: string, first?: string) => string;
  readonly wrong: (field: string) => string | undefined;
}

function area({ value, wrong }: Form, name: string, label: string, hint?: string, rows = 3) {
  return <Textarea name={name} label={label} hint={hint} rows={rows} value={value(name)} errorMessage={wrong(name)} />;
}

function line({ value, wrong }: Form, name: string, label: string, type: 'text' | 'date' | 'time' = 'text', hint?: string) {
  return <Input name={name} label={label} hint={hint} type={type} classes={type === 'text' ? undefined : 'govuk-input--width-10'} value={value(name)} errorMessage={wrong(name)} />;
}

const asked: Readonly<Record<Step, Asked>> = {
  acknowledge: { title: 'Acknowledge', submit: 'Acknowledge the application', fields: () => <p>The person who asked is told that we have it, by when we decide, and that this is not the complaints procedure.</p> },
  decide: {
    title: 'Decide on the threshold', submit: 'Decide',
    fields: (form) => (
      <>
        <ApprovalNote standing={form.props.approval} does="Deciding on the threshold" />
        <Radios name="met" fieldset={{ legend: { text: 'Is the threshold met?' } }} value={form.value('met', form.props.counting.met ? 'yes' : '')} errorMessage={form.wrong('met')} items={[{ value: 'yes', text: 'Yes, a panel meets' }, { value: 'no', text: 'No', hint: 'A reason that the local rule does not know is no reason' }]} />
        {area(form, 'decision_words', 'The reason', 'The person who asked reads it')}
      </>
    ),
  },
  panel: {
    title: 'Set up the panel', submit: 'Save the panel',
    fields: (form) => (
      <>
        <Select name="spoc" label="One contact for the person who asked" value={form.value('spoc', form.props.review.spoc_id ?? '')} errorMessage={form.wrong('spoc')} items={[{ value: '', text: 'Choose' }, ...form.props.people.map(({ id, name }) => ({ value: id, text: name }))]} />
        {line(form, 'chair_name', 'Chair')}
        {line(form, 'chair_words', 'Why the chair is independent of this case')}
        {line(form, 'on', 'Day of the meeting', 'date')}
        {line(form, 'at', 'Time', 'time')}
        <Radios name="victim_part" fieldset={{ legend: { text: 'How does the victim take part?' } }} value={form.value('victim_part')} errorMessage={form.wrong('victim_part')} items={Object.entries(partNames).map(([value, text]) => ({ value, text }))} />
        {area(form, 'victim_words', 'What they need or want to say')}
      </>
    ),
  },
  outcome: {
    title: 'Outcome of the panel', submit: 'Record and tell the outcome',
    fields: (form) => (
      <>
        {area(form, 'persistence', 'Persistence', 'How often and how long')}
        {area(form, 'harm', 'Harm', 'What it does to them, all of it together, and what it could do')}
        {area(form, 'adequacy', 'Response', 'What agencies did, and whether it was enough')}
        {area(form, 'outcome_words', 'What the person who asked reads', undefined, 5)}
      </>
    ),
  },
  recommend: {
    title: 'Add a recommendation', submit: 'Add the recommendation', folded: true,
    fields: (form) => (
      <>
        <Select name="agency" label="To" value={form.value('agency')} errorMessage={form.wrong('agency')} items={[{ value: '', text: 'Choose' }, ...form.props.agencies.map(({ id, name }) => ({ value: id, text: name }))]} />
        {area(form, 'words', 'What the panel recommends', 'Name nobody: the agency reads these words and not the case')}
        {line(form, 'answer_by', 'Answer by', 'date')}
      </>
    ),
  },
  appeal: {
    title: 'Record an appeal', submit: 'Record the appeal', folded: true,
    fields: (form) => (
      <>
        <p>To {form.props.rule.appealTo}. The police, fire and crime commissioner is told.</p>
        {area(form, 'appeal_words', 'What the appeal says')}
        {line(form, 'notified_on', 'The commissioner was told on', 'date')}
      </>
    ),
  },
  'appeal-end': { title: 'Outcome of the appeal', submit: 'Record and tell the outcome', fields: (form) => area(form, 'appeal_outcome', 'What the person who asked reads') },
  close: { title: 'Close', submit: 'Close the review', folded: true, fields: () => <p>When the time to appeal is over and recommendations are answered.</p> },
  withdraw: { title: 'Withdraw', submit: 'Withdraw the application', folded: true, fields: (form) => area(form, 'why', 'Who withdrew it, and why', undefined, 2) },
};

/** The form of one next step; those that are rarer stay folded until they are wanted. */
export function StepForm(props: StepProps) {
  const { step, review, at, errors, typed } = props;
  const { title, submit, fields, folded } = asked[step];
  const here = at === step;
  // What was approved stands in the form, so that it is done as it was approved.
  const before = here ? typed : step === 'decide' && props.approval.kind === 'given' ? props.approval.approval.typed : {};
  const form: Form = { props, value: (field, first = '') => (field in before ? typedText(before, field) : first), wrong: (field) => (here ? errorOf(errors, field) : undefined) };
  const body = <FormPage action={paths.reviewStep(review.id, step)} submit={submit} warning={step === 'withdraw'}>{fields(form)}</FormPage>;
  return folded === true && !here
    ? <details class="govuk-details"><summary class="govuk-details__summary"><span class="govuk-details__summary-text">{title}</span></summary><div class="govuk-details__text">{body}</div></details>
    : <Section id={`step-${step}`} title={title}>{body}</Section>;
}
