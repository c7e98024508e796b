import { Temporal } from 'temporal-polyfill';

/** A day as a date field sends it (2026-11-24) or as people write it (24/11/2026); undefined when it is none. */
export function readDay(text: string): Temporal.PlainDate | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  const written = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text.trim());
  const [year, month, day] = iso === null ? (written === null ? [] : [written[3], written[2], written[1]]) : iso.slice(1);
  if (year === undefined || month === undefined || day === undefined) {
    return undefined;
  }
  try {
    return Temporal.PlainDate.from({ year: Number(year), month: Number(month), day: Number(day) }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}
