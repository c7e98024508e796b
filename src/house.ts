import path from 'node:path';

import { sql } from 'kysely';
import pg from 'pg';

import { systemClock } from './platform/calendar/index.ts';
import { openDatabase, type Database, type PoolSizes } from './platform/database/index.ts';
import type { Connections } from './platform/database/connections.ts';
import { inTransaction } from './platform/database/index.ts';
import { HubError } from './platform/errors/index.ts';
import { openFileStore } from './platform/files/index.ts';
import type { House } from './platform/http/index.ts';
import { partnershipSettings, type Partnership } from './platform/partnership/index.ts';
import { onlyProcess, type Processes } from './platform/processes/index.ts';
import type { Settings } from './platform/settings/index.ts';
import type { Log } from './platform/telemetry/index.ts';

/** How long a change of the partnership's settings may take to show in another process. */
const freshFor = 10_000;

interface PartnershipRow {
  id: string;
  name: string;
  town: string;
  host: string | null;
  settings: unknown;
  /** With its settings checked: once for each time that they are read. */
  served?: Partnership;
}

/** Partnerships by host name. One without a host serves every name that no other claims. */
function partnershipDirectory(database: Database): (host: string) => Promise<Partnership> {
  let rows: readonly PartnershipRow[] = [];
  let readAt = 0;
  let reading: Promise<readonly PartnershipRow[]> | undefined;
  const read = async (): Promise<readonly PartnershipRow[]> =>
    await inTransaction(database.worker, async () => undefined, async (tx) => tx.all(sql<PartnershipRow>`select id, name, town, host, settings from hub.partnership order by created_at`));
  return async (host) => {
    if (Date.now() - readAt > freshFor) {
      reading ??= read().finally(() => {
        reading = undefined;
      });
      rows = await reading;
      readAt = Date.now();
    }
    const row = rows.find((one) => one.host === host) ?? rows.find((one) => one.host === null);
    if (row === undefined) {
      throw new HubError('busy', 'no partnership has been set up for this host');
    }
    row.served ??= { id: row.id, name: row.name, town: row.town, settings: partnershipSettings.parse(row.settings) };
    return row.served;
  };
}

/** How a process of the hub opens it: which others there are, and how many connections are its share. */
export interface Opening {
  readonly log: Log;
  readonly assets: Readonly<Record<string, string>>;
  readonly processes?: Processes;
  readonly connections?: PoolSizes;
}

/** Puts together what every request stands on. */
export function openHouse(settings: Settings, connections: Pick<Connections, 'app' | 'worker'>, { log, assets, processes = onlyProcess, connections: sizes }: Opening): House {
  const database = openDatabase(connections.app, connections.worker, settings.preparedStatements, sizes);
  return {
    settings,
    database,
    files: openFileStore(settings.fileStore.kind === 'folder' ? { kind: 'folder', folder: path.resolve(settings.fileStore.folder) } : settings.fileStore),
    clock: systemClock,
    log,
    processes,
    assets,
    partnershipOf: partnershipDirectory(database),
  };
}

/** Whether anyone has set up a partnership. */
export async function hasPartnership(owner: Connections['owner']): Promise<boolean> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from hub.partnership limit 1');
    return rowCount === 1;
  } finally {
    await client.end();
  }
}
