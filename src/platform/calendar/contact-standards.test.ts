import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { defaultContactStandards, dueBy, standardFor, type ContactStandard, type ContactStandardKey } from './contact-standards.ts';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const at = (text: string): Temporal.Instant => Temporal.Instant.from(text);

describe('contact standards', () => {
  test.each<[ContactStandardKey, string | string[], string]>([
    ['acknowledge', 'standard', '2026-11-24T09:00:00Z'],
    ['named-person', 'standard', '2026-11-27T17:00:00Z'],
    ['named-person', 'at-risk', '2026-11-25T17:00:00Z'],
    ['named-person', 'hate', '2026-11-25T17:00:00Z'],
    ['named-person', ['standard', 'hate'], '2026-11-25T17:00:00Z'],
    ['promise', 'at-risk', '2026-12-01T17:00:00Z'],
    ['something-new', 'standard', '2026-12-08T17:00:00Z'],
  ])('%s for %s of Tuesday 9am is due at %s', (key, priority, due) => {
    const standard = standardFor(defaultContactStandards, key, priority, day('2026-11-24'));
    expect(standard && dueBy(standard, at('2026-11-24T09:00:00Z')).toString()).toBe(due);
  });

  test('all shipped ones say that they are local policy, not law', () => {
    for (const standard of defaultContactStandards) expect(standard.source).toMatch(/^Local policy of the partnership, not law/);
  });

  test('an old case keeps the standard of its day, and days outside every line have none', () => {
    const dated: ContactStandard[] = [
      { key: 'promise', appliesTo: [], amount: 10, unit: 'working_days', inForceFrom: '2020-01-01', inForceTo: '2025-03-31', source: 'a' },
      { key: 'promise', appliesTo: [], amount: 5, unit: 'working_days', inForceFrom: '2025-04-01', source: 'b' },
    ];
    expect(standardFor(dated, 'promise', 'standard', day('2025-03-31'))?.amount).toBe(10);
    expect(standardFor(dated, 'promise', 'standard', day('2025-04-01'))?.amount).toBe(5);
    expect(standardFor(dated, 'promise', 'standard', day('2019-12-31'))).toBeUndefined();
    expect(standardFor(dated, 'acknowledge', 'standard', day('2026-01-01'))).toBeUndefined();
  });

  test('of two that fit, the shorter holds, hours and days compared', () => {
    const both: ContactStandard[] = [
      { key: 'named-person', appliesTo: ['hate'], amount: 2, unit: 'working_days', inForceFrom: '2020-01-01', source: 'a' },
      { key: 'named-person', appliesTo: ['high'], amount: 24, unit: 'hours', inForceFrom: '2020-01-01', source: 'b' },
    ];
    expect(standardFor(both, 'named-person', ['hate', 'high'], day('2026-11-24'))?.source).toBe('b');
    expect(standardFor(both, 'named-person', 'standard', day('2026-11-24'))).toBeUndefined();
  });
});
