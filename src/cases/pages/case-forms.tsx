import type { ComponentChildren } from 'preact';
import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { shortDay } from '../../platform/calendar/index.ts';
import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { Checkboxes, FormPage, Input, Note, Quote, Radios, Select, Textarea } from '../../ui/index.ts';
import type { Colleague, TeamName } from '../people.ts';
import type { CaseReport, CaseRow, NamedPrincipal, OpenPromise, PartyRow } from '../queries.ts';
import { outcomes, stageNames } from '../rules.ts';

/** What every form about a case has. */
export interface CaseFormProps {
  readonly file: CaseRow;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

type Part = Parameters<typeof paths.casePart>[1];

function CaseForm({ props, action, heading, submit, warning, children }: { props: CaseFormProps; action: string; heading: string; submit: string; warning?: boolean; children: ComponentChildren }) {
  const { file, errors } = props;
  return (
    <FormPage heading={heading} lede={`${file.reference} ${file.title}`} errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} action={action} submit={submit} warning={warning} beside={<a href={paths.case(file.id)}>Back to the case</a>}>
      {children}
    </FormPage>
  );
}

function partAction(props: CaseFormProps, part: Part): string {
  return paths.casePart(props.file.id, part);
}

function value(props: CaseFormProps, field: string, first = ''): string {
  return field in props.typed ? typedText(props.typed, field) : first;
}

function list(props: CaseFormProps, field: string, first: readonly string[]): string[] {
  return [...(Object.keys(props.typed).length > 0 ? typedList(props.typed, field) : first)];
}

function Field({ props, name, label, hint, first, rows }: { props: CaseFormProps; name: string; label: string; hint?: string; first?: string; rows?: number }) {
  const shared = { name, label, hint, value: value(props, name, first), errorMessage: errorOf(props.errors, name) };
  return rows === undefined ? <Input {...shared} /> : <Textarea {...shared} rows={rows} />;
}

export function EditForm(props: CaseFormProps) {
  return (
    <CaseForm props={props} action={partAction(props, 'edit')} heading="Change the case" submit="Save">
      <Field props={props} name="title" label="Title" hint="No names: titles stand in lists" first={props.file.title} />
      <Radios name="stage" fieldset={{ legend: 'Stage' }} value={value(props, 'stage', props.file.stage)} errorMessage={errorOf(props.errors, 'stage')} items={Object.entries(stageNames).map(([key, text]) => ({ value: key, text }))} />
      <Field props={props} name="warning" label="Warning (optional)" hint="Read before anyone rings or visits: danger, dogs, threats" first={props.file.warning} rows={2} />
    </CaseForm>
  );
}

export function OwnerForm(props: CaseFormProps & { colleagues: readonly Colleague[]; teams: readonly TeamName[] }) {
  return (
    <CaseForm props={props} action={partAction(props, 'owner')} heading="Give the case to someone else" submit="Change the owner">
      <Select name="owner" label="Owner" value={value(props, 'owner', props.file.owner_id ?? '')} errorMessage={errorOf(props.errors, 'owner')} items={props.colleagues.map(({ id, name }) => ({ value: id, text: name }))} />
      <Select name="team" label="Team" value={value(props, 'team', props.file.team_id ?? '')} items={[{ value: '', text: 'No team' }, ...props.teams.map(({ id, name }) => ({ value: id, text: name }))]} />
      <Field props={props} name="why" label="Why?" rows={2} />
    </CaseForm>
  );
}

export function RestrictForm(props: CaseFormProps & { named: readonly NamedPrincipal[]; colleagues: readonly Colleague[]; teams: readonly TeamName[]; me: string }) {
  return (
    <CaseForm props={props} action={partAction(props, 'restrict')} heading="Who may see this case" submit="Save">
      <Radios name="restricted" fieldset={{ legend: 'Restricted?' }} value={value(props, 'restricted', props.file.restricted ? 'yes' : 'no')} errorMessage={errorOf(props.errors, 'restricted')}
        items={[{ value: 'yes', text: 'Restricted', hint: 'Only the people and teams below, and you, see it anywhere: not in lists, counts, search, maps or exports' }, { value: 'no', text: 'Open to the agency', hint: 'People and teams below see it too' }]} />
      <Checkboxes name="named" fieldset={{ legend: 'Named on the case' }} values={list(props, 'named', props.named.map(({ principal_id }) => principal_id))} errorMessage={errorOf(props.errors, 'named')}
        items={[...props.teams.map(({ id, name }) => ({ value: id, text: name, hint: 'team' })), ...props.colleagues.filter(({ id }) => id !== props.me).map(({ id, name, job_title }) => ({ value: id, text: name, hint: job_title === '' ? undefined : job_title }))]} />
      <Field props={props} name="why" label="Why?" rows={2} />
    </CaseForm>
  );
}

export function ConflictForm(props: CaseFormProps & { people: readonly Colleague[]; me: string }) {
  return (
    <CaseForm props={props} action={partAction(props, 'conflict')} heading="A conflict of interest" submit="Close the case to this person" warning>
      <Select name="person" label="Who must not see this case?" value={value(props, 'person')} errorMessage={errorOf(props.errors, 'person')} items={[{ value: '', text: 'Choose' }, ...props.people.map(({ id, name }) => ({ value: id, text: id === props.me ? `${name} (you)` : name }))]} />
      <Field props={props} name="why" label="What is the conflict?" hint="They know a person in the case, for example. Supervisors and auditors can read it" rows={2} />
      <Note>From then on nothing of this case is shown to this person, whatever else would let them in. Only a supervisor can lift it.</Note>
    </CaseForm>
  );
}

const roles = [['victim', 'Victim'], ['alleged', 'Alleged to have done it'], ['witness', 'Witness'], ['other', 'Someone else']] as const;

function bornWords(party: PartyRow | undefined): string {
  const born = party?.born_on ?? null;
  return born === null ? '' : `${born.day}/${born.month}/${born.year}`;
}

export function PartyForm(props: CaseFormProps & { party: PartyRow | undefined }) {
  const { party } = props;
  return (
    <CaseForm props={props} action={party === undefined ? partAction(props, 'people') : paths.casePerson(props.file.id, party.id)} heading={party === undefined ? 'Add a person' : 'What is known of this person'} submit="Save">
      <Radios name="role" fieldset={{ legend: 'Their part in this' }} value={value(props, 'role', party?.role)} errorMessage={errorOf(props.errors, 'role')}
        items={[...(party?.role === 'complainant' ? [['complainant', 'Reported it'] as const] : []), ...roles].map(([key, text]) => ({ value: key, text }))} />
      <Radios name="kind" fieldset={{ legend: 'Who?' }} value={value(props, 'kind', party?.kind ?? 'person')} errorMessage={errorOf(props.errors, 'kind')}
        items={[{ value: 'person', text: 'A person' }, { value: 'group', text: 'A group' }, { value: 'unknown', text: 'Someone not yet named' }]} />
      <div data-likely={paths.peopleTyping()}>
        <Field props={props} name="name" label="Name" hint="Or what they are known as: “Jaz”" first={party?.name ?? ''} />
        <Field props={props} name="born" label="Date of birth (optional)" hint="Like 7/6/1988" first={bornWords(party)} />
      </div>
      <Field props={props} name="age" label="Age (optional)" hint="As it was said: 34, about 19" first={party?.age_words ?? ''} />
      <Checkboxes name="under18" idPrefix="under18" values={list(props, 'under18', party?.under_18 === true ? ['yes'] : [])} items={[{ value: 'yes', text: 'Is or looks under 18', hint: 'Safeguarding first. Someone alleged to have done it goes to the youth service first' }]} />
      <Field props={props} name="description" label="Description (optional)" hint="What helps to know them again. Facts, not judgements" first={party?.description ?? ''} rows={2} />
      <Field props={props} name="vulnerability" label="What makes them vulnerable (optional)" first={party?.vulnerability ?? ''} rows={2} />
    </CaseForm>
  );
}

export function IncidentForm(props: CaseFormProps & { today: Temporal.PlainDate }) {
  return (
    <CaseForm props={props} action={partAction(props, 'incident')} heading="Add an incident" submit="Add">
      <Input name="on" label="Day" type="date" classes="govuk-input--width-10" attributes={{ max: props.today.toString() }} value={value(props, 'on', props.today.toString())} errorMessage={errorOf(props.errors, 'on')} />
      <Input name="at" label="Time (optional)" type="time" classes="govuk-input--width-10" value={value(props, 'at')} errorMessage={errorOf(props.errors, 'at')} />
      <Field props={props} name="words" label="What happened?" rows={4} />
      <Field props={props} name="place" label="Where? (optional)" hint="Leave it empty if it is the place of the case" />
    </CaseForm>
  );
}

function PromiseLines({ promises }: { promises: readonly OpenPromise[] }) {
  return <ul class="govuk-list govuk-list--bullet">{promises.map(({ line_id, what, due_at }) => <li key={line_id}>{what}, by {shortDay(due_at)}</li>)}</ul>;
}

export interface ToTell {
  readonly report: CaseReport;
  readonly person: string;
  readonly words: string;
}

export function CloseForm(props: CaseFormProps & { promises: readonly OpenPromise[]; toTell: readonly ToTell[]; openTasks: number; approval: ComponentChildren; asks: boolean }) {
  const { promises, toTell } = props;
  return (
    <CaseForm props={props} action={partAction(props, 'close')} heading="Close the case" submit={props.asks ? 'Ask for approval' : 'Close the case and send'} warning={!props.asks}>
      {props.approval}
      {props.openTasks === 0 ? null : <Note danger>{props.openTasks === 1 ? 'One task is' : `${props.openTasks} tasks are`} still open. <a href={paths.case(props.file.id, 'tasks')}>Look at them first</a></Note>}
      <Radios name="outcome" fieldset={{ legend: 'How did it end?' }} value={value(props, 'outcome')} errorMessage={errorOf(props.errors, 'outcome')} items={outcomes.map((text) => ({ value: text, text }))} />
      <Field props={props} name="reason" label="Why does the case close?" hint="For colleagues and reviews" rows={3} />
      {promises.length === 0 ? <input type="hidden" name="withdraw" value="" /> : (
        <div class="stack">
          <Note danger><p><b>{promises.length === 1 ? 'A promise is still open:' : `${promises.length} promises are still open:`}</b></p><PromiseLines promises={promises} /><p>Keep them first. To withdraw them, say why: the person reads it.</p></Note>
          <Field props={props} name="withdraw" label="Why we withdraw what we promised" rows={2} />
        </div>
      )}
      {toTell.map(({ report, person, words }) => (
        <div key={report.id} class="stack">
          <h2>What {person} is told</h2>
          <Quote>“{words}”</Quote>
          <Field props={props} name={`message-${report.id}`} label={`Message to ${person}`} hint="Answer what they wrote. Say what was done, what was not, and who helps now" rows={4} />
        </div>
      ))}
      <Field props={props} name="lessons" label="What did we learn? (optional)" rows={2} />
      <Field props={props} name="cost" label="Cost in pounds (optional)" />
      <Note>{toTell.length === 0 ? 'Nobody reported this case, so nobody is written to.' : 'The message is sent with the outcome. Their page then asks three questions about how we did, and lets them open the report again.'}</Note>
    </CaseForm>
  );
}

export function ReopenForm(props: CaseFormProps) {
  return (
    <CaseForm props={props} action={partAction(props, 'reopen')} heading="Reopen the case" submit="Reopen and tell them">
      <Field props={props} name="words" label="Why does it open again?" hint="The people who reported read this" rows={3} />
    </CaseForm>
  );
}

export function NewCaseForm({ errors, typed, colleagues, categories, me }: Pick<CaseFormProps, 'errors' | 'typed'> & { colleagues: readonly Colleague[]; categories: readonly { id: string; name: string }[]; me: string }) {
  return (
    <FormPage heading="Open a case" lede="For something that nobody reported: a pattern, a place, a partner's concern. A report is accepted in triage." errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} action={paths.newCase()} submit="Open the case" beside={<a href={paths.cases()}>Back to cases</a>}>
      <Input name="title" label="Title" hint="No names: titles stand in lists" value={typedText(typed, 'title')} errorMessage={errorOf(errors, 'title')} />
      <Select name="category" label="Kind" value={typedText(typed, 'category')} items={[{ value: '', text: 'Not chosen' }, ...categories.map(({ id, name }) => ({ value: id, text: name }))]} />
      <Select name="owner" label="Owner" value={'owner' in typed ? typedText(typed, 'owner') : me} errorMessage={errorOf(errors, 'owner')} items={colleagues.map(({ id, name }) => ({ value: id, text: name }))} />
      <Checkboxes name="restricted" idPrefix="restricted" values={[...typedList(typed, 'restricted')]} items={[{ value: 'yes', text: 'Restrict the case', hint: 'Only the owner and you will see it' }]} />
    </FormPage>
  );
}
