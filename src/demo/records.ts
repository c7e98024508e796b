import type pg from 'pg';
import { Temporal } from 'temporal-polyfill';

import { insertRows } from '../platform/database/index.ts';
import { makeReference } from '../platform/references/index.ts';
import { demoId, type Chance } from './random.ts';
import type { Town } from './town.ts';

interface Telling {
  readonly chance: Chance;
  readonly town: Town;
  readonly now: Temporal.Instant;
}

const held = '(coalesce(r.closed_at, r.decided_at, r.received_at) at time zone \'Europe/London\')::date';

/** Reports of more than a year ago that were not taken on wait for Dawn; one of them she keeps, two are gone. */
async function reviews(client: pg.Client, { chance, town, now }: Telling): Promise<void> {
  const p = town.partnershipId;
  const dawn = town.accountIds.get('dawn');
  const council = town.agencyIds.get('council');
  const today = now.toZonedDateTimeISO('Europe/London').toPlainDate();
  const { rows: [rule] } = await client.query<{ id: string }>("select id from hub.retention_rule where partnership_id = $1 and kind = 'report_not_taken'", [p]);
  const { rows } = await client.query<{ id: string; day: Temporal.PlainDate | string }>(
    `select r.id, ${held}::text as day from hub.report r where r.partnership_id = $1 and r.agency_id = $2 and r.case_id is null and not r.restricted and r.state = 'no_further_action' and ${held} < $3::date order by 2, r.id limit 7`, [p, council, today.subtract({ months: 12 }).toString()]);
  const words = 'Report not taken on: 1 year from the decision. The hub’s own starting value; your board decides';
  const base = { partnership_id: p, kind: 'report_not_taken', agency_id: council, rule_id: rule?.id, rule_words: words };
  const dayOf = (text: Temporal.PlainDate | string) => Temporal.PlainDate.from(text.toString());
  await insertRows(client, 'retention_reviewer', [{ partnership_id: p, agency_id: council, account_id: dawn, named_by: dawn, named_at: now.subtract({ hours: 24 * 200 }).toString() }]);
  await insertRows(client, 'retention_item', rows.map(({ id, day }, place) => {
    const kept = place === 0;
    return {
      ...base, id: demoId(chance, now.epochMilliseconds), subject_id: id, reviewer_id: dawn, counted_from: day.toString(), due_on: dayOf(day).add({ months: 12 }).toString(), found_at: now.subtract({ hours: 8 }).toString(),
      state: kept ? 'kept' : 'waiting', keep_until: kept ? today.add({ months: 6 }).toString() : null, reason: kept ? 'The same address is in a case that is open: keep it until that is closed.' : '', decided_by: kept ? dawn : null, decided_at: kept ? now.subtract({ hours: 30 }).toString() : null,
    };
  }));
  const sha = () => Array.from({ length: 64 }, () => chance.whole(16).toString(16)).join('');
  await insertRows(client, 'tombstone', [40, 70].map((days) => ({
    ...base, id: demoId(chance, now.epochMilliseconds), subject_sha256: sha(), reference_sha256: sha(), content_sha256: sha(), rows_deleted: { report: 1, party: 1, chronology: 3, outbox: 2 }, files: days === 40 ? 2 : 0,
    counted_from: today.subtract({ days: 380 + days }).toString(), due_on: today.subtract({ days: days + 12 }).toString(), reason: 'Looked at: nothing in it is needed for anything that is open.', deleted_by: dawn, deleted_at: now.subtract({ hours: 24 * days }).toString(),
  })));
}

/** Somebody asks the council what it holds, and says that something is wrong; some reading stands out. */
async function requestsAndReadings(client: pg.Client, { chance, town, now }: Telling): Promise<void> {
  const p = town.partnershipId;
  const council = town.agencyIds.get('council');
  const dawn = town.accountIds.get('dawn');
  const today = now.toZonedDateTimeISO('Europe/London').toPlainDate();
  const { rows: [person] } = await client.query<{ id: string; name: string; report_id: string }>(
    "select y.id, y.name, y.report_id from hub.party y join hub.report r on r.partnership_id = y.partnership_id and r.id = y.report_id where y.partnership_id = $1 and y.role = 'complainant' and r.title = 'Threats and doors kicked, The Stow flats'", [p]);
  if (person === undefined) {
    return;
  }
  const request = (kind: string, days: number, wanted: string) => ({
    partnership_id: p, id: demoId(chance, now.epochMilliseconds), reference: makeReference('S', (size) => Uint8Array.from({ length: size }, () => chance.whole(256))), agency_id: council, kind, record_id: person.id, asker: person.name, for_somebody_else: false, wanted,
    received_on: today.subtract({ days }).toString(), identity_how: 'Seen at the desk with a driving licence.', identity_on: today.subtract({ days: days - 1 }).toString(), identity_by: dawn, state: 'open', handler_id: dawn,
  });
  const access = request('access', 9, 'Please send me everything that you have about me and my flat since the summer.');
  await insertRows(client, 'subject_request', [access, request('correction', 3, 'You write that I live in flat 12. I live in flat 14, and letters go astray.')]);
  await insertRows(client, 'subject_event', [{ partnership_id: p, id: demoId(chance, now.epochMilliseconds), request_id: access.id, words: 'Checked who asks: seen at the desk with a driving licence.', by_account: dawn, at: now.subtract({ hours: 24 * 8 }).toString() }]);
  await client.query(`insert into hub.subject_item (partnership_id, id, request_id, agency_id, source, source_id, case_id, report_id, label, at, words)
    select $1, $3, $2, $4, 'report', r.id, r.case_id, r.id, 'Report ' || r.reference || ': ' || r.title, r.received_at, r.words from hub.report r where r.partnership_id = $1 and r.id = $5`, [p, access.id, demoId(chance, now.epochMilliseconds), council, person.report_id]);
  const entries = await client.query<{ id: string }>("select e.id from hub.chronology e join hub.report r on r.partnership_id = e.partnership_id and r.id = $2 where e.partnership_id = $1 and (e.report_id = r.id or e.case_id = r.case_id) and e.kind in ('note', 'call', 'visit', 'incident') order by e.at, e.id limit 5", [p, person.report_id]);
  for (const { id } of entries.rows) {
    await client.query(`insert into hub.subject_item (partnership_id, id, request_id, agency_id, source, source_id, case_id, report_id, label, at, words) select $1, $3, $2, $4, 'chronology', e.id, e.case_id, e.report_id, 'Entry of the chronology', e.at, e.words from hub.chronology e where e.partnership_id = $1 and e.id = $5`,
      [p, access.id, demoId(chance, now.epochMilliseconds), council, id]);
  }
  const reading = (who: string, agency: string, rule: string, days: number, number: number, usual: number | null, more: object = {}) => ({
    partnership_id: p, id: demoId(chance, now.epochMilliseconds), account_id: town.accountIds.get(who), agency_id: town.agencyIds.get(agency), rule, day: today.subtract({ days }).toString(), number, usual, found_at: now.subtract({ hours: 24 * (days - 1) }).toString(),
    state: 'found', asked_by: null, asked_at: null, question: '', explanation: '', explained_by: null, explained_at: null, outcome: null, outcome_words: '', closed_by: null, closed_at: null, ...more,
  });
  const ines = town.accountIds.get('ines');
  const asked = { asked_by: ines, asked_at: now.subtract({ hours: 24 * 4 }).toString() };
  await insertRows(client, 'unusual_reading', [
    reading('noor', 'council', 'many_files', 2, 64, 11.5),
    reading('tomas', 'council', 'out_of_hours', 6, 5, null, { ...asked, state: 'explained', question: 'Five files between 11 at night and 1. Was he on duty?', explanation: 'He covered the night line for a colleague who was ill. The rota says so.', explained_by: dawn, explained_at: now.subtract({ hours: 24 * 2 }).toString() }),
    reading('priya', 'council', 'no_link', 20, 19, null, { ...asked, asked_at: now.subtract({ hours: 24 * 18 }).toString(), state: 'closed', question: 'Which work was this for?', explanation: 'She drew up the list for the tasking meeting.', explained_by: dawn, explained_at: now.subtract({ hours: 24 * 16 }).toString(), outcome: 'in_order', outcome_words: 'The list of the meeting has the same files.', closed_by: ines, closed_at: now.subtract({ hours: 24 * 15 }).toString() }),
  ]);
}

/** A claim against the council holds a case; a partner is asked about a copy, and another one has answered. */
export async function tellOfRecords(client: pg.Client, telling: Telling): Promise<void> {
  const { chance, town, now } = telling;
  const p = town.partnershipId;
  await reviews(client, telling);
  await requestsAndReadings(client, telling);
  const today = now.toZonedDateTimeISO('Europe/London').toPlainDate();
  const { rows: [file] } = await client.query<{ id: string }>("select id from hub.case_file where partnership_id = $1 and agency_id = $2 and state = 'closed' and not restricted order by closed_at, id limit 1", [p, town.agencyIds.get('council')]);
  if (file !== undefined) {
    await insertRows(client, 'legal_hold', [{
      partnership_id: p, id: demoId(chance, now.epochMilliseconds), subject_kind: 'case', subject_id: file.id, agency_id: town.agencyIds.get('council'), reason: 'A claim against the council about how this was handled; letter before action received.',
      review_on: today.add({ months: 3 }).toString(), placed_by: town.accountIds.get('dawn'), placed_at: now.subtract({ hours: 24 * 12 }).toString(),
    }]);
  }
  // What was deleted where it came from: the council is asked about one, and has the answer of the other.
  const asks = [{ from: 'police', to: 'council', answered: false }, { from: 'council', to: 'housing', answered: true }];
  await insertRows(client, 'receiver_deletion', asks.map(({ from, to, answered }) => ({
    partnership_id: p, id: demoId(chance, now.epochMilliseconds), disclosure_id: null, reference: makeReference('D', (size) => Uint8Array.from({ length: size }, () => chance.whole(256))), from_agency: town.agencyIds.get(from), to_agency: town.agencyIds.get(to), to_account: null,
    why: 'deleted', asked_at: now.subtract({ hours: 24 * 9 }).toString(), due_on: today.add({ days: 19 }).toString(), answer: answered ? 'deleted' : null, words: '', answered_by: answered ? town.accountIds.get('leah') : null, answered_at: answered ? now.subtract({ hours: 24 * 3 }).toString() : null,
  })));
}
