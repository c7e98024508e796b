import { randomBytes } from 'node:crypto';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { inject } from 'vitest';
import { type TemplateAnswer, toDatabase } from './testing-server.ts';

export type TestDatabase = {
  /** Owner of everything, a superuser: for preparing and looking behind row-level security. */
  owner: pg.ClientConfig;
  app: pg.ClientConfig;
  worker: pg.ClientConfig;
  drop(): Promise<void>;
};

let asked: Promise<Exclude<TemplateAnswer, { error: string; }>> | undefined;

/**
 * A migrated, empty database of one's own on a real PostgreSQL.
 *
 *     const database = await createTestDatabase()
 *     afterAll(() => database.drop())
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  asked ??= askForTemplate();
  const { server, template } = await asked;
  const name = `hub_test_${Date.now().toString(36)}_${randomBytes(5).toString('hex')}`;
  await asOwner(server, `create database ${name} template ${template}`);
  return {
    owner: toDatabase(server, name),
    app: toDatabase(server, name, 'hub_app'),
    worker: toDatabase(server, name, 'hub_worker'),
    drop: () => asOwner(server, `drop database if exists ${name} with (force)`),
  };
}

/** An empty database without migrations, for what is tested before or beside them. */
export async function createEmptyDatabase(): Promise<Pick<TestDatabase, 'owner' | 'drop'>> {
  asked ??= askForTemplate();
  const { server } = await asked;
  const name = `hub_test_${Date.now().toString(36)}_${randomBytes(5).toString('hex')}`;
  await asOwner(server, `create database ${name} template template0`);
  return { owner: toDatabase(server, name), drop: () => asOwner(server, `drop database if exists ${name} with (force)`) };
}

async function askForTemplate() {
  const answer = JSON.parse(await text(createConnection(inject('testDatabaseSocket')))) as TemplateAnswer;
  if ('error' in answer) throw new Error(answer.error);
  return answer;
}

async function asOwner(server: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
