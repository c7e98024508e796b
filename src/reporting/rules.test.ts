import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { defaultContactStandards, englandAndWales } from '../platform/calendar/index.ts';
import { AreaIndex } from '../platform/geography/index.ts';
import type { Typed } from '../platform/http/index.ts';
import { allAnswers, firstUnanswered, noAnswers, stepAfter, withStep, type DraftAnswers } from './draft.ts';
import { moved, townView } from './point-map.ts';
import type { ReferenceData, ReportCategory } from './reference-data.ts';
import { dueUnder, holderOf, isRestricted, urgencyOf } from './rules.ts';
import { checkStep, datedWhen, stepKeys, type StepKey, type StepValues } from './steps.ts';
import { nameKey } from '../platform/names/index.ts';
import { reportOf } from './submission.ts';
import { ending, parseEmail, parseMobile, parsePhone, shortEmail } from './ways-to-reach.ts';

const today = Temporal.PlainDate.from('2026-11-24');
const now = Temporal.Instant.from('2026-11-24T09:24:00Z');

const good: Readonly<Record<StepKey, Typed>> = {
  danger: { danger: 'no' },
  what: { category: 'noise', words: 'Loud music', harm: 'no', hate: 'no' },
  where: { where: 'the stow', place: 'else', else: 'Behind the shops' },
  when: { when: 'today', frequency: 'once' },
  impact: { impact: 'little' },
  wants: {},
  you: { who: 'anonymous' },
};

function values(change: Partial<Record<StepKey, Typed>> = {}): StepValues {
  let answers: DraftAnswers = { ...noAnswers, spot: { placeId: null, words: 'Behind the shops, The Stow', point: null } };
  for (const step of stepKeys) answers = withStep(answers, step, { ...good[step], ...change[step] });
  const all = allAnswers(answers, today);
  if (all === undefined) throw new Error(`Not all good: ${firstUnanswered(answers, today)}`);
  return all;
}

function category(change: Partial<ReportCategory> = {}): ReportCategory {
  return { id: 'noise', code: 'noise', name: 'Noise', hint: '', priority: 'standard', sensitive: false, restricted: false, team_id: null, refer_to: null, ...change };
}

describe('what makes a report urgent', () => {
  const cases: readonly (readonly [string, Partial<Record<StepKey, Typed>>, Partial<ReportCategory>, 'standard' | 'urgent', boolean])[] = [
    ['nothing', {}, {}, 'standard', false],
    ['it is happening now, nobody in danger', { danger: { danger: 'now' } }, {}, 'standard', false],
    ['someone is in danger', { danger: { danger: 'yes' } }, {}, 'urgent', false],
    ['someone was hurt', { what: { harm: 'hurt' } }, {}, 'urgent', false],
    ['a threat', { what: { harm: 'threatened' } }, {}, 'urgent', false],
    ['hate, as they see it', { what: { hate: 'yes' } }, {}, 'urgent', true],
    ['not sure about hate', { what: { hate: 'unsure' } }, {}, 'standard', false],
    ['a child is affected', { impact: { affected: 'child' } }, {}, 'urgent', false],
    ['an older person', { impact: { vulnerable: ['older'] } }, {}, 'urgent', false],
    ['afraid at home', { impact: { vulnerable: 'afraid' } }, {}, 'urgent', false],
    ['neighbours are affected', { impact: { affected: ['neighbours', 'me'] } }, {}, 'standard', false],
    ['the kind is urgent', {}, { priority: 'urgent' }, 'urgent', false],
  ];
  test.each(cases)('%s', (_name, change, kind, priority, hate) => {
    const urgency = urgencyOf(values(change), category(kind));
    expect(urgency).toMatchObject({ priority, hate });
    expect(urgency.reasons.length > 0).toBe(priority === 'urgent');
  });
});

describe('when a named person is due', () => {
  const cases: readonly (readonly ['standard' | 'urgent', boolean, string, string])[] = [
    ['standard', false, '2026-11-24T09:24:00Z', '2026-11-27T17:00:00Z'],
    ['urgent', false, '2026-11-24T09:24:00Z', '2026-11-25T17:00:00Z'],
    ['urgent', true, '2026-11-24T23:00:00Z', '2026-11-26T17:00:00Z'],
    ['standard', true, '2026-11-24T09:24:00Z', '2026-11-25T17:00:00Z'],
    ['urgent', false, '2026-12-24T18:00:00Z', '2026-12-30T17:00:00Z'],
  ];
  test.each(cases)('%s, hate %s, received %s', (priority, hate, received, due) => {
    const time = { standards: defaultContactStandards, holidays: englandAndWales };
    expect(dueUnder('named-person', { priority, hate }, Temporal.Instant.from(received), time, '17:00').toString()).toBe(due);
    expect(dueUnder('named-person', { priority, hate }, Temporal.Instant.from(received), { ...time, standards: [] }, '17:00').toString()).toBe(due);
  });
});

describe('who gets it', () => {
  const agencies = [{ id: 'council', name: 'Council', takes_reports: true }, { id: 'police', name: 'Police', takes_reports: false }];
  const teams = [{ id: 'safety', agency_id: 'council', name: 'Community Safety' }, { id: 'da', agency_id: 'council', name: 'Domestic Abuse Team' }, { id: 'pda', agency_id: 'police', name: 'Safeguarding' }];
  const cases: readonly (readonly [string, Partial<ReportCategory> | undefined, string | undefined, { agencies: typeof agencies; teams: typeof teams }, object | undefined])[] = [
    ['the agency that takes reports', {}, undefined, { agencies, teams }, { agencyId: 'council', teamId: null, restricted: false }],
    ['not sure what kind', undefined, undefined, { agencies, teams }, { agencyId: 'council', teamId: null, restricted: false }],
    ['the agency that took it', {}, 'police', { agencies, teams }, { agencyId: 'police', teamId: null }],
    ['the named team', { restricted: true, team_id: 'pda' }, undefined, { agencies, teams }, { agencyId: 'police', teamId: 'pda', restricted: true }],
    ['a specialist team where none is named', { restricted: true }, undefined, { agencies, teams }, { agencyId: 'council', teamId: 'da', restricted: true }],
    ['any team rather than the whole agency', { restricted: true }, undefined, { agencies, teams: teams.slice(0, 1) }, { teamId: 'safety', restricted: true }],
    ['the agency rather than nobody', { restricted: true }, undefined, { agencies, teams: [] }, { agencyId: 'council', teamId: null, restricted: false }],
    ['a team without being restricted', { team_id: 'safety' }, undefined, { agencies, teams }, { teamId: 'safety', restricted: false }],
    ['nobody', {}, undefined, { agencies: [], teams: [] }, undefined],
  ];
  test.each(cases)('%s', (_name, kind, taken, facts, expected) => {
    const holder = holderOf(kind === undefined ? undefined : category(kind), facts, taken);
    expect(holder).toEqual(expected === undefined ? undefined : expect.objectContaining(expected));
  });

  test.each([[{ restricted: true }, true], [{ code: 'domestic-abuse' }, true], [{ sensitive: true }, false], [{}, false]] as const)('restricted %o: %s', (kind, expected) => {
    expect(isRestricted(category(kind))).toBe(expected);
  });
});

describe('ways to reach someone', () => {
  test.each([
    ['07700 900417', '07700900417', '07700900417'], ['+44 7700 900417', '07700900417', '07700900417'], ['+44 (0)7700 900-417', '07700900417', '07700900417'], ['0044 1632 960123', '01632960123', undefined],
    ['01632 960123', '01632960123', undefined], ['999', undefined, undefined], ['07700 90041', '0770090041', undefined], ['phone', undefined, undefined], ['', undefined, undefined], ['+1 202 555 0123', undefined, undefined],
  ])('%s', (text, phone, mobile) => {
    expect(parsePhone(text)).toBe(phone);
    expect(parseMobile(text)).toBe(mobile);
  });

  test.each([
    ['a@example.org', 'a@example.org'], [' Anna.B@Example.ORG ', 'Anna.B@example.org'], ['a+b@sub.example.co.uk', 'a+b@sub.example.co.uk'], ['a@b', undefined], ['@example.org', undefined], ['a b@example.org', undefined],
    ['a..b@example.org', undefined], ['a@example.org, b@example.org', undefined], ['a@-example.org', undefined], ['', undefined],
  ])('%s', (text, email) => {
    expect(parseEmail(text)).toBe(email);
  });

  test('shown in part only', () => {
    expect(ending('07700900417')).toBe('ending 417');
    expect(shortEmail('amara@example.org')).toBe('am…@example.org');
  });
});

describe('the draft', () => {
  const stepArbitrary = fc.constantFrom(...stepKeys);
  const typedArbitrary = fc.dictionary(fc.constantFrom('danger', 'category', 'words', 'harm', 'hate', 'where', 'place', 'else', 'when', 'frequency', 'impact', 'wants', 'who', 'routes', 'email', '__proto__'), fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 3 })));

  test('any order of answers, good or bad: changing one loses no other, and it is complete exactly when each last answer is good', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(stepArbitrary, fc.boolean(), typedArbitrary), { maxLength: 25 }), (acts) => {
        let answers: DraftAnswers = { ...noAnswers, spot: { placeId: null, words: 'Here', point: null } };
        const kept = new Map<StepKey, Typed>();
        for (const [step, right, typed] of acts) {
          const sent = right ? good[step] : typed;
          // As the routes do: only what passes is saved.
          if (!checkStep(step, sent, today).ok) continue;
          answers = withStep(answers, step, sent);
          kept.set(step, sent);
          expect(answers.steps).toEqual(Object.fromEntries(kept));
        }
        const complete = stepKeys.every((step) => kept.has(step));
        expect(firstUnanswered(answers, today)).toBe(stepKeys.find((step) => !kept.has(step)));
        expect(allAnswers(answers, today) !== undefined).toBe(complete);
        for (const step of stepKeys) {
          const next = stepAfter(answers, step, true, today);
          expect(next).toBe(complete ? 'check' : stepKeys.find((one) => !kept.has(one)));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('whatever is typed, checking says yes or gives a sentence beside a field', () => {
    fc.assert(fc.property(stepArbitrary, typedArbitrary, (step, typed) => {
      const checked = checkStep(step, typed, today);
      if (!checked.ok) expect(checked.errors.every(({ field, text }) => field !== '' && text.length > 10)).toBe(true);
    }));
  });

  test.each([
    ['when', { when: 'date', 'date-day': '31', 'date-month': '2', 'date-year': '2026' }, ['frequency', 'date-day']],
    ['when', { when: 'date', 'date-day': '25', 'date-month': '12', 'date-year': '2026', frequency: 'never heard of' }, ['frequency', 'date-day']],
    ['when', { when: 'roughly', roughly: '' }, ['frequency', 'roughly']],
    ['you', { email: 'not an address', postcode: 'CM2' }, ['who', 'email', 'postcode']],
    ['you', { who: 'named' }, ['routes']],
    ['you', { who: 'anonymous', email: 'not an address' }, []],
  ] as const)('the step %s says everything that is wrong at once: %j', (step, typed, fields) => {
    const checked = checkStep(step, typed, today);
    expect(checked.ok ? [] : checked.errors.map(({ field }) => field).toSorted()).toEqual(fields.toSorted());
  });

  test('“today” is still the same day tomorrow', () => {
    const typed = { when: 'yesterday', frequency: 'once' };
    const checked = checkStep('when', typed, today);
    if (!checked.ok) throw new Error('not good');
    const dated = datedWhen(typed, checked.value);
    const later = checkStep('when', dated, today.add({ days: 5 }));
    expect(later.ok && later.value.happenedOn?.toString()).toBe('2026-11-23');
  });
});

describe('the report that the answers make', () => {
  const facts: ReferenceData = {
    categories: [category(), category({ id: 'da', code: 'domestic', name: 'Someone at home', restricted: true, priority: 'urgent' })], agencies: [{ id: 'council', name: 'Council', takes_reports: true }],
    teams: [{ id: 'team', agency_id: 'council', name: 'Domestic Abuse Team' }], time: { standards: defaultContactStandards, holidays: englandAndWales }, areas: new AreaIndex([]), areaList: [],
  };
  const sending = (change: Partial<Record<StepKey, Typed>> = {}) => ({ values: values(change), spot: { placeId: null, words: 'Behind the shops, The Stow', point: null }, similar: undefined, now, channel: 'web' as const, takenBy: undefined, closesAt: '17:00' });

  test('anonymous keeps nothing of what was typed before the change of mind', () => {
    const report = reportOf(sending({ you: { who: 'anonymous', name: 'Amara', phone: '07700 900417', address: '1 Street', never: 'x' } }), facts);
    expect(report?.party).toBeNull();
    expect(report?.contact).toBeUndefined();
    expect(JSON.stringify(report)).not.toContain('Amara');
    expect(JSON.stringify(report)).not.toContain('900417');
  });

  test('a restricted kind is written to without our name and has no place in its title', () => {
    const report = reportOf(sending({ what: { category: 'da' }, you: { who: 'named', routes: 'email', email: 'a@example.org' } }), facts);
    expect(report).toMatchObject({ title: 'Someone at home', holder: { restricted: true, teamId: 'team' }, party: { safeContact: { plain: true } } });
    expect(reportOf(sending({ you: { who: 'named', routes: 'email', email: 'a@example.org' } }), facts)).toMatchObject({ title: 'Noise, Behind the shops', party: { safeContact: { plain: false } } });
  });

  test('a kind that was withdrawn meanwhile is left to triage', () => {
    expect(reportOf(sending({ what: { category: 'gone' } }), facts)).toMatchObject({ categoryId: null, title: 'Not sure what kind, Behind the shops' });
  });

  test.each([['Amára O’Kafor-Smith', 'amara okafor smith'], ['  Łukasz  ', 'łukasz'], ['', '']])('name %s is sought as %s', (name, key) => {
    expect(nameKey(name)).toBe(key);
  });
});

describe('the map without script', () => {
  const view = townView({ south: 51.75, west: 0.07, north: 51.79, east: 0.13 });
  test('a press moves the place to the middle and comes closer; again there, it stays', () => {
    const next = moved(view, { 'point.x': '200', 'point.y': '100' });
    expect(next.centre.lat).toBeGreaterThan(view.centre.lat);
    expect(next.centre.lon).toBeGreaterThan(view.centre.lon);
    const still = moved(next, { 'point.x': String(next.width / 2), 'point.y': String(next.height / 2) });
    expect(still.centre.lat).toBeCloseTo(next.centre.lat, 9);
  });
  test.each([[{ 'point.x': '0', 'point.y': '0' }], [{ 'point.x': '-4', 'point.y': '3' }], [{ 'point.x': '9999', 'point.y': '3' }], [{ do: 'dance' }], [{}]])('%o changes nothing', (typed: Typed) => {
    expect(moved(view, typed)).toEqual(view);
  });
  test('closer and away end somewhere', () => {
    let near = view;
    let far = view;
    for (let press = 0; press < 40; press += 1) {
      near = moved(near, { do: 'in' });
      far = moved(far, { do: 'out' });
    }
    expect(near.metresPerPixel).toBe(0.4);
    expect(far.metresPerPixel).toBe(40);
  });
});
