import { may } from '../platform/access/index.ts';
import { dateWords, englandAndWales, lastProclaimedYear, londonDate, readDay } from '../platform/calendar/index.ts';
import { route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { paths } from '../paths.ts';
import { dayProblem } from './dated.ts';
import { adminPage, filled, type Desk } from './desk.tsx';
import { HolidaysPage, HomePage } from './pages/home-pages.tsx';
import { addHoliday, counts, dropHoliday, holidays, restrictedTeams } from './queries.ts';
import { dropHolidayForm, holidayForm } from './schema.ts';

const harmless = { none: 'counts and days, nothing about a person' } as const;

async function holidaysPage(visit: Desk, typed?: Typed, errors: readonly FieldError[] = []): Promise<Reply> {
  const own = await holidays(visit.tx, visit.actor.partnershipId);
  return await adminPage(visit, { title: 'Holidays', errors, children: <HolidaysPage own={own} today={londonDate(visit.now)} knownUntil={lastProclaimedYear} form={filled({}, typed, errors)} /> });
}

export const homeRoutes: readonly Route[] = [
  route({
    method: 'GET', path: '/administration', admits: 'edit_templates', audit: harmless,
    handle: async (visit) => {
      const { tx, actor, now } = visit;
      const today = londonDate(now);
      const [counted, restricted] = await Promise.all([counts(tx, actor.partnershipId, today), restrictedTeams(tx, actor.partnershipId, today)]);
      return await adminPage(visit, { title: 'Administration', back: undefined, children: <HomePage counts={counted} restricted={restricted} administers={may(actor, 'administer')} /> });
    },
  }),
  route({ method: 'GET', path: '/administration/holidays', admits: 'edit_templates', audit: harmless, handle: async (visit) => holidaysPage(visit) }),
  route({
    method: 'POST', path: '/administration/holidays', admits: 'edit_templates', audit: { event: 'holiday.added' }, body: holidayForm,
    handle: async (visit) => {
      const { form, tx, actor, now } = visit;
      if (!form.ok) {
        return await holidaysPage(visit, form.typed, form.errors);
      }
      const day = readDay(form.value.day);
      const known = await holidays(tx, actor.partnershipId);
      const problem = dayProblem(day, londonDate(now)) ?? (day !== undefined && englandAndWales.has(day.toString()) ? 'This is a bank holiday: the hub counts it already' : undefined)
        ?? (day !== undefined && known.some((holiday) => holiday.day.equals(day)) ? 'This day is in the list already' : undefined);
      if (problem !== undefined || day === undefined) {
        return await holidaysPage(visit, form.typed, [{ field: 'day', text: problem ?? '' }]);
      }
      await addHoliday(tx, actor.partnershipId, day, form.value.name);
      visit.about({ kind: 'partnership', id: actor.partnershipId });
      return seeOther(paths.administrationPart('holidays'), { notice: `${dateWords(day)} is no working day.` });
    },
  }),
  route({
    method: 'POST', path: '/administration/holidays/remove', admits: 'edit_templates', audit: { event: 'holiday.removed' }, body: dropHolidayForm,
    handle: async (visit) => {
      const day = visit.form.ok ? readDay(visit.form.value.day) : undefined;
      const removed = day === undefined ? 0 : await dropHoliday(visit.tx, visit.actor.partnershipId, day);
      visit.about({ kind: 'partnership', id: visit.actor.partnershipId });
      return seeOther(paths.administrationPart('holidays'), { notice: removed === 1 && day !== undefined ? `${dateWords(day)} is a working day again.` : 'Nothing was removed: the day has passed or was not in the list.' });
    },
  }),
];
