import type { ComponentChildren } from 'preact';
import type { Temporal } from 'temporal-polyfill';

import { PeopleTabs } from '../../matching/index.ts';
import { paths } from '../../paths.ts';
import { dateWords, shortDay } from '../../platform/calendar/index.ts';
import { DataTable, Empty, FilterBar, Input, LineList, PeopleList, Section, StateTag, TitleLine } from '../../ui/index.ts';
import type { AskedByUs, AskedOfUs } from '../asked.ts';
import type { ListedPerson, LookerRow, PeopleFilter } from '../queries.ts';
import type { RankedPerson, RankedPlace, RankingRule } from '../ranking.ts';
import { calledWords, kindWords, roleWords } from '../words.ts';

function Flags({ person }: { person: Pick<ListedPerson, 'under_18' | 'vulnerable' | 'warned'> }) {
  return <>{person.warned ? <><StateTag kind="danger">Safety warning</StateTag> </> : null}{person.under_18 ? <><StateTag kind="danger">Under 18</StateTag> </> : null}{person.vulnerable ? <StateTag>Vulnerable</StateTag> : null}</>;
}

function PeopleTable({ people, label }: { people: readonly ListedPerson[]; label: string }) {
  return (
    <DataTable
      label={label}
      columns={[{ label: 'Name' }, { label: 'Part' }, { label: 'To know' }, { label: 'Agencies' }, { label: 'Records', numeric: true }]}
      rows={people.map((person) => [
        <><a href={paths.person(person.id)} data-list-item="">{calledWords(person)}</a>{person.kind === 'person' ? null : <span class="quiet"> {kindWords[person.kind].toLowerCase()}</span>}</>,
        person.roles.map((role) => roleWords[role]).join(', '), <Flags person={person} />, person.agencies.join(', '), person.records,
      ])}
    />
  );
}

export interface PeoplePageProps {
  readonly words: string;
  readonly found: readonly ListedPerson[] | undefined;
  readonly newest: readonly ListedPerson[];
  readonly next: string | undefined;
  readonly filter: PeopleFilter;
  readonly mayWork: boolean;
}

const any = { value: '', label: 'Any' };

export function PeoplePage({ words, found, newest, next, filter, mayWork }: PeoplePageProps) {
  return (
    <>
      <TitleLine title="People" says="Everybody named in what you may see. Looking somebody up is recorded.">
        {mayWork ? <a class="govuk-button govuk-button--secondary" href={paths.newPerson()}>Add a person</a> : undefined}
      </TitleLine>
      <PeopleTabs current="find" />
      <form action={paths.people()} method="post" class="hub-filter">
        <Input name="q" id="people-words" type="search" label="Name, registration of a vehicle, or words of a description" classes="govuk-input--width-20" value={words} autocomplete="off" />
        <button class="govuk-button govuk-button--secondary">Find</button>
      </form>
      {found === undefined ? null : (
        <Section id="found" title="Found">
          {found.length === 0 ? <Empty lead="Nobody found that you may see.">Check the spelling, or try fewer letters. What other agencies hold does not show here.</Empty> : <PeopleTable people={found} label="People found" />}
        </Section>
      )}
      <Section id="newest" title="Newest">
        <FilterBar action={paths.people()} fields={[
          { kind: 'select', name: 'role', label: 'Part', value: filter.role ?? '', options: [any, ...(['alleged', 'victim', 'witness', 'other'] as const).map((role) => ({ value: role, label: roleWords[role] }))] },
          { kind: 'select', name: 'kind', label: 'Who', value: filter.kind ?? '', options: [any, ...Object.entries(kindWords).map(([value, label]) => ({ value, label }))] },
          { kind: 'select', name: 'flag', label: 'To know', value: filter.flag ?? '', options: [any, { value: 'under18', label: 'Under 18' }, { value: 'vulnerable', label: 'Vulnerable' }] },
        ]} />
        {newest.length === 0 ? <Empty lead="Nobody fits.">People appear when a report or a case names them, from a partner's file, or when you add one.</Empty> : <PeopleTable people={newest} label="Newest people" />}
        {next === undefined ? null : <p><a href={next}>Older</a></p>}
      </Section>
    </>
  );
}

export interface RankedPageProps {
  readonly kind: 'perpetrators' | 'victims';
  readonly rule: RankingRule;
  readonly since: Temporal.PlainDate;
  readonly ranked: readonly RankedPerson[];
}

const titles = { perpetrators: 'Persistent perpetrators', victims: 'Repeat victims', places: 'Repeat places' } as const;

function ruleWords(rule: RankingRule, since: Temporal.PlainDate, what: string): string {
  return `${rule.least} or more ${what} in ${rule.days} days, since ${dateWords(since)}. Most first; of what you may see.`;
}

function Evidence({ entries, label }: { entries: RankedPlace['evidence']; label: string }) {
  return (
    <details class="govuk-details">
      <summary class="govuk-details__summary"><span class="govuk-details__summary-text">{label}</span></summary>
      <LineList small items={entries.map((one) => <><a href={one.caseId === null ? paths.report(one.reportId ?? '') : paths.case(one.caseId)}>{one.reference}</a> {one.title} <span class="quiet">{one.agency}, {shortDay(one.at)}</span></>)} />
    </details>
  );
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

export function RankedPage({ kind, rule, since, ranked }: RankedPageProps) {
  const what = kind === 'perpetrators' ? 'reports in which they, or their case, are named' : 'reports of their own';
  return (
    <>
      <TitleLine title={titles[kind]} says={ruleWords(rule, since, what)}><a class="govuk-button govuk-button--secondary" href={paths.peopleRankedExport(kind)}>Export</a></TitleLine>
      <PeopleTabs current={kind} />
      {ranked.length === 0 ? <Empty lead="Nobody reaches the threshold.">It is a local rule: Administration, Who counts as repeat.</Empty> : (
        <DataTable label={titles[kind]} columns={[{ label: 'Rank', numeric: true }, { label: 'Person' }, { label: 'To know' }, { label: 'Evidence' }, { label: 'What was tried' }, { label: 'Last', numeric: true }]} headerColumn={1}
          rows={ranked.map((one, place) => [
            place + 1, <a href={paths.person(one.person.id)} data-list-item="">{calledWords(one.person)}</a>, <Flags person={one.person} />,
            <Evidence label={`${counted(one.events, 'report', 'reports')}, ${counted(one.agencies, 'agency', 'agencies')}`} entries={one.evidence} />, one.tried, shortDay(one.lastAt),
          ])} />
      )}
    </>
  );
}

/** Periods that the live map knows. */
const mapPeriods = [28, 91, 182, 365] as const;

/** What the hub knows of the ground around it, on a page of its own; the reports themselves open beside. */
function PlaceLink({ one, days }: { one: RankedPlace; days: number }) {
  const known = one.evidence.find(({ lat, lon }) => lat !== null && lon !== null);
  return known === undefined ? <>{one.place}</> : <a href={paths.hotspotPart('here', `?at=${known.lat?.toFixed(3)},${known.lon?.toFixed(3)}&days=${mapPeriods.find((period) => period >= days) ?? 730}`)} data-list-item="">{one.place}</a>;
}

export function RankedPlacesPage({ rule, since, ranked }: { rule: RankingRule; since: Temporal.PlainDate; ranked: readonly RankedPlace[] }) {
  return (
    <>
      <TitleLine title={titles.places} says={ruleWords(rule, since, 'reports')}><a class="govuk-button govuk-button--secondary" href={paths.peopleRankedExport('places')}>Export</a></TitleLine>
      <PeopleTabs current="places" />
      {ranked.length === 0 ? <Empty lead="No place reaches the threshold.">It is a local rule: Administration, Who counts as repeat.</Empty> : (
        <DataTable label={titles.places} columns={[{ label: 'Rank', numeric: true }, { label: 'Place' }, { label: 'Evidence' }, { label: 'What was tried' }, { label: 'Last', numeric: true }]} headerColumn={1}
          rows={ranked.map((one, place) => [place + 1, <PlaceLink one={one} days={rule.days} />, <Evidence label={`${counted(one.events, 'report', 'reports')}, ${counted(one.cases, 'case', 'cases')}`} entries={one.evidence} />, one.tried, shortDay(one.lastAt)])} />
      )}
    </>
  );
}

export function AskedPage({ ofUs, byUs }: { ofUs: readonly AskedOfUs[]; byUs: readonly AskedByUs[] }) {
  const named = (one: AskedByUs): ComponentChildren => (one.named === null ? 'Nobody was named' : `Named: ${one.named}${one.phone === null ? '' : `, ${one.phone}`}`);
  return (
    <>
      <TitleLine title="Who asked" says="A partner who asks whether somebody holds something learns only whom to ask. Both sides see that it happened." />
      <PeopleTabs current="asked" />
      <Section id="of-us" title="About people we hold">
        {ofUs.length === 0 ? <Empty lead="Nobody asked.">A partner's question appears here when the hub has named your agency.</Empty>
          : <PeopleList people={ofUs.map((one) => ({ name: one.name === '' ? 'Not named' : one.name, href: paths.person(one.record_id), role: `${one.asker}, ${one.agency}, ${dateWords(one.at)}`, note: one.why }))} />}
      </Section>
      <Section id="by-us" title="What we asked">
        {byUs.length === 0 ? <Empty lead="We asked nothing.">Ask from the page of a person.</Empty>
          : <PeopleList people={byUs.map((one) => ({ name: one.name === '' ? 'Not named' : one.name, href: paths.person(one.record_id), role: `${one.asker}, ${dateWords(one.at)}`, note: <>{named(one)}. {one.why}</> }))} />}
      </Section>
    </>
  );
}

export function PersonLookedPage({ personId, name, lookers }: { personId: string; name: string; lookers: readonly LookerRow[] }) {
  return (
    <>
      <TitleLine title={`Who has looked at ${name}`} says="Newest first, of the records that you may see." />
      <p><a href={paths.person(personId)}>Back to the person</a></p>
      {lookers.length === 0 ? <Empty lead="Nobody yet." /> : <DataTable label="Who has looked" columns={[{ label: 'Who' }, { label: 'Agency' }, { label: 'When', numeric: true }]} rows={lookers.map((one) => [one.name, one.agency, dateWords(one.at)])} />}
    </>
  );
}

export function HoldersPage({ personId, name, holders }: { personId: string; name: string; holders: readonly { holder_id: string; holder: string; phone: string | null }[] }) {
  return (
    <>
      <TitleLine title={holders.length === 0 ? 'Nobody to name' : 'Whom to ask'} says={`About ${name}. Your question is recorded.`} />
      {holders.length === 0 ? <Empty lead="No agency that agreed to be named holds something that you do not see.">That is no proof that nobody knows them.</Empty> : (
        <>
          <PeopleList people={holders.map((one) => ({ name: one.holder, role: 'Holds something about this person', note: <>{one.phone === null ? '' : `${one.phone}. `}<a href={paths.requestTo(one.holder_id)}>Send {one.holder} a request</a></> }))} />
          <p>They have been told that you asked. Send them a request for information, or ring; say why you need it and under which gateway.</p>
        </>
      )}
      <p><a href={paths.person(personId)}>Back to the person</a></p>
    </>
  );
}
