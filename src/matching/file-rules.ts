import { nameKey } from '../platform/names/index.ts';

/* Reading a partner's file of people: which column is what, and whether a row can be used. */

export const fieldNames = {
  name: 'Full name', forename: 'First name', surname: 'Last name', born: 'Date of birth', address: 'Address', postcode: 'Postcode', phone: 'Phone', email: 'E-mail',
  description: 'Description', vulnerability: 'Vulnerability', number: 'Their own number for the person',
} as const;

export type FieldName = keyof typeof fieldNames;

/** Place of the column for each field that the file has. */
export type Mapping = Readonly<Partial<Record<FieldName, number>>>;

const usual: Readonly<Record<FieldName, RegExp>> = {
  forename: /^(fore|first|given)[ _-]?names?$/i, surname: /^(sur|last|family)[ _-]?names?$/i, name: /^(full[ _-]?|person[ _-]?|tenant[ _-]?|subject[ _-]?)?name$/i,
  born: /^(d\.?o\.?b\.?|date[ _-]?of[ _-]?birth|birth[ _-]?date|born)$/i, postcode: /^post[ _-]?code$/i, address: /^(full[ _-]?|home[ _-]?)?address([ _-]?(line)?[ _-]?1)?$/i,
  phone: /^(tele)?phone([ _-]?(no|number))?$|^mobile([ _-]?(no|number))?$/i, email: /^e-?mail([ _-]?address)?$/i, description: /^(description|notes?|comments?)$/i,
  vulnerability: /^vulnerab/i, number: /^((person|record|tenant|nominal|unique|case|ref)[ _-]?)?(id|ref(erence)?|number|no|urn)$/i,
};

/** What the names of columns say by themselves. */
export function guessMapping(columns: readonly string[]): Mapping {
  const found = Object.entries(usual).flatMap(([field, pattern]) => {
    const place = columns.findIndex((column) => pattern.test(column.trim()));
    return place < 0 ? [] : [[field, place] as const];
  });
  return Object.fromEntries(found);
}

/** Why these columns are not enough, or undefined. */
export function mappingProblem(mapping: Mapping): { field: FieldName; text: string } | undefined {
  if (mapping.name === undefined && (mapping.forename === undefined || mapping.surname === undefined)) {
    return { field: 'name', text: 'Choose the column of the full name, or both first and last name' };
  }
  const places = Object.entries(mapping);
  const twice = places.find(([field, place]) => places.some(([other, same]) => other !== field && same === place));
  return twice === undefined ? undefined : { field: isFieldName(twice[0]) ? twice[0] : 'name', text: 'A column can be one thing only' };
}

export function isFieldName(name: string): name is FieldName {
  return Object.hasOwn(fieldNames, name);
}

export interface FileRow {
  readonly row: number;
  readonly key: string;
  readonly name: string;
  readonly nameKey: string;
  readonly born: string | null;
  readonly address: string;
  readonly postcode: string;
  readonly phone: string;
  readonly email: string;
  readonly description: string;
  readonly vulnerability: string;
}

export interface BadRow {
  readonly row: number;
  readonly sentence: string;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** "7/6/1988", "1988-06-07", "7 Jun 1988" as 1988-06-07; undefined when it is no day that anybody alive was born on. */
export function readBirthDate(text: string, thisYear: number): string | undefined {
  const tidy = text.trim().replace(/[T ]\d{1,2}:\d{2}.*$/, '');
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(tidy);
  const british = /^(\d{1,2})(?:st|nd|rd|th)?[/. -]+(\d{1,2}|[a-z]{3,9})[/., -]+(\d{4})$/i.exec(tidy);
  const [year, month, day] = iso === null ? [british?.[3], british?.[2], british?.[1]] : iso.slice(1);
  const named = months.indexOf((month ?? '').slice(0, 3).toLowerCase()) + 1;
  const [y, m, d] = [Number(year), named > 0 ? named : Number(month), Number(day)];
  const date = new Date(Date.UTC(y, m - 1, d));
  const real = Number.isInteger(y + m + d) && date.getUTCMonth() === m - 1 && date.getUTCDate() === d && y >= thisYear - 120 && y <= thisYear;
  return real ? `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}` : undefined;
}

const postcodeShape = /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i;
const longest = 500;

/** One row of the file, or what is wrong with it. */
export function readRow(cells: readonly string[], row: number, mapping: Mapping, columns: number, thisYear: number): FileRow | BadRow {
  const of = (field: FieldName): string => (cells[mapping[field] ?? -1] ?? '').trim().replace(/\s+/g, ' ');
  if (cells.length !== columns) {
    return { row, sentence: `It has ${cells.length} cells where the first row has ${columns}.` };
  }
  const name = mapping.name === undefined ? `${of('forename')} ${of('surname')}`.trim() : of('name');
  const born = of('born') === '' ? null : readBirthDate(of('born'), thisYear);
  const long = cells.some((cell) => cell.length > longest * 4) || name.length > 120;
  const problem = nameKey(name) === '' ? 'It has no name.' : born === undefined ? 'Its date of birth is no date: give it as 7/6/1988.'
    : of('postcode') !== '' && !postcodeShape.test(of('postcode')) ? 'Its postcode is not one.' : long ? 'A cell is too long.' : undefined;
  if (problem !== undefined || born === undefined) {
    return { row, sentence: problem ?? '' };
  }
  return {
    row, name, nameKey: nameKey(name), born, address: of('address').slice(0, longest), postcode: of('postcode').toUpperCase(), phone: of('phone').slice(0, 40), email: of('email').toLowerCase().slice(0, 200),
    description: of('description').slice(0, longest), vulnerability: of('vulnerability').slice(0, longest), key: of('number'),
  };
}
