import { paths } from '../../paths.ts';
import { Empty, Input, PeopleList, Section, TitleLine } from '../../ui/index.ts';
import { driverName, partyHref, partyWords, referenceHref, referenceWords } from '../links.ts';
import type { Found } from '../queries.ts';

export interface SearchProps {
  readonly words: string;
  readonly found: Found | undefined;
  readonly most: number;
}

function much(rows: readonly unknown[], most: number): string | undefined {
  return rows.length >= most ? `the first ${most}: type more of it` : undefined;
}

/** What was found, of what the reader may see. */
export function SearchPage({ words, found, most }: SearchProps) {
  const nothing = found !== undefined && found.drivers.length + found.references.length + found.people.length + found.cases.length === 0;
  return (
    <>
      <TitleLine title="Find" says="Names, references, titles of cases and registrations of vehicles, as far as you may see them. Each search is recorded." />
      <form action={paths.search()} method="post" class="hub-filter">
        <Input name="q" id="search-words" type="search" label="What are you looking for?" classes="govuk-input--width-20" value={words} autocomplete="off" />
        <button class="govuk-button govuk-button--secondary">Find</button>
      </form>
      {found === undefined ? <Empty lead="Type two letters or more.">The beginning of a first or last name, a reference such as C7W-K4M-2Q, three letters of a title, or the whole registration of a vehicle.</Empty> : null}
      {nothing ? <Empty lead="Nothing found that you may see.">Check the spelling, or try fewer letters. What other agencies hold does not show here.</Empty> : null}
      {found === undefined || found.drivers.length === 0 ? null : (
        <Section id="vehicles" title="Noted with this vehicle"><PeopleList people={found.drivers.map((one) => ({ name: driverName(one), href: paths.person(one.id), role: 'In the file of this person' }))} /></Section>
      )}
      {found === undefined || found.references.length === 0 ? null : (
        <Section id="references" title="References"><PeopleList people={found.references.map((one) => ({ name: one.reference, href: referenceHref(one), role: referenceWords(one) }))} /></Section>
      )}
      {found === undefined || found.people.length === 0 ? null : (
        <Section id="people" title="People" note={much(found.people, most)}><PeopleList people={found.people.map((party) => ({ name: party.name, href: partyHref(party), role: partyWords(party) }))} /></Section>
      )}
      {found === undefined || found.cases.length === 0 ? null : (
        <Section id="cases" title="Cases" note={much(found.cases, most)}><PeopleList people={found.cases.map((one) => ({ name: one.title, href: paths.case(one.id), role: `${one.reference}${one.state === 'closed' ? ', closed' : ''}`, note: one.place_words === '' ? undefined : one.place_words }))} /></Section>
      )}
    </>
  );
}
