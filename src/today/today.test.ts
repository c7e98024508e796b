import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { addGateways, addOutsiders, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { routes as sharingRoutes } from '../sharing/index.ts';
import { routes as taskRoutes } from '../tasks/index.ts';
import { navCounts } from './counts.ts';
import { beginnings } from './queries.ts';
import { todayProps, routes } from './routes.tsx';
import { day, dayEnd, type WorkItem } from './row.ts';
import { leadWords, pressing, workItems, type Sources } from './rules.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  await addGateways(town);
  served = await serveTown(town, [...routes, ...taskRoutes, ...sharingRoutes]);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

async function rowsOf(person: Person): Promise<readonly WorkItem[]> {
  return (await town.as(person, async (tx, actor) => todayProps({ tx, actor, now: town.now, partnership: town.partnership }))).items;
}

function titles(items: readonly WorkItem[], group: WorkItem['group']): string[] {
  return items.filter((item) => item.group === group).map(({ row }) => row.title);
}

describe('Today', () => {
  test('brings what is late, due, new and waiting, each with why and one next action, and the navigation counts the first two', async () => {
    const p = town.partnership.id;
    const { caseId, reportId } = await makeCase(town, []);
    const promise = uuidv7();
    await town.owner.query('insert into hub.promise (partnership_id, id, report_id, version, made_by, made_at) values ($1, $2, $3, 1, $4, now())', [p, promise, reportId, town.priya.id]);
    for (const [what, due, state] of [['Get the footage', '2026-11-20T17:00:00Z', 'missed'], ['Ring the landlord', '2026-11-24T17:00:00Z', 'due'], ['Much later', '2026-12-20T17:00:00Z', 'due']]) {
      await town.owner.query(
        `insert into hub.promise_line (partnership_id, id, promise_id, report_id, line_id, position, who, what, due_at, first_due_at, state) values ($1, $2, $3, $4, $5, 1, 'Priya Nair', $6, $7, $7, $8)`,
        [p, uuidv7(), promise, reportId, uuidv7(), what, due, state],
      );
    }
    await town.owner.query("update hub.case_file set review_on = '2026-11-20', risk_band = 'medium' where id = $1", [caseId]);
    await town.owner.query("update hub.report set next_told_by = '2026-11-24T17:00:00Z', last_told_at = '2026-11-18T10:00:00Z' where id = $1", [reportId]);
    await town.owner.query("insert into hub.message (partnership_id, id, report_id, direction, words, at) values ($1, $2, $3, 'in', 'They were there again', '2026-11-24T08:00:00Z')", [p, uuidv7(), reportId]);
    await town.owner.query("insert into hub.heard_receipt (partnership_id, id, report_id, version, points, wants, written_by, written_at, answer, correction, answered_at) values ($1, $2, $3, 1, '{}', '', $4, now(), 'wrong', 'No', '2026-11-24T08:30:00Z')", [p, uuidv7(), reportId, town.priya.id]);
    await town.owner.query("insert into hub.outbox (partnership_id, id, report_id, channel, address, body, state) values ($1, $2, $3, 'email', 'x@example.org', 'x', 'failed')", [p, uuidv7(), reportId]);
    await town.owner.query("insert into hub.escalation (partnership_id, id, report_id, agency_id, reason, level, due_at, raised_at) values ($1, $2, $3, $4, 'reopened', 'officer', '2026-11-26T17:00:00Z', '2026-11-24T07:00:00Z')", [p, uuidv7(), reportId, town.council]);
    await served.post(town.priya, `/cases/${caseId}/tasks/new`, { title: 'Speak to the tenant', agency: town.police, assignee: '', due: 'days', days: '3' });
    await served.post(town.priya, `/cases/${caseId}/tasks/new`, { title: 'Own errand', agency: town.council, assignee: town.priya.id, due: 'days', days: '0' });

    const items = await rowsOf(town.priya);
    expect(titles(items, 'late')).toEqual(['Get the footage', 'Look again at the risk: Threats on the landing']);
    expect(titles(items, 'due').toSorted()).toEqual(['Own errand', 'Ring the landlord', 'Tell Amara Okafor something new']);
    expect(titles(items, 'new')).toEqual(expect.arrayContaining(['Amara Okafor says that it is not over', 'Read what Amara Okafor wrote', 'Amara Okafor says we have not understood', 'A message to Amara Okafor did not leave']));
    expect(titles(items, 'wait')).toEqual(['Police: Speak to the tenant']);
    for (const { row } of items) {
      expect(row.action, row.title).toBeDefined();
      expect(row.why, row.title).not.toBe('');
    }
    const page = await served.get(town.priya, '/today');
    expect(page.status).toBe(200);
    expect(page.body).toContain('Two things are late. Start with: Get the footage.');

    const today = Temporal.PlainDate.from('2026-11-24');
    const counted = await town.as(town.priya, async (tx) => tx.one(sql<{ today: number }>`select today from hub.nav_counts(${today}, ${dayEnd(town.now)})`));
    expect(counted.today).toBe(titles(items, 'late').length + titles(items, 'due').length);

    const police = await rowsOf(town.constable);
    expect(titles(police, 'new')).toEqual(['Speak to the tenant']);
    expect(titles(police, 'late')).toEqual([]);
  });

  test('the number beside the navigation counts what every room makes late or due', async () => {
    const p = town.partnership.id;
    const { caseId, reportId } = await makeCase(town, []);
    const number = async (): Promise<number | undefined> => (await town.as(town.priya, async (tx, actor) => navCounts(tx, actor, town.partnership, 'anew', town.now))).today;
    const grown = async (by: number): Promise<void> => {
      const rows = await rowsOf(town.priya);
      expect(pressing(rows), rows.map(({ row }) => row.title).join('\n')).toBe(before + by);
      expect(await number()).toBe(before + by);
      // Where it is not counted anew, it stands as it was.
      expect((await town.as(town.priya, async (tx, actor) => navCounts(tx, actor, town.partnership, 'as_last_counted', town.now))).today).toBe(before + by);
      expect((await served.get(town.priya, '/today')).body).toContain(`Today <span>${before + by}</span>`);
    };
    await town.owner.query("update hub.case_file set opened_at = '2026-11-24T08:00:00Z' where id = $1", [caseId]);
    await town.owner.query("update hub.report set decided_at = '2026-11-24T08:00:00Z', next_told_by = null where id = $1", [reportId]);
    const before = pressing(await rowsOf(town.priya));
    await grown(0);

    const [panel, meeting] = [uuidv7(), uuidv7()];
    await town.owner.query("insert into hub.panel (partnership_id, id, name, kind_code, purpose, agency_id, chair_id, created_by, created_at) values ($1, $2, 'Tasking panel', 'tasking', 'Tasking', $3, $4, $4, now())", [p, panel, town.council, town.supervisor.id]);
    await town.owner.query("insert into hub.panel_meeting (partnership_id, id, panel_id, starts_at, minutes, state) values ($1, $2, $3, '2026-11-24T14:00:00Z', 60, 'agreed')", [p, meeting, panel]);
    await town.owner.query('insert into hub.panel_invitation (partnership_id, meeting_id, account_id) values ($1, $2, $3)', [p, meeting, town.priya.id]);
    await grown(1);
    await town.owner.query(
      `insert into hub.asb_review (partnership_id, id, reference, agency_id, state, applied_via, applied_at, applicant_kind, words, ack_by, decide_by, spoc_id)
       values ($1, $2, 'VAA-AAA-AA', $3, 'applied', 'web', '2026-11-10T10:00:00Z', 'victim', 'Nothing was done', '2026-11-20T17:00:00Z', '2026-12-04T17:00:00Z', $4)`, [p, uuidv7(), town.council, town.priya.id]);
    await grown(2);
    await town.owner.query("update hub.case_file set opened_at = '2026-11-18T08:00:00Z' where id = $1", [caseId]);
    await grown(3);
    expect(titles(await rowsOf(town.priya), 'late').filter((title) => title.startsWith('Assess the risk'))).toHaveLength(1);
    await town.owner.query("update hub.report set decided_at = '2026-10-01T08:00:00Z' where id = $1", [reportId]);
    await grown(4);
    expect(titles(await rowsOf(town.priya), 'late')).toContain('Agree a promise with Amara Okafor');
    await town.owner.query("insert into hub.escalation (partnership_id, id, report_id, agency_id, reason, level, due_at, raised_at) values ($1, $2, $3, $4, 'reopened', 'officer', '2026-11-23T17:00:00Z', '2026-11-20T07:00:00Z')", [p, uuidv7(), reportId, town.council]);
    await grown(5);
  });

  test('of a walled colleague, another agency and those who do no casework shows nothing of the case', async () => {
    const { caseId } = await makeCase(town, [out.walled]);
    await town.owner.query('update hub.case_file set owner_id = $2, review_on = $3 where id = $1', [caseId, out.walled.id, '2026-11-20']);
    expect((await served.get(out.walled, '/today')).body).not.toContain(caseId);
    expect((await served.get(out.housing, '/today')).body).not.toContain(caseId);
    expect((await served.get(out.auditor, '/today')).status).toBe(403);
    expect((await served.get(out.administrator, '/today')).status).toBe(403);
    const counted = await town.as(out.walled, async (tx) => tx.one(sql<{ today: number }>`select today from hub.nav_counts('2026-11-24', ${dayEnd(town.now)})`));
    expect(counted.today).toBe(0);
    const begun = async (who: typeof town.priya): Promise<number> => (await town.as(who, async (tx) => beginnings(tx, Temporal.PlainDate.from('2026-11-24')))).filter((one) => one.case_id === caseId).length;
    expect([await begun(out.walled), await begun(out.housing), await begun(out.auditor), await begun(out.administrator)]).toEqual([0, 0, 0, 0]);
    await town.owner.query('update hub.case_file set owner_id = $2, review_on = null where id = $1', [caseId, town.priya.id]);
    expect(await begun(town.priya)).toBeGreaterThan(0);
  });

  test('a supervisor sees what has come up, and bands that wait for an answer', async () => {
    const { caseId, reportId } = await makeCase(town, []);
    const p = town.partnership.id;
    await town.owner.query("insert into hub.escalation (partnership_id, id, report_id, agency_id, reason, level, due_at, raised_at) values ($1, $2, $3, $4, 'silence', 'supervisor', '2026-11-20T17:00:00Z', now())", [p, uuidv7(), reportId, town.council]);
    await town.owner.query(
      `insert into hub.risk_assessment (partnership_id, id, case_id, template_id, answers, score, out_of, scored_band, band, proposed_band, approval, review_on, assessed_by, assessed_at)
       values ($1, $2, $3, $2, '{}', 1, 48, 'high', 'high', 'medium', 'asked', '2026-12-01', $4, '2026-11-23T10:00:00Z')`, [p, uuidv7(), caseId, town.priya.id]);
    expect(titles(await rowsOf(town.supervisor), 'supervise')).toEqual(['Threats on the landing', 'Priya Nair asks to lower a risk to medium']);
    expect(titles(await rowsOf(town.priya), 'wait')).toContain('A supervisor: lower the risk to medium?');
    expect(titles(await rowsOf(town.colleague), 'supervise')).toEqual([]);
  });
});

describe('rules', () => {
  const now = Temporal.Instant.from('2026-11-24T09:20:00Z');
  const nothing: Sources = { mine: [], promises: [], unpromised: [], unread: [], corrected: [], stopped: [], reopened: [], tasks: [], asked: [], approvals: [], reviews: [], escalated: [], fresh: [], shared: [], rooms: [] };
  const time = { now, closesAt: '17:00', standards: [], holidays: new Set<string>() };

  test.each([['2026-11-23T10:00:00Z', 'late'], ['2026-11-24T16:00:00Z', 'due'], ['2026-11-25T00:30:00Z', 'new'], ['2026-12-01T17:00:00Z', 'new']])('what another room wants by %s is %s', (at, group) => {
    const work = { title: 'Read the papers', why: '', reference: '', href: '/panels', action: 'Open', at: Temporal.Instant.from(at), due: true };
    expect(workItems({ ...nothing, rooms: [work] }, time, false).map((item) => item.group)).toEqual([group]);
  });

  test('an empty day says so', () => {
    expect(workItems(nothing, time, false)).toEqual([]);
    expect(leadWords([])).toBe('Nothing is late, and nothing is due today.');
  });

  test.each([
    ['2026-11-26T10:00:00Z', 'Thu 26'],
    ['2026-10-01T10:00:00Z', 'Thu 1 Oct'],
    ['2025-02-20T10:00:00Z', 'Thu 20 Feb 2025'],
  ])('%s is %s', (at, words) => expect(day(Temporal.Instant.from(at), now)).toBe(words));
});
