import { randomBytes } from 'node:crypto';

import { kindsOfData } from '../agreements/index.ts';
import type { Person, Town } from '../cases/town.testing.ts';
import { openCase } from '../cases/index.ts';
import type { Role } from '../platform/access/index.ts';
import { secretHash } from '../platform/http/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { defaultGateways } from './default-gateways.ts';

/** One more person of a test town. */
export async function addPerson(town: Town, name: string, agencyId: string, roles: readonly Role[]): Promise<Person> {
  const p = town.partnership.id;
  const [id, token] = [uuidv7(), randomBytes(16).toString('hex')];
  await town.owner.query(`insert into hub.account (partnership_id, id, agency_id, name, email, state) values ($1, $2, $3, $4, $5, 'active')`, [p, id, agencyId, name, `${id}@example.org`]);
  for (const role of roles) {
    await town.owner.query('insert into hub.account_role values ($1, $2, $3)', [p, id, role]);
  }
  await town.owner.query(`insert into hub.session (partnership_id, id, token_hash, account_id, stage, expires_at) values ($1, $2, $3, $4, 'full', now() + interval '1 day')`, [p, uuidv7(), secretHash(token), id]);
  return { id, agencyId, token };
}

/** Everyone to whom a case of the council, shared with nobody, does not exist. */
export interface Outsiders {
  readonly housing: Person;
  readonly auditor: Person;
  readonly administrator: Person;
  readonly walled: Person;
}

export async function addOutsiders(town: Town): Promise<Outsiders> {
  const housing = uuidv7();
  await town.owner.query(`insert into hub.agency (partnership_id, id, name, short_name, kind) values ($1, $2, 'Eastgate Homes', 'Eastgate', 'housing')`, [town.partnership.id, housing]);
  return {
    housing: await addPerson(town, 'Leah Brandt', housing, ['officer']),
    auditor: await addPerson(town, 'Ines Calder', town.council, ['auditor']),
    administrator: await addPerson(town, 'Ade Bankole', town.council, ['administrator']),
    walled: await addPerson(town, 'Wes Allison', town.council, ['officer', 'supervisor']),
  };
}

export async function addGateways(town: Town): Promise<string> {
  const ids = defaultGateways.map(() => uuidv7());
  for (const [place, gateway] of defaultGateways.entries()) {
    await town.owner.query('insert into hub.gateway (partnership_id, id, code, name, words, source, in_force_from) values ($1, $2, $3, $4, $5, $6, $7)', [town.partnership.id, ids[place], gateway.code, gateway.name, gateway.words, gateway.source, gateway.inForceFrom]);
  }
  await addAgreement(town, 'SHP-04', [town.council, town.police]);
  return ids[0] ?? '';
}

/** An agreement on everything for one purpose, unless said otherwise; it lasts through any clock of a test. */
export async function addAgreement(town: Town, code: string, parties: readonly string[], wish: { purposes?: readonly string[]; gateways?: readonly string[]; kinds?: readonly string[]; expires?: string } = {}): Promise<string> {
  const id = uuidv7();
  await town.owner.query(
    `insert into hub.agreement (partnership_id, id, code, version, title, purposes, gateways, kinds, starts_on, review_on, expires_on, written_by, written_at) values ($1, $2, $3, 1, 'Antisocial behaviour', $4, $5, $6, '2020-01-01', '2021-01-01', $7, $8, now())`,
    [town.partnership.id, id, code, wish.purposes ?? [testAim], wish.gateways ?? defaultGateways.map((gateway) => gateway.code), wish.kinds ?? kindsOfData.map((kind) => kind.code), wish.expires ?? '2099-12-31', town.supervisor.id],
  );
  for (const party of parties) {
    await town.owner.query('insert into hub.agreement_party (partnership_id, agreement_id, agency_id) values ($1, $2, $3)', [town.partnership.id, id, party]);
  }
  return id;
}

export const testAim = 'To stop antisocial behaviour';

/** A case of Priya's from one report, with a wall for whoever is named. */
export async function makeCase(town: Town, walled: readonly Person[], restricted = false): Promise<{ caseId: string; reportId: string; reference: string }> {
  const report = await town.report();
  const { caseId, reference } = await town.as(town.priya, async (tx, actor) => openCase(tx, { actor, partnership: town.partnership, now: town.now, title: 'Threats on the landing', categoryId: null, reportIds: [report.id], ownerId: town.priya.id, restricted }));
  for (const person of walled) {
    await town.owner.query(`insert into hub.access_wall (partnership_id, account_id, case_id, reason) values ($1, $2, $3, 'neighbour')`, [town.partnership.id, person.id, caseId]);
  }
  return { caseId, reportId: report.id, reference };
}
