import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { defaultRiskTemplate } from './default-template.ts';
import { assess, inForce, judge, mostPoints, moves, rank, reviewDates, speaksForCase, unanswered, type Answers } from './rules.ts';
import { bandKeys, templateBands, templateQuestions } from './template.ts';
import { readTemplateForm, typedOf } from './template-form.ts';

const template = defaultRiskTemplate;

/** The option at a place of each question named; the first of all others. */
function answers(places: Readonly<Record<string, number>> = {}): Answers {
  return Object.fromEntries(template.questions.list.map((question) => [question.key, { options: [question.options[places[question.key] ?? 0]?.key ?? ''], words: '' }]));
}

const anyAnswers = fc.record(Object.fromEntries(template.questions.list.filter(({ options }) => options.length > 0).map(({ key, options }) => [key, fc.nat(options.length - 1)]))).map((places) => answers(places));

describe('the usual form', () => {
  test('is a valid template, and says that it is local policy', () => {
    expect(templateQuestions.parse(template.questions)).toEqual(template.questions);
    expect(templateBands.parse(template.bands)).toEqual(template.bands);
    expect(template.questions.source).toContain('Local policy');
    expect(new Set(template.questions.list.map(({ key }) => key)).size).toBe(template.questions.list.length);
  });

  test.each([
    ['nothing at all', {}, 0, 'standard'],
    ['one below medium', { often: 4, worse: 2, affected: 4, professional: 1 }, 14, 'standard'],
    ['medium from 15', { often: 4, worse: 3, affected: 4, professional: 1 }, 15, 'medium'],
    ['one below high', { often: 3, worse: 3, affected: 4, health: 2, reputation: 3, professional: 1 }, 24, 'medium'],
    ['high from 25', { often: 4, worse: 3, affected: 4, health: 2, reputation: 3, professional: 1 }, 25, 'high'],
  ] as const)('%s', (_, places, score, band) => {
    expect(assess(template, answers(places))).toMatchObject({ score, band });
  });

  test('hate lifts to medium at least and raises its flag; thoughts of suicide to high, and come first', () => {
    expect(assess(template, answers({ hate: 1 }))).toMatchObject({ score: 4, band: 'medium', flags: [{ key: 'hate', first: false }] });
    const suicidal = assess(template, answers({ suicide: 1 }));
    expect(suicidal).toMatchObject({ score: 0, band: 'high', flags: [{ key: 'suicidal', first: true }] });
    expect(suicidal.liftedBy).toContain('ending your life');
    expect(suicidal.flags[0]?.words).toContain('999');
  });

  test('score is within its limits, and more points never mean a lower band', () => {
    fc.assert(fc.property(anyAnswers, anyAnswers, (one, other) => {
      const [a, b] = [assess(template, one), assess(template, other)];
      expect(a.score).toBeGreaterThanOrEqual(0);
      expect(a.score).toBeLessThanOrEqual(mostPoints(template));
      const lifted = [a, b].some(({ liftedBy }) => liftedBy !== undefined);
      if (!lifted && a.score >= b.score) {
        expect(rank(a.band)).toBeGreaterThanOrEqual(rank(b.band));
      }
    }));
  });

  test('what moved it adds up to the difference of the scores', () => {
    fc.assert(fc.property(anyAnswers, anyAnswers, (one, other) => {
      const sum = moves({ template, answers: one }, { template, answers: other }).reduce((total, { by }) => total + by, 0);
      expect(sum).toBe(assess(template, other).score - assess(template, one).score);
    }));
  });

  test('a question that is left out counts as moved, one that is new as well', () => {
    const shorter = { ...template, questions: { ...template.questions, list: template.questions.list.filter(({ key }) => key !== 'often') } };
    const given = answers({ often: 4 });
    expect(moves({ template, answers: given }, { template: shorter, answers: given })).toEqual([{ words: 'Apart from this, how often do you have problems: no longer asked', by: -5 }]);
    expect(moves({ template: shorter, answers: given }, { template, answers: given })[0]?.by).toBe(5);
  });

  test('every question with answers must be answered', () => {
    expect(unanswered(template, {}).length).toBe(template.questions.list.filter(({ options }) => options.length > 0).length);
    expect(unanswered(template, answers())).toEqual([]);
  });
});

describe('judgement', () => {
  test.each(bandKeys.flatMap((scored) => bandKeys.flatMap((wished) => [true, false].map((supervisor) => [scored, wished, supervisor] as const))))('%s, wished %s, supervisor %s', (scored, wished, supervisor) => {
    const down = rank(wished) < rank(scored);
    expect(judge(scored, wished, supervisor)).toEqual(down && !supervisor ? { band: scored, proposed: wished } : { band: wished, proposed: null });
  });
});

describe('reviews', () => {
  const monday = Temporal.PlainDate.from('2026-11-23');
  test.each([
    ['high', '2026-12-07', '2026-12-21'],
    ['medium', '2026-12-21', '2027-01-18'],
    ['standard', '2027-01-18', undefined],
  ] as const)('%s', (band, officer, supervisor) => {
    const dates = reviewDates(template.bands, band, monday, new Set());
    expect([dates.officer.toString(), dates.supervisor?.toString()]).toEqual([officer, supervisor]);
  });
  test('a weekend or holiday moves it to the working day before, never before the day itself', () => {
    const sunday = Temporal.PlainDate.from('2026-11-22');
    expect(reviewDates(template.bands, 'high', sunday, new Set()).officer.toString()).toBe('2026-12-04');
    expect(reviewDates([{ key: 'high', from: 0, officerDays: 1, supervisorDays: null }], 'high', Temporal.PlainDate.from('2026-11-20'), new Set()).officer.toString()).toBe('2026-11-20');
    expect(reviewDates(template.bands, 'high', monday, new Set(['2026-12-07'])).officer.toString()).toBe('2026-12-04');
  });
});

describe('which assessment holds', () => {
  const line = (partyId: string | null, band: 'standard' | 'medium' | 'high') => ({ partyId, band });
  test.each([
    ['the newest of each person', [line('a', 'standard'), line('b', 'medium'), line('a', 'high')], 'medium', 2],
    ['the highest speaks for the case', [line('a', 'standard'), line('b', 'high')], 'high', 2],
    ['one of the case gives way to a later one of a person', [line('a', 'standard'), line(null, 'high')], 'standard', 1],
    ['and holds while it is the newest', [line(null, 'high'), line('a', 'standard')], 'high', 2],
  ] as const)('%s', (_, newestFirst, band, holding) => {
    expect(speaksForCase(newestFirst)?.band).toBe(band);
    expect(inForce(newestFirst)).toHaveLength(holding);
  });
  test('nothing holds where nobody looked', () => expect(speaksForCase([])).toBeUndefined());
});

describe('the editor', () => {
  const today = Temporal.PlainDate.from('2026-11-24');
  test('gives back the template that it was filled in from', () => {
    const read = readTemplateForm(typedOf(template), template, today);
    expect(read).toMatchObject({ ok: true, value: { content: template } });
  });
  test.each([
    ['a name', { name: '' }, 'name', true],
    ['points beyond reach', { 'high-from': '400' }, 'high-from', false],
    ['bands the wrong way round', { 'medium-from': '30', 'high-from': '20' }, 'high-from', false],
    ['days that are no number', { 'medium-officer': 'soon' }, 'medium-officer', false],
    ['an option without words', { 'options-0': '| 3\nYes | 2' }, 'options-0', false],
    ['a flag that is not there', { 'options-0': 'No | 0\nYes | 2 | wolves' }, 'options-0', false],
    ['one answer only', { 'options-0': 'No | 0' }, 'options-0', false],
    ['a flag line of another shape', { flags: 'Hate!' }, 'flags', false],
    ['yesterday', { from: '2026-11-23' }, 'from', false],
    ['no date', { from: 'soon' }, 'from', false],
  ] as const)('refuses %s beside its field', (_, change, field, fresh) => {
    const read = readTemplateForm({ ...typedOf(template), ...change }, fresh ? undefined : template, today);
    expect(read.ok ? [] : read.errors.map((error) => error.field)).toContain(field);
  });
  test('keeps the keys of questions and answers whose words stay, and makes new ones for others', () => {
    const read = readTemplateForm({ ...typedOf(template), 'text-0': 'How often, apart from this?', 'options-0': 'This is the only time | 0\nHourly | 9', [`text-${template.questions.list.length}`]: 'Is there a dog?', [`options-${template.questions.list.length}`]: 'No | 0\nYes | 2' }, template, today);
    const list = read.ok ? read.value.content.questions.list : [];
    expect(list[0]).toMatchObject({ key: 'often', options: [{ key: 'often-0', points: 0 }, { text: 'Hourly', points: 9 }] });
    expect(list.at(-1)).toMatchObject({ text: 'Is there a dog?', kind: 'scored', options: [{ points: 0 }, { points: 2 }] });
  });
});
