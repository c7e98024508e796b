import pg from 'pg';
import type { Temporal } from 'temporal-polyfill';

import { startingRows } from '../local-rules/index.ts';
import type { ConnectionConfig } from '../platform/database/index.ts';
import { insertRows, type Row } from '../platform/database/index.ts';
import { secretHash } from '../platform/http/index.ts';
import { makeSecret, uuidv7 } from '../platform/references/index.ts';
import type { SetUpWish } from './set-up-wish.ts';

const invitationDays = 7;

export interface Founded {
  readonly invitationSecret: string;
  readonly restrictedTeam: string;
}

/** Makes a real partnership as the database owner: its first agency, its administrator and the rules it starts with. All or nothing. */
export async function foundPartnership(owner: ConnectionConfig, wish: SetUpWish, now: Temporal.Instant): Promise<Founded> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await client.query('begin');
    await client.query('lock table hub.partnership in share row exclusive mode');
    await refuseSecond(client, wish);
    const founded = await insertAll(client, wish, now);
    await client.query('commit');
    return founded;
  } finally {
    await client.end();
  }
}

async function refuseSecond(client: pg.Client, wish: SetUpWish): Promise<void> {
  const { rows } = await client.query<{ town: string; host: string | null }>('select town, host from hub.partnership');
  const same = rows.find(({ town }) => town.toLowerCase() === wish.town.toLowerCase());
  if (same !== undefined) {
    throw new Error(`There is a partnership for ${same.town} already. Nothing has changed. Its administrator invites people under Administration.`);
  }
  if (wish.host === null && rows.some(({ host }) => host === null)) {
    throw new Error(`This hub already serves ${rows.map(({ town }) => town).join(', ')}. To serve another town, give its host name: --host hub.${wish.town.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.gov.uk`);
  }
  if (wish.host !== null && rows.some(({ host }) => host === wish.host)) {
    throw new Error(`Another partnership answers at ${wish.host} already. Give another --host.`);
  }
}

async function insertAll(client: pg.Client, wish: SetUpWish, now: Temporal.Instant): Promise<Founded> {
  const [partnershipId, agencyId, teamId, restrictedTeamId, accountId] = [uuidv7(), uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const row = (columns: Row): Row => ({ partnership_id: partnershipId, ...columns });
  const restrictedTeam = 'Domestic abuse team';
  const invitationSecret = makeSecret();
  const tables: readonly (readonly [string, readonly Row[]])[] = [
    ['partnership', [{ id: partnershipId, name: wish.partnership, town: wish.town, host: wish.host, settings: {}, created_at: now.toString() }]],
    ['agency', [row({ id: agencyId, name: wish.agency, short_name: wish.agency.slice(0, 30), kind: 'council', takes_reports: true, active: true })]],
    ['team', [row({ id: teamId, agency_id: agencyId, name: 'Community safety team', active: true }), row({ id: restrictedTeamId, agency_id: agencyId, name: restrictedTeam, active: true })]],
    ['account', [row({ id: accountId, agency_id: agencyId, name: wish.name, job_title: 'Administrator', email: wish.email, state: 'invited', created_at: now.toString() })]],
    ['account_role', wish.roles.map((role) => row({ account_id: accountId, role }))],
    ['invitation', [row({ id: uuidv7(), account_id: accountId, secret_hash: `\\x${secretHash(invitationSecret).toString('hex')}`, created_at: now.toString(), expires_at: now.add({ hours: 24 * invitationDays }).toString() })]],
    ...startingRows({ partnershipId, newId: uuidv7, restrictedTeamId, agencyOfKind: () => null }),
  ];
  for (const [table, rows] of tables) {
    await insertRows(client, table, rows);
  }
  return { invitationSecret, restrictedTeam };
}
