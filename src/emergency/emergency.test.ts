import fc from 'fast-check';
import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { routes as caseRoutes } from '../cases/index.ts';
import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { startingReviewRule } from '../reviews/index.ts';
import { routes as searchRoutes } from '../search/index.ts';
import { addOutsiders, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { routes as todayRoutes } from '../today/index.ts';
import { raiseOverdueReviews } from './jobs.ts';
import { routes } from './routes.tsx';
import { emergencyRuleOn, mayReview, readWanted, stateOf } from './rules.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  // the case page says where a case stands towards a review, by the rule in force
  const rule = { partnership_id: town.partnership.id, id: uuidv7(), ...startingReviewRule };
  await town.owner.query(`insert into hub.review_rule (${Object.keys(rule).join(', ')}) values (${Object.keys(rule).map((_, at) => `$${at + 1}`).join(', ')})`, Object.values(rule));
  served = await serveTown(town, [...routes, ...caseRoutes, ...todayRoutes, ...searchRoutes]);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

const reason = { danger: 'life', what: 'He rang and said he has a knife', why_now: 'Nobody at the council answers at night' };

async function openFor(person: Person, record: string): Promise<string> {
  const answer = await served.post(person, '/emergency', { record, ...reason });
  expect(answer.status).toBe(303);
  const { rows } = await town.owner.query('select id from hub.emergency_access where account_id = $1 order by opened_at desc limit 1', [person.id]);
  return rows[0].id;
}

describe('rules', () => {
  test.each([
    [' c4k-72m-9x ', 'C4K-72M-9X'],
    ['https://hub.example/cases/0193A0C0-0000-7000-8000-00000000000A#promise', '0193a0c0-0000-7000-8000-00000000000a'],
    ['', ''],
  ])('%j is asked for as %j', (typed, wanted) => {
    expect(readWanted(typed)).toBe(wanted);
  });

  test('the rule of the day holds, and without one four hours and three days', () => {
    const day = (text: string) => Temporal.PlainDate.from(text);
    const rules = [{ hours: 8, review_days: 5, in_force_from: day('2026-01-01'), in_force_to: day('2026-03-31') }, { hours: 2, review_days: 1, in_force_from: day('2026-04-01'), in_force_to: null }];
    expect([emergencyRuleOn(rules, day('2026-03-31')).hours, emergencyRuleOn(rules, day('2026-04-01')).hours, emergencyRuleOn(rules, day('2025-12-31')).hours]).toEqual([8, 2, 4]);
  });

  test('it waits until its day has gone, then it is late, and an answer ends both', () => {
    fc.assert(fc.property(fc.integer({ min: -1000, max: 1000 }), fc.constantFrom(true, false, null), (minutes, justified) => {
      const now = Temporal.Instant.from('2026-11-24T09:00:00Z');
      const state = stateOf({ justified, review_by: now.add({ minutes }) }, now);
      expect(state).toBe(justified === null ? (minutes < 0 ? 'late' : 'waits') : justified ? 'justified' : 'not_justified');
    }));
  });

  test('whoever opened it never reviews it, nor does another agency or an officer', () => {
    const one = { agency_id: 'a', account_id: 'me', justified: null };
    const actor = { accountId: 'other', agencyId: 'a', roles: ['supervisor'] };
    expect(mayReview(one, actor)).toBe(true);
    expect([mayReview(one, { ...actor, accountId: 'me' }), mayReview(one, { ...actor, agencyId: 'b' }), mayReview(one, { ...actor, roles: ['officer'] }), mayReview({ ...one, justified: true }, actor)]).toEqual([false, false, false, false]);
  });
});

describe('opening a case in an emergency', () => {
  test('shows it for hours to that one person, to read and not to change; owner and supervisor hear of it at once', async () => {
    const { caseId, reference } = await makeCase(town, [out.walled]);
    const refused = await served.get(town.constable, `/cases/${caseId}`);
    expect(refused.status).toBe(403);
    expect(refused.body).toContain(`/emergency?record=${caseId}`);
    const id = await openFor(town.constable, reference);

    const opened = await served.get(town.constable, `/cases/${caseId}`);
    expect(opened.status).toBe(200);
    expect(opened.body).toContain('Open to you in an emergency');
    expect(opened.body).not.toContain(`/cases/${caseId}/close`);
    expect((await served.post(town.constable, `/cases/${caseId}/entry`, { kind: 'note', words: 'I write here', audience: 'case' })).status).toBe(403);
    await expect(town.as(town.constable, async (tx, actor) => tx.run(sql`insert into hub.case_principal (partnership_id, case_id, principal_id, kind) values (${actor.partnershipId}, ${caseId}, ${actor.accountId}, 'account')`))).rejects.toMatchObject({ code: '42501' });
    for (const who of [out.housing, out.walled, out.auditor, out.administrator]) {
      expect((await served.get(who, `/cases/${caseId}`)).status).toBe(403);
    }
    const { rows } = await town.owner.query("select principal_id, valid_until > now() + interval '3 hours' as long, valid_until < now() + interval '4 hours 1 minute' as short from hub.case_access where case_id = $1 and principal_id = $2", [caseId, town.constable.id]);
    expect(rows).toEqual([{ principal_id: town.constable.id, long: true, short: true }]);

    const { rows: mails } = await town.owner.query("select account_id, body from hub.outbox where body like $1 order by account_id", [`%${id}%`]);
    expect(mails.map(({ account_id }) => account_id)).toEqual(expect.arrayContaining([town.priya.id, town.supervisor.id]));
    expect(mails.every(({ body }) => !/Amara|knife|landing|Owen/.test(body))).toBe(true);
    expect((await served.get(town.priya, '/today')).body).toContain(`/emergency/${id}`);
    expect((await served.get(town.supervisor, '/today')).body).toContain('Review an emergency access');
    expect((await served.get(town.supervisor, `/emergency/${id}`)).body).toContain('knife');
    const audited = await served.get(out.auditor, `/emergency/${id}`);
    expect(audited.body).toContain(reference);
    expect(audited.body).not.toContain('knife');
    for (const who of [out.housing, out.walled, out.administrator, town.analyst]) {
      expect((await served.get(who, `/emergency/${id}`)).status).toBe(403);
      expect((await served.get(who, '/emergency/opened')).body).not.toContain(id);
    }
  });

  test('ends by itself', async () => {
    const { caseId, reference } = await makeCase(town, []);
    const id = await openFor(town.constable, reference);
    await town.owner.query("update hub.emergency_access set ends_at = now() - interval '1 minute' where id = $1", [id]);
    await town.owner.query("update hub.case_access set valid_until = now() - interval '1 minute' where case_id = $1 and principal_id = $2", [caseId, town.constable.id]);
    expect((await served.get(town.constable, `/cases/${caseId}`)).status).toBe(403);
    await town.owner.query('select hub.refresh_case_access($1, array[$2]::uuid[])', [town.partnership.id, caseId]);
    const { rows } = await town.owner.query('select 1 from hub.case_access where case_id = $1 and principal_id = $2', [caseId, town.constable.id]);
    expect(rows).toEqual([]);
  });

  test('ends with a review that calls it unjustified; whoever opened it hears, and nobody answers twice', async () => {
    const { caseId, reference } = await makeCase(town, [out.walled]);
    const id = await openFor(out.housing, reference);
    expect((await served.post(town.supervisor, `/emergency/${id}/review`, { justified: 'no', words: '' })).status).toBe(422);
    for (const who of [out.housing, out.walled, town.priya, out.auditor]) {
      expect((await served.post(who, `/emergency/${id}/review`, { justified: 'yes', words: 'Fine' })).status).toBe(403);
    }
    expect((await served.post(town.supervisor, `/emergency/${id}/review`, { justified: 'no', words: 'We were there to be asked' })).status).toBe(303);
    expect((await served.get(out.housing, `/cases/${caseId}`)).status).toBe(403);
    expect((await served.get(out.housing, `/emergency/${id}`)).body).toContain('We were there to be asked');
    expect((await served.post(town.supervisor, `/emergency/${id}/review`, { justified: 'yes', words: 'Again' })).status).toBe(409);
  });

  test('says the same of a case that does not exist and of one behind a wall, and asks for a reason', async () => {
    const { reference } = await makeCase(town, [out.walled]);
    const said = async (record: string) => {
      const { status, body } = await served.post(out.walled, '/emergency', { record, ...reason });
      return { status, body: body.replaceAll(record, 'X') };
    };
    const walled = await said(reference);
    expect(walled.status).toBe(422);
    expect(walled).toEqual(await said('C00-000-00'));
    const bare = await served.post(out.housing, '/emergency', { record: reference, danger: '', what: '', why_now: 'now' });
    expect(bare.status).toBe(422);
    expect(bare.body).toContain('Say what is happening');
    const { rows } = await town.owner.query('select 1 from hub.emergency_access where account_id = $1', [out.walled.id]);
    expect(rows).toEqual([]);
  });

  test('is not for auditors and administrators, and not for trying out references', async () => {
    for (const who of [out.auditor, out.administrator]) {
      expect((await served.post(who, '/emergency', { record: 'C00-000-00', ...reason })).status).toBe(403);
    }
    const answers: number[] = [];
    for (let tries = 0; tries < 11; tries += 1) {
      answers.push((await served.post(town.analyst, '/emergency', { record: 'C00-000-00', ...reason })).status);
    }
    expect([answers[0], answers.at(-1)]).toEqual([422, 429]);
  });

  test('goes to coordinators and auditors when nobody reviews it, once', async () => {
    const { reference } = await makeCase(town, []);
    const id = await openFor(town.constable, reference);
    const later = town.now.add({ hours: 24 * 10 });
    expect(await raiseOverdueReviews(served.house.database.worker, 'https://hub.example', town.now)).toBe(0);
    expect(await raiseOverdueReviews(served.house.database.worker, 'https://hub.example', later)).toBeGreaterThan(0);
    expect(await raiseOverdueReviews(served.house.database.worker, 'https://hub.example', later)).toBe(0);
    const { rows } = await town.owner.query("select account_id from hub.outbox where subject like '%not been reviewed%' and body like $1", [`%${id}%`]);
    expect(rows.map(({ account_id }) => account_id)).toContain(out.auditor.id);
  });
});
