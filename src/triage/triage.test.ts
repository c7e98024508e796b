import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTown, type Town } from '../cases/town.testing.ts';
import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { paths } from '../paths.ts';
import { routes, triageCount } from './index.ts';

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

async function reportRow(id: string) {
  const { rows } = await town.owner.query('select * from hub.report where id = $1', [id]);
  return rows[0];
}

async function wordsTold(id: string): Promise<string[]> {
  const { rows } = await town.owner.query(`select words from hub.message where report_id = $1 and direction = 'out' order by at, id`, [id]);
  return rows.map(({ words }) => words);
}

describe('the list', () => {
  test('shows the agency its own reports, shortest clock first, and nobody else any of them', async () => {
    const later = await town.report({ title: 'Loud music', answerBy: '2026-11-26T17:00:00Z' });
    const late = await town.report({ title: 'Man unwell in the bin store', answerBy: '2026-11-24T06:00:00Z' });
    const theirs = await town.report({ title: 'Theft from a van', agencyId: town.police });
    const secret = await town.report({ title: 'Followed home', restricted: true, teamId: town.team });
    const page = await desk.get(town.colleague, paths.triage());
    expect(page.status).toBe(200);
    expect(page.body.indexOf('Man unwell')).toBeLessThan(page.body.indexOf('Loud music'));
    expect(page.body).toContain('3 h late');
    expect(page.body).not.toContain('Theft from a van');
    expect(page.body).not.toContain('Followed home');
    expect((await desk.get(town.priya, paths.triage())).body).toContain('Followed home');
    for (const [person, id, status] of [[town.colleague, theirs.id, 403], [town.colleague, secret.id, 403], [town.constable, later.id, 403], [town.analyst, later.id, 403], [town.constable, theirs.id, 200]] as const) {
      expect((await desk.get(person, paths.triageReport(id))).status).toBe(status);
    }
    const csv = await desk.get(town.colleague, paths.triageExport());
    expect(csv.body).toContain(late.reference);
    expect(csv.body).not.toContain(theirs.reference);
    expect(csv.body).not.toContain(secret.reference);
    expect((await desk.get(town.analyst, paths.triageExport())).status).toBe(403);
    const counts = await town.as(town.colleague, async (tx, actor) => triageCount(tx, actor));
    expect(counts.waiting).toBe(2);
    expect((await town.as(town.priya, async (tx, actor) => triageCount(tx, actor))).waiting).toBe(3);
  });

  test('filters stand in the address; a formula in a title stays text in the export', async () => {
    await town.report({ title: '=HYPERLINK("http://example.org")', hate: true });
    const page = await desk.get(town.priya, paths.triage('?kind=hate'));
    expect(page.body).toContain('=HYPERLINK');
    expect(page.body.split('data-list-item').length - 1).toBe(1);
    expect((await desk.get(town.priya, paths.triageExport('?kind=hate'))).body).toContain(`"'=HYPERLINK`);
    const { rows } = await town.owner.query(`select detail from hub.audit_entry where event = 'report.exported' and account_id = $1 order by at desc limit 1`, [town.priya.id]);
    expect(rows[0].detail).toEqual({ reports: 1 });
  });
});

describe('decisions', () => {
  test('accepting opens a case, tells the person who has it and starts the promise clock', async () => {
    const report = await town.report();
    const answer = await desk.post(town.priya, paths.triageAct(report.id, 'accept'), { title: 'Doors kicked, The Stow', owner: town.priya.id, team: town.team, words: 'I know the landing.' });
    expect([answer.status, answer.location]).toEqual([303, expect.stringMatching(/^\/cases\//)]);
    const row = await reportRow(report.id);
    expect([row.state, row.last_told_at?.toISOString(), row.next_told_by?.toISOString()]).toEqual(['in_case', '2026-11-24T09:24:00.000Z', '2026-12-01T17:00:00.000Z']);
    const [words] = await wordsTold(report.id);
    expect(words).toContain('Priya Nair of Harlow Council now has your report. By 5pm on Tuesday 1 December we will tell you what we will do.');
    expect(words).toContain('I know the landing.');
    const { rows } = await town.owner.query('select channel, address, body from hub.outbox where report_id = $1', [report.id]);
    expect(rows).toEqual([{ channel: 'email', address: 'amara@example.org', body: expect.stringContaining('{link}') }]);
    expect((await desk.post(town.colleague, paths.triageAct(report.id, 'accept'), { title: 'Twice', owner: town.colleague.id })).status).toBe(409);
  });

  test('a wrong form keeps what was typed and changes nothing', async () => {
    const report = await town.report();
    const answer = await desk.post(town.priya, paths.triageAct(report.id, 'no-further-action'), { words: 'I am sorry about the noise' });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('Choose a reason');
    expect(answer.body).toContain('I am sorry about the noise');
    expect((await reportRow(report.id)).state).toBe('new');
  });

  test('no further action cannot be silent: without own words nothing happens, with them they are sent', async () => {
    const report = await town.report();
    const { rows: [reason] } = await town.owner.query('select id from hub.decision_reason limit 1');
    expect((await desk.post(town.priya, paths.triageAct(report.id, 'no-further-action'), { reason: reason.id, words: '  ' })).status).toBe(422);
    expect((await desk.post(town.priya, paths.triageAct(report.id, 'no-further-action'), { reason: reason.id, words: 'We rang the landlord too.' })).status).toBe(303);
    const row = await reportRow(report.id);
    expect([row.state, row.decision_reason, row.next_told_by, row.closed_at === null]).toEqual(['no_further_action', 'Ordinary living noise', null, false]);
    expect((await wordsTold(report.id))[0]).toMatch(/What you describe is the sound of ordinary living\.\n\nWe rang the landlord too\./);
  });

  test('linking tells the person, and refuses what would open a restricted report', async () => {
    const first = await town.report();
    const opened = await desk.post(town.priya, paths.triageAct(first.id, 'accept'), { title: 'Landing', owner: town.priya.id });
    const caseId = opened.location.split('/').at(-1) ?? '';
    const report = await town.report({ words: 'They kicked every door on the landing' });
    const preview = await desk.get(town.colleague, paths.triageReport(report.id));
    expect(preview.body).toContain('Probably the same');
    expect(preview.body).toMatch(/Link to C/);
    expect((await desk.post(town.colleague, paths.triageAct(report.id, 'link'), { case: caseId })).status).toBe(303);
    expect((await reportRow(report.id)).case_id).toBe(caseId);
    expect((await wordsTold(report.id))[0]).toContain('Priya Nair of Harlow Council is already working on something like this');
    const secret = await town.report({ restricted: true, teamId: town.team });
    const refused = await desk.post(town.priya, paths.triageAct(secret.id, 'link'), { case: caseId });
    expect([refused.status, refused.body.includes('more people would see it')]).toEqual([422, true]);
    expect((await desk.post(town.priya, paths.triageAct(secret.id, 'link'), { case: 'other', reference: 'nonsense' })).body).toContain('No case that you can see has this reference');
  });

  test('merging tells both; what is decided on the one is told to the other', async () => {
    const [kept, merged] = [await town.report(), await town.report()];
    expect((await desk.post(town.priya, paths.triageAct(merged.id, 'merge'), { report: kept.id })).status).toBe(303);
    expect((await reportRow(merged.id)).merged_into).toBe(kept.id);
    expect([(await wordsTold(kept.id)).length, (await wordsTold(merged.id)).length]).toEqual([1, 1]);
    expect((await reportRow(kept.id)).state).toBe('new');
    const { rows: [reason] } = await town.owner.query('select id from hub.decision_reason limit 1');
    await desk.post(town.priya, paths.triageAct(kept.id, 'no-further-action'), { reason: reason.id, words: 'It has stopped.' });
    expect((await wordsTold(merged.id)).at(-1)).toContain('It has stopped.');
    expect((await reportRow(merged.id)).closed_at).not.toBeNull();
  });

  test('referring hands it over whole with a new clock, and the person learns how to reach them', async () => {
    const [report, merged] = [await town.report(), await town.report()];
    await desk.post(town.priya, paths.triageAct(merged.id, 'merge'), { report: report.id });
    expect((await desk.post(town.priya, paths.triageAct(report.id, 'refer'), { agency: town.police, why: 'A threat is a crime, so police lead.' })).status).toBe(303);
    const row = await reportRow(report.id);
    expect([row.agency_id, row.state, row.referred_from, row.answer_by.toISOString()]).toEqual([town.police, 'new', town.council, '2026-11-27T17:00:00.000Z']);
    expect((await reportRow(merged.id)).agency_id).toBe(town.police);
    expect((await wordsTold(report.id)).at(-1)).toMatch(/Essex Police now has your report\. They answer you by 5pm on Friday 27 November\. You can ring them on 01632 960002/);
    expect((await desk.get(town.priya, paths.triageReport(report.id))).status).toBe(403);
    expect((await desk.get(town.constable, paths.triageReport(report.id))).status).toBe(200);
  });

  test('a changed priority moves the clock and is explained', async () => {
    const report = await town.report();
    expect((await desk.post(town.priya, paths.triageAct(report.id, 'priority'), { priority: 'urgent', reason: 'It speaks of a threat' })).status).toBe(303);
    expect((await reportRow(report.id)).answer_by.toISOString()).toBe('2026-11-25T17:00:00.000Z');
    expect((await desk.get(town.priya, paths.triageReport(report.id))).body).toContain('It speaks of a threat, so our one-working-day standard applies.');
  });

  test('several reports go into one case, and everyone is told', async () => {
    const reports = [await town.report(), await town.report()];
    expect((await desk.get(town.priya, paths.triageSeveral())).body).toContain(reports[0]?.reference ?? '?');
    const answer = await desk.post(town.priya, paths.triageSeveral(), { reports: reports.map(({ id }) => id), act: 'accept', title: 'Racing on Second Avenue', owner: town.colleague.id });
    expect(answer.status).toBe(303);
    for (const { id } of reports) {
      expect((await wordsTold(id))[0]).toContain('Tom Reed of Harlow Council now has your report');
    }
    const one = await town.report();
    expect((await desk.post(town.priya, paths.triageSeveral(), { reports: one.id, act: 'assign', team: '' })).body).toContain('Choose a team');
    expect((await desk.post(town.priya, paths.triageSeveral(), { reports: one.id, act: 'assign', team: town.team })).status).toBe(303);
    expect((await reportRow(one.id)).team_id).toBe(town.team);
    expect((await desk.post(town.constable, paths.triageSeveral(), { reports: one.id, act: 'accept', title: 'Not mine', owner: town.constable.id })).status).toBe(403);
  });
});
