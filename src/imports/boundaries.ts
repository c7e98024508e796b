import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';

import pg from 'pg';

import type { ConnectionConfig } from '../platform/database/index.ts';
import { readBoundaries, type Boundary } from '../platform/geography/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { doneBefore, keepArea, noteRun } from './queries.ts';
import type { ImportOutcome, Progress } from './police.ts';

/** Takes a GeoJSON file of boundaries into the hub. Areas of other editions stay: places are found in the boundaries of their time. */
export async function importBoundaries(owner: ConnectionConfig, partnershipId: string, file: string, progress: Progress = () => undefined): Promise<ImportOutcome> {
  const size = (await stat(file).catch(() => undefined))?.size;
  if (size === undefined) {
    throw new Error(`There is no file ${file}.`);
  }
  const { boundaries, bad, sha256 } = await read(file, size, (share, rows) => progress(share * 0.6, rows));
  const client = new pg.Client({ ...owner, statement_timeout: 0 });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(hashtext('hub.import'))`);
    const name = path.basename(file);
    const facts = { file: name, read: boundaries.length + bad.length, updated: 0, withoutPlace: 0, bad };
    if (await doneBefore(client, partnershipId, 'boundaries', sha256)) {
      return { ...facts, known: true, kept: 0, held: boundaries.length };
    }
    const run = { partnershipId, id: uuidv7() };
    let kept = 0;
    for (const [index, boundary] of boundaries.entries()) {
      kept += (await keepArea(client, run, { id: uuidv7(), ...boundary })) ? 1 : 0;
      progress(0.6 + (0.4 * (index + 1)) / boundaries.length, index + 1);
    }
    await noteRun(client, run, { kind: 'boundaries', fileName: name, sha256, read: facts.read, kept, bad });
    await client.query('commit');
    return { ...facts, known: false, kept, held: boundaries.length - kept };
  } finally {
    // After a commit there is nothing to roll back.
    await client.query('rollback').catch(() => undefined);
    await client.end();
  }
}

async function read(file: string, size: number, progress: Progress): Promise<{ boundaries: Boundary[]; bad: { row: number; sentence: string }[]; sha256: string }> {
  const hash = createHash('sha256');
  const stream = createReadStream(file);
  stream.on('data', (chunk) => hash.update(chunk));
  const boundaries: Boundary[] = [];
  const bad: { row: number; sentence: string }[] = [];
  for await (const row of readBoundaries(stream)) {
    if ('problem' in row) {
      if (row.problem.number === 0) {
        throw new Error(row.problem.sentence);
      }
      bad.push({ row: row.problem.number, sentence: row.problem.sentence });
    } else {
      boundaries.push(row.boundary);
    }
    progress(stream.bytesRead / size, boundaries.length);
  }
  return { boundaries, bad, sha256: hash.digest('hex') };
}
