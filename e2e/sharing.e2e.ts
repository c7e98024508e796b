import { describe, expect, inject, test } from 'vitest';

import { Addresses } from './addresses.ts';
import { desk, phoneWithoutScripts, problem, sees, seesNot } from './browser.ts';
import { sendPhoto } from './send-photo.ts';
import { openStage, press } from './stage.ts';

const stage = openStage();

describe('what passes between agencies', () => {
  test.each([['desk', desk], ['phone without scripts', phoneWithoutScripts]] as const)('a photo with a covered part is shared, opened, and withdrawn, %s', async (_name, device) => {
    const addresses = new Addresses(stage.town, inject('hub'));
    const photo = await sendPhoto({ devices: stage.devices, town: stage.town, link: await addresses.storyLink() });
    const file = await addresses.storyCase();
    const dawn = await stage.devices.of('dawn', device);
    await dawn.goto(`${file}/share`);
    const form = dawn.locator('main');
    await form.getByLabel('Share chosen facts').check();
    await form.getByLabel('Which agency?').selectOption({ label: 'Essex Police, Harlow' });
    await form.locator(`input[value="file:${photo}"]`).check();
    await form.locator(`[name="cover-file:${photo}"]`).fill('Z9');
    await form.getByLabel('To stop antisocial behaviour and protect those it harms').check();
    await form.getByLabel('What exactly is it for?').fill('To know the door');
    await form.getByRole('radio', { name: /115/ }).first().check();
    await form.getByLabel('Why is it necessary?').fill('They cannot find it otherwise');
    await form.getByLabel('Why is it proportionate?').fill('The rest is covered');
    await press(dawn, 'Record the decision');
    await sees(dawn, problem, 'Name squares such as');
    await form.locator(`[name="cover-file:${photo}"]`).fill('A1:F12');
    await press(dawn, 'See what they would get');
    await sees(dawn, 'What they would see');
    await press(dawn, 'Record the decision');
    await sees(dawn, 'Shared with Essex Police, Harlow');
    const disclosure = await stage.town.value('select disclosure_id from hub.disclosure_item where subject_id = $1 order by id desc limit 1', [photo]);

    const owen = await stage.devices.of('owen', device);
    await owen.goto(`/shared/${disclosure}`);
    await sees(owen, 'To know the door', 'Open the photo');
    const address = (await owen.getByRole('link', { name: 'Open the photo' }).getAttribute('href')) ?? '';
    const copy = await owen.request.get(address);
    expect([copy.status(), copy.headers()['content-type']]).toEqual([200, 'image/jpeg']);
    await owen.goto('/shared');
    await sees(owen, 'Harlow Council');

    await dawn.goto(`/shared/${disclosure}`);
    await sees(dawn, 'PC Owen Marsh');
    await dawn.getByRole('link', { name: 'Withdraw' }).click();
    await dawn.getByLabel(/^Why/).first().fill('The wrong door');
    await Promise.all([dawn.waitForURL((url) => !url.pathname.endsWith('/withdraw')), dawn.locator('main form button').first().click()]);
    await sees(dawn, 'is withdrawn');
    expect((await owen.request.get(address)).status()).toBe(403);
    await owen.goto('/today');
    await sees(owen, /withdrawn/i);
    await dawn.goto('/sharing/ledger');
    await sees(dawn, await stage.town.value('select reference from hub.disclosure where id = $1', [disclosure]));
  });

  test.each([['desk', desk], ['phone without scripts', phoneWithoutScripts]] as const)('a partner is asked and answers, %s', async (_name, device) => {
    const priya = await stage.devices.of('priya', device);
    await priya.goto('/sharing/requests/new');
    const form = priya.locator('main');
    await form.getByLabel('Which agency?').selectOption({ label: 'Eastgate Homes' });
    await form.getByRole('radio', { name: /place/i }).first().check();
    await form.getByLabel(/^Which/).last().fill('The Stow flats, second stairwell');
    await form.locator('[name="wanted"]').fill('When was the door lock last changed?');
    await form.locator('[name="purpose"]').fill('To plan the visit');
    await form.locator('[name="gateway"]').first().check();
    await form.locator('[name="why"]').fill('Only the landlord knows');
    await form.locator('[name="when"][value="usual"]').check();
    await Promise.all([priya.waitForURL(/\/sharing\/requests\/[0-9a-f-]{36}/), form.locator('form button[type="submit"], form button').last().click()]);
    const request = new URL(priya.url()).pathname;

    const leah = await stage.devices.of('leah', device);
    await leah.goto(`${request}/answer`);
    await press(leah, 'Send the answer');
    await sees(leah, problem, 'Choose what you answer');
    await leah.getByLabel('We hold nothing, or nothing more').check();
    await leah.getByLabel('Say it in your words').fill('It was never changed since 2019');
    await press(leah, 'Send the answer');
    await sees(leah, 'Answered');
    await priya.goto(request);
    await sees(priya, 'never changed since 2019');
    await seesNot(priya, 'Send the answer');
  });
});
