import { describe, expect, inject, test } from 'vitest';
import { Temporal } from 'temporal-polyfill';

import { Addresses } from './addresses.ts';
import { desk, phoneWithoutScripts, problem, sees, seesNot } from './browser.ts';
import { openStage, press } from './stage.ts';

const stage = openStage();

describe('a panel', () => {
  test.each([['desk', desk], ['phone without scripts', phoneWithoutScripts]] as const)('is planned, drawn, agreed, signed, run and circulated, %s', async (_name, device) => {
    const resident = await stage.devices.fresh(device);
    await resident.goto(`${await new Addresses(stage.town, inject('hub')).storyLink()}/review`);
    await resident.getByLabel('What should the review look at?').fill('Nobody came, and it goes on.');
    await press(resident, 'Ask for a review');
    const dawn = await stage.devices.of('dawn', device);
    const name = `Case conference ${Date.now()}`;
    await dawn.goto('/panels/new');
    await press(dawn, 'Make the panel');
    await sees(dawn, problem);
    await dawn.getByLabel('Name', { exact: true }).fill(name);
    await dawn.locator('[name="kind"][value="case-conference"]').check();
    await dawn.getByLabel('What is it for?').fill('One case, everyone whose work it is');
    await dawn.getByLabel('Chair', { exact: true }).selectOption({ label: await optionWith(dawn, '#chair', 'Dawn Fletcher') });
    await dawn.getByRole('checkbox', { name: /Priya Nair/ }).check();
    await dawn.getByRole('checkbox', { name: /Owen Marsh/ }).check();
    await press(dawn, 'Make the panel');
    await dawn.getByRole('link', { name: 'Plan meetings' }).or(dawn.getByRole('button', { name: 'Plan meetings' })).first().click();
    await dawn.getByLabel('First day').fill(Temporal.Now.plainDateISO('Europe/London').add({ days: 3 }).toString());
    await dawn.getByLabel('Time').fill('14:00');
    await dawn.getByLabel('Minutes').fill('90');
    await dawn.getByLabel('How many meetings').fill('1');
    await dawn.getByLabel('OFFICIAL-SENSITIVE', { exact: true }).check();
    await press(dawn, 'Plan');
    const meeting = await stage.town.value('select m.id from hub.panel_meeting m join hub.panel p on p.id = m.panel_id where p.name = $1', [name]);

    // A case whose review waits for its panel comes by itself, with the reason.
    await dawn.goto(`/panels/meetings/${meeting}/agenda`);
    await press(dawn, 'Draw it from live cases');
    await sees(dawn, 'A case review is open');
    const items = await stage.town.rows("select id from hub.panel_item where meeting_id = $1 and reasons::text like '%case review is open%' order by position", [meeting]);
    const item = items[0]?.['id'] ?? '';
    for (const box of await dawn.locator('[name^="in-"]').all()) {
      await box.setChecked((await box.getAttribute('name')) === `in-${item}`);
    }
    await dawn.locator(`[name="title-${item}"]`).fill('A stairwell and its doors');
    await dawn.locator(`[name="question-${item}"]`).fill('Who walks past at seven?');
    await press(dawn, 'Agree the agenda');
    await sees(dawn, 'The agenda is agreed');

    for (const who of ['dawn', 'priya', 'owen'] as const) {
      const page = await stage.devices.of(who, device);
      await page.goto(`/panels/meetings/${meeting}`);
      await page.getByLabel('I agree, and I keep to it').check();
      await press(page, 'Sign');
      await sees(page, 'Your papers are open');
    }
    await dawn.goto(`/panels/meetings/${meeting}`);
    await press(dawn, 'Start the meeting');
    await dawn.goto(`/panels/meetings/${meeting}/screen`);
    await dawn.locator('#go').selectOption({ value: item });
    await press(dawn, 'Go');
    await sees(dawn, 'Who walks past at seven?');
    await dawn.locator('#action-words').fill('Walk past at seven on Fridays');
    await press(dawn, 'Add action');
    await sees(dawn, 'Walk past at seven on Fridays');
    await dawn.getByLabel('Decision').fill('Patrol until Christmas');
    await press(dawn, 'Record decision, next item');

    // Scored again at the item, one comes back to it.
    await dawn.goto(`/panels/items/${item}`);
    await dawn.getByRole('link', { name: 'Score it again' }).click();
    await dawn.getByRole('link', { name: 'Back to the item of the panel' }).click();
    await sees(dawn, 'A stairwell and its doors');

    await dawn.goto(`/panels/meetings/${meeting}`);
    dawn.on('dialog', (dialog) => void dialog.accept());
    await press(dawn, 'End the meeting');
    await dawn.goto(`/panels/meetings/${meeting}/minutes`);
    await sees(dawn, 'Patrol until Christmas');
    await press(dawn, 'Approve and circulate');
    expect(await stage.town.value('select state from hub.panel_meeting where id = $1', [meeting])).toBe('circulated');
    const owen = await stage.devices.of('owen', device);
    await owen.goto(`/panels/meetings/${meeting}/minutes`);
    await sees(owen, 'This item is closed to you');
    await seesNot(owen, 'Patrol until Christmas');
    // The next device begins anew.
    await stage.town.rows("update hub.asb_review set state = 'closed', closed_at = now() where words = 'Nobody came, and it goes on.'");
  });
});

async function optionWith(page: Awaited<ReturnType<typeof stage.devices.of>>, select: string, words: string): Promise<string> {
  return (await page.locator(`${select} option`).allInnerTexts()).find((text) => text.includes(words)) ?? words;
}
