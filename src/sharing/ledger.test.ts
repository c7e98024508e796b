import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { serveTown, type TownServer } from '../cases/town-server.testing.ts';
import { makeTown, type Person, type Town } from '../cases/town.testing.ts';
import { paths } from '../paths.ts';
import { addGateways, addOutsiders, makeCase, type Outsiders } from './outsiders.testing.ts';
import { routes } from './index.ts';

let town: Town;
let served: TownServer;
let out: Outsiders;
let gateway: string;
beforeAll(async () => {
  town = await makeTown();
  out = await addOutsiders(town);
  gateway = await addGateways(town);
  served = await serveTown(town, routes);
});
afterAll(async () => {
  await served.close();
  await town.close();
});

async function give(caseId: string, agency: string, free: string): Promise<string> {
  const answer = await served.post(town.supervisor, paths.share(caseId), { decision: 'items', agency, free, aim: 'none', allow: 'It cannot wait', purpose: free, gateway, necessity: 'They need it', proportionality: 'No names', until: '2027-02-01' });
  expect(answer.status, answer.body.match(/govuk-error-message[^<]*<[^>]*>[^<]*<[^>]*>[^<]*/)?.[0] ?? '').toBe(303);
  const { rows } = await town.owner.query("update hub.disclosure set valid_until = now() + interval '30 days' where case_id = $1 and purpose = $2 returning reference", [caseId, free]);
  return rows[0].reference;
}

async function exported(who: Person, query = ''): Promise<string[]> {
  const answer = await served.get(who, paths.ledgerExport(query));
  expect([answer.status, answer.type]).toEqual([200, 'text/csv; charset=utf-8']);
  const lines: Record<string, string>[] = parse(answer.body, { columns: true, bom: true });
  return lines.map((line) => line['Reference'] ?? '').toSorted();
}

test('the exported ledger holds the asker’s own lines and no others', async () => {
  const [open, walled, closed] = [await makeCase(town, []), await makeCase(town, [out.walled]), await makeCase(town, [], true)];
  await town.owner.query("insert into hub.case_principal (partnership_id, case_id, principal_id, kind) values ($1, $2, $3, 'account')", [town.partnership.id, closed.caseId, town.supervisor.id]);
  await town.owner.query('select hub.refresh_case_access($1, array[$2]::uuid[])', [town.partnership.id, closed.caseId]);
  const toPolice = await give(open.caseId, town.police, 'A jacket');
  const toHousing = await give(walled.caseId, out.housing.agencyId, 'A door');
  const refusal = await served.post(town.supervisor, paths.share(closed.caseId), { decision: 'refuse', asker: 'A paper', refusal: 'No' });
  expect(refusal.status).toBe(303);
  const { rows: [refused] } = await town.owner.query('select reference from hub.disclosure where case_id = $1', [closed.caseId]);
  const all = [toPolice, toHousing, refused.reference].toSorted();

  expect(await exported(town.supervisor)).toEqual(all);
  // A colleague who is not named on the restricted case, and one behind a wall.
  expect(await exported(town.colleague)).toEqual([toPolice, toHousing].toSorted());
  expect(await exported(out.walled)).toEqual([toPolice]);
  // What they were given is theirs; what the council gave to others is not, whatever they ask for.
  for (const query of ['', '?way=given', `?agency=${town.council}`, '?words=jacket', `?way=received&agency=${town.police}`]) {
    expect(await exported(town.constable, query), query).toEqual([]);
  }
  expect(await exported(town.constable, '?way=received')).toEqual([toPolice]);
  expect(await exported(out.housing, '?way=received')).toEqual([toHousing]);
  expect(await exported(out.housing, '?way=received&words=jacket')).toEqual([]);

  const { rows } = await town.owner.query("select account_id, (detail ->> 'exported')::int as lines from hub.audit_entry where event = 'disclosures.exported' and account_id = $1", [town.supervisor.id]);
  expect(rows).toEqual([{ account_id: town.supervisor.id, lines: 3 }]);
});

test('is nothing for those without casework, nor for anybody who is not signed in', async () => {
  for (const address of [paths.ledger(), paths.ledgerExport(), paths.ledgerExport('?way=received')]) {
    for (const who of [out.auditor, out.administrator]) {
      const answer = await served.get(who, address);
      expect([answer.status, answer.body.includes('Reference')]).toEqual([403, false]);
    }
    const stranger = await served.server.inject({ method: 'GET', url: address });
    expect([stranger.statusCode, stranger.headers['content-type'] ?? '']).not.toContain('text/csv; charset=utf-8');
    expect(stranger.statusCode).toBeGreaterThanOrEqual(300);
  }
});
