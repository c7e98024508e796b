export { bankHolidays, englandAndWales, expectedBankHolidays, lastProclaimedYear, type BankHoliday, type Holidays } from './bank-holidays.ts';
export { fixedClock, systemClock, type Clock, type FixedClock } from './clock.ts';
export {
  defaultContactStandards,
  dueBy,
  standardFor,
  type ContactStandard,
  type ContactStandardKey,
} from './contact-standards.ts';
export { dayCells, type DayCell, type DayCellsInput, type DayMark } from './day-cells.ts';
export { addCalendarDays, addCalendarMonths, addHours } from './statutory.ts';
export {
  agoWords,
  clockTime,
  dateWords,
  daysApart,
  dayWords,
  deadlineWords,
  leftWords,
  momentWords,
  shortDay,
  timeWords,
  type Day,
} from './words.ts';
export { calendarDay, dayNumber, type CalendarDay } from './days.ts';
export { instantText, readDate, readInstant } from './instant-text.ts';
export { inLondon, londonDate, londonInstant, londonTime, timeZone, type LondonTime, type Moment } from './london.ts';
export { addWorkingDays, isWorkingDay, nextWorkingDay, receivedOn, workingDaysBetween, type WorkingHours } from './working-days.ts';
export { readDay } from './written-day.ts';
