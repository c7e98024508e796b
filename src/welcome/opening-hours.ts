import { Temporal } from 'temporal-polyfill';

import { calendarDay, clockTime, dayNumber, isWorkingDay, londonDate, londonInstant, timeWords, type Holidays } from '../platform/calendar/index.ts';

/** Weekdays from 1 (Monday), and minutes from midnight; a closing time before the opening one is on the next day. */
interface Stretch {
  readonly days: readonly number[];
  readonly from: number;
  readonly to: number;
}

export type Hours = 'always' | readonly Stretch[];

const dayNumbers: Readonly<Record<string, number>> = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 };
const dayWord = '(mon|tue|wed|thu|fri|sat|sun)[a-z]*';
const timeWord = String.raw`(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?|noon|midday|midnight`;

function dayOf(word: string): number {
  return dayNumbers[word.slice(0, 3)] ?? 1;
}

function daysOf(text: string): readonly number[] | undefined {
  if (/^(every day|daily|seven days)$/.test(text)) {
    return [1, 2, 3, 4, 5, 6, 7];
  }
  const range = new RegExp(`^${dayWord} (?:to|-) ${dayWord}$`).exec(text);
  if (range !== null) {
    const [first, last] = [dayOf(range[1] ?? ''), dayOf(range[2] ?? '')];
    return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, step) => ((first - 1 + step) % 7) + 1);
  }
  const list = text.split(/, | and /);
  return list.every((word) => new RegExp(`^${dayWord}$`).test(word)) ? list.map(dayOf) : undefined;
}

function minutesOf(text: string, otherHalf: string | undefined): number | undefined {
  if (text === 'noon' || text === 'midday') {
    return 12 * 60;
  }
  if (text === 'midnight') {
    return 24 * 60;
  }
  const found = new RegExp(`^(?:${timeWord})$`).exec(text);
  const half = found?.[3] ?? otherHalf;
  const hour = Number(found?.[1]);
  const minute = Number(found?.[2] ?? 0);
  if (found === null || hour > 23 || minute > 59 || (half !== undefined && (hour < 1 || hour > 12))) {
    return undefined;
  }
  return (half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0)) * 60 + minute;
}

/** "Monday to Friday, 9am to 5pm" and "day and night" as hours. Undefined for anything unclear: then nothing is claimed. */
export function hoursOf(text: string): Hours | undefined {
  const plain = text.toLowerCase().replace(/[–—]/g, ' - ').replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  if (/^(day and night|24 hours|24 hours a day|always|24\/7)$/.test(plain)) {
    return 'always';
  }
  const stretches = plain.split('; ').map((part): Stretch | undefined => {
    const cut = part.lastIndexOf(', ') > 0 ? part.lastIndexOf(', ') : part.search(/ (?=\d|noon)/);
    const days = cut > 0 ? daysOf(part.slice(0, cut).trim()) : undefined;
    const times = /^(.+?) (?:to|-) (.+)$/.exec(part.slice(cut).replace(/^,? /, ''));
    const half = /(am|pm)$/.exec(times?.[2] ?? '')?.[1];
    const from = times === null ? undefined : minutesOf(times[1] ?? '', /(am|pm)$|noon|mid/.test(times[1] ?? '') ? undefined : half);
    const to = times === null ? undefined : minutesOf(times[2] ?? '', undefined);
    return days === undefined || from === undefined || to === undefined ? undefined : { days, from, to };
  });
  const known = stretches.filter((stretch) => stretch !== undefined);
  return known.length === stretches.length ? known : undefined;
}

export type OpenState =
  | { readonly open: true; readonly until: string | undefined }
  | { readonly open: false; readonly next: string | undefined };

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

function isClosedDay(date: Temporal.PlainDate, stretch: Stretch, holidays: Holidays): boolean {
  // Offices that keep weekdays keep bank holidays too; those that are there at weekends are there then as well.
  const weekdaysOnly = stretch.days.every((day) => day <= 5);
  return !stretch.days.includes(date.dayOfWeek) || (weekdaysOnly && !isWorkingDay(date, holidays));
}

function at(date: Temporal.PlainDate, minutes: number): Temporal.Instant {
  const time = [Math.floor((minutes % 1440) / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return londonInstant(calendarDay(dayNumber(date) + Math.floor(minutes / 1440)).date, time);
}

/** Whether someone is there now, until when, or when next. */
export function openState(hours: Hours, now: Temporal.Instant, holidays: Holidays): OpenState {
  if (hours === 'always') {
    return { open: true, until: undefined };
  }
  const today = dayNumber(londonDate(now));
  const spans = [-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((step) => {
    const { date } = calendarDay(today + step);
    return hours.filter((stretch) => !isClosedDay(date, stretch, holidays)).map((stretch) => ({ date, from: at(date, stretch.from), to: at(date, stretch.to > stretch.from ? stretch.to : stretch.to + 1440) }));
  });
  const compare = Temporal.Instant.compare;
  const open = spans.find(({ from, to }) => compare(from, now) <= 0 && compare(now, to) < 0);
  if (open !== undefined) {
    return { open: true, until: timeWords(open.to) };
  }
  const next = spans.filter(({ from }) => compare(from, now) > 0).toSorted((one, other) => compare(one.from, other.from))[0];
  if (next === undefined) {
    return { open: false, next: undefined };
  }
  const away = dayNumber(next.date) - today;
  const day = away === 0 ? 'today' : away === 1 ? 'tomorrow' : `on ${dayNames[next.date.dayOfWeek - 1] ?? ''}`;
  return { open: false, next: `${timeWords(next.from)} ${day}` };
}

/** "open until 5pm", "day and night", "opens 9am tomorrow", or the words as they were given. */
export function openWords(text: string, now: Temporal.Instant, holidays: Holidays): { readonly words: string; readonly open: boolean | undefined } {
  const hours = hoursOf(text);
  if (hours === undefined) {
    return { words: text, open: undefined };
  }
  const state = openState(hours, now, holidays);
  if (state.open) {
    return { words: state.until === undefined ? 'day and night' : `open until ${state.until}`, open: true };
  }
  return { words: state.next === undefined ? 'closed now' : `closed now, opens ${state.next}`, open: false };
}

/** For each hour of the day whether anyone with known hours is there; the picture of the front page's third door. */
export function hoursOfDay(texts: readonly string[], now: Temporal.Instant, holidays: Holidays): readonly ('day' | 'evening' | 'night' | 'now')[] {
  const known = texts.map(hoursOf).filter((hours) => hours !== undefined && hours !== 'always');
  const date = londonDate(now);
  const thisHour = Number(clockTime(now).slice(0, 2));
  return Array.from({ length: 24 }, (_, hour) => {
    if (hour === thisHour) {
      return 'now';
    }
    const open = known.some((hours) => openState(hours, at(date, hour * 60 + 30), holidays).open);
    return open ? 'day' : hour >= 6 && hour < 22 ? 'evening' : 'night';
  });
}
