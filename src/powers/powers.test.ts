import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { routes as approvalRoutes } from '../approvals/index.ts';
import { routes as caseRoutes } from '../cases/index.ts';
import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { routes as letterRoutes } from '../letters/index.ts';
import { startingRows } from '../local-rules/index.ts';
import { insertRows } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { addOutsiders, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { routes as todayRoutes } from '../today/index.ts';
import { renderFragment } from '../ui/index.ts';
import { personLadder } from './person-ladder.tsx';
import { routes } from './routes.tsx';

let town: Town;
let served: TownServer;
let out: Outsiders;
beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  const rows = startingRows({ partnershipId: town.partnership.id, newId: uuidv7, restrictedTeamId: town.team, agencyOfKind: () => null });
  for (const [table, of] of rows.filter(([name]) => ['power', 'approval_rule', 'letter_template'].includes(name))) {
    await insertRows(town.owner, table, of);
  }
  served = await serveTown(town, [...routes, ...approvalRoutes, ...caseRoutes, ...letterRoutes, ...todayRoutes]);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

interface Scene {
  readonly caseId: string;
  readonly partyId: string;
}

async function scene(born: string | null, walled = false): Promise<Scene> {
  const { caseId } = await makeCase(town, walled ? [out.walled] : []);
  const partyId = uuidv7();
  const p = town.partnership.id;
  await town.owner.query(`insert into hub.party (partnership_id, id, agency_id, case_id, role, name, name_key, born_on, address) values ($1, $2, $3, $4, 'alleged', 'Jaz Holt', 'jaz holt', $5, '5 Invented Close, Harlow')`, [p, partyId, town.council, caseId, born]);
  for (const day of ['2026-10-30', '2026-11-14', '2026-11-22']) {
    await town.owner.query(`insert into hub.incident (partnership_id, id, case_id, happened_at, words) values ($1, $2, $3, $4, $5)`, [p, uuidv7(), caseId, `${day}T22:00:00Z`, `Music until one on ${day}`]);
  }
  return { caseId, partyId };
}

async function evidence({ caseId }: Scene, days: readonly string[]): Promise<string[]> {
  const { rows } = await town.owner.query('select id, happened_at from hub.incident where case_id = $1', [caseId]);
  return rows.filter(({ happened_at }) => days.some((day) => String(happened_at instanceof Date ? happened_at.toISOString() : happened_at).startsWith(day))).map(({ id }) => `incident:${String(id)}`);
}

const condition = 'Stop playing music after 11pm';
const warned = { takenOn: '2026-11-02', takenAt: '10:00', service: 'hand', servedOn: '2026-11-02', servedAt: '11:00', words: 'Spoken to twice already', conditions: condition, complyBy: '2026-11-16', tests: ['0', '1'], informed: 'Landlord, by phone', 'skipped-informal_warning': 'Said on the doorstep by wardens', do: 'take' };
const notice = { takenOn: '2026-11-24', takenAt: '09:00', service: 'hand', servedOn: '2026-11-24', servedAt: '09:10', words: 'It went on after the warning', conditions: condition, tests: ['0', '1', '2'], informed: 'Landlord', 'consulted-appropriate_persons': 'Landlord agrees', 'skipped-informal_warning': 'Said on the doorstep', do: 'take' };

const address = ({ caseId, partyId }: Scene, code: string): string => `/cases/${caseId}/steps/new?power=${code}&party=${partyId}`;
const steps = async (caseId: string) => (await town.owner.query('select id, code, state, corrects, appeal_by, rests_on, evidence from hub.power_step where case_id = $1 order by recorded_at, id', [caseId])).rows;

async function warn(of: Scene): Promise<string> {
  const answer = await served.post(town.priya, address(of, 'cpw'), { ...warned, evidence: await evidence(of, ['2026-10-30']) });
  expect(answer.status, answer.body.match(/govuk-error-summary[\s\S]{0,900}/)?.[0]).toBe(303);
  return answer.location;
}

describe('a community protection notice', () => {
  test('is refused without a warning, without evidence that it goes on, and under 16; then issued, with approval', async () => {
    const of = await scene('1990-03-03');
    const all = await evidence(of, ['2026-10-30', '2026-11-22']);
    const without = await served.post(town.priya, address(of, 'cpn'), { ...notice, evidence: all });
    expect([without.status, without.body.includes('No written warning has been served'), without.body.includes('s.43(5)(a)'), without.body.includes('It went on after the warning')]).toEqual([422, true, true, true]);
    await warn(of);
    const once = await served.post(town.priya, address(of, 'cpn'), { ...notice, evidence: all.slice(0, 1) });
    expect([once.status, once.body.includes('Choose dated evidence of two or more days')]).toEqual([422, true]);
    const young = await scene('2011-03-03');
    const child = await served.post(town.priya, address(young, 'cpn'), { ...notice, evidence: all });
    expect([child.status, child.body.includes('They are 15: it needs someone 16 or over')]).toEqual([422, true]);
    expect((await steps(young.caseId)).length + (await steps(of.caseId)).length).toBe(1);

    const asked = await served.post(town.priya, address(of, 'cpn'), { ...notice, evidence: all });
    expect(asked.status).toBe(303);
    const draft = (await steps(of.caseId)).find(({ code }) => code === 'cpn');
    expect(draft.state).toBe('drafted');
    const { rows: [approval] } = await town.owner.query('select id from hub.approval where subject_id = $1', [draft.id]);
    expect((await served.post(town.priya, `/approvals/${approval.id}/answer`, { answer: 'approved', reason: 'me' })).status).toBe(403);
    expect((await served.post(town.colleague, `/approvals/${approval.id}/answer`, { answer: 'approved', reason: 'me' })).status).toBe(403);
    expect((await served.post(town.priya, address(of, 'cpn'), { ...notice, evidence: all, from: draft.id })).status).toBe(409);
    expect((await served.get(town.supervisor, '/today')).body).toContain('Priya Nair asks for approval: Community protection notice');
    expect((await served.post(town.supervisor, `/approvals/${approval.id}/answer`, { answer: 'approved', reason: '' })).status).toBe(422);
    expect((await served.post(town.supervisor, `/approvals/${approval.id}/answer`, { answer: 'approved', reason: 'The ladder was climbed' })).status).toBe(303);
    expect((await served.post(town.supervisor, `/approvals/${approval.id}/answer`, { answer: 'refused', reason: 'No' })).status).toBe(409);
    expect((await served.get(town.priya, '/today')).body).toContain('Ada Cole approved: Community protection notice');

    const other = await served.post(town.priya, address(of, 'cpn'), { ...notice, evidence: all, from: draft.id, words: 'Something else' });
    expect([other.status, other.body.includes('This is not what was approved')]).toEqual([422, true]);
    expect((await served.get(town.priya, `${address(of, 'cpn')}&from=${draft.id}`)).body).toContain('Approved by Ada Cole');
    const issued = await served.post(town.priya, address(of, 'cpn'), { ...notice, evidence: all, from: draft.id, target: 'person' });
    expect(issued.status, issued.body.match(/govuk-error-summary[\s\S]{0,900}/)?.[0]).toBe(303);
    const taken = (await steps(of.caseId)).find(({ state, code }) => state === 'taken' && code === 'cpn');
    expect([taken.corrects, new Date(taken.appeal_by).toISOString(), taken.evidence.length]).toEqual([draft.id, '2026-12-15T00:00:00.000Z', 2]);
    expect(taken.rests_on).not.toBeNull();
    // An approval opens one act.
    expect((await served.post(town.priya, address(of, 'cpn'), { ...notice, evidence: all, from: draft.id })).status).toBe(409);

    const page = await served.get(town.priya, issued.location);
    expect(page.body).toContain('appeal until the end of Monday 14 December');
    const letter = await served.get(town.priya, `${issued.location}/letter`);
    expect(letter.body).toContain('Until an appeal is decided');
    expect(letter.body).not.toContain('The case does not say');
    const body = /<textarea[^>]*name="body"[^>]*>([\s\S]*?)<\/textarea>/.exec(letter.body)?.[1] ?? '';
    const short = await served.post(town.priya, `${issued.location}/letter`, { subject: 'Notice', body: 'Stop it.' });
    expect([short.status, short.body.includes('The law wants these words in it')]).toEqual([422, true]);
    const plain = body.replaceAll('&amp;', '&').replaceAll('&#39;', '’').replaceAll('&quot;', '"');
    const made = await served.post(town.priya, `${issued.location}/letter`, { subject: 'Community protection notice', body: plain });
    expect(made.status, made.body.match(/govuk-error-summary[\s\S]{0,900}/)?.[0]).toBe(303);
    const href = /\/cases\/[^"]+\/letters\/[0-9a-f-]{36}/.exec((await served.get(town.priya, issued.location)).body)?.[0] ?? '';
    expect((await served.get(town.priya, href)).raw.subarray(0, 4).toString()).toBe('%PDF');

    expect((await served.post(town.priya, `${issued.location}/happened`, { kind: 'breach', happenedOn: '2026-11-24', happenedAt: '09:20', words: 'Music again' })).status).toBe(303);
    const ladder = (await served.get(town.priya, `/cases/${of.caseId}/ladder`)).body;
    expect(ladder).toContain('Breached');
    const fine = await served.post(town.priya, address(of, 'cpn_fixed_penalty'), { takenOn: '2026-11-24', takenAt: '09:24', words: 'Instead of a prosecution', evidence: all, pounds: '101', do: 'take' });
    expect([fine.status, fine.body.includes('At most £100')]).toEqual([422, true]);
  });
});

describe('the record', () => {
  test('is corrected by a new row; what was written stays readable, and nobody corrects the same twice', async () => {
    const of = await scene('1990-03-03');
    const where = await warn(of);
    const [first] = await steps(of.caseId);
    const again = { ...warned, evidence: await evidence(of, ['2026-10-30']), from: first.id, words: 'Spoken to three times' };
    expect((await served.post(town.priya, address(of, 'cpw'), again)).body).toContain('Say what is corrected, and why');
    expect((await served.post(town.priya, address(of, 'cpw'), { ...again, correction: 'Wrong count' })).status).toBe(303);
    expect((await served.post(town.priya, address(of, 'cpw'), { ...again, correction: 'Wrong count' })).status).toBe(409);
    const body = (await served.get(town.priya, where)).body;
    expect(body).toContain('Spoken to three times');
    expect(body).toContain('Spoken to twice already');
  });

  test('of a step that needs approval is corrected with a new approval, and only as it was approved', async () => {
    const of = await scene('1990-03-03');
    await warn(of);
    const [first] = await steps(of.caseId);
    await town.owner.query(`insert into hub.approval_rule (partnership_id, id, action, needed_from, source, in_force_from) values ($1, $2, 'power:cpw', 'supervisor', 'Local policy', '2020-01-01')`, [town.partnership.id, uuidv7()]);
    try {
      const again = { ...warned, evidence: await evidence(of, ['2026-10-30']), from: first.id, words: 'Spoken to three times', correction: 'Wrong count' };
      expect((await served.post(town.priya, address(of, 'cpw'), again)).status).toBe(303);
      expect(await steps(of.caseId)).toHaveLength(1);
      expect((await served.post(town.priya, address(of, 'cpw'), again)).status).toBe(422);
      const { rows: [asked] } = await town.owner.query('select id from hub.approval where subject_id = $1', [first.id]);
      expect((await served.post(town.supervisor, `/approvals/${asked.id}/answer`, { answer: 'approved', reason: 'Yes' })).status).toBe(303);
      expect((await served.post(town.priya, address(of, 'cpw'), { ...again, servedOn: '2026-11-03' })).status).toBe(422);
      expect((await served.post(town.priya, address(of, 'cpw'), again)).status).toBe(303);
      expect(await steps(of.caseId)).toHaveLength(2);
    } finally {
      await town.owner.query(`update hub.approval_rule set in_force_to = '2020-01-02' where action = 'power:cpw'`);
    }
  });

  test('nobody changes or deletes it', async () => {
    for (const statement of ['update hub.power_step set words = $1', 'delete from hub.power_step where words <> $1', 'update hub.approval_answer set reason = $1', 'delete from hub.power_event where words <> $1', 'update hub.approval set why = $1']) {
      const client = await town.pool.connect();
      await expect(client.query(statement, ['x'])).rejects.toThrow(/permission denied/);
      client.release();
    }
  });
});

describe('who sees it', () => {
  test('nobody to whom the case does not exist: no page, form, letter or approval', async () => {
    const of = await scene('1990-03-03', true);
    const where = await warn(of);
    const [step] = await steps(of.caseId);
    await served.post(town.priya, address(of, 'cpn'), { ...notice, evidence: await evidence(of, ['2026-10-30', '2026-11-22']) });
    const { rows: [approval] } = await town.owner.query('select id from hub.approval where case_id = $1', [of.caseId]);
    for (const person of [town.constable, out.housing, out.auditor, out.administrator, out.walled]) {
      for (const path of [where, `/cases/${of.caseId}/ladder`, address(of, 'cpn'), `${where}/letter`, `/approvals/${approval.id}`]) {
        expect((await served.get(person, path)).status, path).toBe(403);
      }
      expect((await served.post(person, address(of, 'cpn'), notice)).status).toBe(403);
      expect((await served.post(person, `${where}/happened`, { kind: 'breach', happenedOn: '2026-11-24', words: 'x' })).status).toBe(403);
      expect((await served.post(person, `/approvals/${approval.id}/answer`, { answer: 'approved', reason: 'x' })).status).toBe(403);
      for (const list of ['/approvals', '/today']) {
        expect((await served.get(person, list)).body).not.toContain(approval.id);
      }
      const seen = await town.as(person, async (tx) => tx.all(sql<{ n: number }>`
        select (select count(*) from hub.power_step where case_id = ${of.caseId})::int + (select count(*) from hub.power_event where case_id = ${of.caseId})::int
          + (select count(*) from hub.approval where case_id = ${of.caseId})::int as n`));
      expect(seen.map(({ n }) => n)).toEqual([0]);
    }
    expect((await steps(of.caseId)).filter(({ id }) => id === step.id).length).toBe(1);
    expect((await served.get(town.analyst, where)).status).toBe(200);
    expect((await served.post(town.analyst, `${where}/happened`, { kind: 'breach', happenedOn: '2026-11-24', words: 'x' })).status).toBe(403);
  });

  test('a party or a step of another case opens nothing', async () => {
    const [one, other] = [await scene('1990-03-03'), await scene('1991-03-03')];
    const where = await warn(one);
    const stepId = where.split('/').at(-1) ?? '';
    expect((await served.get(town.priya, `/cases/${other.caseId}/steps/${stepId}`)).status).toBe(403);
    expect((await served.get(town.priya, `/cases/${other.caseId}/steps/new?power=cpw&party=${one.partyId}`)).status).toBe(403);
  });
});

describe('closing a case', () => {
  const ending = { outcome: 'It has stopped', reason: 'Quiet for six weeks', withdraw: '', lessons: '', cost: '' };

  test('of high risk is asked for first; nobody closes it before somebody else agreed, and what was typed comes back', async () => {
    const { caseId, reportId } = await makeCase(town, []);
    await town.owner.query(`update hub.case_file set risk_band = 'high' where id = $1`, [caseId]);
    const fields = { ...ending, [`message-${reportId}`]: 'It has been quiet. Ring me if it comes back.' };
    expect((await served.get(town.priya, `/cases/${caseId}/close`)).body).toContain('needs the approval of a supervisor');
    expect((await served.post(town.priya, `/cases/${caseId}/close`, fields)).status).toBe(303);
    expect((await town.owner.query('select state from hub.case_file where id = $1', [caseId])).rows[0].state).toBe('open');
    expect((await served.post(town.priya, `/cases/${caseId}/close`, fields)).status).toBe(422);
    const { rows: [approval] } = await town.owner.query('select id from hub.approval where case_id = $1', [caseId]);
    await served.post(town.supervisor, `/approvals/${approval.id}/answer`, { answer: 'approved', reason: 'I rang her too' });
    expect((await served.get(town.priya, `/cases/${caseId}/close`)).body).toContain('It has been quiet. Ring me if it comes back.');
    expect((await served.post(town.priya, `/cases/${caseId}/close`, { ...fields, reason: 'Another' })).status).toBe(422);
    expect((await served.post(town.priya, `/cases/${caseId}/close`, fields)).status).toBe(303);
    expect((await town.owner.query('select state from hub.case_file where id = $1', [caseId])).rows[0].state).toBe('closed');
    const { rows } = await town.owner.query(`select words from hub.chronology where case_id = $1 and kind = 'decision' order by at, id`, [caseId]);
    expect(rows.map(({ words }) => words).join(' ')).toMatch(/Approval asked: Close .*Approved: Close .*Closed: It has stopped/);
  });

  test('of standard risk is nobody else’s to approve; a supervisor asks too where the rule asks', async () => {
    const { caseId, reportId } = await makeCase(town, []);
    expect((await served.post(town.priya, `/cases/${caseId}/close`, { ...ending, [`message-${reportId}`]: 'It is quiet.' })).status).toBe(303);
    expect((await town.owner.query('select state from hub.case_file where id = $1', [caseId])).rows[0].state).toBe('closed');
    const restricted = await makeCase(town, [], true);
    await town.owner.query(`insert into hub.case_principal (partnership_id, case_id, principal_id, kind) values ($1, $2, $3, 'account') on conflict do nothing`, [town.partnership.id, restricted.caseId, town.supervisor.id]);
    await town.owner.query('select hub.refresh_case_access($1, array[$2::uuid])', [town.partnership.id, restricted.caseId]);
    expect((await served.post(town.supervisor, `/cases/${restricted.caseId}/close`, { ...ending, [`message-${restricted.reportId}`]: 'It is quiet.' })).status).toBe(303);
    const { rows: [approval] } = await town.owner.query('select id, action from hub.approval where case_id = $1', [restricted.caseId]);
    expect(approval.action).toBe('close_restricted');
    expect((await served.post(town.supervisor, `/approvals/${approval.id}/answer`, { answer: 'approved', reason: 'me' })).status).toBe(403);
  });
});

describe('the directory', () => {
  test('says who may use what, filtered, and never offers what has not commenced', async () => {
    const police = (await served.get(town.priya, '/powers?agency=police')).body;
    expect(police).toContain('Dispersal authorisation');
    expect(police).not.toContain('Public spaces protection order<');
    expect(police).toContain('Not commenced: commencement date unknown');
    const { rows: [row] } = await town.owner.query(`select id from hub.power where code = 'respect_order'`);
    expect((await served.get(town.priya, `/powers/${row.id}`)).body).toContain('Describes the Bill');
    expect((await served.get(out.auditor, '/powers')).status).toBe(403);
  });
});

test('the page of a person says what was tried in each case that the reader sees, and nothing of the others', async () => {
  const of = await scene('1990-03-03', true);
  await warn(of);
  const shown = async (person: Person): Promise<string> => await town.as(person, async (tx, actor) => {
    const part = await personLadder({ tx, actor, now: town.now, records: [of.partyId] });
    return part === null ? '' : renderFragment(part);
  });
  const mine = await shown(town.priya);
  expect(mine).toContain('Community protection warning');
  expect(mine).toContain('Open next');
  for (const person of [town.constable, out.housing, out.walled]) {
    expect(await shown(person)).toBe('');
  }
});
