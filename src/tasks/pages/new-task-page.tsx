import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ItemChoice, TermsFields, type Gateway, type OfferedGroup, type SharedCase } from '../../sharing/index.ts';
import { Chips, Details, FormPage, Input, Note, Radios, Select, Textarea } from '../../ui/index.ts';
import type { Doer, TaskTemplate } from '../queries.ts';

export interface NewTaskProps {
  readonly file: SharedCase;
  readonly templates: readonly TaskTemplate[];
  readonly chosen: string | undefined;
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly Doer[];
  readonly groups: readonly OfferedGroup[];
  readonly gateways: readonly Gateway[];
  readonly aims: readonly string[];
  /** Why no agreement covers what was sent. */
  readonly outside: readonly string[];
  readonly supervisor: boolean;
  readonly ownAgency: string;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

const disclosureFields = ['items', 'free', 'aim', 'allow', 'purpose', 'gateway', 'necessity', 'proportionality', 'withheld', 'caveat', 'handling', 'until', 'retention'];

/** A task for a colleague or another agency; for another agency, what they may know comes with it. */
export function NewTaskPage(props: NewTaskProps) {
  const { file, templates, typed, errors } = props;
  const shares = errors.some(({ field }) => disclosureFields.includes(field) || field.startsWith('strike-')) || ['items', 'free', 'purpose'].some((name) => typedText(typed, name) !== '');
  return (
    <FormPage
      heading="Ask for something to be done"
      lede={`${file.reference} ${file.title}`}
      errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={paths.newTask(file.id)}
      submit="Ask"
      beside={<a href={paths.case(file.id, 'tasks')}>Back to the case</a>}
    >
      {templates.length === 0 ? null : (
        <Chips label="Usual tasks" links={templates.map((template) => ({ href: `${paths.newTask(file.id)}?template=${template.id}`, label: template.title, current: template.id === props.chosen }))} />
      )}
      <Input name="title" label="What is to be done?" hint="Another agency reads this. No names: facts about people go below" value={typedText(typed, 'title')} errorMessage={errorOf(errors, 'title')} />
      <Textarea name="brief" label="More about it (optional)" hint="Another agency reads this too" rows={3} value={typedText(typed, 'brief')} errorMessage={errorOf(errors, 'brief')} />
      <Select name="agency" label="Which agency does it?" value={typedText(typed, 'agency')} errorMessage={errorOf(errors, 'agency')} items={props.agencies.map(({ id, name }) => ({ value: id, text: id === props.ownAgency ? `${name} (us)` : name }))} />
      <Select
        name="assignee" label="Who there? (optional)" value={typedText(typed, 'assignee')} errorMessage={errorOf(errors, 'assignee')}
        hint={file.restricted ? 'This case is restricted: in another agency only the person named here sees the task' : 'Without a name, their agency decides'}
        items={[{ value: '', text: 'They decide' }, ...props.people.map((person) => ({ value: person.id, text: `${person.agency_id === props.ownAgency ? '' : `${person.agency}: `}${person.name}${person.job_title === '' ? '' : `, ${person.job_title}`}` }))]}
      />
      <Radios
        name="due"
        fieldset={{ legend: 'By when?' }}
        value={typedText(typed, 'due')}
        errorMessage={errorOf(errors, 'due')}
        items={[
          { value: 'days', text: 'In a number of working days', conditional: <Input name="days" label="Working days" classes="govuk-input--width-3" inputmode="numeric" value={typedText(typed, 'days')} errorMessage={errorOf(errors, 'days')} /> },
          { value: 'date', text: 'On a date', conditional: <Input name="date" type="date" label="Date" classes="govuk-input--width-10" value={typedText(typed, 'date')} errorMessage={errorOf(errors, 'date')} /> },
        ]}
      />
      <Details summary="For another agency: what they may know" open={shares}>
        <Note>They see the task and what you tick here, not the case. Without this they see the task alone.</Note>
        <ItemChoice groups={props.groups} typed={typed} errors={errors} />
        <TermsFields gateways={props.gateways} aims={props.aims} outside={props.outside} supervisor={props.supervisor} typed={typed} errors={errors} />
      </Details>
    </FormPage>
  );
}
