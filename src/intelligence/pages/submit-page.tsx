import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { FormPage, Input, Note, Radios, Textarea } from '../../ui/index.ts';
import { priorityWords } from '../rules.ts';

export interface SubmitProps {
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  /** A public report that becomes intelligence: its words stand in the field, its reporter is the source. */
  readonly from?: { readonly id: string; readonly reference: string } | undefined;
}

/** What was heard or seen, how it is marked, and apart from it where it came from. */
export function SubmitPage({ typed, errors, from }: SubmitProps) {
  const text = (name: string) => typedText(typed, name);
  return (
    <FormPage
      heading={from === undefined ? 'Hand in intelligence' : `Make ${from.reference} intelligence`}
      lede={from === undefined ? 'Trained people of your agency read it. You get a reference; what becomes of it stays with them.' : 'A concern becomes intelligence only because a trained person says so. The report itself stays as it is.'}
      errors={errors.map((error) => ({ href: `#${error.field}`, text: error.text }))}
      action={from === undefined ? paths.newIntelligence() : paths.reportToIntelligence(from.id)} submit="Hand it in" beside={<a href={paths.intelligence()}>Cancel</a>}
    >
      <Radios
        name="marking" fieldset={{ legend: 'How is it marked?' }} value={text('marking')} errorMessage={errorOf(errors, 'marking')} classes="govuk-radios--small"
        hint="Choose before you type. The hub holds OFFICIAL and OFFICIAL-SENSITIVE, nothing above"
        items={[
          { value: 'official', text: 'OFFICIAL' }, { value: 'official_sensitive', text: 'OFFICIAL-SENSITIVE', hint: 'It would harm somebody or an operation if it came out' },
          { value: 'above', text: 'SECRET or TOP SECRET', hint: 'Do not type it here: use your agency’s own secure route' },
        ]}
      />
      <Textarea name="words" label="What did you hear or see?" hint="Facts, as near to the words as you can. Say what you saw and what you were told. Not who told you: that goes below" rows={6} value={text('words')} errorMessage={errorOf(errors, 'words')} />
      <Input name="learned" type="date" label="When did you learn it? (optional)" classes="govuk-input--width-10" value={text('learned')} errorMessage={errorOf(errors, 'learned')} />
      <Input name="place" label="Where is it about? (optional)" value={text('place')} errorMessage={errorOf(errors, 'place')} />
      <Input name="case" label="Case it belongs to (optional)" hint="A reference that you can open, such as C12-345-67" classes="govuk-input--width-10" value={text('case')} errorMessage={errorOf(errors, 'case')} />
      <Radios name="priority" fieldset={{ legend: 'How soon is it needed?' }} value={text('priority') === '' ? 'medium' : text('priority')} errorMessage={errorOf(errors, 'priority')} classes="govuk-radios--small" items={(['high', 'medium', 'low'] as const).map((value) => ({ value, text: priorityWords[value] }))} />
      <h2>Where it came from</h2>
      <Note>This is held apart. No list, search, export or message carries it, and each opening is recorded with a name.</Note>
      <Textarea name="source" label="Who or what did it come from?" rows={2} value={text('source')} errorMessage={errorOf(errors, 'source')} />
      <Textarea name="known" label="How do they know it? (optional)" hint="Saw it, heard it from someone, guess it" rows={2} value={text('known')} errorMessage={errorOf(errors, 'known')} />
      <Textarea name="danger" label="Would they be in danger if it came out? (optional)" rows={2} value={text('danger')} errorMessage={errorOf(errors, 'danger')} />
    </FormPage>
  );
}
