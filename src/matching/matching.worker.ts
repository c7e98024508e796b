import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

import { parse } from 'csv-parse/sync';

import { blockOn, createLinker, type LinkageModelJson, prefixOf, yearOf } from '@safer-hub/linkage';

import { stepBehindPages } from '../platform/processes/index.ts';
import { readRow, type BadRow, type FileRow } from './file-rules.ts';
import { likeness, type Comparable, type Likeness } from './likeness-rules.ts';
import { comparisons } from './model.ts';
import type { ThreadAnswer, ThreadTask } from './thread.ts';

/* What would hold up pages: reading a large file, scoring thousands of pairs, learning a model. */

function read({ bytes, mapping, columns, thisYear }: ThreadTask & { kind: 'read' }): ThreadAnswer {
  const lines: string[][] = parse(Buffer.from(bytes), { bom: true, relax_column_count: true, skip_empty_lines: true, relax_quotes: true });
  const rows: FileRow[] = [];
  const bad: BadRow[] = [];
  const seen = new Set<string>();
  for (const [place, cells] of lines.slice(1).entries()) {
    const row = readRow(cells, place + 2, mapping, columns, thisYear);
    if ('sentence' in row) {
      bad.push(row);
      continue;
    }
    // Without a number of its own a row is known by what it says.
    const key = row.key === '' ? `row ${createHash('sha256').update(JSON.stringify({ ...row, row: 0 })).digest('base64url').slice(0, 24)}` : row.key;
    if (seen.has(key)) {
      bad.push({ row: row.row, sentence: row.key === '' ? 'It says the same as an earlier row.' : 'Its number stands at an earlier row too.' });
      continue;
    }
    seen.add(key);
    rows.push({ ...row, key });
  }
  return { kind: 'read', rows, bad };
}

function score({ model, records, pairs }: ThreadTask & { kind: 'score' }): ThreadAnswer {
  const scored = pairs.map(([a, b]): Likeness | null => {
    const [left, right] = [records[a], records[b]];
    return left === undefined || right === undefined ? null : likeness(model, left, right);
  });
  return { kind: 'score', scored };
}

async function learn({ records, labels, seed }: ThreadTask & { kind: 'learn' }): Promise<ThreadAnswer> {
  const table = records.map((record: Comparable) => ({ ...record }));
  const linker = createLinker({
    linkType: 'dedupe', records: [table],
    settings: { comparisons, blockingRules: [blockOn('surname', 'forename'), blockOn('born'), blockOn('postcode', prefixOf('surname', 3)), blockOn('phone'), blockOn('email'), blockOn('surname', yearOf('born'))], maxBlockSize: 50 },
  });
  await linker.train({ seed, ...(labels.left.length === 0 ? {} : { labels: { left: Int32Array.from(labels.left), right: Int32Array.from(labels.right) } }) });
  const model: LinkageModelJson = linker.toJSON();
  await linker.close();
  return { kind: 'learn', model };
}

async function answer(task: ThreadTask): Promise<ThreadAnswer> {
  return task.kind === 'read' ? read(task) : task.kind === 'score' ? score(task) : await learn(task);
}

stepBehindPages();
parentPort?.postMessage(await answer(workerData));
