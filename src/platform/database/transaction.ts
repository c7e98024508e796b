import type pg from 'pg';

import { HubError } from '../errors/index.ts';
import { compiled, type Query, type Statement } from './compile.ts';
import { prepares } from './connection.ts';
import { Flight, Plans, type Answer } from './flight.ts';

export type { Query };

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
  /** Nothing is asked after this turn of the event loop: COMMIT leaves with what has been asked in it. A later question fails. */
  closing(): void;
}

/** Something was asked after `closing`: the transaction has ended, and whoever works in it must begin anew. */
export class AskedTooLate extends Error {
  constructor() {
    super('something was asked after the last question of its transaction');
  }
}

/** A plan that no longer fits its tables (0A000) or is not on this connection (26000): the connection is thrown away, and the next makes it anew. */
function stalePlan(error: unknown): boolean {
  const { code }: { code?: unknown } = Object(error);
  return code === '0A000' || code === '26000';
}

const plansOf = new WeakMap<pg.ClientBase, Plans>();

function plansOn(client: pg.ClientBase): Plans {
  const plans = plansOf.get(client) ?? new Plans();
  plansOf.set(client, plans);
  return plans;
}

/** A connection keeps every plan it has made; the hub has some five hundred statements. */
const mostPlans = 2_000;

class PostgresTransaction implements Transaction {
  readonly #client: pg.ClientBase;
  readonly #plans: Plans;
  readonly #mostPlans: number;
  readonly #deferred: Promise<unknown>[] = [];
  /** Takes the statements of this turn of the event loop. */
  #boarding: Flight | undefined;
  #underWay = false;
  /** `#last`: COMMIT goes with the flight that is boarding. `#committed`: it has left. */
  #last = false;
  #committed: Promise<Answer> | undefined;
  #free: () => void = () => undefined;

  constructor(client: pg.ClientBase, prepared: boolean) {
    this.#client = client;
    this.#plans = plansOn(client);
    this.#mostPlans = prepared ? mostPlans : 0;
  }

  /** BEGIN, COMMIT and ROLLBACK: words without parameters. */
  async word(text: 'begin' | 'commit' | 'rollback'): Promise<Answer> {
    return await this.#send({ text, values: [] });
  }

  #board(): Flight {
    if (this.#committed !== undefined) {
      throw new AskedTooLate();
    }
    if (this.#boarding === undefined) {
      this.#boarding = new Flight(this.#plans, this.#mostPlans, () => this.#landed());
      this.#leaveSoon();
    }
    return this.#boarding;
  }

  /** The next flight leaves when the one under way has been answered. */
  #leaveSoon(): void {
    if (!this.#underWay) {
      setImmediate(() => {
        const flight = this.#boarding;
        if (flight !== undefined && !this.#underWay) {
          if (this.#last) {
            this.#committed = flight.take({ text: 'commit', values: [] });
            this.#committed.then(({ command }) => (command === 'COMMIT' ? this.#free() : undefined), () => undefined);
          }
          this.#boarding = undefined;
          this.#underWay = true;
          this.#client.query(flight);
        }
      });
    }
  }

  #landed(): void {
    this.#underWay = false;
    if (this.#boarding !== undefined) {
      this.#leaveSoon();
    }
  }

  async #send(statement: Statement): Promise<Answer> {
    try {
      return await this.#board().take(statement);
    } catch (error) {
      throw withOurStack(error);
    }
  }

  async all<Row>(query: Query<Row>): Promise<Row[]> {
    const { rows } = await this.#send(compiled(query));
    // What a row holds is what its query says; the tests of the rooms run each of them.
    return rows as Row[];
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
    const { command } = await this.#send(compiled(query));
    return Number(/\d+$/.exec(command)?.[0] ?? 0);
  }

  defer(query: Query<unknown>): void {
    const sent = this.#send(compiled(query));
    // Its failure is met in commit(); until then it must not count as unhandled.
    sent.catch(() => undefined);
    this.#deferred.push(sent);
  }

  closing(): void {
    this.#board();
    this.#last = true;
  }

  async commit(): Promise<void> {
    const committed = this.#committed ?? this.word('commit');
    const [end] = await Promise.all([committed, ...this.#deferred]);
    // COMMIT of a transaction that has failed answers ROLLBACK without an error.
    if (end.command !== 'COMMIT') {
      throw new HubError('broken', 'the transaction had failed before its commit');
    }
  }

  /** Calls `free` as soon as a COMMIT that left early has been heard: nothing more is sent on the connection. */
  onceClosed(free: () => void): void {
    this.#free = free;
  }

  /** Undoes all, unless COMMIT left and was heard: then the transaction is over. */
  async rollback(): Promise<void> {
    const over = await this.#committed?.then(() => true, () => false);
    if (over !== true) {
      this.#last = false;
      this.#committed = undefined;
      await this.word('rollback');
    }
  }
}

const traced = new WeakSet<Error>();

/** An error of the database begins where its message was read; what helps is who sent the statement that failed. */
function withOurStack(error: unknown): unknown {
  if (error instanceof Error && !traced.has(error)) {
    traced.add(error);
    Error.captureStackTrace(error);
  }
  return error;
}

/**
 * Runs work in one transaction. `enter` is sent in the same flight as BEGIN; what it resolves to is handed to work.
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
  let released = false;
  const release = (): void => {
    if (!released) {
      released = true;
      client.release(broken);
    }
  };
  // A page is drawn after its transaction: meanwhile another may have the connection.
  tx.onceClosed(release);
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
      await tx.rollback();
    } catch (lost) {
      broken = lost instanceof Error ? lost : new Error('The database connection was lost');
    }
    throw error;
  } finally {
    release();
  }
}
