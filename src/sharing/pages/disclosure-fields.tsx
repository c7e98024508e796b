import type { ComponentChildren } from 'preact';

import { paths } from '../../paths.ts';
import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { Checkboxes, Details, Input, Note, Radios, Select, Textarea } from '../../ui/index.ts';
import { kindsOfData } from '../../agreements/index.ts';
import type { OfferedGroup, OfferedItem } from '../offered.ts';
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
export function ItemChoice({ groups, typed, errors, caseId }: Pick<DisclosureFieldsProps, 'groups' | 'typed' | 'errors'> & { readonly caseId?: string | undefined }) {
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
          items={group.items.map((item) => ({
            value: item.key, text: shorter(item.words), hint: `The ${item.label}`,
            conditional: item.strikes === true ? <Strike item={item} typed={typed} errors={errors} /> : item.file === undefined || caseId === undefined ? undefined : <Cover item={item} caseId={caseId} typed={typed} errors={errors} />,
          }))}
        />
      ))}
      <Textarea name="free" label="Or in your own words (optional)" hint="Instead of someone’s own words, where those would say who they are" rows={3} value={typedText(typed, 'free')} errorMessage={errorOf(errors, 'free')} />
      <FreeKinds typed={typed} />
    </>
  );
}

function Strike({ item, typed, errors }: { item: OfferedItem; typed: Typed; errors: readonly FieldError[] }) {
  const name = `strike-${item.key}`;
  return (
    <>
      {item.words.length > 160 ? <p class="small">{item.words}</p> : null}
      <Textarea name={name} label={`Strike out parts of the ${item.label} (optional)`} hint="Each part on its own line, exactly as it stands there. Struck words are not in the copy" rows={2} value={typedText(typed, name)} errorMessage={errorOf(errors, name)} />
    </>
  );
}

/** A photo or document under its grid, and the squares of it that are burned black in the copy. */
function Cover({ item, caseId, typed, errors }: { item: OfferedItem; caseId: string; typed: Typed; errors: readonly FieldError[] }) {
  const name = `cover-${item.key}`;
  const squares = typedText(typed, name);
  const evidenceId = item.file?.id ?? '';
  const pages = item.file?.shown.as === 'pages';
  return (
    <>
      <figure class="hub-exhibit">
        <a class="hub-back" href={paths.shareFile(caseId, evidenceId, { covers: squares })} data-picture={`The ${item.label}, first page, with a grid of columns A to L and rows 1 to 12`}>Look at it under its grid</a>
        <figcaption>They get a copy drawn anew, without the grid, the file’s name and what the camera wrote into it. {pages ? <>Other pages: {[2, 3, 4, 5].map((page) => <><a key={page} class="hub-back" href={paths.shareFile(caseId, evidenceId, { covers: squares, page })}>{page}</a> </>)}</> : null}</figcaption>
      </figure>
      <Input name={name} label={`Cover squares of the ${item.label} (optional)`} hint={pages ? 'As on the picture, for example B3:D5, F1. For page 2 write 2: B3:D5. What is covered is not in the copy' : 'As on the picture, for example B3:D5, F1. What is covered is not in the copy'} value={squares} errorMessage={errorOf(errors, name)} />
    </>
  );
}

/** What own words hold, so that they can be held against an agreement. */
function FreeKinds({ typed }: { typed: Typed }) {
  const chosen = [...typedList(typed, 'freekinds')];
  return (
    <Details summary="What is in your own words?" open={chosen.length > 0}>
      <Checkboxes name="freekinds" fieldset={{ legend: 'Kinds of data in your own words' }} hint="Nothing ticked means: what happened, in words" values={chosen} classes="govuk-checkboxes--small" items={kindsOfData.filter(({ code }) => code !== 'case' && code !== 'file').map((kind) => ({ value: kind.code, text: kind.name }))} />
    </Details>
  );
}

/** What the agreements of the giver's agency offer, and why none covers what was chosen before. */
export interface AgreementChoice {
  readonly aims: readonly string[];
  readonly outside: readonly string[];
  readonly supervisor: boolean;
}

/** Why, under which law, what is held back, how to treat it, until when. */
export function TermsFields({ gateways, aims, outside, supervisor, typed, errors }: Omit<DisclosureFieldsProps, 'groups'> & AgreementChoice) {
  return (
    <>
      <Radios
        name="aim" fieldset={{ legend: 'Which purpose of an agreement is it for?' }} hint="The hub finds the agreement that covers what you choose, and says so when none does" value={typedText(typed, 'aim')} errorMessage={errorOf(errors, 'aim')} classes="govuk-radios--small"
        items={[...aims.map((aim) => ({ value: aim, text: aim })), { value: 'none', text: 'None of these', hint: 'A supervisor decides' }]}
      />
      {outside.length > 0 && supervisor ? <Textarea name="allow" label="Why do you allow it all the same?" hint="You may decide that this one disclosure passes without an agreement. Your reason is kept in the ledger" rows={3} value={typedText(typed, 'allow')} errorMessage={errorOf(errors, 'allow')} /> : null}
      <Textarea name="purpose" label="What exactly is it for?" hint="What will they do with it?" rows={2} value={typedText(typed, 'purpose')} errorMessage={errorOf(errors, 'purpose')} />
      {gateways.length === 0 ? <Note danger>No gateway is in force. A coordinator or administrator adds them under Administration.</Note> : null}
      <Radios
        name="gateway"
        fieldset={{ legend: 'Which law lets you share it?' }}
        value={typedText(typed, 'gateway')}
        errorMessage={errorOf(errors, 'gateway')}
        classes="govuk-radios--small"
        items={gateways.map((gateway) => ({ value: gateway.id, text: gateway.name, hint: gateway.words }))}
      />
      <Textarea name="necessity" label="Why is it necessary?" hint="What could they not do without it?" rows={2} value={typedText(typed, 'necessity')} errorMessage={errorOf(errors, 'necessity')} />
      <Textarea name="proportionality" label="Why is it proportionate?" hint="Why would less not do, and is it fair to the people concerned?" rows={2} value={typedText(typed, 'proportionality')} errorMessage={errorOf(errors, 'proportionality')} />
      <Textarea name="withheld" label="What do you hold back, and why? (optional)" hint="Such as: her name and flat, they are not needed to speak to him" rows={2} value={typedText(typed, 'withheld')} errorMessage={errorOf(errors, 'withheld')} />
      <Textarea name="caveat" label="How sure is it? (optional)" hint="Such as: told by one person, not checked; age is a guess" rows={2} value={typedText(typed, 'caveat')} errorMessage={errorOf(errors, 'caveat')} />
      <Textarea name="handling" label="How must they treat it? (optional)" hint="Such as: do not say where this came from; do not pass it on" rows={2} value={typedText(typed, 'handling')} errorMessage={errorOf(errors, 'handling')} />
      <Input name="until" type="date" label="Last day on which they see it" classes="govuk-input--width-10" value={typedText(typed, 'until')} errorMessage={errorOf(errors, 'until')} />
      <Textarea name="retention" label="What do they do with copies then? (optional)" hint="Such as: delete notes made from it, unless a case of their own needs them" rows={2} value={typedText(typed, 'retention')} errorMessage={errorOf(errors, 'retention')} />
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
