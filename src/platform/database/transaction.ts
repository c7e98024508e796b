import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type RawBuilder } from 'kysely';
import type pg from 'pg';
import { Temporal } from 'temporal-polyfill';

import { instantText } from '../calendar/index.ts';
import { HubError } from '../errors/index.ts';
import { prepares } from './connection.ts';

/** A query written with Kysely's `sql` tag; Row is what comes back. */
export type Query<Row> = RawBuilder<Row>;

/** What a room's queries take: the one transaction they run in. */
export interface Transaction {
  /** All rows. */
  all<Row>(query: Query<Row>): Promise<Row[]>;
  /** The one row; a missing row is "you may not see this, or it does not exist" (403): policies hide what is not yours. */
  one<Row>(query: Query<Row>): Promise<Row>;
  /** The first row or nothing. */
  maybe<Row>(query: Query<Row>): Promise<Row | undefined>;
  /** Runs a statement and says how many rows it touched. */
  run(query: Query<unknown>): Promise<number>;
  /** Sends a statement whose answer nobody waits for before the commit; if it fails, nothing is committed. */
  defer(query: Query<unknown>): void;
}

// Compiles only; it never connects.
const compiler = new Kysely<Record<never, never>>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

function parameter(value: unknown): unknown {
  return value instanceof Temporal.Instant ? instantText(value) : value instanceof Temporal.PlainDate ? value.toString() : value;
}

/** Beyond this many different texts a statement goes without a name: a connection keeps every plan it has made. */
const mostNamed = 2_000;
const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= mostNamed) {
    return known;
  }
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}

/** A plan that no longer fits its tables (0A000) or is not on this connection (26000): the connection is thrown away, and the next makes it anew. */
function stalePlan(error: unknown): boolean {
  const { code }: { code?: unknown } = Object(error);
  return code === '0A000' || code === '26000';
}

interface Corkable {
  cork(): void;
  uncork(): void;
}

/** The socket of a connection; pg's types leave it out. */
function socketOf(client: pg.ClientBase): Corkable | undefined {
  const { connection }: { connection?: { stream?: Partial<Corkable> } } = Object(client);
  const stream = connection?.stream;
  return typeof stream?.cork === 'function' && typeof stream.uncork === 'function' ? { cork: () => stream.cork?.(), uncork: () => stream.uncork?.() } : undefined;
}

/** Statements that are sent in one turn of the event loop leave in one write: the kernel and the database are called once for all of them. */
class Flush {
  readonly #socket: Corkable | undefined;
  #held = false;

  constructor(client: pg.ClientBase) {
    this.#socket = socketOf(client);
  }

  hold(): void {
    const socket = this.#socket;
    if (socket === undefined || this.#held) {
      return;
    }
    this.#held = true;
    socket.cork();
    setImmediate(() => {
      this.#held = false;
      socket.uncork();
    });
  }
}

class PostgresTransaction implements Transaction {
  readonly #client: pg.ClientBase;
  readonly #prepared: boolean;
  readonly #flush: Flush;
  readonly #deferred: Promise<unknown>[] = [];

  constructor(client: pg.ClientBase, prepared: boolean) {
    this.#client = client;
    this.#prepared = prepared;
    this.#flush = new Flush(client);
  }

  /** BEGIN, COMMIT and ROLLBACK: words without parameters. */
  async word(text: 'begin' | 'commit' | 'rollback'): Promise<pg.QueryResult> {
    this.#flush.hold();
    return await this.#client.query(text);
  }

  async #send(query: Query<unknown>): Promise<pg.QueryResult> {
    const { sql, parameters } = query.compile(compiler);
    const name = this.#prepared ? nameOf(sql) : undefined;
    this.#flush.hold();
    return await this.#client.query({ text: sql, values: parameters.map(parameter), ...(name === undefined ? {} : { name }) });
  }

  async all<Row>(query: Query<Row>): Promise<Row[]> {
    return (await this.#send(query)).rows;
  }

  async one<Row>(query: Query<Row>): Promise<Row> {
    const row = await this.maybe(query);
    if (row === undefined) {
      throw new HubError('not_yours');
    }
    return row;
  }

  async maybe<Row>(query: Query<Row>): Promise<Row | undefined> {
    return (await this.all(query))[0];
  }

  async run(query: Query<unknown>): Promise<number> {
    return (await this.#send(query)).rowCount ?? 0;
  }

  defer(query: Query<unknown>): void {
    const sent = this.#send(query);
    // Its failure is met in commit(); until then it must not count as unhandled.
    sent.catch(() => undefined);
    this.#deferred.push(sent);
  }

  async commit(): Promise<void> {
    const committed = this.word('commit');
    const [end] = await Promise.all([committed, ...this.#deferred]);
    // COMMIT of a transaction that has failed answers ROLLBACK without an error.
    if (end.command !== 'COMMIT') {
      throw new HubError('broken', 'the transaction had failed before its commit');
    }
  }
}

/**
 * Runs work in one transaction. `enter` is sent in the same flush as BEGIN; what it resolves to is handed to work.
 * Resolves after COMMIT has been acknowledged; anything thrown rolls everything back.
 */
export async function inTransaction<Entered, Result>(
  pool: pg.Pool,
  enter: (tx: Transaction) => Promise<Entered>,
  work: (tx: Transaction, entered: Entered) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  const tx = new PostgresTransaction(client, prepares(pool));
  let broken: Error | undefined;
  try {
    const begun = tx.word('begin');
    const entering = enter(tx);
    const [, entered] = await Promise.all([begun, entering]);
    const result = await work(tx, entered);
    await tx.commit();
    return result;
  } catch (error) {
    broken = error instanceof Error && stalePlan(error) ? error : undefined;
    try {
      await tx.word('rollback');
    } catch (lost) {
      broken = lost instanceof Error ? lost : new Error('The database connection was lost');
    }
    throw error;
  } finally {
    client.release(broken);
  }
}
