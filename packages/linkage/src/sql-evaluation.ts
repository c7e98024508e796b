import { LinkageError } from './errors.ts';
import type { SqlNode } from './sql-expression.ts';
import { sqlFunction, type SqlValue } from './sql-functions.ts';

/** Reads a column of one of two records, by whatever numbers stand for them. */
export type ColumnReader = (name: string, side: 'l' | 'r' | null) => (left: number, right: number) => SqlValue;

/** An expression ready to be worked out for two records. */
export type SqlEvaluator = (left: number, right: number) => SqlValue;

/** Compiles an expression with SQL's three-valued logic: what is compared with null is null. */
export function compileSql(node: SqlNode, read: ColumnReader): SqlEvaluator {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'column':
      return read(node.name, node.side);
    case 'call': {
      const call = sqlFunction(node.name);
      const args = node.args.map((arg) => compileSql(arg, read));
      return (left, right) => call(args.map((arg) => arg(left, right)));
    }
    case 'operator':
      return compileOperator(node.name, node.args.map((arg) => compileSql(arg, read)));
  }
}

function compileOperator(name: string, args: readonly SqlEvaluator[]): SqlEvaluator {
  const [first, second] = args as [SqlEvaluator, SqlEvaluator];
  switch (name) {
    case 'and':
    case 'or':
      return logical(first, second, name === 'or');
    case 'not':
      return (left, right) => {
        const value = first(left, right);
        return value === null ? null : !value;
      };
    case 'is null':
      return (left, right) => first(left, right) === null;
    case 'in':
      return (left, right) => {
        const value = first(left, right);
        return value === null ? null : args.slice(1).some((arg) => equal(value, arg(left, right)) === true);
      };
    case 'between':
      return logical(compileOperator('>=', [first, second]), compileOperator('<=', [first, args[2] as SqlEvaluator]), false);
    case 'case':
      return (left, right) => {
        let at = 0;
        while (at + 1 < args.length && args[at]?.(left, right) !== true) at += 2;
        return args[Math.min(at + 1, args.length - 1)]?.(left, right) ?? null;
      };
    case 'negate':
      return (left, right) => {
        const value = first(left, right);
        return value === null ? null : -Number(value);
      };
    default:
      return strict(binary(name), first, second);
  }
}

function logical(first: SqlEvaluator, second: SqlEvaluator, deciding: boolean): SqlEvaluator {
  return (left, right) => {
    const a = first(left, right);
    if (a === deciding) return deciding;
    const b = second(left, right);
    if (b === deciding) return deciding;
    return a === null || b === null ? null : !deciding;
  };
}

function strict(apply: (a: NonNullable<SqlValue>, b: NonNullable<SqlValue>) => SqlValue, first: SqlEvaluator, second: SqlEvaluator): SqlEvaluator {
  return (left, right) => {
    const a = first(left, right);
    const b = second(left, right);
    return a === null || b === null ? null : apply(a, b);
  };
}

function binary(name: string): (a: NonNullable<SqlValue>, b: NonNullable<SqlValue>) => SqlValue {
  switch (name) {
    case '=':
      return equal;
    case '<>':
      return (a, b) => !equal(a, b);
    case '<':
      return (a, b) => order(a, b) < 0;
    case '<=':
      return (a, b) => order(a, b) <= 0;
    case '>':
      return (a, b) => order(a, b) > 0;
    case '>=':
      return (a, b) => order(a, b) >= 0;
    case '+':
      return (a, b) => Number(a) + Number(b);
    case '-':
      return (a, b) => Number(a) - Number(b);
    case '*':
      return (a, b) => Number(a) * Number(b);
    case '/':
      return (a, b) => Number(a) / Number(b);
    case '%':
      return (a, b) => Number(a) % Number(b);
    case '||':
      return (a, b) => String(a) + String(b);
    default:
      throw new LinkageError(`the SQL operator "${name}" is not known`);
  }
}

function equal(a: SqlValue, b: SqlValue): boolean {
  return typeof a === typeof b ? a === b : Number(a) === Number(b);
}

/** Numbers by size, texts by their characters; a text that meets a number is read as one. */
function order(a: NonNullable<SqlValue>, b: NonNullable<SqlValue>): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return Number(a) - Number(b);
}
