import type pg from 'pg';
import type { Temporal } from 'temporal-polyfill';

import { comparable, defaultModel, likeness } from '../matching/index.ts';
import { insertRows, type Row } from '../platform/database/index.ts';
import { nameKey } from '../platform/names/index.ts';
import { makeReference } from '../platform/references/index.ts';
import { demoId, type Chance } from './random.ts';
import type { Town } from './town.ts';

/* People of the story across agencies, all invented: somebody whom three agencies spell in three ways, somebody who reports again and again,
   and a list of a housing association that waits for somebody to look at. */

interface Telling {
  readonly chance: Chance;
  readonly town: Town;
  readonly now: Temporal.Instant;
  readonly gatewayId: string;
}

interface Someone {
  readonly id: string;
  readonly name: string;
  readonly born: string | null;
  readonly postcode: string;
  readonly address: string;
}

const born = '1998-05-17';

function reference({ chance }: Telling, prefix: string): string {
  return makeReference(prefix, (size) => Uint8Array.from({ length: size }, () => chance.whole(256)));
}

/** A partner's case that the partner shares whole with the council. */
async function partnerCase(client: pg.Client, telling: Telling, agency: 'police' | 'housing', owner: string, title: string, days: number): Promise<string> {
  const { chance, town, now, gatewayId } = telling;
  const at = now.subtract({ hours: days * 24 });
  const id = demoId(chance, at.epochMilliseconds);
  const by = town.agencyIds.get(agency);
  await insertRows(client, 'case_file', [{ partnership_id: town.partnershipId, id, reference: reference(telling, 'C'), title, agency_id: by, owner_id: town.accountIds.get(owner), state: 'open', stage: 'acting', restricted: false, opened_at: at.toString(), opened_by: town.accountIds.get(owner), warning: '', place_words: 'The Stow' }]);
  await insertRows(client, 'disclosure', [{
    partnership_id: town.partnershipId, id: demoId(chance, at.epochMilliseconds), reference: reference(telling, 'D'), case_id: id, from_agency: by, to_agency: town.agencyIds.get('council'), to_account: null, scope: 'case', purpose: 'To work on this together',
    gateway_id: gatewayId, necessity: 'The council deals with the same person on the same estate.', caveat: 'As recorded; not yet tested in court.', withheld: '', decision: 'given', refusal_reason: null, decided_by: town.accountIds.get(owner), decided_at: at.toString(), valid_until: now.add({ hours: 24 * 180 }).toString(),
  }]);
  return id;
}

function party(telling: Telling, agency: string, caseId: string, someone: Omit<Someone, 'id'>, more: Row = {}): Row & { id: string } {
  const { chance, town, now } = telling;
  return {
    partnership_id: town.partnershipId, id: demoId(chance, now.epochMilliseconds), agency_id: town.agencyIds.get(agency), case_id: caseId, role: 'alleged', kind: 'person', name: someone.name, name_key: nameKey(someone.name), born_on: someone.born, age_words: '',
    under_18: false, description: '', vulnerability: '', address: someone.address, postcode: someone.postcode, created_at: now.subtract({ hours: 24 * 20 }).toString(), ...more,
  };
}

async function councilCases(client: pg.Client, { town }: Telling): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select c.id from hub.case_file c join hub.report r on r.partnership_id = c.partnership_id and r.case_id = c.id where c.partnership_id = $1 and c.state = 'open' and not c.restricted and c.agency_id = $2 and c.title <> 'Threats and doors kicked, The Stow flats'
     group by c.id order by count(*) desc, max(r.received_at) desc limit 2`, [town.partnershipId, town.agencyIds.get('council')]);
  return rows.map(({ id }) => id);
}

async function persistent(client: pg.Client, telling: Telling): Promise<Someone> {
  const { chance, town, now } = telling;
  const p = town.partnershipId;
  const [first = '', second = ''] = await councilCases(client, telling);
  const police = await partnerCase(client, telling, 'police', 'owen', 'Threats and a moped ridden at people', 90);
  const housing = await partnerCase(client, telling, 'housing', 'leah', 'Breach of tenancy, visitors day and night', 60);
  const council: Omit<Someone, 'id'> = { name: 'Dale Renwick', born, address: '14 Invented Court', postcode: 'CM20 3AF' };
  const rows = [
    party(telling, 'council', first, council, { description: 'Often seen with a red moped' }), party(telling, 'council', second, { ...council, address: '' }),
    party(telling, 'police', police, { ...council, name: 'Dayle Renwick', address: '' }), party(telling, 'housing', housing, { ...council, name: 'Dale Renick' }, { vulnerability: 'Lost his job in the spring; drinks' }),
    party(telling, 'police', police, { name: 'Corey Haldane', born: '2010-09-02', address: '', postcode: '' }, { under_18: true }),
  ];
  await insertRows(client, 'party', rows);
  const [dale, , dayle, , corey] = rows.map(({ id }) => id);
  const at = now.subtract({ hours: 24 * 12 }).toString();
  const by = { agency_id: town.agencyIds.get('council'), added_by: town.accountIds.get('priya'), added_at: at, partnership_id: p };
  await insertRows(client, 'person_fact', [
    { ...by, id: demoId(chance, now.epochMilliseconds), record_id: dale, kind: 'alias', value: 'Renny', value_key: 'renny', note: 'As the young people call him' },
    { ...by, id: demoId(chance, now.epochMilliseconds), record_id: dale, kind: 'vehicle', value: 'Red Honda moped, no plate', value_key: '', note: 'Seen by two wardens' },
  ]);
  await insertRows(client, 'person_warning', [{ ...by, id: demoId(chance, now.epochMilliseconds), record_id: dale, kind: 'violence', words: 'Do not knock alone', reason: 'Pushed a warden off the step in October, seen by a neighbour', owner_id: town.accountIds.get('priya'), review_on: now.add({ hours: 24 * 150 }).toString().slice(0, 10) }]);
  await insertRows(client, 'association', [{ ...by, id: demoId(chance, now.epochMilliseconds), record_id: dale, other_id: corey, kind: 'exploits', words: 'Sends him to doors with parcels' }]);
  const [left, right] = [dale, dayle].toSorted();
  const link = { partnership_id: p, id: demoId(chance, now.epochMilliseconds), left_id: left, right_id: right, verdict: 'same', why: 'Same birth date, and the constable knows him', probability: 0.98, decided_by: town.accountIds.get('priya'), decided_agency: by.agency_id, decided_at: at };
  const [one, other] = [rows[0]?.id ?? '', rows[1]?.id ?? ''].toSorted();
  await insertRows(client, 'person_link', [link, { ...link, id: demoId(chance, now.epochMilliseconds), left_id: one, right_id: other, why: 'The same in both cases' }]);
  await client.query('select hub.settle_people($1, $2::uuid[])', [p, rows.map(({ id }) => id)]);
  return { ...council, id: dale ?? '' };
}

/** One person who reported four times this half-year, each time as a new report. */
async function repeatVictim(client: pg.Client, { town, now }: Telling): Promise<void> {
  await client.query(
    `update hub.party x set name = 'Mira Castellan', name_key = 'mira castellan', born_on = '1951-02-11', vulnerability = 'Lives alone, uses a frame', email = null, phone = '01632 960188', safe_contact = '{"routes":["phone"],"plain":false}'
     where x.partnership_id = $1 and x.id in (
       select p.id from hub.party p join hub.report r on r.partnership_id = p.partnership_id and r.id = p.report_id
       where p.partnership_id = $1 and p.role = 'complainant' and p.name <> '' and not r.anonymous and not r.restricted and r.agency_id = $2 and r.received_at > $3 and r.state in ('in_case', 'closed', 'merged')
         and r.title <> 'Threats and doors kicked, The Stow flats' order by r.received_at desc limit 4)`,
    [town.partnershipId, town.agencyIds.get('council'), now.subtract({ hours: 24 * 150 }).toString()]);
}

const tenants: readonly Omit<Someone, 'id'>[] = [
  { name: 'Dale Renick', born, address: '14 Invented Court', postcode: 'CM20 3AF' },
  { name: 'Mira Castelan', born: '1951-02-11', address: '3 Invented Court', postcode: 'CM20 3AF' },
  { name: 'Osric Vantham', born: '1972-12-30', address: '5 Invented Court', postcode: 'CM20 3AF' },
  { name: 'Prudence Ilkeston', born: '1985-07-08', address: '6 Invented Court', postcode: 'CM20 3AF' },
  { name: 'Ludo Fennimore', born: null, address: '9 Invented Court', postcode: 'CM20 3AF' },
];

async function partnerFile(client: pg.Client, { chance, town, now }: Telling, dale: Someone): Promise<void> {
  const p = town.partnershipId;
  const [council, priya] = [town.agencyIds.get('council'), town.accountIds.get('priya')];
  const at = now.subtract({ hours: 26 });
  const fileId = demoId(chance, at.epochMilliseconds);
  const columns = ['Tenant ID', 'Full name', 'DOB', 'Address', 'Postcode'];
  await insertRows(client, 'person_file', [{
    partnership_id: p, id: fileId, agency_id: council, name: 'stow-tenancies.csv', source_words: 'Eastgate Homes', purpose: 'Joint work at The Stow, agreement of March 2026', sealed_key: '', sha256: 'demonstration', size: 412, columns, shape: 'demonstration', sample: [],
    mapping: { fields: { number: 0, name: 1, born: 2, address: 3, postcode: 4 }, role: 'other' }, state: 'done', rows_total: 7, rows_read: 5, rows_added: 5, rows_changed: 0, rows_same: 0, rows_bad: 2,
    bad: [{ row: 4, sentence: 'It has no name.' }, { row: 7, sentence: 'Its date of birth is no date: give it as 7/6/1988.' }], problem: null, created_by: priya, created_at: at.toString(), finished_at: at.add({ minutes: 1 }).toString(),
  }]);
  const rows = tenants.map((tenant, place) => ({
    partnership_id: p, id: demoId(chance, at.epochMilliseconds + place), agency_id: council, file_id: fileId, source_shape: 'demonstration', source_key: `T${1041 + place}`, source_words: 'Eastgate Homes', role: 'other', kind: 'person', name: tenant.name, name_key: nameKey(tenant.name),
    born_on: tenant.born, age_words: '', under_18: false, description: '', vulnerability: '', phone: null, email: null, address: tenant.address, postcode: tenant.postcode, created_at: at.toString(), created_by: priya, changed_at: at.toString(),
  }));
  await insertRows(client, 'held_person', rows);
  const held = ({ name, born: day, postcode, address }: Omit<Someone, 'id'>) => comparable({ name_key: nameKey(name), born_on: day, postcode: postcode.replace(' ', ''), phone: '', email: '', address: address.toLowerCase() });
  const [tenant] = tenants;
  const score = tenant === undefined ? undefined : likeness(defaultModel, held(dale), held(tenant));
  const [left, right] = [dale.id, rows[0]?.id ?? ''].toSorted();
  await insertRows(client, 'match_pair', score === undefined ? [] : [{
    partnership_id: p, left_id: left, right_id: right, probability: score.probability, weight: score.weight, prior: score.prior, steps: { turned: score.turned, steps: score.steps }, model_version: 0, file_id: fileId, found_at: at.toString(), verdict: null,
  }]);
}

/** Run when reports and cases are in, in the same transaction. */
export async function tellOfPeople(client: pg.Client, telling: Telling): Promise<void> {
  const dale = await persistent(client, telling);
  await repeatVictim(client, telling);
  await partnerFile(client, telling, dale);
  const { town } = telling;
  await client.query('update hub.matching_rule set named_agencies = $2::uuid[] where partnership_id = $1', [town.partnershipId, [town.agencyIds.get('police'), town.agencyIds.get('housing')]]);
}
