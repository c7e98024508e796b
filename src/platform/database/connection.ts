import pg from 'pg';

import { readDate, readInstant } from '../calendar/index.ts';

/** How to reach one PostgreSQL as one role: the options of `pg`, or an address in `connectionString`. */
export type ConnectionConfig = pg.ClientConfig;

/** The hub's two ways in: pages as hub_app, background work as hub_worker. */
export interface Database {
  readonly app: pg.Pool;
  readonly worker: pg.Pool;
  close(): Promise<void>;
}

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => (text.endsWith('infinity') ? null : readInstant(text)));
types.setTypeParser(pg.types.builtins.DATE, readDate);
types.setTypeParser(pg.types.builtins.INT8, Number);
types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** How values are read: times as Temporal, numbers as numbers. */
export const readers: pg.CustomTypesConfig = types;

export interface PoolSizes {
  readonly app: number;
  readonly worker: number;
}

/** Opens both pools. Nothing connects before the first query. With `prepared`, connections keep the plans of statements. */
export function openDatabase(app: ConnectionConfig, worker: ConnectionConfig, prepared = false, sizes: PoolSizes = { app: 12, worker: 4 }): Database {
  const appPool = openPool(app, sizes.app, prepared);
  const workerPool = openPool(worker, sizes.worker, prepared);
  return {
    app: appPool,
    worker: workerPool,
    close: async () => {
      await Promise.all([appPool.end(), workerPool.end()]);
    },
  };
}

const preparing = new WeakSet<pg.Pool>();

/** Whether statements on this pool are prepared under a name. */
export function prepares(pool: pg.Pool): boolean {
  return preparing.has(pool);
}

/** One pool of connections that read times as Temporal. */
export function openPool(connection: ConnectionConfig, max: number, prepared = false): pg.Pool {
  const pool = new pg.Pool({
    ...connection, types, max, statement_timeout: 15_000, idle_in_transaction_session_timeout: 30_000, application_name: 'safer-hub',
    // Every query of the hub is a few index probes whatever its values are; a plan for each value would only cost its making.
    ...(prepared ? { options: '-c plan_cache_mode=force_generic_plan' } : {}),
  });
  // A connection that dies while idle is replaced by the pool; without a listener Node would stop.
  pool.on('error', () => undefined);
  // One that dies in the middle of a transaction too: its statements fail, and whoever sent them is told.
  pool.on('connect', (client) => client.on('error', () => undefined));
  if (prepared) {
    preparing.add(pool);
  }
  return pool;
}
