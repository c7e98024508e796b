import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { dayCells, type DayCell } from './day-cells.ts';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
/** One word a cell: the kind, ~ for a day of rest, and what is written under it. */
const drawn = (cells: readonly DayCell[]): string[] =>
  cells.map(({ kind, rest, label, labelAt }) => `${kind}${rest ? '~' : ''}${label === undefined ? '' : ` ${label}@${labelAt ?? '?'}`}`);

describe('the drawn silence clock', () => {
  test('the tracking page: told on Wednesday, today Tuesday, next on Thursday', () => {
    const cells = dayCells({ today: day('2026-11-24'), told: [{ date: day('2026-11-18'), label: 'We told you' }], due: { date: day('2026-11-26'), label: 'Next' } });
    expect(drawn(cells)).toEqual([
      'on We told you@start', 'gone', 'gone', 'gone~', 'gone~', 'gone', 'now Today@mid', 'plain', 'due Next@end',
    ]);
  });

  test('the case page: several contacts, a window wider than the marks', () => {
    const cells = dayCells({
      from: day('2026-11-09'),
      to: day('2026-11-27'),
      today: day('2026-11-24'),
      told: [
        { date: day('2026-11-10'), label: 'Called' },
        { date: day('2026-11-13'), label: 'Promise' },
        { date: day('2026-11-18'), label: 'Told why late' },
      ],
      due: { date: day('2026-11-26'), label: 'Next' },
    });
    expect(drawn(cells)).toEqual([
      'plain', 'on Called@start', 'plain', 'plain', 'on Promise@start', 'plain~', 'plain~', 'plain', 'plain', 'on Told why late@start',
      'gone', 'gone', 'gone~', 'gone~', 'gone', 'now Today@mid', 'plain', 'due Next@mid', 'plain',
    ]);
  });

  test('a date that passed is a miss, and the days after it are late', () => {
    const cells = dayCells({ today: day('2026-11-24'), told: [{ date: day('2026-11-16') }], due: { date: day('2026-11-19'), label: 'We said' } });
    expect(drawn(cells)).toEqual(['on', 'gone', 'gone', 'miss We said@mid', 'late', 'late~', 'late~', 'late', 'now Today@end']);
  });

  test('an earlier missed promise stays visible after a new date was given', () => {
    const cells = dayCells({
      today: day('2026-11-24'), told: [{ date: day('2026-11-18') }], missed: [{ date: day('2026-11-16'), label: 'Missed' }], due: { date: day('2026-11-25') },
    });
    expect(drawn(cells)).toEqual(['miss Missed@start', 'plain', 'on', 'gone', 'gone', 'gone~', 'gone~', 'gone', 'now Today@mid', 'due']);
  });

  test('told today, due today, due tomorrow', () => {
    const today = day('2026-11-24');
    expect(drawn(dayCells({ today, told: [{ date: today, label: 'We told you' }], due: { date: day('2026-11-26'), label: 'Next' } }))).toEqual([
      'on We told you today@start', 'plain', 'due Next@end',
    ]);
    expect(drawn(dayCells({ today, told: [{ date: day('2026-11-23') }], due: { date: today, label: 'Next' } }))).toEqual(['on', 'due Next today@end']);
    expect(drawn(dayCells({ today, told: [{ date: day('2026-11-23') }], to: day('2026-11-26'), due: { date: day('2026-11-25'), label: 'Next' } }))).toEqual([
      'on', 'now Today@end', 'due Next@start', 'plain',
    ]);
  });

  test('nobody told yet: silence from the start of the window', () => {
    expect(drawn(dayCells({ from: day('2026-11-22'), today: day('2026-11-24'), told: [] }))).toEqual(['gone~', 'gone', 'now Today@end']);
  });

  test('bank holidays rest, and a long silence is cut at the old end', () => {
    const cells = dayCells({ today: day('2026-12-29'), told: [{ date: day('2026-01-05') }], maxCells: 6 });
    expect(drawn(cells)).toEqual(['gone', 'gone~', 'gone~', 'gone~', 'gone~', 'now Today@end']);
  });
});
