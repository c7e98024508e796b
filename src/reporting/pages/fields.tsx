import type { ComponentChildren } from 'preact';

import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { Checkboxes, DateInput, Details, type FormError, Input, LineList, Radios, Textarea } from '../../ui/index.ts';
import { affectedWords, dangerWords, frequencyWords, harmWords, hateWords, impactWords, routeWords, strandWords, vulnerableWords } from '../answer-words.ts';
import { usuallyAsb, usuallyNot } from '../guidance.ts';
import type { ReportCategory } from '../reference-data.ts';

/** What every group of fields is given: what was typed, and what is wrong with it. */
export interface FieldsProps {
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  /** The one question is the heading of the page. */
  readonly heading?: boolean | undefined;
}

interface Chosen {
  readonly value: string;
  readonly text: string;
}

function itemsOf(words: Readonly<Record<string, string>>): Chosen[] {
  return Object.entries(words).map(([value, text]) => ({ value, text }));
}

function ticks(words: Readonly<Record<string, string>>, chosen: readonly string[]): (Chosen & { checked: boolean })[] {
  return itemsOf(words).map((item) => ({ ...item, checked: chosen.includes(item.value) }));
}

function legend(text: ComponentChildren, heading: boolean | undefined) {
  return { legend: heading === true ? { text, isPageHeading: true, classes: 'govuk-fieldset__legend--l' } : { text, classes: 'govuk-fieldset__legend--s' } };
}

const label = (text: string) => ({ text, classes: 'govuk-label--s' });

/** Errors as the summary at the top links them. */
export function formErrors(errors: readonly FieldError[]): FormError[] {
  return errors.map((error) => ({ href: `#${error.field}`, text: error.text }));
}

export function DangerFields({ typed, errors, heading }: FieldsProps) {
  return (
    <Radios
      name="danger"
      value={typedText(typed, 'danger')}
      fieldset={legend('Is anyone in danger now?', heading)}
      hint="Someone is being hurt, may be hurt in the next minutes, or is trapped or missing."
      errorMessage={errorOf(errors, 'danger')}
      items={itemsOf(dangerWords)}
    />
  );
}

/** What is and is not antisocial behaviour, refusing nobody. */
export function WhatCounts() {
  return (
    <Details summary="What counts as antisocial behaviour">
      <p>We can usually act on:</p>
      <LineList small items={usuallyAsb} />
      <p>The law usually does not count: {usuallyNot.join(', ')}.</p>
      <p><b>Not sure? Tell us anyway.</b> A person reads every report. If we cannot act on it, we say why, and who can help.</p>
    </Details>
  );
}

export function WhatFields({ typed, errors, categories }: FieldsProps & { readonly categories: readonly ReportCategory[] }) {
  return (
    <>
      <Textarea name="words" rows={6} label={label('In your own words')} hint="What did you see or hear? Who did it, if you know? We keep your words exactly as you write them." value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
      <Radios
        name="category"
        value={typedText(typed, 'category')}
        fieldset={legend('What is it closest to?', false)}
        classes="govuk-radios--small"
        errorMessage={errorOf(errors, 'category')}
        items={[...categories.map((category) => ({ value: category.id, text: category.name, hint: category.hint === '' ? undefined : category.hint })), { divider: 'or' }, { value: 'unsure', text: 'I am not sure' }]}
      />
      <WhatCounts />
      <Radios name="harm" value={typedText(typed, 'harm')} fieldset={legend('Was anyone hurt or threatened?', false)} errorMessage={errorOf(errors, 'harm')} items={itemsOf(harmWords)} />
      <Radios
        name="hate"
        value={typedText(typed, 'hate')}
        fieldset={legend('Do you think it happened because of who you are, or who someone is?', false)}
        hint="For example race, religion, disability, sexual orientation or being transgender. What you think is enough: you do not have to prove it."
        errorMessage={errorOf(errors, 'hate')}
        items={itemsOf(hateWords).map((item) =>
          item.value === 'yes'
            ? { ...item, conditional: <Checkboxes name="strands" classes="govuk-checkboxes--small" fieldset={legend('Because of (you can leave this empty)', false)} items={ticks(strandWords, typedList(typed, 'strands'))} /> }
            : item,
        )}
      />
    </>
  );
}

export function WhenFields({ typed, errors }: FieldsProps) {
  const dateError = errorOf(errors, 'date-day');
  return (
    <>
      <Radios
        name="when"
        value={typedText(typed, 'when')}
        fieldset={legend('When did it last happen?', false)}
        errorMessage={errorOf(errors, 'when')}
        items={[
          { value: 'today', text: 'Today' },
          { value: 'yesterday', text: 'Yesterday' },
          {
            value: 'date', text: 'On another day',
            conditional: (
              <DateInput
                id="date"
                namePrefix="date"
                fieldset={{ legend: 'Which day?' }}
                hint="For example 6 11 2026"
                errorMessage={dateError}
                values={{ 'date-day': typedText(typed, 'date-day'), 'date-month': typedText(typed, 'date-month'), 'date-year': typedText(typed, 'date-year') }}
              />
            ),
          },
          { value: 'roughly', text: 'Roughly', conditional: <Input name="roughly" label="Roughly when?" hint="For example “one night last week”" value={typedText(typed, 'roughly')} errorMessage={errorOf(errors, 'roughly')} /> },
        ]}
      />
      <Input name="time" label={label('What time of day?')} hint="For example “about 10pm”. You can leave this empty." classes="govuk-input--width-20" value={typedText(typed, 'time')} errorMessage={errorOf(errors, 'time')} />
      <Radios name="frequency" value={typedText(typed, 'frequency')} fieldset={legend('How often does it happen?', false)} errorMessage={errorOf(errors, 'frequency')} items={itemsOf(frequencyWords)} />
      <Input name="since" label={label('Since when?')} hint="For example “September”. You can leave this empty." classes="govuk-input--width-20" value={typedText(typed, 'since')} errorMessage={errorOf(errors, 'since')} />
    </>
  );
}

export function ImpactFields({ typed, errors }: FieldsProps) {
  return (
    <>
      <Radios name="impact" value={typedText(typed, 'impact')} fieldset={legend('How much does it affect you?', false)} errorMessage={errorOf(errors, 'impact')} items={itemsOf(impactWords)} />
      <Textarea name="impactWords" rows={4} label={label('What does it do to you?')} hint="Sleep, health, work, children, where you dare to go. You can leave this empty." value={typedText(typed, 'impactWords')} errorMessage={errorOf(errors, 'impactWords')} />
      <Checkboxes name="affected" fieldset={legend('Who is affected?', false)} hint="Choose all that are right." errorMessage={errorOf(errors, 'affected')} items={ticks(affectedWords, typedList(typed, 'affected'))} />
      <Checkboxes
        name="vulnerable"
        fieldset={legend('Is anyone who is affected more at risk of harm?', false)}
        hint="It means a person speaks to you sooner. You can leave this empty."
        errorMessage={errorOf(errors, 'vulnerable')}
        items={ticks(vulnerableWords, typedList(typed, 'vulnerable'))}
      />
    </>
  );
}

export function WantsField({ typed, errors, heading }: FieldsProps) {
  return (
    <Textarea
      name="wants"
      rows={4}
      label={heading === true ? { text: 'What do you want to happen?', isPageHeading: true, classes: 'govuk-label--l' } : label('What do you want to happen?')}
      hint="We cannot promise it, but we start from it. You can leave this empty."
      value={typedText(typed, 'wants')}
      errorMessage={errorOf(errors, 'wants')}
    />
  );
}

function ReachFields({ typed, errors }: FieldsProps) {
  return (
    <>
      <Input name="name" label="Your name" hint="Whatever you want to be called. You can leave this empty." autocomplete="name" classes="govuk-input--width-20" value={typedText(typed, 'name')} errorMessage={errorOf(errors, 'name')} />
      <Checkboxes
        name="routes"
        fieldset={legend('Which ways are safe?', false)}
        hint="We use only what you tick, and so does everyone we work with."
        errorMessage={errorOf(errors, 'routes')}
        items={ticks(routeWords, typedList(typed, 'routes'))}
      />
      <Input name="phone" label="Phone number" hint="For texts and calls" type="tel" autocomplete="tel" classes="govuk-input--width-20" value={typedText(typed, 'phone')} errorMessage={errorOf(errors, 'phone')} />
      <Input name="email" label="E-mail address" type="email" autocomplete="email" spellcheck={false} value={typedText(typed, 'email')} errorMessage={errorOf(errors, 'email')} />
      <Textarea name="address" rows={3} label="Address" hint="For letters, and so that we know where you live if it matters. You can leave this empty." autocomplete="street-address" value={typedText(typed, 'address')} errorMessage={errorOf(errors, 'address')} />
      <Input name="postcode" label="Postcode" hint="With your reference it finds your report again if you lose the link." autocomplete="postal-code" classes="govuk-input--width-10" value={typedText(typed, 'postcode')} errorMessage={errorOf(errors, 'postcode')} />
      <Input name="never" label={label('When or how must we never contact you?')} hint="For example “never ring after 4pm”. If you name a time for everything, like “after 6pm”, we send no texts or e-mails at all, because they could come then. You can leave this empty." value={typedText(typed, 'never')} errorMessage={errorOf(errors, 'never')} />
      <Input name="note" label={label('Anything else that makes it safer or easier?')} hint="For example “text first”, a language, large print, or someone who speaks for you." value={typedText(typed, 'note')} errorMessage={errorOf(errors, 'note')} />
      <Checkboxes name="plain" items={[{ value: 'yes', text: 'Plain messages and envelopes: nothing on them says who we are or what it is about', checked: typedText(typed, 'plain') === 'yes' }]} />
    </>
  );
}

export function YouFields({ typed, errors }: FieldsProps) {
  return (
    <>
      <Radios
        name="who"
        value={typedText(typed, 'who')}
        fieldset={legend('May we contact you?', false)}
        errorMessage={errorOf(errors, 'who')}
        items={[
          { value: 'named', text: 'Yes, in a way that is safe for me', hint: 'Only the people who work on your report see how to reach you. The people you told us about are never told who you are.', conditional: <ReachFields typed={typed} errors={errors} /> },
          { value: 'anonymous', text: 'No, I want to stay anonymous', hint: 'We do not ask who you are. You still get a private page to see what happens and to write to us. Keep its link: nobody can send it to you again. It is harder for us to act, because we cannot ask you.' },
        ]}
      />
      <Checkboxes name="under18" items={[{ value: 'yes', text: 'I am under 18', hint: 'You can report without a grown-up. Tell us if there is a grown-up you would rather we did not speak to.', checked: typedText(typed, 'under18') === 'yes' }]} />
    </>
  );
}
