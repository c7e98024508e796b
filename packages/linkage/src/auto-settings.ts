import {
  anySkeletonOf,
  anyTwoPrefixesOf,
  anyTwoWordsOf,
  anyWordOf,
  blockOn,
  outwardOf,
  valueOf,
  yearOf,
  type BlockingRule,
  type DerivedKey,
} from './blocking-rules.ts';
import type { LinkageRecord } from './packed-cells.ts';
import { profileColumns, type ColumnProfile, type ColumnRole } from './column-profile.ts';
import {
  addressComparison,
  arrayComparison,
  categoryComparison,
  dateComparison,
  distanceComparison,
  emailComparison,
  exact,
  identifierComparison,
  numberComparison,
  personName,
  phoneComparison,
  postcodeComparison,
  textComparison,
  type Comparison,
  type NameFields,
} from './comparisons.ts';
import { LinkageError } from './errors.ts';
import { normalise } from './normalise.ts';
import type { Settings } from './settings.ts';

/** Fewer different values than this do not narrow a search. */
const LEAST_SELECTIVE = 10;
/** Numbers that are near each other, as shares of the column's middle number. */
const NEAR_NUMBERS = [0.01, 0.1];
/** A shared value of two columns in so many records makes the second redundant. */
const REDUNDANT = 0.95;

/**
 * Settings found from the records themselves: what each column holds, by its name and by its values; a comparison
 * for each; and many cheap blocking rules of small blocks, so that a true pair is missed only if it has hardly
 * anything in common. Labels of an earlier linkage (a column called cluster) are left out.
 * @param records one list of records, or one for each table
 * @throws LinkageError if no column can be compared, or the tables have none in common
 */
export function autoSettings(records: readonly (readonly LinkageRecord[])[] | readonly LinkageRecord[]): Settings {
  if (!Array.isArray(records)) throw new LinkageError('records must be a list of records, or a list of such lists');
  const tables = (records.every(Array.isArray) ? records : [records]) as readonly (readonly LinkageRecord[])[];
  const all = tables.flat();
  const wrong = all.findIndex((record) => record === null || typeof record !== 'object');
  if (wrong >= 0) throw new LinkageError(`entry ${wrong + 1} of the records is no record`);
  if (all.length === 0) throw new LinkageError('settings cannot be found without records');
  const shared = sharedFields(tables);
  const profiles = withoutRedundant(
    profileColumns(all).filter(({ field }) => shared.has(field)),
    all,
  );
  const comparisons = comparisonsOf(profiles);
  if (comparisons.length === 0) {
    throw new LinkageError('no column can be compared: all are empty, the same in every record, or identifiers of records');
  }
  const id = profiles.find(({ role }) => role === 'id');
  return {
    ...(id === undefined ? {} : { idField: id.field }),
    comparisons,
    blockingRules: blockingRulesOf(profiles, all.length),
    maxBlockSize: blockSizeFor(all.length),
  };
}

/** Small files can afford larger blocks, and need them: a town's commonest names are in all of them. */
function blockSizeFor(size: number): number {
  if (size <= 2000) return 100;
  return size <= 10_000 ? 40 : 20;
}

/** Fields that at least two tables have, since a field of one table only compares nothing; all of a lone table. */
function sharedFields(tables: readonly (readonly LinkageRecord[])[]): ReadonlySet<string> {
  const filled = tables.filter((table) => table.length > 0);
  const counts = new Map<string, number>();
  const lists = filled.map((table) => {
    const fields = new Set<string>();
    for (const record of table) for (const field in record) fields.add(field);
    for (const field of fields) counts.set(field, (counts.get(field) ?? 0) + 1);
    return [...fields].join(', ');
  });
  const shared = new Set([...counts].filter(([, count]) => count > 1 || filled.length === 1).map(([field]) => field));
  if (shared.size === 0 && counts.size > 0) {
    throw new LinkageError(`the tables have no column in common; call the same thing by one name. They have: ${lists.join(' | ')}`);
  }
  return shared;
}

/** Drops columns that repeat another of their kind, which would count the same evidence twice. */
function withoutRedundant(profiles: readonly ColumnProfile[], records: readonly LinkageRecord[]): ColumnProfile[] {
  const kept: ColumnProfile[] = [];
  for (const profile of profiles) {
    const repeated = kept.some((other) => other.role === profile.role && repeats(profile, other, records));
    if (!repeated) kept.push(profile);
  }
  return kept;
}

function repeats(profile: ColumnProfile, other: ColumnProfile, records: readonly LinkageRecord[]): boolean {
  if (['empty', 'id', 'label'].includes(profile.role)) return false;
  let both = 0;
  let same = 0;
  for (const record of records) {
    const [a, b] = [normalise(record[profile.field], 'words'), normalise(record[other.field], 'words')];
    if (a === null || b === null) continue;
    both++;
    if (a === b) same++;
  }
  return both > 0.5 * profile.present && same > REDUNDANT * both;
}

function fieldsWith(profiles: readonly ColumnProfile[], ...roles: readonly ColumnRole[]): string[] {
  return profiles.filter(({ role }) => roles.includes(role)).map(({ field }) => field);
}

function comparisonsOf(profiles: readonly ColumnProfile[]): Comparison[] {
  const name = nameOf(profiles);
  const comparisons: Comparison[] = name === null ? [] : [personName(name, { name: 'name' })];
  for (const profile of profiles) {
    const comparison = comparisonOf(profile);
    if (comparison !== null) comparisons.push(comparison);
  }
  const [latitude] = fieldsWith(profiles, 'latitude');
  const [longitude] = fieldsWith(profiles, 'longitude');
  if (latitude !== undefined && longitude !== undefined) comparisons.push(distanceComparison(latitude, longitude));
  return comparisons;
}

/** The fields of the person's name: the first of each kind; further full names have the same words in them. */
function nameOf(profiles: readonly ColumnProfile[]): NameFields | null {
  const [forename] = fieldsWith(profiles, 'forename');
  const [middle] = fieldsWith(profiles, 'middle');
  const [surname] = fieldsWith(profiles, 'surname');
  const fulls = profiles.filter(({ role }) => role === 'fullName').sort((a, b) => b.distinct - a.distinct);
  const full = fulls[0]?.field;
  if (forename === undefined && surname === undefined && full === undefined) return null;
  return {
    ...(forename === undefined ? {} : { forename }),
    ...(middle === undefined ? {} : { middle }),
    ...(surname === undefined ? {} : { surname }),
    ...(full === undefined ? {} : { full }),
  };
}

function comparisonOf({ field, role, distinct, middle = 0 }: ColumnProfile): Comparison | null {
  switch (role) {
    case 'date':
      return dateComparison(field);
    case 'monthFirstDate':
      return dateComparison(field, { monthFirst: true });
    case 'postcode':
      return postcodeComparison(field);
    case 'email':
      return emailComparison(field);
    case 'phone':
      return phoneComparison(field);
    case 'identifier':
      return identifierComparison(field);
    case 'address':
      return addressComparison(field);
    case 'text':
      return textComparison(field);
    case 'number':
      return numberComparison(field, NEAR_NUMBERS.map((share) => share * middle));
    case 'list':
      return arrayComparison(field);
    case 'category':
      return distinct < LEAST_SELECTIVE ? exact(field) : categoryComparison(field);
    default:
      return null;
  }
}

/** Many rules of few pairs each. A record of a common name is still found by its other fields, and the other way. */
function blockingRulesOf(profiles: readonly ColumnProfile[], size: number): BlockingRule[] {
  const values = (...roles: readonly ColumnRole[]): DerivedKey[] =>
    profiles.filter(({ role }) => roles.includes(role)).map(({ field, role }) => valueOf(field, formOf(role)));
  const nameFields = Object.values(nameOf(profiles) ?? {});
  const dates = values('date', 'monthFirstDate');
  const years = profiles.flatMap(({ field, role }) => (role === 'date' || role === 'monthFirstDate' ? [yearOf(field, role)] : []));
  const outwards = fieldsWith(profiles, 'postcode').map(outwardOf);
  const strong = values('postcode', 'email', 'phone', 'identifier', 'address', 'text', 'list');
  const texts = fieldsWith(profiles, 'text');
  const categories = profiles
    .filter(({ role, distinct }) => role === 'category' && distinct >= LEAST_SELECTIVE)
    .sort((a, b) => b.distinct - a.distinct)
    .map(({ field }) => valueOf(field, 'words'));
  const rules: DerivedKey[][] = strong.map((key) => [key]);
  for (const date of dates) {
    rules.push([date]);
    for (const other of [...categories, ...outwards]) rules.push([date, other]);
  }
  if (nameFields.length > 0) {
    const [word, sound] = [anyWordOf(...nameFields), anySkeletonOf(...nameFields)];
    for (const other of [...categories, ...outwards, ...dates]) rules.push([sound, other]);
    rules.push([anyTwoWordsOf(...nameFields)]);
    for (const other of [...years, ...categories]) rules.push([word, other]);
    rules.push([anyTwoPrefixesOf(3, ...nameFields)], [word]);
  } else {
    categories.forEach((first, i) => {
      rules.push([first]);
      for (const second of categories.slice(i + 1)) rules.push([first, second]);
    });
  }
  for (const text of texts) rules.push([anyTwoWordsOf(text)], [anyTwoPrefixesOf(4, text)], [anyWordOf(text)]);
  // So few records that every pair can be looked at.
  if (rules.length === 0 || size <= 50) rules.push([{ key: 'everything', fields: [], form: 'raw' }]);
  return rules.map((expressions) => blockOn(...expressions));
}

function formOf(role: ColumnRole): DerivedKey['form'] {
  switch (role) {
    case 'date':
    case 'monthFirstDate':
    case 'postcode':
    case 'email':
    case 'phone':
    case 'identifier':
    case 'list':
      return role;
    default:
      return 'words';
  }
}
