import { createHash } from 'node:crypto';

import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';

import type { Transaction } from '../platform/database/index.ts';
import { cellOf, toGrid } from '../platform/geography/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { guessColumns, headerKey, missingWords, partnerLikeness, readPartnerRow, type PartnerColumns, type PartnerRow } from './partner-rows.ts';

export interface PartnerFile {
  readonly name: string;
  readonly sha256: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A file of comma- or tab-separated rows; a sentence when it is none. */
export function openPartnerFile(name: string, bytes: Buffer): PartnerFile | { problem: string } {
  try {
    const rows: string[][] = parse(bytes, { bom: true, relax_column_count: true, skip_empty_lines: true, delimiter: [',', ';', '\t'] });
    const [header, ...others] = rows;
    return header === undefined || header.length < 2 ? { problem: 'The file holds no table. Save it as CSV and try again' } : { name, sha256: createHash('sha256').update(bytes).digest('hex'), header, rows: others };
  } catch {
    return { problem: 'The file cannot be read as CSV. Save it as CSV (UTF-8) and try again' };
  }
}

/** Columns as they were chosen last time for this header, else by their names. */
export async function columnsFor(tx: Transaction, partnershipId: string, agencyId: string, file: PartnerFile): Promise<PartnerColumns> {
  const kept = await tx.maybe(sql<{ columns: PartnerColumns }>`select columns from hub.import_mapping where partnership_id = ${partnershipId} and agency_id = ${agencyId} and header_key = ${headerKey(file.header)}`);
  return kept?.columns ?? guessColumns(file.header);
}

export interface PartnerOutcome {
  readonly file: string;
  readonly known: boolean;
  readonly read: number;
  readonly kept: number;
  readonly held: number;
  readonly bad: readonly { readonly row: number; readonly sentence: string }[];
}

interface Numbered extends PartnerRow {
  readonly row: number;
  readonly key: string;
}

function sortedOut(file: PartnerFile, columns: PartnerColumns, today: string): { good: Numbered[]; bad: { row: number; sentence: string }[] } {
  const seen = new Map<string, number>();
  const good: Numbered[] = [];
  const bad: { row: number; sentence: string }[] = [];
  for (const [index, cells] of file.rows.entries()) {
    const row = readPartnerRow(cells, columns, today);
    if ('problem' in row) {
      bad.push({ row: index + 2, sentence: row.problem });
    } else {
      const likeness = row.number === '' ? `like ${createHash('sha256').update(partnerLikeness(row)).digest('hex').slice(0, 32)}` : `no ${row.number}`;
      const count = (seen.get(likeness) ?? 0) + 1;
      seen.set(likeness, count);
      // Their own number is one incident; rows alike without one are as many as there are.
      if (row.number === '' || count === 1) {
        good.push({ ...row, row: index + 2, key: row.number === '' ? `${likeness} ${count}` : likeness });
      }
    }
  }
  return { good, bad };
}

const batch = 2_000;

/** Takes a partner's file into their records. Rows that are held stay as they are, so a second run changes nothing. */
export async function importPartner(
  tx: Transaction, about: { partnershipId: string; agencyId: string; accountId: string | null; file: PartnerFile; columns: PartnerColumns; today: string; progress?: (share: number, rows: number) => void },
): Promise<PartnerOutcome | { problem: string }> {
  const { partnershipId: p, agencyId, file, columns } = about;
  const missing = missingWords(columns);
  if (missing !== undefined) {
    return { problem: missing };
  }
  const { good, bad } = sortedOut(file, columns, about.today);
  const run = uuidv7();
  let kept = 0;
  for (let from = 0; from < good.length; from += batch) {
    const rows = good.slice(from, from + batch).map((row) => ({ ...row, ...toGrid(row), cell: cellOf(row.lat, row.lon) }));
    kept += await tx.run(sql`
      insert into hub.partner_incident (partnership_id, agency_id, row_key, import_id, row_number, happened_on, happened_hour, category_words, category_id, place_words, lat, lon, easting, northing, cell, sensitive)
      select ${p}, ${agencyId}, r.key, ${run}, r.row, r.date, r.hour, r.category, (select c.id from hub.category c where c.partnership_id = ${p} and lower(c.name) = lower(r.category) limit 1), r.place, r.lat, r.lon, r.easting, r.northing, r.cell, r.sensitive
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(key text, "row" int, date date, hour smallint, category text, place text, lat float8, lon float8, easting float8, northing float8, cell text, sensitive boolean)
      on conflict do nothing`);
    about.progress?.((from + rows.length) / good.length, from + rows.length);
  }
  const known = (await tx.maybe(sql`select 1 from hub.import_run where partnership_id = ${p} and kind = 'partner' and agency_id = ${agencyId} and file_sha256 = ${file.sha256} and state = 'done'`)) !== undefined;
  if (!known) {
    await tx.run(sql`
      insert into hub.import_run (partnership_id, id, kind, file_name, file_sha256, state, rows_read, rows_kept, rows_bad, bad, finished_at, agency_id, account_id)
      values (${p}, ${run}, 'partner', ${file.name}, ${file.sha256}, 'done', ${file.rows.length}, ${kept}, ${bad.length}, ${JSON.stringify(bad.slice(0, 500))}::jsonb, now(), ${agencyId}, ${about.accountId})`);
  }
  await tx.run(sql`
    insert into hub.import_mapping (partnership_id, agency_id, header_key, columns, updated_at) values (${p}, ${agencyId}, ${headerKey(file.header)}, ${JSON.stringify(columns)}::jsonb, now())
    on conflict (partnership_id, agency_id, header_key) do update set columns = excluded.columns, updated_at = excluded.updated_at`);
  return { file: file.name, known, read: file.rows.length, kept, held: good.length - kept, bad };
}
