import { afterAll, beforeAll, expect, test } from 'vitest';

import { openReportTown, type ReportTown } from '../reporting/town.testing.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { routes } from './index.ts';

let town: ReportTown;
beforeAll(async () => {
  town = await openReportTown(routes);
});
afterAll(async () => {
  await town.close();
});

test.each([
  ['/', 'Tell us what is happening'], ['/', 'Open now: Harlow Council, until 5pm.'], ['/', 'Every 10 working days'], ['/', 'No consultation is open now.'], ['/help', 'open until 5pm'], ['/help', 'Samaritans'],
  ['/what-we-are-doing', 'Seven lamps were replaced.'], ['/have-your-say', 'No consultation is open now'], ['/about/privacy', 'Essex Police'], ['/about/accessibility', '2.2'],
  ['/about/contact-standards', '3 working days'], ['/about/contact-standards', 'Christmas'], ['/about/languages', 'lang="pl"'], ['/about/complain', 'Ombudsman'],
])('%s says “%s”', async (url, words) => {
  const answer = await town.visitor().get(url);
  expect(answer.status).toBe(200);
  expect(answer.body).toContain(words);
  expect(answer.body).not.toMatch(/ style="|<script(?![^>]*src)/);
});

async function promises(count: number, kept: number): Promise<void> {
  const report = uuidv7();
  const p = town.partnership.id;
  await town.owner.query(
    `insert into hub.report (partnership_id, id, reference, link_hash, link_sealed, agency_id, channel, received_at, title, words) values ($1, $2, $3, $4, '', $5, 'web', '2026-09-01', 'x', 'x')`,
    [p, report, report.slice(0, 12), Buffer.from(report), town.ids.council],
  );
  const promise = uuidv7();
  await town.owner.query(`insert into hub.promise (partnership_id, id, report_id, version, made_by, made_at) values ($1, $2, $3, 1, $4, '2026-09-02')`, [p, promise, report, town.ids.officer]);
  for (let line = 0; line < count; line += 1) {
    await town.owner.query(
      `insert into hub.promise_line (partnership_id, id, promise_id, report_id, line_id, position, who, what, due_at, first_due_at, state) values ($1, $2, $3, $4, $2, 1, 'We', 'call', '2026-10-10', '2026-10-10', $5)`,
      [p, uuidv7(), promise, report, line < kept ? 'kept' : 'missed'],
    );
  }
}

test('promises kept are published from ten on', async () => {
  await promises(9, 8);
  expect((await town.visitor().get('/')).body).not.toContain('promises kept');
  expect((await town.visitor().get('/what-we-are-doing')).body).toContain('Fewer than ten');
  await promises(3, 2);
  expect((await town.visitor().get('/')).body).toContain('10 of 12 promises kept in October.');
  expect((await town.visitor().get('/what-we-are-doing')).body).toContain('10 kept');
});
