import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { routes as sharingRoutes } from '../sharing/index.ts';
import { addGateways, addOutsiders, addPerson, makeCase, testAim, type Outsiders } from '../sharing/outsiders.testing.ts';
import { caseWithPhoto, halves } from '../sharing/photo.testing.ts';
import { routes } from './index.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
let gateway: string;
let second: Person;
let sergeant: Person;
beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  gateway = await addGateways(town);
  sergeant = await addPerson(town, 'Rae Ford', town.police, ['supervisor']);
  second = await addPerson(town, 'Bo Lind', town.police, ['officer']);
  served = await serveTown(town, [...routes, ...sharingRoutes]);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

async function offer(caseId: string, fields: Record<string, string> = {}, who = town.supervisor): Promise<string> {
  const answer = await served.post(who, `/cases/${caseId}/transfer`, {
    kind: 'transfer', keeps: 'nothing', agency: town.police, reason: 'Threats are for the police', days: '5', free: 'Threats on the landing since June', aim: testAim, purpose: 'To take it over', gateway, necessity: 'They must know what it is', proportionality: 'No names', until: '2027-02-01', ...fields,
  });
  expect(answer.status, answer.body.match(/govuk-error-message[^<]*<[^>]*>[^<]*<[^>]*>[^<]*/)?.[0] ?? '').toBe(303);
  const { rows } = await town.owner.query('select id, disclosure_id from hub.case_transfer where case_id = $1 order by offered_at desc, id desc limit 1', [caseId]);
  await town.owner.query("update hub.disclosure set valid_until = now() + interval '30 days' where id = $1", [rows[0].disclosure_id]);
  return rows[0].id;
}

async function give(who: Person, caseId: string, agency: string, free: string): Promise<string> {
  const answer = await served.post(who, `/cases/${caseId}/share`, { decision: 'items', agency, free, aim: 'none', allow: 'It cannot wait for an agreement', purpose: 'To act', gateway, necessity: 'They need it', proportionality: 'No names', until: '2027-02-01' });
  expect(answer.status, answer.body.match(/govuk-error-message[^<]*<[^>]*>[^<]*<[^>]*>[^<]*/)?.[0] ?? '').toBe(303);
  const { rows } = await town.owner.query('select disclosure_id from hub.disclosure_item where words = $1', [free]);
  await town.owner.query("update hub.disclosure set valid_until = now() + interval '30 days' where id = $1", [rows[0].disclosure_id]);
  return rows[0].disclosure_id;
}

async function referenceOf(disclosureId: string): Promise<string> {
  return (await town.owner.query('select reference from hub.disclosure where id = $1', [disclosureId])).rows[0].reference;
}

async function sees(who: Person, caseId: string): Promise<boolean> {
  return (await served.get(who, `/cases/${caseId}/share`)).status === 200;
}

describe('a transfer', () => {
  test('shows the summary alone; on acceptance the case moves, access with it, and the resident is told who has it', async () => {
    const { caseId, reportId } = await makeCase(town, [out.walled]);
    const id = await offer(caseId);
    const summary = await served.get(town.constable, `/sharing/transfers/${id}`);
    expect(summary.body).toContain('Threats on the landing since June');
    expect(summary.body).not.toContain('Amara');
    expect(await sees(town.constable, caseId)).toBe(false);
    const accepted = await served.post(town.constable, `/sharing/transfers/${id}/accept`, { owner: second.id, words: '' });
    expect(accepted.status).toBe(303);
    expect(accepted.location).toBe(`/cases/${caseId}`);
    expect([await sees(town.constable, caseId), await sees(second, caseId), await sees(town.priya, caseId), await sees(town.supervisor, caseId)]).toEqual([true, true, false, false]);
    const { rows } = await town.owner.query('select agency_id, owner_id from hub.case_file where id = $1', [caseId]);
    expect(rows[0]).toEqual({ agency_id: town.police, owner_id: second.id });
    const { rows: messages } = await town.owner.query('select words from hub.message where report_id = $1', [reportId]);
    expect(messages[0].words).toContain('Bo Lind of Essex Police has your case from today. Harlow Council had it before.');
    const { rows: history } = await town.owner.query('select words from hub.chronology where case_id = $1', [caseId]);
    expect(history.map(({ words }) => words).join('\n')).toMatch(/Case opened[\s\S]*Moved from Harlow Council to Essex Police/);
    // Whoever gave it away keeps the record of that, not the case.
    expect((await served.get(town.supervisor, `/sharing/transfers/${id}`)).status).toBe(200);
    expect((await served.post(town.constable, `/sharing/transfers/${id}/accept`, { owner: second.id })).status).toBe(409);
  });

  test('offers photos in its summary, as redacted copies that open for those alone who answer', async () => {
    const { caseId, evidenceId } = await caseWithPhoto(town, served.house.files, town.priya);
    expect((await served.get(town.supervisor, `/cases/${caseId}/transfer`)).body).toContain(`value="file:${evidenceId}"`);
    const id = await offer(caseId, { kind: 'referral', items: `file:${evidenceId}`, [`cover-file:${evidenceId}`]: 'A1:F12' });
    const { rows: [made] } = await town.owner.query("select i.disclosure_id, i.id from hub.case_transfer t join hub.disclosure_item i on i.disclosure_id = t.disclosure_id where t.id = $1 and i.copy_key is not null", [id]);
    const address = `/shared/${made.disclosure_id}/files/${made.id}`;
    expect((await served.get(town.constable, `/sharing/transfers/${id}`)).body).toContain(address);
    expect(await halves((await served.get(town.constable, address)).raw)).toEqual(['black', 'white']);
    for (const who of [out.housing, out.auditor, out.administrator]) {
      expect((await served.get(who, address)).status).toBe(403);
    }
    const accepted = await served.post(town.constable, `/sharing/transfers/${id}/accept`, { owner: second.id, title: 'Threats, The Stow' });
    const { rows: [note] } = await town.owner.query("select words from hub.chronology where case_id = $1 and kind = 'note'", [accepted.location.split('/').at(-1)]);
    expect(note.words).toContain('parts covered: with the offer F');
    const again = await caseWithPhoto(town, served.house.files, town.priya);
    const refused = await offer(again.caseId, { items: `file:${again.evidenceId}` });
    expect((await served.post(town.constable, `/sharing/transfers/${refused}/reject`, { reason: 'No' })).status).toBe(303);
    const { rows: [gone] } = await town.owner.query("select i.disclosure_id, i.id from hub.case_transfer t join hub.disclosure_item i on i.disclosure_id = t.disclosure_id where t.id = $1 and i.copy_key is not null", [refused]);
    expect((await served.get(town.constable, `/shared/${gone.disclosure_id}/files/${gone.id}`)).status).toBe(403);
  });

  test('leaves the old owner its own ledger: what it gave, to whom and who read it; nothing that others give of the case since, and outsiders nothing', async () => {
    const { caseId, reference } = await makeCase(town, [out.walled]);
    const gave = await give(town.supervisor, caseId, out.housing.agencyId, 'Told before the move');
    expect((await served.get(out.housing, `/shared/${gave}`)).status).toBe(200);
    const id = await offer(caseId);
    expect((await served.post(town.constable, `/sharing/transfers/${id}/accept`, { owner: town.constable.id })).status).toBe(303);
    const later = await give(sergeant, caseId, out.housing.agencyId, 'Told after the move');
    const back = await give(sergeant, caseId, town.council, 'Told to the old owner');

    const csv = async (who: Person, way = ''): Promise<string> => (await served.get(who, `/sharing/ledger/export${way}`)).body;
    for (const who of [town.supervisor, town.priya, town.colleague]) {
      const page = await served.get(who, `/shared/${gave}`);
      expect([page.status, page.body.includes('Told before the move'), page.body.includes('Leah Brandt'), page.body.includes(reference)]).toEqual([200, true, true, false]);
      expect(await csv(who)).toContain(await referenceOf(gave));
      expect([(await served.get(who, `/shared/${later}`)).status, (await csv(who)).includes(await referenceOf(later)), await sees(who, caseId)]).toEqual([403, false, false]);
      expect([(await served.get(who, `/shared/${back}`)).status, (await csv(who, '?way=received')).includes(await referenceOf(back))]).toEqual([200, true]);
      expect([(await served.get(who, `/shared/${gave}/withdraw`)).status, (await served.post(who, `/shared/${gave}/withdraw`, { reason: 'Ours' })).status]).toEqual([403, 403]);
    }
    for (const who of [out.walled, out.auditor, out.administrator]) {
      expect([(await served.get(who, `/shared/${gave}`)).status, (await csv(who)).includes(await referenceOf(gave))]).toEqual([403, false]);
    }
    // Restricted by its new owner: whoever decided still has the line.
    await town.owner.query('update hub.case_file set restricted = true where id = $1', [caseId]);
    await town.owner.query('select hub.refresh_case_access($1, array[$2]::uuid[])', [town.partnership.id, caseId]);
    expect([(await served.get(town.supervisor, `/shared/${gave}`)).status, (await served.get(town.priya, `/shared/${gave}`)).status]).toEqual([200, 403]);
  });

  test('may leave the old owner the case until a day, and the new one can end that', async () => {
    const { caseId } = await makeCase(town, []);
    const id = await offer(caseId, { keeps: 'until', 'keep-until': '2099-01-01' }).catch(() => offer(caseId, { keeps: 'until', 'keep-until': '2027-06-01' }));
    await town.owner.query("update hub.case_transfer set keep_until = now() + interval '30 days' where id = $1", [id]);
    expect((await served.post(town.constable, `/sharing/transfers/${id}/accept`, { owner: town.constable.id })).status).toBe(303);
    expect([await sees(town.constable, caseId), await sees(town.priya, caseId)]).toEqual([true, true]);
    const { rows } = await town.owner.query("select id from hub.disclosure where case_id = $1 and scope = 'case'", [caseId]);
    expect((await served.post(town.constable, `/shared/${rows[0].id}/withdraw`, { reason: 'Handed over' })).status).toBe(303);
    expect(await sees(town.priya, caseId)).toBe(false);
  });

  test('is a supervisor’s to offer; an officer may refer', async () => {
    const { caseId } = await makeCase(town, []);
    const answer = await served.post(town.priya, `/cases/${caseId}/transfer`, { kind: 'transfer', keeps: 'nothing', agency: town.police, reason: 'x', days: '5' });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('A supervisor decides');
    await offer(caseId, { kind: 'referral' }, town.priya);
  });

  test('is not accepted with a reason: the summary is gone, the case stays', async () => {
    const { caseId } = await makeCase(town, []);
    const id = await offer(caseId);
    expect((await served.post(town.constable, `/sharing/transfers/${id}/reject`, { reason: '' })).status).toBe(422);
    expect((await served.post(town.constable, `/sharing/transfers/${id}/reject`, { reason: 'No crime in it' })).status).toBe(303);
    expect((await served.get(town.constable, `/sharing/transfers/${id}`)).body).not.toContain('since June');
    expect(await sees(town.priya, caseId)).toBe(true);
    expect((await served.get(town.priya, `/sharing/transfers/${id}`)).body).toContain('No crime in it');
    const { rows } = await town.owner.query("select words from hub.chronology where case_id = $1 and words like '%did not accept%'", [caseId]);
    expect(rows).toHaveLength(1);
    await offer(caseId);
  });

  test('does not exist for outsiders', async () => {
    const { caseId } = await makeCase(town, [out.walled]);
    const id = await offer(caseId);
    for (const who of [out.housing, out.walled, out.auditor, out.administrator]) {
      for (const part of ['', '/accept', '/reject', '/withdraw']) {
        expect((await served.get(who, `/sharing/transfers/${id}${part}`)).status, part).toBe(403);
      }
      expect((await served.post(who, `/sharing/transfers/${id}/accept`, { owner: who.id })).status).toBe(403);
      expect((await served.post(who, `/sharing/transfers/${id}/reject`, { reason: 'x' })).status).toBe(403);
      expect((await served.get(who, '/sharing/transfers')).body).not.toContain(id);
      expect((await served.get(who, `/cases/${caseId}/transfer`)).status).toBe(403);
    }
    expect((await served.post(town.priya, `/sharing/transfers/${id}/accept`, { owner: town.priya.id })).status).toBe(403);
    expect((await served.post(town.constable, `/sharing/transfers/${id}/accept`, { owner: town.priya.id })).status).toBe(422);
  });

  test('of a restricted case is for one named person, who then is named on it', async () => {
    const { caseId } = await makeCase(town, [], true);
    await town.owner.query("insert into hub.case_principal (partnership_id, case_id, principal_id, kind) values ($1, $2, $3, 'account')", [town.partnership.id, caseId, town.supervisor.id]);
    await town.owner.query('select hub.refresh_case_access($1, array[$2]::uuid[])', [town.partnership.id, caseId]);
    const id = await offer(caseId, { person: town.constable.id });
    expect((await served.get(second, `/sharing/transfers/${id}`)).status).toBe(403);
    expect((await served.post(town.constable, `/sharing/transfers/${id}/accept`, { owner: town.constable.id })).status).toBe(303);
    expect([await sees(town.constable, caseId), await sees(second, caseId), await sees(town.priya, caseId), await sees(town.supervisor, caseId)]).toEqual([true, false, false, false]);
  });

  test('that was closed or restricted meanwhile is not accepted', async () => {
    const { caseId } = await makeCase(town, []);
    const id = await offer(caseId);
    await town.owner.query("update hub.case_file set state = 'closed' where id = $1", [caseId]);
    expect((await served.post(town.constable, `/sharing/transfers/${id}/accept`, { owner: town.constable.id })).status).toBe(409);
    expect(await sees(town.constable, caseId)).toBe(false);
  });
});

describe('a referral', () => {
  test('opens a case of their own that begins with the summary; ours stays ours', async () => {
    const { caseId } = await makeCase(town, []);
    const id = await offer(caseId, { kind: 'referral' }, town.priya);
    const accepted = await served.post(town.constable, `/sharing/transfers/${id}/accept`, { owner: second.id, title: 'Threats, The Stow' });
    expect(accepted.status).toBe(303);
    const own = accepted.location.split('/').at(-1) ?? '';
    expect(own).not.toBe(caseId);
    expect([await sees(town.constable, own), await sees(town.priya, own), await sees(town.constable, caseId), await sees(town.priya, caseId)]).toEqual([true, false, false, true]);
    const { rows } = await town.owner.query("select words from hub.chronology where case_id = $1 and kind = 'note'", [own]);
    expect(rows[0].words).toContain('Threats on the landing since June');
    const { rows: ours } = await town.owner.query("select words from hub.chronology where case_id = $1 and words like '%accepted the referral%'", [caseId]);
    expect(ours).toHaveLength(1);
  });
});
