import type { Locator, Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

import { desk, phoneWithoutScripts, problem, sees, seesNot } from './browser.ts';
import { openStage, press } from './stage.ts';

const stage = openStage();

const today = Temporal.Now.plainDateISO('Europe/London');
const daysAgo = (days: number): string => today.subtract({ days }).toString();

interface Scene {
  readonly caseId: string;
  readonly adult: string;
  readonly child: string;
}

/** An open case of Priya's with two people complained of and three nights of music. */
async function scene(place: number): Promise<Scene> {
  const caseId = await stage.town.value(
    `select c.id from hub.case_file c join hub.account a on a.id = c.owner_id where a.name = 'Priya Nair' and c.state = 'open' and not c.restricted and not exists (select 1 from hub.power_step s where s.case_id = c.id) order by c.opened_at desc, c.id offset $1 limit 1`, [place]);
  const party = async (name: string, years: number): Promise<string> => stage.town.value(
    `insert into hub.party (partnership_id, id, agency_id, case_id, role, name, name_key, born_on) select partnership_id, gen_random_uuid(), agency_id, id, 'alleged', $2, lower($2), current_date - make_interval(years => $3) from hub.case_file where id = $1 returning id`, [caseId, name, years]);
  for (const [days, words] of [[31, 'First night of music'], [30, 'Second night of music'], [2, 'Last night of music']] as const) {
    await stage.town.rows(`insert into hub.incident (partnership_id, id, case_id, happened_at, words) select partnership_id, gen_random_uuid(), id, now() - make_interval(days => $2), $3 from hub.case_file where id = $1`, [caseId, days, words]);
  }
  return { caseId, adult: await party('Rowan Pike', 41), child: await party('Ash Pike', 15) };
}

function evidence(main: Locator, words: string): Locator {
  return main.locator('.govuk-checkboxes__item', { hasText: words }).locator('input');
}

async function confirmAll(main: Locator): Promise<void> {
  for (const box of await main.locator('input[name="tests"]').all()) {
    await box.check();
  }
}

async function warn(page: Page, { caseId, adult }: Scene): Promise<void> {
  await page.goto(`/cases/${caseId}/ladder`);
  await sees(page, 'Rowan Pike', 'Ash Pike', 'No written warning has been served');
  await page.goto(`/cases/${caseId}/steps/new?power=cpw&party=${adult}`);
  const main = page.locator('main');
  await main.getByLabel('Day it was done').fill(daysAgo(20));
  await main.getByLabel('Day it was given').fill(daysAgo(20));
  await main.getByLabel('How was it given?').selectOption('hand');
  await main.getByLabel(/^What was done/).fill('Two nights, and she was spoken to.');
  await confirmAll(main);
  await evidence(main, 'First night of music').check();
  await main.getByLabel(/^What they must stop/).fill('Stop playing music after 11pm');
  await main.getByLabel(/^By the end of which day/).fill(daysAgo(10));
  await main.getByLabel('Who was told, and when?').fill('Her landlord, by phone');
  await main.getByLabel(/^Why was this not tried first: informal warning/).fill('Wardens spoke to her at the door');
  await press(page, 'Record it as done');
  await sees(page, 'The step is recorded', 'Stop playing music after 11pm');
}

async function fillNotice(page: Page, { caseId }: Scene, party: string): Promise<Locator> {
  await page.goto(`/cases/${caseId}/steps/new?power=cpn&party=${party}`);
  const main = page.locator('main');
  await main.getByLabel(/^What was done/).fill('It went on after the warning.');
  await confirmAll(main);
  await main.getByLabel(/^What they must stop/).fill('Stop playing music after 11pm');
  await main.getByLabel(/^Consulted: people and bodies/).fill('Landlord agrees');
  await main.getByLabel('Who was told, and when?').fill('Her landlord');
  for (const box of await main.getByLabel(/^Why (was this not tried first|did support)/).all()) {
    await box.fill('It would not have stopped it');
  }
  return main;
}

describe.each([['at a desk', desk, 0], ['on a phone without scripts', phoneWithoutScripts, 1]] as const)('a community protection notice %s', (_where, screen, place) => {
  test('is refused thrice with the reason, then issued with approval, and its breach stands on the ladder', async () => {
    const of = await scene(place);
    const page = await stage.devices.of('priya', screen);
    let main = await fillNotice(page, of, of.adult);
    await evidence(main, 'First night of music').check();
    await evidence(main, 'Last night of music').check();
    await press(page, 'Ask for approval');
    await sees(page, problem, 'No written warning has been served', 's.43(5)(a)');
    expect(await main.getByLabel(/^What was done/).inputValue()).toBe('It went on after the warning.');
    await warn(page, of);
    main = await fillNotice(page, of, of.adult);
    await evidence(main, 'Last night of music').check();
    await press(page, 'Ask for approval');
    await sees(page, problem, 'Choose dated evidence of two or more days');
    main = await fillNotice(page, of, of.child);
    await evidence(main, 'First night of music').check();
    await evidence(main, 'Last night of music').check();
    await press(page, 'Ask for approval');
    await sees(page, problem, 'They are 15: it needs someone 16 or over');

    main = await fillNotice(page, of, of.adult);
    await evidence(main, 'First night of music').check();
    await evidence(main, 'Last night of music').check();
    await press(page, 'Ask for approval');
    await sees(page, 'Approval is asked for', 'waits for approval');
    const draft = new URL(page.url()).pathname;

    const dawn = await stage.devices.of('dawn', screen);
    const approval = await stage.town.value('select id from hub.approval where subject_id = $1', [draft.split('/').at(-1)]);
    await dawn.goto('/today');
    await sees(dawn, 'asks for approval: Community protection notice');
    await dawn.goto(`/approvals/${approval}`);
    await dawn.getByLabel('Yes, it may be done').check();
    await dawn.getByLabel('Why', { exact: true }).fill('Warned, and it went on.');
    await press(dawn, 'Save the answer');

    await page.goto(draft);
    await page.getByRole('link', { name: 'Go on with the draft' }).click();
    await sees(page, 'Approved by Dawn Fletcher');
    await page.locator('main').getByLabel('How was it given?').selectOption('hand');
    await page.locator('main').getByLabel('Day it was given').fill(today.toString());
    await page.locator('main').getByLabel('Time it was given').fill(await page.locator('main').getByLabel('Time', { exact: true }).inputValue());
    await press(page, 'Record it as done');
    await sees(page, 'The step is recorded', 'appeal until the end of');
    await page.getByRole('link', { name: 'Make the letter' }).click();
    expect(await page.locator('main').getByLabel('Letter', { exact: true }).inputValue()).toContain('You may appeal to a magistrates’ court within 21 days');
    await seesNot(page, 'The case does not say');
    await press(page, 'Make the letter');
    await sees(page, 'The letter is made and sealed');
    await page.locator('main').getByLabel('What?').selectOption('breach');
    await page.locator('main').getByLabel('Day', { exact: true }).fill(today.toString());
    await page.locator('main').getByLabel('In words').fill('Music again tonight');
    await press(page, 'Add it');
    await page.goto(`/cases/${of.caseId}`);
    await sees(page, 'Breached', 'Community protection notice');
  });
});

test('the powers may be read, filtered, and none of the 2026 Act is offered', async () => {
  const page = await stage.devices.of('priya', desk);
  await page.goto('/powers');
  await sees(page, 'Closure notice', 'Not commenced: commencement date unknown');
  await page.getByLabel('Who', { exact: true }).selectOption('police');
  await page.getByRole('button', { name: 'Show' }).click();
  await sees(page, 'Dispersal authorisation');
  await page.getByRole('link', { name: 'Closure notice', exact: true }).click();
  await sees(page, 'within 48 hours of service', 's.76');
  expect(stage.devices.faults.found).toEqual([]);
});
