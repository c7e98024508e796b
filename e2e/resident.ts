import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import type { Town } from './database.ts';
import { headingOf, problem, sees, seesNot, until } from './browser.ts';
import { photo } from './photo.ts';

/** What somebody tells in a journey. */
export interface Telling {
  readonly words: string;
  readonly kind: string;
  readonly street: string;
  readonly neighbourhood: string;
  readonly mobile: string;
  readonly email: string;
  readonly name: string;
}

export interface SentReport {
  readonly reference: string;
  /** The private link, whole. */
  readonly link: string;
}

async function goOn(page: Page, button = 'Continue'): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.waitForLoadState();
}

async function at(page: Page, heading: string): Promise<void> {
  await until(`${page.url()} shows the heading “${heading}”`, async () => (await headingOf(page)).includes(heading));
}

/** The error stands in the summary and beside the field, and the title says so first. */
async function refused(page: Page, ...errors: string[]): Promise<void> {
  await sees(page, problem);
  expect(await page.title()).toMatch(/^Error: /);
  const summary = await page.locator('.govuk-error-summary').innerText();
  const beside = (await page.locator('.govuk-error-message').allInnerTexts()).join('\n');
  for (const error of errors) {
    expect(summary).toContain(error);
    expect(beside).toContain(error);
  }
}

/** Danger comes first: 999 for danger, 101 for what happens now, and only then the questions. */
export async function sayDanger(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: /^Report/ }).first().click();
  await at(page, 'Is anyone in danger now?');
  await goOn(page);
  await refused(page, 'Say whether anyone is in danger now');
  await page.getByLabel('Yes, someone is in danger').check();
  await goOn(page);
  await at(page, 'Ring 999 now');
  expect(await page.locator('main a[href="tel:999"]').count()).toBeGreaterThan(0);
  await page.getByRole('link', { name: 'Change my answer' }).click();
  await page.getByLabel('It is happening now, but nobody is in danger').check();
  await goOn(page);
  await at(page, 'If it is happening now, the police may be able to come');
  expect(await page.locator('main a[href="tel:101"]').count()).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Go on with my report' }).click();
  await at(page, 'What happened?');
}

export async function sayWhat(page: Page, telling: Telling): Promise<void> {
  await sees(page, 'Step 2 of 7');
  await page.getByLabel('In your own words').fill(telling.words);
  await goOn(page);
  await refused(page, 'Choose the one it is closest to', 'Say whether anyone was hurt or threatened');
  expect(await page.getByLabel('In your own words').inputValue()).toBe(telling.words);
  await page.getByLabel(telling.kind, { exact: true }).check();
  await page.getByLabel('Yes, someone was threatened').check();
  await page.getByRole('group', { name: 'Do you think it happened because of who you are' }).getByLabel('No', { exact: true }).check();
  await goOn(page);
  await at(page, 'Where did it happen?');
}

export async function searchPlace(page: Page, { street }: Telling): Promise<void> {
  await page.getByLabel('Where did it happen?').fill('Nowhere Boulevard');
  await goOn(page, 'Find');
  await sees(page, 'No place matches “Nowhere Boulevard”');
  await goOn(page);
  await refused(page, 'Choose the closest place, or “Somewhere else”. What you typed is still here');
  expect(await page.getByLabel('Where did it happen?').inputValue()).toBe('Nowhere Boulevard');
  await page.getByLabel('Where did it happen?').fill(street.toLowerCase());
  // Enter searches; it does not send the step.
  await page.getByLabel('Where did it happen?').press('Enter');
  await sees(page, `matches “${street.toLowerCase()}”`);
  await page.getByLabel(street, { exact: true }).first().check();
  await goOn(page);
}

export async function pickPlace(page: Page, { street, neighbourhood }: Telling): Promise<void> {
  await page.getByRole('link', { name: 'Choose from a list of places' }).click();
  await at(page, 'Which part of town?');
  await page.getByRole('link', { name: neighbourhood, exact: true }).click();
  await at(page, `Places in ${neighbourhood}`);
  await goOn(page, 'Use this place');
  await refused(page, 'Choose the closest place');
  await page.getByLabel(street, { exact: true }).check();
  await goOn(page, 'Use this place');
}

/** Neighbours may have told the same: the page comes only where they have. */
export async function notTheSame(page: Page): Promise<void> {
  await page.waitForURL((url) => !url.pathname.endsWith('/where') && !url.pathname.endsWith('/list'));
  if (new URL(page.url()).pathname.endsWith('/similar')) {
    await page.getByLabel('It is something else, or I am not sure').check();
    await goOn(page);
  }
}

export async function sayWhen(page: Page): Promise<void> {
  await at(page, 'When, and how often?');
  await page.getByLabel('On another day').check();
  const day = page.getByRole('group', { name: 'Which day?' });
  await day.getByLabel('Day').fill('31');
  await day.getByLabel('Month').fill('2');
  await day.getByLabel('Year').fill('2026');
  await page.getByLabel('What time of day?').fill('about 10pm');
  await page.getByLabel('Every week or most weekends').check();
  await goOn(page);
  await refused(page, 'Give the day, month and year');
  expect(await day.getByLabel('Day').inputValue()).toBe('31');
  expect(await page.getByLabel('What time of day?').inputValue()).toBe('about 10pm');
  await page.getByLabel('Yesterday').check();
  await page.getByLabel('Since when?').fill('September');
  await goOn(page);
  await at(page, 'How does it affect you?');
}

/** The way back to an unfinished report, by its own link. */
export async function leaveAndComeBack(page: Page, elsewhere: Page): Promise<Page> {
  await page.getByRole('link', { name: 'Get a link to come back' }).click();
  await at(page, 'A link to come back');
  const link = (await page.locator('code').innerText()).trim();
  await page.close();
  await elsewhere.goto(link);
  await at(elsewhere, 'How does it affect you?');
  await sees(elsewhere, 'Step 5 of 7');
  return elsewhere;
}

export async function sayImpact(page: Page): Promise<void> {
  await page.getByLabel('A lot', { exact: true }).check();
  await page.getByLabel('What does it do to you?').fill('My girl does not sleep. I go the long way round to the bins.');
  await page.getByLabel('People I live with').check();
  await page.getByLabel('Is under 18', { exact: true }).check();
  await goOn(page);
}

export async function sayWants(page: Page): Promise<void> {
  await at(page, 'What do you want to happen?');
  await page.getByLabel('What do you want to happen?').fill('I want it to stop.');
  await page.getByLabel('Photos, sound, video or documents').setInputFiles({ name: 'what.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ\u0000\u0001this is no picture') });
  await goOn(page, 'Add these files');
  await sees(page, problem);
  expect(await page.getByLabel('What do you want to happen?').inputValue()).toBe('I want it to stop.');
  await page.getByLabel('Photos, sound, video or documents').setInputFiles(await photo());
  await goOn(page, 'Add these files');
  await sees(page, 'We have this file', 'door.jpg');
  await goOn(page);
}

export async function sayYou(page: Page, telling: Telling): Promise<void> {
  await at(page, 'How can we reach you safely?');
  await page.getByLabel('Yes, in a way that is safe for me').check();
  await page.getByLabel('Your name').fill(telling.name);
  await page.getByLabel('E-mail', { exact: true }).check();
  await page.getByLabel('E-mail address').fill('not an address');
  await page.getByLabel('When or how must we never contact you?').fill('Never ring after 4pm');
  await goOn(page);
  await refused(page, 'Give an e-mail address like name@example.org');
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('not an address');
  expect(await page.getByLabel('When or how must we never contact you?').inputValue()).toBe('Never ring after 4pm');
  await page.getByLabel('E-mail address').fill(telling.email);
  await goOn(page);
  await at(page, 'Is this what you want to tell us?');
}

/** One answer is changed and the others stay. */
export async function changeWish(page: Page, telling: Telling): Promise<void> {
  await sees(page, telling.words, telling.street, 'Never ring after 4pm');
  await page.getByRole('link', { name: /Change\s+what you want/ }).click();
  await page.getByLabel('What do you want to happen?').fill('I want it to stop, and not to move house.');
  await goOn(page);
  await at(page, 'Is this what you want to tell us?');
  await sees(page, 'I want it to stop, and not to move house.', telling.words, telling.street);
}

export async function send(page: Page): Promise<SentReport> {
  await page.getByRole('button', { name: 'Send my report' }).click();
  await at(page, 'We have your report');
  const reference = (await page.locator('.govuk-panel strong').innerText()).trim();
  const link = (await page.locator('.hub-typed a').innerText()).trim();
  expect(reference).toMatch(/^R/);
  // The same page again, or back and forth, sends nothing twice.
  await page.goto('/report/check');
  await sees(page, reference);
  return { reference, link };
}

/** The message that would have left, by the page that shows them. */
export async function messageWithLink(page: Page, telling: Telling, { link }: SentReport): Promise<void> {
  await until('the message is in the outbox of the demonstration', async () => {
    await page.goto('/demo/outbox');
    return (await page.locator('main').innerText()).includes(link);
  });
  await sees(page, `E-mail to ${telling.email}`);
  await page.getByRole('link', { name: link }).first().click();
  await page.waitForURL(link);
  await sees(page, telling.words);
  await seesNot(page, 'Nowhere Boulevard');
}

/** Where the report stands, on the private page. */
export async function openOwnPage(page: Page, { link }: SentReport): Promise<void> {
  await page.goto(link);
  await page.waitForLoadState();
}

export async function correct(page: Page, report: SentReport): Promise<void> {
  await openOwnPage(page, report);
  await sees(page, 'Is this right?', 'Three men shout');
  await page.getByRole('button', { name: 'Something is wrong or missing' }).or(page.getByRole('link', { name: 'Something is wrong or missing' })).first().click();
  await at(page, 'What is wrong or missing?');
  await goOn(page, 'Send');
  await sees(page, problem);
  await page.getByLabel('What is wrong or missing').last().fill('It was two men, and one of them said he knows when I come home.');
  await goOn(page, 'Send');
  await sees(page, 'It was two men');
}

export async function confirmSummary(page: Page, report: SentReport): Promise<void> {
  await openOwnPage(page, report);
  await sees(page, 'Two men shout');
  await goOn(page, 'Yes, that is right');
  await sees(page, /You said on .* that this is right/);
}

export async function write(page: Page, report: SentReport, words: string): Promise<void> {
  await openOwnPage(page, report);
  await page.getByLabel(/^Write to/).fill(words);
  await goOn(page, 'Send');
  await sees(page, words);
}

export async function answerThreeQuestions(page: Page, report: SentReport): Promise<void> {
  await openOwnPage(page, report);
  await page.getByRole('link', { name: 'Answer three questions' }).or(page.getByRole('button', { name: 'Answer three questions' })).first().click();
  await goOn(page, 'Send my answers');
  await sees(page, problem);
  await page.getByRole('group', { name: 'Would you report again' }).getByLabel('Partly').check();
  await page.getByRole('group', { name: 'Do you feel you were listened to' }).getByLabel('Completely').check();
  await page.getByRole('group', { name: /you know what (would happen|happens) next/ }).getByLabel('Mostly').check();
  await goOn(page, 'Send my answers');
  await seesNot(page, problem);
}

export async function reopen(page: Page, report: SentReport): Promise<void> {
  await openOwnPage(page, report);
  await page.getByRole('link', { name: 'Open it again', exact: true }).first().click();
  await at(page, 'It is not over');
  await goOn(page, 'Open my report again');
  await sees(page, problem);
  await page.getByLabel(/What is still happening/).fill('They were back last night, at the same door.');
  await goOn(page, 'Open my report again');
  await sees(page, 'You will hear from');
}

/** How often something new was told, in the eyes of the silence clock. */
export async function lastTold(town: Town, { reference }: SentReport): Promise<string> {
  return await town.value("select coalesce(last_told_at::text, 'never') from hub.report where reference = $1", [reference]);
}
