import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { possessionConditions } from './checks.ts';
import type { Facts, StepWish } from './facts.ts';
import { outOfForce } from './power.ts';
import { at, facts, goesOn, now, person, place, power, seen, step, table, warning, wish } from './powers.testing.ts';
import { concerns, datesOf, ladderOf, problemsOf, standingOf } from './rules.ts';

function problems(code: string, of: Facts, more: Partial<StepWish> = {}): string[] {
  return problemsOf(power(code), table, of, wish(code, more)).map(({ field, text, cites }) => `${field}: ${text} (${cites})`);
}

const warned = facts(person(34), { steps: [step('informal_warning', '2026-10-20'), warning] });
const court = facts(person(34), { steps: [step('informal_warning', '2026-10-20'), step('abc', '2026-10-21'), step('support_referral', '2026-10-21')] });
const police = (of: Facts): Facts => ({ ...of, agencyKind: 'police' });
const young = (years: number, more: Partial<Facts> = {}): Facts => facts(person(years), { steps: court.steps, ...more });
const closing = facts(place('premises'), { steps: [step('closure_notice', '2026-11-23', { at: at('2026-11-23T11:00'), servedAt: at('2026-11-23T11:00'), hearingBy: at('2026-11-25T11:00') })] });
const year = { amount: 12, unit: 'months' } as const;

describe('a step that lacks nothing may be taken', () => {
  test.each<[string, Facts, Partial<StepWish>]>([
    ['informal_warning', facts(person(undefined)), {}],
    ['support_referral', facts(person(14)), {}],
    ['mediation', facts(person(30)), {}],
    ['parenting_contract', facts(person(13)), {}],
    ['abc', facts(person(12)), { length: { amount: 6, unit: 'months' } }],
    ['community_remedy', facts(person(17)), {}],
    ['cpw', facts(person(16)), {}],
    ['cpn', warned, {}],
    ['cpn', { ...warned, subject: { ...place('body'), partyId: null }, steps: [step('informal_warning', '2026-10-20'), warning] }, {}],
    ['cpn_fixed_penalty', { ...warned, steps: [...warned.steps, step('cpn', '2026-11-18', { breaches: [{ at: at('2026-11-20T22:00'), words: 'Music' }] })] }, { pounds: 100 }],
    ['pspo', facts(place('area')), { length: { amount: 3, unit: 'years' } }],
    ['pspo_breach', facts(person(20)), {}],
    ['dispersal_authorisation', police(facts(place('area'))), { length: { amount: 48, unit: 'hours' } }],
    ['dispersal_direction', police(facts(person(10))), { length: { amount: 48, unit: 'hours' } }],
    ['closure_notice', police(facts(place('premises'))), { grade: 'inspector', length: { amount: 24, unit: 'hours' } }],
    ['closure_notice', police(facts(place('premises'))), { grade: 'superintendent', length: { amount: 48, unit: 'hours' } }],
    ['closure_notice', facts(place('premises')), { grade: 'chief_executive', length: { amount: 48, unit: 'hours' } }],
    ['closure_order', closing, { grade: 'court', length: { amount: 3, unit: 'months' } }],
    ['injunction', court, {}],
    ['injunction', young(15), { length: year }],
    ['cbo', court, { length: { amount: 24, unit: 'months' } }],
    ['cbo', court, { length: undefined }],
    ['cbo', young(16), { length: { amount: 36, unit: 'months' } }],
    ['possession', facts(person(40)), {}],
    ['vehicle_warning', police(facts(person(19))), {}],
    ['vehicle_seizure', police(facts(person(19), { steps: [step('vehicle_warning', '2026-05-01')] })), {}],
  ])('%s', (code, of, more) => {
    expect(problems(code, of, more)).toEqual([]);
  });
});

describe('a step that the law does not allow is refused, with the section', () => {
  test.each<[string, string, Facts, Partial<StepWish>, RegExp]>([
    ['cpn', 'without a warning', facts(person(34), { steps: [step('informal_warning', '2026-10-20')] }), {}, /^form: No written warning has been served.*s\.43\(5\)\(a\), Anti-social/],
    ['cpn', 'with a warning that was never served', { ...warned, steps: [step('informal_warning', '2026-10-20'), { ...warning, servedAt: null }] }, {}, /No written warning.*s\.43\(5\)\(a\)/],
    ['cpn', 'before the time given is over', { ...warned, steps: [step('informal_warning', '2026-10-20'), { ...warning, complyBy: at('2026-12-01T23:59') }] }, {}, /^takenOn: The warning gives until.*s\.43\(5\)\(b\)/],
    ['cpn', 'with evidence of one day', warned, { evidence: seen('2026-11-22') }, /^evidence: Choose dated evidence of two or more days.*s\.43\(1\)\(a\)/],
    ['cpn', 'with nothing after the time given', warned, { evidence: seen('2026-10-30', '2026-11-05') }, /^evidence: Choose something from after.*s\.43\(1\)\(a\)/],
    ['cpn', 'with no evidence', warned, { evidence: [] }, /^evidence: /],
    ['cpn', 'against someone of 15', { ...warned, subject: person(15) }, {}, /^form: They are 15: it needs someone 16 or over \(s\.43\(1\)/],
    ['cpn', 'when nobody knows their age', { ...warned, subject: person(undefined) }, {}, /Nobody has recorded their age.*s\.43\(1\)/],
    ['cpn', 'when the age is a guess that nobody checked', { ...warned, subject: person(19, { age: { years: 19, sure: false } }) }, {}, /^ageChecked: /],
    ['cpn', 'asking for what was not warned of', warned, { conditions: ['Stop playing music after 11pm', 'Get rid of the dog'] }, /^conditions: The warning of 2 November 2026 did not say: Get rid of the dog.*s\.43\(5\)/],
    ['cpn', 'without telling anyone appropriate', warned, { informed: '' }, /^informed: .*s\.43\(6\)/],
    ['cpn', 'when a test is not confirmed', warned, { confirmed: ['0', '1'] }, /^tests: .*s\.43\(1\)/],
    ['cpn', 'by the fire service', { ...warned, agencyKind: 'fire' }, {}, /^form: Not ours to use.*s\.53/],
    ['cpn', 'against a group', { ...warned, subject: person(34, { group: true }) }, {}, /A group: add each person/],
    ['cpn', 'while an injunction for the same stands', { ...warned, steps: [...warned.steps, step('injunction', '2026-11-01')] }, {}, /Civil injunction of 1 November 2026 is still in force: the two contradict/],
    ['cpn', 'without a reason for the step that was skipped', { ...warned, steps: [warning] }, { skipped: {} }, /^skipped-informal_warning: Say why this was not tried first/],
    ['cpn', 'of a child without diversion or a reason', { ...warned, subject: person(16) }, { skipped: {} }, /^skipped-support_referral: .*(diversion|support)/],
    ['cpn', 'of a vulnerable person without support or a reason', { ...warned, subject: person(50, { vulnerability: 'Memory loss' }) }, { skipped: {} }, /^skipped-support_referral/],
    ['cpn_fixed_penalty', 'without a breach', { ...warned, steps: [...warned.steps, step('cpn', '2026-11-18')] }, {}, /^form: No breach is recorded.*s\.48/],
    ['cpn_fixed_penalty', 'above £100', { ...warned, steps: [...warned.steps, step('cpn', '2026-11-18', { breaches: [{ at: at('2026-11-20T22:00'), words: '' }] })] }, { pounds: 101 }, /^pounds: At most £100.*s\.52/],
    ['injunction', 'with arrest but no violence', court, { arrest: true }, /^violence: A power of arrest needs.*s\.4\(1\)/],
    ['injunction', 'keeping a child from home', young(17), { exclusion: true, violence: 'A knife', length: year }, /^exclusion: Only an adult.*s\.13/],
    ['injunction', 'keeping an adult from home without violence', court, { exclusion: true }, /^violence: Keeping someone from home.*s\.13/],
    ['injunction', 'of 13 months under 18', young(17), { length: { amount: 13, unit: 'months' } }, /^length: Under 18: at most 12 months.*s\.1\(6\)/],
    ['injunction', 'without an end under 18', young(17), {}, /^length: Say how long.*s\.1\(6\)/],
    ['injunction', 'under 18 without the youth offending team', young(17), { length: year, consulted: { appropriate_persons: 'x' } }, /^consulted-youth_offending_team: .*s\.14/],
    ['injunction', 'of a child of 9', young(9), { length: year }, /it needs someone 10 or over \(s\.1\(1\)/],
    ['injunction', 'by a business', { ...court, agencyKind: 'business' }, {}, /^form: Not ours to use.*s\.5/],
    ['injunction', 'beside a criminal behaviour order', { ...court, steps: [...court.steps, step('cbo', '2026-01-05')] }, {}, /Criminal behaviour order.*contradict/],
    ['cbo', 'of a year for an adult', court, { length: year }, /^length: At least 24 months, or no end.*s\.334/],
    ['cbo', 'without an end under 18', young(16), {}, /^length: Say how long.*s\.334/],
    ['cbo', 'of 11 months under 18', young(16), { length: { amount: 11, unit: 'months' } }, /^length: At least 12 months.*s\.334/],
    ['cbo', 'of 37 months under 18', young(16), { length: { amount: 37, unit: 'months' } }, /^length: Under 18: at most 36 months.*s\.334/],
    ['cbo', 'without a conviction', court, { convictedOn: undefined }, /^convictedOn: .*s\.330/],
    ['cbo', 'under 18 without the youth offending team', young(16), { length: { amount: 24, unit: 'months' }, consulted: {} }, /^consulted-youth_offending_team: .*s\.331/],
    ['dispersal_authorisation', 'of 49 hours', police(facts(place('area'))), { length: { amount: 49, unit: 'hours' } }, /^length: .*48 hours.*s\.34\(1\)/],
    ['dispersal_authorisation', 'without grounds', police(facts(place('area'))), { length: { amount: 4, unit: 'hours' }, grounds: '' }, /^grounds: .*s\.34\(4\)/],
    ['dispersal_authorisation', 'by a sergeant', police(facts(place('area'))), { length: { amount: 4, unit: 'hours' }, grade: 'sergeant' }, /^grade: Choose who decided.*s\.34/],
    ['dispersal_authorisation', 'by the council', facts(place('area')), { length: { amount: 4, unit: 'hours' } }, /Not ours to use/],
    ['dispersal_direction', 'of someone of 9', police(facts(person(9))), { length: { amount: 4, unit: 'hours' } }, /10 or over \(s\.35\(1\)/],
    ['dispersal_direction', 'from home', police(facts(person(20))), { length: { amount: 4, unit: 'hours' }, nobodyKeptOut: false }, /^nobodyKeptOut: .*s\.36/],
    ['dispersal_direction', 'of three days', police(facts(person(20))), { length: { amount: 3, unit: 'days' } }, /^length: At most 48 hours.*s\.35\(7\)/],
    ['pspo', 'of the police', police(facts(place('area'))), { length: { amount: 3, unit: 'years' } }, /^form: Not ours to use.*s\.59\(1\)/],
    ['pspo', 'of four years', facts(place('area')), { length: { amount: 4, unit: 'years' } }, /^length: At most 3 years.*s\.60\(1\)/],
    ['pspo', 'without asking the owners', facts(place('area')), { length: { amount: 3, unit: 'years' }, consulted: { police: 'x', community: 'x', designated_council: 'x' } }, /^consulted-owners: .*s\.72\(3\)/],
    ['pspo', 'that nobody published', facts(place('area')), { length: { amount: 3, unit: 'years' }, published: '' }, /^published: .*s\.72\(3\)/],
    ['pspo_breach', 'above £100', facts(person(20)), { pounds: 150 }, /^pounds: At most £100.*s\.68/],
    ['closure_notice', 'of 25 hours by an inspector', police(facts(place('premises'))), { grade: 'inspector', length: { amount: 25, unit: 'hours' } }, /^length: Police inspector or above: at most 24 hours.*s\.77/],
    ['closure_notice', 'of 49 hours by a superintendent', police(facts(place('premises'))), { grade: 'superintendent', length: { amount: 49, unit: 'hours' } }, /^length: .*48 hours.*s\.77/],
    ['closure_notice', 'of 48 hours by an authorised council officer', facts(place('premises')), { grade: 'council_officer', length: { amount: 48, unit: 'hours' } }, /at most 24 hours.*s\.77/],
    ['closure_notice', 'of the council with a police rank', facts(place('premises')), { grade: 'superintendent', length: { amount: 24, unit: 'hours' } }, /^grade: Choose who decided.*s\.76\(1\)/],
    ['closure_notice', 'that keeps the owner out', facts(place('premises')), { grade: 'council_officer', length: { amount: 24, unit: 'hours' }, nobodyKeptOut: false }, /^nobodyKeptOut: .*s\.76\(4\)/],
    ['closure_notice', 'without telling who lives there', facts(place('premises')), { grade: 'council_officer', length: { amount: 24, unit: 'hours' }, informed: '' }, /^informed: .*s\.76\(6\)/],
    ['closure_notice', 'of a housing provider', { ...facts(place('premises')), agencyKind: 'housing' }, { length: { amount: 24, unit: 'hours' } }, /Not ours to use/],
    ['closure_order', 'without a notice', facts(place('premises')), { length: { amount: 3, unit: 'months' } }, /^form: No closure notice is served.*s\.80/],
    ['closure_order', 'heard after 48 hours', closing, { takenAt: at('2026-11-25T11:01'), length: { amount: 3, unit: 'months' } }, /^takenOn: The court had to hear it by.*s\.80/],
    ['closure_order', 'of four months', closing, { length: { amount: 4, unit: 'months' } }, /^length: At most 3 months.*s\.80\(6\)/],
    ['possession', 'without a condition', facts(person(40)), { possession: '' }, /^possession: Choose the condition/],
    ['possession', '12 months after the conviction', facts(person(40)), { possessionOn: Temporal.PlainDate.from('2025-11-24') }, /^possessionOn: .*within 12 months.*s\.83ZA/],
    ['possession', 'three months after a closure order', facts(person(40)), { possession: 'closure', possessionOn: Temporal.PlainDate.from('2026-08-24') }, /^possessionOn: .*within 3 months.*s\.83ZA/],
    ['possession', 'by the police', police(facts(person(40))), {}, /Not ours to use/],
    ['community_remedy', 'without the victim’s choice', facts(person(20)), { victimViews: '' }, /^victimViews: .*ss\.101/],
    ['abc', 'that nobody agreed to', facts(person(20)), { agreed: false, length: year }, /^agreed: /],
    ['abc', 'of two years', facts(person(20)), { length: { amount: 2, unit: 'years' } }, /^length: At most 12 months/],
    ['abc', 'of a child of 9', facts(person(9)), { length: year }, /10 or over/],
    ['parenting_contract', 'about an adult', facts(person(18)), {}, /17 or younger \(s\.25/],
    ['cpw', 'without saying by when', facts(person(20)), { complyBy: undefined }, /^complyBy: /],
    ['cpw', 'without a condition', facts(person(20)), { conditions: [] }, /^conditions: .*s\.43\(5\)/],
    ['vehicle_seizure', 'with a warning of 13 months ago', police(facts(person(19), { steps: [step('vehicle_warning', '2025-10-24')] })), {}, /^form: No warning about the vehicle.*s\.59/],
  ])('%s %s', (code, _what, of, more, expected) => {
    const found = problems(code, of, more);
    expect(found.some((one) => expected.test(one)), found.join('\n')).toBe(true);
  });

  test.each(table.filter(({ commencedOn }) => commencedOn === null).map(({ code }) => code))('%s, because it has not commenced', (code) => {
    const of = facts(power(code).aimedAt.includes('person') ? person(power(code).maxAge ?? 30) : place(power(code).aimedAt[0] === 'area' ? 'area' : 'premises'), { agencyKind: power(code).agencyKinds[0] ?? '', riskAssessed: true });
    expect(problems(code, of)).toContainEqual(expect.stringMatching(/^form: Not commenced: commencement date unknown/));
    expect(standingOf(power(code), table, of).verdict).toBe('not_open');
    const set = { ...power(code), commencedOn: Temporal.PlainDate.from('2026-11-24') };
    expect(problemsOf(set, table, of, wish(code)).some(({ text }) => text.includes('commence'))).toBe(false);
  });
});

describe('the ladder', () => {
  const verdicts = (of: Facts) => new Map(ladderOf(table, of).map((one) => [one.power.code, one.verdict]));

  test('says what is open, and what is not and why', () => {
    const nothing = verdicts(facts(person(34)));
    expect([nothing.get('informal_warning'), nothing.get('cpw'), nothing.get('cpn'), nothing.get('respect_order'), nothing.get('dispersal_direction')]).toEqual(['open', 'open', 'not_open', 'not_open', 'not_open']);
    expect(verdicts(warned).get('cpn')).toBe('open');
    expect(verdicts({ ...warned, subject: person(15) }).get('cpn')).toBe('not_open');
    expect(verdicts({ ...warned, steps: [...warned.steps, step('injunction', '2026-11-01')] }).get('cpn')).toBe('contradicts');
  });

  test('an order that ran out or ended contradicts nothing any more', () => {
    expect(verdicts({ ...warned, steps: [...warned.steps, step('injunction', '2025-11-01', { expiresAt: at('2026-11-01T12:00') })] }).get('cpn')).toBe('open');
    expect(verdicts({ ...warned, steps: [...warned.steps, step('injunction', '2025-11-01', { ended: true })] }).get('cpn')).toBe('open');
  });

  test('of a child: diversion first, and the youth offending team', () => {
    const [injunction] = ladderOf(table, facts(person(15))).filter(({ power: one }) => one.code === 'injunction');
    expect(injunction?.cautions.map(({ text }) => text).join(' ')).toMatch(/Under 18: support or diversion first.*youth offending team/);
  });

  test('every rule is cited', () => {
    for (const subject of [person(34), person(12), person(undefined), place('premises'), place('area'), place('body')]) {
      for (const { reasons } of ladderOf(table, facts(subject))) {
        expect(reasons.every(({ cites }) => cites !== '')).toBe(true);
      }
    }
  });
});

describe('what runs from a step', () => {
  const dates = (code: string, of: Facts, more: Partial<StepWish>) => datesOf(power(code), of, wish(code, more));

  test('a closure notice served on a Saturday night is heard by Monday night', () => {
    const served = at('2026-11-21T22:15');
    expect(dates('closure_notice', facts(place('premises')), { takenAt: served, servedAt: served, length: { amount: 48, unit: 'hours' } })).toMatchObject({ hearingBy: at('2026-11-23T22:15'), expiresAt: at('2026-11-23T22:15') });
  });

  test('over Christmas, the whole of Christmas Day is left out of 48 hours, and not of 24', () => {
    const served = at('2026-12-24T18:00');
    expect(dates('closure_notice', facts(place('premises')), { takenAt: served, servedAt: served, length: { amount: 48, unit: 'hours' } }).hearingBy?.toString()).toBe(at('2026-12-27T18:00').toString());
    expect(dates('closure_notice', facts(place('premises')), { takenAt: served, servedAt: served, length: { amount: 24, unit: 'hours' } }).expiresAt?.toString()).toBe(at('2026-12-25T18:00').toString());
  });

  test('when the clocks go back, 48 hours are 48 hours', () => {
    const served = at('2026-10-24T09:00');
    expect(dates('dispersal_authorisation', police(facts(place('area'))), { takenAt: served, length: { amount: 48, unit: 'hours' } }).expiresAt?.toString()).toBe(at('2026-10-26T08:00').toString());
  });

  test('21 days begin with the day of the notice', () => {
    expect(dates('cpn', warned, { servedAt: at('2026-11-24T23:50') }).appealBy?.toString()).toBe(at('2026-12-15T00:00').toString());
  });

  test('an order against a child is reviewed after a year', () => {
    expect(dates('cbo', young(16), { length: { amount: 24, unit: 'months' } }).reviewOn?.toString()).toBe('2027-11-24');
  });
});

describe('properties', () => {
  const days = fc.integer({ min: -4000, max: 4000 }).map((offset) => Temporal.PlainDate.from('2026-01-01').add({ days: offset }));

  test('no rule opens a power outside its dates in force', () => {
    fc.assert(fc.property(fc.constantFrom(...table), days, fc.option(days, { nil: null }), fc.option(days, { nil: null }), days, fc.integer({ min: 10, max: 60 }), (row, from, to, commenced, on, years) => {
      const dated = { ...row, inForceFrom: from, inForceTo: to, commencedOn: commenced };
      const of = facts(dated.aimedAt.includes('person') ? person(years) : place(dated.aimedAt.includes('area') ? 'area' : 'premises'), { agencyKind: row.agencyKinds[0] ?? 'council', now: at(`${on.toString()}T12:00`), steps: court.steps, riskAssessed: true });
      const open = commenced !== null && Temporal.PlainDate.compare(commenced, on) <= 0 && Temporal.PlainDate.compare(from, on) <= 0 && (to === null || Temporal.PlainDate.compare(to, on) >= 0);
      expect(outOfForce(dated, on) === undefined).toBe(open);
      if (!open) {
        expect(standingOf(dated, table, of).verdict).not.toBe('open');
        expect(problemsOf(dated, table, of, wish(row.code, { takenAt: of.now })).length).toBeGreaterThan(0);
      }
    }));
  });

  test('nothing that needs an age is open below or above it, nor when nobody knows it', () => {
    fc.assert(fc.property(fc.constantFrom(...table.filter((row) => concerns(row, 'person') && (row.minAge !== null || row.maxAge !== null))), fc.option(fc.integer({ min: 0, max: 99 }), { nil: undefined }), (row, years) => {
      const fits = years !== undefined && years >= (row.minAge ?? 0) && years <= (row.maxAge ?? 200);
      if (!fits) {
        expect(standingOf(row, table, facts(person(years), { agencyKind: row.agencyKinds[0] ?? '' })).verdict).toBe('not_open');
      }
    }));
  });

  test('a notice never rests on a later warning, or on evidence of the future', () => {
    fc.assert(fc.property(fc.integer({ min: -60, max: 60 }), (offset) => {
      const served = now.add({ hours: offset * 24 + 1 });
      const of = { ...warned, steps: [{ ...warning, at: served, servedAt: served, complyBy: served.add({ hours: 24 }) }] };
      if (offset >= -1) {
        expect(problems('cpn', of, { evidence: goesOn }).length).toBeGreaterThan(0);
      }
    }));
  });

  test('each condition for possession closes on its last day', () => {
    for (const [possession, { months }] of Object.entries(possessionConditions)) {
      const first = Temporal.PlainDate.from('2026-11-24').subtract({ months });
      expect(problems('possession', facts(person(40)), { possession, possessionOn: first }).length).toBe(1);
      expect(problems('possession', facts(person(40)), { possession, possessionOn: first.add({ days: 1 }) })).toEqual([]);
    }
  });
});
