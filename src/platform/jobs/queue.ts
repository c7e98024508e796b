import { PgBoss } from 'pg-boss';
import pg from 'pg';

import type { ConnectionConfig } from '../database/index.ts';
import type { Log } from '../telemetry/index.ts';

/** Work that comes round: the queue makes sure that it runs once in the whole house, however many processes serve pages. */
export interface ScheduledWork {
  readonly name: string;
  /** Five cron fields, Europe/London. */
  readonly cron: string;
  /** Does the work and says how many things it touched. Must be safe to run again after a crash. */
  run(): Promise<number>;
}

export interface Queue {
  healthy(): Promise<boolean>;
  stop(): Promise<void>;
}

const schema = 'pgboss';

/** Makes the queue's tables and queues as the database owner; the worker's role may then only use them. */
export async function installQueue(owner: ConnectionConfig, works: readonly Pick<ScheduledWork, 'name' | 'cron'>[]): Promise<void> {
  const boss = new PgBoss({ ...bossConnection(owner), schema, supervise: false, schedule: false, max: 2 });
  boss.on('error', () => undefined);
  await boss.start();
  for (const { name, cron } of works) {
    await boss.createQueue(name, { policy: 'singleton', retryLimit: 2, expireInSeconds: 600, deleteAfterSeconds: 86_400 });
    await boss.schedule(name, cron, null, { tz: 'Europe/London' });
  }
  await boss.stop({ graceful: false });
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await client.query(`grant usage on schema ${schema} to hub_worker;
      grant select, insert, update, delete on all tables in schema ${schema} to hub_worker;
      grant execute on all functions in schema ${schema} to hub_worker`);
  } finally {
    await client.end();
  }
}

function bossConnection(connection: ConnectionConfig): { host?: string; port?: number; user?: string; password?: string; database?: string; connectionString?: string } {
  const { host, port, user, password, database, connectionString } = connection;
  return {
    ...(host === undefined ? {} : { host }), ...(port === undefined ? {} : { port }), ...(user === undefined ? {} : { user }),
    ...(typeof password === 'string' ? { password } : {}), ...(database === undefined ? {} : { database }), ...(connectionString === undefined ? {} : { connectionString }),
  };
}

/** Runs scheduled work as the worker's role until stopped. */
export async function startQueue(worker: ConnectionConfig, works: readonly ScheduledWork[], log: Log): Promise<Queue> {
  const boss = new PgBoss({ ...bossConnection(worker), schema, migrate: false, createSchema: false, max: 3, application_name: 'safer-hub-queue' });
  let lastError = 0;
  boss.on('error', (error) => {
    lastError = Date.now();
    log.error({ kind: error.name }, 'job queue');
  });
  await boss.start();
  for (const work of works) {
    await boss.work(work.name, { pollingIntervalSeconds: 5 }, async () => {
      const touched = await work.run();
      if (touched > 0) {
        log.info({ job: work.name, touched }, 'job done');
      }
    });
  }
  return {
    healthy: async () => (await boss.isInstalled()) && Date.now() - lastError > 15_000,
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}
