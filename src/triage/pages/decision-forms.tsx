import type { ComponentChildren } from 'preact';

import type { Colleague, TeamName } from '../../cases/index.ts';
import { paths } from '../../paths.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import type { Agency } from '../../platform/partnership/index.ts';
import { Checkboxes, FormPage, Input, Note, Quote, Radios, Select, Textarea } from '../../ui/index.ts';
import type { Match } from '../matches.ts';
import type { DecisionReason, ReportToDecide } from '../queries.ts';

/** What every decision form has: the report, the way back to the list, and what was typed with what is wrong. */
export interface DecisionProps {
  readonly report: ReportToDecide;
  readonly query: string;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
  /** Reports merged into this one, whose people are told too. */
  readonly merged: number;
}

type Act = 'accept' | 'link' | 'merge' | 'refer' | 'no-further-action' | 'priority';

function Decision({ props, act, heading, submit, warning, children, told }: { props: DecisionProps; act: Act; heading: string; submit: string; warning?: boolean; children: ComponentChildren; told?: ComponentChildren }) {
  const { report, query, errors } = props;
  return (
    <FormPage
      heading={heading}
      lede={`${report.reference} ${report.title}`}
      errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={paths.triageAct(report.id, act) + query}
      submit={submit}
      warning={warning}
      beside={<a href={paths.triageReport(report.id) + query}>Back to the report</a>}
    >
      {children}
      {told === undefined ? null : <Note>{told}{props.merged === 0 ? null : ` ${props.merged === 1 ? 'One report has' : `${props.merged} reports have`} been merged into this one: those people are told the same.`}</Note>}
    </FormPage>
  );
}

function value(props: DecisionProps, field: string, first: string): string {
  return field in props.typed ? typedText(props.typed, field) : first;
}

function OwnWords({ props, label, hint }: { props: DecisionProps; label: string; hint: string }) {
  return <Textarea name="words" label={label} hint={hint} rows={4} value={value(props, 'words', '')} errorMessage={errorOf(props.errors, 'words')} />;
}

export function AcceptForm(props: DecisionProps & { colleagues: readonly Colleague[]; teams: readonly TeamName[]; me: string }) {
  const { report, errors } = props;
  return (
    <Decision props={props} act="accept" heading="Accept as a new case" submit="Open the case" told="The person who reported is told who has it, by when they get a promise, and how to reach the owner.">
      <Input name="title" label="Title of the case" hint="No names: titles stand in lists" value={value(props, 'title', report.title)} errorMessage={errorOf(errors, 'title')} />
      <Select name="owner" label="Owner" value={value(props, 'owner', props.me)} errorMessage={errorOf(errors, 'owner')} items={props.colleagues.map(({ id, name, job_title }) => ({ value: id, text: job_title === '' ? name : `${name}, ${job_title}` }))} />
      <Select name="team" label="Team" value={value(props, 'team', report.team_id ?? '')} items={[{ value: '', text: 'No team' }, ...props.teams.map(({ id, name }) => ({ value: id, text: name }))]} />
      {report.restricted ? <Note>This report is restricted, so its case will be too.</Note> : (
        <Checkboxes name="restricted" idPrefix="restricted" values={typedText(props.typed, 'restricted') === 'yes' ? ['yes'] : []} items={[{ value: 'yes', text: 'Restrict the case', hint: 'Only the owner, you and the team chosen above will see it' }]} />
      )}
      <OwnWords props={props} label="Add something in your own words (optional)" hint="The person who reported reads this" />
    </Decision>
  );
}

export function LinkForm(props: DecisionProps & { matches: readonly Match[]; chosen: string | undefined }) {
  const cases = props.matches.filter((match) => match.kind === 'case' && match.open);
  return (
    <Decision props={props} act="link" heading="Link to a case" submit="Link the report" told="The person who reported is told who has it and how to reach them. Nobody is told who else reported.">
      <Radios
        name="case"
        fieldset={{ legend: 'Which case?' }}
        value={value(props, 'case', props.chosen ?? cases[0]?.id ?? 'other')}
        errorMessage={errorOf(props.errors, 'case')}
        items={[
          ...cases.map((match) => ({ value: match.id, text: `${match.reference} ${match.title}`, hint: match.why })),
          { value: 'other', text: 'Another case', conditional: <Input name="reference" label="Its reference" classes="govuk-input--width-10" value={value(props, 'reference', '')} errorMessage={errorOf(props.errors, 'reference')} /> },
        ]}
      />
      <OwnWords props={props} label="Add something in your own words (optional)" hint="The person who reported reads this" />
    </Decision>
  );
}

export function MergeForm(props: DecisionProps & { matches: readonly Match[] }) {
  const reports = props.matches.filter((match) => match.kind === 'report' && match.open);
  return (
    <Decision props={props} act="merge" heading="Merge into another report" submit="Merge" told="Both people are told that someone else reported the same. Neither is told who.">
      <Radios
        name="report"
        fieldset={{ legend: 'Which report is about the same thing?' }}
        value={value(props, 'report', reports[0]?.id ?? 'other')}
        errorMessage={errorOf(props.errors, 'report')}
        items={[
          ...reports.map((match) => ({ value: match.id, text: `${match.reference} ${match.title}`, hint: match.why })),
          { value: 'other', text: 'Another report', conditional: <Input name="reference" label="Its reference" classes="govuk-input--width-10" value={value(props, 'reference', '')} errorMessage={errorOf(props.errors, 'reference')} /> },
        ]}
      />
    </Decision>
  );
}

export function ReferForm(props: DecisionProps & { agencies: readonly Agency[] }) {
  return (
    <Decision props={props} act="refer" heading="Refer to another agency" submit="Refer the report" told="The whole report goes to them, and your agency no longer sees it. The person is told who has it now, how to reach them, and by when they answer.">
      <Select name="agency" label="Agency" value={value(props, 'agency', props.report.refer_to ?? '')} errorMessage={errorOf(props.errors, 'agency')} items={[{ value: '', text: 'Choose' }, ...props.agencies.map(({ id, name }) => ({ value: id, text: name }))]} />
      <Textarea name="why" label="Why is it theirs?" hint="The person who reported reads this" rows={4} value={value(props, 'why', '')} errorMessage={errorOf(props.errors, 'why')} />
    </Decision>
  );
}

export function NoFurtherActionForm(props: DecisionProps & { reasons: readonly DecisionReason[] }) {
  return (
    <Decision props={props} act="no-further-action" heading="No further action" submit="Send and close the report" warning told="What you write is sent with the reason. The person can answer, and the report opens again if they do.">
      <Quote>“{props.report.words}”</Quote>
      <Radios name="reason" fieldset={{ legend: 'Reason' }} value={value(props, 'reason', '')} errorMessage={errorOf(props.errors, 'reason')} items={props.reasons.map(({ id, name, words }) => ({ value: id, text: name, hint: words }))} />
      <OwnWords props={props} label="In your own words" hint="Speak to what they wrote. Say what else may help them" />
    </Decision>
  );
}

export function PriorityForm(props: DecisionProps & { reason: string }) {
  return (
    <Decision props={props} act="priority" heading="Change the clock" submit="Change">
      <p>{props.reason}</p>
      <Radios name="priority" fieldset={{ legend: 'Priority' }} value={value(props, 'priority', props.report.priority)} errorMessage={errorOf(props.errors, 'priority')} items={[{ value: 'urgent', text: 'Urgent', hint: 'Violence, threats, hate or someone at risk' }, { value: 'standard', text: 'Standard' }]} />
      <Input name="reason" label="Why?" hint="Kept with the report: “It speaks of a threat”" value={value(props, 'reason', '')} errorMessage={errorOf(props.errors, 'reason')} />
    </Decision>
  );
}
