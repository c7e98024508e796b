import { stringify } from 'csv-stringify/sync';

import { staffPage } from '../frame/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { file, page, route, type Route } from '../platform/http/index.ts';
import { actorName, detailWords, whatHappened } from './event-words.ts';
import { dayBounds, readCursor, readRecord, trailQuery, writeCursor, type TrailQuery } from './filter.ts';
import { TrailPage } from './pages/trail-page.tsx';
import { agencyNames, chainState, entries, recordCalled, references, staff, whoLooked, type TrailFilter } from './queries.ts';

const pageSize = 100;
/** As many entries as a spreadsheet still opens with ease; a narrower filter gives the rest. */
const mostExported = 50_000;

/** The filters with what they mean: the record's id, the bounds of the day. `nothing` when the record is not known. */
async function meant(tx: Transaction, query: TrailQuery): Promise<{ filter: TrailFilter; record: string | null | undefined }> {
  const asked = readRecord(query.record);
  const record = asked.kind === 'none' ? undefined : asked.kind === 'id' ? asked.id : asked.kind === 'reference' ? await recordCalled(tx, asked.reference) : null;
  return { filter: { person: query.person, agency: query.agency, event: query.event, record: record ?? undefined, ...dayBounds(query.day) }, record };
}

async function found(tx: Transaction, actor: StaffActor, query: TrailQuery, most: number) {
  const { filter, record } = await meant(tx, query);
  const rows = record === null ? [] : await entries(tx, actor.partnershipId, filter, readCursor(query.before), most);
  const named = await references(tx, [...rows.flatMap(({ subject_id, case_id }) => [subject_id, case_id]), record ?? null]);
  return { rows, record, named };
}

export const trailRoutes: readonly Route[] = [
  route({
    method: 'GET', path: '/audit', admits: 'audit', audit: { event: 'audit.read' }, query: trailQuery,
    handle: async (visit) => {
      const { tx, actor, query } = visit;
      const [{ rows, record, named }, people, agencies, chain] = await Promise.all([
        found(tx, actor, query, pageSize + 1), staff(tx, actor.partnershipId), agencyNames(tx, actor.partnershipId), chainState(tx, actor.partnershipId),
      ]);
      const shown = rows.slice(0, pageSize);
      const last = shown.at(-1);
      if (typeof record === 'string') {
        visit.about({ kind: 'record', id: record });
      }
      return page(await staffPage(visit, {
        section: 'audit', title: 'Audit trail',
        children: (
          <TrailPage query={query} entries={shown} references={named} people={people} agencies={agencies} chain={chain} partnershipId={actor.partnershipId} now={visit.now}
            olderCursor={rows.length > pageSize && last !== undefined ? writeCursor(last) : undefined}
            record={record === undefined ? undefined : { words: (record === null ? undefined : named.get(record)) ?? query.record ?? '', id: record, lookers: record === null ? [] : await whoLooked(tx, actor.partnershipId, record) }} />
        ),
      }));
    },
  }),
  route({
    method: 'GET', path: '/audit/export', admits: 'audit', audit: { none: 'writes its own entry, with the number of entries that left' }, query: trailQuery,
    handle: async (visit) => {
      const { rows, named, record } = await found(visit.tx, visit.actor, { ...visit.query, before: undefined }, mostExported);
      visit.audit('audit.exported', { kind: record === undefined || record === null ? 'audit' : 'record', id: record ?? visit.actor.partnershipId, detail: { entries: rows.length } });
      const lines = rows.map((entry) => [
        entry.at.toString(), actorName(entry.actor_kind, entry.name), entry.agency ?? '', whatHappened(entry.event, entry.detail), entry.event, entry.subject_kind, entry.subject_id ?? '',
        named.get(entry.subject_id ?? '') ?? named.get(entry.case_id ?? '') ?? '', entry.case_id ?? '', detailWords(entry.detail), entry.request_id, entry.seq ?? '', entry.id,
      ]);
      const csv = stringify([['When (UTC)', 'Who', 'Agency', 'What', 'Event', 'Kind of record', 'Record id', 'Reference', 'Case id', 'More', 'Request', 'Seal', 'Entry'], ...lines], { bom: true, escape_formulas: true, record_delimiter: 'windows' });
      return file(Buffer.from(csv), 'text/csv; charset=utf-8', 'audit-trail.csv');
    },
  }),
];
