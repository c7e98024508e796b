import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { demoPassword, demoPeople } from '../src/demo/people.ts';
import { findChromium, type RunningHub } from './hub.ts';

export interface Screen {
  readonly width: number;
  readonly height: number;
  readonly scripts: boolean;
  readonly scheme?: 'light' | 'dark';
}

export const desk: Screen = { width: 1280, height: 900, scripts: true };
export const phoneWithoutScripts: Screen = { width: 390, height: 844, scripts: false };

export type PersonKey = (typeof demoPeople)[number]['key'];

/** A form in place is a dialog where scripts run and a page where they do not: the fields are the same. */
export type FormScope = Page | Locator;

export async function openBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  });
}

/** What must not happen on any page: errors of scripts, parts that could not be fetched, answers of the kind 5xx. */
export class Faults {
  readonly found: string[] = [];

  watch(page: Page): void {
    page.on('pageerror', (error) => this.found.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      // A page that says 403 or 422 is an answer; Chromium notes it as an error all the same.
      if (message.type() === 'error' && !/^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())) {
        this.found.push(`${page.url()}: ${message.text()}`);
      }
    });
    page.on('requestfailed', (request) => {
      if (!/ERR_ABORTED/.test(request.failure()?.errorText ?? '')) {
        this.found.push(`${page.url()}: ${request.url()} ${request.failure()?.errorText ?? ''}`);
      }
    });
    page.on('response', (response) => {
      const part = response.request().resourceType() !== 'document';
      if (response.status() >= 500 || (part && response.status() >= 400)) {
        this.found.push(`${page.url()}: ${response.url()} answered ${response.status()}`);
      }
    });
  }
}

/** Opens pages for people of the story, each with a device of their own. */
export class Devices {
  readonly faults = new Faults();
  readonly #browser: Browser;
  readonly #hub: RunningHub;
  readonly #contexts: BrowserContext[] = [];

  constructor(browser: Browser, hub: RunningHub) {
    this.#browser = browser;
    this.#hub = hub;
  }

  async context(screen: Screen, session?: string): Promise<BrowserContext> {
    const context = await this.#browser.newContext({
      baseURL: this.#hub.address, viewport: { width: screen.width, height: screen.height }, javaScriptEnabled: screen.scripts, colorScheme: screen.scheme ?? 'light', locale: 'en-GB', timezoneId: 'Europe/London',
      ...(session === undefined ? {} : { storageState: session }),
    });
    context.setDefaultTimeout(15_000);
    context.on('page', (page) => this.faults.watch(page));
    this.#contexts.push(context);
    return context;
  }

  /** A device that nobody has used. */
  async fresh(screen: Screen): Promise<Page> {
    return await (await this.context(screen)).newPage();
  }

  /** A device on which someone of the demonstration is signed in. They sign in once a run; the session is kept beside the hub. */
  async of(person: PersonKey, screen: Screen): Promise<Page> {
    const kept = path.join(this.#hub.folder, 'e2e-sessions', `${person}.json`);
    if (!existsSync(kept)) {
      const page = await this.fresh({ ...screen, scripts: true });
      await signIn(page, person);
      mkdirSync(path.dirname(kept), { recursive: true });
      writeFileSync(kept, JSON.stringify(await page.context().storageState()));
      await page.context().close();
    }
    const state: unknown = JSON.parse(readFileSync(kept, 'utf8'));
    if (typeof state !== 'object' || state === null) {
      throw new Error(`The kept session of ${person} cannot be read`);
    }
    return await (await this.context(screen, kept)).newPage();
  }

  async close(): Promise<void> {
    await Promise.all(this.#contexts.map(async (context) => context.close()));
  }
}

/** Signs in with password and code, by the page. The demonstration shows the code that the person's phone would. */
export async function signIn(page: Page, person: PersonKey): Promise<void> {
  const who = demoPeople.find(({ key }) => key === person);
  if (who === undefined) {
    throw new Error(`Nobody in the demonstration is called ${person}`);
  }
  await page.goto('/sign-in');
  await page.getByLabel('Work e-mail address').fill(who.email);
  await page.getByLabel('Password', { exact: true }).fill(demoPassword);
  await page.getByRole('button', { name: 'Continue' }).click();
  await sees(page, 'Demonstration only: your app would show');
  const code = /show (\d{6}) now/.exec(await page.locator('main').innerText())?.[1] ?? '';
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}

/** Waits for what is true only after a moment. */
export async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const patience = Date.now() + 15_000;
  while (!(await isTrue().catch(() => false))) {
    if (Date.now() > patience) {
      throw new Error(`It did not come true that ${what}`);
    }
    await wait(150);
  }
}

function patternOf(words: string | RegExp): RegExp {
  return typeof words === 'string' ? new RegExp(words.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll(' ', String.raw`\s+`)) : words;
}

/** Waits until the page says it. What stands there instead is in the error. */
export async function sees(page: Page, ...all: (string | RegExp)[]): Promise<void> {
  for (const words of all) {
    const pattern = patternOf(words);
    const patience = Date.now() + 10_000;
    let text = '';
    for (;;) {
      text = await page.locator('body').innerText().catch(() => '');
      if (pattern.test(text)) {
        break;
      }
      if (Date.now() > patience) {
        throw new Error(`${page.url()} does not say: ${String(words)}\nIt says:\n${text}`);
      }
      await page.waitForTimeout(100);
    }
  }
}

export async function seesNot(page: Page, words: string | RegExp): Promise<void> {
  const text = await page.locator('body').innerText();
  if (patternOf(words).test(text)) {
    throw new Error(`${page.url()} says what it must not: ${String(words)}\n${text}`);
  }
}

/** Presses a link that may open its form in place. */
export async function openForm(page: Page, link: Locator): Promise<FormScope> {
  const inPlace = (await link.getAttribute('data-in-place')) !== null && (await page.locator('body.js-enabled').count()) > 0;
  await link.click();
  if (!inPlace) {
    await page.waitForLoadState();
    return page.locator('main');
  }
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  return dialog;
}

/** The heading of a page, to be sure where one is. */
export async function headingOf(page: Page): Promise<string> {
  return (await page.getByRole('heading', { level: 1 }).first().innerText()).trim();
}

/** How every form begins that was not accepted. */
export const problem = /things? to put right/;
