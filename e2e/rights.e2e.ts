import { describe, expect, test } from 'vitest';

import { desk, phoneWithoutScripts, sees } from './browser.ts';
import { openStage, press } from './stage.ts';

const stage = openStage();

describe('what a person asks about themselves', () => {
  test.each([['desk', desk], ['phone without scripts', phoneWithoutScripts]] as const)('a request for access, to the check, %s', async (_name, device) => {
    const party = await stage.town.value("select y.id from hub.party y join hub.report r on r.id = y.report_id where r.title = 'Threats and doors kicked, The Stow flats' and y.role = 'complainant'");
    const supervisor = await stage.devices.of('dawn', device);
    await supervisor.goto(`/people/${party}`);
    await supervisor.getByRole('link', { name: 'Take a subject request' }).click();
    await press(supervisor, 'Take the request');
    await sees(supervisor, 'Choose what they ask');
    await supervisor.getByLabel('What we hold about them').check();
    await supervisor.getByLabel('Who asks', { exact: true }).fill('Somebody');
    await supervisor.getByLabel('For themselves').check();
    await supervisor.getByLabel('What they ask, in their words').fill('Everything that you hold');
    await press(supervisor, 'Take the request');
    await sees(supervisor, 'Who asks is not checked');
    const id = supervisor.url().split('/').at(-1)?.replace(/[?#].*$/, '') ?? '';
    await supervisor.getByLabel('How was it checked who asks?').fill('Seen at the desk');
    await press(supervisor, 'Who asks is checked');
    await press(supervisor, 'Search every room');
    await sees(supervisor, 'found');
    const waiting = Number(await stage.town.value('select count(*)::text from hub.subject_item where request_id = $1', [id]));
    expect(waiting).toBeGreaterThan(2);
    await supervisor.locator('#items table a').filter({ hasNotText: /^File/ }).first().click();
    await press(supervisor, 'Save and go on');
    await sees(supervisor, 'Choose whether it goes into the pack');
    await supervisor.getByLabel('It goes in as it is').check();
    await press(supervisor, 'Save and go on');
    await sees(supervisor, 'Saved');
    expect(Number(await stage.town.value('select count(*)::text from hub.subject_item where request_id = $1 and decision is null', [id]))).toBe(waiting - 1);
    await stage.town.rows("update hub.subject_request set state = 'withdrawn' where id = $1", [id]);
  });

  test('an auditor asks about reading, a supervisor explains, the auditor closes it', async () => {
    const auditor = await stage.devices.of('ines', desk);
    await auditor.goto('/records/unusual');
    await auditor.getByRole('link', { name: 'Noor Haddad' }).click();
    await auditor.getByLabel('What do you ask?').fill('Which work was this for?');
    await press(auditor, 'Ask for an explanation');
    const address = await stage.town.value("select '/records/unusual/' || id from hub.unusual_reading where state = 'asked' limit 1");
    const supervisor = await stage.devices.of('dawn', desk);
    await supervisor.goto(address);
    await supervisor.getByLabel('Why was it read?').fill('She drew up the yearly figures');
    await press(supervisor, 'Send the explanation');
    await auditor.goto(address);
    await sees(auditor, 'yearly figures');
    await auditor.getByLabel('In order').check();
    await auditor.getByLabel('Why', { exact: true }).fill('The figures bear it out');
    await press(auditor, 'Close it');
    await sees(auditor, 'Closed');
  });
});
