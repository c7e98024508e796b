import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { routes as sharingRoutes } from '../sharing/index.ts';
import { addGateways, addOutsiders, addPerson, makeCase, testAim, type Outsiders } from '../sharing/outsiders.testing.ts';
import { routes } from './routes.tsx';
import { actsFor, dueFrom, isLate, statesBefore, type TaskAct, type TaskState } from './rules.ts';
import { readNewTask } from './schema.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
let gateway: string;
let sergeant: Person;
beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  gateway = await addGateways(town);
  sergeant = await addPerson(town, 'Sgt Mo Lee', town.police, ['supervisor']);
  served = await serveTown(town, [...routes, ...sharingRoutes]);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

async function ask(caseId: string, fields: Record<string, string>): Promise<string> {
  const answer = await served.post(town.priya, `/cases/${caseId}/tasks/new`, { title: 'Speak to the man on the landing', brief: '', agency: town.police, assignee: '', due: 'days', days: '3', ...fields });
  expect(answer.status).toBe(303);
  const { rows } = await town.owner.query('select id from hub.task where case_id = $1 order by created_at desc, id desc limit 1', [caseId]);
  // The server's clock stands still, the database's does not: what was shared must not end while the years go by.
  await town.owner.query("update hub.disclosure set valid_until = now() + interval '30 days' where case_id = $1", [caseId]);
  return rows[0].id;
}

async function chronology(caseId: string): Promise<string> {
  const { rows } = await town.owner.query("select words from hub.chronology where case_id = $1 and kind = 'task' order by id", [caseId]);
  return rows.map(({ words }) => words).join('\n');
}

describe('a task for another agency', () => {
  test('shows them the task and what was disclosed with it, takes their answer, and tells whoever asked', async () => {
    const { caseId } = await makeCase(town, [out.walled]);
    const id = await ask(caseId, { assignee: town.constable.id, free: 'Grey hood, about nineteen', aim: testAim, proportionality: 'Nothing less would do', purpose: 'To find him', gateway, necessity: 'They cannot find him without it', until: '2027-02-01' });
    const { rows: mails } = await town.owner.query('select subject, body from hub.outbox where account_id = $1', [town.constable.id]);
    expect(mails).toHaveLength(1);
    expect(mails[0].subject).toBe('You have a new task in Safer Hub');
    expect(mails[0].body).toMatch(new RegExp(`^You have a new task in Safer Hub: T\\S+\\.\n\nhttp\\S+/tasks/${id}$`));

    expect((await served.get(town.constable, '/tasks')).body).toContain(id);
    const opened = await served.get(town.constable, `/tasks/${id}`);
    expect(opened.status).toBe(200);
    expect(opened.body).toContain('Grey hood');
    expect(opened.body).not.toContain('Amara');
    expect(opened.body).not.toContain('Threats on the landing');
    expect((await served.get(town.constable, `/cases/${caseId}/tasks/new`)).status).toBe(403);

    expect((await served.post(town.constable, `/tasks/${id}/accept`, {})).status).toBe(303);
    expect((await served.post(town.constable, `/tasks/${id}/accept`, {})).status).toBe(409);
    const wordless = await served.post(town.constable, `/tasks/${id}/answer`, { act: 'done', words: '' });
    expect(wordless.status).toBe(422);
    expect(wordless.body).toContain('Say what came of it');
    expect((await served.post(town.constable, `/tasks/${id}/answer`, { act: 'done', words: 'Spoke to him on Sunday' })).status).toBe(303);
    expect((await served.get(town.priya, `/tasks/${id}`)).body).toContain('Spoke to him on Sunday');
    expect(await chronology(caseId)).toMatch(/Asked Owen Marsh, Essex Police[\s\S]*Task accepted[\s\S]*Task done: Speak to the man on the landing\. “Spoke to him on Sunday”/);
    const { rows: told } = await town.owner.query('select subject from hub.outbox where account_id = $1', [town.priya.id]);
    expect(told.map(({ subject }) => subject)).toEqual(['A task that you asked for has an answer in Safer Hub', 'A task that you asked for has an answer in Safer Hub']);
    expect((await served.post(town.constable, `/tasks/${id}/answer`, { act: 'say', words: 'late word' })).status).toBe(409);
  });

  test('does not exist for anyone else', async () => {
    const { caseId } = await makeCase(town, [out.walled, sergeant]);
    const id = await ask(caseId, { free: 'Grey hood', aim: testAim, proportionality: 'Nothing less would do', purpose: 'To find him', gateway, necessity: 'b', until: '2027-02-01' });
    expect((await served.get(town.constable, `/tasks/${id}`)).status).toBe(200);
    for (const who of [out.housing, out.walled, sergeant, out.auditor, out.administrator]) {
      expect((await served.get(who, `/tasks/${id}`)).status).toBe(403);
      expect((await served.get(who, '/tasks?whose=agency')).body).not.toContain(id);
      expect((await served.get(who, `/cases/${caseId}/tasks/new`)).status).toBe(403);
      expect((await served.post(who, `/cases/${caseId}/tasks/new`, { title: 'x y z', agency: town.police, due: 'days', days: '1' })).status).toBe(403);
      for (const [act, fields] of [['accept', {}], ['start', {}], ['answer', { act: 'done', words: 'x' }], ['assign', { assignee: '' }], ['cancel', { words: 'x' }]] as const) {
        expect((await served.post(who, `/tasks/${id}/${act}`, fields)).status, act).toBe(403);
      }
    }
    const { rows } = await town.owner.query('select state from hub.task where id = $1', [id]);
    expect(rows[0].state).toBe('asked');
  });

  test('on a restricted case is seen there by the person named alone', async () => {
    const { caseId } = await makeCase(town, [], true);
    const nameless = await served.post(town.priya, `/cases/${caseId}/tasks/new`, { title: 'Speak to him', agency: town.police, assignee: '', due: 'days', days: '3' });
    expect(nameless.status).toBe(422);
    const id = await ask(caseId, { assignee: town.constable.id });
    expect((await served.get(town.constable, `/tasks/${id}`)).status).toBe(200);
    expect((await served.get(sergeant, `/tasks/${id}`)).status).toBe(403);
    expect((await served.get(town.colleague, `/tasks/${id}`)).status).toBe(403);
    expect((await served.post(town.constable, `/tasks/${id}/accept`, {})).status).toBe(303);
  });

  test('keeps the task and loses the facts when the disclosure is withdrawn', async () => {
    const { caseId } = await makeCase(town, []);
    const id = await ask(caseId, { free: 'Grey hood', aim: testAim, proportionality: 'Nothing less would do', purpose: 'To find him', gateway, necessity: 'b', until: '2027-02-01' });
    const { rows } = await town.owner.query('select disclosure_id from hub.task where id = $1', [id]);
    await served.post(town.priya, `/shared/${rows[0].disclosure_id}/withdraw`, { reason: 'Wrong man' });
    const opened = await served.get(town.constable, `/tasks/${id}`);
    expect(opened.status).toBe(200);
    expect(opened.body).not.toContain('Grey hood');
    expect(opened.body).toContain('has ended or was withdrawn');
  });

  test('is given on within the agency, and cancelled by whoever asked', async () => {
    const { caseId } = await makeCase(town, []);
    const id = await ask(caseId, {});
    expect((await served.post(sergeant, `/tasks/${id}/assign`, { assignee: town.priya.id })).status).toBe(422);
    expect((await served.post(sergeant, `/tasks/${id}/assign`, { assignee: town.constable.id })).status).toBe(303);
    expect((await served.get(town.constable, '/tasks')).body).toContain(id);
    expect((await served.post(town.constable, `/tasks/${id}/cancel`, { words: 'no' })).status).toBe(403);
    expect((await served.post(town.priya, `/tasks/${id}/cancel`, { words: '' })).status).toBe(422);
    expect((await served.post(town.priya, `/tasks/${id}/cancel`, { words: 'He has moved away' })).status).toBe(303);
    expect((await served.post(town.constable, `/tasks/${id}/accept`, {})).status).toBe(409);
    expect(await chronology(caseId)).toContain('given to Owen Marsh');
  });
});

describe('rules', () => {
  const states: TaskState[] = ['asked', 'accepted', 'started', 'done', 'declined', 'cancelled'];
  const acts: TaskAct[] = ['accept', 'start', 'done', 'decline', 'cancel'];

  test('an act is possible exactly where the table of states says so', () => {
    for (const act of acts) {
      expect(states.filter((state) => actsFor(state, { asked: true, asks: true }).includes(act))).toEqual(statesBefore(act));
    }
    expect(actsFor('asked', { asked: false, asks: false })).toEqual([]);
  });

  const holidays = new Set(['2026-12-25', '2026-12-28']);
  const friday = Temporal.Instant.from('2026-12-24T10:00:00Z');
  test.each([
    [{ amount: 1, unit: 'working_days' }, '2026-12-29T17:00:00Z'],
    [{ amount: 24, unit: 'hours' }, '2026-12-25T10:00:00Z'],
  ] as const)('%j counts over Christmas', (target, due) => {
    expect(dueFrom(friday, target, '17:00', holidays).toString()).toBe(due);
  });

  test('late is open and past', () => {
    const due_at = Temporal.Instant.from('2026-11-23T17:00:00Z');
    expect(isLate({ state: 'asked', due_at }, friday)).toBe(true);
    expect(isLate({ state: 'done', due_at }, friday)).toBe(false);
  });

  const doers = { agencies: [{ id: 'us', name: 'Us' }, { id: 'them', name: 'Them' }], people: [{ id: 'ann', agency_id: 'us' }] };
  const time = { now: friday, closesAt: '17:00', holidays };
  const good = { title: 'Do it', agency: 'us', assignee: 'ann', due: 'days', days: '2' };
  test.each([
    ['no title', { title: '' }, 'title'], ['no agency', { agency: '' }, 'agency'], ['someone of another agency', { agency: 'them' }, 'assignee'], ['no date', { due: '' }, 'due'],
    ['half a day', { days: '1.5' }, 'days'], ['yesterday', { due: 'date', date: '2026-12-23' }, 'date'], ['no such day', { due: 'date', date: '2027-02-30' }, 'date'],
  ])('a task with %s is refused', (_, change, field) => {
    const read = readNewTask({ ...good, ...change }, doers, time);
    expect(read.ok ? [] : read.errors.map((error) => error.field)).toContain(field);
  });
  test('a good one is read', () => {
    expect(readNewTask(good, doers, time)).toMatchObject({ ok: true, value: { agencyId: 'us', assigneeId: 'ann' } });
  });
});
