import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Transaction } from '../platform/database/index.ts';
import { cellOf, toGrid } from '../platform/geography/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { guessAssetColumns, readAssetRow, type AssetColumns, type AssetKind, type AssetRow } from './asset-rows.ts';
import type { PartnerFile, PartnerOutcome } from './partner.ts';
import { headerKey } from './partner-rows.ts';

/** Columns as they were chosen last time for this header, else by their names. */
export async function assetColumnsFor(tx: Transaction, partnershipId: string, agencyId: string, file: PartnerFile): Promise<AssetColumns> {
  const kept = await tx.maybe(sql<{ columns: AssetColumns }>`select columns from hub.import_mapping where partnership_id = ${partnershipId} and agency_id = ${agencyId} and header_key = ${keyOf(file)}`);
  return kept?.columns ?? guessAssetColumns(file.header);
}

const keyOf = (file: PartnerFile): string => `assets: ${headerKey(file.header)}`;

interface About {
  readonly partnershipId: string;
  readonly agencyId: string;
  readonly accountId: string;
  readonly file: PartnerFile;
  readonly columns: AssetColumns;
  readonly allAre: AssetKind | undefined;
  readonly source: string;
  readonly now: Temporal.Instant;
}

function sortedOut({ file, columns, allAre }: About): { good: AssetRow[]; bad: { row: number; sentence: string }[] } {
  const good = new Map<string, AssetRow>();
  const bad: { row: number; sentence: string }[] = [];
  for (const [index, cells] of file.rows.entries()) {
    const row = readAssetRow(cells, columns, allAre);
    if ('problem' in row) {
      bad.push({ row: index + 2, sentence: row.problem });
    } else if (good.has(`${row.kind} ${row.code}`)) {
      bad.push({ row: index + 2, sentence: `The number "${row.code.slice(0, 40)}" is in the file before.` });
    } else {
      good.set(`${row.kind} ${row.code}`, row);
    }
  }
  return { good: [...good.values()], bad };
}

/** Takes a list of assets: new ones are added, known ones mended. The same file again changes nothing. */
export async function importAssets(tx: Transaction, about: About): Promise<PartnerOutcome> {
  const { partnershipId: p, agencyId, file, columns } = about;
  const { good, bad } = sortedOut(about);
  const rows = good.map((row) => ({ ...row, id: uuidv7(), ...toGrid(row), cell: cellOf(row.lat, row.lon) }));
  const kept = await tx.run(sql`
    insert into hub.asset as a (partnership_id, id, kind, name, detail, owner_code, lat, lon, easting, northing, cell, source, works, changed_at, changed_by)
    select ${p}, r.id, r.kind, r.name, r.detail, r.code, r.lat, r.lon, r.easting, r.northing, r.cell, ${about.source}, r.works, ${about.now}, ${about.accountId}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, kind text, name text, detail text, code text, lat float8, lon float8, easting float8, northing float8, cell text, works boolean)
    on conflict (partnership_id, kind, owner_code) do update set name = excluded.name, detail = excluded.detail, lat = excluded.lat, lon = excluded.lon, easting = excluded.easting, northing = excluded.northing, cell = excluded.cell,
      source = excluded.source, works = excluded.works, changed_at = excluded.changed_at, changed_by = excluded.changed_by, retired_on = null
    where (a.name, a.detail, a.lat, a.lon, a.source, a.works, a.retired_on) is distinct from (excluded.name, excluded.detail, excluded.lat, excluded.lon, excluded.source, excluded.works, null::date)`);
  const known = (await tx.maybe(sql`select 1 from hub.import_run where partnership_id = ${p} and kind = 'assets' and agency_id = ${agencyId} and file_sha256 = ${file.sha256} and state = 'done'`)) !== undefined;
  if (!known) {
    await tx.run(sql`
      insert into hub.import_run (partnership_id, id, kind, file_name, file_sha256, state, rows_read, rows_kept, rows_bad, bad, finished_at, agency_id, account_id)
      values (${p}, ${uuidv7()}, 'assets', ${file.name}, ${file.sha256}, 'done', ${file.rows.length}, ${kept}, ${bad.length}, ${JSON.stringify(bad.slice(0, 500))}::jsonb, now(), ${agencyId}, ${about.accountId})`);
  }
  await tx.run(sql`
    insert into hub.import_mapping (partnership_id, agency_id, header_key, columns, updated_at) values (${p}, ${agencyId}, ${keyOf(file)}, ${JSON.stringify(columns)}::jsonb, now())
    on conflict (partnership_id, agency_id, header_key) do update set columns = excluded.columns, updated_at = excluded.updated_at`);
  return { file: file.name, known, read: file.rows.length, kept, held: good.length - kept, bad };
}
