import type { ComponentChildren } from 'preact';
import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { Checkboxes, FormPage, Input, Note, Radios, Select, Textarea } from '../../ui/index.ts';
import type { ListedPerson } from '../queries.ts';
import { associationKinds, calledWords, factKinds, roleWords, warningKinds, type FactKind } from '../words.ts';

export interface FormProps {
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

const shown = (errors: readonly FieldError[]) => errors.map(({ field, text }) => ({ href: `#${field}`, text }));

function Field({ form, name, label, hint, rows, type, width }: { form: FormProps; name: string; label: string; hint?: string; rows?: number; type?: string; width?: string }) {
  const shared = { name, label, hint, value: typedText(form.typed, name), errorMessage: errorOf(form.errors, name) };
  return rows === undefined ? <Input {...shared} type={type} classes={width} autocomplete="off" /> : <Textarea {...shared} rows={rows} />;
}

/** Somebody whom the agency knows outside any report or case. Likely existing people show while a name is typed. */
export function PersonFormPage({ form, action, heading }: { form: FormProps; action: string; heading: string }) {
  return (
    <FormPage heading={heading} errors={shown(form.errors)} action={action} submit="Save" beside={<a href={paths.people()}>Cancel</a>}>
      <Radios name="kind" fieldset={{ legend: 'Who?' }} value={typedText(form.typed, 'kind') || 'person'} errorMessage={errorOf(form.errors, 'kind')}
        items={[{ value: 'person', text: 'A person' }, { value: 'group', text: 'A group' }, { value: 'unknown', text: 'Someone not yet named', hint: '“Tall man, red moped, The Stow”' }]} />
      <div data-likely={paths.peopleTyping()}>
        <Field form={form} name="name" label="Name" hint="Or what they are known as: “Jaz”" />
        <Field form={form} name="born" label="Date of birth (optional)" hint="Like 7/6/1988" width="govuk-input--width-10" />
        <Field form={form} name="postcode" label="Postcode (optional)" width="govuk-input--width-10" />
        <Field form={form} name="address" label="Address (optional)" />
        <Field form={form} name="phone" label="Phone (optional)" type="tel" width="govuk-input--width-20" />
        <Field form={form} name="email" label="E-mail (optional)" type="email" />
      </div>
      <Radios name="role" fieldset={{ legend: 'Their part' }} value={typedText(form.typed, 'role')} errorMessage={errorOf(form.errors, 'role')} items={(['alleged', 'victim', 'witness', 'other'] as const).map((role) => ({ value: role, text: roleWords[role] }))} />
      <Field form={form} name="age" label="Age (optional)" hint="As it was said: 34, about 19" width="govuk-input--width-10" />
      <Checkboxes name="under18" idPrefix="under18" values={[...typedList(form.typed, 'under18')]} items={[{ value: 'yes', text: 'Is or looks under 18', hint: 'Safeguarding first. Someone alleged to have done it goes to the youth service first' }]} />
      <Field form={form} name="description" label="Description (optional)" hint="What helps to know them again. Facts, not judgements" rows={2} />
      <Field form={form} name="vulnerability" label="What makes them vulnerable (optional)" rows={2} />
    </FormPage>
  );
}

interface About extends FormProps {
  readonly personId: string;
  readonly who: string;
}

function Small({ about, action, heading, submit, warning, children }: { about: About; action: string; heading: string; submit: string; warning?: boolean; children: ComponentChildren }) {
  return <FormPage heading={heading} lede={about.who} errors={shown(about.errors)} action={action} submit={submit} warning={warning} beside={<a href={paths.person(about.personId)}>Cancel</a>}>{children}</FormPage>;
}

export function FactFormPage({ about, kind }: { about: About; kind: FactKind }) {
  const words = factKinds[kind];
  return (
    <Small about={about} action={paths.personFact(about.personId, kind)} heading={words.title} submit="Add">
      <Field form={about} name="value" label={words.label} hint={words.hint} />
      {kind === 'address' ? <Field form={about} name="postcode" label="Postcode" width="govuk-input--width-10" /> : null}
      <Field form={about} name="note" label="How it is known (optional)" rows={2} />
    </Small>
  );
}

export function WarningFormPage({ about, colleagues, today }: { about: About; colleagues: readonly { id: string; name: string }[]; today: Temporal.PlainDate }) {
  return (
    <Small about={about} action={paths.personPart(about.personId, 'warning')} heading="A safety warning" submit="Add the warning">
      <Note>Everybody who may see this person reads it before a visit. Write what happened, not what somebody is.</Note>
      <Radios name="kind" fieldset={{ legend: 'What is the danger?' }} value={typedText(about.typed, 'kind')} errorMessage={errorOf(about.errors, 'kind')} items={Object.entries(warningKinds).map(([value, text]) => ({ value, text }))} />
      <Field form={about} name="words" label="What must an officer at the door know?" hint="Large dog behind the side gate" rows={2} />
      <Field form={about} name="reason" label="What does it rest on?" hint="What happened, when, and who saw it" rows={2} />
      <Select name="owner" label="Who looks after this warning?" value={typedText(about.typed, 'owner')} errorMessage={errorOf(about.errors, 'owner')} items={[{ value: '', text: 'Choose' }, ...colleagues.map(({ id, name }) => ({ value: id, text: name }))]} />
      <Field form={about} name="review" label="Look at it again by" hint={`Within a year, like ${today.add({ months: 6 }).day}/${today.add({ months: 6 }).month}/${today.add({ months: 6 }).year}`} width="govuk-input--width-10" />
    </Small>
  );
}

export function EndFormPage({ about, action, heading, says, submit = 'End it' }: { about: About; action: string; heading: string; says: string; submit?: string }) {
  return (
    <Small about={about} action={action} heading={heading} submit={submit} warning>
      <Note>{says}</Note>
      <Field form={about} name="why" label="Why?" rows={2} />
    </Small>
  );
}

export function AssociateFormPage({ about, found }: { about: About; found: readonly ListedPerson[] }) {
  return (
    <Small about={about} action={paths.personPart(about.personId, 'associate')} heading="Who is connected with them?" submit={found.length === 0 ? 'Find them' : 'Add'}>
      <Radios name="kind" fieldset={{ legend: 'How?' }} value={typedText(about.typed, 'kind')} errorMessage={errorOf(about.errors, 'kind')} items={Object.entries(associationKinds).map(([value, [text]]) => ({ value, text }))} />
      <Field form={about} name="name" label="Their name" hint="Two letters or more. A group counts as well" />
      {found.length === 0 ? null : (
        <Radios name="other" fieldset={{ legend: 'Which of these?' }} value={typedText(about.typed, 'other')} errorMessage={errorOf(about.errors, 'other')}
          items={found.map((one) => ({ value: one.id, text: calledWords(one), hint: [one.agencies.join(', '), one.description].filter(Boolean).join('. ') }))} />
      )}
      <Field form={about} name="words" label="How it is known (optional)" rows={2} />
    </Small>
  );
}

export function AskFormPage({ about }: { about: About }) {
  return (
    <Small about={about} action={paths.personPart(about.personId, 'ask')} heading="Does another agency hold something?" submit="Ask">
      <Note>You learn only that an agency holds something, and whom to ask; never what. Your question and your reason are recorded, and the agency that is named is told. Agencies that have not agreed to be named, and anything restricted, never show.</Note>
      <Field form={about} name="why" label="Why do you need to know?" hint="What you must decide, and why you cannot without it" rows={3} />
    </Small>
  );
}
