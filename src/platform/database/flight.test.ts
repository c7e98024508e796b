import fc from 'fast-check';
import { sql } from 'kysely';
import type pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { compiled } from './compile.ts';
import { openPool } from './connection.ts';
import { createTestDatabase, type TestDatabase } from './testing.ts';
import { AskedTooLate, inTransaction, type Transaction } from './transaction.ts';

let database: TestDatabase;
let pools: Record<'prepared' | 'plain', pg.Pool>;

beforeAll(async () => {
  database = await createTestDatabase();
  pools = { prepared: openPool(database.owner, 1, true), plain: openPool(database.owner, 1) };
});

afterAll(async () => {
  await Promise.all([pools.prepared.end(), pools.plain.end()]);
  await database.drop();
});

const nothing = async (): Promise<void> => undefined;
const within = async <Result>(pool: pg.Pool, work: (tx: Transaction) => Promise<Result>): Promise<Result> => inTransaction(pool, nothing, work);

describe('a template', () => {
  test('is written as Kysely writes it, with templates inside it and the same values in order', () => {
    const inner = sql`b = ${2} or ${sql.join([3, 'four', sql`${5}::int`])}`;
    const query = sql`select * from t where a = ${1} and (${inner}) and c = any(${['x', 'y']}) ${sql.raw('order by 1')}`;
    expect(compiled(query)).toEqual({ text: 'select * from t where a = $1 and (b = $2 or $3, $4, $5::int) and c = any($6) order by 1', values: [1, 2, 3, 'four', 5, ['x', 'y']] });
    expect(compiled(sql`select ${sql.ref('a.b')}, ${1} from ${sql.table('hub.t')}`)).toEqual({ text: 'select "a"."b", $1 from "hub"."t"', values: [1] });
  });

  test('called again has its own values', () => {
    const query = (value: number): ReturnType<typeof compiled> => compiled(sql`select ${value}`);
    expect([query(1), query(2)]).toEqual([{ text: 'select $1', values: [1] }, { text: 'select $1', values: [2] }]);
  });
});

describe.each(['prepared', 'plain'] as const)('%s statements', (kind) => {
  test('bring every kind of value there and back', async () => {
    const at = Temporal.Instant.from('2026-11-28T08:15:00.123456Z');
    const day = Temporal.PlainDate.from('2026-03-29');
    const row = await within(pools[kind], async (tx) => tx.one(sql<Record<string, unknown>>`
      select ${'Żółć "quoted" \\ \n'}::text as text, ${null}::text as nothing, ${7}::int as whole, ${1.5}::float8 as part, ${true}::bool as yes, ${Buffer.from([0, 255, 10])}::bytea as bytes,
        ${at}::timestamptz as at, ${day}::date as day, ${JSON.stringify({ a: [1, null] })}::jsonb as json, ${['a,b', '"', '\\', '', null, 'NULL']}::text[] as list, ${[[1, 2], [3, 4]]}::int[] as table`));
    expect(row).toEqual({
      text: 'Żółć "quoted" \\ \n', nothing: null, whole: 7, part: 1.5, yes: true, bytes: Buffer.from([0, 255, 10]), at, day, json: { a: [1, null] }, list: ['a,b', '"', '\\', '', null, 'NULL'], table: [[1, 2], [3, 4]],
    });
  });

  test('any text and any list of texts come back as they went', async () => {
    const plain = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\0', '')).filter((text) => text.isWellFormed());
    await within(pools[kind], async (tx) => fc.assert(fc.asyncProperty(plain, fc.array(fc.option(plain)), async (text, list) => {
      const row = await tx.one(sql<{ text: string; list: (string | null)[] }>`select ${text}::text as text, ${list}::text[] as list`);
      expect(row).toEqual({ text, list });
    }), { numRuns: 60 }));
  });

  test('more than fits into one packet', async () => {
    const long = 'é'.repeat(300_000);
    const rows = await within(pools[kind], async (tx) => tx.all(sql<{ text: string; n: number }>`select ${long}::text as text, n from generate_series(1, 3) n`));
    expect(rows.map(({ text, n }) => [text === long, n])).toEqual([[true, 1], [true, 2], [true, 3]]);
  });

  test('sent together answer each for itself; the same text twice too', async () => {
    const answers = await within(pools[kind], async (tx) => Promise.all([1, 2].map(async (n) => tx.one(sql<{ n: number; none: null }>`select ${n}::int as n, null as none`))));
    expect(answers).toEqual([{ n: 1, none: null }, { n: 2, none: null }]);
    expect(await within(pools[kind], async (tx) => tx.run(sql`select from generate_series(1, 12)`))).toBe(12);
  });

  test('when one fails, all sent with it fail with its error, nothing is kept, and the connection goes on', async () => {
    await within(pools[kind], async (tx) => tx.run(sql.raw(`create table ${kind}_kept (n int primary key)`)));
    const failing = within(pools[kind], async (tx) => {
      const sent = [tx.run(sql.raw(`insert into ${kind}_kept values (1)`)), tx.run(sql`select 1 / ${0}::int`), tx.all(sql`select 'never before' as words`)];
      const outcomes = await Promise.allSettled(sent);
      expect(outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : outcome.status))).toEqual(['fulfilled', '22012', '22012']);
      await Promise.all(sent);
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    // What was passed over was never prepared, and what failed is prepared anew.
    const after = await within(pools[kind], async (tx) => [await tx.all(sql`select 'never before' as words`), await tx.run(sql`select 1 / ${1}::int`), await tx.all(sql.raw(`select n from ${kind}_kept`))]);
    expect(after).toEqual([[{ words: 'never before' }], 1, []]);
  });

  test('a deferred failure lets nothing be committed', async () => {
    const failing = within(pools[kind], async (tx) => {
      tx.defer(sql`select 1 / ${0}::int`);
      return await Promise.resolve('done');
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await within(pools[kind], async (tx) => tx.one(sql`select 1 as one`))).toEqual({ one: 1 });
  });

  test('a value that cannot be written fails alone, before anything is sent', async () => {
    const round: { self?: unknown } = {};
    round.self = round;
    await expect(within(pools[kind], async (tx) => tx.run(sql`select ${round}::jsonb`))).rejects.toThrow(TypeError);
    expect(await within(pools[kind], async (tx) => tx.one(sql`select 1 as one`))).toEqual({ one: 1 });
  });

  test('a row that cannot be read is an error of its statement', async () => {
    await expect(within(pools[kind], async (tx) => tx.all(sql`select 'infinity'::date as day`))).rejects.toThrow(RangeError);
  });

  test('a connection that was cut fails what is under way and is replaced', async () => {
    await expect(within(pools[kind], async (tx) => tx.run(sql`select pg_terminate_backend(pg_backend_pid())`))).rejects.toThrow();
    expect(await within(pools[kind], async (tx) => tx.one(sql`select 1 as one`))).toEqual({ one: 1 });
  });

  test('what closes is committed with its last questions, and its connection is free while the rest of the work goes on', async () => {
    await within(pools[kind], async (tx) => tx.run(sql.raw(`create table ${kind}_closed (n int primary key)`)));
    const seen = await within(pools[kind], async (tx) => {
      const asked = tx.run(sql.raw(`insert into ${kind}_closed values (1)`));
      tx.closing();
      await asked;
      // The pool has one connection: this would wait for ever if the first still held it.
      return await within(pools[kind], async (other) => other.all(sql.raw(`select n from ${kind}_closed`)));
    });
    expect(seen).toEqual([{ n: 1 }]);
  });

  test('a question after the last one fails, and the connection goes on', async () => {
    const late = within(pools[kind], async (tx) => {
      const first = tx.one(sql`select 1 as one`);
      tx.closing();
      await first;
      return await tx.one(sql`select 2 as two`);
    });
    await expect(late).rejects.toThrow(AskedTooLate);
    expect(await within(pools[kind], async (tx) => tx.one(sql`select 1 as one`))).toEqual({ one: 1 });
  });

  test('of a transaction that fails in its last questions nothing is kept', async () => {
    await within(pools[kind], async (tx) => tx.run(sql.raw(`create table ${kind}_lost (n int primary key)`)));
    const failing = within(pools[kind], async (tx) => {
      const asked = Promise.all([tx.run(sql.raw(`insert into ${kind}_lost values (1)`)), tx.run(sql`select 1 / ${0}::int`)]);
      tx.closing();
      await asked;
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    expect(await within(pools[kind], async (tx) => tx.all(sql.raw(`select n from ${kind}_lost`)))).toEqual([]);
  });
});
