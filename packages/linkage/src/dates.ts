const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Two-digit years below this are of this century. */
const PIVOT = 30;

/**
 * A date as yyyymmdd, or null where the text is none. Read are 1960-06-07, 19600607, 07/06/1960, 7.6.60, 7 June 1960,
 * June 7, 1960, 1960-06 (the first of the month), 1960 (1 January), each with or without a time after it.
 * Impossible months and days are kept, since a typing error is still evidence.
 */
export function parseDate(text: string, monthFirst: boolean): string | null {
  const day = text.replace(/[T ]\d{1,2}:\d{2}.*$/, '').trim();
  if (/^\d{8}$/.test(day)) return day.slice(0, 4) < '1000' ? joined(day.slice(4), day.slice(2, 4), day.slice(0, 2)) : day;
  if (/^\d{4}$/.test(day)) return `${day}0101`;
  const parts = day.split(/[\s/.,-]+/).filter((part) => part !== '');
  if (parts.length === 2 && /^\d{4}$/.test(parts[0] ?? '')) return joined(parts[0], month(parts[1]), '1');
  if (parts.length !== 3) return null;
  const [a, b, c] = parts as [string, string, string];
  if (/^\d{4}$/.test(a)) return joined(a, month(b), c);
  if (/^\p{L}/u.test(a)) return joined(c, month(a), b);
  if (/^\p{L}/u.test(b)) return joined(c, month(b), a);
  return monthFirst ? joined(c, a, b) : joined(c, b, a);
}

function month(text: string | undefined): string | undefined {
  const at = MONTHS.indexOf((text ?? '').slice(0, 3).toLowerCase());
  return at < 0 ? text : String(at + 1);
}

function joined(year: string | undefined, month: string | undefined, day: string | undefined): string | null {
  const days = day?.replace(/(?:st|nd|rd|th)$/i, '');
  if (year === undefined || month === undefined || days === undefined) return null;
  if (!/^(?:\d{2}|\d{4})$/.test(year) || !/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(days)) return null;
  const full = year.length === 4 ? year : `${Number(year) < PIVOT ? '20' : '19'}${year}`;
  return `${full}${month.padStart(2, '0')}${days.padStart(2, '0')}`;
}

/** Days from 1 January 1970 to a date written yyyymmdd; impossible dates run over into the next month. */
export function dayNumber(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / 86_400_000;
}
