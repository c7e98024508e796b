import { createHmac } from 'node:crypto';
import path from 'node:path';

import pg from 'pg';

import { SettingsError, type Settings } from '../settings/index.ts';
import type { ConnectionConfig } from './connection.ts';
import { startEmbedded, type EmbeddedServer } from './embedded.ts';

/** The three ways into the hub's database, and the server behind them when it is ours. */
export interface Connections {
  readonly owner: ConnectionConfig;
  readonly app: ConnectionConfig;
  readonly worker: ConnectionConfig;
  readonly embedded: EmbeddedServer | undefined;
}

/** Starts the embedded server, or takes DATABASE_URL. Nothing is migrated yet. */
export async function reachDatabase(settings: Settings, log: (sentence: string) => void): Promise<Connections> {
  if (settings.database === undefined) {
    const embedded = await startEmbedded({ folder: path.join(settings.dataDir, 'database'), log });
    const { connection } = embedded;
    // Over the socket the roles need no password; over TCP (Windows) they have their own.
    const as = (user: string): ConnectionConfig => ({ ...connection, user, ...(connection.password === undefined ? {} : { password: rolePassword(settings, user) }) });
    return { owner: connection, app: as('hub_app'), worker: as('hub_worker'), embedded };
  }
  const owner = settings.database.url;
  return {
    owner: { connectionString: owner },
    app: { connectionString: settings.database.appUrl ?? urlAs(owner, 'hub_app', rolePassword(settings, 'hub_app')) },
    worker: { connectionString: settings.database.workerUrl ?? urlAs(owner, 'hub_worker', rolePassword(settings, 'hub_worker')) },
    embedded: undefined,
  };
}

function urlAs(owner: string, user: string, password: string): string {
  const url = new URL(owner);
  url.username = user;
  url.password = password;
  return url.toString();
}

/** The same in every process that has the same SECRET_KEY, and written nowhere. */
function rolePassword(settings: Settings, role: string): string {
  return createHmac('sha256', settings.secretKey).update(`database role ${role}`).digest('base64url');
}

/** Gives the two roles their passwords, unless the operator made them and gave their addresses. Run after migrating. */
export async function setRolePasswords(settings: Settings, connections: Connections): Promise<void> {
  const given = settings.database;
  const bySocket = given === undefined && connections.embedded?.connection.password === undefined;
  if (bySocket || (given?.appUrl !== undefined && given.workerUrl !== undefined)) {
    return;
  }
  const client = new pg.Client(connections.owner);
  await client.connect();
  try {
    for (const role of ['hub_app', 'hub_worker']) {
      await client.query(`alter role ${role} password ${client.escapeLiteral(rolePassword(settings, role))}`);
    }
  } catch {
    throw new SettingsError([
      { name: 'DATABASE_URL', sentence: 'names a user who may not set passwords of roles. Give the roles hub_app and hub_worker passwords yourself and set APP_DATABASE_URL and WORKER_DATABASE_URL.' },
    ]);
  } finally {
    await client.end();
  }
}
