import { LinkageError } from './errors.ts';

/** A parsed SQL expression, as far as Splink's models use SQL. */
export type SqlNode =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A column of the left or right record; of the one record where no side is named. */
  | { readonly kind: 'column'; readonly name: string; readonly side: 'l' | 'r' | null }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly SqlNode[] }
  | { readonly kind: 'operator'; readonly name: string; readonly args: readonly SqlNode[] };

interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'quoted' | 'symbol' | 'end';
  readonly text: string;
}

const TOKEN =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|`([^`]*)`|([A-Za-z_][A-Za-z0-9_]*)|(<>|!=|<=|>=|==|\|\||::|[-+*/%(),.=<>[\]]))/y;

/** Parses a condition or expression. @throws LinkageError naming the text where it is not understood */
export function parseSql(sql: string): SqlNode {
  return new Parser(sql).parse();
}

class Parser {
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(sql: string) {
    this.#sql = sql;
    this.#tokens = tokens(sql);
  }

  parse(): SqlNode {
    const node = this.#or();
    if (this.#peek().kind !== 'end') this.#fail(`"${this.#peek().text}" was not expected`);
    return node;
  }

  #fail(reason: string): never {
    throw new LinkageError(`this SQL is not understood (${reason}): ${this.#sql}`);
  }

  #peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)] as Token;
  }

  #isWord(word: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token.kind === 'name' && token.text.toUpperCase() === word;
  }

  #takeWord(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#at++;
    return true;
  }

  #takeSymbol(symbol: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.text !== symbol) return false;
    this.#at++;
    return true;
  }

  #expectSymbol(symbol: string): void {
    if (!this.#takeSymbol(symbol)) this.#fail(`"${symbol}" was expected before "${this.#peek().text}"`);
  }

  #or(): SqlNode {
    let node = this.#and();
    while (this.#takeWord('OR')) node = { kind: 'operator', name: 'or', args: [node, this.#and()] };
    return node;
  }

  #and(): SqlNode {
    let node = this.#not();
    while (this.#takeWord('AND')) node = { kind: 'operator', name: 'and', args: [node, this.#not()] };
    return node;
  }

  #not(): SqlNode {
    if (this.#takeWord('NOT')) return { kind: 'operator', name: 'not', args: [this.#not()] };
    return this.#comparison();
  }

  #comparison(): SqlNode {
    const left = this.#sum();
    if (this.#takeWord('IS')) {
      const negated = this.#takeWord('NOT');
      if (!this.#takeWord('NULL')) this.#fail('only IS NULL and IS NOT NULL are known');
      const test: SqlNode = { kind: 'operator', name: 'is null', args: [left] };
      return negated ? { kind: 'operator', name: 'not', args: [test] } : test;
    }
    if (this.#takeWord('IN')) {
      this.#expectSymbol('(');
      return { kind: 'operator', name: 'in', args: [left, ...this.#list(')')] };
    }
    if (this.#takeWord('BETWEEN')) {
      const low = this.#sum();
      if (!this.#takeWord('AND')) this.#fail('BETWEEN needs AND');
      return { kind: 'operator', name: 'between', args: [left, low, this.#sum()] };
    }
    for (const symbol of ['=', '==', '<>', '!=', '<=', '>=', '<', '>']) {
      if (!this.#takeSymbol(symbol)) continue;
      const name = symbol === '==' ? '=' : symbol === '!=' ? '<>' : symbol;
      return { kind: 'operator', name, args: [left, this.#sum()] };
    }
    return left;
  }

  #sum(): SqlNode {
    let node = this.#product();
    for (;;) {
      const name = ['+', '-', '||'].find((symbol) => this.#takeSymbol(symbol));
      if (name === undefined) return node;
      node = { kind: 'operator', name, args: [node, this.#product()] };
    }
  }

  #product(): SqlNode {
    let node = this.#unary();
    for (;;) {
      const name = ['*', '/', '%'].find((symbol) => this.#takeSymbol(symbol));
      if (name === undefined) return node;
      node = { kind: 'operator', name, args: [node, this.#unary()] };
    }
  }

  #unary(): SqlNode {
    if (this.#takeSymbol('-')) return { kind: 'operator', name: 'negate', args: [this.#unary()] };
    let node = this.#primary();
    for (;;) {
      if (this.#takeSymbol('::')) node = this.#cast(node);
      else if (this.#takeSymbol('[')) {
        node = { kind: 'call', name: 'element', args: [node, this.#sum()] };
        this.#expectSymbol(']');
      } else return node;
    }
  }

  #cast(node: SqlNode): SqlNode {
    const token = this.#peek();
    if (token.kind !== 'name') this.#fail('a type was expected');
    this.#at++;
    if (this.#takeSymbol('(')) this.#list(')');
    return { kind: 'call', name: `cast ${token.text.toLowerCase()}`, args: [node] };
  }

  #list(close: string): SqlNode[] {
    const list: SqlNode[] = [];
    if (this.#takeSymbol(close)) return list;
    do list.push(this.#or());
    while (this.#takeSymbol(','));
    this.#expectSymbol(close);
    return list;
  }

  #primary(): SqlNode {
    const token = this.#peek();
    this.#at++;
    switch (token.kind) {
      case 'number':
        return { kind: 'literal', value: Number(token.text) };
      case 'string':
        return { kind: 'literal', value: token.text };
      case 'quoted':
        return column(token.text, null);
      case 'name':
        return this.#name(token.text);
      default:
        if (token.text !== '(') this.#fail(token.kind === 'end' ? 'it ends too soon' : `"${token.text}" was not expected`);
        return this.#parenthesis();
    }
  }

  #parenthesis(): SqlNode {
    const node = this.#or();
    this.#expectSymbol(')');
    return node;
  }

  #name(text: string): SqlNode {
    const upper = text.toUpperCase();
    if (upper === 'NULL') return { kind: 'literal', value: null };
    if (upper === 'TRUE' || upper === 'FALSE') return { kind: 'literal', value: upper === 'TRUE' };
    if (upper === 'CASE') return this.#case();
    if (this.#takeSymbol('(')) {
      if (upper !== 'CAST' && upper !== 'TRY_CAST') return { kind: 'call', name: text.toLowerCase(), args: this.#list(')') };
      const node = this.#or();
      if (!this.#takeWord('AS')) this.#fail('CAST needs AS');
      const cast = this.#cast(node);
      this.#expectSymbol(')');
      return cast;
    }
    if (this.#takeSymbol('.')) {
      const field = this.#peek();
      this.#at++;
      const side = text === 'l' || text === 'r' ? text : this.#fail(`"${text}." is neither l. nor r.`);
      return column(field.text, side);
    }
    return column(text, null);
  }

  #case(): SqlNode {
    const args: SqlNode[] = [];
    while (this.#takeWord('WHEN')) {
      args.push(this.#or());
      if (!this.#takeWord('THEN')) this.#fail('CASE WHEN needs THEN');
      args.push(this.#or());
    }
    args.push(this.#takeWord('ELSE') ? this.#or() : { kind: 'literal', value: null });
    if (!this.#takeWord('END')) this.#fail('CASE needs END');
    return { kind: 'operator', name: 'case', args };
  }
}

/** `surname_l` is the left record's surname, unless a side was named before it. */
function column(name: string, side: 'l' | 'r' | null): SqlNode {
  const suffix = /^(.+)_([lr])$/.exec(name);
  if (side !== null || suffix === null) return { kind: 'column', name, side };
  return { kind: 'column', name: suffix[1] as string, side: suffix[2] as 'l' | 'r' };
}

function tokens(sql: string): Token[] {
  const list: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = sql.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(sql);
    if (match === null) throw new LinkageError(`this SQL is not understood at "${sql.slice(at)}": ${sql}`);
    const [, number, string, quoted, backquoted, name, symbol] = match;
    if (number !== undefined) list.push({ kind: 'number', text: number });
    else if (string !== undefined) list.push({ kind: 'string', text: string.replaceAll("''", "'") });
    else if (quoted !== undefined) list.push({ kind: 'quoted', text: quoted.replaceAll('""', '"') });
    else if (backquoted !== undefined) list.push({ kind: 'quoted', text: backquoted });
    else if (name !== undefined) list.push({ kind: 'name', text: name });
    else list.push({ kind: 'symbol', text: symbol as string });
  }
  list.push({ kind: 'end', text: '' });
  return list;
}

/** The columns that an expression reads. */
export function columnsIn(node: SqlNode): string[] {
  if (node.kind === 'literal') return [];
  if (node.kind === 'column') return [node.name];
  return [...new Set(node.args.flatMap(columnsIn))];
}
