import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';

/** What a backup says about itself, in its member manifest.json. */
export const manifestSchema = z.object({
  format: z.literal(1),
  madeAt: z.string(),
  server: z.string(),
  migrations: z.array(z.object({ number: z.number(), name: z.string(), checksum: z.string() })),
  tables: z.array(
    z.object({
      schema: z.string(),
      name: z.string(),
      columns: z.array(z.string()),
      rows: z.number(),
      /** Of the rows as COPY writes them: compared again when they have been restored. */
      contentSha256: z.string(),
      member: z.string(),
    }),
  ),
  sequences: z.array(z.object({ schema: z.string(), name: z.string(), lastValue: z.string(), called: z.boolean() })),
  members: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type TableRows = Manifest['tables'][number];
export type TableName = Pick<TableRows, 'schema' | 'name' | 'columns'>;

export const MANIFEST = 'manifest.json';
export const MANIFEST_SUM = 'manifest.json.sha256';
export const SECRET_KEY = 'secret.key';
export const FILES = 'files/';

/** The job queue holds only what comes round by the clock, and the hub installs it anew at every start. */
const LEFT_OUT_SCHEMAS = ['pgboss'];
/** What migrating and restoring write themselves. */
const LEFT_OUT_TABLES = ['hub_meta.hub_migration', 'hub_meta.hub_restore'];

const OURS = `n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_' and n.nspname <> all ($1)
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

/** Opens a connection that reads and writes values in one form only, whatever the server's settings are. */
export async function connectForCopy(connection: pg.ClientConfig, name: string): Promise<pg.Client> {
  const client = new pg.Client({ ...connection, application_name: `safer-hub ${name}`, statement_timeout: 0, keepAlive: true });
  await client.connect();
  for (const setting of [
    `client_encoding = 'UTF8'`,
    `datestyle = 'ISO, YMD'`,
    `intervalstyle = 'postgres'`,
    `timezone = 'UTC'`,
    `extra_float_digits = 1`,
    `bytea_output = 'hex'`,
    `xmloption = 'content'`,
    // Two readings of a large table must begin at the same end.
    `synchronize_seqscans = off`,
    `statement_timeout = 0`,
    `idle_in_transaction_session_timeout = 0`,
    // Fail rather than leave rows out that the role may not see.
    `row_security = off`,
  ]) {
    await client.query(`set ${setting}`);
  }
  return client;
}

/** Every table that holds the hub's rows, with the columns that can be written. */
export async function listTables(client: pg.Client): Promise<TableName[]> {
  const { rows } = await client.query<TableName>(
    `select n.nspname as schema, c.relname as name,
       coalesce((select array_agg(a.attname::text order by a.attnum) from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''), '{}') as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and ${OURS} and n.nspname || '.' || c.relname <> all ($2)
     order by n.nspname collate "C", c.relname collate "C"`,
    [LEFT_OUT_SCHEMAS, LEFT_OUT_TABLES],
  );
  return rows;
}

export async function listSequences(client: pg.Client): Promise<Manifest['sequences']> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'S' and ${OURS} order by n.nspname collate "C", c.relname collate "C"`,
    [LEFT_OUT_SCHEMAS],
  );
  const sequences: Manifest['sequences'] = [];
  for (const row of rows) {
    const state = await client.query<{ last: string; called: boolean }>(`select last_value::text as last, is_called as called from ${quoted(row)}`);
    sequences.push({ ...row, lastValue: state.rows[0]?.last ?? '1', called: state.rows[0]?.called ?? false });
  }
  return sequences;
}

export const quoted = (table: { schema: string; name: string }) => `${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.name)}`;
export const columnList = (table: TableName) => table.columns.map((column) => pg.escapeIdentifier(column)).join(', ');

/** A table's rows as COPY writes them, with a running count and checksum. */
export type TableReading = { stream: Readable; result(): { rows: number; sha256: string } };

export function readTable(client: pg.Client, table: TableName): TableReading {
  const stream = client.query(copyTo(`copy (select ${columnList(table)} from only ${quoted(table)}) to stdout`));
  const hash = createHash('sha256');
  stream.on('data', (chunk: Buffer) => hash.update(chunk));
  stream.pause();
  return { stream, result: () => ({ rows: stream.rowCount, sha256: hash.digest('hex') }) };
}
