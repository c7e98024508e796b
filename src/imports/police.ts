import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';

import { parse } from 'csv-parse';
import pg from 'pg';

import type { ConnectionConfig } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { findColumns, KnownRows, readPoliceRow, type Columns, type PoliceRow } from './police-rows.ts';
import { doneBefore, heldOf, insertPolice, noteRun, updateOutcomes, type NumberedRow } from './queries.ts';

export interface ImportOutcome {
  readonly file: string;
  /** True when this file had been taken before: nothing was changed. */
  readonly known: boolean;
  readonly read: number;
  readonly kept: number;
  readonly held: number;
  readonly updated: number;
  readonly withoutPlace: number;
  readonly bad: readonly { row: number; sentence: string }[];
}

export type Progress = (share: number, rows: number) => void;

interface ReadFile {
  readonly rows: readonly NumberedRow[];
  readonly bad: { row: number; sentence: string }[];
  readonly read: number;
  /** Hash of the rows themselves: the same whatever the line ends or the case of the header. */
  readonly sha256: string;
}

const batch = 2_000;

/**
 * Takes one police.uk street file into the hub, as the database owner, in one transaction: an interrupted import leaves nothing
 * behind and can simply be run again. Throws a sentence when the file is not such a file.
 */
export async function importPolice(owner: ConnectionConfig, partnershipId: string, file: string, progress: Progress = () => undefined): Promise<ImportOutcome> {
  const content = await readFile(file, (share, rows) => progress(share * 0.6, rows));
  const client = new pg.Client({ ...owner, statement_timeout: 0 });
  await client.connect();
  try {
    await client.query('begin');
    // Two imports at once would each miss what the other adds.
    await client.query(`select pg_advisory_xact_lock(hashtext('hub.import'))`);
    const outcome = await take(client, partnershipId, path.basename(file), content, (share, rows) => progress(0.6 + share * 0.4, rows));
    await client.query('commit');
    return outcome;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await client.end();
  }
}

async function readFile(file: string, progress: Progress): Promise<ReadFile> {
  const size = (await stat(file).catch(() => undefined))?.size;
  if (size === undefined) {
    throw new Error(`There is no file ${file}.`);
  }
  const stream = createReadStream(file);
  const parser = stream.pipe(parse({ bom: true, relax_column_count: true, skip_empty_lines: true, relax_quotes: true }));
  stream.on('error', (error) => parser.destroy(error));
  const hash = createHash('sha256');
  const rows: NumberedRow[] = [];
  const bad: { row: number; sentence: string }[] = [];
  let columns: Columns | undefined;
  let number = 0;
  for await (const cells of parser) {
    const line: string[] = cells;
    if (columns === undefined) {
      const found = findColumns(line);
      if ('problem' in found) {
        throw new Error(found.problem);
      }
      columns = found;
      continue;
    }
    number += 1;
    hash.update(`${line.join('\u001F')}\n`);
    const row = readPoliceRow(line, columns);
    if ('problem' in row) {
      bad.push({ row: number + 1, sentence: row.problem });
    } else {
      rows.push({ number, row });
    }
    if (number % 5_000 === 0) {
      progress(stream.bytesRead / size, number);
    }
  }
  if (columns === undefined) {
    throw new Error('The file is empty.');
  }
  return { rows, bad, read: number, sha256: hash.digest('hex') };
}

async function take(client: pg.Client, partnershipId: string, fileName: string, content: ReadFile, progress: Progress): Promise<ImportOutcome> {
  const { rows, bad, read, sha256 } = content;
  const withoutPlace = rows.filter(({ row }) => row.lat === null).length;
  if (await doneBefore(client, partnershipId, 'police', sha256)) {
    return { file: fileName, known: true, read, kept: 0, held: rows.length, updated: 0, withoutPlace, bad };
  }
  const months = [...new Set(rows.map(({ row }) => row.month.toString()))];
  const { ids, held } = await heldOf(client, partnershipId, months);
  const known = new KnownRows(ids, held);
  const fresh: NumberedRow[] = [];
  const old: PoliceRow[] = [];
  for (const numbered of rows) {
    if (known.isNew(numbered.row)) {
      fresh.push(numbered);
    } else if (numbered.row.crimeId !== null) {
      old.push(numbered.row);
    }
  }
  const run = { partnershipId, id: uuidv7() };
  for (let start = 0; start < fresh.length; start += batch) {
    await insertPolice(client, run, fresh.slice(start, start + batch));
    progress(Math.min(1, (start + batch) / fresh.length), start);
  }
  const updated = await updateOutcomes(client, partnershipId, old);
  await noteRun(client, run, { kind: 'police', fileName, sha256, read, kept: fresh.length, bad });
  return { file: fileName, known: false, read, kept: fresh.length, held: rows.length - fresh.length, updated, withoutPlace, bad };
}
