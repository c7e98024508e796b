import type { ComponentChildren } from 'preact';
import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { dateWords, dayWords, shortDay } from '../../platform/calendar/index.ts';
import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { Checkboxes, DateInput, Details, FileUpload, FormPage, HeardReceipt, Input, LineList, PromiseCard, PromiseList, Radios, Textarea, Timeline } from '../../ui/index.ts';
import type { LinkReceipt, Moment } from '../link-queries.ts';
import { changesBetween, lineFace, lineSentence } from '../promise-rules.ts';
import type { TrackedPromise, Tracking } from '../tracking.ts';
import { historyEntries } from './track-page.tsx';

export interface LinkFormProps {
  secret: string;
  typed: Typed;
  errors: readonly FieldError[];
}

function summary(errors: readonly FieldError[]): { href: string; text: string }[] {
  return errors.map(({ field, text }) => ({ href: `#${field}`, text }));
}

const fileHint = 'Up to 10 files. We keep the original sealed; people see a copy without the hidden details that phones add.';

function Files({ errors }: { errors: readonly FieldError[] }) {
  return <FileUpload name="files" label="Photo, sound, video or document (if you have one)" hint={fileHint} multiple errorMessage={errorOf(errors, 'files')} attributes={{ accept: 'image/*,video/*,audio/*,.pdf,.doc,.docx,.txt' }} />;
}

/** A message, with files. */
export function MessagePage({ secret, typed, errors, who, lead }: LinkFormProps & { who: string; lead?: string | undefined }) {
  return (
    <FormPage heading={lead ?? `Write to ${who}`} lede="Your message goes to the people who have your report, and stays on your page." errors={summary(errors)} action={paths.linkPart(secret, 'message')} files submit="Send">
      <Textarea name="words" label="Your message" rows={6} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
      <Files errors={errors} />
    </FormPage>
  );
}

/** What is wrong in our summary. */
export function CorrectionPage({ secret, typed, errors, receipt, theirWords }: LinkFormProps & { receipt: LinkReceipt; theirWords: string }) {
  return (
    <FormPage
      heading="What is wrong or missing?"
      lede="Only say what we got wrong. You need not tell it all again."
      errors={summary(errors)}
      action={paths.linkPart(secret, 'heard')}
      hidden={{ receipt: receipt.id, answer: 'wrong' }}
      submit="Send"
    >
      <h2 class="govuk-visually-hidden">The summary</h2>
      <HeardReceipt theirWords={[`“${theirWords}”`]} understood={receipt.points} wants={receipt.wants === '' ? undefined : `“${receipt.wants}”`} />
      <Textarea name="correction" label="What is wrong or missing" rows={5} value={typedText(typed, 'correction')} errorMessage={errorOf(errors, 'correction')} />
    </FormPage>
  );
}

/** It happened again: joins the same report. */
export function AgainPage({ secret, typed, errors }: LinkFormProps) {
  const when = typedText(typed, 'when');
  const other = (
    <DateInput
      id="when-day-group"
      fieldset={{ legend: 'If it was another day, which?' }}
      hint="For example, 14 11 2026"
      errorMessage={errorOf(errors, 'when-day')}
      items={[
        { name: 'when-day', id: 'when-day', label: 'Day', value: typedText(typed, 'when-day'), classes: 'govuk-input--width-2' },
        { name: 'when-month', id: 'when-month', label: 'Month', value: typedText(typed, 'when-month'), classes: 'govuk-input--width-2' },
        { name: 'when-year', id: 'when-year', label: 'Year', value: typedText(typed, 'when-year'), classes: 'govuk-input--width-4' },
      ]}
    />
  );
  return (
    <FormPage heading="It happened again" lede="If someone is in danger now, call 999. Otherwise add it here: it joins your report." errors={summary(errors)} action={paths.linkPart(secret, 'again')} files submit="Add it to my report">
      <Radios
        name="when"
        value={when}
        fieldset={{ legend: 'When did it happen?' }}
        errorMessage={errorOf(errors, 'when')}
        items={[{ value: 'today', text: 'Today' }, { value: 'yesterday', text: 'Yesterday' }, { value: 'other', text: 'Another day' }]}
      />
      {other}
      <Input name="time" label="About what time? (if you know)" hint="For example, 10pm" classes="govuk-input--width-5" value={typedText(typed, 'time')} errorMessage={errorOf(errors, 'time')} />
      <Input name="place" label="Where, if it was somewhere else" value={typedText(typed, 'place')} errorMessage={errorOf(errors, 'place')} />
      <Textarea name="words" label="What happened" rows={5} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
      <Files errors={errors} />
    </FormPage>
  );
}

const routeWords = [
  { value: 'text', text: 'Text message' },
  { value: 'email', text: 'E-mail' },
  { value: 'phone', text: 'Phone call' },
  { value: 'letter', text: 'Letter' },
  { value: 'link', text: 'I will look at my page', hint: 'We send nothing. You keep the link.' },
] as const;

/** How and when it is safe. */
export function ContactPage({ secret, typed, errors }: LinkFormProps) {
  const chosen = new Set(typedList(typed, 'routes'));
  return (
    <FormPage heading="How is it safe to contact you?" lede="We use only what you choose here, from this moment on." errors={summary(errors)} action={paths.linkPart(secret, 'contact')} submit="Save">
      <Checkboxes
        name="routes"
        fieldset={{ legend: 'Which ways are safe?' }}
        hint="Choose all that are. We try them from the top."
        errorMessage={errorOf(errors, 'routes')}
        items={routeWords.map((route) => ({ ...route, checked: chosen.has(route.value) }))}
      />
      <Input name="phone" label="Telephone number" hint="For texts or calls" type="tel" autocomplete="tel" classes="govuk-input--width-20" value={typedText(typed, 'phone')} errorMessage={errorOf(errors, 'phone')} />
      <Input name="email" label="E-mail address" type="email" autocomplete="email" value={typedText(typed, 'email')} errorMessage={errorOf(errors, 'email')} />
      <Textarea name="address" label="Address for letters" rows={3} value={typedText(typed, 'address')} errorMessage={errorOf(errors, 'address')} />
      <Input name="never" label="When or how must we never contact you?" hint="For example, ring after 4pm. If you name a time for everything, like “after 6pm”, we send no texts or e-mails at all, because they could come then" value={typedText(typed, 'never')} errorMessage={errorOf(errors, 'never')} />
      <Input name="note" label="Anything else we should know before we contact you?" value={typedText(typed, 'note')} errorMessage={errorOf(errors, 'note')} />
      <Radios
        name="plain"
        value={typedText(typed, 'plain')}
        fieldset={{ legend: 'May messages say who they are from?' }}
        errorMessage={errorOf(errors, 'plain')}
        items={[{ value: 'no', text: 'Yes, they may name the hub' }, { value: 'yes', text: 'No, nothing that shows who writes or what it is about', hint: 'Other people may see my phone, e-mail or letters.' }]}
      />
    </FormPage>
  );
}

const likely = ['Not at all', 'A little', 'Partly', 'Mostly', 'Completely'];

function Scale({ name, legend, typed, errors }: { name: string; legend: string; typed: Typed; errors: readonly FieldError[] }) {
  return <Radios name={name} value={typedText(typed, name)} classes="govuk-radios--small" fieldset={{ legend }} errorMessage={errorOf(errors, name)} items={likely.map((text, place) => ({ value: String(place + 1), text }))} />;
}

/** Three questions, the same at each moment, so that answers can be compared. */
export function ConfidencePage({ secret, typed, errors, moment }: LinkFormProps & { moment: Moment }) {
  return (
    <FormPage heading="Three questions" lede="Your answers are counted with others and published without names. Groups too small to hide someone are left out." errors={summary(errors)} action={paths.linkPart(secret, 'confidence')} hidden={{ moment }} submit="Send my answers">
      <Scale name="report_again" legend="Would you report again if something happened?" typed={typed} errors={errors} />
      <Scale name="felt_heard" legend="Do you feel you were listened to?" typed={typed} errors={errors} />
      <Scale name="knew_next" legend={moment === 'closure' ? 'Did you know what would happen next, and who would do it?' : 'Do you know what happens next, and who does it?'} typed={typed} errors={errors} />
      <Textarea name="words" label="Anything you want to add (you need not)" rows={3} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
    </FormPage>
  );
}

/** One form, and it is open again. */
export function ReopenPage({ secret, typed, errors, heardBy }: LinkFormProps & { heardBy: string }) {
  return (
    <FormPage heading="It is not over" lede={`Tell us what is still happening, or what we got wrong. Your report opens again at once, and you hear from a person ${heardBy}.`} errors={summary(errors)} action={paths.linkPart(secret, 'reopen')} submit="Open my report again">
      <Textarea name="words" label="What is still happening, or what did we get wrong?" rows={5} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
    </FormPage>
  );
}

function Version({ promise, before, now }: { promise: TrackedPromise; before: TrackedPromise | undefined; now: Temporal.Instant }) {
  const changes = before === undefined ? [] : changesBetween(before.lines, promise.lines);
  return (
    <section class="hub-sec" aria-labelledby={`v${promise.version}`}>
      <h2 id={`v${promise.version}`}>Version {promise.version}, {dateWords(promise.made_at)}{promise.superseded_at === null ? ': in force now' : ''}</h2>
      {promise.change_words === '' ? null : <p class="hub-typed">{promise.change_words}</p>}
      {before === undefined ? null : changes.length === 0 ? <p>The lines are the same as before.</p> : <LineList items={changes.map((change) => change.words)} />}
      {before !== undefined && before.cannot !== promise.cannot ? <p>What we cannot do: {promise.cannot === '' ? 'nothing is written any more' : promise.cannot} {promise.cannot_why}</p> : null}
      <Details summary={`The whole of version ${promise.version}`}>
        <PromiseList>
          {promise.lines.map((line) => {
            const seen = promise.superseded_at ?? now;
            const face = lineFace(line, seen);
            return <PromiseCard key={line.lineId} state={face.state} word={face.word} date={face.leaf} what={lineSentence(line, now)} who={line.who} />;
          })}
        </PromiseList>
      </Details>
    </section>
  );
}

/** The promise through its versions, newest first. Nothing that was said is taken back. */
export function VersionsPage({ promises, now }: { promises: readonly TrackedPromise[]; now: Temporal.Instant }) {
  return (
    <>
      <h1 class="hub-q__h">How the promise changed</h1>
      <p class="hub-lede">Every version stays here, also the dates that we missed.</p>
      {promises.map((promise, place) => <Version key={promise.version} promise={promise} before={promises[place + 1]} now={now} />)}
    </>
  );
}

/** Everything, newest first. */
export function HistoryPage({ history, receivedAt }: { history: Tracking['history']; receivedAt: Temporal.Instant }): ComponentChildren {
  return (
    <>
      <h1 class="hub-q__h">Everything that has happened</h1>
      <p class="hub-lede">Since you reported it on {dayWords(receivedAt)}. A filled mark is something new that you were told.</p>
      <Timeline wide entries={historyEntries(history).map((entry, place) => ({ ...entry, when: `${shortDay(history[place]?.at ?? receivedAt)} ${(history[place]?.at ?? receivedAt).toZonedDateTimeISO('Europe/London').year}` }))} />
    </>
  );
}
