import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { makeTown, type Town } from '../cases/town.testing.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { decide, undo } from './deciding.ts';

let town: Town;
const records: string[] = [];

beforeAll(async () => {
  town = await makeTown();
  for (let place = 0; place < 7; place += 1) {
    const id = uuidv7();
    records.push(id);
    await town.owner.query(`insert into hub.held_person (partnership_id, id, agency_id, name, name_key) values ($1, $2, $3, $4, $4)`, [town.partnership.id, id, town.council, `kyle brennan ${place}`]);
    await town.owner.query(`insert into hub.person_fact (partnership_id, id, record_id, agency_id, kind, value, added_by, added_at) values ($1, $2, $3, $4, 'alias', 'Jaz', $5, now())`, [town.partnership.id, uuidv7(), id, town.council, town.priya.id]);
  }
});
afterAll(async () => town.close());

/** Everything about these people except the decisions themselves. */
async function everything(): Promise<string> {
  const tables = ['person_record', 'held_person', 'person_fact', 'person_key', 'match_pair', 'association', 'person_warning'];
  const rows: unknown[] = [];
  for (const table of tables) {
    rows.push((await town.owner.query(`select t::text from hub.${table} t order by 1`)).rows);
  }
  return JSON.stringify(rows);
}

async function clear(): Promise<void> {
  await town.owner.query('delete from hub.person_link');
  await town.owner.query('select hub.settle_people($1, $2::uuid[])', [town.partnership.id, records]);
}

/** Who is one person by these pairs, found without the database: the smallest id stands for all. */
function joined(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const whole = new Map(records.map((id) => [id, id]));
  for (let pass = 0; pass < records.length; pass += 1) {
    for (const [a, b] of pairs) {
      const least = [whole.get(a) ?? a, whole.get(b) ?? b].toSorted()[0] ?? a;
      whole.set(a, least).set(b, least);
    }
  }
  return Object.fromEntries(whole);
}

async function inDatabase(): Promise<Record<string, string>> {
  const { rows } = await town.owner.query('select id, person_id from hub.person_record where id = any($1::uuid[])', [records]);
  return Object.fromEntries(rows.map(({ id, person_id }) => [id, person_id]));
}

const pairs = fc.tuple(fc.nat(6), fc.nat(6)).filter(([a, b]) => a !== b);
const acts = fc.array(fc.record({ pair: pairs, verdict: fc.constantFrom('same' as const, 'same' as const, 'different' as const), undo: fc.boolean(), which: fc.nat(20) }), { minLength: 1, maxLength: 12 });

test('who is one person follows from the decisions in force alone, in whatever order they were made and taken back', async () => {
  await fc.assert(fc.asyncProperty(acts, async (made) => {
    await clear();
    for (const act of made) {
      const live = (await town.owner.query<{ id: string }>('select id from hub.person_link where undone_at is null order by id')).rows;
      const [a, b] = [records[act.pair[0]] ?? '', records[act.pair[1]] ?? ''];
      await town.as(town.priya, async (tx, actor) => (act.undo && live.length > 0
        ? undo(tx, actor, live[act.which % live.length]?.id ?? '', 'a mistake', town.now)
        : decide(tx, actor, a, b, { verdict: act.verdict, why: '', probability: null }, town.now)));
      const { rows } = await town.owner.query<{ left_id: string; right_id: string }>(`select left_id, right_id from hub.person_link where verdict = 'same' and undone_at is null`);
      expect(await inDatabase()).toEqual(joined(rows.map(({ left_id, right_id }) => [left_id, right_id])));
    }
  }), { numRuns: 25, seed: 20261128 });
}, 180_000);

test('a decision taken back leaves everything exactly as it was, also when others were made meanwhile', async () => {
  await fc.assert(fc.asyncProperty(acts, pairs, pairs, async (made, [a, b], [c, d]) => {
    await clear();
    await town.as(town.priya, async (tx, actor) => {
      for (const act of made) {
        await decide(tx, actor, records[act.pair[0]] ?? '', records[act.pair[1]] ?? '', { verdict: act.verdict, why: '', probability: null }, town.now);
      }
    });
    const [left = '', right = ''] = [records[a] ?? '', records[b] ?? ''].toSorted();
    const decided = await town.owner.query('select 1 from hub.person_link where left_id = $1 and right_id = $2', [left, right]);
    fc.pre(decided.rowCount === 0 && !(Math.min(a, b) === Math.min(c, d) && Math.max(a, b) === Math.max(c, d)));
    const before = await everything();
    const link = await town.as(town.priya, async (tx, actor) => {
      await decide(tx, actor, left, right, { verdict: 'same', why: '', probability: 0.9 }, town.now);
      return (await tx.one(sql<{ id: string }>`select id from hub.person_link where left_id = ${left} and right_id = ${right} and undone_at is null`)).id;
    });
    const already = await town.owner.query<{ id: string }>('select id from hub.person_link where undone_at is null and left_id = least($1::uuid, $2::uuid) and right_id = greatest($1::uuid, $2::uuid)', [records[c], records[d]]);
    const meanwhile = already.rowCount === 0 ? await town.as(town.priya, async (tx, actor) => {
      await decide(tx, actor, records[c] ?? '', records[d] ?? '', { verdict: 'same', why: '', probability: null }, town.now);
      return (await tx.one(sql<{ id: string }>`select id from hub.person_link where undone_at is null and left_id = least(${records[c] ?? ''}::uuid, ${records[d] ?? ''}::uuid) and right_id = greatest(${records[c] ?? ''}::uuid, ${records[d] ?? ''}::uuid)`)).id;
    }) : undefined;
    await town.as(town.priya, async (tx, actor) => undo(tx, actor, link, 'a mistake', town.now));
    if (meanwhile !== undefined) {
      await town.as(town.priya, async (tx, actor) => undo(tx, actor, meanwhile, 'a mistake', town.now));
    }
    expect(await everything()).toBe(before);
  }), { numRuns: 25, seed: 7 });
}, 180_000);
