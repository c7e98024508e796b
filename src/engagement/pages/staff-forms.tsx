import { paths } from '../../paths.ts';
import { dateWords, dayWords } from '../../platform/calendar/index.ts';
import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { Checkboxes, DateInput, FormPage, HeardReceipt, Input, InsetText, LineList, Radios, Textarea, Warn, Warns } from '../../ui/index.ts';
import type { HeardPanel } from '../panel-queries.ts';
import { shortName } from '../people.ts';
import type { PromiseTyped, TypedLine } from '../promise-form.ts';
import type { PromiseLine } from '../promise-rules.ts';
import type { Temporal } from 'temporal-polyfill';

interface StaffFormProps {
  reportId: string;
  person: string | null;
  typed: Typed;
  errors: readonly FieldError[];
}

function summary(errors: readonly FieldError[]): { href: string; text: string }[] {
  return errors.map(({ field, text }) => ({ href: `#${field}`, text }));
}

function Cancel({ reportId }: { reportId: string }) {
  return <a href={paths.report(reportId)}>Cancel</a>;
}

/** What we understood, one point a line, beside what they said. */
export function HeardFormPage({ reportId, typed, errors, panel }: StaffFormProps & { panel: HeardPanel }) {
  return (
    <FormPage
      heading={`What we understood from ${shortName(panel.person)}`}
      lede="They read this and say whether it is right. Short sentences, their meaning, nothing they did not say."
      errors={summary(errors)}
      action={paths.reportPart(reportId, 'heard')}
      hidden={{ after: String(panel.version ?? 0) }}
      submit="Save and ask whether it is right"
      beside={<Cancel reportId={reportId} />}
    >
      <h2 class="govuk-visually-hidden">What was said and written so far</h2>
      <HeardReceipt theirWords={[`“${panel.their_words}”`, ...(panel.their_wants === '' ? [] : [`“${panel.their_wants}”`])]} understood={panel.points ?? ['Nothing written yet']} headings={{ theirs: 'Their words', ours: 'Written so far', wants: '' }} />
      {panel.correction === null || panel.correction === '' ? null : <InsetText><p>They corrected it: {panel.correction}</p></InsetText>}
      <Textarea name="points" label="What we understood" hint="One point on each line" rows={6} value={typedText(typed, 'points')} errorMessage={errorOf(errors, 'points')} />
      <Textarea name="wants" label="What they want to happen" hint="In their own words where you can" rows={2} value={typedText(typed, 'wants')} errorMessage={errorOf(errors, 'wants')} />
    </FormPage>
  );
}

function LineFields({ line, place, errors, only }: { line: TypedLine; place: number; errors: readonly FieldError[]; only: boolean }) {
  const error = errorOf(errors, `day-${place}`);
  const part = (name: 'day' | 'month' | 'year', label: string, width: number) => ({ name, id: `${name}-${place}`, label, value: line[name], classes: `govuk-input--width-${width}` });
  return (
    <fieldset class="govuk-fieldset">
      <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">Promise {place + 1}</legend>
      <input type="hidden" name="line" value={line.lineId} />
      <Input name="what" id={`what-${place}`} label="What will be done" hint="It is read after “We will”, for example: get the stairwell footage from Eastgate Homes" value={line.what} errorMessage={errorOf(errors, `what-${place}`)} />
      <Input name="who" id={`who-${place}`} label="Who does it" hint="Name and agency, as the person should read it" value={line.who} errorMessage={errorOf(errors, `who-${place}`)} />
      <DateInput id={`due-${place}`} fieldset={{ legend: 'By when' }} errorMessage={error} items={[part('day', 'Day', 2), part('month', 'Month', 2), part('year', 'Year', 4)]} />
      {only ? null : <button class="govuk-button govuk-button--secondary" name="act" value={`remove-${place}`}>Remove promise {place + 1}</button>}
    </fieldset>
  );
}

/** The promise: who, what, by when, line by line, and what we cannot do and why. */
export function PromiseFormPage({ reportId, person, errors, form, settled }: Omit<StaffFormProps, 'typed'> & { form: PromiseTyped; settled: readonly PromiseLine[] }) {
  return (
    <FormPage
      heading={form.version === 0 ? `Promise to ${shortName(person)}` : `Change the promise to ${shortName(person)}`}
      lede="They read it in plain words on their page. The version before stays readable, for them and for you."
      errors={summary(errors)}
      action={paths.reportPart(reportId, 'promise')}
      hidden={{ version: String(form.version) }}
      submit={form.version === 0 ? 'Make this promise' : 'Make this the new promise'}
      submitName={{ name: 'act', value: 'save' }}
      beside={<Cancel reportId={reportId} />}
    >
      {/* Enter in a field presses the first button of a form: that must save, not take a line away. */}
      <button class="govuk-visually-hidden" name="act" value="save" tabindex={-1} aria-hidden="true">Save</button>
      {settled.length === 0 ? null : (
        <InsetText>
          <p>Already kept or withdrawn, and staying as it is:</p>
          <LineList items={settled.map((line) => line.what)} />
        </InsetText>
      )}
      {form.lines.map((line, place) => <LineFields key={place} line={line} place={place} errors={errors} only={form.lines.length === 1 && settled.length === 0} />)}
      <p><button class="govuk-button govuk-button--secondary" name="act" value="add">Add another promise</button></p>
      <Textarea name="cannot" label="What we cannot do" rows={2} value={form.cannot} errorMessage={errorOf(errors, 'cannot')} />
      <Textarea name="cannot_why" label="Why we cannot do it" rows={2} value={form.cannotWhy} errorMessage={errorOf(errors, 'cannot_why')} />
      {form.version === 0 ? null : <Textarea name="change_words" label="What changed, and why" hint="They read it above the old and new lines" rows={2} value={form.changeWords} errorMessage={errorOf(errors, 'change_words')} />}
    </FormPage>
  );
}

/** A line is kept: said in one sentence. */
export function KeptFormPage({ reportId, person, typed, errors, line }: StaffFormProps & { line: PromiseLine }) {
  return (
    <FormPage heading="This promise is kept" lede={line.what} errors={summary(errors)} action={paths.promiseLine(reportId, line.lineId, 'kept')} submit={`Tell ${shortName(person)}`} beside={<Cancel reportId={reportId} />}>
      <Textarea name="words" label="How was it kept?" hint="For example: I spoke to you for 25 minutes. They are told, and the silence clock starts again." rows={3} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
    </FormPage>
  );
}

/** A date that was or will be missed: why, what is lost by it, and the new date. */
export function NewDateFormPage({ reportId, person, typed, errors, line, late, now }: StaffFormProps & { line: PromiseLine; late: boolean; now: Temporal.Instant }) {
  const part = (name: 'day' | 'month' | 'year', label: string, width: number) => ({ name: `due-${name}`, id: `due-${name}`, label, value: typedText(typed, `due-${name}`), classes: `govuk-input--width-${width}` });
  return (
    <FormPage
      heading={late ? 'Missed: say why, and give a new date' : 'We cannot keep this date'}
      lede={`${line.what}. We said ${dayWords(line.firstDueAt, now)}. ${shortName(person)} gets an apology with your reason and the new date; the old date stays on their page, struck out.`}
      errors={summary(errors)}
      action={paths.promiseLine(reportId, line.lineId, 'new-date')}
      submit="Apologise and give the new date"
      beside={<Cancel reportId={reportId} />}
    >
      <Textarea name="why" label="Why?" hint="It is read after “because”, for example: our form went to a mailbox nobody reads" rows={2} value={typedText(typed, 'why')} errorMessage={errorOf(errors, 'why')} />
      <Textarea name="lost" label="What is lost by it? (leave empty if nothing is)" hint="For example: Footage from 1 to 3 November has been recorded over." rows={2} value={typedText(typed, 'lost')} errorMessage={errorOf(errors, 'lost')} />
      <DateInput id="due" fieldset={{ legend: 'The new date' }} hint={`Before it was ${dateWords(line.dueAt)}`} errorMessage={errorOf(errors, 'due-day')} items={[part('day', 'Day', 2), part('month', 'Month', 2), part('year', 'Year', 4)]} />
    </FormPage>
  );
}

/** Something new was said by phone, at the door or by letter. */
export function ToldFormPage({ reportId, person, typed, errors, warning, mayRing }: StaffFormProps & { warning: { lead: string; rest: string }; mayRing: boolean }) {
  return (
    <FormPage
      heading={`What did you tell ${shortName(person)}?`}
      lede="Only something new and meaningful restarts the silence clock. A call that was not answered does not."
      errors={summary(errors)}
      action={paths.reportPart(reportId, 'told')}
      submit="Add, and start the clock again"
      beside={<Cancel reportId={reportId} />}
    >
      <Warns><Warn kind={mayRing ? 'contact' : 'danger'} lead={warning.lead}>{warning.rest}</Warn></Warns>
      <Radios
        name="means"
        value={typedText(typed, 'means')}
        fieldset={{ legend: 'How?' }}
        errorMessage={errorOf(errors, 'means')}
        items={[{ value: 'call', text: 'By phone', ...(mayRing ? {} : { hint: 'They did not say that it is safe to ring.' }) }, { value: 'visit', text: 'At a visit' }, { value: 'letter', text: 'By letter' }]}
      />
      <Textarea name="words" label="What they were told" hint="For the case" rows={4} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
      <Textarea name="resident" label="What they read about it on their page (you may leave it empty)" hint="For example: Priya rang you and explained why the footage is late." rows={2} value={typedText(typed, 'resident')} errorMessage={errorOf(errors, 'resident')} />
    </FormPage>
  );
}

/** How it is safe to reach them, as they said it. */
export function SafeContactFormPage({ reportId, person, typed, errors }: StaffFormProps) {
  const chosen = new Set(typedList(typed, 'routes'));
  const item = (value: string, text: string) => ({ value, text, checked: chosen.has(value) });
  return (
    <FormPage
      heading={`How is it safe to reach ${shortName(person)}?`}
      lede="Ask them. The system uses only these routes, also for messages that already wait."
      errors={summary(errors)}
      action={paths.reportPart(reportId, 'safe-contact')}
      submit="Save"
      beside={<Cancel reportId={reportId} />}
    >
      <Checkboxes
        name="routes"
        fieldset={{ legend: 'Safe ways, the first is tried first' }}
        errorMessage={errorOf(errors, 'routes')}
        items={[item('text', 'Text message'), item('email', 'E-mail'), item('phone', 'Phone call'), item('letter', 'Letter'), item('link', 'Only their private page')]}
      />
      <Input name="phone" label="Telephone number" type="tel" value={typedText(typed, 'phone')} errorMessage={errorOf(errors, 'phone')} />
      <Input name="email" label="E-mail address" type="email" value={typedText(typed, 'email')} errorMessage={errorOf(errors, 'email')} />
      <Textarea name="address" label="Address for letters" rows={3} value={typedText(typed, 'address')} errorMessage={errorOf(errors, 'address')} />
      <Input name="never" label="What must never happen" hint="For example, ring after 4pm. A time for every way, like “after 6pm”, stops the hub’s own texts and e-mails: they could come then" value={typedText(typed, 'never')} errorMessage={errorOf(errors, 'never')} />
      <Input name="note" label="What else must be known before contact" value={typedText(typed, 'note')} errorMessage={errorOf(errors, 'note')} />
      <Radios
        name="plain"
        value={typedText(typed, 'plain')}
        fieldset={{ legend: 'May messages say who they are from?' }}
        errorMessage={errorOf(errors, 'plain')}
        items={[{ value: 'no', text: 'Yes' }, { value: 'yes', text: 'No: plain envelope, nothing that shows who writes' }]}
      />
    </FormPage>
  );
}
