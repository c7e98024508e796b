import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { draftCookie } from '../platform/http/index.ts';
import { paths } from '../paths.ts';
import { discardOldDrafts, makeCopies, routes } from './index.ts';
import { openReportTown, townNow, type Answer, type ReportTown, type Visitor } from './town.testing.ts';

let town: ReportTown;
beforeAll(async () => {
  town = await openReportTown(routes);
});
afterAll(async () => {
  await town.close();
});

const what = { words: 'They were kicking the doors on our landing again.', harm: 'threatened', hate: 'no' };
const when = { when: 'date', 'date-day': '20', 'date-month': '11', 'date-year': '2026', time: 'about 10pm', frequency: 'weekly', since: 'September' };
const impact = { impact: 'lot', impactWords: 'My girl will not sleep in her own room.', affected: ['me', 'child'], vulnerable: ['afraid'] };
const you = { who: 'named', name: 'Amara Okafor', routes: ['text'], phone: '07700 900417', never: 'ring after 4pm', plain: 'yes', postcode: 'cm20 3af' };

async function until(visitor: Visitor, last: 'danger' | 'what' | 'where' | 'when' | 'impact' | 'wants' | 'you', with_: { category?: string; you?: Record<string, string | string[]> } = {}): Promise<Answer> {
  const steps: readonly (readonly [string, () => Promise<Answer>])[] = [
    ['danger', async () => visitor.post('/report', { danger: 'no' })],
    ['what', async () => visitor.post('/report/what', { ...what, category: with_.category ?? town.ids.threats })],
    ['where', async () => visitor.post('/report/where', { where: 'the stow', place: town.ids.stow })],
    ['when', async () => visitor.post('/report/when', when)],
    ['impact', async () => visitor.post('/report/impact', impact)],
    ['wants', async () => visitor.post('/report/wants', { wants: 'I want it to stop.' })],
    ['you', async () => visitor.post('/report/you', with_.you ?? you)],
  ];
  let answer: Answer | undefined;
  for (const [step, act] of steps) {
    answer = await act();
    expect(answer.status, `${step}: ${answer.body.slice(0, 2000)}`).toBe(303);
    if (step === last) break;
  }
  if (answer === undefined) throw new Error('no step');
  return answer;
}

const photo = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe('a report in seven steps without script', () => {
  test('every step leads to the next, and the report is there with all that belongs to it', async () => {
    const visitor = town.visitor();
    const start = await visitor.get('/report');
    expect(start.status).toBe(200);
    expect(start.body).toContain('Step 1 of 7');
    expect(start.body).toContain('Exit this page');
    expect((await visitor.post('/report', { danger: 'no' })).location).toBe('/report/what');
    expect((await visitor.get('/report/what')).body).toContain('Threats, harassment or intimidation');
    expect((await visitor.post('/report/what', { ...what, category: town.ids.threats })).location).toBe('/report/where');
    expect((await visitor.post('/report/where', { where: 'the stow', do: 'find' })).location).toBe('/report/where');
    const found = await visitor.get('/report/where');
    expect(found.body).toContain('2 places match “the stow”.');
    expect(found.body).toContain('The Stow underpass');
    expect((await visitor.post('/report/where', { where: 'the stow', place: town.ids.stow })).location).toBe('/report/when');
    expect((await visitor.post('/report/when', when)).location).toBe('/report/impact');
    expect((await visitor.post('/report/impact', impact)).location).toBe('/report/wants');
    expect((await visitor.postFiles('/report/wants', { wants: 'I want it to stop.', do: 'add' }, [{ name: 'door.png', body: photo, type: 'image/png' }])).location).toBe('/report/wants');
    expect((await visitor.get('/report/wants')).body).toContain('door.png');
    expect((await visitor.post('/report/wants', { wants: 'I want it to stop.' })).location).toBe('/report/you');
    expect((await visitor.post('/report/you', you)).location).toBe('/report/check');

    const check = await visitor.get('/report/check');
    expect(check.status).toBe(200);
    expect(check.body).toContain('“They were kicking the doors on our landing again.”');
    expect(check.body).toContain('The Stow, shops and car park');
    expect(check.body).toContain('Friday 20 November, about 10pm');
    expect(check.body).toContain('ending 417');
    expect(check.body).not.toContain('900417');
    expect(check.body).toContain('by 5pm tomorrow');

    const sent = await visitor.post('/report/check', {});
    expect(sent.status).toBe(303);
    const page = await visitor.get(sent.location);
    const reference = /R[0-9A-Z]{2}-[0-9A-Z]{3}-[0-9A-Z]{2}/.exec(page.body)?.[0] ?? '';
    expect(page.body).toContain('by text to the number ending 417');
    expect(page.body).toContain('/r/');

    const report = await town.one<Record<string, unknown>>('select * from hub.report where reference = $1', [reference]);
    expect(report).toMatchObject({
      agency_id: town.ids.council, restricted: false, channel: 'web', priority: 'urgent', hate: false, category_id: town.ids.threats, words: what.words, wants: 'I want it to stop.',
      happened_words: 'Friday 20 November, about 10pm', place_id: town.ids.stow, area_ids: [town.ids.ward], anonymous: false, title: 'Threats, harassment or intimidation, The Stow', state: 'new',
    });
    expect(report['answer_by']).toEqual(new Date('2026-11-25T17:00:00Z'));
    const party = await town.one('select * from hub.party where report_id = $1', [report['id']]);
    expect(party).toMatchObject({ role: 'complainant', name: 'Amara Okafor', name_key: 'amara okafor', phone: '07700900417', postcode: 'CM20 3AF', safe_contact: { routes: ['text'], never: 'ring after 4pm', note: '', plain: true } });
    expect(await town.one('select kind, resident_words from hub.chronology where report_id = $1', [report['id']])).toMatchObject({ kind: 'state', resident_words: 'You sent us your report.' });
    expect(await town.one('select channel, address, unbranded from hub.outbox where report_id = $1', [report['id']])).toMatchObject({ channel: 'sms', address: '07700900417', unbranded: true });
    expect(await town.one('select name, received_from, copy_state from hub.evidence where report_id = $1', [report['id']])).toMatchObject({ name: 'door.png', received_from: 'resident', copy_state: 'waiting' });
    const draft = await town.one<{ answers: { steps: object } }>('select answers from hub.report_draft where submitted_report_id = $1', [report['id']]);
    expect(draft.answers.steps).toEqual({});
    expect(await town.one(`select event from hub.audit_entry where subject_id = $1`, [report['id']])).toMatchObject({ event: 'report.sent' });

    expect(await makeCopies({ database: town.house.database, files: town.house.files, now: townNow })).toBe(1);
    expect(await town.one('select copy_state, copy_type from hub.evidence where report_id = $1', [report['id']])).toMatchObject({ copy_state: 'ready', copy_type: 'image/webp' });
    const officer = await town.staff('officer');
    const evidence = await town.one<{ id: string }>('select id from hub.evidence where report_id = $1', [report['id']]);
    const copy = await officer.get(paths.evidence(evidence.id, 'copy'));
    expect(copy.status).toBe(200);
    expect(copy.headers['content-type']).toContain('image/webp');
    expect((await officer.get(paths.evidence(evidence.id, 'original'))).headers['content-disposition']).toContain('attachment');
    expect((await town.visitor().get(paths.evidence(evidence.id, 'copy'))).status).toBe(303);
    const secret = /\/r\/([\w-]+)/.exec(page.body)?.[1] ?? '';
    expect((await town.visitor().get(paths.linkFile(secret, evidence.id))).status).toBe(200);
    expect((await town.visitor().get(paths.linkFile('wrong-secret', evidence.id))).status).toBe(404);
  });

  test('sending twice, one after the other and at once, makes one report with one reference', async () => {
    const visitor = town.visitor();
    await until(visitor, 'you');
    const secret = visitor.draftSecret;
    const sendings = await Promise.all(Array.from({ length: 5 }, async () => {
      const same = town.visitor();
      same.cookies.set(draftCookie, secret);
      return await same.post('/report/check', {});
    }));
    expect(new Set(sendings.map(({ location }) => location)).size).toBe(1);
    visitor.cookies.set(draftCookie, secret);
    expect((await visitor.post('/report/check', {})).location).toBe(sendings[0]?.location);
    const reference = new URL(sendings[0]?.location ?? '', 'http://hub').searchParams.get('reference');
    const report = await town.one<{ id: string }>('select id from hub.report where reference = $1', [reference]);
    expect(await town.one('select count(*)::int as n from hub.outbox where report_id = $1', [report.id])).toEqual({ n: 1 });
    expect(await town.one('select count(*)::int as n from hub.party where report_id = $1', [report.id])).toEqual({ n: 1 });
    expect((await visitor.get('/report/what')).location).toContain('/report/sent');
    expect((await visitor.post('/report/what', { ...what, category: town.ids.noise })).location).toContain('/report/sent');
  });

  test('neighbours who send at the same moment each send their own, whoever sends beside them', async () => {
    const names = ['Ada Brightfield', 'Ben Castlemore', 'Cara Dunwick'];
    const neighbours = names.map(() => town.visitor());
    for (const [n, visitor] of neighbours.entries()) {
      await until(visitor, 'wants');
      if (n === 1) {
        await visitor.postFiles('/report/wants', { wants: 'I want it to stop.', do: 'add' }, [{ name: 'stairs.png', body: photo, type: 'image/png' }]);
      }
      await visitor.post('/report/you', { ...you, name: names[n] ?? '' });
    }
    const unfinished = town.visitor();
    await until(unfinished, 'wants');
    const nobody = town.visitor();
    nobody.cookies.set(draftCookie, 'a secret that opens nothing');
    const sent = await Promise.all([...neighbours, unfinished, nobody, town.visitor()].map(async (visitor) => visitor.post('/report/check', {})));
    expect(sent.slice(3).map(({ location }) => location)).toEqual(['/report/you', '/report', '/report']);
    expect(await town.one(`select count(*)::int as n from hub.audit_entry where event = 'report.sent' and subject_kind <> 'report'`)).toEqual({ n: 0 });
    for (const [n, name] of names.entries()) {
      const reference = new URL(sent[n]?.location ?? '', 'http://hub').searchParams.get('reference');
      const report = await town.one<{ id: string }>('select id from hub.report where reference = $1', [reference]);
      expect(await town.one('select name from hub.party where report_id = $1', [report.id])).toEqual({ name });
      expect(await town.one('select event, actor_kind, account_id from hub.audit_entry where subject_id = $1', [report.id])).toEqual({ event: 'report.sent', actor_kind: 'draft', account_id: null });
      expect(await town.one('select count(*)::int as n from hub.evidence where report_id = $1', [report.id])).toEqual({ n: n === 1 ? 1 : 0 });
      expect((await neighbours[n]?.get(sent[n]?.location ?? ''))?.body).toContain(reference);
    }
  });

  test('a write that fails leaves nothing behind, and the draft can be sent again', async () => {
    const visitor = town.visitor();
    await until(visitor, 'you');
    const before = await town.one('select (select count(*)::int from hub.report) as reports, (select count(*)::int from hub.party) as parties, (select count(*)::int from hub.outbox) as outbox');
    await town.owner.query('alter table hub.chronology add constraint breaks check (false) not valid');
    const broken = await visitor.post('/report/check', {});
    await town.owner.query('alter table hub.chronology drop constraint breaks');
    expect(broken.status).toBe(500);
    expect(await town.one('select (select count(*)::int from hub.report) as reports, (select count(*)::int from hub.party) as parties, (select count(*)::int from hub.outbox) as outbox')).toEqual(before);
    expect((await visitor.post('/report/check', {})).location).toContain('/report/sent?reference=');
  });

  test('domestic abuse goes to its team alone, without the place in its title, in a plain message', async () => {
    const visitor = town.visitor();
    await until(visitor, 'you', { category: town.ids.domestic, you: { ...you, plain: '' } });
    expect((await visitor.get('/report/check')).body).toContain('Only Harlow Council, Domestic Abuse Team sees it.');
    const sent = await visitor.post('/report/check', {});
    const reference = new URL(sent.location, 'http://hub').searchParams.get('reference');
    const report = await town.one<{ id: string }>('select * from hub.report where reference = $1', [reference]);
    expect(report).toMatchObject({ restricted: true, team_id: town.ids.domesticTeam, title: 'Someone at home hurts or controls a person', priority: 'urgent' });
    expect(await town.one('select unbranded, body from hub.outbox where report_id = $1', [report.id])).toMatchObject({ unbranded: true, body: expect.not.stringContaining('Hub') });
  });

  test('anonymous: no party, nothing sent, and the page says to keep the link', async () => {
    const visitor = town.visitor();
    await until(visitor, 'you', { you: { who: 'anonymous', name: 'Typed before changing my mind', phone: '07700 900417' } });
    const sent = await visitor.post('/report/check', {});
    const page = await visitor.get(sent.location);
    expect(page.body).toContain('keep it now');
    const reference = new URL(sent.location, 'http://hub').searchParams.get('reference');
    const report = await town.one<{ id: string; anonymous: boolean }>('select id, anonymous from hub.report where reference = $1', [reference]);
    expect(report.anonymous).toBe(true);
    expect(await town.one('select count(*)::int as n from hub.party where report_id = $1', [report.id])).toEqual({ n: 0 });
    expect(await town.one('select count(*)::int as n from hub.outbox where report_id = $1', [report.id])).toEqual({ n: 0 });
  });
});

describe('danger first', () => {
  test.each([['yes', 'Ring 999 now'], ['now', '101']])('%s leads to who can come, before anything else, with a way on', async (danger, says) => {
    const visitor = town.visitor();
    const answer = await visitor.post('/report', { danger });
    expect(answer.location).toBe('/report/danger-now');
    const page = await visitor.get(answer.location);
    expect(page.body).toContain(says);
    expect(page.body).toContain('href="/report/what"');
  });

  test('no question comes before it', async () => {
    expect((await town.visitor().get('/report/where')).location).toBe('/report');
    expect((await town.visitor().get('/report/check')).location).toBe('/report');
  });
});

describe('wrong input is said beside the field, keeps what was typed and changes nothing', () => {
  const cases: readonly (readonly [string, Record<string, string | string[]>, string, string])[] = [
    ['/report', { danger: 'perhaps' }, 'danger', 'Say whether anyone is in danger now'],
    ['/report/what', { words: '', category: 'unsure', harm: 'no', hate: 'no' }, 'words', 'Tell us what happened, in your own words'],
    ['/report/what', { words: 'x'.repeat(10_001), category: 'unsure', harm: 'no', hate: 'no' }, 'words', '10,000 characters or fewer'],
    ['/report/what', { words: 'Kept words', category: '00000000-0000-7000-8000-000000000000', harm: 'no', hate: 'no' }, 'category', 'Choose the one it is closest to'],
    ['/report/what', { words: 'Kept words', category: 'unsure', hate: 'no' }, 'harm', 'Say whether anyone was hurt'],
    ['/report/where', { where: 'the stow' }, 'place', 'Choose the closest place, or “Somewhere else”'],
    ['/report/where', { where: 'Kept words', place: 'else', else: ' ' }, 'else', 'Describe the place'],
    ['/report/where', { where: '', do: 'find' }, 'where', 'Type a street'],
    ['/report/where', { where: 'x', place: '00000000-0000-7000-8000-000000000000' }, 'place', 'Choose the closest place'],
    ['/report/where', { where: 'x', place: 'point' }, 'place', 'Choose the closest place'],
    ['/report/when', { when: 'date', 'date-day': '31', 'date-month': '2', 'date-year': '2026', frequency: 'once' }, 'date-day', 'Give the day, month and year'],
    ['/report/when', { when: 'date', 'date-day': '25', 'date-month': '11', 'date-year': '2026', frequency: 'once' }, 'date-day', 'today or earlier'],
    ['/report/when', { when: 'roughly', frequency: 'once' }, 'roughly', 'Say roughly when'],
    ['/report/impact', { impactWords: 'Kept words' }, 'impact', 'Say how much it affects you'],
    ['/report/you', { who: 'named', name: 'Kept words' }, 'routes', 'Choose at least one way'],
    ['/report/you', { who: 'named', routes: 'email', email: 'nobody' }, 'email', 'name@example.org'],
    ['/report/you', { who: 'named', routes: 'text', phone: '01632 960123' }, 'phone', 'begins with 07'],
    ['/report/you', { who: 'named', routes: 'phone', phone: '999' }, 'phone', 'UK phone number'],
    ['/report/you', { who: 'named', routes: 'letter' }, 'address', 'a letter may go to'],
    ['/report/you', { who: 'named', routes: 'link', postcode: 'nowhere' }, 'postcode', 'whole postcode'],
    ['/report/come-back', { to: 'my pocket' }, 'to', 'Give a mobile number'],
  ];
  test.each(cases)('%s %o', async (url, fields, field, sentence) => {
    const visitor = town.visitor();
    await until(visitor, 'danger');
    const before = await town.one('select answers from hub.report_draft order by created_at desc, id desc limit 1');
    const answer = await visitor.post(url, fields);
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('<title>Error: ');
    expect(answer.body).toContain(`href="#${field}"`);
    expect(answer.body).toContain(`id="${field}"`);
    expect(answer.body).toContain(sentence);
    for (const value of Object.values(fields).flat()) {
      if (value === 'Kept words') expect(answer.body).toContain('Kept words');
    }
    expect(await town.one('select answers from hub.report_draft order by created_at desc, id desc limit 1')).toEqual(before);
  });

  test('a refused file loses no word, and the good file beside it stays', async () => {
    const visitor = town.visitor();
    await until(visitor, 'impact');
    const answer = await visitor.postFiles('/report/wants', { wants: 'Let us sleep.' }, [
      { name: 'photo.png', body: photo, type: 'image/png' }, { name: 'run.exe', body: Buffer.from('MZ not good'), type: 'application/octet-stream' }, { name: 'huge.png', body: Buffer.concat([photo, Buffer.alloc(1_200_000)]), type: 'image/png' },
    ]);
    expect(answer.status).toBe(422);
    expect(answer.body).toContain('Let us sleep.');
    expect(answer.body).toContain('run.exe: ');
    expect(answer.body).toContain('huge.png: ');
    expect(answer.body).toContain('photo.png');
    const page = await visitor.get('/report/wants');
    expect(page.body).toContain('Let us sleep.');
    const id = /value="remove:([^"]+)"/.exec(page.body)?.[1] ?? '';
    const stranger = town.visitor();
    await until(stranger, 'impact');
    await stranger.post('/report/wants', { wants: '', do: `remove:${id}` });
    expect((await visitor.get('/report/wants')).body).toContain('photo.png');
    await visitor.post('/report/wants', { wants: 'Let us sleep.', do: `remove:${id}` });
    expect((await visitor.get('/report/wants')).body).not.toContain('photo.png');
  });
});

describe('changing answers', () => {
  test('from the check page one answer is changed and the others stay', async () => {
    const visitor = town.visitor();
    await until(visitor, 'you');
    expect((await visitor.get('/report/what?from=check')).body).toContain('name="from" value="check"');
    expect((await visitor.post('/report/what', { ...what, words: 'Something quite different.', category: town.ids.noise, from: 'check' })).location).toBe('/report/check');
    const check = await visitor.get('/report/check');
    expect(check.body).toContain('Something quite different.');
    expect(check.body).toContain('I want it to stop.');
    expect(check.body).toContain('The Stow, shops and car park');
  });

  test('the link to come back opens the report on another device, and is sent three times at most', async () => {
    const visitor = town.visitor();
    await until(visitor, 'where');
    const page = await visitor.get('/report/come-back');
    const link = /http[^<]*(\/report\/resume\/[\w-]+)/.exec(page.body)?.[1] ?? '';
    const other = town.visitor();
    expect((await other.get(link)).location).toBe('/report/when');
    expect((await other.get('/report/what')).body).toContain('kicking the doors');
    for (const expected of [303, 303, 303, 422]) {
      expect((await visitor.post('/report/come-back', { to: '07700 900418' })).status).toBe(expected);
    }
    expect(await town.one(`select count(*)::int as n from hub.outbox where address = '07700900418' and unbranded`)).toEqual({ n: 3 });
    expect((await town.visitor().get('/report/resume/not-a-secret-of-anybody')).status).toBe(404);
  });

  test('a place is pointed at without script: press, come closer, use', async () => {
    const visitor = town.visitor();
    await until(visitor, 'what');
    const map = await visitor.get('/report/map');
    expect(map.body).toContain('type="image"');
    const picture = await visitor.get('/report/map-picture');
    expect(picture.headers['content-type']).toContain('image/svg+xml');
    expect(picture.body).toContain('<svg');
    expect((await visitor.post('/report/map', { 'point.x': '200', 'point.y': '40' })).location).toBe('/report/map');
    expect((await visitor.post('/report/map', { do: 'in' })).location).toBe('/report/map');
    expect((await visitor.post('/report/map', { do: 'use' })).status).toBe(303);
    const spot = await town.one<{ spot: { placeId: null; point: { lat: number; lon: number } } }>(`select answers -> 'spot' as spot from hub.report_draft order by updated_at desc, id desc limit 1`);
    expect(spot.spot.point.lat).toBeGreaterThan(51.7725);
    expect((await visitor.get('/report/where')).body).toContain('The point you showed us on the map');
    expect((await visitor.post('/report/where', { where: '', place: 'point' })).location).toBe('/report/when');
  });

  test('a place is chosen from the list', async () => {
    const visitor = town.visitor();
    await until(visitor, 'what');
    expect((await visitor.get('/report/list')).body).toContain('Bush Fair');
    expect((await visitor.get('/report/list?in=Bush%20Fair')).body).toContain('Tillwicks Road');
    expect((await visitor.post('/report/list', { in: 'Bush Fair' })).status).toBe(422);
    expect((await visitor.post('/report/list', { in: 'Bush Fair', place: town.ids.street })).location).toBe('/report/when');
  });

  test('neighbours’ reports are shown without a word about them, and the choice travels with the report', async () => {
    const first = town.visitor();
    await until(first, 'you', { category: town.ids.noise });
    await first.post('/report/check', {});
    const second = town.visitor();
    await until(second, 'what', { category: town.ids.noise });
    expect((await second.post('/report/where', { where: 'stow', place: town.ids.stow })).location).toBe('/report/similar');
    const page = await second.get('/report/similar');
    expect(page.body).toContain('The same: ');
    expect(page.body).not.toContain('kicking');
    expect(page.body).not.toContain('Amara');
    expect((await second.post('/report/similar', {})).status).toBe(422);
    const noise = /value="(\d)"[^>]*>\s*<label[^>]*>The same: Noise/.exec(page.body)?.[1] ?? '1';
    expect((await second.post('/report/similar', { similar: noise })).location).toBe('/report/when');
  });
});

describe('finding the link again', () => {
  test('a fitting pair sends the link by the safe route; a wrong one gets the same answer and nothing is sent', async () => {
    const visitor = town.visitor();
    await until(visitor, 'you');
    const sent = await visitor.post('/report/check', {});
    const reference = new URL(sent.location, 'http://hub').searchParams.get('reference') ?? '';
    const asked = town.visitor();
    const right = await asked.post('/track', { reference: reference.toLowerCase(), known: 'CM203AF' });
    const wrong = await asked.post('/track', { reference, known: 'CM20 1AB' });
    expect(right.status).toBe(200);
    expect(right.body).toBe(wrong.body);
    expect(right.body).not.toContain('/r/');
    const report = await town.one<{ id: string }>('select id from hub.report where reference = $1', [reference]);
    expect(await town.one(`select count(*)::int as n from hub.outbox where report_id = $1 and body like 'The page you asked for%'`, [report.id])).toEqual({ n: 1 });
    for (let tries = 0; tries < 10; tries += 1) await asked.post('/track', { reference, known: 'CM20 3AF' });
    const { n } = await town.one<{ n: number }>(`select count(*)::int as n from hub.outbox where report_id = $1 and body like 'The page you asked for%'`, [report.id]);
    expect(n).toBeLessThanOrEqual(6);
  });

  test.each([[{ reference: 'nonsense', known: 'CM20 1AB' }, 'reference'], [{ reference: '', known: '' }, 'known']])('%o', async (fields, field) => {
    const answer = await town.visitor().post('/track', fields);
    expect(answer.status).toBe(422);
    expect(answer.body).toContain(`href="#${field}"`);
  });
});

describe('an officer takes a report', () => {
  const all = (): Record<string, string | string[]> => ({ channel: 'phone', danger: 'no', ...what, category: town.ids.noise, where: 'stow', place: town.ids.stow, ...when, ...impact, wants: 'Quiet nights.', ...you });

  test('one page, one sending, and a link to read out', async () => {
    const officer = await town.staff('officer');
    const form = await officer.get('/reports/take');
    expect(form.status).toBe(200);
    const draft = /name="draft" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
    const found = await officer.post('/reports/take', { ...all(), draft, do: 'find' });
    expect(found.status).toBe(200);
    expect(found.body).toContain('The Stow underpass');
    expect(found.body).toContain('kicking the doors');
    const wrong = await officer.post('/reports/take', { ...all(), draft, words: '', phone: '12' });
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('href="#words"');
    expect(wrong.body).toContain('href="#phone"');
    const sent = await officer.post('/reports/take', { ...all(), draft });
    expect(sent.status, sent.body.slice(0, 3000)).toBe(303);
    expect(sent.location).toContain('/reports/take?sent=');
    expect((await officer.post('/reports/take', { ...all(), draft })).location).toBe(sent.location);
    const page = await officer.get(sent.location);
    expect(page.body).toContain('/r/');
    const reference = /R[0-9A-Z]{2}-[0-9A-Z]{3}-[0-9A-Z]{2}/.exec(page.body)?.[0];
    expect(await town.one('select channel, taken_by, agency_id from hub.report where reference = $1', [reference])).toEqual({ channel: 'phone', taken_by: town.ids.officer, agency_id: town.ids.council });
    const colleague = await town.staff('specialist');
    expect((await colleague.get(sent.location)).status).toBe(403);
  });

  test('a restricted one leaves the officer’s sight for the team that deals with it', async () => {
    const officer = await town.staff('officer');
    const sent = await officer.post('/reports/take', { ...all(), category: town.ids.domestic });
    expect(sent.location).toContain('/reports/take?sent=');
    expect((await officer.get(sent.location)).body).toContain('Domestic Abuse Team');
    expect(await town.one(`select count(*)::int as n from hub.report where taken_by = $1 and restricted and team_id = $2`, [town.ids.officer, town.ids.domesticTeam])).toEqual({ n: 1 });
  });

  test('files stay through mistakes', async () => {
    const officer = await town.staff('officer');
    const form = await officer.get('/reports/take');
    const draft = /name="draft" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
    const wrong = await officer.postFiles('/reports/take', { draft, channel: 'desk', words: 'Half typed' }, [{ name: 'brought.png', body: photo, type: 'image/png' }]);
    expect(wrong.status).toBe(422);
    expect(wrong.body).toContain('brought.png');
    expect(wrong.body).toContain('Half typed');
    await officer.post('/reports/take', { ...all(), draft });
    expect(await town.one(`select count(*)::int as n from hub.evidence where name = 'brought.png' and report_id is not null and received_from = 'staff'`)).toEqual({ n: 1 });
  });

  test('nobody else may', async () => {
    expect((await town.visitor().get('/reports/take')).location).toContain('/sign-in');
  });
});

test('drafts that were never sent are thrown away after 28 days with their files; reports are not', async () => {
  const visitor = town.visitor();
  await until(visitor, 'impact');
  await visitor.postFiles('/report/wants', { wants: '' }, [{ name: 'left.png', body: photo, type: 'image/png' }]);
  const reports = await town.one('select count(*)::int as n from hub.report');
  const kept = await town.one<{ n: number }>('select count(*)::int as n from hub.evidence where report_id is not null');
  const key = await town.one<{ sealed_key: string }>(`select sealed_key from hub.evidence where name = 'left.png'`);
  const soon = townNow.add({ hours: 27 * 24 });
  await discardOldDrafts({ database: town.house.database, files: town.house.files, now: soon });
  expect((await visitor.get('/report/wants')).status).toBe(200);
  const late = townNow.add({ hours: 29 * 24 });
  expect(await discardOldDrafts({ database: town.house.database, files: town.house.files, now: late })).toBeGreaterThan(0);
  expect((await visitor.get('/report/wants')).location).toBe('/report');
  expect(await town.one('select count(*)::int as n from hub.report')).toEqual(reports);
  expect(await town.one('select count(*)::int as n from hub.evidence where report_id is not null')).toEqual(kept);
  expect(await town.one(`select count(*)::int as n from hub.evidence where name = 'left.png'`)).toEqual({ n: 0 });
  expect(await town.house.files.stat(key.sealed_key)).toBeUndefined();
});
