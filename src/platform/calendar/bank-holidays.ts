import { Temporal } from 'temporal-polyfill';

/** Days on which offices are closed, as ISO dates ("2026-12-25"). A partnership may pass its own. */
export type Holidays = ReadonlySet<string>;

export type BankHoliday = { readonly date: string; readonly name: string };

/**
 * Source: gov.uk bank holidays, England and Wales. Facts, one-off days and moved days included.
 * A new proclamation is a new line here; lines of the past are never changed.
 */
const proclaimed: Readonly<Record<number, string>> = {
  2012: '01-02 04-06 04-09 05-07 06-04 06-05 08-27 12-25 12-26',
  2013: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
  2014: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
  2015: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
  2016: '01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27',
  2017: '01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
  2018: '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26',
  2019: '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26',
  2020: '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28',
  2021: '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28',
  2022: '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27',
  2023: '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26',
  2024: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
  2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
  2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
  2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
  2028: '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
};

const firstKnownYear = 2012;
export const lastProclaimedYear = 2028;
const lastExpectedYear = 2045;

/** Days that the standing rule does not give: jubilees, the coronation, the state funeral, a moved early May day. */
const oneOff: Readonly<Record<string, string>> = {
  '2012-06-04': 'Spring bank holiday',
  '2012-06-05': 'Queen’s Diamond Jubilee',
  '2020-05-08': 'Early May bank holiday (VE day)',
  '2022-06-02': 'Spring bank holiday',
  '2022-06-03': 'Platinum Jubilee bank holiday',
  '2022-09-19': 'State Funeral of Queen Elizabeth II',
  '2023-05-08': 'Coronation of King Charles III',
};

/** Easter Sunday in the Gregorian calendar (Meeus, Jones and Butcher). */
function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(n / 31), day: (n % 31) + 1 });
}

function firstMonday(year: number, month: number): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return first.add({ days: (8 - first.dayOfWeek) % 7 });
}

function lastMonday(year: number, month: number): Temporal.PlainDate {
  const start = Temporal.PlainDate.from({ year, month, day: 1 });
  const last = start.with({ day: start.daysInMonth });
  return last.subtract({ days: last.dayOfWeek - 1 });
}

function fixedDay(year: number, month: number, day: number, name: string, taken: Set<string>): BankHoliday {
  const proper = Temporal.PlainDate.from({ year, month, day });
  let date = proper;
  while (date.dayOfWeek > 5 || taken.has(date.toString())) date = date.add({ days: 1 });
  taken.add(date.toString());
  return { date: date.toString(), name: date.equals(proper) ? name : `${name} (substitute day)` };
}

/** What the standing rule gives for a year, before any one-off or moved day is known. */
export function expectedBankHolidays(year: number): BankHoliday[] {
  const easter = easterSunday(year);
  const taken = new Set<string>();
  const newYear = fixedDay(year, 1, 1, 'New Year’s Day', taken);
  // Whichever of the two falls on a working day keeps it; the other is moved behind.
  const boxingFirst = Temporal.PlainDate.from({ year, month: 12, day: 25 }).dayOfWeek === 7;
  const fixed = boxingFirst
    ? [fixedDay(year, 12, 26, 'Boxing Day', taken), fixedDay(year, 12, 25, 'Christmas Day', taken)]
    : [fixedDay(year, 12, 25, 'Christmas Day', taken), fixedDay(year, 12, 26, 'Boxing Day', taken)];
  return [
    newYear,
    { date: easter.subtract({ days: 2 }).toString(), name: 'Good Friday' },
    { date: easter.add({ days: 1 }).toString(), name: 'Easter Monday' },
    { date: firstMonday(year, 5).toString(), name: 'Early May bank holiday' },
    { date: lastMonday(year, 5).toString(), name: 'Spring bank holiday' },
    { date: lastMonday(year, 8).toString(), name: 'Summer bank holiday' },
    ...fixed,
  ];
}

function proclaimedBankHolidays(year: number, days: string): BankHoliday[] {
  const usual = new Map(expectedBankHolidays(year).map((holiday) => [holiday.date, holiday.name]));
  return days.split(' ').map((day) => {
    const date = `${year}-${day}`;
    return { date, name: oneOff[date] ?? usual.get(date) ?? 'Bank holiday' };
  });
}

/** Facts from 2012 to 2028, then what the standing rule expects, so that a far date is never counted as if no holiday existed. */
export const bankHolidays: readonly BankHoliday[] = Array.from({ length: lastExpectedYear - firstKnownYear + 1 }, (_, index) => {
  const year = firstKnownYear + index;
  const days = proclaimed[year];
  return days === undefined ? expectedBankHolidays(year) : proclaimedBankHolidays(year, days);
})
  .flat()
  .sort((one, other) => one.date.localeCompare(other.date));

export const englandAndWales: Holidays = new Set(bankHolidays.map((holiday) => holiday.date));
