import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { paths } from '../paths.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { openCase, routes, visibleCases } from './index.ts';
import { makeTown, type Person, type Town } from './town.testing.ts';
import { serveTown, type TownServer } from './town-server.testing.ts';

let town: Town;
let desk: TownServer;
beforeAll(async () => {
  town = await makeTown();
  desk = await serveTown(town, routes);
});
afterAll(async () => {
  await desk.close();
  await town.close();
});

async function opened(more: { restricted?: boolean; title?: string; by?: Person } = {}) {
  const report = await town.report();
  const by = more.by ?? town.priya;
  const { caseId, reference } = await town.as(by, async (tx, actor) =>
    openCase(tx, { actor, partnership: town.partnership, now: town.now, title: more.title ?? 'Doors kicked, The Stow', categoryId: null, reportIds: [report.id], ownerId: by.id, restricted: more.restricted }));
  return { caseId, reference, reportId: report.id };
}

async function caseRow(id: string) {
  return (await town.owner.query('select * from hub.case_file where id = $1', [id])).rows[0];
}

async function reportRow(id: string) {
  return (await town.owner.query('select * from hub.report where id = $1', [id])).rows[0];
}

async function listed(person: Person, caseId: string): Promise<boolean> {
  return await town.as(person, async (tx, actor) => (await visibleCases(tx, actor, {}, 500)).some(({ id }) => id === caseId));
}

describe('who sees a case', () => {
  test('the own agency by address, list and export; another agency nowhere', async () => {
    const { caseId, reference } = await opened();
    for (const [person, sees] of [[town.colleague, true], [town.analyst, true], [town.constable, false]] as const) {
      expect((await desk.get(person, paths.case(caseId))).status).toBe(sees ? 200 : 403);
      expect((await desk.get(person, paths.casePart(caseId, 'chronology'))).status).toBe(sees ? 200 : 403);
      expect((await desk.get(person, paths.cases())).body.includes(reference)).toBe(sees);
      expect((await desk.get(person, paths.casesExport())).body.includes(reference)).toBe(sees);
    }
    // An analyst reads and changes nothing.
    expect((await desk.post(town.analyst, paths.casePart(caseId, 'entry'), { words: 'x', kind: 'note', audience: 'case' })).status).toBe(403);
    expect((await desk.post(town.constable, paths.casePart(caseId, 'entry'), { words: 'x', kind: 'note', audience: 'case' })).status).toBe(403);
  });

  test('a restricted case is 403 for the rest, and opens to whoever is named', async () => {
    const { caseId, reference } = await opened();
    expect((await desk.post(town.priya, paths.casePart(caseId, 'restrict'), { restricted: 'yes', named: [], why: 'Domestic abuse' })).status).toBe(303);
    for (const person of [town.colleague, town.supervisor, town.analyst, town.constable]) {
      expect((await desk.get(person, paths.case(caseId))).status).toBe(403);
      expect(await listed(person, caseId)).toBe(false);
      expect((await desk.get(person, paths.casesExport())).body.includes(reference)).toBe(false);
    }
    expect((await desk.get(town.priya, paths.case(caseId))).body).toContain('Only the people and teams named on it see this case');
    await desk.post(town.priya, paths.casePart(caseId, 'restrict'), { restricted: 'yes', named: [town.colleague.id], why: 'She covers for me' });
    expect(await listed(town.colleague, caseId)).toBe(true);
    await desk.post(town.priya, paths.casePart(caseId, 'restrict'), { restricted: 'yes', named: [], why: 'Cover is over' });
    expect((await desk.get(town.colleague, paths.case(caseId))).status).toBe(403);
    await desk.post(town.priya, paths.casePart(caseId, 'restrict'), { restricted: 'no', named: [], why: 'No longer needed' });
    expect(await listed(town.supervisor, caseId)).toBe(true);
  });

  test('a wall closes the case to one colleague at once', async () => {
    const { caseId } = await opened();
    expect((await desk.post(town.priya, paths.casePart(caseId, 'conflict'), { person: town.colleague.id, why: 'The alleged is a cousin' })).status).toBe(303);
    expect((await desk.get(town.colleague, paths.case(caseId))).status).toBe(403);
    expect(await listed(town.colleague, caseId)).toBe(false);
    expect((await desk.get(town.supervisor, paths.case(caseId))).status).toBe(200);
  });

  test('lists are newest first and go on where the page before ended', async () => {
    for (let count = 0; count < 55; count += 1) {
      await town.owner.query(
        `insert into hub.case_file (partnership_id, id, reference, title, agency_id, owner_id, opened_at) values ($1, $2, $3, 'Old matter', $4, $5, '2025-01-01T00:00:00Z'::timestamptz + make_interval(hours => $6))`,
        [town.partnership.id, uuidv7(), `C-OLD-${count}`, town.council, town.colleague.id, count],
      );
    }
    await town.owner.query('select hub.refresh_case_access($1, array(select id from hub.case_file where reference like $2))', [town.partnership.id, 'C-OLD-%']);
    const seen: string[] = [];
    let address: string | undefined = paths.cases('?state=open');
    while (address !== undefined) {
      const { body } = await desk.get(town.supervisor, address);
      seen.push(...[...body.matchAll(/data-list-item[^>]*>(\S+)/g)].map((match) => match[1] ?? ''));
      address = /href="([^"]+)">Older cases/.exec(body)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((reference) => reference.startsWith('C-OLD-'))).toEqual(Array.from({ length: 55 }, (_, place) => `C-OLD-${54 - place}`));
    expect((await desk.get(town.colleague, paths.cases('?whose=mine'))).body).toContain('C-OLD-54');
    expect((await desk.get(town.priya, paths.cases('?whose=mine'))).body).not.toContain('C-OLD-');
  });
});

describe('the case page', () => {
  test('shows what must be known, with every panel', async () => {
    const { caseId } = await opened();
    await town.owner.query(`update hub.party set safe_contact = '{"routes":["text"],"never":"ring after 4pm","plain":true}', vulnerability = 'Lives alone' where report_id in (select id from hub.report where case_id = $1)`, [caseId]);
    const { status, body } = await desk.get(town.priya, paths.case(caseId));
    expect(status).toBe(200);
    for (const words of ['Never ring after 4pm.', 'Amara O.', 'Lives alone', 'Promise to Amara', 'Who can see this', 'Timeline', 'Nobody has looked at the risk yet', 'Their words', 'Add to the timeline']) {
      expect(body).toContain(words);
    }
    expect((await town.owner.query(`select 1 from hub.audit_entry where event = 'case.read' and case_id = $1 and account_id = $2`, [caseId, town.priya.id])).rowCount).toBe(1);
    expect((await desk.get(town.supervisor, paths.casePart(caseId, 'who-looked'))).body).toMatch(/Priya Nair/);
  });

  test('whoever has another name is called by it on the next page', async () => {
    const { caseId } = await opened();
    expect((await desk.get(town.supervisor, paths.case(caseId))).body).toContain('Priya Nair');
    await town.owner.query(`update hub.account set name = 'Priya Shah' where id = $1`, [town.priya.id]);
    try {
      const { body } = await desk.get(town.supervisor, paths.case(caseId));
      expect(body).toContain('Priya Shah');
      expect(body).not.toContain('Priya Nair');
    } finally {
      await town.owner.query(`update hub.account set name = 'Priya Nair' where id = $1`, [town.priya.id]);
    }
  });

  test('no link of it is refused to whoever is shown it: the owner, another agency, and when it is closed', async () => {
    const { caseId } = await opened();
    const dead = async (who: Parameters<typeof desk.get>[0]): Promise<string[]> => {
      const { status, body } = await desk.get(who, paths.case(caseId));
      expect(status).toBe(200);
      const links = [...new Set([...body.matchAll(/href="(\/cases\/[^"#]+)/g)].map(([, href = '']) => href.replaceAll('&amp;', '&')))];
      expect(links.length).toBeGreaterThan(3);
      // Pages of other rooms are not served here and answer 404.
      const answers = await Promise.all(links.map(async (link) => ([200, 404].includes((await desk.get(who, link)).status) ? [] : [link])));
      return answers.flat();
    };
    expect(await dead(town.priya)).toEqual([]);
    await town.owner.query(`insert into hub.case_principal (partnership_id, case_id, kind, principal_id, added_by) select partnership_id, id, 'account', $2, owner_id from hub.case_file where id = $1`, [caseId, town.constable.id]);
    await town.owner.query('select hub.refresh_case_access(partnership_id, array[id]) from hub.case_file where id = $1', [caseId]);
    expect(await dead(town.constable)).toEqual([]);
    expect((await desk.get(town.priya, paths.case(caseId))).body).toContain(paths.offerCase(caseId));
    expect((await desk.get(town.constable, paths.case(caseId))).body).not.toContain(paths.offerCase(caseId));
    await town.owner.query(`update hub.case_file set state = 'closed', closed_at = now(), outcome = 'resolved' where id = $1`, [caseId]);
    expect(await dead(town.priya)).toEqual([]);
  });

  test('people, incidents and notes are added; own notes stay with the agency', async () => {
    const { caseId, reportId } = await opened();
    const wrong = await desk.post(town.priya, paths.casePart(caseId, 'people'), { role: 'alleged', kind: 'unknown', name: '', description: '' });
    expect([wrong.status, wrong.body.includes('Describe the person who is not yet named')]).toEqual([422, true]);
    await desk.post(town.priya, paths.casePart(caseId, 'people'), { role: 'alleged', kind: 'group', name: 'Group of 3 or 4', age: 'about 16', under18: 'yes' });
    await desk.post(town.priya, paths.casePart(caseId, 'incident'), { on: '2026-11-20', at: '23:30', words: 'Kicked the door again', place: '' });
    await desk.post(town.priya, paths.casePart(caseId, 'entry'), { words: 'Check with legal', kind: 'note', audience: 'agency' });
    const told = await desk.post(town.priya, paths.casePart(caseId, 'entry'), { words: 'Told her', kind: 'note', audience: 'case', told: reportId });
    expect([told.status, told.body.includes('One thing to put right'), told.body.includes('<a href="#kind">Say how they were told')]).toEqual([422, true, true]);
    // An incident has its own form: here it would be dated now, and seen by more than was chosen.
    expect((await desk.post(town.priya, paths.casePart(caseId, 'entry'), { words: 'Kicked it last week', kind: 'incident', audience: 'agency' })).status).toBe(422);
    await desk.post(town.priya, paths.casePart(caseId, 'people'), { role: 'victim', kind: 'unknown', name: '', description: 'Her daughter', age: '7' });
    await desk.post(town.priya, paths.casePart(caseId, 'entry'), { words: 'Rang her: wardens come on Friday', kind: 'call', audience: 'case', told: reportId });
    const { body } = await desk.get(town.priya, paths.case(caseId));
    for (const words of ['not named, 7 (', ' reported it)', 'Group of 3 or 4', 'Under 18: youth service first', '2 in 4 days', 'Check with legal', 'wardens come on Friday']) {
      expect(body).toContain(words);
    }
    expect((await reportRow(reportId)).last_told_at.toISOString()).toBe('2026-11-24T09:24:00.000Z');
    const printed = await desk.get(town.priya, `${paths.casePart(caseId, 'chronology')}?audience=case`);
    expect(printed.body).not.toContain('Check with legal');
    expect(printed.body).toMatch(/printed for Priya Nair/);
    expect((await desk.get(town.priya, `${paths.case(caseId)}?show=incident`)).body).not.toContain('wardens come on Friday');
  });

  test('someone else takes over; the stage and the warning change', async () => {
    const { caseId } = await opened();
    expect((await desk.post(town.priya, paths.casePart(caseId, 'owner'), { owner: town.constable.id, why: 'x' })).status).toBe(422);
    await desk.post(town.priya, paths.casePart(caseId, 'owner'), { owner: town.colleague.id, why: 'Priya is on leave' });
    await desk.post(town.colleague, paths.casePart(caseId, 'edit'), { title: 'Doors kicked', stage: 'acting', warning: 'Dog at number 22' });
    expect(await caseRow(caseId)).toMatchObject({ owner_id: town.colleague.id, stage: 'acting', warning: 'Dog at number 22' });
  });
});

describe('closing and reopening', () => {
  test('no one is left without words, no promise lapses in silence', async () => {
    const { caseId, reportId } = await opened();
    const promise = uuidv7();
    await town.owner.query(`insert into hub.promise (partnership_id, id, report_id, version, made_by, made_at) values ($1, $2, $3, 1, $4, now())`, [town.partnership.id, promise, reportId, town.priya.id]);
    await town.owner.query(`insert into hub.promise_line (partnership_id, id, promise_id, report_id, line_id, position, who, what, due_at, first_due_at) values ($1, $2, $3, $4, $5, 0, 'Wardens', 'Come on Friday', now(), now())`, [town.partnership.id, uuidv7(), promise, reportId, uuidv7()]);
    const fields = { outcome: 'It has stopped', reason: 'No incident for six weeks', lessons: '', cost: '250.50', withdraw: '' };
    const refused = await desk.post(town.priya, paths.casePart(caseId, 'close'), fields);
    expect(refused.status).toBe(422);
    expect(refused.body).toContain('A promise is still open');
    expect(refused.body).toContain('Write what this person is told');
    expect((await caseRow(caseId)).state).toBe('open');
    const closed = await desk.post(town.priya, paths.casePart(caseId, 'close'), { ...fields, withdraw: 'The group has moved on.', [`message-${reportId}`]: 'Thank you for telling us.' });
    expect(closed.status).toBe(303);
    expect(await caseRow(caseId)).toMatchObject({ state: 'closed', outcome: 'It has stopped', cost_pounds: '250.50', closed_by: town.priya.id });
    expect(await reportRow(reportId)).toMatchObject({ state: 'closed', next_told_by: null });
    const { rows } = await town.owner.query(`select words from hub.message where report_id = $1 and direction = 'out'`, [reportId]);
    expect(rows[0].words).toContain('Thank you for telling us.');
    expect(rows[0].words).toContain('We had promised: Come on Friday.');
    expect((await town.owner.query('select state from hub.promise_line where report_id = $1', [reportId])).rows).toEqual([{ state: 'withdrawn' }]);
    expect((await desk.post(town.colleague, paths.casePart(caseId, 'close'), fields)).status).toBe(409);
    expect((await desk.post(town.colleague, paths.casePart(caseId, 'entry'), { words: 'x', kind: 'note', audience: 'case' })).status).toBe(409);

    expect((await desk.post(town.colleague, paths.casePart(caseId, 'reopen'), { words: 'They came back.' })).status).toBe(303);
    expect((await caseRow(caseId)).state).toBe('open');
    const again = await reportRow(reportId);
    expect([again.state, again.closed_at, again.next_told_by === null]).toEqual(['in_case', null, false]);
  });
});

test('lists are saved under a name, for their owner alone', async () => {
  expect((await desk.post(town.priya, paths.saveList('/cases?risk=high'), { name: 'High', address: 'https://example.org' })).status).toBe(422);
  expect((await desk.post(town.priya, paths.saveList('/cases?risk=high'), { name: 'My high ones', address: '/cases?risk=high' })).location).toBe('/cases?risk=high');
  expect((await desk.get(town.priya, paths.cases())).body).toContain('My high ones');
  expect((await desk.get(town.colleague, paths.cases())).body).not.toContain('My high ones');
});
