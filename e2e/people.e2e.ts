import { describe, expect, test } from 'vitest';

import { desk, phoneWithoutScripts, sees, seesNot } from './browser.ts';
import { openStage, press } from './stage.ts';

const stage = openStage();

const screens = [['desk', desk], ['phone without scripts', phoneWithoutScripts]] as const;

describe('people', () => {
  test.each(screens)('somebody is found by a part of the name, and a partner is asked without a word of what they hold, %s', async (_name, device) => {
    const officer = await stage.devices.of('dawn', device);
    await officer.goto('/people');
    await officer.getByLabel('Name, registration of a vehicle, or words of a description').fill('castell');
    await press(officer, 'Find');
    await officer.locator('main table').getByRole('link', { name: /Castell/ }).first().click();
    await sees(officer, 'Where they are named', 'Who has looked');
    await officer.goto(`${new URL(officer.url()).pathname}/ask`);
    await press(officer, 'Ask');
    await sees(officer, 'Say why');
    await officer.getByLabel('Why do you need to know?').fill('Whether a visit alone is safe');
    await press(officer, 'Ask');
    await sees(officer, /Whom to ask|Nobody to name/);
    await officer.goto('/people/asked');
    await sees(officer, 'Whether a visit alone is safe');
  });

  test.each(screens)('two records become one person and two again, %s', async (_name, device) => {
    const officer = await stage.devices.of('priya', device);
    await officer.goto('/people/matches');
    await officer.locator('main table').getByRole('link').first().click();
    await sees(officer, 'Is this the same person?', 'Why this probability');
    const [, , , left = '', right = ''] = new URL(officer.url()).pathname.split('/');
    const persons = async (): Promise<string> => stage.town.value(`select count(distinct person_id) from hub.person_record where id in ($1, $2)`, [left, right]);
    expect(Number(await persons())).toBe(2);
    await press(officer, 'Same person');
    expect(Number(await persons())).toBe(1);
    await officer.goto(`/people/${left}`);
    await officer.getByRole('link', { name: /^Undo/ }).first().click();
    await officer.getByLabel('Why?').fill('Two brothers');
    await officer.getByRole('button', { name: 'Take it back' }).click();
    await sees(officer, 'Two brothers');
    await expect.poll(async () => Number(await persons())).toBe(2);
  });

  test('a partner’s file is mapped, read and compared while a bar shows how far it is', async () => {
    const officer = await stage.devices.of('dawn', desk);
    await officer.goto('/people/files');
    await press(officer, 'Send the file');
    await sees(officer, 'Choose a file', 'Say who gave the file');
    await officer.getByLabel('A CSV file with one person in each row').setInputFiles({ name: 'tenants.csv', mimeType: 'text/csv', buffer: Buffer.from('Forename,Surname,DOB,Post code\nMira,Castelan,4/2/1980,CM20 1AB\nOrla,Birchal,1981-05-06,CM18 7AA\n,,,\n') });
    await officer.getByLabel('Who gave it?').fill('Eastgate Homes, tenancy team');
    await officer.getByLabel('For which purpose, under which agreement?').fill('Repeat victims, agreement of 2026');
    await press(officer, 'Send the file');
    await sees(officer, 'Which column is what?', 'The first rows');
    await officer.getByLabel('Others, such as tenants').check();
    await press(officer, 'Read the file');
    await sees(officer, 'From Eastgate Homes, tenancy team.');
    await expect.poll(async () => {
      await officer.reload();
      return officer.locator('main').innerText();
    }, { timeout: 100_000, interval: 1_000 }).toContain('Done');
    await seesNot(officer, 'How far the file is');
  }, 150_000);
});
