import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { addGateways, addOutsiders, addPerson, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { routes as taskRoutes } from '../tasks/index.ts';
import { defaultPanelCriteria, defaultPanelDeclarations, defaultPanelKinds, routes } from './index.ts';
import { itemsOf, screenOf } from './item-queries.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
let gateway: string;
let stranger: Person;
let panelId: string;

beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  gateway = await addGateways(town);
  stranger = await addPerson(town, 'Una Field', town.police, ['officer', 'supervisor']);
  for (const [table, rows] of [['panel_kind', defaultPanelKinds], ['panel_criterion', defaultPanelCriteria], ['panel_declaration', defaultPanelDeclarations]] as const) {
    for (const row of rows) {
      await town.owner.query(`insert into hub.${table} select * from jsonb_populate_record(null::hub.${table}, $1)`, [JSON.stringify({ partnership_id: town.partnership.id, id: uuidv7(), in_force_from: '2020-01-01', ...row })]);
    }
  }
  served = await serveTown(town, [...routes, ...taskRoutes]);
  const made = await served.post(town.supervisor, '/panels/new', { name: 'Harlow tasking', kind: 'tasking', purpose: 'Places and groups', place: 'Civic Centre', chair: town.supervisor.id, deputy: '', members: [town.priya.id, town.constable.id, out.housing.id] });
  expect(made.status, made.body.slice(0, 800)).toBe(303);
  panelId = made.location.split('/').at(-1) ?? '';
});
afterAll(async () => {
  await served.close();
  await town.close();
});

async function plan(): Promise<string> {
  const planned = await served.post(town.supervisor, `/panels/${panelId}/plan`, { first: '2026-12-01', time: '14:00', minutes: '90', place: 'Civic Centre', every: '0', count: '1', marking: 'official_sensitive' });
  expect(planned.status, planned.body.slice(0, 800)).toBe(303);
  return (await town.owner.query('select id from hub.panel_meeting order by id desc limit 1')).rows[0].id;
}

async function propose(meeting: string, restricted = false): Promise<{ item: string; caseId: string }> {
  const { caseId, reference } = await makeCase(town, [out.walled], restricted);
  if (restricted) {
    await town.owner.query("insert into hub.case_principal (partnership_id, case_id, principal_id, kind) values ($1, $2, $3, 'account') on conflict do nothing", [town.partnership.id, caseId, town.priya.id]);
    await town.owner.query('select hub.refresh_case_access($1, array[$2]::uuid[])', [town.partnership.id, caseId]);
  }
  const form = { meeting, case: reference, title: 'The Stow stairwells', question: 'Do we walk past at seven?', reason: 'Three agencies have a part' };
  expect((await served.post(town.priya, `/panels/${panelId}/propose`, { ...form, title: 'Amara Okafor’s landing' })).status).toBe(422);
  const answer = await served.post(town.priya, `/panels/${panelId}/propose`, form);
  expect(answer.status, answer.body.slice(0, 1500)).toBe(303);
  return { item: (await town.owner.query('select id from hub.panel_item where case_id = $1', [caseId])).rows[0].id, caseId };
}

async function agree(meeting: string): Promise<void> {
  const { rows } = await town.owner.query("select id, title, question, minutes, restricted from hub.panel_item where meeting_id = $1", [meeting]);
  const fields = Object.fromEntries(rows.flatMap((row, place) => [[`in-${row.id}`, 'yes'], [`position-${row.id}`, String(place + 1)], [`title-${row.id}`, row.title], [`question-${row.id}`, row.question === '' ? 'What do we do?' : row.question], [`minutes-${row.id}`, '15'], ...(row.restricted ? [[`restricted-${row.id}`, 'yes']] : [])]));
  const answer = await served.post(town.supervisor, `/panels/meetings/${meeting}/agenda`, fields);
  expect(answer.status, answer.body.slice(0, 1500)).toBe(303);
}

async function sign(who: Person, meeting: string): Promise<void> {
  const { rows } = await town.owner.query('select id from hub.panel_declaration limit 1');
  expect((await served.post(who, `/panels/meetings/${meeting}/sign`, { agree: 'yes', declaration: rows[0].id })).status).toBe(303);
}

const terms = () => ({ purpose: 'To plan patrols', gateway, necessity: 'Less would not do', proportionality: 'No names', aim: 'none', handling: 'Only for the meeting', retention: 'Until the next meeting', allow: 'The panel meets before the agreement is signed', withheld: '', caveat: '', until: '2027-02-19' });

describe('a meeting, from proposal to follow-up', () => {
  let meeting: string;
  let item: string;
  let caseId: string;

  test('shows each person only their items, and papers only to those who signed', async () => {
    meeting = await plan();
    ({ item, caseId } = await propose(meeting));
    expect((await served.post(town.supervisor, `/panels/meetings/${meeting}/draw`, {})).status).toBe(303);
    await agree(meeting);
    const given = await served.post(town.supervisor, `/panels/items/${item}/paper`, { agencies: [town.police], figures: 'yes', free: 'Doors are kicked on Fridays', ...terms() });
    expect(given.status, given.body.slice(0, 1500)).toBe(303);
    await town.owner.query("update hub.disclosure set valid_until = now() + interval '30 days' where case_id = $1", [caseId]);

    expect((await served.get(town.constable, `/panels/items/${item}`)).body).not.toContain('Doors are kicked');
    expect((await served.post(town.constable, `/panels/meetings/${meeting}/sign`, {})).status).toBe(422);
    for (const who of [town.supervisor, town.priya, town.constable, out.housing]) {
      await sign(who, meeting);
    }
    const paper = await served.get(town.constable, `/panels/items/${item}`);
    expect(paper.body).toContain('Doors are kicked on Fridays');
    expect(paper.body).toContain('OFFICIAL-SENSITIVE');
    expect(paper.body).not.toMatch(/Amara|Threats on the landing/);
    expect((await served.get(out.housing, `/panels/items/${item}`)).status).toBe(403);
    const theirs = await served.get(out.housing, `/panels/meetings/${meeting}`);
    expect(theirs.body).toContain('Closed to you');
    expect(theirs.body).not.toContain('The Stow stairwells');
    const { rows } = await town.owner.query('select to_agency, decision from hub.disclosure where case_id = $1', [caseId]);
    expect(rows).toEqual([{ to_agency: town.police, decision: 'given' }]);
  });

  test('does not exist for anybody else, by any address', async () => {
    const gets = [`/panels/meetings/${meeting}`, `/panels/meetings/${meeting}/agenda`, `/panels/meetings/${meeting}/screen`, `/panels/meetings/${meeting}/pulse`, `/panels/meetings/${meeting}/minutes`, `/panels/meetings/${meeting}/minutes.pdf`, `/panels/items/${item}`, `/panels/items/${item}/paper`];
    const posts = [`/panels/meetings/${meeting}/sign`, `/panels/meetings/${meeting}/answer`, `/panels/meetings/${meeting}/draw`, `/panels/meetings/${meeting}/circulate`, `/panels/meetings/${meeting}/screen`, `/panels/items/${item}/minutes`, `/panels/items/${item}/actions`];
    for (const who of [stranger, town.colleague, town.analyst, out.walled, out.auditor, out.administrator]) {
      for (const address of gets) expect((await served.get(who, address)).status, address).toBe(403);
      for (const address of posts) expect((await served.post(who, address, {})).status, address).toBe(403);
      expect((await served.get(who, '/panels')).body).not.toContain(meeting);
    }
    for (const address of [`/panels/meetings/${meeting}/agenda`, `/panels/meetings/${meeting}/screen`, `/panels/meetings/${meeting}/pulse`]) {
      expect((await served.get(town.constable, address)).status, address).toBe(403);
    }
  });

  test('runs on a screen that closes an item as soon as somebody comes who may not see it', async () => {
    expect((await served.post(town.supervisor, `/panels/meetings/${meeting}/screen`, { act: 'start' })).status).toBe(303);
    expect((await served.post(town.constable, `/panels/meetings/${meeting}/answer`, { answer: 'here' })).status).toBe(303);
    const open = await served.get(town.supervisor, `/panels/meetings/${meeting}/screen`);
    expect(open.body).toContain('Do we walk past at seven?');
    expect(open.body).not.toMatch(/Amara|Okafor/);
    const before = (await served.get(town.supervisor, `/panels/meetings/${meeting}/pulse`)).body;
    expect((await served.post(out.housing, `/panels/meetings/${meeting}/answer`, { answer: 'here' })).status).toBe(303);
    const closed = await served.get(town.supervisor, `/panels/meetings/${meeting}/screen`);
    expect(closed.body).not.toContain('Do we walk past at seven?');
    expect(closed.body).toContain('Closed item');
    expect((await served.get(town.supervisor, `/panels/meetings/${meeting}/pulse`)).body).not.toBe(before);
    expect((await served.post(out.housing, `/panels/meetings/${meeting}/answer`, { answer: 'leave' })).status).toBe(303);
    expect((await served.get(town.supervisor, `/panels/meetings/${meeting}/screen`)).body).toContain('Do we walk past at seven?');
  });

  test('an action becomes a task of the agency, and names are refused', async () => {
    const action = { agency: town.police, person: '', words: 'Walk past at seven on Fridays', by: '2026-12-11', from: 'screen' };
    const named = await served.post(town.supervisor, `/panels/items/${item}/actions`, { ...action, words: 'Ring Amara on Friday' });
    expect(named.status).toBe(422);
    expect((await served.post(town.supervisor, `/panels/items/${item}/actions`, action)).status).toBe(303);
    const { rows } = await town.owner.query('select t.id, t.agency_id from hub.panel_action a join hub.task t on t.id = a.task_id where a.item_id = $1', [item]);
    expect(rows).toHaveLength(1);
    expect((await served.get(town.constable, `/tasks/${rows[0].id}`)).body).toContain('Walk past at seven on Fridays');
    expect((await served.get(out.housing, `/tasks/${rows[0].id}`)).status).toBe(403);
  });

  test('minutes are saved over what the writer saw, by themselves too, and circulated to each as they may see', async () => {
    expect((await served.post(town.supervisor, `/panels/items/${item}/minutes`, { words: 'Police offer the patrol.', decision: 'Patrol until Christmas', revision: '0' })).status).toBe(303);
    expect((await served.post(town.supervisor, `/panels/items/${item}/minutes`, { words: 'Mine', decision: '', revision: '0' })).status).toBe(422);
    const saved = await served.post(town.supervisor, `/panels/items/${item}/minutes`, { words: 'Police offer the patrol on Fridays.', decision: 'Patrol until Christmas', revision: '1', autosave: 'yes' });
    expect(JSON.parse(saved.body)).toMatchObject({ revision: 2 });
    expect((await served.get(town.constable, `/panels/meetings/${meeting}/minutes`)).status).toBe(403);
    expect((await served.post(town.supervisor, `/panels/meetings/${meeting}/screen`, { act: 'end' })).status).toBe(303);
    expect((await served.post(town.supervisor, `/panels/meetings/${meeting}/circulate`, {})).status).toBe(303);
    expect((await served.get(town.constable, `/panels/meetings/${meeting}/minutes`)).body).toContain('Patrol until Christmas');
    const closed = await served.get(out.housing, `/panels/meetings/${meeting}/minutes`);
    expect(closed.body).toContain('This item is closed to you');
    expect(closed.body).not.toMatch(/Patrol|Stow stairwells/);
    expect((await served.get(town.constable, `/panels/meetings/${meeting}/minutes.pdf`)).type).toBe('application/pdf');
    expect((await served.post(town.supervisor, `/panels/items/${item}/minutes`, { words: 'Later', decision: '', revision: '2' })).status).toBe(403);
  });

  test('open actions come back next time, to those who may see them', async () => {
    const next = await plan();
    expect((await served.get(town.constable, `/panels/meetings/${next}`)).body).toContain('Walk past at seven on Fridays');
    expect((await served.get(out.housing, `/panels/meetings/${next}`)).body).not.toContain('Walk past at seven on Fridays');
    await served.post(town.supervisor, `/panels/meetings/${next}/draw`, {});
    expect((await served.get(town.supervisor, `/panels/meetings/${next}/agenda`)).body).toContain('Last actions');
  });

  test('a withdrawn disclosure closes the paper, a wall closes the item', async () => {
    await town.owner.query("update hub.disclosure set withdrawn_at = now(), withdrawn_by = decided_by, withdrawn_reason = 'x' where case_id = $1", [caseId]);
    const page = await served.get(town.constable, `/panels/items/${item}`);
    expect(page.status).toBe(200);
    expect(page.body).not.toContain('Doors are kicked');
    await town.owner.query("insert into hub.access_wall (partnership_id, account_id, case_id, reason) values ($1, $2, $3, 'neighbour')", [town.partnership.id, town.constable.id, caseId]);
    expect((await served.get(town.constable, `/panels/items/${item}`)).status).toBe(403);
  });
});

test('a case with an open review comes onto the agenda, for those alone who see it', async () => {
  const made = await served.post(town.supervisor, '/panels/new', { name: 'Case conference', kind: 'case-conference', purpose: 'One case', place: 'Civic Centre', chair: town.supervisor.id, deputy: '', members: [town.priya.id] });
  panelId = made.location.split('/').at(-1) ?? '';
  const meeting = await plan();
  const opened = [await makeCase(town, []), await makeCase(town, []), await makeCase(town, [town.supervisor])];
  for (const [place, state] of (['panel', 'closed', 'panel'] as const).entries()) {
    await town.owner.query(`insert into hub.asb_review (partnership_id, id, reference, agency_id, case_id, state, applied_via, applied_at, applicant_kind, words, ack_by, decide_by) values ($1, $2, $3, $4, $5, $6, 'staff', now(), 'victim', 'Nobody came', now(), now())`,
      [town.partnership.id, uuidv7(), `V-TEST-${place}`, town.council, opened[place]?.caseId, state]);
  }
  // However many newer cases there are.
  await town.owner.query("update hub.case_file set opened_at = '2020-01-01' where id = $1", [opened[0]?.caseId]);
  expect((await served.post(town.supervisor, `/panels/meetings/${meeting}/draw`, {})).status).toBe(303);
  const { rows } = await town.owner.query('select case_id, reasons from hub.panel_item where meeting_id = $1 and case_id = any($2)', [meeting, opened.map(({ caseId }) => caseId)]);
  expect(rows).toEqual([{ case_id: opened[0]?.caseId, reasons: ['A case review is open: before the panel'] }]);
  expect((await served.get(town.supervisor, `/panels/meetings/${meeting}/agenda`)).body).toContain('A case review is open');
});

test('an invitation that names nobody says so beside its field', async () => {
  const meeting = await plan();
  for (const people of ['', uuidv7()]) {
    const answer = await served.post(town.supervisor, `/panels/meetings/${meeting}/invite`, { people });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('href="#people">Choose somebody who does casework');
    expect(answer.body).toMatch(/id="people-error"[^>]*>.*Choose somebody who does casework/s);
  }
  expect((await served.get(town.supervisor, `/panels/meetings/${meeting}`)).body).toContain('Choose a person');
});

test('the projector shows nothing that anybody in the room may not see', async () => {
  const meeting = await plan();
  const items = [(await propose(meeting)).item, (await propose(meeting)).item, (await propose(meeting, true)).item];
  await agree(meeting);
  const people = [town.priya, town.constable, out.housing, town.colleague];
  for (const who of people) {
    await town.owner.query('insert into hub.panel_invitation (partnership_id, meeting_id, account_id) values ($1, $2, $3) on conflict do nothing', [town.partnership.id, meeting, who.id]);
  }
  let shown = 0;
  const situation = fc.record({ here: fc.subarray(people), viewers: fc.array(fc.subarray([town.police, out.housing.agencyId, town.council, town.constable.id, out.housing.id, town.colleague.id]), { minLength: 3, maxLength: 3 }), walls: fc.subarray(people, { maxLength: 1 }), restricted: fc.boolean() });
  await fc.assert(fc.asyncProperty(situation, async ({ here, viewers, walls, restricted }) => {
    const p = town.partnership.id;
    await town.owner.query('update hub.panel_invitation set came_at = case when account_id = any($2) then now() end, left_at = null where meeting_id = $1', [meeting, here.map(({ id }) => id)]);
    await town.owner.query('delete from hub.panel_item_viewer where item_id = any($1)', [items]);
    for (const [place, principals] of viewers.entries()) {
      for (const principal of principals) await town.owner.query("insert into hub.panel_item_viewer values ($1, $2, $3, 'agency')", [p, items[place], principal]);
    }
    await town.owner.query('update hub.panel_item set restricted = $2 where id = $1', [items[1], restricted]);
    await town.owner.query("delete from hub.access_wall where reason = 'drawn'");
    for (const who of walls) await town.owner.query("insert into hub.access_wall (partnership_id, account_id, case_id, reason) select $1, $2, case_id, 'drawn' from hub.panel_item where id = $3", [p, who.id, items[0]]);
    const screen = await town.as(town.supervisor, async (tx) => screenOf(tx, meeting));
    const visible = screen.filter((one) => one.shown).map(({ item_id }) => item_id);
    shown += visible.length;
    for (const who of [...here, town.supervisor]) {
      const seen = (await town.as(who, async (tx, actor) => itemsOf(tx, actor, meeting))).map(({ id }) => id);
      expect(visible.filter((id) => !seen.includes(id))).toEqual([]);
    }
    expect(visible).not.toContain(items[2]);
  }), { numRuns: 25 });
  expect(shown).toBeGreaterThan(0);
});
