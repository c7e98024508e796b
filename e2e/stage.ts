import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';

import { Devices, openBrowser } from './browser.ts';
import { Town } from './database.ts';

/** What a journey plays on: the people's devices and the town's database. */
export interface Stage {
  readonly devices: Devices;
  readonly town: Town;
}

/** Opens a browser and the database before the tests of the file and closes them behind the last. */
export function openStage(): Stage {
  let browser: Browser | undefined;
  let devices: Devices | undefined;
  let town: Town | undefined;
  beforeAll(async () => {
    browser = await openBrowser();
    devices = new Devices(browser, inject('hub'));
    town = new Town(inject('hub'));
  });
  afterAll(async () => {
    await devices?.close();
    await browser?.close();
    await town?.close();
  });
  const open = <Part>(part: Part | undefined): Part => {
    if (part === undefined) {
      throw new Error('The stage is open only while the tests run');
    }
    return part;
  };
  return {
    get devices() {
      return open(devices);
    },
    get town() {
      return open(town);
    },
  };
}

/** Presses a button of the page and waits for the page that comes. */
export async function press(page: Page, button: string): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated'), page.locator('main').getByRole('button', { name: button, exact: true }).click()]);
  await page.waitForLoadState();
}
