import { templatePlaceholders } from '../../local-rules/index.ts';
import { paths } from '../../paths.ts';
import { dateWords } from '../../platform/calendar/index.ts';
import { errorOf } from '../../platform/http/index.ts';
import { AsTyped, Checkboxes, DataTable, Details, Empty, FormPage, Input, Note, Radios, Section, Select, Textarea, TitleLine } from '../../ui/index.ts';
import { summaryOf, type Filled } from '../desk.tsx';
import type { DatedState } from '../dated.ts';
import type { Choice, Lookups, RuleField, RuleKind } from '../rule-kinds.ts';
import type { RuleRow } from '../rule-queries.ts';

export interface RuleListProps {
  readonly kind: RuleKind;
  readonly lookups: Lookups;
  readonly rows: readonly (RuleRow & { readonly state: DatedState })[];
}

function Rows({ kind, lookups, rows, label }: RuleListProps & { label: string }) {
  const ended = rows.every(({ state }) => state === 'ended');
  return (
    <DataTable label={label} columns={[{ label: 'Name' }, { label: 'What it says' }, { label: 'From' }, { label: ended ? 'Until' : 'Last day' }, ...(ended ? [] : [{ label: 'Do' }])]}
      rows={rows.map((row) => [
        kind.label(row.values), kind.facts(row.values, lookups), dateWords(row.in_force_from), row.in_force_to === null ? 'Goes on' : dateWords(row.in_force_to),
        ...(ended ? [] : [row.in_force_to === null ? (
          <>
            <a href={paths.administrationItem(kind.part, row.id)}>Change<span class="govuk-visually-hidden"> {kind.label(row.values)}</span></a>{' '}
            <a href={paths.administrationAct(kind.part, row.id, 'end')}>End<span class="govuk-visually-hidden"> {kind.label(row.values)}</span></a>
          </>
        ) : 'Ends']),
      ])} />
  );
}

export function RuleList(props: RuleListProps) {
  const { kind, rows } = props;
  const of = (state: DatedState) => rows.filter((row) => row.state === state);
  return (
    <>
      <TitleLine title={kind.title} says={kind.says}><a class="govuk-button" href={paths.administrationItem(kind.part, 'add')}>Add a {kind.one}</a></TitleLine>
      {of('now').length === 0 ? <Empty lead="None in force.">Add one and it appears here.</Empty> : <Rows {...props} label={`${kind.title} in force`} rows={of('now')} />}
      {of('later').length === 0 ? null : <Section id="later" title="From a later day"><Rows {...props} label={`${kind.title} from a later day`} rows={of('later')} /></Section>}
      {of('ended').length === 0 ? null : <Section id="ended" title="Ended" note="Kept: what happened then was judged by them"><Rows {...props} label={`${kind.title} that ended`} rows={of('ended')} /></Section>}
    </>
  );
}

export interface RuleFormProps {
  readonly kind: RuleKind;
  readonly lookups: Lookups;
  readonly form: Filled;
  /** The rule that changes; undefined when one is added. */
  readonly changes: RuleRow | undefined;
  readonly preview: string | undefined;
}

function choicesOf(field: RuleField, lookups: Lookups): readonly Choice[] {
  return typeof field.choices === 'string' ? lookups[field.choices] : (field.choices ?? []);
}

function Field({ field, form, lookups }: { field: RuleField; form: Filled; lookups: Lookups }) {
  const errorMessage = errorOf(form.errors, field.name);
  const shared = { name: field.name, label: field.label, hint: field.hint, errorMessage };
  const choices = choicesOf(field, lookups);
  switch (field.kind) {
    case 'line':
      return <Input {...shared} value={form.text(field.name)} />;
    case 'words':
      return <Textarea {...shared} rows={8} value={form.text(field.name)} />;
    case 'number':
      return <Input {...shared} inputmode="numeric" classes="govuk-input--width-4" value={form.text(field.name)} />;
    case 'tick':
      return <Checkboxes name={field.name} values={form.list(field.name)} items={[{ value: 'yes', text: field.label }]} errorMessage={errorMessage} />;
    case 'many':
      return <Checkboxes name={field.name} values={form.list(field.name)} items={[...choices]} fieldset={{ legend: field.label }} hint={field.hint} errorMessage={errorMessage} />;
    case 'choice':
      return typeof field.choices === 'string' || choices.length > 4
        ? <Select {...shared} value={form.text(field.name)} items={[{ value: '', text: typeof field.choices === 'string' ? 'None' : 'Choose' }, ...choices]} />
        : <Radios name={field.name} value={form.text(field.name)} items={[...choices]} fieldset={{ legend: field.label }} hint={field.hint} errorMessage={errorMessage} />;
  }
}

function Marks() {
  return (
    <Details summary="Marks that are filled in">
      <DataTable label="Marks that are filled in" columns={[{ label: 'Mark' }, { label: 'Becomes' }, { label: 'Example' }]}
        rows={Object.entries(templatePlaceholders).map(([name, { words, example }]) => [<span class="num">{`{${name}}`}</span>, words, example])} />
    </Details>
  );
}

export function RuleForm({ kind, lookups, form, changes, preview }: RuleFormProps) {
  const fields = kind.fields.filter(({ fixed }) => changes === undefined || fixed !== true);
  return (
    <div class="hub-narrow">
      <FormPage
        heading={changes === undefined ? `Add a ${kind.one}` : `Change: ${kind.label(changes.values)}`}
        lede={changes === undefined ? kind.says : 'The words as they are now stay on record until the day before. The new ones begin on the day you choose.'}
        errors={summaryOf(form.errors)}
        action={paths.administrationItem(kind.part, changes?.id ?? 'add')}
        submit={changes === undefined ? `Add the ${kind.one}` : 'Keep the change'}
        beside={(
          <>
            {kind.preview === undefined ? null : <button class="govuk-button govuk-button--secondary" type="submit" formaction={paths.administrationAct(kind.part, changes?.id ?? 'add', 'preview')}>Show how it reads</button>}
            <a href={paths.administrationPart(kind.part)}>Cancel</a>
          </>
        )}
        after={kind.marks === true ? <Marks /> : undefined}
      >
        {preview === undefined ? null : <Note><h2 id="reads">How it reads</h2><AsTyped>{preview}</AsTyped></Note>}
        {fields.map((field) => <Field key={field.name} field={field} form={form} lookups={lookups} />)}
        <Input name="from" type="date" label="In force from" hint="Today or a later day" classes="govuk-input--width-10" value={form.text('from')} errorMessage={errorOf(form.errors, 'from')} />
      </FormPage>
    </div>
  );
}

export function EndRule({ kind, row, form }: { kind: RuleKind; row: RuleRow; form: Filled }) {
  return (
    <div class="hub-narrow">
      <FormPage heading={`End: ${kind.label(row.values)}`} lede="It stays on record for what happened while it was in force." errors={summaryOf(form.errors)}
        action={paths.administrationAct(kind.part, row.id, 'end')} submit={`End the ${kind.one}`} warning beside={<a href={paths.administrationPart(kind.part)}>Cancel</a>}>
        <Input name="last" type="date" label="Last day in force" hint="Today or a later day" classes="govuk-input--width-10" value={form.text('last')} errorMessage={errorOf(form.errors, 'last')} />
      </FormPage>
    </div>
  );
}
