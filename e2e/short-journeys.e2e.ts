import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import { desk, Devices, headingOf, openBrowser, openForm, phoneWithoutScripts, sees, seesNot, signIn } from './browser.ts';
import { Addresses } from './addresses.ts';
import { Town } from './database.ts';

let browser: Browser;
let devices: Devices;
let town: Town;
let addresses: Addresses;

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

/** Presses Tab until what is wanted has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate((words) => {
      const focused = document.activeElement;
      const label = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement ? (focused.labels?.[0]?.textContent ?? '') : '';
      return `${label} ${focused?.textContent ?? ''}`.replaceAll(/\s+/g, ' ').includes(words);
    }, wanted);
    if (found) {
      return;
    }
  }
  throw new Error(`Nobody can reach “${wanted}” by keyboard on ${page.url()}`);
}

/** A report that waits and that no other journey decides on. */
async function someWaiting(place: number): Promise<string> {
  return await town.value(
    "select id from hub.report where state = 'new' and not restricted and not anonymous and channel = 'web' and title not like 'Doors kicked%' and agency_id = (select id from hub.agency where short_name = 'Council') order by received_at desc offset $1 limit 1",
    [place],
  );
}

describe('by keyboard alone', () => {
  test('the first steps of a report', async () => {
    const page = await devices.fresh(desk);
    await page.goto('/report');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to main content');
    await tabTo(page, 'Yes, someone is in danger');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await sees(page, 'What happened?');
    await tabTo(page, 'In your own words');
    await page.keyboard.type('Someone screams in the stairwell at night.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await tabTo(page, 'Yes, someone was hurt');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await tabTo(page, 'Yes');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await sees(page, 'Where did it happen?');
    await tabTo(page, 'Where did it happen?');
    await page.keyboard.type('market square');
    await page.keyboard.press('Enter');
    await sees(page, /match(es)? “market square”/);
  });

  test('triage: j and k move, a opens the form, Escape closes it', async () => {
    const page = await devices.of('tomas', desk);
    await page.goto('/triage');
    const first = await page.locator('#pv').innerText();
    await page.keyboard.press('j');
    await page.waitForURL(/\/triage\/./);
    const second = page.url();
    expect(await page.locator('[data-list-item][aria-current=true], [data-list-item] [aria-current=true]').count()).toBe(1);
    await page.keyboard.press('k');
    await page.waitForURL((url) => url.href !== second);
    expect(await page.locator('#pv').innerText()).toBe(first);
    await page.keyboard.press('a');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await page.evaluate(() => document.querySelector('dialog')?.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(async () => dialog.count()).toBe(0);
  });

  test('the find box answers while one types, and arrows choose', async () => {
    const page = await devices.of('tomas', desk);
    await page.goto('/today');
    await page.keyboard.press('/');
    await page.keyboard.type('okonjo', { delay: 30 });
    await page.getByRole('listbox', { name: 'Found' }).waitFor();
    await page.keyboard.press('ArrowDown');
    expect(await page.getByRole('option', { selected: true }).count()).toBe(1);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/(cases|reports)\//);
    await sees(page, 'Okonjo');
  });
});

describe('leaving', () => {
  test('Exit this page goes away at once, and back does not show it', async () => {
    const page = await devices.fresh(desk);
    await page.route(/^https:\/\//, async (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Weather</title><h1>Weather</h1>' }));
    await page.goto('/report');
    await page.getByLabel('No', { exact: true }).check();
    await page.getByRole('button', { name: 'Exit this page' }).or(page.getByRole('link', { name: /Exit this page/ })).first().click();
    await page.waitForURL(/^https:\/\//);
    expect(await page.title()).toBe('Weather');
  });

  test('Exit this page is there without scripts on every step and on the private page', async () => {
    const page = await devices.fresh(phoneWithoutScripts);
    for (const address of ['/report', await addresses.storyLink(), '/track']) {
      await page.goto(address);
      expect(await page.getByRole('link', { name: /Exit this page/ }).getAttribute('href'), address).toMatch(/^https:\/\//);
    }
  });

  test('signing out ends the session, also for whoever kept the cookie', async () => {
    const page = await devices.fresh(desk);
    await signIn(page, 'noor');
    await page.goto('/account');
    const kept = await page.context().storageState();
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.waitForLoadState();
    await page.goto('/cases');
    await sees(page, 'Work e-mail address');
    await page.context().addCookies(kept.cookies);
    await page.goto('/cases');
    await sees(page, 'Work e-mail address');
  });
});

describe('deciding in triage', () => {
  test('no further action: the person reads the reason and the officer’s words', async () => {
    const report = await someWaiting(0);
    const page = await devices.of('tomas', desk);
    await page.goto(`/triage/${report}`);
    const form = await openForm(page, page.getByRole('link', { name: 'No further action…' }));
    await form.getByRole('button', { name: 'Send and close the report' }).click();
    await sees(page, /to put right/);
    await page.getByRole('group', { name: 'Reason' }).getByRole('radio').first().check();
    await page.getByLabel('In your own words').fill('I walked there today and saw what you mean. The highways team mends it, and I have told them.');
    await page.getByRole('button', { name: 'Send and close the report' }).click();
    await sees(page, /Done\./);
    const own = await devices.fresh(phoneWithoutScripts);
    await own.goto(`/r/${await addresses.linkSecret(`select '${report}'::uuid`)}`);
    await sees(own, 'not to take your report further', 'The highways team mends it', 'Open it again');
  });

  test('referred to the police: they triage it, and the council no longer sees it', async () => {
    const report = await someWaiting(1);
    const reference = await town.value('select reference from hub.report where id = $1', [report]);
    const page = await devices.of('tomas', desk);
    await page.goto(`/triage/${report}`);
    const form = await openForm(page, page.getByRole('link', { name: 'Refer', exact: true }));
    await form.getByLabel('Agency', { exact: true }).selectOption({ label: 'Essex Police, Harlow' });
    await form.getByLabel('Why is it theirs?').fill('It is a crime, and only they can investigate it.');
    await form.getByRole('button', { name: 'Refer the report' }).click();
    await sees(page, /Done\./);
    expect((await page.goto(`/triage/${report}`))?.status()).toBe(403);
    const owen = await devices.of('owen', desk);
    await owen.goto(`/triage/${report}`);
    await sees(owen, reference, 'Accept as new case');
    const own = await devices.fresh(phoneWithoutScripts);
    await own.goto(`/r/${await addresses.linkSecret(`select '${report}'::uuid`)}`);
    await sees(own, 'Essex Police, Harlow has your report now', 'only they can investigate it');
  });

  test('two officers decide at once: the second is told, and nothing is overwritten', async () => {
    const report = await someWaiting(2);
    const [tomas, priya] = [await devices.of('tomas', desk), await devices.of('priya', desk)];
    await Promise.all([tomas.goto(`/triage/${report}/accept`), priya.goto(`/triage/${report}/no-further-action`)]);
    await tomas.getByRole('button', { name: 'Open the case' }).click();
    await sees(tomas, /Done\./);
    await priya.getByRole('group', { name: 'Reason' }).getByRole('radio').first().check();
    await priya.getByLabel('In your own words').fill('This must not be sent.');
    await priya.getByRole('button', { name: 'Send and close the report' }).click();
    await sees(priya, 'Someone else has just changed this');
    expect(await town.value('select state from hub.report where id = $1', [report])).toBe('in_case');
    expect(await town.value('select count(*) from hub.message where report_id = $1 and words like $2', [report, '%must not be sent%'])).toBe('0');
  });
});

describe('staff take a report by phone', () => {
  test('the resident’s own questions on one page, and a link to read out', async () => {
    const page = await devices.of('tomas', desk);
    await page.goto('/reports/take');
    await page.getByLabel('On the phone').check();
    await page.getByLabel('In your own words').fill('There are needles by the garages again.');
    await page.getByRole('button', { name: 'Send this report' }).click();
    await sees(page, /to put right/);
    expect(await page.getByLabel('In your own words').inputValue()).toBe('There are needles by the garages again.');
    await page.getByRole('group', { name: 'Is anyone in danger now?' }).getByLabel('No', { exact: true }).check();
    await page.getByLabel('I am not sure', { exact: true }).first().check();
    await page.getByRole('group', { name: 'Was anyone hurt or threatened?' }).getByLabel('No', { exact: true }).check();
    await page.getByRole('group', { name: 'Do you think it happened because' }).getByLabel('No', { exact: true }).check();
    await page.getByLabel('Where did it happen?').fill('altham');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByLabel('Altham Grove').first().check();
    expect(await page.getByLabel('In your own words').inputValue()).toBe('There are needles by the garages again.');
    await page.getByLabel('Today', { exact: true }).check();
    await page.getByLabel('A few times').check();
    await page.getByLabel('Quite a bit').check();
    await page.getByLabel('Yes, in a way that is safe for me').check();
    await page.getByLabel('Your name').fill('Elspeth Marrow');
    await page.getByLabel('Text message').check();
    await page.getByLabel('Phone number').fill('07700 900644');
    await page.getByRole('button', { name: 'Send this report' }).click();
    await sees(page, 'Read this out, or print it', 'Your private page');
    const link = /https?:\/\/\S+\/r\/\S+/.exec(await page.locator('main').innerText())?.[0] ?? '';
    const own = await devices.fresh(phoneWithoutScripts);
    await own.goto(link);
    await sees(own, 'There are needles by the garages again.', 'Harlow Council has your report');
  });
});

describe('what nobody may see', () => {
  test('another town’s or another agency’s records answer 403, and say nothing', async () => {
    const owen = await devices.of('owen', desk);
    for (const address of [await addresses.storyCase(), `/triage/${await addresses.waitingReport()}`, '/administration', '/audit']) {
      expect((await owen.goto(address))?.status(), address).toBe(403);
      await seesNot(owen, 'Okonjo');
      expect(await headingOf(owen)).not.toBe('');
    }
  });

  test('a private link that was never given opens nothing', async () => {
    const page = await devices.fresh(phoneWithoutScripts);
    const answer = await page.goto('/r/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG');
    expect(answer?.status()).toBeGreaterThanOrEqual(400);
    await seesNot(page, 'promised');
  });
});

test('nothing failed on the way', () => {
  expect(devices.faults.found).toEqual([]);
});
