import { describe, expect, test } from 'vitest';

import { desk, phoneWithoutScripts, sees, seesNot } from './browser.ts';
import { openStage, press } from './stage.ts';

const stage = openStage();

describe('how long records are kept', () => {
  test.each([['desk', desk], ['phone without scripts', phoneWithoutScripts]] as const)('from a hold to a deletion, %s', async (_name, device) => {
    const [row] = await stage.town.rows("select i.id as item, r.id as report, r.reference from hub.retention_item i join hub.report r on r.id = i.subject_id where i.state = 'waiting' and i.kind = 'report_not_taken' order by i.due_on, i.id limit 1");
    const { item = '', report: reportId = '', reference = '' } = row ?? {};
    const officer = await stage.devices.of('priya', device);
    await officer.goto(`/reports/${reportId}`);
    await officer.getByRole('link', { name: 'Place a legal hold' }).click();
    await press(officer, 'Place the hold');
    await sees(officer, 'Say why it must be kept');
    await officer.getByLabel('Why it must be kept').fill('The ombudsman has asked for it');
    await officer.getByLabel('Look at the hold again on').fill(await stage.town.value("select (current_date + 90)::text"));
    await press(officer, 'Place the hold');
    await sees(officer, 'On legal hold');

    const supervisor = await stage.devices.of('dawn', device);
    await supervisor.goto('/today');
    await sees(supervisor, 'records to review');
    await supervisor.goto(`/records/review/${item}`);
    await sees(supervisor, 'It cannot be deleted while the hold lasts');
    await supervisor.getByLabel('Delete it').check();
    await supervisor.getByLabel('I have looked at it').check();
    await supervisor.getByLabel('Why', { exact: true }).fill('Nothing in it is needed');
    await press(supervisor, 'Save the decision');
    await sees(supervisor, 'This is on legal hold');

    await supervisor.goto(`/records/holds/of?kind=report&subject=${reportId}`);
    await supervisor.getByRole('link', { name: reference }).first().click();
    await supervisor.getByLabel('No, lift it').check();
    await supervisor.getByLabel('Why it is lifted').fill('The ombudsman has closed it');
    await press(supervisor, 'Save');
    await sees(supervisor, 'The hold is lifted');

    await supervisor.goto(`/records/review/${item}`);
    await supervisor.getByLabel('Delete it').check();
    await supervisor.getByLabel('I have looked at it').check();
    await supervisor.getByLabel('Why', { exact: true }).fill('Nothing in it is needed');
    await press(supervisor, 'Save the decision');
    await sees(supervisor, 'Deleted:');
    await supervisor.getByLabel('Was this reference deleted?').fill(reference);
    await press(supervisor, 'Look it up');
    await sees(supervisor, 'Nothing in it is needed');
    await seesNot(supervisor, 'No record of that reference was deleted');
    expect(await stage.town.value('select count(*)::text from hub.report where id = $1', [reportId])).toBe('0');
    await officer.goto(`/reports/${reportId}`);
    await sees(officer, 'You cannot see this');
  });
});
