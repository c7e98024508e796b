import { phoneWithoutScripts, sees, until, type Devices } from './browser.ts';
import type { Town } from './database.ts';
import { photo } from './photo.ts';

/** The resident of the story adds a photo from a phone; it is in the case, with its safe copy, when this ends. */
export async function sendPhoto({ devices, town, link }: { readonly devices: Devices; readonly town: Town; readonly link: string }): Promise<string> {
  const page = await devices.fresh(phoneWithoutScripts);
  await page.goto(`${link}/message`);
  const before = await newest(town);
  await page.locator('input[type="file"]').setInputFiles(await photo());
  await page.getByLabel('Your message').fill('The door this morning');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await sees(page, 'We have your message');
  await town.doNow('make-copies');
  await until('the photo has its safe copy', async () => (await newest(town)) !== before);
  await page.context().close();
  return await newest(town);
}

async function newest(town: Town): Promise<string> {
  const [row] = await town.rows("select id from hub.evidence where kind = 'photo' and copy_state = 'ready' order by received_at desc, id desc limit 1");
  return row?.['id'] ?? '';
}
