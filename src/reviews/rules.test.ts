import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { countThreshold, nextSteps, owedNext, published, reportingYear, ruleWords, type Complaint, type Threshold } from './rules.ts';

const essex: Threshold = { reportsNeeded: 3, inMonths: 6, severalNeeded: 0, hateAlone: true, complaintDays: 31, applyMonths: 6 };
const applied = Temporal.Instant.from('2026-11-24T12:00:00Z');
const told = (id: string, on: string, rest: Partial<Complaint> = {}): Complaint => ({
  id, name: id, happenedOn: Temporal.PlainDate.from(on), toldAt: Temporal.Instant.from(`${on}T20:00:00Z`), hate: false, who: 'amara', sameAs: null, ...rest,
});

describe('the threshold (2014 Act s.104; Essex procedure)', () => {
  test('says of which months it speaks: those before the asking, or the last ones', () => {
    const two = [told('a', '2026-09-01'), told('b', '2026-10-01')];
    expect(countThreshold(two, essex, applied).why).toContain('2 reports in the 6 months before the review was asked for');
    expect(countThreshold(two, essex, applied, 'as it stands').why).toContain('2 reports in the last 6 months');
  });
  test.each<[string, Complaint[], Threshold, boolean, number]>([
    ['three reports in six months', [told('a', '2026-09-01'), told('b', '2026-10-01'), told('c', '2026-11-01')], essex, true, 3],
    ['two reports', [told('a', '2026-09-01'), told('b', '2026-10-01')], essex, false, 2],
    ['one hate incident', [told('a', '2026-11-01', { hate: true })], essex, true, 1],
    ['one hate incident where hate alone does not count', [told('a', '2026-11-01', { hate: true })], { ...essex, hateAlone: false }, false, 1],
    ['one incident told to three agencies is one', [told('a', '2026-11-01'), told('b', '2026-11-01'), told('c', '2026-11-01')], essex, false, 1],
    ['merged reports are one', [told('a', '2026-11-01'), told('b', '2026-11-02', { sameAs: 'a' }), told('c', '2026-11-03')], essex, false, 2],
    ['told too long after it happened', [told('a', '2026-09-01'), told('b', '2026-10-01'), told('c', '2026-10-02', { happenedOn: Temporal.PlainDate.from('2026-08-01') })], essex, false, 2],
    ['on the last day that counts', [told('a', '2026-09-01'), told('b', '2026-10-01'), told('c', '2026-10-02', { happenedOn: Temporal.PlainDate.from('2026-09-01').add({ days: 0 }), toldAt: Temporal.Instant.from('2026-10-02T10:00:00Z'), who: 'amara' })], essex, false, 2],
    ['older than six months', [told('a', '2026-05-20'), told('b', '2026-10-01'), told('c', '2026-11-01')], essex, false, 2],
    ['three people once each do not meet three by one', [told('a', '2026-09-01', { who: 'x' }), told('b', '2026-10-01', { who: 'y' }), told('c', '2026-11-01', { who: 'z' })], essex, false, 3],
    ['five people about one place, where the rule knows that', [1, 2, 3, 4, 5].map((n) => told(String(n), '2026-11-01', { who: String(n) })), { ...essex, severalNeeded: 5 }, true, 5],
    ['told after it was asked for', [told('a', '2026-09-01'), told('b', '2026-10-01'), told('c', '2026-12-01')], essex, false, 2],
    ['nothing', [], essex, false, 0],
  ])('%s', (_name, complaints, rule, met, counted) => {
    const result = countThreshold(complaints, rule, applied);
    expect([result.met, result.counted.length]).toEqual([met, counted]);
    expect(result.counted.length + result.left.length).toBe(complaints.length);
  });

  test('the last day of the month after counts, the next does not', () => {
    const on = (days: number): Complaint => told('c', '2026-11-10', { happenedOn: Temporal.PlainDate.from('2026-11-10').subtract({ days }) });
    expect(countThreshold([on(31)], essex, applied).counted).toEqual(['c']);
    expect(countThreshold([on(32)], essex, applied).left[0]?.why).toContain('31 days');
  });

  test('hate that a second report of the same incident tells still counts', () => {
    expect(countThreshold([told('a', '2026-11-01'), told('b', '2026-11-01', { hate: true })], essex, applied).met).toBe(true);
  });

  test('more complaints never undo a threshold that is met, and the order they come in changes nothing', () => {
    const complaint = fc.record({ id: fc.uuid(), day: fc.integer({ min: 0, max: 200 }), who: fc.constantFrom('a', 'b'), hate: fc.boolean() })
      .map(({ id, day, who, hate }) => told(id, applied.toZonedDateTimeISO('UTC').toPlainDate().subtract({ days: day + 1 }).toString(), { who, hate }));
    fc.assert(fc.property(fc.uniqueArray(complaint, { maxLength: 8, selector: ({ id }) => id }), complaint, (all, more) => {
      const before = countThreshold(all, essex, applied);
      expect(countThreshold(all.toReversed(), essex, applied)).toEqual(before);
      if (before.met && !all.some(({ id }) => id === more.id)) {
        expect(countThreshold([...all, more], essex, applied).met).toBe(true);
      }
    }));
  });
});

test('the rule in words', () => {
  expect(ruleWords(essex)).toBe('3 reports in 6 months or 1 hate incident in 6 months');
  expect(ruleWords({ ...essex, severalNeeded: 5 })).toBe('3 reports in 6 months, reports by 5 different people in 6 months or 1 hate incident in 6 months');
  expect(ruleWords({ ...essex, reportsNeeded: 1, hateAlone: false })).toBe('1 report in 6 months');
});

test('what is owed, and what may be done', () => {
  const by = (hour: number) => Temporal.Instant.from(`2026-11-24T${hour}:00:00Z`);
  const review = { ackBy: by(10), decideBy: by(11), meetBy: by(12), outcomeBy: by(13), meetingAt: null };
  expect(owedNext({ ...review, state: 'applied' })?.by).toEqual(by(10));
  expect(owedNext({ ...review, state: 'acknowledged' })?.by).toEqual(by(11));
  expect(owedNext({ ...review, state: 'panel' })?.by).toEqual(by(12));
  expect(owedNext({ ...review, state: 'panel', meetingAt: by(12) })?.by).toEqual(by(13));
  expect(owedNext({ ...review, state: 'closed' })).toBeUndefined();
  expect(nextSteps('withdrawn')).toEqual([]);
  expect(nextSteps('not_met')).toContain('appeal');
});

test.each([[0, '0'], [1, 'fewer than 5'], [4, 'fewer than 5'], [5, '5'], [120, '120']])('%i is published as %s', (count, words) => {
  expect(published(count)).toBe(words);
});

test.each([['2026-03-31', 2025], ['2026-04-01', 2026], ['2026-12-31', 2026]])('%s lies in the reporting year %i', (day, year) => {
  expect(reportingYear(Temporal.PlainDate.from(day))).toBe(year);
});
