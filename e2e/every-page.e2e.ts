import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { allRoutes } from '../src/rooms.ts';
import { Addresses, notPages, openedOnTheWay, type Reader } from './addresses.ts';
import { desk, Devices, openBrowser, problem, sees } from './browser.ts';
import { Town } from './database.ts';
import * as resident from './resident.ts';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What can be different in other colours or at another width; the rest of a page is the same. */
const looks = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block', 'aria-hidden-focus'];

/** Which of the demonstration's people opens a page, by what the page admits; some pages need someone else. */
const readers: Readonly<Record<string, Reader>> = {
  public: 'nobody', link: 'nobody', draft: 'writer', arriving: 'nobody', signed_in: 'priya', triage: 'priya', read_cases: 'priya', work_cases: 'priya', supervise: 'dawn', keep_records: 'dawn', agree: 'dawn', edit_templates: 'ade', administer: 'ade', audit: 'ines',
};
const othersOpen: Readonly<Record<string, Reader>> = { '/tasks/:taskId': 'owen', '/shared/:disclosureId': 'owen', '/shared': 'owen', '/today/silence': 'dawn',
  '/sharing/notices/:noticeId': 'leah', '/sharing/requests/:requestId/clarify': 'sol', '/sharing/transfers/:transferId': 'leah', '/sharing/transfers/:transferId/accept': 'leah', '/sharing/transfers/:transferId/reject': 'leah', '/sharing/transfers/:transferId/withdraw': 'dawn',
  '/intelligence/desk': 'dawn', '/intelligence/:intelligenceId': 'dawn', '/intelligence/:intelligenceId/source': 'dawn',
  '/intelligence/:intelligenceId/grade': 'dawn', '/intelligence/:intelligenceId/sanitise': 'dawn', '/intelligence/:intelligenceId/disseminate': 'dawn', '/intelligence/:intelligenceId/review': 'dawn', '/intelligence/:intelligenceId/links': 'dawn',
  '/panels/:panelId/plan': 'dawn', '/panels/meetings/:meetingId/agenda': 'dawn', '/panels/meetings/:meetingId/screen': 'dawn', '/panels/meetings/:meetingId/minutes': 'dawn',
  '/records/copies/:askId': 'dawn', '/records/unusual/:readingId': 'ines', '/records/unusual': 'ines',
  '/case-reviews/recommendations/:recommendationId': 'owen', '/intelligence/shared/:disseminationId': 'owen', '/reports/:reportId/intelligence': 'tomas',
};

interface Opened {
  readonly route: string;
  readonly address: string;
  readonly reader: Reader;
}

/** Further states of pages that one address cannot show. */
const furtherStates: readonly (readonly [Reader, string])[] = [
  ['writer', '/report/what'], ['writer', '/report/when'], ['writer', '/report/impact'], ['writer', '/report/you'], ['writer', '/report/list'],
  ['dawn', '/today'], ['ines', '/records/review'], ['dawn', '/records/review?show=decided'], ['ines', '/records/deleted'], ['owen', '/records/copies'], ['owen', '/sharing/requests'], ['priya', '/sharing/requests?way=by_us'], ['priya', '/sharing/ledger?way=received'], ['leah', '/sharing/transfers'], ['owen', '/today'], ['leah', '/tasks'], ['noor', '/cases'], ['owen', '/cases'], ['nobody', '/nothing-is-here'], ['priya', '/administration/people'],
];

const pages = allRoutes.filter(({ method, path }) => method === 'GET' && !(path in notPages) && !openedOnTheWay.includes(path));

let browser: Browser;
let devices: Devices;
let town: Town;
let addresses: Addresses;
const open = new Map<Reader, Page>();

async function pageOf(reader: Reader): Promise<Page> {
  const found = open.get(reader);
  if (found !== undefined) {
    return found;
  }
  const made = reader === 'nobody' || reader === 'writer' ? await devices.fresh(desk) : await devices.of(reader, desk);
  open.set(reader, made);
  return made;
}

async function sideways(page: Page): Promise<number> {
  return await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** What axe finds, in a line each: rule, how many, the first place. */
async function barriers(page: Page, only?: readonly string[]): Promise<string[]> {
  // No page of the house has a frame from elsewhere, so the verdict need not be worked out in a window of its own, which takes as long again.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (only === undefined ? axe.withTags(standards) : axe.withRules([...only])).analyze();
  // GOV.UK Frontend says with aria-expanded that a choice opens further fields. ARIA has no such state for radio buttons yet, and screen readers speak it well.
  const known = (id: string, html: string): boolean => id === 'aria-allowed-attr' && /^<input class="govuk-radios__input"[^>]*aria-controls="conditional-/.test(html);
  const found = violations.map((violation) => ({ ...violation, nodes: violation.nodes.filter(({ html }) => !known(violation.id, html)) })).filter(({ nodes }) => nodes.length > 0);
  return found.map(({ id, help, nodes }) => `${id} (${nodes.length}): ${help}: ${nodes[0]?.html.slice(0, 160) ?? ''} ${nodes[0]?.any[0]?.message ?? ''}`);
}

/** Both widths and both schemes; what is wrong with the page as it stands. */
async function examine(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  const headings = await page.locator('h1').count();
  if (headings !== 1) {
    wrong.push(`${headings} headings of the first level`);
  }
  for (const width of [320, 390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const over = await sideways(page);
    if (over > 0) {
      wrong.push(`scrolls sideways by ${over} at ${width}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  wrong.push(...(await barriers(page, looks)).map((barrier) => `1280, dark: ${barrier}`));
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'light' });
  wrong.push(...(await barriers(page)).map((barrier) => `390, light: ${barrier}`));
  await page.setViewportSize({ width: desk.width, height: desk.height });
  return wrong;
}

async function examineAt(reader: Reader, address: string): Promise<string[]> {
  const page = await pageOf(reader);
  const before = devices.faults.found.length;
  const answer = await page.goto(address);
  const wrong = answer === null || answer.status() >= 500 ? [`answered ${answer?.status() ?? 'nothing'}`] : await examine(page);
  return [...wrong, ...devices.faults.found.slice(before)];
}

beforeAll(async () => {
  browser = await openBrowser();
  devices = new Devices(browser, inject('hub'));
  town = new Town(inject('hub'));
  addresses = new Addresses(town, inject('hub'));
});

afterAll(async () => {
  await devices?.close();
  await browser?.close();
  await town?.close();
});

describe('every page of the house can be used by everyone', () => {
  const telling: resident.Telling = { words: 'Doors are kicked at night.', kind: 'Threats, harassment or intimidation', street: 'The Stow flats, stairwells', neighbourhood: 'The Stow', mobile: '', email: 'every.page@example.org', name: 'Wim Adeyo' };

  test('a report up to its last page', async () => {
    const page = await pageOf('writer');
    await resident.sayDanger(page);
    await resident.sayWhat(page, telling);
    await page.getByLabel('Where did it happen?').fill('the stow flats');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByLabel('The Stow flats, stairwells').first().check();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.waitForURL('**/similar');
    await resident.notTheSame(page);
    await resident.sayWhen(page);
    await resident.sayImpact(page);
    await resident.sayWants(page);
    await resident.sayYou(page, telling);
  });

  test.each(pages.map(({ path, admits }): [string, string] => [path, admits]))('%s, for %s', async (route, admits) => {
    const opened: Opened = { route, address: await addresses.of(route), reader: othersOpen[route] ?? readers[admits] ?? 'nobody' };
    const page = await pageOf(opened.reader);
    expect(await examineAt(opened.reader, opened.address)).toEqual([]);
    // Whoever is not let in sees a page too, but not this one.
    expect(new URL(page.url()).pathname, 'this page was not shown').toBe(new URL(opened.address, page.url()).pathname);
    expect(await page.title()).not.toMatch(/^(Sorry|You may not|Not found)/);
  });

  test.each(furtherStates)('for %s: %s', async (reader, address) => {
    expect(await examineAt(reader, address)).toEqual([]);
  });

  test('errors beside fields', async () => {
    const page = await pageOf('writer');
    for (const step of ['what', 'where', 'when', 'you']) {
      await page.goto(`/report/${step}`);
      await page.locator('main input:checked, main textarea').first().waitFor();
      await page.evaluate(() => document.querySelectorAll('main input:checked').forEach((input) => input instanceof HTMLInputElement && (input.checked = false)));
      await page.getByRole('button', { name: 'Continue' }).click();
      await sees(page, problem);
      expect(await examine(page), step).toEqual([]);
    }
    await page.goto('/report/check');
    await resident.send(page);
    expect(await examine(page)).toEqual([]);
  });

  test('an invitation, a password, a code: the way in', async () => {
    const ade = await pageOf('ade');
    await ade.goto('/administration/people/invite');
    await ade.getByRole('button', { name: /Invite|Send/ }).click();
    expect(await examine(ade)).toEqual([]);
    await ade.getByLabel('Name', { exact: true }).fill('Bettina Orlow');
    await ade.getByLabel(/e-mail/i).first().fill('bettina.orlow@harlow.example.org');
    await ade.getByLabel('Officer').first().check();
    const agency = ade.getByLabel('Agency', { exact: true });
    if ((await agency.count()) > 0) {
      await agency.selectOption({ label: 'Harlow Council' });
    }
    await ade.getByRole('button', { name: /Invite|Send/ }).click();
    await ade.locator('#invitation-link').waitFor();
    expect(await examine(ade)).toEqual([]);
    const page = await devices.fresh(desk);
    await page.goto((await ade.locator('#invitation-link').innerText()).trim());
    expect(await examine(page)).toEqual([]);
    await page.getByLabel('Choose a password', { exact: true }).fill('harbour-walnut-kestrel');
    await page.getByRole('button', { name: 'Continue' }).click();
    await sees(page, 'Set up your second step');
    expect(await examine(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show me the square to scan' }).click();
    await sees(page, 'Scan this square');
    expect(await examine(page)).toEqual([]);
  });

  test('the second step of signing in', async () => {
    const page = await devices.fresh(desk);
    await page.goto('/sign-in');
    await page.getByLabel('Work e-mail address').fill('sol.achebe@youth.example.org');
    await page.getByLabel('Password', { exact: true }).fill('market-lantern-heron');
    await page.getByRole('button', { name: 'Continue' }).click();
    await sees(page, 'Enter your code');
    expect(await examine(page)).toEqual([]);
  });

  test('a form in place, opened over its page', async () => {
    const page = await pageOf('priya');
    await page.goto(`/triage/${await addresses.waitingReport()}`);
    await page.getByRole('link', { name: 'Refer' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await barriers(page)).toEqual([]);
  });
});
