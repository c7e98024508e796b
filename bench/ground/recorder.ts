import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { Temporal } from 'temporal-polyfill';

import type { Query, Transaction } from '../../src/platform/database/index.ts';

/** A statement as it went to the database. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

const compiler = new Kysely<Record<never, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

function written(query: Query<unknown>): Statement {
  const { sql, parameters } = query.compile(compiler);
  return { text: sql, values: parameters.map((value) => (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate ? value.toString() : value)) };
}

/** A transaction that keeps every statement which passes through it: the application's own queries are measured, not copies of them. */
export function recording(tx: Transaction): { tx: Transaction; statements: Statement[] } {
  const statements: Statement[] = [];
  const keep = <Row>(query: Query<Row>): Query<Row> => {
    statements.push(written(query));
    return query;
  };
  return {
    statements,
    tx: {
      all: async (query) => tx.all(keep(query)),
      one: async (query) => tx.one(keep(query)),
      maybe: async (query) => tx.maybe(keep(query)),
      run: async (query) => tx.run(keep(query)),
      defer: (query) => tx.defer(keep(query)),
      closing: () => tx.closing(),
    },
  };
}
