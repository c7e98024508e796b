import { describe, expect, inject, test } from 'vitest';
import { Temporal } from 'temporal-polyfill';

import { Addresses } from './addresses.ts';
import { desk, phoneWithoutScripts, problem, sees } from './browser.ts';
import { openStage, press } from './stage.ts';

const stage = openStage();
const soon = Temporal.Now.plainDateISO('Europe/London').add({ days: 10 }).toString();

describe('a case review', () => {
  test.each([['desk', desk], ['phone without scripts', phoneWithoutScripts]] as const)('from the private page to the outcome, %s', async (_name, device) => {
    const link = await new Addresses(stage.town, inject('hub')).storyLink();
    const resident = await stage.devices.fresh(device);
    await resident.goto(`${link}/review`);
    await press(resident, 'Ask for a review');
    await sees(resident, problem, 'Write what the review should look at');
    await resident.getByLabel('What should the review look at?').fill('I rang five times and nobody came.');
    await press(resident, 'Ask for a review');
    const id = await stage.town.value("select id from hub.asb_review where words like 'I rang five times%' and state = 'applied' order by applied_at desc limit 1");

    const dawn = await stage.devices.of('dawn', device);
    await dawn.goto('/case-reviews');
    await sees(dawn, await stage.town.value('select reference from hub.asb_review where id = $1', [id]), 'Acknowledge the application');
    await dawn.goto(`/case-reviews/${id}`);
    await press(dawn, 'Acknowledge the application');
    await sees(dawn, 'Decide on the threshold');
    await dawn.getByLabel('Yes, a panel meets').check();
    await dawn.getByLabel('The reason').fill('Three reports in six months, and the harm goes on.');
    await press(dawn, 'Decide');
    await sees(dawn, 'Set up the panel');
    await dawn.getByLabel('One contact for the person who asked').selectOption({ label: 'Dawn Fletcher' });
    await dawn.getByLabel('Chair', { exact: true }).fill('Helen Marlow, Epping Forest');
    await dawn.getByLabel('Why the chair is independent of this case').fill('Another district, new to the case');
    await dawn.getByLabel('Day of the meeting').fill(soon);
    await dawn.getByLabel('Time', { exact: true }).fill('10:00');
    await dawn.getByLabel('Sends their words').check();
    await dawn.getByLabel('What they need or want to say').fill('An interpreter, and that the door is mended');
    await press(dawn, 'Save the panel');
    await sees(dawn, 'Helen Marlow, Epping Forest');
    for (const [name, words] of [['persistence', 'Every weekend'], ['harm', 'She does not sleep'], ['adequacy', 'Nobody came'], ['outcome_words', 'The landlord mends the door by Friday.']] as const) {
      await dawn.locator(`[name="${name}"]`).first().fill(words);
    }
    await press(dawn, 'Record and tell the outcome');
    await sees(dawn, /The panel meets on .* at 10am\. Record the outcome after it/);
    // The day of the panel comes, and what was typed is still there.
    await stage.town.rows("update hub.asb_review set meeting_at = now() - interval '1 hour' where id = $1", [id]);
    await press(dawn, 'Record and tell the outcome');
    await sees(dawn, 'The landlord mends the door by Friday.');
    expect(await stage.town.value('select state from hub.asb_review where id = $1', [id])).toBe('outcome');
    await resident.goto(link);
    await sees(resident, 'The landlord mends the door by Friday.');
    // The next device begins anew.
    await stage.town.rows("update hub.asb_review set state = 'closed', closed_at = now() where id = $1", [id]);
  });
});
