import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

import { serveTown, type Answer } from '../cases/town-server.testing.ts';
import { makeTown, type Person } from '../cases/town.testing.ts';
import { enterLink } from '../platform/access/index.ts';
import { inTransaction } from '../platform/database/index.ts';
import { secretHash } from '../platform/http/index.ts';
import { makeSecret, uuidv7 } from '../platform/references/index.ts';
import { askHalfway, missPromises, raiseEscalations } from './jobs.ts';
import { routes, sealLink } from './index.ts';

const town = await makeTown();
const web = await serveTown(town, routes);
afterAll(async () => {
  await web.close();
  await town.close();
});

interface Held {
  id: string;
  reference: string;
  secret: string;
  caseId: string;
}

async function report(wish: Parameters<typeof town.report>[0] = {}): Promise<{ id: string; reference: string; secret: string }> {
  const made = await town.report(wish);
  const secret = makeSecret();
  await town.owner.query('update hub.report set link_hash = $2, link_sealed = $3 where id = $1', [made.id, secretHash(secret), sealLink(secret, web.house.settings.secretKey)]);
  return { ...made, secret };
}

/** A report in a case of Priya's. */
async function held(wish: Parameters<typeof town.report>[0] = {}): Promise<Held> {
  const made = await report(wish);
  const caseId = uuidv7();
  const p = town.partnership.id;
  await town.owner.query(`insert into hub.case_file (partnership_id, id, reference, title, agency_id, owner_id, opened_at) values ($1, $2, $3, 'Doors kicked', $4, $5, $6)`, [p, caseId, `C-${made.reference}`, town.council, town.priya.id, town.now.toString()]);
  await town.owner.query(`update hub.report set case_id = $2, state = 'in_case' where id = $1`, [made.id, caseId]);
  await town.owner.query('select hub.refresh_case_access($1, array[$2::uuid])', [p, caseId]);
  return { ...made, caseId };
}

async function rows<Row = Record<string, unknown>>(query: string, ...values: unknown[]): Promise<Row[]> {
  return (await town.owner.query(query, values)).rows;
}

async function resident(address: string, fields?: Record<string, string | string[]>): Promise<Answer> {
  const nobody: Person = { id: '', agencyId: '', token: '' };
  return fields === undefined ? await web.get(nobody, address) : await web.post(nobody, address, fields);
}

const promise = { version: '0', act: 'save', line: '', what: 'Get the stairwell footage from Eastgate Homes', who: 'Priya Nair, Harlow Council', day: '25', month: '11', year: '2026', cannot: '', cannot_why: '' };

describe('the private page', () => {
  test('says who has it and when they hear, for a report that nobody has answered', async () => {
    const { secret, reference } = await report();
    const { status, body } = await resident(`/r/${secret}`);
    expect(status).toBe(200);
    expect(body).toContain('Harlow Council has your report. Someone will read it and answer you by 5pm today.');
    expect(body).toContain(reference);
    expect(body).toContain('noindex');
    expect(body).toContain('Exit this page');
    expect(body).toContain('We have not told you anything new yet');
  });

  test('an unknown link opens nothing', async () => {
    const { status, body } = await resident(`/r/${makeSecret()}`);
    expect(status).toBe(404);
    expect(body).toContain('This link does not open a report');
  });

  test('shows only its own report', async () => {
    const one = await held();
    const other = await held();
    await web.post(town.priya, `/reports/${other.id}/message`, { words: 'Only for the other person.' });
    await web.post(town.priya, `/reports/${other.id}/promise`, { ...promise, what: 'Something only the other may read' });
    const { body } = await resident(`/r/${one.secret}`);
    expect(body).not.toContain('Only for the other person');
    expect(body).not.toContain('only the other may read');
    const seen = await inTransaction(town.pool, async (tx) => enterLink(tx, secretHash(one.secret)), async (tx) => {
      const { sql } = await import('kysely');
      const tables = ['report', 'party', 'promise', 'promise_line', 'message', 'heard_receipt', 'chronology', 'case_file', 'outbox', 'escalation'];
      const counts = [];
      for (const table of tables) counts.push([table, (await tx.all(sql<{ id: string }>`select id from ${sql.raw(`hub.${table}`)} where ${table === 'report' ? sql`id = ${other.id}` : table === 'case_file' ? sql`true` : sql`report_id = ${other.id}`}`)).length]);
      return counts;
    });
    expect(seen.filter(([, count]) => count !== 0)).toEqual([]);
  });
});

describe('messages both ways', () => {
  test('the officer writes: on the page, in the outbox without the words, clock reset, read only by a press', async () => {
    const one = await held();
    expect((await resident(`/r/${one.secret}/message`, { words: 'They were there again.' })).status).toBe(303);
    const before = await web.get(town.priya, `/reports/${one.id}`);
    expect(before.body).toContain('They were there again.');
    expect(before.body).toContain('Not yet read');
    const answer = await web.post(town.priya, `/reports/${one.id}/message`, { words: 'Thank you. I am on it.' });
    expect(answer.status).toBe(303);
    const [out] = await rows<{ body: string; channel: string; automatic: boolean }>('select body, channel, automatic from hub.outbox where report_id = $1', one.id);
    expect(out).toMatchObject({ channel: 'email', automatic: false });
    expect(out?.body).not.toContain('I am on it');
    const [clock] = await rows<{ last_told_at: Date; next_told_by: Date }>('select last_told_at, next_told_by from hub.report where id = $1', one.id);
    expect(clock?.last_told_at.toISOString()).toBe('2026-11-24T09:24:00.000Z');
    expect(clock?.next_told_by.toISOString()).toBe('2026-12-08T17:00:00.000Z');
    const { body } = await resident(`/r/${one.secret}`);
    expect(body).toContain('Thank you. I am on it.');
    expect(body).toContain('Read by Priya, Tuesday 24 November');
    expect(body).toContain('We last told you something new <b>today</b>');
  });

  test('nothing leaves when no route is safe, and the officer is told so', async () => {
    const one = await held({ contact: { routes: ['link'], plain: true } });
    const page = await web.get(town.priya, `/reports/${one.id}`);
    expect(page.body).toContain('Nothing may be sent to this person');
    await web.post(town.priya, `/reports/${one.id}/message`, { words: 'Look here.' });
    expect(await rows('select id from hub.outbox where report_id = $1', one.id)).toEqual([]);
    expect((await resident(`/r/${one.secret}`)).body).toContain('Look here.');
  });

  test('a plain person gets a message that says nothing', async () => {
    const one = await held({ contact: { routes: ['email'], plain: true } });
    await web.post(town.priya, `/reports/${one.id}/message`, { words: 'Look here.' });
    const [out] = await rows<{ subject: string; body: string; unbranded: boolean }>('select subject, body, unbranded from hub.outbox where report_id = $1', one.id);
    expect(out).toEqual({ subject: 'For you', body: 'There is something new for you here: {link}', unbranded: true });
  });

  test('an empty message is refused with what to do, and changes nothing', async () => {
    const one = await held();
    const staff = await web.post(town.priya, `/reports/${one.id}/message`, { words: '  ' });
    expect(staff.status).toBe(422);
    expect(staff.body).toContain('Write your message');
    expect((await resident(`/r/${one.secret}/message`, { words: '' })).status).toBe(422);
    expect(await rows('select id from hub.message where report_id = $1', one.id)).toEqual([]);
  });

  test('a mark of a template that nobody filled is not sent', async () => {
    const one = await held();
    const answer = await web.post(town.priya, `/reports/${one.id}/message`, { words: 'I will write again by {next_date}.' });
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('Replace {next_date} before you send');
  });
});

describe('the heard receipt', () => {
  test('is written, corrected by the person, written again and found right', async () => {
    const one = await held();
    expect((await web.post(town.priya, `/reports/${one.id}/heard`, { after: '0', points: '- Doors are kicked\n\n- At night', wants: 'I want it to stop.' })).status).toBe(303);
    const [first] = await rows<{ id: string; points: string[] }>('select id, points from hub.heard_receipt where report_id = $1', one.id);
    expect(first?.points).toEqual(['Doors are kicked', 'At night']);
    expect((await resident(`/r/${one.secret}`)).body).toContain('Yes, that is right');
    const empty = await resident(`/r/${one.secret}/heard`, { receipt: first?.id ?? '', answer: 'wrong', correction: '' });
    expect(empty.status).toBe(422);
    await resident(`/r/${one.secret}/heard`, { receipt: first?.id ?? '', answer: 'wrong', correction: 'Also in the afternoon.' });
    expect((await rows<{ told_it_times: number }>('select told_it_times from hub.report where id = $1', one.id))[0]?.told_it_times).toBe(2);
    expect((await web.get(town.priya, `/reports/${one.id}/heard`)).body).toContain('Also in the afternoon.');
    expect((await web.post(town.priya, `/reports/${one.id}/heard`, { after: '0', points: 'Stale', wants: 'x' })).status).toBe(409);
    await web.post(town.priya, `/reports/${one.id}/heard`, { after: '1', points: 'Doors are kicked, also in the afternoon', wants: 'I want it to stop.' });
    expect((await resident(`/r/${one.secret}/heard`, { receipt: first?.id ?? '', answer: 'right' })).status).toBe(409);
    const [second] = await rows<{ id: string }>('select id from hub.heard_receipt where report_id = $1 and version = 2', one.id);
    expect((await resident(`/r/${one.secret}/heard`, { receipt: second?.id ?? '', answer: 'right' })).status).toBe(303);
    expect((await resident(`/r/${one.secret}`)).body).toContain('that this is right');
  });
});

describe('the promise', () => {
  test('lines are added and taken away without JavaScript, nothing is saved by it', async () => {
    const one = await held();
    const added = await web.post(town.priya, `/reports/${one.id}/promise`, { ...promise, act: 'add' });
    expect(added.status).toBe(200);
    expect(added.body).toContain('Promise 2');
    expect(added.body).toContain('Get the stairwell footage from Eastgate Homes');
    const removed = await web.post(town.priya, `/reports/${one.id}/promise`, { ...promise, line: ['', ''], what: ['First', 'Second'], who: ['A', 'B'], day: ['1', '2'], month: ['1', '1'], year: ['2027', '2027'], act: 'remove-0' });
    expect(removed.body).toContain('Second');
    expect(removed.body).not.toContain('value="First"');
    expect(await rows('select id from hub.promise where report_id = $1', one.id)).toEqual([]);
  });

  test('Enter in a field saves: the first button of the form takes nothing away', async () => {
    const one = await held();
    const { body } = await web.post(town.priya, `/reports/${one.id}/promise`, { ...promise, act: 'add' });
    expect(/<button[^>]*name="act" value="([^"]+)"/.exec(body)?.[1]).toBe('save');
    expect(body).toContain('value="remove-1"');
  });

  test('wrong dates are said beside their field', async () => {
    const one = await held();
    for (const [change, text] of [[{ day: '31', month: '2' }, 'Give a day, month and year'], [{ day: '1', month: '11' }, 'The date must lie ahead'], [{ what: '' }, 'Write what will be done'], [{ cannot: 'Move them' }, 'Say why we cannot do it']] as const) {
      const answer = await web.post(town.priya, `/reports/${one.id}/promise`, { ...promise, ...change });
      expect(answer.status).toBe(422);
      expect(answer.body).toContain(text);
    }
  });

  test('missed: apology and escalation by itself, then a reason, a loss and a new date; the old stays', async () => {
    const one = await held();
    await web.post(town.priya, `/reports/${one.id}/promise`, promise);
    expect((await resident(`/r/${one.secret}`)).body).toContain('We will get the stairwell footage from Eastgate Homes by Wednesday 25 November.');
    const [told] = await rows<{ last_told_at: Date }>('select last_told_at from hub.report where id = $1', one.id);
    for (const tooEarly of ['2026-11-25T17:05:00Z', '2026-11-26T00:05:00Z']) {
      await missPromises(web.house.database.worker, Temporal.Instant.from(tooEarly));
      expect(await rows('select state from hub.promise_line where report_id = $1', one.id)).toEqual([{ state: 'due' }]);
    }
    const later = Temporal.Instant.from('2026-11-26T08:05:00Z');
    await missPromises(web.house.database.worker, later);
    await missPromises(web.house.database.worker, later);
    const [line] = await rows<{ state: string; line_id: string }>('select state, line_id from hub.promise_line where report_id = $1', one.id);
    expect(line?.state).toBe('missed');
    const automatic = await rows<{ words: string }>('select words from hub.message where report_id = $1 and automatic', one.id);
    expect(automatic).toHaveLength(1);
    expect(automatic[0]?.words).toContain('We said we would get the stairwell footage from Eastgate Homes by Wednesday 25 November, and we have not. We are sorry.');
    expect((await rows<{ last_told_at: Date }>('select last_told_at from hub.report where id = $1', one.id))[0]?.last_told_at).toEqual(told?.last_told_at);
    expect(await rows('select reason, level from hub.escalation where report_id = $1 and cleared_at is null', one.id)).toEqual([{ reason: 'promise', level: 'officer' }]);
    expect(await rows('select 1 from hub.chronology where report_id = $1 and missed', one.id)).toHaveLength(1);
    const missing = await web.post(town.priya, `/reports/${one.id}/promise/${line?.line_id}/new-date`, { why: 'our form went to a mailbox nobody reads', lost: '', 'due-day': '', 'due-month': '', 'due-year': '' });
    expect(missing.status).toBe(422);
    expect(missing.body).toContain('Give the new day, month and year');
    const given = await web.post(town.priya, `/reports/${one.id}/promise/${line?.line_id}/new-date`, { why: 'our form went to a mailbox nobody reads', lost: 'Footage from 1 to 3 November is gone.', 'due-day': '2', 'due-month': '12', 'due-year': '2026' });
    expect(given.status).toBe(303);
    const { body } = await resident(`/r/${one.secret}`);
    expect(body).toContain('<del>25</del> 2');
    expect(body).toContain('We are sorry. We said Wednesday 25 November and missed it,');
    expect(body).toContain('because our form went to a mailbox nobody reads. Footage from 1 to 3 November is gone.');
    expect(body).toContain('This is version 2 of the promise');
    expect(await rows('select 1 from hub.escalation where report_id = $1 and cleared_at is null', one.id)).toEqual([]);
    const versions = await resident(`/r/${one.secret}/promise`);
    expect(versions.body).toContain('25 November 2026 became 2 December 2026');
    const [, second] = await rows<{ line_id: string; first_due_at: Date }>('select l.line_id, l.first_due_at from hub.promise_line l join hub.promise p on p.id = l.promise_id where l.report_id = $1 order by p.version', one.id);
    expect(second).toMatchObject({ line_id: line?.line_id, first_due_at: new Date('2026-11-25T17:00:00Z') });
  });

  test('two officers with the same version: the second is told, nothing is lost', async () => {
    const one = await held();
    await web.post(town.priya, `/reports/${one.id}/promise`, promise);
    expect((await web.post(town.colleague, `/reports/${one.id}/promise`, { ...promise, what: 'Another' })).status).toBe(409);
    expect(await rows('select what from hub.promise_line where report_id = $1', one.id)).toEqual([{ what: promise.what }]);
  });

  test('kept: told in words, and not kept twice', async () => {
    const one = await held();
    await web.post(town.priya, `/reports/${one.id}/promise`, promise);
    const [line] = await rows<{ line_id: string }>('select line_id from hub.promise_line where report_id = $1', one.id);
    const address = `/reports/${one.id}/promise/${line?.line_id}/kept`;
    expect((await web.post(town.priya, address, { words: '' })).status).toBe(422);
    expect((await web.post(town.priya, address, { words: 'I have the copy.' })).status).toBe(303);
    expect((await web.post(town.priya, address, { words: 'Again.' })).status).toBe(409);
    expect((await resident(`/r/${one.secret}`)).body).toContain('Kept on Tuesday 24 November. I have the copy.');
  });
});

describe('it happened again, and it is not over', () => {
  test('an incident joins the report and its case', async () => {
    const one = await held();
    expect((await resident(`/r/${one.secret}/again`, { when: 'other', 'when-day': '40', 'when-month': '1', 'when-year': '2026', words: 'x' })).status).toBe(422);
    expect((await resident(`/r/${one.secret}/again`, { when: 'other', 'when-day': '25', 'when-month': '11', 'when-year': '2026', words: 'x' })).body).toContain('That day has not come yet');
    expect((await resident(`/r/${one.secret}/again`, { when: 'yesterday', time: '10.30pm', words: 'They kicked the doors.', place: '' })).status).toBe(303);
    const [incident] = await rows('select case_id, report_id, happened_at, words from hub.incident where report_id = $1', one.id);
    expect(incident).toMatchObject({ case_id: one.caseId, happened_at: new Date('2026-11-23T22:30:00Z'), words: 'They kicked the doors.' });
    expect(await rows(`select 1 from hub.chronology where case_id = $1 and kind = 'incident'`, one.caseId)).toHaveLength(1);
    expect((await rows<{ told_it_times: number }>('select told_it_times from hub.report where id = $1', one.id))[0]?.told_it_times).toBe(2);
  });

  test.each([
    ['a closed case', async () => {
      const one = await held();
      await town.owner.query(`update hub.case_file set state = 'closed', closed_at = now() where id = $1`, [one.caseId]);
      await town.owner.query(`update hub.report set state = 'closed', closed_at = now(), next_told_by = null where id = $1`, [one.id]);
      return { ...one, wanted: 'in_case' };
    }],
    ['a report that was not taken further', async () => {
      const one = await report();
      await town.owner.query(`update hub.report set state = 'no_further_action', decided_at = now(), closed_at = now(), decision_reason = 'It was fireworks.' where id = $1`, [one.id]);
      return { ...one, wanted: 'new' };
    }],
  ])('%s opens again with one form', async (_, make) => {
    const one = await make();
    const page = await resident(`/r/${one.secret}`);
    expect(page.body).toContain('Open it again');
    expect((await resident(`/r/${one.secret}/reopen`, { words: '' })).status).toBe(422);
    expect((await resident(`/r/${one.secret}/reopen`, { words: 'It started again last night.' })).status).toBe(303);
    const [after] = await rows<{ state: string; closed_at: null; next_told_by: Date; reopened_at: Date }>('select state, closed_at, next_told_by, reopened_at from hub.report where id = $1', one.id);
    expect(after).toMatchObject({ state: one.wanted, closed_at: null });
    expect(after?.next_told_by.toISOString()).toBe('2026-11-27T17:00:00.000Z');
    expect(await rows('select reason, level from hub.escalation where report_id = $1 and cleared_at is null', one.id)).toEqual([{ reason: 'reopened', level: 'officer' }]);
    const staff = await web.get(town.priya, '/today/silence');
    expect(staff.body).toContain('They opened it again');
    expect((await resident(`/r/${one.secret}/reopen`, { words: 'Once more.' })).status).toBe(303);
    expect(await rows('select 1 from hub.escalation where report_id = $1', one.id)).toHaveLength(1);
  });
});

describe('safe contact', () => {
  test('is changed by the person, and used from then on', async () => {
    const one = await held();
    expect((await resident(`/r/${one.secret}/contact`, { routes: 'text', phone: '', plain: 'yes' })).body).toContain('Give your telephone number');
    expect((await resident(`/r/${one.secret}/contact`, { routes: ['text', 'link'], phone: '07700 900142', never: 'ring after 4pm', plain: 'yes' })).status).toBe(303);
    await web.post(town.priya, `/reports/${one.id}/message`, { words: 'Look here.' });
    expect(await rows('select channel, address, unbranded from hub.outbox where report_id = $1', one.id)).toEqual([{ channel: 'sms', address: '07700900142', unbranded: true }]);
    const page = await web.get(town.priya, `/reports/${one.id}`);
    expect(page.body).toContain('Never: ring after 4pm.');
    expect(page.body).toContain('They did not say that it is safe to ring.');
  });

  test('an anonymous person can add it later', async () => {
    const one = await held();
    await town.owner.query('delete from hub.party where report_id = $1', [one.id]);
    expect((await resident(`/r/${one.secret}`)).body).toContain('You have not told us how it is safe to contact you');
    expect((await resident(`/r/${one.secret}/contact`, { routes: 'email', email: 'new@example.org', plain: 'no' })).status).toBe(303);
    expect(await rows('select email, role from hub.party where report_id = $1', one.id)).toEqual([{ email: 'new@example.org', role: 'complainant' }]);
  });
});

describe('confidence', () => {
  test('is asked at the report, halfway once, and at closure', async () => {
    const one = await held({ receivedAt: '2026-11-23T10:00:00Z' });
    const answers = { report_again: '4', felt_heard: '5', knew_next: '2', words: '' };
    expect((await resident(`/r/${one.secret}/confidence`, { moment: 'report', felt_heard: '9' })).status).toBe(422);
    await resident(`/r/${one.secret}/confidence`, { moment: 'report', ...answers });
    expect((await resident(`/r/${one.secret}`)).body).not.toContain('Answer three questions');
    const later = Temporal.Instant.from('2026-12-22T10:00:00Z');
    await askHalfway(web.house.database.worker, later);
    await askHalfway(web.house.database.worker, later);
    expect(await rows('select words from hub.message where report_id = $1', one.id)).toHaveLength(1);
    expect((await resident(`/r/${one.secret}`)).body).toContain('How are we doing so far?');
    await resident(`/r/${one.secret}/confidence`, { moment: 'midpoint', ...answers });
    await town.owner.query(`update hub.report set state = 'closed', closed_at = now() where id = $1`, [one.id]);
    expect((await resident(`/r/${one.secret}`)).body).toContain('How did we do?');
    await resident(`/r/${one.secret}/confidence`, { moment: 'closure', ...answers });
    expect(await rows('select moment, felt_heard from hub.confidence where report_id = $1 order by moment', one.id)).toEqual([{ moment: 'closure', felt_heard: 5 }, { moment: 'midpoint', felt_heard: 5 }, { moment: 'report', felt_heard: 5 }]);
  });
});

describe('escalation', () => {
  beforeEach(async () => {
    await town.owner.query('delete from hub.escalation');
    await town.owner.query(`update hub.report set answer_by = null, next_told_by = null`);
  });

  test('silence goes to the officer, then the supervisor, then the portfolio holder, and telling clears it', async () => {
    const one = await held();
    await town.owner.query(`update hub.report set last_told_at = '2026-11-12T10:00:00Z', next_told_by = '2026-11-20T17:00:00Z' where id = $1`, [one.id]);
    const levelsAt = async (at: string): Promise<unknown[]> => {
      await raiseEscalations(web.house.database.worker, Temporal.Instant.from(at));
      return (await rows<{ level: string }>('select level from hub.escalation where report_id = $1 and cleared_at is null order by raised_at, level', one.id)).map(({ level }) => level);
    };
    expect(await levelsAt('2026-11-20T16:59:00Z')).toEqual([]);
    expect(await levelsAt('2026-11-20T17:01:00Z')).toEqual(['officer']);
    expect(await levelsAt('2026-11-22T12:00:00Z')).toEqual(['officer']);
    expect(await levelsAt('2026-11-23T17:01:00Z')).toEqual(['officer', 'supervisor']);
    expect(await levelsAt('2026-11-26T17:01:00Z')).toEqual(['officer', 'supervisor', 'portfolio']);
    expect((await web.get(town.priya, '/today/silence')).body).toContain('Portfolio holder told.');
    expect((await web.get(town.supervisor, '/today/silence')).body).toContain('Priya Nair');
    expect((await web.get(town.colleague, '/today/silence')).body).toContain('Nobody is waiting past their day');
    expect((await web.get(town.constable, '/today/silence')).body).toContain('Nobody is waiting past their day');
    await web.post(town.priya, `/reports/${one.id}/told`, { means: 'call', words: 'Told her the date.', resident: '' });
    expect(await levelsAt('2026-11-26T17:02:00Z')).toEqual([]);
    expect((await resident(`/r/${one.secret}`)).body).toContain('Priya Nair rang you.');
  });

  test('somebody whose report was merged with another is owed news just the same', async () => {
    const one = await held();
    const other = await held();
    await town.owner.query(`update hub.report set state = 'merged', merged_into = $2, case_id = $3, next_told_by = '2026-11-20T17:00:00Z' where id = $1`, [other.id, one.id, one.caseId]);
    await raiseEscalations(web.house.database.worker, town.now);
    expect(await rows('select reason, level from hub.escalation where report_id = $1 and cleared_at is null order by level', other.id)).toEqual([{ reason: 'silence', level: 'officer' }, { reason: 'silence', level: 'supervisor' }]);
    await raiseEscalations(web.house.database.worker, town.now);
    expect(await rows('select 1 from hub.escalation where report_id = $1 and cleared_at is null', other.id)).toHaveLength(2);
  });

  test('an unanswered report is raised, and settles when it is decided elsewhere', async () => {
    const one = await report();
    await town.owner.query(`update hub.report set answer_by = '2026-11-23T17:00:00Z' where id = $1`, [one.id]);
    await raiseEscalations(web.house.database.worker, town.now);
    expect(await rows('select reason from hub.escalation where report_id = $1 and cleared_at is null', one.id)).toEqual([{ reason: 'triage' }]);
    await town.owner.query(`update hub.report set state = 'no_further_action' where id = $1`, [one.id]);
    await raiseEscalations(web.house.database.worker, town.now);
    expect(await rows('select reason from hub.escalation where report_id = $1 and cleared_at is null', one.id)).toEqual([]);
  });
});

describe('who may', () => {
  test('another agency meets 403 on every page and form of the conversation', async () => {
    const one = await held();
    await web.post(town.priya, `/reports/${one.id}/promise`, promise);
    const [line] = await rows<{ line_id: string }>('select line_id from hub.promise_line where report_id = $1', one.id);
    for (const part of ['', '/heard', '/promise', '/told', '/safe-contact', `/promise/${line?.line_id}/kept`, `/promise/${line?.line_id}/new-date`]) {
      expect((await web.get(town.constable, `/reports/${one.id}${part}`)).status, part).toBe(403);
    }
    const posts: [string, Record<string, string>][] = [
      ['/message', { words: 'x' }], ['/read', {}], ['/heard', { after: '0', points: 'x', wants: 'x' }], ['/promise', { ...promise, version: '1' }], ['/told', { means: 'call', words: 'x' }],
      ['/safe-contact', { routes: 'link', plain: 'no' }], [`/promise/${line?.line_id}/kept`, { words: 'x' }], [`/undelivered/${uuidv7()}`, { act: 'again' }],
    ];
    for (const [part, fields] of posts) {
      expect((await web.post(town.constable, `/reports/${one.id}${part}`, fields)).status, part).toBe(403);
    }
    expect((await web.get(town.analyst, `/reports/${one.id}`)).status).toBe(200);
    expect((await web.post(town.analyst, `/reports/${one.id}/message`, { words: 'x' })).status).toBe(403);
  });

  test('a stopped message is shown, and released by a press', async () => {
    const one = await held();
    const id = uuidv7();
    await town.owner.query(`insert into hub.outbox (partnership_id, id, report_id, channel, address, body, state, error_code) values ($1, $2, $3, 'email', 'a@example.org', 'x', 'held', 'maybe_sent')`, [town.partnership.id, id, one.id]);
    const page = await web.get(town.priya, `/reports/${one.id}`);
    expect(page.body).toContain('We do not know whether the e-mail arrived.');
    expect((await web.post(town.priya, `/reports/${one.id}/undelivered/${id}`, { act: 'again' })).status).toBe(303);
    expect(await rows('select state, attempts from hub.outbox where id = $1', id)).toEqual([{ state: 'waiting', attempts: 0 }]);
    expect((await web.post(town.priya, `/reports/${one.id}/undelivered/${id}`, { act: 'again' })).status).toBe(409);
  });

  test('the demo outbox exists in a demonstration only', async () => {
    expect((await resident('/demo/outbox')).status).toBe(404);
  });
});
