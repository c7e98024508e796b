import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { FormPage, Input, Select, Textarea } from '../../ui/index.ts';
import type { KnownPlace, PlannedCase } from '../queries.ts';
import { osara } from '../rules.ts';

interface Props {
  readonly file: PlannedCase;
  readonly places: readonly KnownPlace[];
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  /** The case or plan has a place of its own already. */
  readonly placed: boolean;
}

export function PlanFormPage({ file, places, typed, errors, placed }: Props) {
  const items = places.map(({ id, name }) => ({ value: id, text: name }));
  return (
    <FormPage heading="Problem-solving plan" lede={`${file.reference} ${file.title}`} errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} action={paths.plan(file.id)} submit="Save the plan" beside={<a href={paths.case(file.id, 'plan')}>Back to the case</a>}>
      {osara.map(({ field, title, asks }) => <Textarea key={field} name={field} label={title} hint={asks} rows={field === 'objective' ? 2 : 4} value={typedText(typed, field)} errorMessage={errorOf(errors, field)} />)}
      <Select name="place" label="Where is it?" value={typedText(typed, 'place')} errorMessage={errorOf(errors, 'place')} items={[{ value: '', text: placed ? 'Where it is now' : 'Choose a place' }, ...items]} />
      <Input name="radius" label="How far around, in metres?" classes="govuk-input--width-5" inputmode="numeric" value={typedText(typed, 'radius')} errorMessage={errorOf(errors, 'radius')} />
      <Input name="ring" label="Ring around it into which trouble could move, in metres" classes="govuk-input--width-5" inputmode="numeric" value={typedText(typed, 'ring')} errorMessage={errorOf(errors, 'ring')} />
      <Select name="comparison" label="Comparison place (optional)" hint="Like this one, far enough away, where nothing special was done" value={typedText(typed, 'comparison')} errorMessage={errorOf(errors, 'comparison')} items={[{ value: '', text: 'None' }, ...items]} />
      <Input name="started" type="date" label="When does the response start? (optional)" classes="govuk-input--width-10" value={typedText(typed, 'started')} errorMessage={errorOf(errors, 'started')} />
      <Input name="months" label="How many months before and after are compared?" classes="govuk-input--width-3" inputmode="numeric" value={typedText(typed, 'months')} errorMessage={errorOf(errors, 'months')} />
    </FormPage>
  );
}
