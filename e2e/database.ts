import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';

import { databaseOf, type RunningHub } from './hub.ts';

/** The database behind the journeys, for what no page can do: let time pass, or look up an address. */
export class Town {
  readonly #pool: pg.Pool;

  constructor(hub: RunningHub) {
    this.#pool = new pg.Pool({ ...databaseOf(hub), max: 2 });
  }

  async rows(statement: string, values: readonly unknown[] = []): Promise<Record<string, string>[]> {
    return (await this.#pool.query<Record<string, string>>(statement, [...values])).rows;
  }

  /** One value; the first column of the first row. */
  async value(statement: string, values: readonly unknown[] = []): Promise<string> {
    const [row] = await this.rows(statement, values);
    const value = row === undefined ? undefined : Object.values(row)[0];
    if (value === undefined || value === null) {
      throw new Error(`Nothing in the town answers: ${statement}`);
    }
    return String(value);
  }

  /** Makes the hub's own worker do now what it otherwise does when its time comes round, and waits for it. */
  async doNow(work: string): Promise<void> {
    const id = await this.value('insert into pgboss.job (name) values ($1) returning id', [work]);
    for (let tries = 0; tries < 200; tries += 1) {
      const state = await this.value('select state from pgboss.job where id = $1', [id]);
      if (state === 'completed') {
        return;
      }
      if (state === 'failed') {
        throw new Error(`The work ${work} failed`);
      }
      await wait(150);
    }
    throw new Error(`The work ${work} was not done`);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}
