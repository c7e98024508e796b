import type { LinkageRecord } from './packed-cells.ts';
import { parseDate } from './dates.ts';
import { normalise } from './normalise.ts';

/** What a column holds, as far as its name and its values show. */
export type ColumnRole =
  | 'id'
  | 'label'
  | 'forename'
  | 'middle'
  | 'surname'
  | 'fullName'
  | 'date'
  | 'monthFirstDate'
  | 'postcode'
  | 'email'
  | 'phone'
  | 'identifier'
  | 'latitude'
  | 'longitude'
  | 'address'
  | 'list'
  | 'text'
  | 'number'
  | 'category'
  | 'empty';

/** A column and what was found in a sample of it. */
export interface ColumnProfile {
  readonly field: string;
  readonly role: ColumnRole;
  /** Distinct values in all records, after folding. */
  readonly distinct: number;
  /** Records with a value. */
  readonly present: number;
  /** Of numbers, the middle one without its sign. */
  readonly middle?: number;
}

const SAMPLE = 3000;

/** Forenames and surnames so common that a column of people's names holds some, whatever it is called. */
const COMMON_FORENAMES = new Set(
  ('john james william david robert michael thomas george charles richard paul peter andrew daniel mark joseph mary ' +
    'elizabeth margaret sarah anne ann anna emma emily jane susan helen laura alice charlotte sophie lucy olivia ' +
    'grace mohammed muhammad ali maria jack harry oliver joshua samuel benjamin matthew hannah jessica').split(' '),
);
const COMMON_SURNAMES = new Set(
  ('smith jones williams brown taylor davies wilson evans thomas johnson roberts walker wright robinson thompson ' +
    'white hughes edwards green hall wood harris lewis martin jackson clarke clark turner hill cooper ward morris ' +
    'khan patel singh ali ahmed begum king baker').split(' '),
);

/** Headers of names that are not the person's own, and of words that look like names. */
const NOT_THE_PERSON =
  /\b(?:mother|father|parent|maiden|alias|former|previous|spouse|partner|street|road|place|town|city|file|user|company|organisation|school|business|occupation|job|county|country|suburb)\b/;

/**
 * What each column of the records holds. Columns that carry the answer of an earlier linkage (called cluster, label,
 * true id) are named as such, and are never evidence.
 */
export function profileColumns(records: readonly LinkageRecord[]): ColumnProfile[] {
  const fields = new Set<string>();
  for (const record of records) for (const field in record) fields.add(field);
  const profiles = [...fields].map((field) => profileColumn(field, records));
  return withOneId(withNamesFound(withNamesOfThings(profiles, records), records), records.length);
}

/** Columns that persons have and things have not. */
const OF_PERSONS = /\b(?:dob|birth|born|gender|sex|age|nationality|occupation|title|initials?)\b/;
/** Where fewer names than this begin or end with a common name of persons, and nothing else is of persons, they are of things. */
const LEAST_PERSONS = 0.04;

/** A column called just "name" may be of restaurants. */
function withNamesOfThings(profiles: readonly ColumnProfile[], records: readonly LinkageRecord[]): readonly ColumnProfile[] {
  const named = profiles.find(({ field, role }) => role === 'fullName' && /^names?$/.test(wordsOfHeader(field)));
  const ofPersons = profiles.some(({ field, role }) => role === 'forename' || role === 'surname' || OF_PERSONS.test(wordsOfHeader(field)));
  if (named === undefined || ofPersons) return profiles;
  const step = Math.max(1, Math.floor(records.length / SAMPLE));
  let [persons, all] = [0, 0];
  for (let i = 0; i < records.length; i += step) {
    const words = normalise(records[i]?.[named.field], 'fullName')?.split(' ');
    if (words === undefined) continue;
    all++;
    if (COMMON_FORENAMES.has(words[0] ?? '') || COMMON_SURNAMES.has(words.at(-1) ?? '')) persons++;
  }
  return persons >= LEAST_PERSONS * all ? profiles : profiles.map((profile) => (profile === named ? { ...profile, role: 'text' } : profile));
}

function profileColumn(field: string, records: readonly LinkageRecord[]): ColumnProfile {
  const distinct = new Set<string>();
  let present = 0;
  const cells: unknown[] = [];
  const step = Math.max(1, Math.floor(records.length / SAMPLE));
  for (let i = 0; i < records.length; i++) {
    const cell = records[i]?.[field];
    const value = normalise(cell, Array.isArray(cell) ? 'list' : 'folded');
    if (value === null) continue;
    present++;
    distinct.add(value);
    if (i % step === 0 || cells.length < 100) cells.push(cell);
  }
  const role = distinct.size < 2 ? 'empty' : roleOf(field, cells, distinct.size, present, records.length);
  return { field, role, distinct: distinct.size, present, ...(role === 'number' ? { middle: middleOf(cells) } : {}) };
}

function middleOf(cells: readonly unknown[]): number {
  const sizes = cells.map((cell) => Math.abs(Number(cell))).filter(Number.isFinite).sort((a, b) => a - b);
  return sizes[sizes.length >> 1] ?? 0;
}

function wordsOfHeader(field: string): string {
  return field
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function roleOf(field: string, cells: readonly unknown[], distinct: number, present: number, size: number): ColumnRole {
  const header = wordsOfHeader(field);
  if (/^(?:cluster|label|truth|true|actual|gold|match|entity|duplicate)(?: ?(?:id|number|no|label|cluster|match|group|of))*$/.test(header)) return 'label';
  if (cells.some(Array.isArray)) return 'list';
  const texts = cells.map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell).trim()));
  const share = (test: (text: string) => boolean): number => texts.filter(test).length / texts.length;
  const unique = distinct === present && present === size;
  if (unique && /(?:^| )(?:id|key|uid|uuid|ref|reference|index|row|urn)$|^(?:id|rec|record|unique|row)(?: |$)/.test(header)) return 'id';
  if (share((text) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text)) > 0.5) return 'email';
  return (
    nameRole(header) ??
    personRole(header, share) ??
    dateRole(header, texts, share) ??
    codeRole(header, share) ??
    (unique && /^(?:.* )?(?:id|number|no)$/.test(header) ? 'id' : wordingRole(header, texts, distinct, present, share))
  );
}

function nameRole(header: string): ColumnRole | null {
  if (NOT_THE_PERSON.test(header)) return null;
  const first = /\b(?:first|given|fore|christian)(?: ?names?)?\b|\bf ?name\b|\bforenames?\b|\bfirstname\b/.test(header);
  const last = /\b(?:last|sur|family|second)(?: ?names?)?\b|\bsurname\b|\bl ?name\b|\blastname\b/.test(header);
  if (first && last) return 'fullName';
  if (first) return 'forename';
  if (last) return 'surname';
  if (/\bmiddle\b|\bother names?\b/.test(header)) return 'middle';
  return /^(?:full |person |client |customer |patient |subject |suspect |victim |complete |display )?names?$|^fullname$/.test(header) ? 'fullName' : null;
}

/** A column called by what somebody is, if it holds words: a keeper, a witness, a suspect. */
function personRole(header: string, share: (test: (text: string) => boolean) => number): ColumnRole | null {
  const someone =
    /^(?:registered )?(?:person|individual|keeper|owner|driver|offender|perpetrator|suspect|victim|witness|complainant|resident|tenant|occupier|applicant|claimant|defendant|patient|client|customer|caller|reporter|author|child|pupil|member|contact|forename and surname|surname and forename)(?: ?(?:full )?names?)?$/;
  return someone.test(header) && share((text) => /^[^\d]*\p{L}{2}[^\d]*$/u.test(text)) > 0.8 ? 'fullName' : null;
}

function dateRole(header: string, texts: readonly string[], share: (test: (text: string) => boolean) => number): ColumnRole | null {
  const hinted = /\b(?:date|dob|birth|born|dod|day)\b/.test(header);
  const dated = share((text) => isPlausibleDate(text, hinted));
  if (dated < (hinted ? 0.5 : 0.8)) return null;
  // Dates such as 12/25/1980 show that the month comes first; 25/12/1980 that it does not.
  let monthFirst = 0;
  let dayFirst = 0;
  for (const text of texts) {
    const parts = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ]\d{2,4}/.exec(text);
    if (parts === null) continue;
    if (Number(parts[2]) > 12) monthFirst++;
    if (Number(parts[1]) > 12) dayFirst++;
  }
  return monthFirst > dayFirst ? 'monthFirstDate' : 'date';
}

function isPlausibleDate(text: string, hinted: boolean): boolean {
  if (/^\d{4}$/.test(text) && !hinted) return false;
  const date = parseDate(text, false) ?? parseDate(text, true);
  if (date === null) return false;
  const [year, month, day] = [Number(date.slice(0, 4)), Number(date.slice(4, 6)), Number(date.slice(6))];
  return year >= 1000 && year < 2200 && (month <= 12 || day <= 12) && month <= 31 && day <= 31;
}

function codeRole(header: string, share: (test: (text: string) => boolean) => number): ColumnRole | null {
  if (/\b(?:post ?code|zip|zip ?code|pcode)\b/.test(header)) return 'postcode';
  if (share((text) => /^[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}$/i.test(text)) > 0.6) return 'postcode';
  if (/^(?:lat|latitude)$/.test(header)) return 'latitude';
  if (/^(?:lon|lng|long|longitude)$/.test(header)) return 'longitude';
  if (/\b(?:phone|telephone|tel|mobile|cell)\b/.test(header)) return 'phone';
  if (share((text) => /^(?:\+|0)[\d\s()-]{9,16}$/.test(text)) > 0.8) return 'phone';
  const numbered = share((text) => /\d/.test(text) && !/\s\S+\s\S+\s/.test(text)) > 0.8;
  if (numbered && /\b(?:nhs|ni|nino|ssn|soc sec|social security|passport|licen[cs]e|pnc|national insurance|registration|vrm)\b/.test(header)) return 'identifier';
  return null;
}

function wordingRole(
  header: string,
  texts: readonly string[],
  distinct: number,
  present: number,
  share: (test: (text: string) => boolean) => number,
): ColumnRole {
  const lists = share((text) => /[|;]/.test(text));
  if (lists > 0.3) return 'list';
  const measured = /\b(?:price|cost|amount|value|length|weight|height|width|duration|mileage|salary|income|size)\b/.test(header);
  const numbers = share((text) => /^[+-]?\d+(?:\.\d+)?$/.test(text));
  if (numbers > 0.8 && (measured || share((text) => /\.\d+$/.test(text)) > 0.5)) return 'number';
  const lettersAndDigits = share((text) => /\d.*\d.*\d.*\d/.test(text) && !/\s/.test(text));
  if (lettersAndDigits > 0.8 && distinct > present * 0.2) return 'identifier';
  const whole = share((text) => /[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b/i.test(text) && /\s\S+\s/.test(text)) > 0.4;
  if (whole) return 'text';
  if (/\b(?:address|addr|street|road|line ?\d?)\b/.test(header) && !/\b(?:number|no|num)\b/.test(header)) return 'address';
  const words = texts.reduce((sum, text) => sum + text.split(/[\s,]+/).length, 0) / texts.length;
  return words >= 1.8 && distinct > present * 0.3 ? 'text' : 'category';
}

/** Names of people in columns whose headers do not say so, when no header does. */
function withNamesFound(profiles: readonly ColumnProfile[], records: readonly LinkageRecord[]): ColumnProfile[] {
  if (profiles.some(({ role }) => role === 'surname' || role === 'forename' || role === 'fullName')) return [...profiles];
  const step = Math.max(1, Math.floor(records.length / SAMPLE));
  return profiles.map((profile) => {
    if (!['category', 'text', 'address'].includes(profile.role)) return profile;
    if (NOT_THE_PERSON.test(wordsOfHeader(profile.field))) return profile;
    const counts = { forename: 0, surname: 0, two: 0, all: 0 };
    for (let i = 0; i < records.length; i += step) {
      const words = normalise(records[i]?.[profile.field], 'words')?.split(' ');
      if (words === undefined) continue;
      counts.all++;
      if (words.length > 1) counts.two++;
      if (COMMON_FORENAMES.has(words[0] ?? '') || COMMON_FORENAMES.has(words[1] ?? '')) counts.forename++;
      if (COMMON_SURNAMES.has(words.at(-1) ?? '')) counts.surname++;
    }
    if (counts.all === 0 || profile.distinct < 10) return profile;
    const [forename, surname, two] = [counts.forename / counts.all, counts.surname / counts.all, counts.two / counts.all];
    if (two > 0.5 && forename > 0.05) return { ...profile, role: 'fullName' };
    if (two < 0.3 && forename > 0.05 && forename > surname) return { ...profile, role: 'forename' };
    if (two < 0.3 && surname > 0.03) return { ...profile, role: 'surname' };
    return profile;
  });
}

/** Of several columns that could name the records, the first does; a column of unique values that says nothing else may. */
function withOneId(profiles: readonly ColumnProfile[], size: number): ColumnProfile[] {
  const chosen =
    profiles.find(({ role }) => role === 'id') ??
    profiles.slice(0, 1).find(({ role, distinct }) => ['category', 'identifier'].includes(role) && distinct === size && size > 20);
  return profiles.map((profile) => {
    if (profile === chosen) return { ...profile, role: 'id' };
    return profile.role === 'id' ? { ...profile, role: 'empty' } : profile;
  });
}
