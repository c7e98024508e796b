import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { routes as approvalRoutes } from '../approvals/index.ts';
import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { paths } from '../paths.ts';
import { secretHash } from '../platform/http/index.ts';
import { makeSecret, uuidv7 } from '../platform/references/index.ts';
import { addOutsiders, makeCase, type Outsiders } from '../sharing/outsiders.testing.ts';
import { reviewItems, routes, startingReviewRule } from './index.ts';

let town: Town;
let desk: TownServer;
let outsiders: Outsiders;
beforeAll(async () => {
  town = await makeTown();
  desk = await serveTown(town, [...routes, ...approvalRoutes]);
  outsiders = await addOutsiders(town);
  const rule = { partnership_id: town.partnership.id, id: uuidv7(), ...startingReviewRule };
  await town.owner.query(`insert into hub.review_rule (${Object.keys(rule).join(', ')}) values (${Object.keys(rule).map((_, at) => `$${at + 1}`).join(', ')})`, Object.values(rule));
});
afterAll(async () => {
  await desk.close();
  await town.close();
});

const threeReports = [{ receivedAt: '2026-09-01T10:00:00Z' }, { receivedAt: '2026-10-01T10:00:00Z' }, { receivedAt: '2026-11-01T10:00:00Z' }];

async function caseWithThree(): Promise<{ caseId: string; reportId: string; secret: string }> {
  const { caseId, reportId } = await makeCase(town, [outsiders.walled]);
  for (const wish of threeReports) {
    const report = await town.report(wish);
    await town.owner.query(`update hub.report set case_id = $1, state = 'in_case' where id = $2`, [caseId, report.id]);
  }
  await town.owner.query('select hub.refresh_case_access($1, array[$2]::uuid[])', [town.partnership.id, caseId]);
  const secret = makeSecret();
  await town.owner.query('update hub.report set link_hash = $1 where id = $2', [secretHash(secret), reportId]);
  return { caseId, reportId, secret };
}

async function onTheWeb(method: 'GET' | 'POST', address: string, fields?: Record<string, string>): Promise<{ status: number; body: string; location: string }> {
  const answer = await desk.server.inject({ method, url: address, headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded', 'accept-encoding': 'identity' }, ...(fields === undefined ? {} : { payload: new URLSearchParams(fields).toString() }) });
  return { status: answer.statusCode, body: answer.body, location: answer.headers.location ?? '' };
}

const only = async (column: string, id: string) => (await town.owner.query(`select ${column} as value from hub.asb_review where id = $1`, [id])).rows[0].value;

test('from the private page to panel, outcome and appeal, each step told, counted, due and recorded', async () => {
  const { caseId, reportId, secret } = await caseWithThree();
  expect((await onTheWeb('GET', paths.linkPart(secret, 'review'))).body).toContain('3 reports in 6 months or 1 hate incident');
  const empty = await onTheWeb('POST', paths.linkPart(secret, 'review'), { words: '' });
  expect([empty.status, empty.body.includes('Write what the review should look at')]).toEqual([422, true]);
  expect((await onTheWeb('POST', paths.linkPart(secret, 'review'), { words: 'Nobody came for a year.' })).status).toBe(303);
  const { rows: [row] } = await town.owner.query('select id, reference, ack_by, decide_by from hub.asb_review where case_id = $1', [caseId]);
  expect(row.ack_by.toISOString()).toBe('2026-11-27T17:00:00.000Z');
  expect(row.decide_by.toISOString()).toBe('2026-12-14T17:00:00.000Z');
  // On Today until somebody is the point of contact: of whoever supervises in the agency that runs it, and of nobody else.
  const owed = async (who: Person, when: string): Promise<string[]> => (await town.as(who, async (tx, actor) => reviewItems(tx, actor, Temporal.Instant.from(when)))).map(({ title }) => title);
  expect(await owed(town.supervisor, '2026-11-24T09:24:00Z')).toEqual(['Acknowledge the application']);
  expect(await owed(town.priya, '2026-11-24T09:24:00Z')).toEqual([]);
  expect(await owed(town.constable, '2026-11-24T09:24:00Z')).toEqual([]);
  await town.owner.query('update hub.asb_review set spoc_id = $2 where id = $1', [row.id, town.priya.id]);
  expect(await owed(town.priya, '2026-11-24T09:24:00Z')).toEqual(['Acknowledge the application']);
  expect(await owed(town.supervisor, '2026-11-24T09:24:00Z')).toEqual([]);
  expect(await owed(town.supervisor, '2026-11-28T09:00:00Z')).toEqual(['Acknowledge the application']);
  await town.owner.query('update hub.asb_review set spoc_id = null where id = $1', [row.id]);
  const list = await desk.get(town.priya, paths.reviews());
  expect(list.body).toContain(row.reference);
  expect(list.body).toContain('Acknowledge the application');
  const opened = await desk.get(town.priya, paths.review(row.id));
  expect(opened.body).toContain('Met by the count');
  expect(opened.body).toContain('Nobody came for a year.');
  const step = async (name: string, fields: Record<string, string>) => desk.post(town.priya, paths.reviewStep(row.id, name), fields);
  expect((await step('outcome', {})).status).toBe(409);
  expect((await step('acknowledge', {})).status).toBe(303);
  expect((await step('acknowledge', {})).status).toBe(409);
  const undecided = await step('decide', { met: 'yes', decision_words: '' });
  expect([undecided.status, undecided.body.includes('Give the reason')]).toEqual([422, true]);
  expect((await step('decide', { met: 'yes', decision_words: 'Four reports in six months.' })).status).toBe(303);
  expect((await only('counted', row.id)).met).toBe(true);
  expect((await only('meet_by', row.id)).toISOString()).toBe('2026-12-23T17:00:00.000Z');
  expect((await step('outcome', { persistence: 'Weekly', harm: 'Much', adequacy: 'Little', outcome_words: 'We should have come.' })).status).toBe(400);
  const set = { spoc: town.priya.id, chair_name: 'Dr Wren', chair_words: 'From another district', on: '2026-12-10', at: '14:00', victim_part: 'attends', victim_words: '' };
  const early = await step('panel', { ...set, at: '25:00' });
  expect([early.status, early.body.includes('Give a time such as 14:00'), early.body.includes('Dr Wren')]).toEqual([422, true, true]);
  expect((await step('panel', set)).status).toBe(303);
  expect((await step('recommend', { agency: town.police, words: 'Patrol the landing on Fridays.', answer_by: '2026-12-20' })).status).toBe(303);
  const tooEarly = await step('outcome', { persistence: 'Weekly', harm: 'Much', adequacy: 'Little', outcome_words: 'We should have come.' });
  expect([tooEarly.status, tooEarly.body.includes('The panel meets on Thursday 10 December at 2pm'), tooEarly.body.includes('We should have come.')]).toEqual([422, true, true]);
  await town.owner.query(`update hub.asb_review set meeting_at = '2026-11-24T09:00:00Z' where id = $1`, [row.id]);
  expect((await step('outcome', { persistence: 'Weekly', harm: 'Much', adequacy: 'Little', outcome_words: 'We should have come.' })).status).toBe(303);
  expect(await owed(town.constable, '2026-11-24T09:24:00Z')).toEqual(['Answer what a case review recommends to us']);
  expect(await owed(outsiders.walled, '2026-11-24T09:24:00Z')).toEqual([]);
  expect((await step('appeal', { appeal_words: 'Not enough.', notified_on: '2026-12-12' })).status).toBe(303);
  expect(await owed(town.supervisor, '2026-11-24T09:24:00Z')).toEqual(['Record what came of the appeal']);
  expect((await step('appeal-end', { appeal_outcome: 'The chair agrees with you.' })).status).toBe(303);
  expect(await only('state', row.id)).toBe('closed');
  const { rows: told } = await town.owner.query(`select words from hub.message where report_id = $1 and direction = 'out' order by at, id`, [reportId]);
  expect(told.map(({ words }) => String(words).slice(0, 30))).toHaveLength(5);
  expect(told.some(({ words }) => String(words).includes('The chair agrees with you.'))).toBe(true);
  const { rows: events } = await town.owner.query('select words from hub.review_event where review_id = $1', [row.id]);
  expect(events.length).toBe(7);
  const words = told.map((one) => String(one.words)).join('\n');
  expect(words).toContain('We decide by Monday 14 December whether it meets the rule');
  expect(words).toContain('A panel of agencies meets by Wednesday 23 December.');
  expect(words).toContain('meets on Thursday 10 December at 2pm. The chair is Dr Wren');
  expect(words).toContain('you may appeal to the chair of the community safety partnership until Tuesday 15 December.');

  // The agency that the recommendation was made to reads it and answers it once, and sees no more of the review.
  expect((await desk.get(town.constable, paths.review(row.id))).status).toBe(403);
  const theirs = await desk.get(town.constable, paths.reviews());
  expect(theirs.body).toContain('Patrol the landing on Fridays.');
  expect(theirs.body).not.toContain(row.reference);
  const { rows: [recommendation] } = await town.owner.query('select id from hub.review_recommendation where review_id = $1', [row.id]);
  expect((await desk.post(town.priya, paths.reviewRecommendation(recommendation.id), { answer: 'accepted', answer_words: 'Yes, from Friday' })).status).toBe(403);
  const mute = await desk.post(town.constable, paths.reviewRecommendation(recommendation.id), { answer: 'accepted', answer_words: '' });
  expect(mute.status).toBe(422);
  expect((await desk.post(town.constable, paths.reviewRecommendation(recommendation.id), { answer: 'accepted', answer_words: 'Yes, from Friday' })).status).toBe(303);
  expect((await desk.post(town.constable, paths.reviewRecommendation(recommendation.id), { answer: 'refused', answer_words: 'No' })).status).toBe(409);
  expect(await owed(town.constable, '2026-11-24T09:24:00Z')).toEqual([]);
  expect((await desk.get(town.priya, paths.review(row.id))).body).toContain('Yes, from Friday');
});

test('on the web, for somebody who agreed; and what an applicant may not do', async () => {
  const asked = { applicant_kind: 'councillor', consent_words: '', applicant_name: 'Cllr Ash', applicant_contact: '01632 960111, mornings', words: 'The whole row is frightened.', told_words: 'Council and police since May' };
  const without = await onTheWeb('POST', paths.applyForReview(), asked);
  expect([without.status, without.body.includes('Say how the victim agreed'), without.body.includes('Cllr Ash')]).toEqual([422, true, true]);
  const done = await onTheWeb('POST', paths.applyForReview(), { ...asked, consent_words: 'In writing, 20 November' });
  expect([done.status, done.location]).toEqual([303, paths.caseReview()]);
  const { rows: [row] } = await town.owner.query(`select id, agency_id, case_id from hub.asb_review where applied_via = 'web'`);
  expect([row.agency_id, row.case_id]).toEqual([town.council, null]);
  expect((await desk.get(town.constable, paths.review(row.id))).status).toBe(403);
  expect((await desk.get(town.priya, paths.review(row.id))).body).toContain('No report is linked');
  expect((await onTheWeb('GET', paths.caseReview())).body).toContain('fewer than 5');
});

test('taken by an officer; not met, with the way to appeal', async () => {
  const { caseId } = await makeCase(town, []);
  expect((await desk.get(town.priya, paths.takeReview(caseId))).body).toContain('the rule asks for');
  const taken = await desk.post(town.priya, paths.takeReview(caseId), { applicant_kind: 'victim', consent_words: '', applicant_name: '', applicant_contact: '', words: 'She rang.', told_words: '' });
  const id = taken.location.split('/').at(-1) ?? '';
  await desk.post(town.priya, paths.reviewStep(id, 'acknowledge'), {});
  expect((await desk.post(town.priya, paths.reviewStep(id, 'decide'), { met: 'no', decision_words: 'One report so far.' })).status).toBe(303);
  const { rows: [message] } = await town.owner.query(`select m.words from hub.message m join hub.asb_review r on r.report_id = m.report_id where r.id = $1 and m.direction = 'out' order by m.at desc, m.id desc limit 1`, [id]);
  expect(message.words).toContain('appeal to the chair of the community safety partnership until Tuesday 15 December');
  expect((await desk.post(town.priya, paths.reviewStep(id, 'close'), {})).status).toBe(303);
});

test('yearly figures count the whole partnership, and name nobody', async () => {
  const page = await desk.get(town.constable, paths.reviewFigures(2026));
  expect(page.body).toContain('fewer than 5');
  const file = await desk.get(town.constable, paths.reviewFiguresFile(2026));
  expect([file.type, file.body.split('\n').length]).toEqual(['text/csv; charset=utf-8', 3]);
  const { rows: [counts] } = await town.owner.query('select count(*)::int as applications from hub.asb_review');
  expect(counts.applications).toBe(3);
});

test('does not exist for outsiders, and a link opens its own review alone', async () => {
  const { caseId, secret } = await caseWithThree();
  await onTheWeb('POST', paths.linkPart(secret, 'review'), { words: 'Please look at this.' });
  const { rows: [row] } = await town.owner.query('select id, reference from hub.asb_review where case_id = $1', [caseId]);
  for (const person of [outsiders.housing, outsiders.walled, outsiders.auditor, outsiders.administrator, town.constable]) {
    expect((await desk.get(person, paths.review(row.id))).status).toBe(403);
    expect((await desk.post(person, paths.reviewStep(row.id, 'acknowledge'), {})).status).toBe(403);
    expect((await desk.get(person, paths.takeReview(caseId))).status).toBe(403);
    expect((await desk.get(person, paths.reviews())).body).not.toContain(row.reference);
  }
  expect((await onTheWeb('GET', paths.review(row.id))).location).toContain('/sign-in');
  expect((await desk.get(town.analyst, paths.review(row.id))).status).toBe(200);
});

test('where local rules want a second person, nothing is decided before they agree, and then only what they agreed to', async () => {
  const { caseId, secret } = await caseWithThree();
  await onTheWeb('POST', paths.linkPart(secret, 'review'), { words: 'Nobody came.' });
  const { rows: [row] } = await town.owner.query('select id from hub.asb_review where case_id = $1', [caseId]);
  const step = async (fields: Record<string, string>) => desk.post(town.priya, paths.reviewStep(row.id, 'decide'), fields);
  await desk.post(town.priya, paths.reviewStep(row.id, 'acknowledge'), {});
  await town.owner.query(`insert into hub.approval_rule (partnership_id, id, action, needed_from, source, in_force_from) values ($1, $2, 'review_decision', 'supervisor', 'Local policy', '2020-01-01')`, [town.partnership.id, uuidv7()]);
  try {
    expect((await desk.get(town.priya, paths.review(row.id))).body).toContain('needs the approval of a supervisor');
    expect((await step({ met: 'no', decision_words: 'Too few.' })).status).toBe(303);
    expect(await only('state', row.id)).toBe('acknowledged');
    expect((await step({ met: 'no', decision_words: 'Too few.' })).status).toBe(422);
    const { rows: [asked] } = await town.owner.query('select id from hub.approval where subject_id = $1', [row.id]);
    expect((await desk.post(town.priya, `${paths.approval(asked.id)}/answer`, { answer: 'approved', reason: 'I agree' })).status).toBe(403);
    expect((await desk.post(town.supervisor, `${paths.approval(asked.id)}/answer`, { answer: 'approved', reason: 'I agree' })).status).toBe(303);
    expect((await desk.get(town.priya, paths.review(row.id))).body).toContain('Too few.');
    expect((await step({ met: 'yes', decision_words: 'Too few.' })).status).toBe(422);
    expect((await step({ met: 'no', decision_words: 'Too few.' })).status).toBe(303);
    expect(await only('state', row.id)).toBe('not_met');
  } finally {
    await town.owner.query(`delete from hub.approval_rule where action = 'review_decision'`);
  }
});
