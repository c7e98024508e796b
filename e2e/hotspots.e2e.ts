import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';

import { desk, phoneWithoutScripts, problem, sees, seesNot, until } from './browser.ts';
import { openStage, press } from './stage.ts';

const stage = openStage();

async function drawn(page: Page): Promise<void> {
  await page.waitForSelector('#live-map[data-state="drawn"]', { timeout: 60_000 });
}

/** How many the table beside the map says there are. */
async function counted(page: Page, layer: string): Promise<number> {
  return Number((await page.locator(`#map-layers tr[data-layer="${layer}"] td`).innerText()).replaceAll(',', ''));
}

describe('the live map', () => {
  test('desk: it is drawn, filtered, layers come and go and stay in the address, and the keyboard lists what is in the middle', async () => {
    const page = await stage.devices.of('priya', desk);
    await page.goto('/hotspots/map');
    await drawn(page);
    const all = await counted(page, 'reports');
    expect(all).toBeGreaterThan(100);
    await sees(page, /The map shows .* reports/, /Most reports are in/);
    await page.getByRole('checkbox', { name: 'Cases' }).check();
    await until('the address knows the layers', async () => page.url().includes('show=reports.cases'));
    await page.getByLabel('Time of day').selectOption('evening');
    await Promise.all([page.waitForURL(/part=evening/), page.getByRole('button', { name: 'Show' }).click()]);
    await drawn(page);
    expect(await counted(page, 'reports')).toBeLessThan(all);
    expect(await page.getByRole('checkbox', { name: 'Cases' }).isChecked()).toBe(true);
    await page.locator('#live-map canvas').focus();
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowLeft');
    await Promise.all([page.waitForURL(/\/hotspots\/map\/here/), page.keyboard.press('Enter')]);
    await sees(page, 'Within 150 metres');
  });

  test('while points come the map says so, and what could not be read it says too', async () => {
    const page = await stage.devices.of('priya', desk);
    let hold = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      hold = resolve;
    });
    let refuse = true;
    await page.route(/\/hotspots\/tiles?\/.*reports/, async (route) => {
      await held;
      await (refuse ? route.fulfill({ status: 429 }) : route.continue());
    });
    await page.goto('/hotspots/map?show=reports');
    const status = page.locator('#live-map [role="status"]');
    await until('it says that it reads', async () => (await status.innerText()) === 'Reading the map …');
    hold();
    await drawn(page);
    await until('it says what is missing', async () => (await status.innerText()).startsWith('Part of the map could not be read'));
    refuse = false;
    await page.locator('#live-map canvas').focus();
    await page.keyboard.press('+');
    await until('it has nothing to say', async () => !(await status.isVisible()));
    await page.unrouteAll();
    let first = true;
    await page.route(/\/hotspots\/tiles?\/.*reports/, async (route) => {
      const mine = first;
      first = false;
      await (mine ? route.fulfill({ status: 429 }) : new Promise((resolve) => setTimeout(resolve, 900)).then(async () => route.continue()));
    });
    await page.reload();
    await drawn(page);
    expect(await status.innerText()).toContain('Part of the map could not be read');
    await page.unrouteAll();
    // The refusals were this test's own.
    const { found } = stage.devices.faults;
    found.splice(0, found.length, ...found.filter((line) => !line.includes('answered 429')));
  });

  test('phone without scripts: a drawn map, words and tables say the same, and an area narrows it', async () => {
    const page = await stage.devices.of('priya', phoneWithoutScripts);
    await page.goto('/hotspots/map');
    await page.getByRole('img', { name: /Reports on the map/ }).waitFor();
    await sees(page, /The map shows .* reports/, 'What residents told the hub, that you may see');
    const all = await counted(page, 'reports');
    await page.getByRole('link', { name: 'The Stow', exact: true }).click();
    await page.waitForURL(/area=/);
    expect(await counted(page, 'reports')).toBeLessThan(all);
  });

  test('who has no cases to read has no map', async () => {
    const page = await stage.devices.of('ines', desk);
    expect((await page.goto('/hotspots/map'))?.status()).toBe(403);
  });
});

describe('a hotspot becomes a case', () => {
  test('from the list to the plan, a patrol on a phone, before and after, and the brief', async () => {
    const page = await stage.devices.of('priya', desk);
    await page.goto('/hotspots');
    await sees(page, 'Ranked, with how sure we are');
    await page.getByRole('link', { name: 'Open as hotspot' }).first().click();
    await press(page, 'Open the case');
    await sees(page, problem, 'Say what should be different');
    await page.getByLabel('Objective').fill('Half as many reports from the stairwells by spring');
    await press(page, 'Open the case');
    await sees(page, 'with a plan to write on', 'Half as many reports');
    const caseId = new URL(page.url()).pathname.split('/')[2] ?? '';
    await page.goto(`/cases/${caseId}/plan`);
    await page.getByLabel('How far around, in metres?').fill('9');
    await press(page, 'Save the plan');
    await sees(page, problem);
    await page.getByLabel('How far around, in metres?').fill('250');
    await page.getByLabel('Comparison place').selectOption({ index: 3 });
    await page.getByLabel('When does the response start?').fill('2026-09-01');
    await page.getByLabel('How many months before').fill('2');
    await press(page, 'Save the plan');
    await sees(page, 'Brief on two pages (PDF)', /days before/);

    const phone = await stage.devices.of('priya', phoneWithoutScripts);
    await phone.goto(`/patrols?case=${caseId}`);
    await press(phone, 'Start now');
    await sees(phone, problem, 'Choose where you are, or write it');
    await phone.getByLabel('Or in words').fill('The stairwells of the flats');
    await press(phone, 'Start now');
    await sees(phone, 'The patrol has started', 'On patrol: The stairwells of the flats');
    await phone.getByLabel('How many people did you speak to?').fill('many');
    await press(phone, 'Stop the patrol');
    await sees(phone, problem, 'Give a whole number');
    await phone.getByLabel('What did you see?').fill('Two lamps are out on the second landing');
    await phone.getByLabel('How many people did you speak to?').fill('4');
    await press(phone, 'Stop the patrol');
    await sees(phone, 'The patrol is over, and kept');
    await page.goto(`/cases/${caseId}`);
    await sees(page, 'Two lamps are out on the second landing');

    const answer = await page.request.get(`/cases/${caseId}/plan/brief`);
    const pdf = (await answer.body()).toString('latin1');
    expect(answer.headers()['content-type']).toContain('application/pdf');
    expect(/\/Count 2\b/.test(pdf)).toBe(true);
  });

  test('a phone that gives its position names the place by itself; one that does not loses nothing', async () => {
    const page = await stage.devices.of('priya', { ...phoneWithoutScripts, scripts: true });
    await page.context().grantPermissions(['geolocation']);
    await page.context().setGeolocation({ latitude: 51.7836, longitude: 0.1127, accuracy: 12 });
    await page.goto('/patrols');
    await page.getByRole('button', { name: 'Use where I am' }).click();
    await sees(page, 'Your position will be kept with the patrol, to within 12 metres');
    await press(page, 'Start now');
    await sees(page, /On patrol: (Near )?\w/);
    await press(page, 'Stop the patrol');
    expect(await stage.town.value("select lat::text from hub.patrol order by started_at desc limit 1")).toBe('51.7836');
    await page.context().clearPermissions();
    await page.goto('/patrols');
    await page.getByRole('button', { name: 'Use where I am' }).click();
    await sees(page, 'Your phone did not give a position');
  });
});

describe('files', () => {
  test('a partner’s records with columns of their own, bad rows listed, the same again changes nothing', async () => {
    const page = await stage.devices.of('leah', desk);
    const csv = 'Vorfall,Wann,Ost,Nord\nNoise,24/10/2026,545000,210000\nNoise,99/10/2026,545000,210000\n';
    const file = { name: 'own.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
    await page.goto('/hotspots/imports');
    await press(page, 'Bring them in');
    await sees(page, 'Choose a file');
    await page.locator('input[type="file"]').setInputFiles(file);
    await press(page, 'Bring them in');
    await sees(page, 'Say which column holds the date');
    await page.getByLabel('Date: which column?').selectOption({ label: 'Wann' });
    await page.getByLabel('Kind: which column?').selectOption({ label: 'Vorfall' });
    await page.getByLabel('Easting: which column?').selectOption({ label: 'Ost' });
    await page.getByLabel('Northing: which column?').selectOption({ label: 'Nord' });
    await page.locator('input[type="file"]').setInputFiles(file);
    await press(page, 'Bring them in');
    await sees(page, '2 rows read, 1 kept', 'is not a real date');
    await page.goto('/hotspots/imports');
    await page.locator('input[type="file"]').setInputFiles(file);
    await press(page, 'Bring them in');
    await sees(page, 'nothing new');
  });

  test('a list of lights from a file, on a phone without scripts', async () => {
    const page = await stage.devices.of('priya', phoneWithoutScripts);
    const file = { name: 'lights.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', properties: { ref: 'E2E 1', type: 'Street light', name: 'Lamp at the corner', status: 'Faulty' }, geometry: { type: 'Point', coordinates: [0.1, 51.77] } }] })) };
    await page.goto('/hotspots/assets/import');
    await page.locator('input[type="file"]').setInputFiles(file);
    await press(page, 'Bring them in');
    await sees(page, 'Say whose list it is');
    await page.getByLabel('Whose list is it?').fill('County, lighting');
    await page.locator('input[type="file"]').setInputFiles(file);
    await press(page, 'Bring them in');
    await sees(page, '1 rows read, 1 kept');
    await page.goto('/hotspots/map');
    await sees(page, 'Lamp at the corner');
  });
});

test('the public sees where, by area and without small numbers, on any device', async () => {
  const page = await stage.devices.fresh(phoneWithoutScripts);
  await page.goto('/what-we-are-doing');
  await page.getByRole('img', { name: /Reports by area/ }).waitFor();
  await sees(page, 'Where people told us about trouble', 'Fewer than ten', 'Reports of domestic abuse, hate');
  const numbers = await page.locator('#where td.n').allInnerTexts();
  expect(numbers.length).toBeGreaterThan(5);
  expect(numbers.filter((text) => /^\d+$/.test(text)).every((text) => Number(text) >= 10)).toBe(true);
  await seesNot(page, 'Domestic abuse reports');
});

test('nothing went wrong on any page', () => {
  expect(stage.devices.faults.found).toEqual([]);
});
