import { describe, expect, test } from 'vitest';

import { desk, phoneWithoutScripts, sees, seesNot } from './browser.ts';
import { openStage, press } from './stage.ts';

const stage = openStage();

describe('a case opened in an emergency', () => {
  test.each([['desk', desk, 0], ['phone without scripts', phoneWithoutScripts, 1]] as const)('from the refusal to the review, %s', async (_name, device, place) => {
    const caseId = await stage.town.value(
      `select c.id from hub.case_file c join hub.agency g on g.id = c.agency_id where g.name = 'Harlow Council' and c.state = 'open' and not c.restricted
        and not exists (select 1 from hub.case_access a join hub.account o on o.id = a.principal_id or o.agency_id = a.principal_id where a.case_id = c.id and o.name = 'PC Owen Marsh') order by c.opened_at, c.id offset $1 limit 1`, [place]);
    const police = await stage.devices.of('owen', device);
    await police.goto(`/cases/${caseId}`);
    await sees(police, 'You cannot see this');
    await police.getByRole('link', { name: 'open a case in an emergency' }).click();
    await press(police, 'Open the case and tell its owner');
    await sees(police, 'Say what is happening');
    await police.getByLabel('A threat to life').check();
    await police.getByLabel('What is happening').fill('A call about a man with a knife at this door');
    await police.getByLabel('Why it cannot wait').fill('Nobody at the council answers at night');
    await press(police, 'Open the case and tell its owner');
    await sees(police, 'Open to you in an emergency');

    const supervisor = await stage.devices.of('dawn', device);
    await supervisor.goto('/today');
    await sees(supervisor, 'Review an emergency access');
    const id = await stage.town.value('select id from hub.emergency_access where case_id = $1 order by opened_at desc limit 1', [caseId]);
    await supervisor.goto(`/emergency/${id}`);
    await sees(supervisor, 'a man with a knife');
    await supervisor.getByLabel('No. The access ends now').check();
    await supervisor.getByLabel('Why', { exact: true }).fill('Our night number was answered all evening');
    await press(supervisor, 'Save the review');
    await sees(supervisor, 'The access has ended');

    await police.goto(`/cases/${caseId}`);
    await sees(police, 'You cannot see this');
    await seesNot(police, 'Open to you in an emergency');
    expect(await stage.town.value("select count(*)::text from hub.outbox where body like '%' || $1 || '%'", [id])).not.toBe('0');
  });
});
