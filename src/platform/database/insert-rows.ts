import type pg from 'pg';

export type Row = Readonly<Record<string, unknown>>;

const batch = 1_000;

/** Puts rows into a table of the hub, all with the same columns, a thousand at a time. */
export async function insertRows(client: pg.ClientBase, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) {
    return;
  }
  const names = Object.keys(first);
  const odd = rows.find((row) => Object.keys(row).length !== names.length || names.some((name) => !(name in row)));
  if (odd !== undefined) {
    throw new Error(`Rows for ${table} do not all have the columns ${names.join(', ')}: one has ${Object.keys(odd).join(', ')}`);
  }
  const columns = names.map((column) => `"${column}"`).join(', ');
  for (let start = 0; start < rows.length; start += batch) {
    await client.query(`insert into hub.${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::hub.${table}, $1::jsonb)`, [JSON.stringify(rows.slice(start, start + batch))]);
  }
}
