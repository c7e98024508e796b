import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { clockTime, dateWords, momentWords, shortDay } from '../../platform/calendar/index.ts';
import { DataTable, Empty, FilterBar, Pairs, Section, TitleLine, Warn } from '../../ui/index.ts';
import { actorName, detailWords, eventWords, whatHappened } from '../event-words.ts';
import { queryText, type TrailQuery } from '../filter.ts';
import type { ChainState, Looker, Named, TrailEntry } from '../queries.ts';

export interface TrailPageProps {
  readonly query: TrailQuery;
  readonly entries: readonly TrailEntry[];
  /** References of records by their id. */
  readonly references: ReadonlyMap<string, string>;
  readonly olderCursor: string | undefined;
  readonly people: readonly Named[];
  readonly agencies: readonly Named[];
  readonly chain: ChainState;
  readonly partnershipId: string;
  /** The record that was asked for; null when there is none. */
  readonly record: { readonly words: string; readonly id: string | null; readonly lookers: readonly Looker[] } | undefined;
  readonly now: Temporal.Instant;
}

/** An entry that has waited longer than this tells that the sealer does not run. */
const longWaitSeconds = 120;

function Chain({ chain, partnershipId, now }: Pick<TrailPageProps, 'chain' | 'partnershipId' | 'now'>) {
  const waits = chain.oldest_waiting === null ? 0 : (now.epochMilliseconds - chain.oldest_waiting.epochMilliseconds) / 1000;
  return (
    <Section id="chain" title="The chain" lede="Each entry is sealed with all before it. A change to any of them breaks the chain, and npm run audit:verify finds where.">
      {waits > longWaitSeconds ? <Warn kind="danger" lead="Entries are not being sealed.">The oldest has waited since {momentWords(chain.oldest_waiting ?? now, now)}. Ask the people who run the hub.</Warn> : null}
      <Pairs pairs={[
        { term: 'Sealed', value: <span class="num">{(chain.seq ?? 0).toLocaleString('en-GB')}</span> },
        { term: 'Waiting for their seal', value: <span class="num">{chain.waiting.toLocaleString('en-GB')}</span> },
        ...(chain.oldest_waiting === null ? [] : [{ term: 'Oldest waiting', value: momentWords(chain.oldest_waiting, now) }]),
        ...(chain.sealed_at === null ? [] : [{ term: 'Last sealed', value: momentWords(chain.sealed_at, now) }]),
        ...(chain.chain === null ? [] : [{ term: 'Head to note down outside the hub', value: <code class="hub-typed">{`${partnershipId}=${chain.seq ?? 0}:${chain.chain}`}</code> }]),
      ]} />
    </Section>
  );
}

function WhoLooked({ record }: { record: NonNullable<TrailPageProps['record']> }) {
  if (record.id === null) {
    return <Empty lead={`Nothing here is called “${record.words}”.`}>Give the whole reference, or the id from an entry.</Empty>;
  }
  return (
    <Section id="who" title={`Who touched ${record.words}`} note={`${record.lookers.length} ${record.lookers.length === 1 ? 'person' : 'people'}`}>
      {record.lookers.length === 0 ? <Empty lead="Nobody yet." /> : (
        <DataTable label={`Who touched ${record.words}`} columns={[{ label: 'Who' }, { label: 'Agency' }, { label: 'Times', numeric: true }, { label: 'First' }, { label: 'Last' }]}
          rows={record.lookers.map((looker) => [actorName(looker.actor_kind, looker.name), looker.agency ?? '', looker.times, dateWords(looker.first_at), dateWords(looker.last_at)])} />
      )}
    </Section>
  );
}

function Subject({ entry, references, people }: { entry: TrailEntry } & Pick<TrailPageProps, 'references' | 'people'>) {
  const id = entry.subject_id ?? entry.case_id;
  if (id === null) {
    return null;
  }
  const reference = references.get(id) ?? people.find((person) => person.id === id)?.name ?? (entry.case_id === null ? undefined : references.get(entry.case_id));
  return <a href={paths.auditTrail(queryText({ record: id }))}>{entry.subject_kind.replaceAll('_', ' ')} <span class="num">{reference ?? id.slice(-8)}</span></a>;
}

export function TrailPage(props: TrailPageProps) {
  const { query, entries, references, people, agencies } = props;
  const named = (rows: readonly Named[], all: string) => [{ value: '', label: all }, ...rows.map(({ id, name }) => ({ value: id, label: name }))];
  const events = Object.entries(eventWords).map(([value, label]) => ({ value, label: label.slice(0, 1).toUpperCase() + label.slice(1) })).sort((one, other) => one.label.localeCompare(other.label));
  return (
    <>
      <TitleLine title="Audit trail" says="Who looked at what, and who changed what. Looking here is an entry too." />
      <p class="hub-back"><a href={paths.unusualReadings()}>Reading that stands out</a></p>
      <FilterBar action={paths.auditTrail()} fields={[
        { kind: 'select', name: 'person', label: 'Person', value: query.person ?? '', options: named(people, 'Everyone') },
        { kind: 'select', name: 'agency', label: 'Agency', value: query.agency ?? '', options: named(agencies, 'All') },
        { kind: 'select', name: 'event', label: 'What', value: query.event ?? '', options: [{ value: '', label: 'Everything' }, ...events] },
        { kind: 'text', name: 'record', label: 'Reference or id', value: query.record ?? '' },
        { kind: 'date', name: 'day', label: 'Day', value: query.day ?? '' },
      ]} links={[{ href: paths.auditExport(queryText(query)), label: 'Export as CSV' }, { href: paths.emergencies(), label: 'Opened in an emergency' }]} />
      {props.record === undefined ? null : <WhoLooked record={props.record} />}
      <Section id="entries" title="Entries" note="Newest first">
        {entries.length === 0 ? <Empty lead="No entries fit.">Choose fewer filters.</Empty> : (
          <DataTable label="Entries of the audit trail" headerColumn={1} columns={[{ label: 'When' }, { label: 'Who' }, { label: 'Agency' }, { label: 'What' }, { label: 'Record' }, { label: 'More' }, { label: 'Seal', numeric: true }]}
            rows={entries.map((entry) => [
              <span class="num">{shortDay(entry.at)} {clockTime(entry.at)}</span>,
              entry.account_id === null ? actorName(entry.actor_kind, null) : <a href={paths.auditTrail(queryText({ person: entry.account_id }))}>{actorName(entry.actor_kind, entry.name)}</a>,
              entry.agency ?? '', whatHappened(entry.event, entry.detail), <Subject entry={entry} references={references} people={people} />, detailWords(entry.detail), entry.seq === null ? 'Waits' : entry.seq,
            ])} />
        )}
        {props.olderCursor === undefined ? null : <p><a href={paths.auditTrail(queryText(query, { before: props.olderCursor }))}>Older entries</a></p>}
      </Section>
      <Chain {...props} />
    </>
  );
}
