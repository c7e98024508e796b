import type { ComponentChildren } from 'preact';

import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { Checkboxes, Input, Note, Radios, Select, Textarea } from '../../ui/index.ts';
import type { OfferedGroup } from '../offered.ts';
import type { Gateway, Receivers } from '../schema.ts';

export interface DisclosureFieldsProps {
  readonly groups: readonly OfferedGroup[];
  readonly gateways: readonly Gateway[];
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

function shorter(words: string): string {
  return words.length > 160 ? `${words.slice(0, 158)}…` : words;
}

/** The facts of a case, one box each. What is ticked is copied word for word; nothing else goes. */
export function ItemChoice({ groups, typed, errors }: Pick<DisclosureFieldsProps, 'groups' | 'typed' | 'errors'>) {
  const chosen = [...typedList(typed, 'items')];
  const error = errorOf(errors, 'items');
  return (
    <>
      {groups.map((group, place) => (
        <Checkboxes
          key={group.title}
          name="items"
          idPrefix={place === 0 ? 'items' : `items-${place + 1}-group`}
          fieldset={{ legend: group.title }}
          values={chosen}
          classes="govuk-checkboxes--small"
          errorMessage={place === 0 ? error : undefined}
          items={group.items.map((item) => ({ value: item.key, text: shorter(item.words), hint: `The ${item.label}` }))}
        />
      ))}
      <Textarea name="free" label="Or in your own words (optional)" hint="Instead of someone’s own words, where those would say who they are" rows={3} value={typedText(typed, 'free')} errorMessage={errorOf(errors, 'free')} />
    </>
  );
}

/** Why, under which law, what is held back, how to treat it, until when. */
export function TermsFields({ gateways, typed, errors }: Omit<DisclosureFieldsProps, 'groups'>) {
  return (
    <>
      <Textarea name="purpose" label="What is it for?" hint="What will they do with it?" rows={2} value={typedText(typed, 'purpose')} errorMessage={errorOf(errors, 'purpose')} />
      {gateways.length === 0 ? <Note danger>No gateway is in force. A coordinator or administrator adds them under Administration.</Note> : null}
      <Radios
        name="gateway"
        fieldset={{ legend: 'Which law lets you share it?' }}
        value={typedText(typed, 'gateway')}
        errorMessage={errorOf(errors, 'gateway')}
        classes="govuk-radios--small"
        items={gateways.map((gateway) => ({ value: gateway.id, text: gateway.name, hint: gateway.words }))}
      />
      <Textarea name="necessity" label="Why is it necessary, and why would less not do?" rows={3} value={typedText(typed, 'necessity')} errorMessage={errorOf(errors, 'necessity')} />
      <Textarea name="withheld" label="What do you hold back, and why? (optional)" hint="Such as: her name and flat, they are not needed to speak to him" rows={2} value={typedText(typed, 'withheld')} errorMessage={errorOf(errors, 'withheld')} />
      <Textarea name="caveat" label="How must they treat it? (optional)" hint="Such as: do not say where this came from; not confirmed" rows={2} value={typedText(typed, 'caveat')} errorMessage={errorOf(errors, 'caveat')} />
      <Input name="until" type="date" label="Last day on which they see it" classes="govuk-input--width-10" value={typedText(typed, 'until')} errorMessage={errorOf(errors, 'until')} />
    </>
  );
}

/** Agency and, if only one person needs it, that person. */
export function ReceiverFields({ receivers, typed, errors, others }: { receivers: Receivers; typed: Typed; errors: readonly FieldError[]; others?: ComponentChildren }) {
  return (
    <>
      <Select name="agency" label="Which agency?" value={typedText(typed, 'agency')} errorMessage={errorOf(errors, 'agency')} items={[{ value: '', text: 'Choose' }, ...receivers.agencies.map(({ id, name }) => ({ value: id, text: name }))]} />
      <Select
        name="person" label="Only one person there? (optional)" value={typedText(typed, 'person')} errorMessage={errorOf(errors, 'person')}
        items={[{ value: '', text: 'Anyone there whose work it is' }, ...receivers.people.map((person) => ({ value: person.id, text: `${person.agency}: ${person.name}${person.job_title === '' ? '' : `, ${person.job_title}`}` }))]}
      />
      {others}
    </>
  );
}
