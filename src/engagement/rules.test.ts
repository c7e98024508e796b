import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { defaultContactStandards, englandAndWales, londonInstant } from '../platform/calendar/index.ts';
import { clockDays, clockFace, nextTellBy, workingDaysAfter } from './clock.ts';
import { midpoint, momentToAsk } from './confidence.ts';
import { escalationSteps, levelsReached } from './escalation-rules.ts';
import { contactSentence, contactWarning } from './pages/contact-words.ts';
import { checkPromise, emptyLine, formOf, withoutSaving } from './promise-form.ts';
import { afterMiss, apology, apologyMessage, changesBetween, lineFace, lineSentence, missedBefore, nextVersion, type PromiseLine } from './promise-rules.ts';
import { readDate, readTime } from './schema.ts';
import { isOver, whereItStands, type Standing } from './standing.ts';
import { fillTemplate, openMarks } from './template-words.ts';

/** London wall-clock time, as "2026-11-24 09:24". */
const at = (text: string): Temporal.Instant => {
  const [day = '', time = '17:00'] = text.split(' ');
  return londonInstant(Temporal.PlainDate.from(day), time);
};
const now = at('2026-11-24 09:24');

describe('the sentence of where things stand', () => {
  const standing: Standing = { state: 'in_case', caseState: 'open', caseStage: 'investigating', holder: 'Priya Nair', agency: 'Harlow Council', passedFrom: undefined, answerBy: null, decidedAt: null, closedAt: null, reopenedAt: null };
  test.each<[string, Partial<Standing>, string]>([
    ['taken on', {}, 'Priya Nair at Harlow Council has your report and is finding out what happened and gathering evidence.'],
    ['acting', { caseStage: 'acting' }, 'Priya Nair at Harlow Council has your report and is acting on it.'],
    ['monitoring, nobody by name', { caseStage: 'monitoring', holder: undefined }, 'Harlow Council has your report and is checking whether it has stopped.'],
    ['new, due today', { state: 'new', answerBy: at('2026-11-24') }, 'Harlow Council has your report. Someone will read it and answer you by 5pm today.'],
    ['new, late', { state: 'new', answerBy: at('2026-11-23') }, 'Harlow Council has your report. We said we would answer by Monday 23 November and have not. We are sorry.'],
    ['new without a clock', { state: 'new' }, 'Harlow Council has your report.'],
    ['passed on', { state: 'new', agency: 'Essex Police', passedFrom: 'Harlow Council', answerBy: at('2026-11-25') }, 'Essex Police has your report now. Harlow Council passed it to them. Someone will read it and answer you by 5pm tomorrow.'],
    ['opened again', { state: 'new', reopenedAt: now, answerBy: at('2026-11-27') }, 'You asked us to look again, and Harlow Council has your report. Someone will read it and answer you by 5pm on Friday 27 November.'],
    ['not taken further', { state: 'no_further_action', decidedAt: at('2026-11-20') }, 'Harlow Council decided on Friday 20 November not to take your report further.'],
    ['joined', { state: 'merged' }, 'Priya Nair at Harlow Council has joined your report with another about the same thing, so that one person deals with both.'],
    ['closed', { state: 'closed', closedAt: at('2026-11-20') }, 'Priya Nair at Harlow Council closed your report on Friday 20 November.'],
    ['its case closed', { caseState: 'closed' }, 'Priya Nair at Harlow Council has closed your report.'],
  ])('%s', (_, change, expected) => expect(whereItStands({ ...standing, ...change }, now)).toBe(expected));

  test.each<[Standing['state'], Standing['caseState'], boolean]>([['new', null, false], ['in_case', 'open', false], ['in_case', 'closed', true], ['closed', 'closed', true], ['no_further_action', null, true], ['merged', null, false]])(
    '%s with its case %s is over: %s', (state, caseState, over) => expect(isOver({ state, caseState })).toBe(over));
});

describe('the silence clock', () => {
  const silence = { receivedAt: at('2026-11-09 23:52'), lastToldAt: at('2026-11-18 15:20'), nextToldBy: at('2026-11-26'), over: false, told: [{ at: at('2026-11-18 15:20'), label: 'We told you' }] };
  test.each<[string, Partial<typeof silence> | { lastToldAt: null }, object]>([
    ['six days', {}, { state: 'waiting', days: 6, heardBefore: true, daysLate: 0 }],
    ['told today', { lastToldAt: at('2026-11-24 08:00') }, { days: 0 }],
    ['never told', { lastToldAt: null }, { state: 'waiting', days: 15, heardBefore: false }],
    ['late by one day', { nextToldBy: at('2026-11-23') }, { state: 'late', daysLate: 1 }],
    ['late since this morning', { nextToldBy: at('2026-11-24 09:00') }, { state: 'late', daysLate: 0 }],
    ['over', { over: true, nextToldBy: at('2026-11-20') }, { state: 'over', daysLate: 0 }],
  ])('%s', (_, change, expected) => expect(clockFace({ ...silence, ...change }, now)).toMatchObject(expected));

  test('draws told, silence, today and next; weekends are short', () => {
    const days = clockDays(silence, now, englandAndWales);
    expect(days.map(({ kind, rest }) => `${kind}${rest ? '-' : ''}`)).toEqual(['on', 'gone', 'gone', 'gone-', 'gone-', 'gone', 'now', 'plain', 'due']);
    expect(clockDays({ ...silence, over: true }, now, englandAndWales)).toEqual([]);
  });

  test.each([['2026-11-24 09:24', '2026-12-08'], ['2026-12-17 09:00', '2027-01-05'], ['2026-12-24 18:00', '2027-01-13']])('told on %s, hears again by %s', (told, next) => {
    expect(nextTellBy(at(told), ['standard'], { standards: defaultContactStandards, holidays: englandAndWales }, '17:00')).toEqual(at(next));
  });
});

describe('escalation', () => {
  const steps = { supervisorAfter: 1, portfolioAfter: 3 };
  test.each<[string, string, string[]]>([
    ['2026-11-18', '2026-11-18 17:00', ['officer']],
    ['2026-11-18', '2026-11-19 16:59', ['officer']],
    ['2026-11-18', '2026-11-19 17:00', ['officer', 'supervisor']],
    ['2026-11-18', '2026-11-24 16:59', ['officer', 'supervisor']],
    ['2026-11-18', '2026-11-24 17:00', ['officer', 'supervisor', 'portfolio']],
    // Friday: the weekend does not count.
    ['2026-11-20', '2026-11-22 23:00', ['officer']],
    ['2026-11-20', '2026-11-23 17:00', ['officer', 'supervisor']],
    // Christmas Eve 2026 is a Thursday; Friday and Monday are bank holidays.
    ['2026-12-24', '2026-12-28 23:00', ['officer']],
    ['2026-12-24', '2026-12-29 17:00', ['officer', 'supervisor']],
    ['2026-12-24', '2027-01-04 17:00', ['officer', 'supervisor', 'portfolio']],
    // A promise for a Saturday.
    ['2026-11-28', '2026-11-30 17:00', ['officer', 'supervisor']],
    ['2026-11-18', '2026-11-18 16:59', []],
  ])('due %s, at %s: %j', (due, moment, expected) => expect(levelsReached(at(due), steps, englandAndWales, at(moment))).toEqual(expected));

  test('over the change of the clocks the local time stays', () => {
    expect(workingDaysAfter(at('2026-10-23 17:00'), 1, englandAndWales)).toEqual(at('2026-10-26 17:00'));
  });

  test('steps are dated local rules with defaults', () => {
    const local = { key: 'escalate-supervisor' as never, appliesTo: [], amount: 2, unit: 'working_days' as const, inForceFrom: '2026-12-01', source: 'Local' };
    expect(escalationSteps([...defaultContactStandards, local], at('2026-11-30'))).toEqual(steps);
    expect(escalationSteps([...defaultContactStandards, local], at('2026-12-01'))).toEqual({ supervisorAfter: 2, portfolioAfter: 3 });
  });
});

const line: PromiseLine = {
  lineId: 'a', who: 'Priya Nair', what: 'Get the stairwell footage', dueAt: at('2026-11-25'), firstDueAt: at('2026-11-25'), state: 'due', keptAt: null, keptWords: null, missedAt: null, missedWhy: null, lostWords: null,
};

describe('a line of a promise', () => {
  test.each([
    ['2026-11-25 17:01', 'due'], ['2026-11-25 23:59', 'due'], ['2026-11-26 00:00', 'late'],
  ])('“by Wednesday 25 November” is at %s %s', (when, state) => expect(lineFace(line, at(when)).state).toBe(state));

  test.each([
    ['in the evening of the day itself', '2026-11-25 21:00', false], ['not at night', '2026-11-26 00:05', false], ['not before people are up', '2026-11-26 07:59', false],
    ['in the morning after it', '2026-11-26 08:00', true], ['later, at any hour', '2026-11-27 03:00', true],
  ])('is missed: %s', (_, when, missed) => expect(Temporal.Instant.compare(line.dueAt, missedBefore(at(when))) < 0).toBe(missed));

  test('the hours are of London, on the days when the clocks change too', () => {
    expect(missedBefore(Temporal.Instant.from('2026-10-25T08:00:00Z')).toString()).toBe('2026-10-24T23:00:00Z');
    expect(missedBefore(Temporal.Instant.from('2026-10-25T07:59:00Z')).toString()).toBe('2026-10-23T23:00:00Z');
    expect(missedBefore(Temporal.Instant.from('2027-03-28T07:00:00Z')).toString()).toBe('2027-03-28T00:00:00Z');
  });

  test.each<[string, Partial<PromiseLine>, string, string]>([
    ['due', {}, 'due Wed 25 Nov', 'Due'],
    ['gone by, before anyone noticed', { dueAt: at('2026-11-23') }, 'late Mon 23 Nov was 25', 'Late'],
    ['missed, no new date', { state: 'missed', missedAt: now, dueAt: at('2026-11-16'), firstDueAt: at('2026-11-16') }, 'late Mon 16 Nov', 'Late'],
    ['missed, with a new date', { missedAt: at('2026-11-16'), firstDueAt: at('2026-11-16') }, 'late Wed 25 Nov was 16', 'Late'],
    ['moved in good time by an edit', { firstDueAt: at('2026-11-24') }, 'due Wed 25 Nov was 24', 'Due'],
    ['kept', { state: 'kept', keptAt: at('2026-11-24') }, 'kept Tue 24 Nov', 'Kept'],
    ['kept after a miss', { state: 'kept', keptAt: at('2026-11-24'), missedAt: at('2026-11-16'), firstDueAt: at('2026-11-16') }, 'kept Tue 24 Nov', 'Kept late'],
    ['withdrawn', { state: 'withdrawn' }, 'stopped Wed 25 Nov', 'Stopped'],
  ])('%s', (_, change, leaf, word) => {
    const face = lineFace({ ...line, ...change }, now);
    expect(`${face.state} ${face.leaf.weekday} ${face.leaf.day} ${face.leaf.month}${face.leaf.was === undefined ? '' : ` was ${face.leaf.was}`}`).toBe(leaf);
    expect(face.word).toBe(word);
  });

  test.each([
    ['Get the stairwell footage.', 'We will get the stairwell footage by Wednesday 25 November.'],
    ['We will get the footage', 'We will get the footage by Wednesday 25 November.'],
    ['CCTV is checked', 'We will CCTV is checked by Wednesday 25 November.'],
    ['Essex Police visit you', 'We will Essex Police visit you by Wednesday 25 November.'],
  ])('“%s” reads “%s”', (what, sentence) => expect(lineSentence({ ...line, what }, now)).toBe(sentence));

  test('apologises in plain words, with why, loss and new date', () => {
    const missed = afterMiss([{ ...line, state: 'missed', dueAt: at('2026-11-16'), firstDueAt: at('2026-11-16'), missedAt: at('2026-11-16 17:01') }], 'a', { why: 'Because our form went astray.', lost: 'two days are gone', dueAt: at('2026-11-25'), now })[0] ?? line;
    expect(apology(missed, now)).toEqual({ lead: 'We are sorry. We said Monday 16 November and missed it,', rest: 'because our form went astray. Two days are gone.' });
    expect(apologyMessage(missed, now)).toContain('The new date: We will get the stairwell footage by Wednesday 25 November.');
    const ahead = afterMiss([line], 'a', { why: 'the camera is broken', lost: '', dueAt: at('2026-12-02'), now })[0] ?? line;
    expect(apology(ahead, now).lead).toBe('We are sorry. We said Wednesday 25 November and cannot keep it,');
    expect(apology({ ...line, state: 'missed', missedAt: at('2026-11-26') }, now).rest).toBe('You will be told the new date and why this happened.');
  });
});

describe('versions of a promise', () => {
  const instants = fc.integer({ min: 0, max: 400 }).map((days) => at('2026-11-25').add({ hours: 24 * days }));
  const wanted = fc.record({ who: fc.string(), what: fc.string(), dueAt: instants });
  const step = fc.oneof(
    fc.record({ kind: fc.constant('edit' as const), keep: fc.array(fc.boolean(), { maxLength: 6 }), change: wanted, add: fc.array(wanted, { maxLength: 2 }) }),
    fc.record({ kind: fc.constant('miss' as const), place: fc.nat(5), dueAt: instants }),
    fc.record({ kind: fc.constant('keep' as const), place: fc.nat(5) }),
    fc.record({ kind: fc.constant('pass' as const), place: fc.nat(5) }),
  );

  test('never lose a line, its first date, a miss or what was kept', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let lines: PromiseLine[] = [];
      let made = 0;
      for (const one of steps) {
        const before = lines;
        const open = before.filter(({ state }) => state === 'due' || state === 'missed');
        if (one.kind === 'edit') {
          const kept = open.filter((_, place) => one.keep[place] !== false).map((each, place) => (place === 0 ? { ...one.change, lineId: each.lineId } : { lineId: each.lineId, who: each.who, what: each.what, dueAt: each.dueAt }));
          lines = nextVersion(before, [...kept, ...one.add], () => `line-${(made += 1)}`);
        } else {
          const target = open[one.place];
          if (target === undefined) continue;
          if (one.kind === 'miss') lines = afterMiss(before, target.lineId, { why: 'w', lost: 'l', dueAt: one.dueAt, now });
          else lines = before.map((each) => (each.lineId !== target.lineId ? each : one.kind === 'keep' ? { ...each, state: 'kept', keptAt: now, keptWords: 'k' } : { ...each, state: 'missed', missedAt: now }));
        }
        for (const was of before) {
          const is = lines.find(({ lineId }) => lineId === was.lineId);
          expect(is).toBeDefined();
          expect(is?.firstDueAt.equals(was.firstDueAt)).toBe(true);
          if (was.missedAt !== null) expect(is?.missedAt).not.toBeNull();
          if (was.lostWords !== null) expect(is?.lostWords).not.toBeNull();
          if (was.state === 'kept' || was.state === 'withdrawn') expect(is).toEqual(was);
        }
        expect(new Set(lines.map(({ lineId }) => lineId)).size).toBe(lines.length);
      }
    }));
  });

  test('say what changed', () => {
    const after = nextVersion([line, { ...line, lineId: 'b', what: 'Ring you' }], [{ lineId: 'a', who: line.who, what: line.what, dueAt: at('2026-12-02') }, { who: 'Wardens', what: 'Walk the landing', dueAt: at('2026-11-28') }], () => 'c');
    expect(changesBetween([line, { ...line, lineId: 'b', what: 'Ring you' }], after).map(({ words }) => words)).toEqual([
      'Get the stairwell footage: 25 November 2026 became 2 December 2026.', 'No longer promised: Ring you.', 'New: Walk the landing, by 28 November 2026.',
    ]);
  });

  test.each<[string, Partial<typeof emptyLine>, string | undefined]>([
    ['good', { what: 'Ring', who: 'Me', day: '25', month: '11', year: '2026' }, undefined],
    ['no date', { what: 'Ring', who: 'Me' }, 'day-0'],
    ['yesterday', { what: 'Ring', who: 'Me', day: '23', month: '11', year: '2026' }, 'day-0'],
    ['a day that does not exist', { what: 'Ring', who: 'Me', day: '31', month: '11', year: '2026' }, 'day-0'],
    ['far away', { what: 'Ring', who: 'Me', day: '25', month: '11', year: '2030' }, 'day-0'],
    ['nobody', { what: 'Ring', day: '25', month: '11', year: '2026' }, 'who-0'],
    ['nothing', {}, 'what-0'],
  ])('form: %s', (_, typed, field) => {
    const checked = checkPromise({ lines: [{ ...emptyLine, ...typed }], cannot: '', cannotWhy: '', changeWords: '', version: 0 }, [], now, '17:00');
    expect(checked.ok ? undefined : checked.errors[0]?.field).toBe(field);
  });

  test('a line is not taken away without words, and a missed one needs a new date', () => {
    const form = formOf([line], { version: 1, cannot: '', cannotWhy: '' }, 'Me');
    const without = withoutSaving(form, 'remove-0') ?? form;
    expect(checkPromise(without, [line], now, '17:00')).toMatchObject({ ok: false });
    expect(checkPromise({ ...without, changeWords: 'She asked us to stop.', lines: [{ ...emptyLine, what: 'Ring', who: 'Me', day: '1', month: '12', year: '2026' }] }, [line], now, '17:00')).toMatchObject({ ok: true });
    const missed = { ...line, state: 'missed' as const };
    expect(checkPromise(formOf([missed], { version: 1, cannot: '', cannotWhy: '' }, 'Me'), [missed], now, '17:00')).toMatchObject({ ok: false, errors: [{ field: 'day-0' }] });
  });
});

describe('confidence', () => {
  const row = (moment: 'report' | 'midpoint' | 'closure', answered: boolean) => ({ moment, answered, at: now });
  test.each<[string, boolean, ReturnType<typeof row>[], string, string | undefined]>([
    ['soon after the report', false, [], '2026-11-20', 'report'], ['not once answered', false, [row('report', true)], '2026-11-20', undefined], ['not weeks later', false, [], '2026-10-20', undefined],
    ['halfway, when asked', false, [row('midpoint', false)], '2026-10-20', 'midpoint'], ['halfway, answered', false, [row('midpoint', true)], '2026-10-20', undefined],
    ['closure', true, [row('midpoint', false)], '2026-10-20', 'closure'], ['closure, answered', true, [row('closure', true)], '2026-10-20', undefined],
  ])('%s', (_, over, rows, received, expected) => expect(momentToAsk(over, rows, at(received), now)).toBe(expected));

  test.each([[null, '2026-12-01'], ['2026-11-23', '2026-11-13'], ['2026-11-05', '2026-11-10']])('with the last promised day %s, halfway is %s', (due, expected) => {
    expect(midpoint(at('2026-11-03'), due === null ? null : at(due)).toZonedDateTimeISO('Europe/London').toPlainDate().toString()).toBe(expected);
  });
});

test.each([['10pm', '22:00:00'], ['10.30 pm', '22:30:00'], ['22:05', '22:05:00'], ['12am', '00:00:00'], ['12pm', '12:00:00'], ['0:00', '00:00:00'], ['25', undefined], ['13pm', undefined], ['about ten', undefined]])('time %s', (text, expected) =>
  expect(readTime(text)?.toString()).toBe(expected));
test.each([['1', '2', '2026', '2026-02-01'], ['30', '2', '2026', undefined], ['x', '2', '2026', undefined], ['', '', '', undefined], ['1', '13', '2026', undefined]])('date %s %s %s', (day, month, year, expected) =>
  expect(readDate(day, month, year)?.toString()).toBe(expected));

test('templates keep the marks that nobody filled', () => {
  expect(fillTemplate('Dear {name}, by {next_date}.', { name: 'Amara', next_date: undefined })).toBe('Dear Amara, by {next_date}.');
  expect(openMarks('a {next_date} b {next_date}')).toEqual(['{next_date}']);
});

test('safe contact in words', () => {
  const contact = { routes: ['text', 'phone'] as const, never: 'never ring after 4pm.', plain: true };
  expect(contactSentence(contact)).toBe('You asked us to reach you by text or by phone, and never to ring after 4pm.');
  expect(contactSentence(undefined)).toContain('we only write on this page');
  const hours = { routes: ['text', 'link'] as const, phone: '07700 900142', never: 'after 6pm', plain: true };
  expect(contactSentence(hours)).toBe('You asked us to reach you by text or only on this page, and never after 6pm. A text or e-mail of the hub could come at the wrong time, so it sends none: look at this page.');
  expect(contactWarning(hours).rest).toContain('The hub sends no text or e-mail, because it could come at the wrong time');
  expect(contactWarning({ ...hours, never: undefined }).rest).not.toContain('The hub sends');
  expect(contactWarning({ ...contact, never: 'ring after 4pm' })).toEqual({ lead: 'Reach them by text, else by phone.', rest: 'Never: ring after 4pm. Nothing that shows who writes: plain envelope, unbranded messages.' });
  expect(contactSentence({ ...contact, never: 'contact me at all' })).toContain('You asked us not to contact you, so nothing is sent');
  expect(contactWarning({ ...contact, never: undefined, note: 'Please leave me alone.' })).toEqual({ lead: 'They asked for no contact at all.', rest: expect.stringContaining('In their words: “Please leave me alone”. The hub sends nothing.') });
  expect(contactWarning({ routes: [], plain: false }).lead).toBe('No safe way to contact this person is known.');
});
