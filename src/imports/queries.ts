import type pg from 'pg';

import { cellOf, toGrid } from '../platform/geography/index.ts';
import type { PoliceRow } from './police-rows.ts';

export interface Run {
  readonly partnershipId: string;
  readonly id: string;
}

/** The run that has already taken this file, if there is one. */
export async function doneBefore(client: pg.ClientBase, partnershipId: string, kind: 'boundaries' | 'police', sha256: string): Promise<boolean> {
  const { rowCount } = await client.query(`select 1 from hub.import_run where partnership_id = $1 and kind = $2 and file_sha256 = $3 and state = 'done'`, [partnershipId, kind, sha256]);
  return (rowCount ?? 0) > 0;
}

export async function noteRun(
  client: pg.ClientBase, run: Run,
  about: { kind: 'boundaries' | 'police'; fileName: string; sha256: string; read: number; kept: number; bad: readonly { row: number; sentence: string }[] },
): Promise<void> {
  await client.query(
    `insert into hub.import_run (partnership_id, id, kind, file_name, file_sha256, state, rows_read, rows_kept, rows_bad, bad, finished_at)
     values ($1, $2, $3, $4, $5, 'done', $6, $7, $8, $9, now())`,
    [run.partnershipId, run.id, about.kind, about.fileName, about.sha256, about.read, about.kept, about.bad.length, JSON.stringify(about.bad.slice(0, 500))],
  );
}

/** What is already held of the months in a file: identifiers, and counts of rows that have none. */
export async function heldOf(client: pg.ClientBase, partnershipId: string, months: readonly string[]): Promise<{ ids: string[]; held: Map<string, number> }> {
  const ids = await client.query<{ crime_id: string }>('select distinct crime_id from hub.police_incident where partnership_id = $1 and month = any($2::date[]) and crime_id is not null', [partnershipId, months]);
  const rows = await client.query<{ month: string; reported_by: string; category: string; location: string; lsoa_code: string | null; lat: number | null; lon: number | null; held: string }>(
    `select to_char(month, 'YYYY-MM-DD') as month, reported_by, category, location, lsoa_code, lat, lon, count(*) as held from hub.police_incident
     where partnership_id = $1 and month = any($2::date[]) and crime_id is null group by 1, 2, 3, 4, 5, 6, 7`,
    [partnershipId, months],
  );
  const held = new Map(rows.rows.map((row) => [[row.month, row.reported_by, row.category, row.location, row.lsoa_code ?? '', row.lat ?? '', row.lon ?? ''].join('|'), Number(row.held)]));
  return { ids: ids.rows.map(({ crime_id }) => crime_id), held };
}

/** Outcomes move on after a month is published; the newest is kept beside the row. */
export async function updateOutcomes(client: pg.ClientBase, partnershipId: string, rows: readonly PoliceRow[]): Promise<number> {
  if (rows.length === 0) {
    return 0;
  }
  const { rowCount } = await client.query(
    `update hub.police_incident p set outcome = n.outcome
     from (select distinct on (crime_id) crime_id, outcome from unnest($2::text[], $3::text[]) as n(crime_id, outcome)) n
     where p.partnership_id = $1 and p.crime_id = n.crime_id and p.outcome is distinct from n.outcome and n.outcome is not null and p.month = any($4::date[])`,
    [partnershipId, rows.map((row) => row.crimeId), rows.map((row) => row.outcome), [...new Set(rows.map((row) => row.month.toString()))]],
  );
  return rowCount ?? 0;
}

export interface NumberedRow {
  readonly number: number;
  readonly row: PoliceRow;
}

export async function insertPolice(client: pg.ClientBase, run: Run, rows: readonly NumberedRow[]): Promise<void> {
  if (rows.length === 0) {
    return;
  }
  const places = rows.map(({ row }) => (row.lat === null || row.lon === null ? undefined : { ...toGrid({ lat: row.lat, lon: row.lon }), cell: cellOf(row.lat, row.lon) }));
  await client.query(
    `insert into hub.police_incident (partnership_id, import_id, row_number, month, category, location, lsoa_code, lsoa_name, crime_id, outcome, reported_by, lat, lon, easting, northing, cell)
     select $1, $2, * from unnest($3::int[], $4::date[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::float8[], $13::float8[], $14::float8[], $15::float8[], $16::text[])`,
    [
      run.partnershipId, run.id, rows.map(({ number }) => number), rows.map(({ row }) => row.month.toString()), rows.map(({ row }) => row.category), rows.map(({ row }) => row.location),
      rows.map(({ row }) => row.lsoaCode), rows.map(({ row }) => row.lsoaName), rows.map(({ row }) => row.crimeId), rows.map(({ row }) => row.outcome), rows.map(({ row }) => row.reportedBy),
      rows.map(({ row }) => row.lat), rows.map(({ row }) => row.lon), places.map((place) => place?.easting ?? null), places.map((place) => place?.northing ?? null), places.map((place) => place?.cell ?? null),
    ],
  );
}

export interface AreaToKeep {
  readonly id: string;
  readonly kind: string;
  readonly code: string;
  readonly name: string;
  readonly edition: string;
  readonly shape: object;
  readonly box: { readonly west: number; readonly south: number; readonly east: number; readonly north: number };
}

/** Adds or mends an area of this edition; true when anything changed. */
export async function keepArea(client: pg.ClientBase, run: Run, area: AreaToKeep): Promise<boolean> {
  const { rowCount } = await client.query(
    `insert into hub.area as a (partnership_id, id, kind, code, name, edition, shape, west, south, east, north, import_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (partnership_id, kind, edition, code) do update set name = excluded.name, shape = excluded.shape, west = excluded.west, south = excluded.south, east = excluded.east, north = excluded.north, import_id = excluded.import_id
     where (a.name, a.shape) is distinct from (excluded.name, excluded.shape)`,
    [run.partnershipId, area.id, area.kind, area.code, area.name, area.edition, JSON.stringify(area.shape), area.box.west, area.box.south, area.box.east, area.box.north, run.id],
  );
  return rowCount === 1;
}

