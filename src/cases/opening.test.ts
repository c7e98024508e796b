import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { HubError } from '../platform/errors/index.ts';
import { sql } from 'kysely';

import { linkReport, openCase } from './index.ts';
import { makeTown, type Person, type Town } from './town.testing.ts';

let town: Town;
beforeAll(async () => {
  town = await makeTown();
});
afterAll(async () => await town.close());

async function open(reportIds: readonly string[], more: { restricted?: boolean; by?: Person } = {}): Promise<{ caseId: string; reference: string }> {
  const by = more.by ?? town.priya;
  return await town.as(by, async (tx, actor) =>
    openCase(tx, { actor, partnership: town.partnership, now: town.now, title: 'Doors kicked', categoryId: null, reportIds, ownerId: by.id, restricted: more.restricted }));
}

async function sees(person: Person, caseId: string): Promise<boolean> {
  return await town.as(person, async (tx) => (await tx.all(sql`select 1 from hub.case_file where id = ${caseId}`)).length === 1);
}

describe('opening a case', () => {
  test('moves the report with its incident and chronology, seen by the own agency and nobody else', async () => {
    const report = await town.report();
    const { caseId, reference } = await open([report.id]);
    expect(reference).toMatch(/^C/);
    const { rows } = await town.owner.query('select state, case_id, decided_by from hub.report where id = $1', [report.id]);
    expect(rows[0]).toEqual({ state: 'in_case', case_id: caseId, decided_by: town.priya.id });
    const incidents = await town.owner.query('select words, place_words from hub.incident where case_id = $1', [caseId]);
    expect(incidents.rows).toEqual([{ words: 'Lads on our landing again kicking every door.', place_words: 'The Stow flats' }]);
    expect(await sees(town.colleague, caseId)).toBe(true);
    expect(await sees(town.analyst, caseId)).toBe(true);
    expect(await sees(town.constable, caseId)).toBe(false);
  });

  test('a report that someone else has just decided on stops it whole', async () => {
    const [one, two] = [await town.report(), await town.report()];
    await open([one.id]);
    await expect(open([one.id, two.id])).rejects.toThrow(HubError);
    const { rows } = await town.owner.query('select state from hub.report where id = $1', [two.id]);
    expect(rows[0].state).toBe('new');
  });

  test('two officers who accept at the same moment open one case', async () => {
    const report = await town.report();
    const results = await Promise.allSettled([open([report.id]), open([report.id], { by: town.colleague })]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a restricted case is seen by its owner, not by colleagues, supervisors or other agencies', async () => {
    const report = await town.report();
    const { caseId } = await open([report.id], { restricted: true });
    expect(await sees(town.priya, caseId)).toBe(true);
    for (const person of [town.colleague, town.supervisor, town.analyst, town.constable]) {
      expect(await sees(person, caseId)).toBe(false);
    }
  });

  test('another agency cannot open a case from a report it does not hold', async () => {
    const report = await town.report();
    await expect(open([report.id], { by: town.constable })).rejects.toThrow(HubError);
  });
});

describe('linking a report', () => {
  test('brings merged reports along and refuses a closed case', async () => {
    const { caseId } = await open([(await town.report()).id]);
    const report = await town.report();
    const merged = await town.report({ state: 'merged' });
    await town.owner.query('update hub.report set merged_into = $1 where id = $2', [report.id, merged.id]);
    await town.as(town.colleague, async (tx, actor) => linkReport(tx, { actor, caseId, reportId: report.id, now: town.now }));
    const { rows } = await town.owner.query('select id from hub.report where case_id = $1', [caseId]);
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining([report.id, merged.id]));
    await town.owner.query(`update hub.case_file set state = 'closed' where id = $1`, [caseId]);
    const late = await town.report();
    await expect(town.as(town.colleague, async (tx, actor) => linkReport(tx, { actor, caseId, reportId: late.id, now: town.now }))).rejects.toThrow(HubError);
  });

  test('a restricted report does not go into a case that everyone sees', async () => {
    const { caseId } = await open([(await town.report()).id]);
    const report = await town.report({ restricted: true, teamId: town.team });
    await expect(town.as(town.priya, async (tx, actor) => linkReport(tx, { actor, caseId, reportId: report.id, now: town.now }))).rejects.toThrow(HubError);
  });

  test('a restricted report makes a restricted case of its team', async () => {
    const report = await town.report({ restricted: true, teamId: town.team });
    const { caseId } = await open([report.id]);
    expect(await sees(town.priya, caseId)).toBe(true);
    expect(await sees(town.colleague, caseId)).toBe(false);
  });
});
