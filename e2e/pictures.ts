/**
 * Makes the pictures of docs/ from the real pages of the demonstration: npx tsx --conditions=source e2e/pictures.ts
 * With names after it, only those: … e2e/pictures.ts front-page case-1280
 */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import sharp from 'sharp';

import { Addresses } from './addresses.ts';
import { Devices, openBrowser, openForm, type PersonKey, type Screen } from './browser.ts';
import { Town } from './database.ts';
import { reachHub } from './hub.ts';
import * as resident from './resident.ts';
import { sendPhoto } from './send-photo.ts';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'images');
const wanted = process.argv.slice(2);
const mostBytes = 150_000;

const desk: Screen = { width: 1280, height: 900, scripts: true };
const phone: Screen = { width: 390, height: 844, scripts: true };

function dark(screen: Screen): Screen {
  return { ...screen, scheme: 'dark' };
}

/** One file as small as it may be without looking it. A long page ends where the reader has seen enough. */
async function keep(page: Page, name: string, most = 1500): Promise<void> {
  const height = Math.min(most, await page.evaluate(() => document.documentElement.scrollHeight));
  const { width } = page.viewportSize() ?? desk;
  await page.evaluate(() => scrollTo(0, 0));
  await page.setViewportSize({ width, height });
  const shot = await page.screenshot({ animations: 'disabled' });
  const file = path.join(folder, `${name}.png`);
  for (const colours of [96, 48, 24]) {
    await sharp(shot).png({ palette: true, colours, effort: 10, compressionLevel: 9 }).toFile(file);
    if (statSync(file).size < mostBytes) {
      break;
    }
  }
  process.stdout.write(`${name}.png ${Math.round(statSync(file).size / 1000)} kB\n`);
}

const telling: resident.Telling = {
  words: 'They were kicking the doors on our landing again and one of them said he knows what time I get home. My girl won’t sleep in her own room now.',
  kind: 'Threats, harassment or intimidation', street: 'The Stow flats, stairwells', neighbourhood: 'The Stow', mobile: '', email: 'guide@example.org', name: 'Amara',
};

const hub = await reachHub();
const browser = await openBrowser();
const devices = new Devices(browser, hub);
const town = new Town(hub);
const addresses = new Addresses(town, hub);

function isWanted(name: string): boolean {
  return wanted.length === 0 || wanted.includes(name);
}

async function publicPicture(name: string, screen: Screen, address: string, most?: number): Promise<void> {
  if (!isWanted(name)) return;
  const page = await devices.fresh(screen);
  await page.goto(address);
  await keep(page, name, most);
  await page.context().close();
}

async function staffPicture(name: string, person: PersonKey, screen: Screen, address: string, most?: number, before?: (page: Page) => Promise<void>): Promise<void> {
  if (!isWanted(name)) return;
  const page = await devices.of(person, screen);
  await page.goto(address);
  await before?.(page);
  await keep(page, name, most);
  await page.context().close();
}

/** The seven questions as somebody answers them. */
async function reportPictures(screen: Screen, ending: string): Promise<void> {
  if (!['report-danger', 'report-step', 'report-check', 'report-sent'].some((name) => isWanted(`${name}-${ending}`))) return;
  const page = await devices.fresh(screen);
  await page.goto('/report');
  await keep(page, `report-danger-${ending}`, 1100);
  await resident.sayDanger(page);
  await resident.sayWhat(page, telling);
  await page.getByLabel('Where did it happen?').fill('the stow');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByLabel(telling.street).first().check();
  await keep(page, `report-step-${ending}`, 1300);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL('**/similar');
  await resident.notTheSame(page);
  await resident.sayWhen(page);
  await resident.sayImpact(page);
  await resident.sayWants(page);
  await resident.sayYou(page, telling);
  await keep(page, `report-check-${ending}`, 1700);
  await resident.send(page);
  await keep(page, `report-sent-${ending}`, 1300);
  await page.context().close();
}

/** Pages on which parts of a photo are covered. */
async function filePictures(link: string, file: string): Promise<void> {
  const photo = await sendPhoto({ devices, town, link });
  const drawn = async (page: Page): Promise<void> => await page.locator('figure.hub-exhibit img').first().evaluate(async (picture: HTMLImageElement) => await picture.decode());
  await staffPicture('share-photo', 'priya', desk, `${file}/share`, 900, async (page) => {
    await page.getByLabel('Share chosen facts').check();
    await page.locator(`input[value="file:${photo}"]`).check();
    await page.locator(`[name="cover-file:${photo}"]`).fill('B3:D5, F1');
    await page.getByRole('button', { name: 'See what they would get' }).click();
    await page.locator('#preview img').evaluate(async (picture: HTMLImageElement) => await picture.decode());
  });
  await staffPicture('bundle-item', 'priya', desk, `${file}/bundles`, 1300, async (page) => {
    await page.getByLabel('What it is for').fill('Application for an injunction');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.waitForURL(/\/bundles\/[0-9a-f-]{36}/);
    const item = await town.value('select id from hub.bundle_item where source_id = $1 order by id desc limit 1', [photo]);
    await page.goto(`${new URL(page.url()).pathname}/items/${item}`);
    await drawn(page);
  });
  const request = await town.value("select id from hub.subject_request where kind = 'access' and state = 'open' order by received_on, id limit 1");
  await staffPicture('subject-file', 'dawn', desk, `/records/requests/${request}`, 1300, async (page) => {
    await page.locator('#items details summary').or(page.locator('#items button')).first().click();
    if (await page.locator('#items details button').first().isVisible()) {
      await page.locator('#items details button').first().click();
    }
    await page.waitForLoadState();
    await page.goto(`/records/requests/${request}/items/${await town.value("select id from hub.subject_item where request_id = $1 and source = 'file' order by at desc limit 1", [request])}`);
    await page.getByLabel('It goes in, with parts taken out').check();
    await drawn(page);
  });
}

/** Somebody across agencies, two records side by side, who stands highest, and a partner's file. */
async function peoplePictures(): Promise<void> {
  const open = (words: string | RegExp) => async (page: Page): Promise<void> => {
    await page.getByRole('row', { name: words }).getByRole('link').first().click();
    await page.waitForLoadState();
  };
  await staffPicture('people-ranked', 'priya', desk, '/people/ranked/perpetrators', 520, async (page) => await page.locator('main details summary').first().click());
  await staffPicture('person-1280', 'priya', desk, '/people/ranked/perpetrators', 1300, open(/Renwick/));
  await staffPicture('person-390', 'priya', phone, '/people/ranked/perpetrators', 1300, open(/Renwick/));
  await staffPicture('people-pair', 'priya', desk, '/people/matches', 1320, open(/Council, Eastgate Homes|Eastgate Homes, Council/));
  await staffPicture('people-file', 'priya', desk, await addresses.of('/people/files/:fileId'), 900);
}

mkdirSync(folder, { recursive: true });
try {
  const link = await addresses.storyLink();
  const file = await addresses.storyCase();
  const waiting = `/triage/${await addresses.waitingReport()}`;
  const [task, disclosure] = await Promise.all([addresses.of('/tasks/:taskId'), addresses.of('/shared/:disclosureId')]);

  // The hub does both by itself within minutes; the pictures need not wait.
  await town.doNow('miss-promises');
  await town.doNow('raise-escalations');

  await publicPicture('front-page', desk, '/', 1150);
  await publicPicture('front-page-390', phone, '/', 1300);
  for (const [screen, ending] of [[desk, '1280'], [phone, '390'], [dark(phone), '390-dark']] as const) {
    await publicPicture(`track-${ending}`, screen, link, 2000);
  }
  await publicPicture('track-find-390', phone, '/track', 900);
  await publicPicture('sign-in', desk, '/sign-in', 700);
  for (const [screen, ending] of [[desk, '1280'], [phone, '390']] as const) {
    await staffPicture(`today-${ending}`, 'priya', screen, '/today', 1400);
    await staffPicture(`triage-${ending}`, 'priya', screen, waiting, 1500);
    await staffPicture(`case-${ending}`, 'priya', screen, file, 1700);
  }
  await staffPicture('case-1280-dark', 'priya', dark(desk), file, 1500);
  await staffPicture('triage-accept', 'priya', desk, waiting, 900, async (page) => {
    await openForm(page, page.getByRole('link', { name: 'Accept as new case' }));
  });
  await staffPicture('promise-form', 'priya', desk, await addresses.of('/reports/:reportId/promise'), 1300);
  await staffPicture('share-form', 'priya', desk, `${file}/share`, 1400);
  if (['share-photo', 'subject-file', 'bundle-item'].some(isWanted)) {
    await filePictures(link, file);
  }
  await staffPicture('risk-form', 'priya', desk, `${file}/risk`, 1100);
  await staffPicture('close-form', 'priya', desk, `${file}/close`, 1400);
  await staffPicture('hotspots-1280', 'priya', desk, '/hotspots', 1500, async (page) => {
    await page.locator('#ranked').waitFor({ timeout: 60_000 });
  });
  for (const [ending, screen] of [['1280', desk], ['390', phone]] as const) {
    await staffPicture(`live-map-${ending}`, 'priya', screen, '/hotspots/map', ending === '390' ? 2100 : 1100, async (page) => {
      await page.locator('#live-map[data-state="drawn"]').waitFor({ timeout: 60_000 });
    });
  }
  await staffPicture('patrols-390', 'priya', phone, '/patrols', 1300);
  await staffPicture('plan-1280', 'priya', desk, `/cases/${await town.value('select case_id from hub.problem_plan order by case_id limit 1')}#plan`, 2400);
  await publicPicture('where-reported-1280', desk, '/what-we-are-doing', 1600);
  await staffPicture('ladder', 'priya', desk, `${file}/ladder`, 1500);
  await staffPicture('intelligence-desk', 'dawn', desk, '/intelligence/desk', 1000);
  const meeting = await town.value("select id from hub.panel_meeting where state in ('agreed', 'running') order by starts_at limit 1");
  await staffPicture('panel-meeting', 'dawn', desk, `/panels/meetings/${meeting}`, 1150);
  await staffPicture('case-review', 'dawn', desk, await addresses.of('/case-reviews/:reviewId'), 1500);
  await staffPicture('request', 'priya', desk, `/sharing/requests/${await town.value("select id from hub.information_request where state = 'asked' and holder_id is null limit 1")}`, 1000);
  await staffPicture('unusual-reading', 'ines', desk, '/records/unusual', 900);
  await staffPicture('partner-today', 'owen', desk, '/today', 1000);
  await staffPicture('partner-task', 'owen', desk, task, 1100);
  await staffPicture('partner-shared', 'owen', desk, disclosure, 900);
  await staffPicture('supervisor-today', 'dawn', desk, '/today', 1100);
  await staffPicture('supervisor-silence', 'dawn', desk, '/today/silence', 1100);
  await staffPicture('administration', 'ade', desk, '/administration', 1000);
  await staffPicture('administration-people', 'ade', desk, '/administration/people', 900);
  await staffPicture('administration-standards', 'ade', desk, '/administration/standards', 1000);
  await staffPicture('administration-colour', 'ade', desk, '/administration/partnership/colour', 900);
  await staffPicture('audit', 'ines', desk, '/audit', 1100);
  await staffPicture('who-looked', 'priya', desk, `${file}/who-looked`, 700);
  if (isWanted('panel-screen')) {
    await town.rows("update hub.panel_meeting set state = 'running', started_at = now() where id = $1", [meeting]);
    await town.rows("update hub.panel_invitation v set answer = 'coming', came_at = now() from hub.account a where a.id = v.account_id and v.meeting_id = $1 and a.email like 'dawn.%'", [meeting]);
    await staffPicture('panel-screen', 'dawn', desk, `/panels/meetings/${meeting}/screen`, 1100, async (page) => {
      await page.locator('#go').selectOption({ label: '2 The Stow stairwells' });
      await page.getByRole('button', { name: 'Go', exact: true }).click();
      await page.getByRole('heading', { name: /The Stow stairwells/ }).waitFor();
    });
  }
  await peoplePictures();
  // Last: what is reported here would stand in the triage of the pictures above.
  await reportPictures(desk, '1280');
  await reportPictures(phone, '390');
  const sizes = readdirSync(folder).map((name) => statSync(path.join(folder, name)).size);
  process.stdout.write(`${sizes.length} pictures, ${Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1000)} kB\n`);
} finally {
  await devices.close();
  await browser.close();
  await town.close();
  await hub.stop();
}
