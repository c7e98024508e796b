import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { defaultKeepingRules } from './default-rules.ts';
import { convertOriginal, keepingDates, markingAbove, readOriginal, ruleFor, stillNamed, type IntelligenceGrade, type Priority } from './rules.ts';
import { readDissemination, submitForm } from './schema.ts';

describe('what is marked too high', () => {
  test.each([
    ['SECRET\nThe man', 'SECRET'], ['This is TOP SECRET.', 'TOP SECRET'], ['UK SECRET: seen', 'UK SECRET'], ['[SECRET] x', 'SECRET'], ['TOP-SECRET', 'TOP-SECRET'],
    ['He keeps it secret from his wife', undefined], ['The Secret Garden club', undefined], ['SECRETARY of the club', undefined], ['OFFICIAL-SENSITIVE', undefined],
  ])('%s', (text, found) => expect(markingAbove(text)).toBe(found));

  test('is refused at entry whatever was chosen', () => {
    const sent = { marking: 'official', words: 'TOP SECRET\nA man came', source: 'Myself', priority: 'low' };
    const read = submitForm.safeParse(sent);
    expect(read.success).toBe(false);
    expect(read.error?.issues[0]?.message).toContain('must not hold anything above OFFICIAL-SENSITIVE');
    expect(submitForm.safeParse({ ...sent, marking: 'above', words: 'A man came' }).success).toBe(false);
    expect(submitForm.safeParse({ ...sent, words: 'A man came' }).success).toBe(true);
  });
});

describe('older 5x5x5 gradings', () => {
  test.each([
    ['B24', '1', 'A', 'C'], ['a11', '1', 'A', 'C'], ['E41', '2', 'D', 'C'], ['D-5-2', '3', 'E', 'P'], ['C 3 5', '3', 'B', 'C'],
  ])('%s', (text, source, intelligence, handling) => {
    const code = readOriginal(text);
    expect(code).toBeDefined();
    expect(convertOriginal(code ?? '')).toMatchObject({ source, intelligence, handling });
  });

  test.each(['F11', 'B64', 'B2', '', 'B245'])('%s is none', (text) => expect(readOriginal(text)).toBeUndefined());

  test('never open up: what was closed to others stays on conditions', () => {
    fc.assert(fc.property(fc.constantFrom(...'ABCDE'), fc.constantFrom(...'12345'), fc.constantFrom(...'12345'), (source, intelligence, handling) => {
      const now = convertOriginal(`${source}${intelligence}${handling}`);
      expect(now.handling === 'P').toBe(handling === '2');
      expect(now.handling === 'P' || now.conditions !== '').toBe(true);
    }));
  });
});

describe('how long it is kept', () => {
  const rules = defaultKeepingRules.map((rule, place) => ({ ...rule, id: String(place) }));
  test.each<[IntelligenceGrade, Priority, string]>([['A', 'low', 'any'], ['A', 'high', 'high_priority'], ['E', 'high', 'suspected_false'], ['E', 'low', 'suspected_false']])('%s %s', (intelligence, priority, applies) => {
    expect(ruleFor(rules, { intelligence, priority })?.applies_to).toBe(applies);
  });

  test('the review never comes after the weeding', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 120 }), fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 4000 }), (review, weed, days) => {
      const came = Temporal.PlainDate.from('2020-02-29');
      const dates = keepingDates({ id: '', name: '', applies_to: 'any', review_months: review, weed_months: weed }, came, came.add({ days }));
      expect(Temporal.PlainDate.compare(dates.reviewOn, dates.weedOn)).toBeLessThanOrEqual(0);
      expect(dates.weedOn.toString()).toBe(came.add({ months: weed }).toString());
    }));
  });
});

test('names that still stand in a title', () => {
  expect(stillNamed('Garage of Jaz Lowry, Friday', ['Jaz Lowry'])).toEqual(['Jaz', 'Lowry']);
  expect(stillNamed('Jazz evenings', ['Jaz Lowry', ''])).toEqual([]);
});

describe('sharing', () => {
  const now = Temporal.Instant.from('2026-11-24T09:00:00Z');
  const choices = { agencies: [{ id: 'a', name: 'A' }], people: [{ id: 'p', agency_id: 'b' }], gateways: [{ id: 'g' }], now };
  const good = { agency: 'a', person: '', purpose: 'Patrols', need: 'Nobody else', gateway: 'g', until: '2026-12-24', conditions: '' };
  test('handling P needs no conditions, handling C does', () => {
    expect(readDissemination(good, { ...choices, handling: 'P' }).ok).toBe(true);
    expect(readDissemination(good, { ...choices, handling: 'C' })).toMatchObject({ ok: false, errors: [{ field: 'conditions' }] });
  });
  test.each([['agency', ''], ['person', 'p'], ['purpose', ''], ['need', ' '], ['gateway', 'x'], ['until', '2026-11-23'], ['until', '2028-01-01'], ['until', '2026-02-30']])('%s %s is refused', (field, value) => {
    expect(readDissemination({ ...good, [field]: value }, { ...choices, handling: 'P' })).toMatchObject({ ok: false, errors: [{ field }] });
  });
});
