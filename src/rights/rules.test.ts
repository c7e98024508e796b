import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { englandAndWales } from '../platform/calendar/index.ts';
import { assemblePack } from './pack.ts';
import type { PackRow } from './queries.ts';
import { clockState, dueOn, mayExtend, proposalsFor, type Clock } from './rules.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const clock: Clock = { received_on: day('2026-01-31'), identity_on: day('2026-01-31'), extended_on: null, paused_on: null, paused_days: 0 };
const today = day('2026-02-10');

describe('the clock', () => {
  test.each([
    ['a calendar month, to the end of a shorter one; a Saturday goes to Monday', clock, '2026-03-02'],
    ['from the day on which we know who asks', { ...clock, identity_on: day('2026-02-09') }, '2026-03-09'],
    ['with an extension two months more', { ...clock, received_on: day('2026-01-05'), identity_on: day('2026-01-05'), extended_on: day('2026-01-20') }, '2026-04-07'],
    ['a pause that is over adds its days', { ...clock, received_on: day('2026-01-12'), identity_on: day('2026-01-12'), paused_days: 4 }, '2026-02-16'],
    ['a pause that lasts adds each day', { ...clock, received_on: day('2026-01-12'), identity_on: day('2026-01-12'), paused_on: day('2026-02-06') }, '2026-02-16'],
  ])('%s', (_, given, due) => {
    expect(dueOn(given, today, englandAndWales).toString()).toBe(due);
  });

  test('stands while nobody knows who asks, and while it is paused', () => {
    expect(clockState({ ...clock, identity_on: null }, day('2027-01-01'), englandAndWales)).toBe('identity');
    expect(clockState({ ...clock, paused_on: today }, day('2027-01-01'), englandAndWales)).toBe('paused');
    expect([clockState(clock, day('2026-03-02'), englandAndWales), clockState(clock, day('2026-03-03'), englandAndWales)]).toEqual(['runs', 'late']);
    expect([mayExtend(clock, day('2026-03-02'), englandAndWales), mayExtend(clock, day('2026-03-03'), englandAndWales), mayExtend({ ...clock, extended_on: today }, today, englandAndWales)]).toEqual([true, false, false]);
  });
});

describe('what may be somebody else’s', () => {
  test.each([
    ['a whole name', 'I saw Ben Pellow again', [{ passage: 'Ben Pellow', what: 'name' }], [], ['Ben Pellow']],
    ['a part of it', 'Pellow was there', [{ passage: 'Ben Pellow', what: 'name' }], [], ['Pellow']],
    ['not within a word', 'the benches', [{ passage: 'Ben Pellow', what: 'name' }], [], []],
    ['telephones, e-mails and postcodes of whomever', 'ring 01632 960 142 or ben@example.org, CM20 1AB', [], [], ['01632 960 142', 'ben@example.org', 'CM20 1AB']],
    ['never the asker’s own', 'Amara Okafor, 01632 960142, cm201aa', [{ passage: 'Amara Stone', what: 'name' }], ['Amara Okafor', '01632960142', 'CM20 1AA'], []],
  ])('%s', (_, words, others, own, found) => {
    expect(proposalsFor(words, others, own).map(({ passage }) => passage)).toEqual(found);
  });
});

const request = { reference: 'S23-456-78', agency: 'Harlow Council', asker: 'Amara Okafor', wanted: 'Everything', received_on: day('2026-01-05') };
const now = Temporal.Instant.from('2026-02-10T09:00:00Z');

test('nothing of what was struck or held back is in the pack, whatever it was', () => {
  const word = fc.stringMatching(/^[a-z]{4,12}$/);
  fc.assert(fc.property(fc.array(fc.record({ words: fc.array(word, { minLength: 2, maxLength: 12 }), decision: fc.constantFrom('include', 'redact', 'withhold') }), { minLength: 1, maxLength: 8 }), (drawn) => {
    const rows = drawn.map(({ words, decision }, place): PackRow => {
      const secret = `zz${words[0] ?? ''}${place}zz`;
      return { label: decision === 'redact' ? `Letter to ${secret}` : 'Entry', at: now, words: `${words.join(' ')} ${secret.toUpperCase()} ${words.join(' ')}`, decision: decision as PackRow['decision'], strikes: decision === 'redact' ? [secret] : [], reason: '', exemption: decision === 'withhold' ? 'Crime' : null, exemption_words: 'Because' };
    });
    const text = JSON.stringify(assemblePack(request, rows, [], now)).toLowerCase();
    for (const [place, row] of rows.entries()) {
      expect(text.includes(`zz${drawn[place]?.words[0] ?? ''}${place}zz`)).toBe(row.decision === 'include');
    }
  }), { numRuns: 60 });
});

test('the pack says what was held back, under which exemption, and where to complain', () => {
  const rows: PackRow[] = [{ label: 'Entry', at: now, words: '', decision: 'withhold', strikes: [], reason: 'x', exemption: 'Crime', exemption_words: 'It would harm an inquiry.' }];
  const text = JSON.stringify(assemblePack(request, rows, [], now));
  expect(text).toContain('1 record: Crime. It would harm an inquiry.');
  expect(text).toContain('ico.org.uk');
});
