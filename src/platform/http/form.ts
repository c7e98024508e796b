import type { z } from 'zod';

/** What was typed, exactly: one value or several of the same name. */
export type Typed = Readonly<Record<string, string | readonly string[]>>;

export interface FieldError {
  /** Name of the field, which is also the id that an error summary links to. */
  readonly field: string;
  readonly text: string;
}

/** A form that was sent: either good, or what is wrong with it. In both cases what was typed. */
export type Sent<Value> =
  | { readonly ok: true; readonly value: Value; readonly typed: Typed }
  | { readonly ok: false; readonly errors: readonly FieldError[]; readonly typed: Typed };

/** Reads an urlencoded body. Repeated names become lists; names ending in [] are lists even with one value. */
export function readFields(pairs: Iterable<readonly [string, string]>): Typed {
  const typed: Record<string, string | string[]> = {};
  for (const [rawName, value] of pairs) {
    const list = rawName.endsWith('[]');
    const name = list ? rawName.slice(0, -2) : rawName;
    if (name === '__proto__') {
      continue;
    }
    const before = Object.hasOwn(typed, name) ? typed[name] : undefined;
    const clean = value.replaceAll('\r\n', '\n').replaceAll('\u0000', '');
    if (before === undefined) {
      typed[name] = list ? [clean] : clean;
    } else {
      typed[name] = Array.isArray(before) ? [...before, clean] : [before, clean];
    }
  }
  return typed;
}

/** Checks a form. Only the first problem of each field is said: a person mends one thing at a time. */
export function checkForm<Schema extends z.ZodType>(schema: Schema, typed: Typed): Sent<z.output<Schema>> {
  const result = schema.safeParse(typed);
  if (result.success) {
    return { ok: true, value: result.data, typed };
  }
  const errors = new Map<string, string>();
  for (const issue of result.error.issues) {
    const field = String(issue.path[0] ?? 'form');
    if (!errors.has(field)) {
      errors.set(field, issue.message);
    }
  }
  return { ok: false, errors: [...errors].map(([field, text]) => ({ field, text })), typed };
}

/**
 * For a check across fields: it runs although one field alone is wrong already, so that everything is said at once. A field that failed
 * stands there as it was typed, or not at all.
 */
export const besideTheRest = { when: () => true } as const;

/** One typed value as text, for showing it again. */
export function typedText(typed: Typed, field: string): string {
  const value = typed[field];
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}

/** All typed values of a name as a list. */
export function typedList(typed: Typed, field: string): readonly string[] {
  const value = typed[field];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** The sentence beside a field, or undefined. */
export function errorOf(errors: readonly FieldError[], field: string): string | undefined {
  return errors.find((error) => error.field === field)?.text;
}
