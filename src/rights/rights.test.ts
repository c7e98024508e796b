import { PDFiumLibrary } from '@hyzyla/pdfium';
import { sql } from 'kysely';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { routes as caseRoutes } from '../cases/index.ts';
import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { readWhole, sha256Of } from '../platform/files/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { routes as sharingRoutes } from '../sharing/index.ts';
import { addGateways, addOutsiders, addPerson, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { halves } from '../sharing/photo.testing.ts';
import { makePacks } from './jobs.ts';
import { routes } from './index.ts';
import { startingExemptions } from './starting-exemptions.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
let other: Person;
let gateway: string;
beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  other = await addPerson(town, 'Cora Lind', town.council, ['coordinator']);
  gateway = await addGateways(town);
  for (const one of startingExemptions) {
    await town.owner.query("insert into hub.exemption (partnership_id, id, name, words, source, in_force_from) values ($1, $2, $3, $4, $5, '2018-05-25')", [town.partnership.id, uuidv7(), one.name, one.words, one.source]);
  }
  served = await serveTown(town, [...routes, ...caseRoutes, ...sharingRoutes]);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

/** What a reader of the file can copy out of it. */
async function textOf(pdf: Buffer): Promise<{ text: string; pages: number }> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const text = [...document.pages()].map((page) => page.getText()).join('\n');
  const pages = document.getPageCount();
  document.destroy();
  library.destroy();
  return { text, pages };
}

async function partyOf(reportId: string): Promise<string> {
  return (await town.owner.query("select id from hub.party where report_id = $1 and role = 'complainant'", [reportId])).rows[0].id;
}

async function take(person: Person, record: string, kind = 'access'): Promise<string> {
  const answer = await served.post(person, '/records/requests', { person: record, kind, asker: 'Amara Okafor', behalf: 'own', wanted: 'Everything that you hold about me' });
  expect(answer.status).toBe(303);
  return answer.location.split('/').at(-1) ?? '';
}

const acts = async (person: Person, id: string, act: string, words = '') => (await served.post(person, `/records/requests/${id}/act`, { act, words })).status;
const itemsFor = async (id: string) => (await town.owner.query('select id, source, words, consult_agency from hub.subject_item where request_id = $1 order by at, id', [id])).rows;

describe('a person asks what is held', () => {
  test('from the request to the pack: found, redacted, held back, checked by another one, given', async () => {
    const { caseId, reportId } = await makeCase(town, [out.walled]);
    const p = town.partnership.id;
    await town.owner.query("insert into hub.party (partnership_id, id, agency_id, case_id, role, name, name_key, phone) values ($1, $2, $3, $4, 'alleged', 'Dale Renwick', 'dale renwick', '01632 960777')", [p, uuidv7(), town.council, caseId]);
    await town.owner.query("insert into hub.chronology (partnership_id, id, case_id, at, kind, words, by_account, by_agency, audience) values ($1, $2, $4, now(), 'note', 'Renwick rang from 01632 960 777 and shouted', $5, $3, 'case'), ($1, $6, $4, now(), 'note', 'Police say an arrest is planned', $7, $8, 'case')", [p, uuidv7(), town.council, caseId, town.priya.id, uuidv7(), town.constable.id, town.police]);
    const id = await take(town.supervisor, await partyOf(reportId));
    expect(await acts(town.supervisor, id, 'send')).toBe(409);
    expect(await acts(town.supervisor, id, 'identity')).toBe(422);
    expect(await acts(town.supervisor, id, 'identity', 'Seen with a passport')).toBe(303);
    expect(await acts(town.supervisor, id, 'search')).toBe(303);
    const found = await itemsFor(id);
    expect(found.map(({ source }) => source)).toEqual(expect.arrayContaining(['report', 'party', 'chronology']));
    expect(found.find(({ words }) => words.includes('arrest')).consult_agency).toBe(town.police);
    const about = found.find(({ words }) => words.includes('shouted'));
    const page = await served.get(town.supervisor, `/records/requests/${id}/items/${about.id}`);
    expect(page.body).toContain('value="Renwick"');
    expect(page.body).toContain('value="01632 960 777"');
    expect(page.body).not.toContain('value="Amara');

    expect((await served.post(town.supervisor, `/records/requests/${id}/items/${about.id}`, { decision: 'redact', more: 'not in it' })).status).toBe(422);
    expect((await served.post(town.supervisor, `/records/requests/${id}/items/${about.id}`, { decision: 'withhold', reason: '' })).status).toBe(422);
    const { rows: [crime] } = await town.owner.query("select id from hub.exemption where name = 'Crime'");
    for (const item of found) {
      const decision = item.id === about.id ? { decision: 'redact', strike: ['Renwick', '01632 960 777'] } : item.words.includes('arrest') ? { decision: 'withhold', exemption: crime.id, reason: 'Police ask us not to' } : { decision: 'include' };
      expect((await served.post(town.supervisor, `/records/requests/${id}/items/${item.id}`, decision)).status).toBe(303);
    }
    expect(await acts(town.supervisor, id, 'send')).toBe(303);
    expect(await acts(town.supervisor, id, 'check')).toBe(409);
    expect(await acts(other, id, 'back', 'Look at the note again')).toBe(303);
    expect(await acts(town.supervisor, id, 'send')).toBe(303);
    expect(await acts(other, id, 'check')).toBe(303);
    expect(await makePacks(served.house)).toBe(1);
    expect(await makePacks(served.house)).toBe(0);
    const { rows: [row] } = await town.owner.query('select state, sealed_key, sha256, pages, content from hub.subject_request where id = $1', [id]);
    expect(row).toMatchObject({ state: 'ready', content: null });
    expect(row.pages).toBeGreaterThan(0);
    const { text: words } = await textOf(await readWhole(served.house.files, row.sealed_key));
    expect(words).toContain('kicking every door');
    expect(words).toContain('blacked out 1');
    expect(words).toContain('Crime');
    expect(words).not.toMatch(/Renwick rang|960 777|arrest/);
    expect((await served.get(other, `/records/requests/${id}/pack`)).raw.subarray(0, 4).toString()).toBe('%PDF');
    for (const who of [out.housing, town.constable, town.priya, town.analyst, out.auditor, out.administrator, out.walled]) {
      expect((await served.get(who, `/records/requests/${id}`)).status).toBe(403);
      expect((await served.get(who, `/records/requests/${id}/pack`)).status).toBe(403);
      expect((await served.get(who, `/records/requests/${id}/items/${about.id}`)).status).toBe(403);
      expect((await served.get(who, '/records/requests')).body).not.toContain(id);
    }
    expect(await acts(town.supervisor, id, 'give', 'Handed over at the desk')).toBe(303);
    expect(await acts(town.supervisor, id, 'give', 'Twice')).toBe(409);
  });

  test('files go with the pack: the original as it was received, a photo with parts covered, and nobody else’s', async () => {
    const { caseId, reportId } = await makeCase(town, [out.walled]);
    const white = sharp({ create: { width: 1200, height: 600, channels: 3, background: '#ffffff' } });
    const [photo, sound] = [await white.clone().jpeg().withExif({ IFD0: { Make: 'Telephone' } }).toBuffer(), Buffer.from('a sound recording')];
    await served.house.files.put('copies/rights-photo.webp', await white.clone().webp().toBuffer());
    for (const [name, kind, type, bytes, copy] of [['zorblatt.jpg', 'photo', 'image/jpeg', photo, 'copies/rights-photo.webp'], ['night.mp3', 'sound', 'audio/mpeg', sound, null], ['held.mp3', 'sound', 'audio/mpeg', sound, null]] as const) {
      await served.house.files.put(`sealed/rights-${name.split('.')[0] ?? ''}`, bytes);
      await town.owner.query(`insert into hub.evidence (partnership_id, id, case_id, report_id, name, kind, content_type, size, sha256, sealed_key, copy_key, copy_type, copy_state, received_from) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'image/webp', $12, 'resident')`,
        [town.partnership.id, uuidv7(), caseId, reportId, name, kind, type, bytes.length, sha256Of(bytes), `sealed/rights-${name.split('.')[0] ?? ''}`, copy, copy === null ? 'none' : 'ready']);
    }
    const id = await take(town.supervisor, await partyOf(reportId));
    await acts(town.supervisor, id, 'identity', 'Seen with a passport');
    await acts(town.supervisor, id, 'search');
    const found = await itemsFor(id);
    const item = (words: string): string => found.find((one) => one.source === 'file' && one.words.includes(words))?.id ?? '';
    const address = (words: string): string => `/records/requests/${id}/items/${item(words)}`;
    expect((await served.get(town.supervisor, address('zorblatt'))).body).toContain(`${address('zorblatt')}/picture`);
    expect((await served.get(town.supervisor, `${address('zorblatt')}/picture?covers=A1:B2`)).type).toBe('image/jpeg');
    expect((await served.get(town.supervisor, `${address('night')}/picture`)).status).toBe(404);
    for (const who of [out.housing, town.constable, town.priya, out.auditor, out.administrator, out.walled]) {
      expect((await served.get(who, `${address('zorblatt')}/picture`)).status).toBe(403);
    }
    for (const [words, form, said] of [['zorblatt', { covers: 'Z9' }, 'Name squares such as'], ['zorblatt', { covers: '2: A1' }, 'It has one page'], ['zorblatt', { covers: '' }, 'Name the squares'], ['night', { more: 'night' }, 'cannot be covered']] as const) {
      const wrong = await served.post(town.supervisor, address(words), { decision: 'redact', ...form });
      expect([wrong.status, wrong.body.includes(said)], said).toEqual([422, true]);
    }
    const { rows: [crime] } = await town.owner.query("select id from hub.exemption where name = 'Crime'");
    for (const one of found) {
      const decision = one.id === item('zorblatt') ? { decision: 'redact', covers: 'A1:F12', more: 'zorblatt.jpg' } : one.id === item('held') ? { decision: 'withhold', exemption: crime.id, reason: 'Police ask us not to' } : { decision: 'include' };
      expect((await served.post(town.supervisor, `/records/requests/${id}/items/${one.id}`, decision)).status).toBe(303);
    }
    await acts(town.supervisor, id, 'send');
    expect(await acts(other, id, 'check')).toBe(303);
    expect(await makePacks(served.house)).toBe(1);
    const { rows: given } = await town.owner.query('select id, name, sha256, drawn, sealed_key from hub.subject_file where request_id = $1 order by position', [id]);
    expect(given.map(({ name, drawn }) => [name, drawn])).toEqual(expect.arrayContaining([['file-01.jpg', true], ['file-02.mp3', false]]));
    expect(given).toHaveLength(2);
    const [drawn, original] = given;
    expect(original.sha256).toBe(sha256Of(sound));
    const taken = await served.get(town.supervisor, `/records/requests/${id}/files/${drawn.id}`);
    expect([taken.type, sha256Of(taken.raw), (await sharp(taken.raw).metadata()).exif, ...(await halves(taken.raw))]).toEqual(['image/jpeg', drawn.sha256, undefined, 'black', 'white']);
    expect((await served.get(town.supervisor, `/records/requests/${id}/files/${original.id}`)).raw).toEqual(sound);
    const zip = await served.get(town.supervisor, `/records/requests/${id}/everything`);
    expect([zip.type, zip.raw.includes('files/file-01.jpg'), zip.raw.includes(sound), zip.raw.includes('%PDF')]).toEqual(['application/zip', true, true, true]);
    const { rows: [row] } = await town.owner.query('select sealed_key from hub.subject_request where id = $1', [id]);
    const { text } = await textOf(await readWhole(served.house.files, row.sealed_key));
    expect(text.replaceAll(/\s/g, '')).toContain(drawn.sha256);
    expect(text).not.toContain('zorblatt');
    for (const who of [out.housing, town.constable, town.priya, town.analyst, out.auditor, out.administrator, out.walled]) {
      for (const part of [`files/${drawn.id}`, `files/${original.id}`, 'everything']) {
        expect((await served.get(who, `/records/requests/${id}/${part}`)).status, part).toBe(403);
      }
      expect(await town.as(who, async (tx) => tx.all(sql`select 1 from hub.subject_file where request_id = ${id}`))).toEqual([]);
    }
    const { rows: trail } = await town.owner.query("select event, detail from hub.audit_entry where subject_id = $1 and event in ('subject_request.file_taken', 'subject_request.pack_taken') order by at", [id]);
    expect(trail).toEqual([{ event: 'subject_request.file_taken', detail: { file: 'file-01.jpg' } }, { event: 'subject_request.file_taken', detail: { file: 'file-02.mp3' } }, { event: 'subject_request.pack_taken', detail: { files: 2 } }]);
  });

  test('what is restricted is found, and decided only by those named on it', async () => {
    const { caseId, reportId } = await makeCase(town, []);
    const record = await partyOf(reportId);
    const id = await take(town.supervisor, record);
    await acts(town.supervisor, id, 'identity', 'Known to us');
    await town.owner.query('update hub.case_file set restricted = true where id = $1', [caseId]);
    await town.owner.query("insert into hub.case_principal (partnership_id, case_id, principal_id, kind) values ($1, $2, $3, 'account')", [town.partnership.id, caseId, other.id]);
    await town.owner.query('select hub.refresh_case_access($1, array[$2]::uuid[])', [town.partnership.id, caseId]);
    expect(await acts(town.supervisor, id, 'search')).toBe(303);
    const [item] = await itemsFor(id);
    const page = await served.get(town.supervisor, `/records/requests/${id}`);
    expect(page.body).toContain('in records that you may not see');
    expect(page.body).not.toContain('Threats on the landing');
    expect((await served.get(town.supervisor, `/records/requests/${id}/items/${item.id}`)).status).toBe(403);
    expect((await served.get(other, `/records/requests/${id}/items/${item.id}`)).status).toBe(200);
    expect(await acts(town.supervisor, id, 'send')).toBe(409);
    for (const one of await itemsFor(id)) {
      expect((await served.post(other, `/records/requests/${id}/items/${one.id}`, { decision: 'include' })).status).toBe(303);
    }
    expect(await acts(other, id, 'send')).toBe(303);
    // the second pair of eyes must be one that may see all of it
    expect(await acts(town.supervisor, id, 'check')).toBe(409);
    const rows = await town.as(town.supervisor, async (tx) => tx.all(sql`select * from hub.subject_pack(${id})`));
    expect(rows).toEqual([]);
    await expect(town.as(town.supervisor, async (tx) => tx.all(sql`select content from hub.subject_request where id = ${id}`))).rejects.toMatchObject({ code: '42501' });
  });

  test('is refused with a reason, paused and extended with one', async () => {
    const { reportId } = await makeCase(town, []);
    const id = await take(town.supervisor, await partyOf(reportId));
    await acts(town.supervisor, id, 'identity', 'Known to us');
    expect(await acts(town.supervisor, id, 'pause', 'Which of four addresses')).toBe(303);
    expect(await acts(town.supervisor, id, 'pause', 'Again')).toBe(409);
    expect(await acts(town.supervisor, id, 'resume')).toBe(303);
    expect(await acts(town.supervisor, id, 'extend')).toBe(422);
    expect(await acts(town.supervisor, id, 'extend', 'Nine cases and 400 pages')).toBe(303);
    expect(await acts(town.supervisor, id, 'refuse')).toBe(422);
    expect(await acts(town.supervisor, id, 'refuse', 'The same was answered two weeks ago')).toBe(303);
    expect(await acts(town.supervisor, id, 'search')).toBe(409);
    await expect(town.as(town.supervisor, async (tx) => tx.run(sql`update hub.subject_event set words = 'x' where request_id = ${id}`))).rejects.toMatchObject({ code: '42501' });
  });
});

test('a correction stands beside what was written, and every receiver is told', async () => {
  const { caseId, reportId } = await makeCase(town, []);
  const record = await partyOf(reportId);
  const disclosure = uuidv7();
  await town.owner.query(`insert into hub.disclosure (partnership_id, id, reference, case_id, from_agency, to_agency, purpose, gateway_id, necessity, decision, decided_by, decided_at, valid_until) values ($1, $2, 'DCC-CCC-CC', $3, $4, $5, 'x', $6, 'x', 'given', $7, now(), now() + interval '30 days')`,
    [town.partnership.id, disclosure, caseId, town.council, town.police, gateway, town.supervisor.id]);
  const id = await take(town.supervisor, record, 'correction');
  expect((await served.get(town.supervisor, `/records/requests/${id}/correct`)).body).toContain('1 disclosure of it is live');
  expect((await served.post(town.supervisor, `/records/requests/${id}/correct`, { kind: 'correction', original: 'Flat 2', words: '' })).status).toBe(422);
  expect((await served.post(out.walled, `/records/requests/${id}/correct`, { kind: 'correction', original: 'Flat 2', words: 'Flat 3' })).status).toBe(303);
  const { rows: notices } = await town.owner.query('select kind, words from hub.disclosure_notice where disclosure_id = $1', [disclosure]);
  expect(notices).toEqual([{ kind: 'corrected', words: 'Flat 3' }]);
  const { rows: kept } = await town.owner.query('select original, words, receivers from hub.correction where record_id = $1', [record]);
  expect(kept).toEqual([{ original: 'Flat 2', words: 'Flat 3', receivers: 1 }]);
  expect((await served.post(town.supervisor, `/records/requests/${id}/correct`, { kind: 'correction', original: 'Flat 2', words: 'Flat 4' })).status).toBe(409);
  const seen = await town.as(town.constable, async (tx) => tx.all(sql`select 1 from hub.correction where record_id = ${record}`));
  expect(seen).toEqual([]);
});
