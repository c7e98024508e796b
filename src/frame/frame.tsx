import type { ComponentChildren } from 'preact';

import type { Actor, ArrivingActor, StaffActor } from '../platform/access/index.ts';
import { may, type Permission } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { lately, type Beside, type House, type RequestFacts } from '../platform/http/index.ts';
import { partnershipSettings, type Partnership } from '../platform/partnership/index.ts';
import { paths } from '../paths.ts';
import { PublicPage, type PublicPageProps, type PublicSite, renderDocument, StaffPage, type StaffPageProps, type StaffSite } from '../ui/index.ts';

/** What a page frame needs of a visit. */
export interface Framed<A extends Actor = Actor> {
  readonly actor: A;
  readonly tx: Transaction;
  readonly partnership: Partnership;
  readonly house: House;
  readonly request: RequestFacts;
  readonly now: import('temporal-polyfill').Temporal.Instant;
}

/** Sections of the staff navigation. A room says which one its page belongs to. */
export type Section = 'today' | 'triage' | 'cases' | 'people' | 'hotspots' | 'tasks' | 'panels' | 'shared' | 'intelligence' | 'reviews' | 'records' | 'administration' | 'audit' | 'account';

const sections: readonly { readonly section: Section; readonly label: string; readonly href: string; readonly permission: Permission }[] = [
  { section: 'today', label: 'Today', href: paths.today(), permission: 'work_cases' },
  { section: 'triage', label: 'Triage', href: paths.triage(), permission: 'triage' },
  { section: 'cases', label: 'Cases', href: paths.cases(), permission: 'read_cases' },
  { section: 'people', label: 'People', href: paths.people(), permission: 'read_cases' },
  { section: 'hotspots', label: 'Hotspots', href: paths.hotspots(), permission: 'read_cases' },
  { section: 'tasks', label: 'Tasks', href: paths.tasks(), permission: 'work_cases' },
  { section: 'panels', label: 'Panels', href: paths.panels(), permission: 'read_cases' },
  { section: 'shared', label: 'Sharing', href: paths.sharedWithUs(), permission: 'read_cases' },
  { section: 'intelligence', label: 'Intelligence', href: paths.intelligence(), permission: 'signed_in' },
  { section: 'reviews', label: 'Case reviews', href: paths.reviews(), permission: 'read_cases' },
  { section: 'records', label: 'Records', href: paths.retention(), permission: 'keep_records' },
  { section: 'administration', label: 'Administration', href: paths.administration(), permission: 'edit_templates' },
  { section: 'audit', label: 'Audit', href: paths.auditTrail(), permission: 'audit' },
];

/** Numbers beside the navigation; the rooms that own them give them in src/house.ts. */
export type NavCounts = Partial<Record<Section, number>>;
/** What costs more than a page that is opened all day may pay is counted anew, or taken as it was last counted. */
export type CountForNav = (tx: Transaction, actor: StaffActor, partnership: Partnership, how: 'anew' | 'as_last_counted') => Promise<NavCounts>;

let countForNav: CountForNav = async () => ({});

/** Called once, when the house is put together: where the numbers of the navigation come from. */
export function setNavCounts(count: CountForNav): void {
  countForNav = count;
}

function demoStrip(partnership: Partnership): ComponentChildren {
  return partnership.settings.demo ? (
    <p class="hub-demo">
      Demonstration: everyone here is invented. <a href={paths.demoOutbox()}>See what would have been sent</a>
    </p>
  ) : undefined;
}

const ownAccent = partnershipSettings.parse({}).accent;

/** The sheet of a partnership's own colour; none when it kept the one that the hub came with. */
function brandSheetOf({ settings: { accent } }: Partnership): string | undefined {
  return accent === ownAccent ? undefined : paths.brandSheet(accent);
}

function publicSite(house: House, partnership: Partnership): PublicSite {
  return {
    service: partnership.settings.service,
    place: partnership.town,
    homeHref: paths.home(),
    assets: house.assets,
    brandSheetHref: brandSheetOf(partnership),
    languages: { href: paths.aboutPage('languages'), label: 'Other languages' },
    footerLinks: [
      { href: paths.aboutPage('languages'), label: 'Other languages and formats' },
      { href: paths.aboutPage('privacy'), label: 'How we use what you tell us' },
      { href: paths.aboutPage('sharing'), label: 'What we share with each other' },
      { href: paths.aboutPage('accessibility'), label: 'Accessibility' },
      { href: paths.aboutPage('contact-standards'), label: 'Our contact standards' },
      { href: paths.caseReview(), label: 'ASB Case Review' },
      { href: paths.aboutPage('complain'), label: 'Complain' },
      { href: paths.signIn(), label: 'Staff sign-in' },
    ],
    footerText: `${partnership.settings.service} ${partnership.town} is run by ${partnership.settings.runBy === '' ? partnership.name : partnership.settings.runBy}. The partner that holds your report is always named on its page.`,
  };
}

export type PublicPageContent = Omit<PublicPageProps, 'site' | 'exit' | 'status' | 'flash'> & {
  /** Exit this page: on every page of a report. */
  exit?: boolean;
};

/** A whole public page as HTML. */
export function publicPage(visit: Pick<Framed, 'house' | 'partnership' | 'request'>, content: PublicPageContent): string {
  const { exit, ...rest } = content;
  return renderDocument(
    <PublicPage
      {...rest}
      site={publicSite(visit.house, visit.partnership)}
      exit={exit === true ? { href: visit.partnership.settings.exitAddress, hint: 'at once and open a weather page' } : undefined}
      status={demoStrip(visit.partnership)}
      flash={visit.request.notice === undefined ? undefined : { kind: 'done', text: visit.request.notice }}
    />,
  );
}

export type StaffPageContent = Omit<StaffPageProps, 'site' | 'status' | 'flash'> & {
  section?: Section;
  /** Numbers of the navigation that the page itself knows better. */
  counts?: NavCounts;
  /** Something went wrong that belongs to no field. */
  problem?: string;
};

async function navCountsOf({ house, tx, actor, partnership }: Framed<StaffActor>): Promise<NavCounts> {
  return await lately(house, actor.sessionId, async () => countForNav(tx, actor, partnership, 'anew'));
}

/** Lets the numbers of the navigation be counted beside what the page itself asks for, on pages that are opened all day. */
export function countAhead({ house, actor, partnership, beside }: Framed<StaffActor> & Beside): void {
  // A failure is met where the numbers are shown.
  lately(house, actor.sessionId, async () => beside(async (tx) => countForNav(tx, actor, partnership, 'as_last_counted'))).catch(() => undefined);
}

/** A whole staff page as HTML, with the navigation that this person's roles open and its numbers. */
export async function staffPage(visit: Framed<StaffActor>, content: StaffPageContent): Promise<string> {
  const { section, problem, counts: known, ...rest } = content;
  const counts = { ...(await navCountsOf(visit)), ...known };
  const notice = visit.request.notice;
  const site: StaffSite = {
    service: visit.partnership.settings.service,
    place: visit.partnership.town,
    homeHref: paths.start(),
    assets: visit.house.assets,
    brandSheetHref: brandSheetOf(visit.partnership),
    nav: sections
      .filter(({ permission }) => may(visit.actor, permission))
      .map((item) => ({ href: item.href, label: item.label, current: item.section === section, ...(counts[item.section] === undefined ? {} : { count: counts[item.section] }) })),
    ...(may(visit.actor, 'read_cases') ? { findHref: paths.search(), findTypeaheadHref: paths.searchTyping() } : {}),
    person: { name: visit.actor.name, href: paths.account() },
  };
  return renderDocument(
    <StaffPage
      {...rest}
      site={site}
      status={demoStrip(visit.partnership)}
      flash={problem !== undefined ? { kind: 'problem', text: problem } : notice === undefined ? undefined : { kind: 'done', text: notice }}
    />,
  );
}

/** A page for someone who is on the way in (sign-in, second factor): staff look, no navigation. */
export function arrivalPage(visit: Pick<Framed<Actor | ArrivingActor>, 'house' | 'partnership' | 'request'>, content: Omit<StaffPageContent, 'section'>): string {
  const { problem, ...rest } = content;
  const site: StaffSite = { service: visit.partnership.settings.service, place: visit.partnership.town, homeHref: paths.home(), assets: visit.house.assets, brandSheetHref: brandSheetOf(visit.partnership), nav: [] };
  const notice = visit.request.notice;
  return renderDocument(
    <StaffPage {...rest} site={site} status={demoStrip(visit.partnership)} flash={problem !== undefined ? { kind: 'problem', text: problem } : notice === undefined ? undefined : { kind: 'done', text: notice }} />,
  );
}
