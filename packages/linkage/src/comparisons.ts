import type { Normalisation } from './normalise.ts';

/** When a pair of values reaches a comparison level. Every one is plain data, so a model can be saved as JSON. */
export type LevelCondition =
  | { readonly kind: 'exact' }
  | { readonly kind: 'jaroWinkler' | 'jaro'; readonly atLeast: number }
  | { readonly kind: 'levenshtein' | 'damerauLevenshtein'; readonly atMost: number; readonly minimumLength?: number }
  /** Equal Soundex of the whole value. */
  | { readonly kind: 'soundex' }
  /** One value begins with the other, which has at least this many characters. */
  | { readonly kind: 'prefix'; readonly minimumLength: number }
  /** A word longer than this occurs in both. */
  | { readonly kind: 'sharedWord'; readonly longerThan: number }
  /** Share of the words of both that occur in both. */
  | { readonly kind: 'wordJaccard'; readonly atLeast: number }
  /** Cosine of the words of both, each weighed by how rare it is in the column. */
  | { readonly kind: 'rareWords'; readonly atLeast: number }
  /** Equal dates of which only the year is known (1 January). */
  | { readonly kind: 'exactYearOnly' }
  /** At most this many of the eight digits differ, or one neighbouring pair of digits is swapped. */
  | { readonly kind: 'digitsDiffer'; readonly atMost: number }
  | { readonly kind: 'dayMonthSwapped' }
  | { readonly kind: 'sameYear' }
  | { readonly kind: 'daysApart'; readonly atMost: number }
  /** The part of a postcode: all but the last two characters, all but the last three, the leading letters. */
  | { readonly kind: 'postcodeSector' | 'postcodeOutward' | 'postcodeArea' }
  /** Elements of two lists that occur in both. */
  | { readonly kind: 'listOverlap'; readonly atLeast: number }
  /** Great-circle distance of two points "latitude longitude" in degrees. */
  | { readonly kind: 'kilometresApart'; readonly atMost: number }
  | { readonly kind: 'differenceWithin'; readonly atMost: number }
  | { readonly kind: 'anyOf'; readonly conditions: readonly LevelCondition[] };

/** A comparison level, the best first; the level "all other comparisons" is added by the comparison itself. */
export interface Level {
  readonly label: string;
  readonly condition: LevelCondition;
}

/** A comparison of one field (of two, for a point) at several levels. */
export interface LevelsComparison {
  readonly kind: 'levels';
  readonly name: string;
  readonly field: string;
  /** The second coordinate of a point. */
  readonly secondField?: string;
  readonly form: Normalisation;
  readonly levels: readonly Level[];
  /** Adjusts the weight of exact levels by how frequent the value is. */
  readonly termFrequency: boolean;
}

/** The fields of a person's name; at least one. */
export interface NameFields {
  readonly forename?: string;
  readonly middle?: string;
  readonly surname?: string;
  readonly full?: string;
}

/** A person's name as one comparison with three parts: surname, forename, middle names. */
export interface PersonNameComparison {
  readonly kind: 'personName';
  readonly name: string;
  readonly fields: NameFields;
  readonly termFrequency: boolean;
}

/** A comparison whose levels are SQL conditions, as Splink's models hold them. */
export interface SqlComparison {
  readonly kind: 'sql';
  readonly name: string;
  readonly levels: readonly SqlLevel[];
}

/** One level of a Splink model; the best first after the null level, ELSE the last. */
export interface SqlLevel {
  readonly label: string;
  readonly sql: string;
  readonly isNull: boolean;
  readonly termFrequency?: { readonly column: string; readonly weight: number; readonly minimumU: number };
}

export type Comparison = LevelsComparison | PersonNameComparison | SqlComparison;

/** Options that all builders of comparisons of one field take. */
export interface ComparisonOptions {
  /** The comparison's name in models and charts; the field's name if not given. */
  readonly name?: string;
  readonly termFrequency?: boolean;
}

const EXACT: Level = { label: 'exact match', condition: { kind: 'exact' } };

function levels(
  field: string,
  form: Normalisation,
  options: ComparisonOptions,
  list: readonly Level[],
  termFrequency = true,
): LevelsComparison {
  return {
    kind: 'levels',
    name: options.name ?? field,
    field,
    form,
    levels: list,
    termFrequency: options.termFrequency ?? termFrequency,
  };
}

/** Equal or not, after trimming and in lower case. */
export function exact(field: string, options: ComparisonOptions = {}): LevelsComparison {
  return levels(field, 'folded', options, [EXACT]);
}

/** Equal, or Jaro-Winkler similarity of at least each threshold (0 to 1, any order). */
export function jaroWinklerComparison(
  field: string,
  thresholds: readonly number[] = [0.92, 0.88, 0.7],
  options: ComparisonOptions = {},
): LevelsComparison {
  const descending = [...thresholds].sort((a, b) => b - a);
  return levels(field, 'folded', options, [
    EXACT,
    ...descending.map((atLeast): Level => ({
      label: `Jaro-Winkler >= ${atLeast}`,
      condition: { kind: 'jaroWinkler', atLeast },
    })),
  ]);
}

function editDistance(
  kind: 'levenshtein' | 'damerauLevenshtein',
  field: string,
  thresholds: readonly number[],
  options: ComparisonOptions,
): LevelsComparison {
  const ascending = [...thresholds].sort((a, b) => a - b);
  const title = kind === 'levenshtein' ? 'Levenshtein' : 'Damerau-Levenshtein';
  return levels(field, 'folded', options, [
    EXACT,
    ...ascending.map((atMost): Level => ({ label: `${title} <= ${atMost}`, condition: { kind, atMost } })),
  ]);
}

/** Equal, or a Levenshtein distance of at most each threshold (characters, any order). */
export function levenshteinComparison(
  field: string,
  thresholds: readonly number[] = [1, 2],
  options: ComparisonOptions = {},
): LevelsComparison {
  return editDistance('levenshtein', field, thresholds, options);
}

/** Equal, or a Damerau-Levenshtein distance of at most each threshold (characters, any order). */
export function damerauLevenshteinComparison(
  field: string,
  thresholds: readonly number[] = [1, 2],
  options: ComparisonOptions = {},
): LevelsComparison {
  return editDistance('damerauLevenshtein', field, thresholds, options);
}

/** One name: equal, or Jaro-Winkler of .92, .88, .7, as Splink's NameComparison; accents and case do not count. */
export function nameComparison(field: string, options: ComparisonOptions = {}): LevelsComparison {
  return { ...jaroWinklerComparison(field, [0.92, 0.88, 0.7], options), form: 'words' };
}

/**
 * A person's name from whatever fields hold it. Its three parts (surname, forename, middle names) are weighed apart,
 * but a lone name is compared with both parts of the other, and a part may be found among the other's middle names.
 */
export function personName(fields: NameFields, options: ComparisonOptions = {}): PersonNameComparison {
  const present = Object.values(fields).filter((field) => field !== undefined);
  return {
    kind: 'personName',
    name: options.name ?? present.join(' + '),
    fields,
    termFrequency: options.termFrequency ?? true,
  };
}

/** A person's name in two fields, and in further ones if given: see {@link personName}. */
export function forenameSurname(
  forename: string,
  surname: string,
  options: ComparisonOptions & Pick<NameFields, 'middle' | 'full'> = {},
): PersonNameComparison {
  const { middle, full, ...rest } = options;
  return personName(
    { forename, surname, ...(middle === undefined ? {} : { middle }), ...(full === undefined ? {} : { full }) },
    rest,
  );
}

/** A date in any common form. Levels: equal, equal year-only, one digit or swapped, same year, two digits, ten years. */
export function dateComparison(
  field: string,
  options: ComparisonOptions & { readonly monthFirst?: boolean } = {},
): LevelsComparison {
  return levels(field, options.monthFirst === true ? 'monthFirstDate' : 'date', options, [
    { label: 'exact match, year only', condition: { kind: 'exactYearOnly' } },
    EXACT,
    {
      label: 'one digit differs, or day and month swapped',
      condition: { kind: 'anyOf', conditions: [{ kind: 'digitsDiffer', atMost: 1 }, { kind: 'dayMonthSwapped' }] },
    },
    { label: 'same year', condition: { kind: 'sameYear' } },
    { label: 'two digits differ', condition: { kind: 'digitsDiffer', atMost: 2 } },
    { label: 'within ten years', condition: { kind: 'daysApart', atMost: 3653 } },
  ]);
}

/** A postcode. Levels: equal, one character differs, same sector, same outward code, same area. */
export function postcodeComparison(field: string, options: ComparisonOptions = {}): LevelsComparison {
  return levels(field, 'postcode', options, [
    EXACT,
    { label: 'one character differs', condition: { kind: 'damerauLevenshtein', atMost: 1, minimumLength: 4 } },
    { label: 'same sector', condition: { kind: 'postcodeSector' } },
    { label: 'same outward code', condition: { kind: 'postcodeOutward' } },
    { label: 'same area', condition: { kind: 'postcodeArea' } },
  ]);
}

/** A word or short phrase from a list (town, occupation). Levels: equal, nearly equal, a word shared. */
export function categoryComparison(field: string, options: ComparisonOptions = {}): LevelsComparison {
  return levels(field, 'words', options, [
    EXACT,
    {
      label: 'Jaro-Winkler >= 0.9 or one character differs',
      condition: {
        kind: 'anyOf',
        conditions: [
          { kind: 'jaroWinkler', atLeast: 0.9 },
          { kind: 'damerauLevenshtein', atMost: 1, minimumLength: 4 },
        ],
      },
    },
    { label: 'shares a word', condition: { kind: 'sharedWord', longerThan: 3 } },
  ]);
}

/** An address line. Levels: equal, Jaro-Winkler of .92, half of the words shared, a word shared. */
export function addressComparison(field: string, options: ComparisonOptions = {}): LevelsComparison {
  return levels(field, 'words', options, [
    EXACT,
    { label: 'Jaro-Winkler >= 0.92', condition: { kind: 'jaroWinkler', atLeast: 0.92 } },
    { label: 'half of the words shared', condition: { kind: 'wordJaccard', atLeast: 0.5 } },
    { label: 'shares a word', condition: { kind: 'sharedWord', longerThan: 3 } },
  ]);
}

/**
 * A phrase of several words (a business, a title, a whole address). Levels: equal, and how much of what is rare in it is
 * shared, whatever the order.
 */
export function textComparison(field: string, options: ComparisonOptions = {}): LevelsComparison {
  return levels(field, 'words', options, [
    EXACT,
    {
      label: 'nearly all rare words shared, or Jaro-Winkler >= 0.96',
      condition: { kind: 'anyOf', conditions: [{ kind: 'rareWords', atLeast: 0.9 }, { kind: 'jaroWinkler', atLeast: 0.96 }] },
    },
    { label: 'most rare words shared', condition: { kind: 'rareWords', atLeast: 0.75 } },
    { label: 'half of the rare words shared', condition: { kind: 'rareWords', atLeast: 0.55 } },
    { label: 'some rare words shared', condition: { kind: 'rareWords', atLeast: 0.35 } },
  ]);
}

/** An identifier (national insurance, police or NHS number). Levels: equal, one error, two errors. */
export function identifierComparison(field: string, options: ComparisonOptions = {}): LevelsComparison {
  return levels(field, 'identifier', options, [
    EXACT,
    { label: 'one character differs', condition: { kind: 'damerauLevenshtein', atMost: 1, minimumLength: 4 } },
    { label: 'two characters differ', condition: { kind: 'damerauLevenshtein', atMost: 2, minimumLength: 6 } },
  ]);
}

/** A telephone number. Levels: equal, one digit differs. */
export function phoneComparison(field: string, options: ComparisonOptions = {}): LevelsComparison {
  return levels(field, 'phone', options, [
    EXACT,
    { label: 'one digit differs', condition: { kind: 'damerauLevenshtein', atMost: 1, minimumLength: 6 } },
  ]);
}

/** An e-mail address. Levels: equal, one character differs, Jaro-Winkler of .92. */
export function emailComparison(field: string, options: ComparisonOptions = {}): LevelsComparison {
  return levels(field, 'email', options, [
    EXACT,
    { label: 'one character differs', condition: { kind: 'damerauLevenshtein', atMost: 1, minimumLength: 6 } },
    { label: 'Jaro-Winkler >= 0.92', condition: { kind: 'jaroWinkler', atLeast: 0.92 } },
  ]);
}

/** A list (an array, or a text parted by | or ;): equal, or at least so many elements shared, most first. */
export function arrayComparison(
  field: string,
  overlaps: readonly number[] = [2, 1],
  options: ComparisonOptions = {},
): LevelsComparison {
  return levels(field, 'list', options, [
    EXACT,
    ...[...overlaps].sort((a, b) => b - a).map((atLeast): Level => ({
      label: `${atLeast} or more shared`,
      condition: { kind: 'listOverlap', atLeast },
    })),
  ], false);
}

/** A point in degrees: equal, or at most so many kilometres apart, nearest first. */
export function distanceComparison(
  latitude: string,
  longitude: string,
  kilometres: readonly number[] = [0.1, 1, 10],
  options: ComparisonOptions = {},
): LevelsComparison {
  const list = [...kilometres].sort((a, b) => a - b).map((atMost): Level => ({
    label: `within ${atMost} km`,
    condition: { kind: 'kilometresApart', atMost },
  }));
  const name = options.name ?? `${latitude} + ${longitude}`;
  return { ...levels(latitude, 'number', { ...options, name }, [EXACT, ...list], false), secondField: longitude };
}

/** A number: equal, or at most so far apart, nearest first. */
export function numberComparison(
  field: string,
  differences: readonly number[],
  options: ComparisonOptions = {},
): LevelsComparison {
  return levels(field, 'number', options, [
    EXACT,
    ...[...differences].sort((a, b) => a - b).map((atMost): Level => ({
      label: `within ${atMost}`,
      condition: { kind: 'differenceWithin', atMost },
    })),
  ]);
}
