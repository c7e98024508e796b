import { readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { makeTown, type Town } from '../cases/town.testing.ts';
import { projectRoot } from '../root.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { startingRows } from './starting-rows.ts';

/** The migration inserts and does nothing else, so it can be run again on a partnership that was founded without these rows. */
const migration = readFileSync(path.join(projectRoot, 'database/migrations/0028_powers_reach_everyone.sql'), 'utf8');
const tables = ['power', 'approval_rule', 'matching_rule', 'ranking_rule', 'recording_break', 'emergency_rule'] as const;

let town: Town;
beforeAll(async () => {
  town = await makeTown();
});
afterAll(async () => town.close());

async function rowsOf(table: string, partnershipId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await town.owner.query(`select to_jsonb(x) - 'id' - 'partnership_id' as row from hub.${table} x where partnership_id = $1`, [partnershipId]);
  return rows.map(({ row }) => row);
}

async function countsOf(partnershipId: string): Promise<number[]> {
  const counts: number[] = [];
  for (const table of tables) {
    counts.push((await rowsOf(table, partnershipId)).length);
  }
  return counts;
}

/** As a row, whatever the order of its columns; a column that says nothing is as good as none. */
function asText(rows: readonly object[]): string[] {
  const told = (row: object) => Object.entries(row).filter(([name, value]) => !['id', 'partnership_id'].includes(name) && value !== null).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return rows.map((row) => JSON.stringify(told(row))).toSorted();
}

test('a partnership that was there before gets the powers, their letters and their approvals as a new one does; one that has its own keeps it', async () => {
  const other = uuidv7();
  await town.owner.query(`insert into hub.partnership (id, name, town, settings) values ($1, 'Elsewhere', 'Epping', '{}')`, [other]);
  await town.owner.query(`insert into hub.power (partnership_id, id, code, name, rung, aimed_at, agency_kinds, used_by, act, section, source, in_force_from) values ($1, $2, 'own', 'Own', 1, '{person}', '{council}', 'Us', '', '', 'Local', '2020-01-01')`, [other, uuidv7()]);
  await town.owner.query(`insert into hub.letter_template (partnership_id, id, name, use, subject, body, in_force_from) values ($1, $2, 'Closure notice', 'letter', 'Ours', 'Ours', '2020-01-01')`, [other, uuidv7()]);

  await town.owner.query(migration);
  const started = new Map(startingRows({ partnershipId: town.partnership.id, newId: uuidv7, restrictedTeamId: town.team, agencyOfKind: () => null }));
  for (const table of tables) {
    expect(asText(await rowsOf(table, town.partnership.id)), table).toEqual(asText(started.get(table) ?? []));
  }
  const letters = new Set((await rowsOf('letter_template', town.partnership.id)).map((row) => row['name']));
  expect((await rowsOf('power', town.partnership.id)).map((row) => row['letter_template']).filter((name) => name !== '' && !letters.has(name))).toEqual([]);
  expect((await rowsOf('power', other)).map((row) => row['code'])).toEqual(['own']);
  expect((await rowsOf('letter_template', other)).filter((row) => row['name'] === 'Closure notice').map((row) => row['body'])).toEqual(['Ours']);

  const before = await countsOf(other);
  await town.owner.query(migration);
  expect(await countsOf(other)).toEqual(before);
  expect(await rowsOf('power', town.partnership.id)).toHaveLength(started.get('power')?.length ?? 0);
});
