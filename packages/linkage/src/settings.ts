import type { BlockingRule } from './blocking-rules.ts';
import type { LinkageRecord } from './packed-cells.ts';
import type { Comparison, PersonNameComparison } from './comparisons.ts';
import { LinkageError } from './errors.ts';
import { sqlColumns } from './sql-comparator.ts';

/** How records are compared and which pairs are looked at. */
export interface Settings {
  /** The field that names a record; its position serves where it is not given. */
  readonly idField?: string;
  readonly comparisons: readonly Comparison[];
  readonly blockingRules: readonly BlockingRule[];
  /** Blocks of more records than this are left out, in rules that do not say otherwise. No limit if not given. */
  readonly maxBlockSize?: number;
}

/** Deduplicate all records, or link those of different tables (and never two of one table). */
export type LinkType = 'dedupe' | 'link';

/** The fields that a comparison reads. */
export function fieldsOf(comparison: Comparison): string[] {
  switch (comparison.kind) {
    case 'levels':
      return [comparison.field, ...(comparison.secondField === undefined ? [] : [comparison.secondField])];
    case 'personName':
      return nameFields(comparison);
    case 'sql':
      return sqlColumns(comparison);
  }
}

function nameFields({ fields }: PersonNameComparison): string[] {
  return Object.values(fields).filter((field): field is string => field !== undefined);
}

/**
 * Settings that are whole, with names compared first, since other fields are made from names and not names from them.
 * @throws LinkageError for fields that no record has, comparisons that share a name, thresholds out of range, or no
 * comparison at all
 */
export function checkSettings(settings: Settings, records: readonly LinkageRecord[]): Settings {
  if (settings === null || typeof settings !== 'object' || !Array.isArray(settings.comparisons)) {
    throw new LinkageError('settings need a list of comparisons and a list of blockingRules');
  }
  if (settings.comparisons.length === 0) throw new LinkageError('settings need at least one comparison');
  if (!Array.isArray(settings.blockingRules)) throw new LinkageError('settings need a list of blockingRules');
  const known = new KnownFields(records);
  const names = new Set<string>();
  for (const comparison of settings.comparisons) {
    if (!['levels', 'personName', 'sql'].includes((comparison as Partial<Comparison> | null)?.kind ?? '')) {
      throw new LinkageError(`${JSON.stringify(comparison)} is no comparison; write it as exact('surname')`);
    }
    if (names.has(comparison.name)) {
      throw new LinkageError(`two comparisons are called "${comparison.name}"; give one of them another name`);
    }
    names.add(comparison.name);
    checkComparison(comparison);
    for (const field of fieldsOf(comparison)) checkField(field, known, `comparison "${comparison.name}"`);
  }
  settings.blockingRules.forEach((rule, r) => checkRule(rule, r, known));
  if (settings.idField !== undefined) checkField(settings.idField, known, 'idField');
  checkBlockSize(settings.maxBlockSize);
  const isName = (comparison: Comparison): boolean => comparison.kind === 'personName';
  return {
    ...settings,
    comparisons: [
      ...settings.comparisons.filter(isName),
      ...settings.comparisons.filter((comparison) => !isName(comparison)),
    ],
  };
}

function checkField(field: string, known: KnownFields, where: string): void {
  if (known.has(field)) return;
  throw new LinkageError(
    `${where} names the field "${field}", which no record has; the fields are ${known.names().join(', ')}`,
  );
}

/** The fields of records, of which only as many are looked at as are needed to find a field. */
class KnownFields {
  readonly #records: readonly LinkageRecord[];
  readonly #found = new Set<string>();
  #next = 0;

  constructor(records: readonly LinkageRecord[]) {
    this.#records = records;
  }

  /** True if a record has the field, or if there are no records to hold it against. */
  has(field: string): boolean {
    while (!this.#found.has(field) && this.#next < this.#records.length) {
      for (const name in this.#records[this.#next]) this.#found.add(name);
      this.#next++;
    }
    return this.#found.has(field) || this.#records.length === 0;
  }

  names(): string[] {
    return [...this.#found].sort();
  }
}

function checkRule(rule: BlockingRule, position: number, known: KnownFields): void {
  const where = `blocking rule ${position + 1}`;
  if (rule?.kind !== 'block' || rule.expressions.length === 0) {
    throw new LinkageError(`${where} is empty; write it as blockOn('surname', 'dob')`);
  }
  for (const expression of rule.expressions) {
    if (typeof expression === 'string') checkField(expression, known, where);
    else if (typeof expression === 'object') for (const field of expression.fields) checkField(field, known, where);
    else if (typeof expression !== 'function') throw new LinkageError(`${where} has an expression that is no field, key or function`);
  }
  checkBlockSize(rule.maxBlockSize);
}

function checkBlockSize(size: number | undefined): void {
  if (size !== undefined && !(size >= 2)) throw new LinkageError(`maxBlockSize must be 2 or more, not ${size}`);
}

function checkComparison(comparison: Comparison): void {
  if (comparison.kind === 'personName' && nameFields(comparison).length === 0) {
    throw new LinkageError(`comparison "${comparison.name}" names no field`);
  }
  if (comparison.kind !== 'levels') return;
  if (comparison.levels.length > 200) throw new LinkageError(`comparison "${comparison.name}" has more than 200 levels`);
  for (const { condition } of comparison.levels) {
    if ('atLeast' in condition && condition.kind !== 'listOverlap' && !(condition.atLeast > 0 && condition.atLeast <= 1)) {
      throw new LinkageError(`comparison "${comparison.name}": a similarity threshold lies above 0 and at most at 1, not at ${condition.atLeast}`);
    }
    if ('atMost' in condition && !(condition.atMost >= 0)) {
      throw new LinkageError(`comparison "${comparison.name}": a distance threshold is 0 or more, not ${condition.atMost}`);
    }
  }
}
