import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, RawNode, ValueNode, type OperationNode, type RawBuilder } from 'kysely';

/** A query written with Kysely's `sql` tag; Row is what comes back. */
export type Query<Row> = RawBuilder<Row>;

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
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

/** Texts of templates that hold values alone, by the template itself: they are the same at every call. */
const texts = new WeakMap<readonly string[], string>();

/** Writes a template and those inside it; undefined when a part of it is more than text and values. */
function written({ sqlFragments, parameters }: RawNode, values: unknown[]): string | undefined {
  let text = sqlFragments[0] ?? '';
  for (const [at, part] of parameters.entries()) {
    const inside = ValueNode.is(part) && part.immediate !== true ? `$${values.push(part.value)}` : RawNode.is(part) ? written(part, values) : undefined;
    if (inside === undefined) {
      return undefined;
    }
    text += inside + (sqlFragments[at + 1] ?? '');
  }
  return text;
}

function isValue(part: OperationNode): part is ValueNode {
  return ValueNode.is(part) && part.immediate !== true;
}

/** Text and values of a query. What the rooms write is a template with values and templates in it, which needs no compiler; the rest has Kysely's. */
export function compiled(query: Query<unknown>): Statement {
  const node: OperationNode = query.toOperationNode();
  if (!RawNode.is(node)) {
    return whole(query);
  }
  const values: unknown[] = [];
  if (!node.parameters.every(isValue)) {
    const text = written(node, values);
    return text === undefined ? whole(query) : { text, values };
  }
  const known = texts.get(node.sqlFragments);
  if (known !== undefined) {
    return { text: known, values: node.parameters.map(({ value }) => value) };
  }
  const text = written(node, values) ?? '';
  texts.set(node.sqlFragments, text);
  return { text, values };
}

function whole(query: Query<unknown>): Statement {
  const { sql, parameters } = query.compile(compiler);
  return { text: sql, values: parameters };
}
