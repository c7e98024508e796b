import { afterAll, beforeAll, expect, test } from 'vitest';

import { openCase } from '../cases/index.ts';
import { makeTown, type Town } from '../cases/town.testing.ts';
import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { paths } from '../paths.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { routes } from './index.ts';
import { letterPdf } from './pdf.ts';

let town: Town;
let desk: TownServer;
const template = uuidv7();
beforeAll(async () => {
  town = await makeTown();
  desk = await serveTown(town, routes);
  await town.owner.query(
    `insert into hub.letter_template (partnership_id, id, name, use, subject, body, in_force_from) values ($1, $2, 'What we will do', 'letter', 'Your report {report_reference}', 'Dear {name},\n\n{promise}\n\n{officer_name}, {agency_name}', '2020-01-01')`,
    [town.partnership.id, template],
  );
});
afterAll(async () => {
  await desk.close();
  await town.close();
});

test('a letter is filled from the case, refused while a place is open, sealed, and seen by nobody else', async () => {
  const report = await town.report({ contact: { routes: ['letter'], plain: false } });
  await town.owner.query(`update hub.party set address = '1 Invented Row', postcode = 'CM20 1AA' where report_id = $1`, [report.id]);
  const { caseId } = await town.as(town.priya, async (tx, actor) => openCase(tx, { actor, partnership: town.partnership, now: town.now, title: 'Landing', categoryId: null, reportIds: [report.id], ownerId: actor.accountId }));
  const { rows: [person] } = await town.owner.query('select id from hub.party where report_id = $1', [report.id]);
  const address = `${paths.casePart(caseId, 'letters')}/new?template=${template}&party=${person.id}`;
  const form = await desk.get(town.priya, address);
  expect(form.body).toContain('Dear Amara Okafor,');
  expect(form.body).toContain(`Your report ${report.reference}`);
  expect(form.body).toContain('The case does not say: {promise}');
  expect(form.body).not.toContain('Do not post this');
  const refused = await desk.post(town.priya, address, { subject: 'Your report', body: 'Dear Amara, {promise}' });
  expect([refused.status, refused.body.includes('Fill in or take out {promise}')]).toEqual([422, true]);
  expect((await desk.post(town.priya, address, { subject: 'Your report', body: 'Dear Amara,\n\nWe come on Friday.', told: 'yes' })).status).toBe(303);
  const { rows: [letter] } = await town.owner.query('select l.id, e.sha256, e.size, e.received_from from hub.letter l join hub.evidence e on e.id = l.evidence_id where l.case_id = $1', [caseId]);
  expect(letter.received_from).toBe('hub');
  const pdf = await desk.get(town.priya, paths.letter(caseId, letter.id));
  expect([pdf.type, pdf.raw.length, pdf.raw.subarray(0, 5).toString()]).toEqual(['application/pdf', Number(letter.size), '%PDF-']);
  expect((await desk.get(town.constable, paths.letter(caseId, letter.id))).status).toBe(403);
  expect((await desk.get(town.constable, address)).status).toBe(403);
  const { rows: [told] } = await town.owner.query('select last_told_at from hub.report where id = $1', [report.id]);
  expect(told.last_told_at.toISOString()).toBe('2026-11-24T09:24:00.000Z');
  const later = await town.report({ contact: { routes: ['text'], plain: true } });
  const other = await town.as(town.priya, async (tx, actor) => openCase(tx, { actor, partnership: town.partnership, now: town.now, title: 'Other', categoryId: null, reportIds: [later.id], ownerId: actor.accountId }));
  const { rows: [unsafe] } = await town.owner.query('select id from hub.party where report_id = $1', [later.id]);
  expect((await desk.get(town.priya, `${paths.casePart(other.caseId, 'letters')}/new?template=${template}&party=${unsafe.id}`)).body).toContain('Do not post this.');
});

test('a letter of several pages in Polish and Welsh letters is tagged, titled and in its language', async () => {
  const pdf = await letterPdf({ sender: { name: 'Harlow Council', lines: ['01632 960001'] }, address: ['Łucja Wiśniewska', '1 Invented Row'], date: 'Tuesday 24 November 2026', reference: 'C1', subject: 'Ŵy a thŷ', body: `${'Dear Łucja, we come “on Friday”. '.repeat(120)}\n\nYours`, madeAt: new Date(0) });
  const text = pdf.toString('latin1');
  expect(text).toMatch(/\/Lang \(en-GB\)/);
  expect(text).toMatch(/\/Marked true/);
  expect(text).toMatch(/\/StructTreeRoot/);
  expect(text).toMatch(/\/DisplayDocTitle true/);
  expect(Number(/\/Count (\d+)/.exec(text)?.[1])).toBeGreaterThan(1);
});
