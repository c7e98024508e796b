import type pg from 'pg';

import type { Statement } from './compile.ts';
import { readers } from './connection.ts';
import { MessageWriter } from './wire.ts';

export interface Answer {
  readonly rows: Record<string, unknown>[];
  /** "SELECT 3", "COMMIT": what PostgreSQL says that it did. */
  readonly command: string;
}

interface Column {
  readonly name: string;
  readonly read: (text: string) => unknown;
}

/** A statement that a connection has prepared. Its columns are told once. */
interface Plan {
  readonly name: string;
  columns: readonly Column[] | undefined;
  empty: Record<string, unknown>;
}

/** What one connection has prepared, by the text of the statement. */
export class Plans {
  readonly #plans = new Map<string, Plan>();
  #made = 0;
  #toForget: string[] = [];

  known(text: string): Plan | undefined {
    return this.#plans.get(text);
  }

  /** Beyond this many texts a statement goes without a name: a connection keeps every plan it has made. */
  make(text: string, most: number): Plan {
    const named = this.#plans.size < most;
    this.#made += 1;
    const plan: Plan = { name: named ? `s${this.#made}` : '', columns: undefined, empty: {} };
    if (named) {
      this.#plans.set(text, plan);
    }
    return plan;
  }

  /** A statement that went with a failure may or may not have been prepared: it is taken back before the next ones. */
  doubt(text: string): void {
    const plan = this.#plans.get(text);
    if (plan !== undefined) {
      this.#plans.delete(text);
      this.#toForget.push(plan.name);
    }
  }

  forgotten(): readonly string[] {
    const names = this.#toForget;
    this.#toForget = [];
    return names;
  }
}

interface Passenger {
  readonly statement: Statement;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly rows: Record<string, unknown>[];
  plan: Plan | undefined;
  isNew: boolean;
  unreadable: Error | undefined;
}

interface RowDescription {
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
}

function rowOf(columns: readonly Column[], empty: Record<string, unknown>, fields: readonly (string | null)[]): Record<string, unknown> {
  // A copy of the whole first: every row of a statement has the same shape, whatever is null in it.
  const row = { ...empty };
  let at = 0;
  for (const { name, read } of columns) {
    const text = fields[at];
    if (typeof text === 'string') {
      row[name] = read(text);
    }
    at += 1;
  }
  return row;
}

const writer = new MessageWriter();

/**
 * Statements that leave in one write and are answered in one piece: PostgreSQL and Node are woken once for all of them. When one fails,
 * PostgreSQL passes over those behind it, and all of them fail with its error: they are of one transaction, which is lost.
 * A statement is parsed and described on a connection once; after that only its values go out and only its rows come back.
 * `pg` hands the messages that come back to the flight under way, as it does for a cursor.
 */
export class Flight {
  readonly #plans: Plans;
  readonly #mostPlans: number;
  readonly #passengers: Passenger[] = [];
  readonly #landed: () => void;
  #next = 0;

  /** With `mostPlans` 0 nothing is prepared. `landed` is called once, when no more answers come. */
  constructor(plans: Plans, mostPlans: number, landed: () => void) {
    this.#plans = plans;
    this.#mostPlans = mostPlans;
    this.#landed = landed;
  }

  async take(statement: Statement): Promise<Answer> {
    return await new Promise((resolve, reject) => {
      this.#passengers.push({ statement, resolve, reject, rows: [], plan: undefined, isNew: false, unreadable: undefined });
    });
  }

  submit(connection: pg.Connection): Error | null {
    try {
      for (const name of this.#plans.forgotten()) {
        writer.close(name);
      }
      for (const passenger of this.#passengers) {
        this.#write(passenger);
      }
      writer.sync();
    } catch (error) {
      writer.take();
      return error instanceof Error ? error : new Error('a statement could not be written');
    }
    const bytes = writer.take();
    if (connection.stream.writable) {
      connection.stream.write(bytes);
    }
    return null;
  }

  #write(passenger: Passenger): void {
    const { text, values } = passenger.statement;
    const known = this.#plans.known(text);
    const plan = known ?? this.#plans.make(text, this.#mostPlans);
    passenger.plan = plan;
    passenger.isNew = known === undefined;
    if (passenger.isNew) {
      writer.parse(plan.name, text);
    }
    writer.bind(plan.name, values);
    if (passenger.isNew) {
      writer.describe();
    }
    writer.execute();
  }

  handleRowDescription({ fields }: RowDescription): void {
    const plan = this.#passengers[this.#next]?.plan;
    if (plan !== undefined) {
      plan.columns = fields.map(({ name, dataTypeID }) => ({ name, read: readers.getTypeParser(dataTypeID, 'text') }));
      plan.empty = Object.fromEntries(fields.map(({ name }) => [name, null]));
    }
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const passenger = this.#passengers[this.#next];
    if (passenger?.plan?.columns === undefined || passenger.unreadable !== undefined) {
      return;
    }
    try {
      passenger.rows.push(rowOf(passenger.plan.columns, passenger.plan.empty, fields));
    } catch (error) {
      passenger.unreadable = error instanceof Error ? error : new Error('a row could not be read');
    }
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const passenger = this.#passengers[this.#next];
    this.#next += 1;
    if (passenger?.unreadable !== undefined) {
      passenger.reject(passenger.unreadable);
    } else {
      passenger?.resolve({ rows: passenger.rows, command: text });
    }
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' });
  }

  handleError(error: Error): void {
    const lost = this.#passengers.slice(this.#next);
    this.#next = this.#passengers.length;
    for (const { isNew, statement } of lost) {
      if (isNew) {
        this.#plans.doubt(statement.text);
      }
    }
    for (const { reject } of lost) {
      reject(error);
    }
    this.#landed();
  }

  handleReadyForQuery(): void {
    this.#landed();
  }
}
