import type { ComponentChildren } from 'preact';
import { Temporal } from 'temporal-polyfill';

import { DecisionHistory, LikelyList, type LikelyPerson, type LinkRow } from '../../matching/index.ts';
import { paths } from '../../paths.ts';
import { dateWords, shortDay } from '../../platform/calendar/index.ts';
import { contactOf } from '../../platform/outbox/index.ts';
import { Actions, Columns, DataTable, LineList, Pairs, PeopleList, Section, Side, StateTag, TitleLine, Warn, Warns } from '../../ui/index.ts';
import type { Summary } from '../person-rules.ts';
import type { AssociateRow, FactRow, PersonPart, WarningRow } from '../queries.ts';
import type { TriedLine } from '../tried.ts';
import { associationKinds, calledWords, factKinds, kindWords, roleWords, warningKinds, type FactKind } from '../words.ts';

export interface PersonPageProps {
  readonly person: Summary;
  readonly parts: readonly PersonPart[];
  readonly facts: readonly FactRow[];
  readonly warnings: readonly WarningRow[];
  readonly associates: readonly AssociateRow[];
  readonly decisions: readonly LinkRow[];
  readonly likely: readonly LikelyPerson[];
  readonly tried: readonly TriedLine[];
  readonly panels: readonly ComponentChildren[];
  readonly agencies: ReadonlyMap<string, string>;
  readonly agencyId: string;
  readonly mayWork: boolean;
  readonly today: Temporal.PlainDate;
}

function sentence(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').map((part) => (/[.!?”]$/.test(part ?? '') ? part : `${part}.`)).join(' ');
}

/** How each record says that they may be reached; what several say in the same words is said once. Of somebody alleged only what was written. */
function contactWarnings(parts: readonly PersonPart[]): { lead: string; note: string | undefined }[] {
  const all = parts.filter(({ role, safe_contact }) => ['complainant', 'victim', 'witness'].includes(role) || Object.keys(Object(safe_contact)).length > 0).flatMap((part) => {
    const contact = contactOf(part);
    const lead = contact.never !== undefined ? `Never ${contact.never.replace(/^never\s+/i, '')}.` : contact.plain ? 'Plain messages only.' : undefined;
    return lead === undefined && contact.note === undefined ? [] : [{ lead: lead ?? 'Safe contact.', note: contact.note }];
  });
  return [...new Map(all.map((one) => [`${one.lead} ${one.note ?? ''}`, one])).values()];
}

/** What must be read before anybody rings or goes. */
function Before({ person, parts, warnings, agencyId, mayWork, today }: PersonPageProps) {
  const contacts = contactWarnings(parts);
  const alleged = person.roles.includes('alleged');
  return warnings.length + contacts.length + person.vulnerabilities.length === 0 && !person.under18 ? null : (
    <Warns>
      {warnings.map((warning) => (
        <Warn key={warning.id} kind="danger" lead={`${warningKinds[warning.kind]}: ${sentence([warning.words])}`}>
          {`Because: ${sentence([warning.reason])} ${warning.agency}, looked after by ${warning.owner}. ${warning.review_on.toString() < today.toString() ? 'Was to be reviewed' : 'Review'} by ${dateWords(warning.review_on)}. `}
          {mayWork && warning.agency_id === agencyId ? <a href={paths.personEnd(person.id, 'warning', warning.id)} data-in-place="">End this warning</a> : null}
        </Warn>
      ))}
      {contacts.map(({ lead, note }) => <Warn key={`${lead} ${note ?? ''}`} lead={lead}>{sentence([note])}</Warn>)}
      {person.under18 ? <Warn kind="danger" lead="Under 18.">{alleged ? 'Safeguarding first, then the youth service. No step against a child without both.' : 'Safeguarding first.'}</Warn> : null}
      {person.vulnerabilities.map((words) => <Warn key={words} lead="Vulnerable.">{sentence([words])}</Warn>)}
    </Warns>
  );
}

function whereOf(part: PersonPart): ComponentChildren {
  if (part.source === 'held') {
    return <>{part.source_words === '' ? 'Held outside any case' : `From ${part.source_words}`}</>;
  }
  return part.case_id === null
    ? <><a href={paths.report(part.report_id ?? '')}>{part.report_reference}</a> {part.report_title}</>
    : <><a href={paths.case(part.case_id, 'people')}>{part.case_reference}</a> {part.case_title}{part.case_state === 'closed' ? ', closed' : ''}</>;
}

function Records({ parts }: Pick<PersonPageProps, 'parts'>) {
  return (
    <Section id="records" title="Where they are named" lede="Only what you may see. Each agency keeps its own record, spelled as it was given.">
      <DataTable
        label="Records of this person" folds
        columns={[{ label: 'Where' }, { label: 'Part' }, { label: 'As written' }, { label: 'Agency' }, { label: 'Since', numeric: true }]}
        rows={parts.map((part) => [
          whereOf(part), roleWords[part.role],
          sentence([[calledWords(part), part.born_on === null ? part.age_words : `born ${dateWords(part.born_on)}`].filter((words) => words !== '').join(', '), part.name === '' ? '' : part.description]),
          part.agency, shortDay(part.created_at),
        ])}
      />
    </Section>
  );
}

function Tried({ tried }: Pick<PersonPageProps, 'tried'>) {
  return (
    <Section id="tried" title="Letters, tasks and closed cases">
      {tried.length === 0 ? <p class="quiet">Nothing yet that you may see: no letter, no finished task, no closed case.</p>
        : <LineList small items={tried.map((line) => <>{line.words} <span class="quiet">{dateWords(line.at)}, <a href={paths.case(line.case_id)}>{line.case_reference}</a></span></>)} />}
    </Section>
  );
}

function Facts({ person, facts, parts, agencyId, mayWork }: PersonPageProps) {
  const of = (kind: FactKind) => facts.filter((fact) => fact.kind === kind);
  const line = (fact: FactRow): ComponentChildren => (
    <>{[fact.value, fact.postcode].filter(Boolean).join(', ')}{fact.note === '' ? '' : `: ${fact.note}`} <span class="quiet">{fact.agency}, {shortDay(fact.added_at)}</span>{mayWork && fact.agency_id === agencyId ? <> <a href={paths.personEnd(person.id, 'fact', fact.id)} data-in-place="">No longer<span class="govuk-visually-hidden"> {fact.value}</span></a></> : null}</>
  );
  const recorded: Readonly<Record<FactKind, readonly string[]>> = {
    alias: person.otherNames, address: person.addresses, vehicle: [], phone: [...new Set(parts.flatMap(({ phone }) => phone ?? []))], email: [...new Set(parts.flatMap(({ email }) => email ?? []))],
  };
  const kinds = Object.keys(factKinds).filter((kind): kind is FactKind => kind in factKinds);
  return (
    <>
      {kinds.map((kind) => (
        <Section key={kind} id={kind} title={factKinds[kind].plural} side link={mayWork ? { href: paths.personFact(person.id, kind), label: 'Add', inPlace: true } : undefined}>
          {recorded[kind].length + of(kind).length === 0 ? <p class="quiet">None known.</p> : <LineList small items={[...recorded[kind], ...of(kind).map(line)]} />}
        </Section>
      ))}
    </>
  );
}

function Associates({ person, associates, agencyId, mayWork }: PersonPageProps) {
  return (
    <Section id="associates" title={person.kind === 'group' ? 'Members and associates' : 'Associates and groups'} side link={mayWork ? { href: paths.personPart(person.id, 'associate'), label: 'Add', inPlace: true } : undefined}>
      {associates.length === 0 ? <p class="quiet">None known.</p> : (
        <PeopleList people={associates.map((one) => ({
          name: one.name === '' ? 'Not named' : one.name, href: paths.person(one.other_id), role: associationKinds[one.kind][one.outward ? 0 : 1],
          note: <>{sentence([one.words, one.under_18 ? 'Under 18' : ''])} <span class="quiet">{one.agency}</span>{mayWork && one.agency_id === agencyId ? <> <a href={paths.personEnd(person.id, 'associate', one.id)} data-in-place="">No longer<span class="govuk-visually-hidden"> connected with {one.name}</span></a></> : null}</>,
        }))} />
      )}
    </Section>
  );
}

function actionsOf({ person, parts, agencyId, mayWork }: PersonPageProps) {
  const own = parts.find((part) => part.source === 'held' && part.agency_id === agencyId);
  return mayWork ? [
    { label: 'Add a safety warning', href: paths.personPart(person.id, 'warning'), inPlace: true },
    { label: 'Ask whether another agency holds something', href: paths.personPart(person.id, 'ask'), kind: 'secondary' as const, inPlace: true },
    ...(own === undefined ? [] : [{ label: 'Change', href: paths.personPart(own.id, 'edit'), kind: 'secondary' as const, inPlace: true }]),
  ] : [];
}

/** One person across agencies, as far as the reader may see: what must be known before a visit stands first. */
export function PersonPage(props: PersonPageProps) {
  const { person, parts } = props;
  return (
    <>
      <TitleLine title={calledWords(person)} says={<>{kindWords[person.kind]}. {person.roles.map((role) => roleWords[role]).join(', ')}. {person.under18 ? <StateTag kind="danger">Under 18</StateTag> : null} {person.vulnerabilities.length > 0 ? <StateTag>Vulnerable</StateTag> : null}</>}>
        <Actions actions={actionsOf(props)} />
      </TitleLine>
      <Before {...props} />
      <Columns shape="case">
        <div>
          <Records parts={parts} />
          {props.panels}
          <Tried tried={props.tried} />
          {props.likely.length === 0 ? null : <Section id="likely" title="May be the same person" lede="Nobody has decided about these yet."><LikelyList people={props.likely} of={person.id} agencies={props.agencies} mayWork={props.mayWork} /></Section>}
          <DecisionHistory decisions={props.decisions} personId={person.id} mayWork={props.mayWork} />
        </div>
        <Side label="Names, addresses, vehicles and associates">
          <Section id="about" title="About" side>
            <Pairs pairs={[
              person.birthDates.length === 0
                ? { term: 'Age', value: parts.find(({ age_words }) => age_words !== '')?.age_words ?? 'Not known' }
                : { term: 'Born', value: person.birthDates.map((day) => dateWords(Temporal.PlainDate.from(day))).join(' or ') },
              ...(person.description === '' ? [] : [{ term: 'Known by', value: person.description }]),
              { term: 'Named by', value: [...new Set(parts.map(({ agency }) => agency))].join(', ') },
            ]} />
          </Section>
          <Facts {...props} />
          <Associates {...props} />
          <Section id="looked" title="Who has looked" side><p><a href={paths.personPart(person.id, 'who-looked')}>Who has looked at this person</a></p></Section>
        </Side>
      </Columns>
    </>
  );
}
