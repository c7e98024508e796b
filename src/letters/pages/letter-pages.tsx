import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { Checkboxes, DataTable, Empty, FormPage, Input, Note, Textarea, TitleLine, Warn } from '../../ui/index.ts';
import type { AddresseeRow, LetterCase, LetterRow, TemplateRow } from '../queries.ts';

const roleWords: Readonly<Record<string, string>> = { complainant: 'reported it', victim: 'victim', witness: 'witness', alleged: 'alleged', other: 'other' };

export interface LettersPageProps {
  readonly file: LetterCase;
  readonly letters: readonly LetterRow[];
  readonly templates: readonly TemplateRow[];
  readonly people: readonly AddresseeRow[];
  readonly now: Temporal.Instant;
}

/** Letters of a case, and the start of a new one. */
export function LettersPage({ file, letters, templates, people, now }: LettersPageProps) {
  return (
    <>
      <TitleLine title={`Letters of ${file.reference}`} says={file.title} />
      {templates.length === 0 || people.length === 0 ? (
        <Note>{people.length === 0 ? 'Nobody is on this case to write to. Add a person first.' : 'There is no letter template. A coordinator adds them under Administration.'}</Note>
      ) : (
        <form class="hub-filter" method="get" action={`${paths.casePart(file.id, 'letters')}/new`}>
          <div><label for="template">Template</label><select class="govuk-select" id="template" name="template">{templates.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select></div>
          <div><label for="party">To</label><select class="govuk-select" id="party" name="party">{people.map((one) => <option key={one.id} value={one.id}>{one.name === '' ? `The person of ${one.report_reference ?? 'this case'}` : one.name}, {roleWords[one.role] ?? one.role}</option>)}</select></div>
          <button class="govuk-button">Write</button>
        </form>
      )}
      {letters.length === 0 ? <Empty lead="No letter yet.">Each letter is kept sealed, exactly as it went out.</Empty> : (
        <DataTable
          label="Letters"
          columns={[{ label: 'Letter' }, { label: 'To' }, { label: 'By' }, { label: 'Written', numeric: true }]}
          rows={letters.map((letter) => [<a href={paths.letter(file.id, letter.id)}>{letter.subject}</a>, letter.person ?? '', letter.written_by ?? '', momentWords(letter.written_at, now)])}
        />
      )}
      <p><a href={paths.case(file.id)}>Back to the case</a></p>
    </>
  );
}

export interface LetterFormProps {
  readonly file: LetterCase;
  readonly template: TemplateRow;
  readonly person: AddresseeRow;
  /** As the case fills it. */
  readonly subject: string;
  readonly body: string;
  readonly open: readonly string[];
  readonly postable: boolean;
  readonly plain: boolean;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

/** The letter as it will be, to read over and change. */
export function LetterForm(props: LetterFormProps) {
  const { file, template, person, errors, typed } = props;
  const value = (field: string, first: string): string => (field in typed ? typedText(typed, field) : first);
  return (
    <FormPage
      heading={template.name}
      lede={`To ${person.name === '' ? 'the person who reported' : person.name}, ${file.reference} ${file.title}`}
      errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={`${paths.casePart(file.id, 'letters')}/new?template=${template.id}&party=${person.id}`}
      submit="Make the letter"
      beside={<a href={paths.casePart(file.id, 'letters')}>Back to the letters</a>}
    >
      {props.postable ? null : <Warn lead="Do not post this.">A letter is not a safe way to reach this person, so it carries no address. Hand it over, or write on their page.</Warn>}
      {props.postable && props.plain ? <Warn lead="Plain envelope only.">Nothing on the outside may say who we are.</Warn> : null}
      {props.open.length === 0 ? null : <Note danger>The case does not say: {props.open.join(', ')}. Put the words in, or take the place out.</Note>}
      <Input name="subject" label="Subject" value={value('subject', props.subject)} errorMessage={errorOf(errors, 'subject')} />
      <Textarea name="body" label="Letter" rows={18} value={value('body', props.body)} errorMessage={errorOf(errors, 'body')} />
      {person.report_id === null ? null : (
        <Checkboxes name="told" idPrefix="told" values={[...typedList(typed, 'told')]} items={[{ value: 'yes', text: 'It tells them something new, and it goes out today', hint: 'The silence clock starts again' }]} />
      )}
    </FormPage>
  );
}
