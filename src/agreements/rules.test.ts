import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { coverageOf, kindsOfData, reminderOf, standingOn, type AgreementTerms, type Wish } from './rules.ts';
import { readAgreement } from './schema.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const base: AgreementTerms = {
  id: 'a', code: 'SHP-04', version: 1, parties: ['council', 'police'], purposes: ['Stop trouble'], gateways: ['cda-115'], kinds: ['place', 'dates', 'alleged-description'],
  starts_on: day('2026-01-01'), review_on: day('2026-12-01'), expires_on: day('2026-12-31'), ended_on: null,
};
const wish: Wish = { from: 'council', to: 'police', purpose: 'Stop trouble', gateway: { code: 'cda-115', name: 'Section 115' }, kinds: ['place'], day: day('2026-11-24') };

describe('which agreement covers a disclosure', () => {
  test.each([
    ['all of it', {}, {}],
    ['the other way round', {}, { from: 'police', to: 'council' }],
    ['every kind it names', {}, { kinds: ['place', 'dates', 'alleged-description'] }],
    ['its first day', {}, { day: day('2026-01-01') }],
    ['its last day', {}, { day: day('2026-12-31') }],
    ['the day before it was ended', { ended_on: day('2026-11-25') }, {}],
  ])('covers %s', (_, agreement, change) => {
    expect(coverageOf([{ ...base, ...agreement }], { ...wish, ...change })).toMatchObject({ covered: true });
  });

  test.each([
    ['an agency that is no party', {}, { to: 'housing' }, 'No agreement is between these two agencies'],
    ['another purpose', {}, { purpose: 'Curiosity' }, 'SHP-04 is not for this purpose'],
    ['no purpose', {}, { purpose: '' }, 'SHP-04 is not for this purpose'],
    ['another law', {}, { gateway: { code: 'public-task', name: 'Public task' } }, 'SHP-04 does not name this law: Public task'],
    ['a kind of data that it does not name', {}, { kinds: ['place', 'harmed-address'] }, 'SHP-04 does not cover: people who reported or were harmed: addresses'],
    ['a whole case', {}, { kinds: ['case'] }, 'SHP-04 does not cover: a whole case, to work on it jointly'],
    ['the day before its first', {}, { day: day('2025-12-31') }, 'SHP-04 begins on'],
    ['the day after its last', {}, { day: day('2027-01-01') }, 'SHP-04 expired on'],
    ['the day on which it was ended', { ended_on: day('2026-11-24') }, {}, 'SHP-04 ended on'],
  ])('does not cover %s, and says so', (_, agreement, change, reason) => {
    const coverage = coverageOf([{ ...base, ...agreement }], { ...wish, ...change });
    expect(coverage.covered ? [] : coverage.reasons.join('; ')).toContain(reason);
  });

  test('is never pieced together from two', () => {
    const other = { ...base, id: 'b', code: 'SHP-05', kinds: ['harmed-address'] };
    expect(coverageOf([base, other], { ...wish, kinds: ['place', 'harmed-address'] }).covered).toBe(false);
  });

  test('of several is the one that lasts longest', () => {
    const coverage = coverageOf([base, { ...base, id: 'b', code: 'SHP-05', expires_on: day('2027-06-30') }], wish);
    expect(coverage.covered && coverage.agreement.id).toBe('b');
  });

  test('agrees with a naive reading of every combination', () => {
    const agencies = ['council', 'police', 'housing'];
    const purposes = ['Stop trouble', 'Keep safe'];
    const gateways = ['cda-115', 'safeguarding'];
    const kinds = kindsOfData.slice(0, 5).map(({ code }) => code);
    const days = fc.integer({ min: 0, max: 40 }).map((days_) => day('2026-11-01').add({ days: days_ }));
    const agreement = fc.record({ parties: fc.subarray(agencies, { minLength: 2 }), purposes: fc.subarray(purposes, { minLength: 1 }), gateways: fc.subarray(gateways, { minLength: 1 }), kinds: fc.subarray(kinds, { minLength: 1 }), starts: days, lasts: fc.integer({ min: 0, max: 30 }), ended: fc.option(days) });
    const wanted = fc.record({ from: fc.constantFrom(...agencies), to: fc.constantFrom(...agencies), purpose: fc.constantFrom(...purposes), gateway: fc.constantFrom(...gateways), kinds: fc.subarray(kinds, { minLength: 1 }), on: days });
    fc.assert(fc.property(fc.array(agreement, { maxLength: 4 }), wanted, (made, want) => {
      const agreements: AgreementTerms[] = made.map((one, place) => ({ ...base, ...one, id: String(place), code: `A${place}`, starts_on: one.starts, review_on: one.starts, expires_on: one.starts.add({ days: one.lasts }), ended_on: one.ended }));
      const naive = agreements.some((one) => one.parties.includes(want.from) && one.parties.includes(want.to) && one.purposes.includes(want.purpose) && one.gateways.includes(want.gateway) && want.kinds.every((kind) => one.kinds.includes(kind))
        && one.starts_on.toString() <= want.on.toString() && want.on.toString() <= one.expires_on.toString() && (one.ended_on === null || want.on.toString() < one.ended_on.toString()));
      const coverage = coverageOf(agreements, { ...want, gateway: { code: want.gateway, name: want.gateway }, day: want.on });
      expect(coverage.covered).toBe(naive);
      expect(coverage.covered || coverage.reasons.length > 0).toBe(true);
    }));
  });
});

describe('what Today says of an agreement', () => {
  test.each([
    ['2026-10-31', undefined], ['2026-11-01', 'review'], ['2026-12-01', 'expires'], ['2026-12-31', 'expires'], ['2027-01-01', 'expired'],
  ])('on %s', (on, reminder) => {
    expect(reminderOf(base, day(on))).toBe(reminder);
  });

  test('nothing, once it is ended or renewed', () => {
    expect(reminderOf({ ...base, ended_on: day('2026-12-01') }, day('2027-01-01'))).toBeUndefined();
    expect(standingOn({ ...base, ended_on: day('2026-12-01') }, day('2026-12-01'))).toBe('ended');
  });
});

describe('the form', () => {
  const lists = { agencies: [{ id: 'council', name: 'Council' }, { id: 'police', name: 'Police' }], people: [{ id: 'owen', agency_id: 'police' }], gateways: [{ code: 'cda-115' }], taken: ['SHP-01'] };
  const good = { code: 'shp-04', title: 'ASB', party: ['council', 'police'], 'liaison-police': 'owen', purposes: 'Stop trouble\n\n Stop trouble \nKeep safe', gateway: 'cda-115', kind: ['place', 'dates'], starts: '2026-01-01', review: '2026-06-01', expires: '2026-12-31' };

  test('takes what is whole', () => {
    const read = readAgreement(good, lists);
    expect(read.ok ? { ...read.value, dates: undefined } : read.errors).toMatchObject({ code: 'SHP-04', purposes: ['Stop trouble', 'Keep safe'], parties: [{ agencyId: 'council', liaisonId: null }, { agencyId: 'police', liaisonId: 'owen' }] });
  });

  test.each([
    ['a name in use', { code: 'SHP-01' }, 'code'], ['no name', { code: '' }, 'code'], ['one party', { party: 'police' }, 'party'], ['somebody of another agency', { 'liaison-council': 'owen' }, 'liaison-council'], ['no purpose', { purposes: ' \n' }, 'purposes'],
    ['no law', { gateway: 'x' }, 'gateway'], ['no kind of data', { kind: '' }, 'kind'], ['an end before the beginning', { expires: '2025-12-31' }, 'expires'], ['a review after the end', { review: '2027-01-01' }, 'review'], ['a day that does not exist', { starts: '2026-02-30' }, 'starts'],
  ])('refuses %s', (_, change, field) => {
    const read = readAgreement({ ...good, ...change }, lists);
    expect(read.ok ? [] : read.errors.map((error) => error.field)).toContain(field);
  });
});
