import { dateWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { Checkboxes, DataTable, Details, Empty, FormPage, Input, Section, Select, Textarea, TitleLine } from '../../ui/index.ts';
import type { DatedTemplate } from '../queries.ts';
import { mostPoints } from '../rules.ts';
import { bandKeys, bandWords } from '../template.ts';
import { blocksOf } from '../template-form.ts';

const part = 'risk-templates';

function days(template: DatedTemplate): string {
  const to = template.inForceTo;
  return to === null ? `From ${dateWords(template.inForceFrom)}` : `${dateWords(template.inForceFrom)} to ${dateWords(to)}`;
}

/** Every version of every risk form. */
export function TemplatesPage({ templates }: { templates: readonly DatedTemplate[] }) {
  return (
    <>
      <TitleLine title="Risk forms" says="Questions, points and bands are local policy. A change makes a new version; what was assessed before keeps its own.">
        <a class="govuk-button" href={paths.administrationItem(part, 'new')}>Add a form</a>
      </TitleLine>
      <Section id="forms" title="Forms and versions">
        {templates.length === 0 ? <Empty lead="There is no risk form.">Without one nobody can assess risk. Add the usual one and edit it.</Empty> : (
          <DataTable
            label="Forms and versions"
            columns={[{ label: 'Form' }, { label: 'Version', numeric: true }, { label: 'In force' }, { label: 'Questions', numeric: true }, { label: 'Most points', numeric: true }]}
            rows={templates.map((template) => [<a href={paths.administrationItem(part, template.id)}>{template.name}</a>, template.version, days(template), template.questions.list.length, mostPoints(template)])}
          />
        )}
      </Section>
    </>
  );
}

export interface TemplateFormProps {
  readonly id: string;
  readonly template: DatedTemplate | undefined;
  /** An older version is only read. */
  readonly newest: boolean;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

function Block({ place, props }: { place: number; props: TemplateFormProps }) {
  const { typed, errors } = props;
  const text = typedText(typed, `text-${place}`);
  const wrong = errors.some(({ field }) => field.endsWith(`-${place}`));
  return (
    <Details summary={text === '' ? 'A new question' : `${place + 1}. ${text}`} open={wrong}>
      <input type="hidden" name={`key-${place}`} value={typedText(typed, `key-${place}`)} />
      <Input name={`text-${place}`} label="Question" value={text} errorMessage={errorOf(errors, `text-${place}`)} />
      <Input name={`hint-${place}`} label="Hint (optional)" value={typedText(typed, `hint-${place}`)} />
      <Select name={`kind-${place}`} label="Kind" value={typedText(typed, `kind-${place}`)} items={[{ value: 'scored', text: 'Counts: one answer' }, { value: 'many', text: 'Counts: several answers, added up' }, { value: 'information', text: 'For information: does not count' }]} />
      <Textarea
        name={`options-${place}`} label="Answers, one a line" rows={5} value={typedText(typed, `options-${place}`)} errorMessage={errorOf(errors, `options-${place}`)}
        hint="words | points | flag | lowest band. Only words and points are needed. Leave empty, for information, to be answered in words"
      />
      <Input name={`order-${place}`} label="Place in the order" classes="govuk-input--width-4" inputmode="numeric" value={typedText(typed, `order-${place}`)} />
      {text === '' ? null : <Checkboxes name={`remove-${place}`} values={typedText(typed, `remove-${place}`) === 'yes' ? ['yes'] : []} items={[{ value: 'yes', text: 'Leave this question out of the new version' }]} classes="govuk-checkboxes--small" />}
    </Details>
  );
}

/** A risk form to read and to edit. Saving makes a new version. */
export function TemplateFormPage(props: TemplateFormProps) {
  const { template, typed, errors } = props;
  const number = (name: string, label: string) => <Input name={name} label={label} classes="govuk-input--width-4" inputmode="numeric" value={typedText(typed, name)} errorMessage={errorOf(errors, name)} />;
  return (
    <FormPage
      heading={template === undefined ? 'Add a risk form' : `${template.name}, version ${template.version}`}
      lede={template === undefined ? 'It starts as the questions that councils usually ask. Change what differs in your town.' : props.newest ? `${days(template)}. Saving makes version ${template.version + 1}.` : `${days(template)}. A newer version exists; this one is kept for what was assessed with it.`}
      errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={paths.administrationItem(part, props.id)}
      submit={template === undefined ? 'Add the form' : 'Save as a new version'}
      beside={<a href={paths.administrationPart(part)}>All risk forms</a>}
    >
      {template === undefined ? <Input name="name" label="Name" value={typedText(typed, 'name')} errorMessage={errorOf(errors, 'name')} /> : null}
      <Input name="from" type="date" label="First day of the new version" hint="Today at the earliest" classes="govuk-input--width-10" value={typedText(typed, 'from')} errorMessage={errorOf(errors, 'from')} />
      <h2>Bands</h2>
      {bandKeys.map((key) => (
        <fieldset key={key} class="govuk-fieldset">
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{bandWords[key]}</legend>
          {key === 'standard' ? null : number(`${key}-from`, 'From how many points')}
          {number(`${key}-officer`, 'Officer looks again after how many days')}
          {number(`${key}-supervisor`, 'Supervisor looks after how many days (empty: need not)')}
        </fieldset>
      ))}
      <h2>Questions</h2>
      {Array.from({ length: blocksOf(typed) }, (_, place) => <Block key={place} place={place} props={props} />)}
      <Textarea
        name="flags" label="Flags, one a line" rows={5} value={typedText(typed, 'flags')} errorMessage={errorOf(errors, 'flags')}
        hint="key | name | first | what to do. With the word first, what to do is shown before anything is saved. Two strokes // begin a new line"
      />
      <Textarea name="source" label="Where it comes from" rows={2} value={typedText(typed, 'source')} />
    </FormPage>
  );
}
