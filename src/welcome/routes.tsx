import { Temporal } from 'temporal-polyfill';

import { publicPage, type PublicPageContent } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { bankHolidays, dateWords, dayWords, londonDate, timeWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { page, route, type House, type Reply, type RequestFacts } from '../platform/http/index.ts';
import { agencies, localTime, type LocalTime, type Partnership } from '../platform/partnership/index.ts';
import { lastMonth } from './figures.ts';
import { hoursOfDay, openWords } from './opening-hours.ts';
import { AccessibilityPage, ComplainPage, LanguagesPage, PrivacyPage, StandardsPage } from './pages/about.tsx';
import type { DirectoryRow } from './pages/directory.tsx';
import { DoingPage } from './pages/doing.tsx';
import { HaveYourSayPage } from './pages/have-your-say.tsx';
import { HelpPage, type Answering } from './pages/help.tsx';
import { HomePage } from './pages/home.tsx';
import { areaReports } from './area-map.ts';
import { promisesDue, teamHours } from './queries.ts';
import { standardRows, standardWords } from './standards.ts';

interface WelcomeVisit {
  readonly tx: Transaction;
  readonly house: House;
  readonly partnership: Partnership;
  readonly request: RequestFacts;
  readonly now: Temporal.Instant;
}

const nothingPersonal = { none: 'a public page without personal data' } as const;

/** As the privacy page says it; the same number that throws old drafts away. */
const draftDays = 28;

function show(visit: WelcomeVisit, content: PublicPageContent): Reply {
  return page(publicPage(visit, content));
}

function hubName({ partnership }: WelcomeVisit): string {
  return `${partnership.settings.service} ${partnership.town}`;
}

function about(visit: WelcomeVisit) {
  const { runBy, hubPhone } = visit.partnership.settings;
  return { hub: hubName(visit), runBy: runBy === '' ? visit.partnership.name : runBy, phone: hubPhone };
}

function directoryOf(visit: WelcomeVisit, time: LocalTime): DirectoryRow[] {
  return visit.partnership.settings.directory.map((row) => ({ about: row.about, by: row.by, phone: row.phone, now: openWords(row.when, visit.now, time.holidays).words }));
}

/** "Open now: Harlow Council, until 5pm." Or that none is, and who always answers. */
function openNowWords(visit: WelcomeVisit, time: LocalTime): string {
  const rows = visit.partnership.settings.directory.map((row) => ({ by: row.by, ...openWords(row.when, visit.now, time.holidays) }));
  const soon = rows.find(({ open, words }) => open === true && words.startsWith('open until'));
  const always = rows.find(({ open, words }) => open === true && !words.startsWith('open until'));
  if (soon !== undefined) {
    return `Open now: ${soon.by}, ${soon.words.replace('open ', '')}. Police 101, day and night.`;
  }
  return always === undefined ? 'Police 101, day and night.' : `Offices are closed now. Day and night: ${always.by}.`;
}

const home = route({
  method: 'GET', path: paths.home(), admits: 'public', audit: nothingPersonal,
  handle: async (visit) => {
    const { settings } = visit.partnership;
    const month = lastMonth(visit.now);
    const [time, figure] = await Promise.all([localTime(visit.tx), promisesDue(visit.tx, month.from, month.to)]);
    return show(visit, {
      title: 'Community safety in your town', description: `Report antisocial behaviour in ${visit.partnership.town}, see who deals with it and by when.`,
      children: (
        <HomePage
          openNow={openNowWords(visit, time)}
          hours={hoursOfDay(settings.directory.map(({ when }) => when), visit.now, time.holidays)}
          promises={figure && { ...figure, month: month.name }}
          standards={standardWords(time.standards, londonDate(visit.now))}
          saidDid={settings.saidDid}
          directory={directoryOf(visit, time)}
          meetings={settings.meetings}
        />
      ),
    });
  },
});

const help = route({
  method: 'GET', path: paths.help(), admits: 'public', audit: nothingPersonal,
  handle: async (visit) => {
    const { settings } = visit.partnership;
    const [time, teams] = await Promise.all([localTime(visit.tx), teamHours(visit.tx)]);
    const rows = teams.map((row) => {
      const state = openWords(row.hours ?? '', visit.now, time.holidays);
      const answering: Answering = { name: row.team === null ? row.agency : `${row.agency}, ${row.team}`, phone: row.phone ?? '', words: state.words === '' ? 'Hours not given' : state.words };
      return { answering, open: state.open };
    });
    return show(visit, {
      title: 'Who can help now', back: { href: paths.home() },
      children: (
        <HelpPage
          at={`${timeWords(visit.now)} on ${dayWords(visit.now)}`}
          open={rows.filter(({ open }) => open === true).map(({ answering }) => answering)}
          closed={rows.filter(({ open }) => open !== true).map(({ answering }) => answering)}
          helplines={settings.helplines}
          directory={directoryOf(visit, time)}
          meetings={settings.meetings}
        />
      ),
    });
  },
});

const doing = route({
  method: 'GET', path: paths.doing(), admits: 'public', audit: nothingPersonal,
  handle: async (visit) => {
    const month = lastMonth(visit.now);
    const from = month.from.subtract({ months: 2 });
    const [promises, areas] = await Promise.all([promisesDue(visit.tx, month.from, month.to), areaReports(visit.tx, from, month.to.subtract({ days: 1 }))]);
    return show(visit, { title: 'What we are doing', back: { href: paths.home() }, children: <DoingPage month={month.name} promises={promises} saidDid={visit.partnership.settings.saidDid} months={`${from.toLocaleString('en-GB', { month: 'long' })} to ${month.name}`} areas={areas} /> });
  },
});

const haveYourSay = route({
  method: 'GET', path: paths.haveYourSay(), admits: 'public', audit: nothingPersonal,
  handle: async (visit) =>
    show(visit, { title: 'Have your say', back: { href: paths.home() }, children: <HaveYourSayPage phone={visit.partnership.settings.hubPhone} meetings={visit.partnership.settings.meetings} /> }),
});

const privacy = route({
  method: 'GET', path: paths.aboutPage('privacy'), admits: 'public', audit: nothingPersonal,
  handle: async (visit) => {
    const partners = await agencies(visit.tx);
    return show(visit, { title: 'How we use what you tell us', back: { href: paths.home() }, children: <PrivacyPage {...about(visit)} agencies={partners.map(({ name }) => name)} draftDays={draftDays} /> });
  },
});

const accessibility = route({
  method: 'GET', path: paths.aboutPage('accessibility'), admits: 'public', audit: nothingPersonal,
  handle: async (visit) => show(visit, { title: 'Accessibility', back: { href: paths.home() }, children: <AccessibilityPage {...about(visit)} /> }),
});

const standards = route({
  method: 'GET', path: paths.aboutPage('contact-standards'), admits: 'public', audit: nothingPersonal,
  handle: async (visit) => {
    const time = await localTime(visit.tx);
    const today = londonDate(visit.now);
    const holidays = bankHolidays.filter(({ date }) => date >= today.toString()).slice(0, 4).map(({ date, name }) => `${name} (${dateWords(Temporal.PlainDate.from(date))})`);
    return show(visit, { title: 'Our contact standards', back: { href: paths.home() }, children: <StandardsPage rows={standardRows(time.standards, today)} closesAt={visit.partnership.settings.closesAt} holidays={holidays} /> });
  },
});

const languages = route({
  method: 'GET', path: paths.aboutPage('languages'), admits: 'public', audit: nothingPersonal,
  handle: async (visit) => show(visit, { title: 'Other languages and formats', back: { href: paths.home() }, children: <LanguagesPage {...about(visit)} /> }),
});

const complain = route({
  method: 'GET', path: paths.aboutPage('complain'), admits: 'public', audit: nothingPersonal,
  handle: async (visit) => {
    const partners = await agencies(visit.tx);
    return show(visit, { title: 'Complain', back: { href: paths.home() }, children: <ComplainPage {...about(visit)} agencies={partners} /> });
  },
});

export const routes = [home, help, doing, haveYourSay, privacy, accessibility, standards, languages, complain];
