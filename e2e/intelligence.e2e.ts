import { describe, expect, test } from 'vitest';

import { desk, phoneWithoutScripts, problem, sees, seesNot } from './browser.ts';
import { openStage, press } from './stage.ts';

const stage = openStage();

describe('intelligence', () => {
  test.each([['desk', desk], ['phone without scripts', phoneWithoutScripts]] as const)('from handing in to a reader who accepts the conditions; the source is on no page of theirs, %s', async (_name, device) => {
    const priya = await stage.devices.of('priya', device);
    await priya.goto('/intelligence/new');
    await priya.getByLabel('SECRET or TOP SECRET').check();
    await priya.getByLabel('What did you hear or see?').fill('Something');
    await press(priya, 'Hand it in');
    await sees(priya, problem, 'must not hold anything above OFFICIAL-SENSITIVE');
    await priya.getByLabel('OFFICIAL-SENSITIVE', { exact: true }).check();
    await priya.getByLabel('What did you hear or see?').fill('Two men carry bicycles into the lock-up behind the parade at night.');
    await priya.getByLabel('Who or what did it come from?').fill('Quillon Featherstonehaugh of the bakery');
    await press(priya, 'Hand it in');
    await sees(priya, 'Intelligence');
    const id = await stage.town.value("select id from hub.intelligence_report where words like 'Two men carry bicycles%' order by submitted_at desc limit 1");
    await priya.goto(`/intelligence/${id}`);
    await seesNot(priya, 'bicycles');

    const dawn = await stage.devices.of('dawn', device);
    await dawn.goto(`/intelligence/${id}/grade`);
    await dawn.getByLabel('2 Untested').check();
    await dawn.getByLabel('A Known directly to the source').check();
    await dawn.getByLabel('C Lawful sharing permitted with conditions').check();
    await dawn.getByLabel('Conditions', { exact: true }).fill('Plan patrols with it. Do not stop anyone on it alone.');
    await dawn.getByLabel('Why do you grade it so?').fill('Seen with their own eyes');
    await press(dawn, 'Save the grading');
    await sees(dawn, '2 A C');
    await dawn.goto(`/intelligence/${id}/sanitise`);
    await dawn.getByLabel('Title').fill('Bicycles, a lock-up');
    await dawn.getByLabel('What others may read').fill('Bicycles are carried into a lock-up in the Bush Fair area after ten in the evening.');
    await dawn.getByLabel('What did you take out, and why?').fill('Which parade: two shops look onto it');
    await press(dawn, 'Ask for approval');
    await sees(dawn, 'You wrote it. Somebody else who is trained approves it');

    const tomas = await stage.devices.of('tomas', device);
    await tomas.goto(`/intelligence/${id}`);
    await tomas.getByLabel('Yes: nothing in it leads to the source').check();
    await tomas.getByLabel('What has to change, or what you checked').fill('No shop, no hour that only one knows');
    await press(tomas, 'Decide');
    await sees(tomas, 'Approved');
    await tomas.goto(`/intelligence/${id}/disseminate`);
    await tomas.getByLabel('Which agency?').selectOption({ label: 'Essex Police, Harlow' });
    await tomas.getByLabel('What do they need it for?').fill('To plan patrols');
    await tomas.getByLabel('Why do they need it, and why would less not do?').fill('They patrol there at night');
    await tomas.locator('[name="gateway"]').first().check();
    await press(tomas, 'Share it');
    await sees(tomas, 'Essex Police');

    const given = await stage.town.value("select id from hub.intelligence_dissemination where purpose = 'To plan patrols' order by decided_at desc limit 1");
    const owen = await stage.devices.of('owen', device);
    await owen.goto(`/intelligence/shared/${given}`);
    await seesNot(owen, 'Bicycles are carried');
    await press(owen, 'Accept and read');
    await sees(owen, problem);
    await owen.locator('[name="accept"]').check();
    await press(owen, 'Accept and read');
    await sees(owen, 'Bicycles are carried into a lock-up', '2 A C');
    for (const page of ['/intelligence', `/intelligence/shared/${given}`, '/intelligence?q=lock-up']) {
      await owen.goto(page);
      await seesNot(owen, /Quillon|Featherstonehaugh|bakery/);
    }
    expect((await owen.request.get(`/intelligence/${id}/source`)).status()).toBe(403);
    await tomas.goto(`/intelligence/${id}/source`);
    await sees(tomas, 'Quillon Featherstonehaugh');
  });
});
