import { describe, expect, inject, test } from 'vitest';

import { Addresses } from './addresses.ts';
import { desk, phoneWithoutScripts, problem, sees, until } from './browser.ts';
import { sendPhoto } from './send-photo.ts';
import { openStage, press } from './stage.ts';

const stage = openStage();

describe('an evidence bundle', () => {
  test.each([['desk', desk], ['phone without scripts', phoneWithoutScripts]] as const)('is chosen, covered, made in the background and downloaded, %s', async (_name, device) => {
    const addresses = new Addresses(stage.town, inject('hub'));
    const photo = await sendPhoto({ devices: stage.devices, town: stage.town, link: await addresses.storyLink() });
    const file = await addresses.storyCase();
    const priya = await stage.devices.of('priya', device);
    await priya.goto(file);
    await priya.getByRole('link', { name: 'Evidence for a court' }).first().click();
    await press(priya, 'Start');
    await sees(priya, problem, 'Give the bundle a title');
    await priya.getByLabel('What it is for').fill('Application for an injunction');
    await priya.getByLabel('Court and hearing, if there is one').fill('Chelmsford County Court');
    await press(priya, 'Start');
    await sees(priya, 'What goes in');
    const bundle = new URL(priya.url()).pathname;
    await press(priya, 'Make the bundle');
    await sees(priya, problem, 'can and cannot show');

    for (const box of await priya.locator('[name="included"]').all()) {
      const label = await priya.locator(`label[for="${await box.getAttribute('id')}"]`).innerText();
      await box.setChecked(!/\.(jpg|pdf|png)/.test(label));
    }
    await priya.locator(`[name="included"][value="${await stage.town.value('select id from hub.bundle_item where bundle_id = $1 and source_id = $2', [bundle.split('/').at(-1), photo])}"]`).check();
    await press(priya, 'Save what goes in');
    const items = await stage.town.rows("select i.id, i.source_id from hub.bundle_item i where i.bundle_id = $1 and i.kind not in ('incident', 'entry') and i.included", [bundle.split('/').at(-1)]);
    expect(items.some(({ source_id: source }) => source === photo)).toBe(true);
    for (const { id, source_id: source } of items) {
      await priya.goto(`${bundle}/items/${id}`);
      await priya.getByLabel('What it can and cannot show').fill('Taken on a telephone whose clock was right');
      if (source === photo) {
        await priya.getByLabel('Squares to cover').fill('A1:C12');
        await priya.getByLabel('Why they are covered').fill('The number of a flat that is not concerned');
      }
      await press(priya, 'Save');
    }
    await priya.goto(bundle);
    await press(priya, 'Make the bundle');
    await until('the bundle is made', async () => (await stage.town.value('select state from hub.bundle where id = $1', [bundle.split('/').at(-1)])) === 'ready');
    await priya.goto(bundle);
    await sees(priya, /Ready: \d+ pages/, 'SHA-256');
    const pdf = await priya.request.get(`${bundle}/file`);
    expect([pdf.status(), pdf.headers()['content-type'], (await pdf.body()).subarray(0, 4).toString()]).toEqual([200, 'application/pdf', '%PDF']);
  });
});
