import pg from 'pg';

import { reachDatabase, type Connections } from '../platform/database/connections.ts';
import { migrate } from '../platform/database/migrate.ts';
import { migrationsFolder } from '../root.ts';
import { readSettings, SettingsError, type Settings } from '../platform/settings/index.ts';

export function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/** Runs a command beside or without the hub: the same settings, the same database. A problem ends it with a sentence and status 1. */
export async function runCommand(work: (connections: Connections, settings: Settings) => Promise<void>, options: { migrateFirst?: boolean } = {}): Promise<void> {
  let connections: Connections | undefined;
  try {
    const settings = readSettings(process.env);
    connections = await reachDatabase(settings, say);
    if (options.migrateFirst !== false) {
      await migrate(connections.owner, { folder: migrationsFolder, log: say });
    }
    await work(connections, settings);
  } catch (error) {
    process.stderr.write(error instanceof SettingsError ? `Put these settings right:\n${error.message}\n` : `${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  } finally {
    await connections?.embedded?.stop();
  }
}

/** The partnership that a command is for: the only one, or the one named. */
export async function partnershipFor(connections: Connections, name: string | undefined): Promise<string> {
  const client = new pg.Client(connections.owner);
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; name: string; town: string }>('select id, name, town from hub.partnership order by name');
    const wanted = name === undefined ? rows : rows.filter((row) => [row.id, row.name, row.town].some((text) => text.toLowerCase() === name.toLowerCase()));
    const [only] = wanted;
    if (only === undefined) {
      throw new Error(rows.length === 0 ? 'There is no partnership yet. Start the hub once, or run: npm run set-up' : `There is no partnership "${name ?? ''}". There are: ${rows.map((row) => row.town).join(', ')}.`);
    }
    if (wanted.length > 1) {
      throw new Error(`There are several partnerships. Say which: --partnership ${rows.map((row) => `"${row.town}"`).join(' or ')}`);
    }
    return only.id;
  } finally {
    await client.end();
  }
}
