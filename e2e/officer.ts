import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { Temporal } from 'temporal-polyfill';

import { openForm, problem, sees, seesNot, type FormScope } from './browser.ts';
import type { SentReport, Telling } from './resident.ts';

export interface OpenCase {
  readonly path: string;
}

async function press(page: Page, form: FormScope, button: string): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated'), form.getByRole('button', { name: button, exact: true }).click()]);
  await page.waitForLoadState();
}

/** The report in triage, with its clock, what is like it and what the police counted around it. */
export async function findInTriage(page: Page, telling: Telling, { reference }: SentReport): Promise<void> {
  await page.goto('/triage');
  await page.getByRole('list', { name: 'Reports to triage' }).or(page.locator('main ul')).first().waitFor();
  await page.locator('main a', { hasText: `${telling.kind}, ${telling.street}` }).first().click();
  await sees(page, reference, telling.words, 'Never ring after 4pm', /A threat was made.* a child is affected/, 'so our one-working-day standard applies', 'police.uk street data');
  await sees(page, /Answer (by|today|on)/i);
}

export async function accept(page: Page): Promise<OpenCase> {
  const form = await openForm(page, page.getByRole('link', { name: 'Accept as new case' }));
  await form.getByLabel('Title of the case').fill('');
  await press(page, form, 'Open the case');
  await sees(page, problem);
  await page.getByLabel('Title of the case').fill('Shouting and threats on the landing');
  await page.getByLabel('Add something in your own words').fill('I will ring you tomorrow before noon.');
  await press(page, page.locator('main'), 'Open the case');
  await sees(page, 'Shouting and threats on the landing');
  if (!new URL(page.url()).pathname.startsWith('/cases/')) {
    await page.getByRole('link', { name: /C\w{2}-\w{3}-\w{2}/ }).first().click();
    await page.waitForURL(/\/cases\//);
  }
  return { path: new URL(page.url()).pathname };
}

export async function openCase(page: Page, { path }: OpenCase): Promise<void> {
  await page.goto(path);
  await page.waitForLoadState();
}

/** The summary, one point a line. */
export async function writeSummary(page: Page, file: OpenCase, link: string, lines: readonly string[]): Promise<void> {
  await openCase(page, file);
  const form = await openForm(page, page.locator('#heard').locator('xpath=ancestor-or-self::section[1]').getByRole('link', { name: link }));
  await form.getByLabel(/What we understood/).fill(lines.join('\n'));
  await press(page, form, 'Save and ask whether it is right');
  await sees(page, lines[0] ?? '');
}

/** The template's answers that make the risk high, by words of question and answer. */
const riskAnswers: readonly (readonly [string, string])[] = [
  ['Apart from this, how often', 'Most weeks'], ['Is it linked to previous', 'Yes'], ['Is it happening more often', 'Worse'], ['Do you know who is doing it', 'By sight'], ['reputation for intimidation', 'They have a reputation'],
  ['Is it aimed at you', 'At you'], ['because of race, religion', 'No'], ['puts you, or someone at home, at more risk', 'One thing'], ['How affected do you feel', 'A lot'], ['Has it affected your health', 'Mental or physical health'],
  ['thoughts of ending your life', 'No'], ['Are there children', 'Yes'], ['professional support', 'No'], ['friends or family near', 'A few'], ['Are others affected', 'Neighbours'],
];

export async function assessRisk(page: Page, file: OpenCase): Promise<void> {
  await page.goto(`${file.path}/risk`);
  await press(page, page.locator('main'), 'Save the assessment');
  await sees(page, problem, 'Answer: How affected do you feel?');
  await page.getByLabel('Who answered?').selectOption({ index: 1 });
  for (const [question, answer] of riskAnswers) {
    await page.getByRole('group', { name: question }).getByLabel(new RegExp(`^${answer}( \\d+)?$`)).check();
  }
  await press(page, page.locator('main'), 'Only work out the score');
  await sees(page, 'Nothing is saved yet', 'High');
  await press(page, page.locator('main'), 'Save the assessment');
  await openCase(page, file);
  await sees(page, 'High', /Next look|Review/i);
}

export interface Line {
  readonly what: string;
  readonly who: string;
  readonly days: number;
}

/** What a link says, and what a screen reader hears after it. */
function actOn(act: string, line: Line): RegExp {
  return new RegExp(`^${act}\\s*:\\s*${line.what}`);
}

async function fillLine(page: FormScope, place: number, line: Line): Promise<void> {
  const due = Temporal.Now.plainDateISO('Europe/London').add({ days: line.days });
  const group = page.getByRole('group', { name: `Promise ${place + 1}`, exact: true });
  await group.getByLabel('What will be done').fill(line.what);
  await group.getByLabel('Who does it').fill(line.who);
  await group.getByLabel('Day').fill(String(due.day));
  await group.getByLabel('Month').fill(String(due.month));
  await group.getByLabel('Year').fill(String(due.year));
}

/** The first promise: two lines, and what cannot be done. */
export async function promise(page: Page, file: OpenCase, lines: readonly [Line, Line]): Promise<void> {
  await openCase(page, file);
  await openForm(page, page.getByRole('link', { name: 'Make a promise' }));
  if ((await page.getByRole('dialog').count()) > 0) {
    await page.goto(await page.getByRole('dialog').locator('form').evaluate((form: HTMLFormElement) => form.action));
  }
  await fillLine(page, 0, { ...lines[0], days: -3 });
  await press(page, page, 'Make this promise');
  await sees(page, 'The date must lie ahead');
  expect(await page.getByLabel('What will be done').inputValue()).toBe(lines[0].what);
  await fillLine(page, 0, lines[0]);
  await press(page, page, 'Add another promise');
  await fillLine(page, 1, lines[1]);
  await page.getByLabel('What we cannot do', { exact: true }).fill('We cannot move the men out of their home now.');
  await page.getByLabel('Why we cannot do it').fill('A court decides that.');
  await press(page, page, 'Make this promise');
  await openCase(page, file);
  await sees(page, lines[0].what, lines[1].what, 'We cannot move the men', 'Version 1');
}

/** A second version; the first stays readable. */
export async function changePromise(page: Page, file: OpenCase, line: Line): Promise<void> {
  await openCase(page, file);
  const change = page.locator('section', { has: page.locator('h2', { hasText: /^Promise to/ }) }).first().getByRole('link', { name: 'Change' });
  await page.goto((await change.getAttribute('href')) ?? '');
  await press(page, page, 'Add another promise');
  await fillLine(page, 2, line);
  await page.getByLabel('What changed, and why').fill('The wardens can come as well.');
  await press(page, page, 'Make this the new promise');
  await openCase(page, file);
  await sees(page, line.what, 'Version 2');
}

export async function keepLine(page: Page, file: OpenCase, line: Line, words: string): Promise<void> {
  await openCase(page, file);
  const form = await openForm(page, page.getByRole('link', { name: actOn('Kept it', line) }));
  await press(page, form, /* the name of the person is in the button */ await buttonOf(form, /^Tell /));
  await sees(page, problem);
  await page.getByLabel('How was it kept?').fill(words);
  await press(page, page.locator('main'), await buttonOf(page.locator('main'), /^Tell /));
  await sees(page, words);
}

async function buttonOf(form: FormScope, name: RegExp): Promise<string> {
  return (await form.getByRole('button', { name }).first().innerText()).trim();
}

/** A date has gone by: the officer is asked for a new one. */
export async function giveNewDate(page: Page, file: OpenCase, line: Line): Promise<void> {
  await openCase(page, file);
  await sees(page, /missed|late/i);
  const form = await openForm(page, page.getByRole('link', { name: actOn('Give a new date', line) }));
  const due = Temporal.Now.plainDateISO('Europe/London').add({ days: 6 });
  await form.getByLabel('Why?').fill('our form went to a mailbox nobody reads');
  const day = form.getByRole('group', { name: 'The new date' });
  await day.getByLabel('Day').fill(String(due.day));
  await day.getByLabel('Month').fill(String(due.month));
  await day.getByLabel('Year').fill(String(due.year));
  await press(page, form, 'Apologise and give the new date');
  await sees(page, 'our form went to a mailbox nobody reads');
}

export async function writeTo(page: Page, file: OpenCase, words: string): Promise<void> {
  await openCase(page, file);
  const form = await openForm(page, page.getByRole('link', { name: 'Write to them' }));
  await form.getByRole('textbox', { name: /^Write to/ }).fill(words);
  await press(page, form, await buttonOf(form, /^Send/));
  await sees(page, words);
}

/** A task for another agency, with the facts that it may know and no others. */
export async function askPolice(page: Page, file: OpenCase, telling: Telling): Promise<void> {
  await page.goto(`${file.path}/tasks/new`);
  const main = page.locator('main');
  await main.getByLabel('What is to be done?').fill('Speak to the two men about the threats');
  await main.getByLabel('Which agency does it?').selectOption({ label: 'Essex Police, Harlow' });
  await main.getByLabel('Who there?').selectOption({ label: 'Essex Police, Harlow: PC Owen Marsh, Neighbourhood constable' });
  await main.getByLabel('In a number of working days').check();
  await main.getByLabel('Working days', { exact: true }).fill('5');
  const details = main.locator('details', { hasText: 'For another agency: what they may know' });
  if ((await details.getAttribute('open')) === null) {
    await details.locator('summary').first().click();
  }
  await main.getByLabel(new RegExp(telling.street)).first().check();
  await press(page, main, 'Ask');
  // Something was ticked, so purpose and law are needed too.
  await sees(page, problem);
  expect(await main.getByLabel('What is to be done?').inputValue()).toBe('Speak to the two men about the threats');
  await main.getByRole('group', { name: 'Which purpose of an agreement is it for?' }).getByRole('radio').first().check();
  await main.getByLabel('What exactly is it for?').fill('To stop the threats');
  await main.getByRole('group', { name: 'Which law lets you share it?' }).getByRole('radio').first().check();
  await main.getByLabel('Why is it necessary').fill('Only the police can warn them.');
  await main.getByLabel('Why is it proportionate').fill('Nothing less would reach them.');
  await main.getByLabel('How must they treat it?').fill('Do not say where this came from.');
  await main.getByLabel('Last day on which they see it').fill(Temporal.Now.plainDateISO('Europe/London').add({ days: 30 }).toString());
  await press(page, main, 'Ask');
  await seesNot(page, problem);
  await openCase(page, file);
  await sees(page, 'Speak to the two men about the threats', 'PC Owen Marsh');
}

/** Another agency's officer sees the task and what was given, and not the case. */
export async function doAsPolice(page: Page, file: OpenCase, telling: Telling): Promise<void> {
  await page.goto('/today');
  await sees(page, 'Speak to the two men about the threats');
  await page.goto('/tasks');
  await page.getByRole('link', { name: 'Speak to the two men about the threats' }).first().click();
  await sees(page, telling.street, 'Do not say where this came from.');
  await seesNot(page, telling.name);
  await seesNot(page, telling.words);
  const refused = await page.goto(file.path);
  expect(refused?.status()).toBe(403);
  await seesNot(page, telling.name);
  expect((await page.goto(`${file.path}/chronology`))?.status()).toBe(403);
  await page.goto('/tasks');
  await page.getByRole('link', { name: 'Speak to the two men about the threats' }).first().click();
  await press(page, page.locator('main'), 'Accept');
  await page.getByLabel('It is done').check();
  await page.getByLabel('In words').fill('Both were spoken to at home and warned.');
  await press(page, page.locator('main'), 'Send the answer');
  await sees(page, 'Both were spoken to at home and warned.', 'Done');
}

/** The chronology, whole, and a letter as a PDF with tags. */
export async function chronologyAndLetter(page: Page, file: OpenCase): Promise<void> {
  await page.goto(`${file.path}/chronology`);
  await sees(page, 'Promise version 1 made', 'Both were spoken to at home and warned.', 'Promise missed');
  await page.goto(`${file.path}/letters`);
  await press(page, page.locator('main'), 'Write');
  const body = page.getByLabel('Letter', { exact: true });
  // Every place that the case cannot fill is filled by hand.
  await body.fill((await body.inputValue()).replaceAll(/\{[^}]*\}/g, 'Thursday').replaceAll(/\[[^\]]*\]/g, 'Thursday'));
  await press(page, page.locator('main'), 'Make the letter');
  await page.goto(`${file.path}/letters`);
  const link = page.locator('main table a').first();
  const answer = await page.request.get((await link.getAttribute('href')) ?? '');
  const pdf = (await answer.body()).toString('latin1');
  expect(answer.headers()['content-type']).toContain('application/pdf');
  expect(pdf.startsWith('%PDF')).toBe(true);
  expect(pdf).toMatch(/\/MarkInfo\s*<<\s*\/Marked true|\/Marked true/);
  expect(pdf).toContain('/StructTreeRoot');
}

/** Closing needs an outcome, a reason, a word on open promises and a message; of a high risk it needs a supervisor too. */
export async function close(page: Page, file: OpenCase): Promise<void> {
  await openCase(page, file);
  await page.goto(`${file.path}/close`);
  const main = page.locator('main');
  await press(page, main, (await main.getByRole('button', { name: 'Ask for approval', exact: true }).count()) > 0 ? 'Ask for approval' : 'Close the case and send');
  await sees(page, problem);
  await main.getByRole('group', { name: 'How did it end?' }).getByRole('radio').first().check();
  await main.getByLabel('Why does the case close?').fill('Both were warned, and it has been quiet.');
  const withdraw = main.getByLabel('Why we withdraw what we promised');
  if ((await withdraw.count()) > 0) {
    await withdraw.fill('The police have spoken to them, so the walks are no longer needed.');
  }
  await main.getByLabel(/^Message to/).fill('The police spoke to both men. Ring me if anything happens again.');
  await press(page, main, (await main.getByRole('button', { name: 'Ask for approval', exact: true }).count()) > 0 ? 'Ask for approval' : 'Close the case and send');
}

/** A supervisor finds it on Today, and agrees. */
export async function approveClosing(page: Page): Promise<void> {
  await page.goto('/today');
  await page.getByRole('link', { name: /asks for approval: Close / }).last().click();
  const main = page.locator('main');
  await press(page, main, 'Save the answer');
  await sees(page, problem, 'Choose yes or no');
  await main.getByLabel('Yes, it may be done').check();
  await main.getByLabel('Why', { exact: true }).fill('I read it and rang her.');
  await press(page, main, 'Save the answer');
  await sees(page, 'I read it and rang her.');
}

/** Approved: the form has what was typed, and only now the case closes. */
export async function closeApproved(page: Page, file: OpenCase): Promise<void> {
  await page.goto(`${file.path}/close`);
  await sees(page, 'I read it and rang her.');
  await press(page, page.locator('main'), 'Close the case and send');
  await openCase(page, file);
  await sees(page, 'Closed');
}
