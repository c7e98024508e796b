import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { browse, goodPassword, makeHub, totpKey, type Browser, type Hub } from '../arrival/browser.testing.ts';
import { routes as arrivalRoutes } from '../arrival/index.ts';
import { paths } from '../paths.ts';
import { totpNow } from '../platform/identity/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { dayBounds, queryText, readCursor, readRecord, trailQuery, writeCursor } from './filter.ts';
import { routes } from './index.ts';

let hub: Hub;
let auditor: Browser;
let report: { id: string; reference: string };

beforeAll(async () => {
  hub = await makeHub([...arrivalRoutes, ...routes]);
  await hub.person('ines@harlow.example.org', ['auditor']);
  auditor = browse(hub.server);
  await auditor.post('/sign-in', { email: 'ines@harlow.example.org', password: goodPassword });
  await auditor.post('/sign-in/second-factor', { code: totpNow(totpKey, hub.house.clock.now().epochMilliseconds) });
  report = await hub.town.report();
  await hub.owner.query('delete from hub.audit_waiting');
  await hub.owner.query('delete from hub.audit_entry');
  await hub.owner.query(
    `insert into hub.audit_entry (partnership_id, id, at, actor_kind, account_id, agency_id, event, subject_kind, subject_id, detail)
     select $1::uuid, gen_random_uuid(), '2026-10-25T00:30:00Z'::timestamptz + make_interval(secs => (n / 3) * 60), 'staff', $2::uuid, $3::uuid, 'report.read', 'report', $4::uuid, '{"n": "=1+1"}' from generate_series(1, 250) n`,
    [hub.town.partnership.id, hub.town.priya.id, hub.town.council, report.id],
  );
});
afterAll(async () => hub.close());

const rowsOf = (body: string): number => (body.match(/read a report<\/td>/g) ?? []).length;

test('pages by key through entries of the same moment, none twice and none left out', async () => {
  let address = paths.auditTrail(queryText({ event: 'report.read' }));
  const sizes: number[] = [];
  while (address !== '' && sizes.length < 9) {
    const { body } = await auditor.get(address);
    sizes.push(rowsOf(body));
    address = (/<a href="(\/audit\?[^"]*before=[^"]*)">Older entries/.exec(body)?.[1] ?? '').replaceAll('&amp;', '&');
  }
  expect(sizes).toEqual([100, 100, 50]);
});

test('finds a record by id and by reference as someone says it, and tells who touched it', async () => {
  for (const record of [report.id, report.reference, report.reference.toLowerCase().replaceAll('-', ' ')]) {
    const { body } = await auditor.get(paths.auditTrail(queryText({ record })));
    expect(body).toContain(`Who touched ${report.reference}`);
    expect(body).toMatch(/Priya Nair<\/th><td>Harlow Council<\/td><td class="n">250</);
  }
  expect((await auditor.get(paths.auditTrail(queryText({ record: 'R99-999-99' })))).body).toContain('Nothing here is called');
  expect((await hub.owner.query(`select 1 from hub.audit_entry where event = 'audit.read' and subject_id = $1`, [report.id])).rowCount).toBe(3);
});

test('filters by person, agency, day; a day is a day of London, also when the clocks go back', async () => {
  for (const [query, count] of [[{ person: hub.town.colleague.id }, 0], [{ agency: hub.town.police }, 0], [{ agency: hub.town.council, event: 'report.read', day: '2026-10-25' }, 100], [{ day: '2026-10-24', event: 'report.read' }, 0]] as const) {
    expect(rowsOf((await auditor.get(paths.auditTrail(queryText(query)))).body)).toBe(count);
  }
});

test('exports what the filters leave, as text in every cell, and the export is an entry', async () => {
  const { status, body } = await auditor.get(paths.auditExport(queryText({ record: report.reference, event: 'report.read' })));
  expect([status, body.trim().split('\r\n').length]).toEqual([200, 251]);
  expect(body).toContain(report.reference);
  expect(body).toContain('n =1+1');
  const { rows } = await hub.owner.query(`select detail, subject_id from hub.audit_entry where event = 'audit.exported'`);
  expect(rows).toEqual([{ detail: { entries: 250 }, subject_id: report.id }]);
});

test('says when entries wait too long for their seal, and gives the head to note down', async () => {
  await hub.owner.query('insert into hub.audit_waiting select partnership_id, id from hub.audit_entry order by at limit 3');
  expect((await auditor.get(paths.auditTrail())).body).toContain('Entries are not being sealed');
  await hub.owner.query('select hub.seal_audit(5000)');
  const { body } = await auditor.get(paths.auditTrail());
  const { rows } = await hub.owner.query('select seq, chain from hub.audit_head');
  expect(body).toContain(`${hub.town.partnership.id}=${rows[0].seq}:${rows[0].chain}`);
  expect(body).not.toContain('Entries are not being sealed');
});

test('filters that make no sense filter nothing; a cursor goes there and back', () => {
  expect(trailQuery.parse({ person: 'x', event: 'DROP TABLE', day: '1/1/2026', before: 'x', record: ' a ' })).toEqual({ record: 'a' });
  const place = { at: Temporal.Instant.from('2026-11-24T09:24:00.123456Z'), id: uuidv7() };
  expect(readCursor(writeCursor(place))).toEqual(place);
  expect([readCursor('nonsense'), readCursor(`2026-99-99T00:00:00Z_${place.id}`), readCursor(undefined)]).toEqual([undefined, undefined, undefined]);
  expect(dayBounds('2026-02-30')).toBeUndefined();
  const bounds = dayBounds('2026-10-25');
  expect(bounds?.from.until(bounds.until).total('hours')).toBe(25);
  expect([readRecord(''), readRecord('what'), readRecord(place.id.toUpperCase())]).toEqual([{ kind: 'none' }, { kind: 'unknown' }, { kind: 'id', id: place.id }]);
});
