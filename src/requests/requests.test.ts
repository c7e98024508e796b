import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { englandAndWales } from '../platform/calendar/index.ts';
import { routes as sharingRoutes } from '../sharing/index.ts';
import { addGateways, addOutsiders, addPerson, makeCase, testAim, type Outsiders } from '../sharing/outsiders.testing.ts';
import { caseWithPhoto, halves } from '../sharing/photo.testing.ts';
import { routes } from './index.ts';
import { raiseLateRequests } from './jobs.ts';
import { actsFor, daysToAnswer, levelsReached, resumedDue } from './rules.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
let gateway: string;
let sergeant: Person;
let second: Person;
beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  gateway = await addGateways(town);
  sergeant = await addPerson(town, 'Rae Sterling', town.police, ['supervisor']);
  second = await addPerson(town, 'Bo Lind', town.police, ['officer']);
  served = await serveTown(town, [...routes, ...sharingRoutes]);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

const words = { about: 'case', 'about-words': 'Your log 0412', wanted: 'Did anyone go, and what did they see?', purpose: 'To plan patrols', why: 'Only your log says it', when: 'usual' };

async function ask(caseId: string | undefined, fields: Record<string, string> = {}, who = town.priya): Promise<string> {
  const answer = await served.post(who, `/sharing/requests/new${caseId === undefined ? '' : `?case=${caseId}`}`, { agency: town.police, gateway, ...words, ...fields });
  expect(answer.status, answer.body.match(/govuk-error-message[^<]*<[^>]*>[^<]*<[^>]*>[^<]*/)?.[0] ?? '').toBe(303);
  return answer.location.split('/').at(-1) ?? '';
}

function sending(fields: Record<string, string> = {}): Record<string, string> {
  return { answer: 'whole', free: 'Nobody was free to go', aim: testAim, purpose: 'To plan patrols', gateway, necessity: 'They asked', proportionality: 'No names', until: '2027-02-01', act: 'send', ...fields };
}

async function stateOf(id: string): Promise<string> {
  return (await town.owner.query('select state from hub.information_request where id = $1', [id])).rows[0].state;
}

describe('a request', () => {
  test('is read by the asked agency, without the asker’s case; answered in part, then whole; the asker sees the answers', async () => {
    const { caseId, reference } = await makeCase(town, [out.walled]);
    const id = await ask(caseId);
    const seen = await served.get(town.constable, `/sharing/requests/${id}`);
    expect(seen.status).toBe(200);
    expect(seen.body).toContain('Did anyone go');
    expect(seen.body).not.toContain(reference);
    expect(seen.body).not.toContain(caseId);
    expect((await served.get(town.priya, `/sharing/requests/${id}`)).body).toContain(reference);
    expect((await served.get(town.constable, '/sharing/requests')).body).toContain(id);

    expect((await served.post(town.constable, `/sharing/requests/${id}/answer`, sending({ answer: 'part' }))).status).toBe(303);
    expect(await stateOf(id)).toBe('partly_answered');
    const { rows } = await town.owner.query('select id, reference from hub.disclosure where request_id = $1', [id]);
    const answer = await served.get(town.priya, `/shared/${rows[0].id}`);
    expect(answer.body).toContain('Nobody was free to go');
    expect((await served.get(town.priya, `/sharing/requests/${id}`)).body).toContain(rows[0].reference);
    expect((await served.post(town.constable, `/sharing/requests/${id}/answer`, { answer: 'nothing', nothing: 'That is all we hold' })).status).toBe(303);
    expect(await stateOf(id)).toBe('answered');
    expect((await served.post(town.constable, `/sharing/requests/${id}/answer`, sending())).status).toBe(409);
  });

  test('is answered with a redacted copy of a photo, which the asker alone opens, also in part', async () => {
    const id = await ask((await makeCase(town, [])).caseId);
    const { caseId, reference, evidenceId } = await caseWithPhoto(town, served.house.files, town.constable);
    expect((await served.get(town.constable, `/sharing/requests/${id}/answer?case=${reference}`)).body).toContain(`value="file:${evidenceId}"`);
    const wrong = await served.post(town.constable, `/sharing/requests/${id}/answer`, sending({ case: reference, items: `file:${evidenceId}`, free: '', [`cover-file:${evidenceId}`]: '3: A1' }));
    expect([wrong.status, wrong.body.includes('There is no page 3'), await stateOf(id)]).toEqual([422, true, 'asked']);
    const sent = await served.post(town.constable, `/sharing/requests/${id}/answer`, sending({ answer: 'part', case: reference, items: `file:${evidenceId}`, free: '', [`cover-file:${evidenceId}`]: 'A1:F12' }));
    expect([sent.status, await stateOf(id)]).toEqual([303, 'partly_answered']);
    const { rows: [made] } = await town.owner.query('select d.id, i.id as item, i.redacted from hub.disclosure d join hub.disclosure_item i on i.disclosure_id = d.id where d.request_id = $1', [id]);
    await town.owner.query("update hub.disclosure set valid_until = now() + interval '30 days' where id = $1", [made.id]);
    expect(made.redacted).toBe(true);
    const address = `/shared/${made.id}/files/${made.item}`;
    expect((await served.get(town.priya, `/shared/${made.id}`)).body).toContain(address);
    expect(await halves((await served.get(town.priya, address)).raw)).toEqual(['black', 'white']);
    for (const who of [out.housing, out.auditor, out.administrator]) {
      expect((await served.get(who, address)).status).toBe(403);
    }
    expect((await served.get(town.priya, `/cases/${caseId}/share/files/${evidenceId}`)).status).toBe(403);
  });

  test('does not exist for outsiders, at either side', async () => {
    const { caseId } = await makeCase(town, [out.walled]);
    const id = await ask(caseId);
    for (const who of [out.housing, out.walled, out.auditor, out.administrator]) {
      for (const part of ['', '/answer', '/question', '/clarify', '/refuse', '/withdraw']) {
        expect((await served.get(who, `/sharing/requests/${id}${part}`)).status, part).toBe(403);
      }
      expect((await served.post(who, `/sharing/requests/${id}/refuse`, { words: 'x' })).status).toBe(403);
      expect((await served.post(who, `/sharing/requests/${id}/take`, {})).status).toBe(403);
      expect((await served.get(who, '/sharing/requests')).body).not.toContain(id);
      expect((await served.get(who, '/sharing/requests?way=by_us')).body).not.toContain(id);
    }
    // Each side has its own acts.
    expect((await served.post(town.priya, `/sharing/requests/${id}/refuse`, { words: 'x' })).status).toBe(403);
    expect((await served.post(town.constable, `/sharing/requests/${id}/withdraw`, { words: 'x' })).status).toBe(403);
  });

  test('from a restricted case goes to one named person, and the answer to the one who asked', async () => {
    const { caseId } = await makeCase(town, [], true);
    const refused = await served.post(town.priya, `/sharing/requests/new?case=${caseId}`, { agency: town.police, gateway, ...words });
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('name the one person');
    const id = await ask(caseId, { person: town.constable.id });
    expect((await served.get(town.constable, `/sharing/requests/${id}`)).status).toBe(200);
    expect((await served.get(second, `/sharing/requests/${id}`)).status).toBe(403);
    expect((await served.get(town.colleague, `/sharing/requests/${id}`)).status).toBe(403);
    expect((await served.post(town.constable, `/sharing/requests/${id}/answer`, sending())).status).toBe(303);
    const { rows } = await town.owner.query('select id from hub.disclosure where request_id = $1', [id]);
    expect((await served.get(town.priya, `/shared/${rows[0].id}`)).status).toBe(200);
    for (const who of [second, town.colleague]) {
      expect((await served.get(who, `/shared/${rows[0].id}`)).status).toBe(403);
    }
  });

  test('stands while an explanation is owed, and both read what was said', async () => {
    const id = await ask(undefined);
    expect((await served.post(town.constable, `/sharing/requests/${id}/question`, { words: '' })).status).toBe(422);
    expect((await served.post(town.constable, `/sharing/requests/${id}/question`, { words: 'Which night?' })).status).toBe(303);
    expect(await stateOf(id)).toBe('needs_clarification');
    expect((await served.get(town.priya, `/sharing/requests/${id}`)).body).toContain('Which night?');
    expect((await served.post(town.priya, `/sharing/requests/${id}/clarify`, { words: 'The sixth' })).status).toBe(303);
    expect(await stateOf(id)).toBe('asked');
    expect((await served.get(second, `/sharing/requests/${id}`)).body).toContain('The sixth');
    expect((await served.post(town.priya, `/sharing/requests/${id}/clarify`, { words: 'again' })).status).toBe(409);
  });

  test('is refused with the reason, in the ledger too; or taken back', async () => {
    const id = await ask(undefined);
    expect((await served.post(town.constable, `/sharing/requests/${id}/refuse`, { words: 'A live operation' })).status).toBe(303);
    expect((await served.get(town.priya, `/sharing/requests/${id}`)).body).toContain('A live operation');
    const { rows } = await town.owner.query("select decision, refusal_reason, from_agency from hub.disclosure where request_id = $1", [id]);
    expect(rows).toEqual([{ decision: 'refused', refusal_reason: 'A live operation', from_agency: town.police }]);
    const other = await ask(undefined);
    expect((await served.post(town.priya, `/sharing/requests/${other}/withdraw`, { words: 'We know now' })).status).toBe(303);
    expect(await stateOf(other)).toBe('withdrawn');
    expect((await served.post(town.constable, `/sharing/requests/${other}/take`, {})).status).toBe(409);
  });

  test('outside every agreement waits for a supervisor, whose decision makes the answer', async () => {
    const id = await ask(undefined);
    const sent = sending({ aim: 'none' });
    const refused = await served.post(town.constable, `/sharing/requests/${id}/answer`, sent);
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('No agreement covers this');
    expect((await served.post(town.constable, `/sharing/requests/${id}/answer`, { ...sent, act: 'ask' })).status).toBe(303);
    const { rows } = await town.owner.query('select id from hub.disclosure where request_id = $1', [id]);
    expect((await served.get(town.priya, `/shared/${rows[0].id}`)).status).toBe(403);
    expect((await served.get(town.priya, `/sharing/requests/${id}`)).body).not.toContain(rows[0].id);
    expect((await served.post(sergeant, `/shared/${rows[0].id}/decide`, { decision: 'allow', reason: 'Needed tonight' })).status).toBe(303);
    expect((await served.get(town.priya, `/shared/${rows[0].id}`)).status).toBe(200);
    expect(await stateOf(id)).toBe('partly_answered');
  });

  test('that is late comes up once to each level', async () => {
    const id = await ask(undefined);
    const told = async (): Promise<number> => (await town.owner.query("select 1 from hub.outbox where body like $1", [`%${id}%`])).rowCount ?? 0;
    const before = await told();
    const late = Temporal.Instant.from('2026-12-11T10:00:00Z');
    await raiseLateRequests(served.house.database.worker, 'http://hub', late);
    const { rows } = await town.owner.query('select level from hub.request_escalation where request_id = $1 order by level', [id]);
    expect(rows.map(({ level }) => level)).toEqual(['officer', 'supervisor']);
    const after = await told();
    expect(after).toBeGreaterThan(before);
    await raiseLateRequests(served.house.database.worker, 'http://hub', late);
    expect(await told()).toBe(after);
    expect((await served.get(sergeant, `/sharing/requests/${id}`)).body).not.toContain('undefined');
  });
});

describe('the clock', () => {
  const time = { standards: [], holidays: englandAndWales, closesAt: '17:00' };
  const at = (text: string) => Temporal.Instant.from(text);
  const standards = [
    { key: 'answer-request' as never, appliesTo: [], amount: 7, unit: 'working_days' as const, inForceFrom: '2026-01-01', inForceTo: '2026-11-30', source: '' },
    { key: 'answer-request' as never, appliesTo: ['urgent'], amount: 1, unit: 'working_days' as const, inForceFrom: '2026-01-01', source: '' },
  ];

  test.each([
    [false, '2026-11-30', 7], [false, '2026-12-01', 10], [true, '2026-11-30', 1], [true, '2026-12-01', 1],
  ])('urgent %s on %s', (urgent, on, days) => {
    expect(daysToAnswer(standards, urgent, Temporal.PlainDate.from(on))).toBe(days);
  });

  test('goes on with what was left when it stood', () => {
    // due Tuesday 8 December, stood from Wednesday 2 (four working days left), explained on Monday 7: Friday 11
    expect(resumedDue(at('2026-12-08T17:00:00Z'), at('2026-12-02T10:00:00Z'), at('2026-12-07T10:00:00Z'), time).toString()).toBe('2026-12-11T17:00:00Z');
    // explained within the hour: not shorter than it was
    expect(resumedDue(at('2026-12-08T17:00:00Z'), at('2026-12-02T10:00:00Z'), at('2026-12-02T10:30:00Z'), time).toString()).toBe('2026-12-08T17:00:00Z');
    // asked after it was due: one more day
    expect(resumedDue(at('2026-12-01T17:00:00Z'), at('2026-12-02T10:00:00Z'), at('2026-12-03T10:00:00Z'), time).toString()).toBe('2026-12-04T17:00:00Z');
  });

  test.each([
    ['2026-12-08T16:59:00Z', []], ['2026-12-08T17:01:00Z', ['officer']], ['2026-12-10T17:01:00Z', ['officer', 'supervisor']], ['2026-12-15T17:01:00Z', ['officer', 'supervisor', 'liaison']],
  ])('at %s has come to %j', (now, levels) => {
    expect(levelsReached(at('2026-12-08T17:00:00Z'), at(now), time)).toEqual(levels);
  });

  test('what is over can be changed by nobody', () => {
    for (const state of ['answered', 'refused', 'withdrawn'] as const) {
      expect([...actsFor(state, 'asked'), ...actsFor(state, 'asker')]).toEqual([]);
    }
  });
});
