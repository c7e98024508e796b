import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';

import { factsOf, fill, openPlaces, type LetterSubject } from './rules.ts';

const now = Temporal.Instant.from('2026-11-24T09:24:00Z');
const subject: LetterSubject = {
  name: 'Amara {officer_name}', reportReference: 'R1', caseReference: 'C1', caseTitle: 'Landing', promise: [{ who: 'Wardens', what: 'Come on Friday', dueAt: now.add({ hours: 72 }) }], outcome: null, outcomeReason: null,
  nextToldBy: null, officer: 'Priya Nair', officerPhone: null, agency: 'Harlow Council', hubPhone: '01632 960100',
};

test.each([
  ['Dear {name}', 'Dear Amara {officer_name}'],
  ['{promise}', 'Come on Friday: Wardens, by Friday 27 November.'],
  ['Ring {officer_phone} by {date_in_7_days}', 'Ring 01632 960100 by Tuesday 1 December'],
  ['{outcome} {next_date} {toString} {constructor}', '{outcome} {next_date} {toString} {constructor}'],
  ['{date_today}', 'Tuesday 24 November 2026'],
])('%s', (template, filled) => {
  expect(fill(template, factsOf(subject, now))).toBe(filled);
});

test('what is left open is named once', () => {
  expect(openPlaces('{outcome} and {outcome}, {next_date} { }')).toEqual(['{outcome}', '{next_date}', '{ }']);
});
