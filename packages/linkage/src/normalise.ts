import { parseDate } from './dates.ts';

/** How the values of a field are written before they are compared. Every form is its own fixed point. */
export type Normalisation =
  /** As given, trimmed. */
  | 'raw'
  /** Trimmed, lower case, runs of blanks made one. */
  | 'folded'
  /** Lower case letters and digits without accents, all else a blank. */
  | 'words'
  /** As 'words'; a name written "Smith, John" is turned round. */
  | 'fullName'
  /** yyyymmdd; dates written with the day before the month, as in Britain. */
  | 'date'
  /** yyyymmdd; dates written with the month before the day, as in the United States. */
  | 'monthFirstDate'
  /** Upper case letters and digits only. */
  | 'postcode'
  /** Upper case letters and digits only. */
  | 'identifier'
  /** Digits only, a leading 0044 or 44 made 0. */
  | 'phone'
  /** Lower case; what is not an address is kept as it is. */
  | 'email'
  /** A decimal number in its shortest form. */
  | 'number'
  /** Elements of an array (or of a text parted by | or ;), folded, sorted, distinct. */
  | 'list';

/** Parts the elements of a list inside one value. */
export const LIST_SEPARATOR = '\u0001';

const PLAIN_WORDS = /^[a-z0-9]+(?: [a-z0-9]+)*$/;
const PLACEHOLDERS = /^(?:n[ /]a|null|none|unknown|not known|nan|undefined|-+|\?+|x{3,})$/i;
const PLACEHOLDER_STARTS = 'nNuU-?xX';
const PLACEHOLDER_UNITS = new Set(Array.from(PLACEHOLDER_STARTS, (character) => character.charCodeAt(0)));

/**
 * The normal form of one cell, or null where it holds no evidence: null, undefined, blank, a placeholder such as
 * "unknown" (not for 'raw'), or a date or number that cannot be read.
 */
export function normalise(value: unknown, form: Normalisation): string | null {
  if (value === null || value === undefined) return null;
  if (form === 'list') return normaliseList(value);
  if (value instanceof Date && form !== 'raw' && Number.isFinite(value.getTime())) {
    return normaliseText(value.toISOString().slice(0, 10), form);
  }
  if (Array.isArray(value)) return normaliseText(value.map(String).join(' '), form);
  return normaliseText(typeof value === 'string' ? value : String(value), form);
}

function normaliseText(text: string, form: Normalisation): string | null {
  if (form === 'fullName') return normaliseText(text.replace(/^([^,]*\p{L}[^,]*),([^,]*\p{L}[^,]*)$/u, '$2 $1'), 'words');
  if (form === 'words') {
    const words = PLAIN_WORDS.test(text) ? text : toWords(text);
    return words === '' || isPlaceholder(words) ? null : words;
  }
  if (form === 'folded' || form === 'email') {
    const folded = isFolded(text) ? text : text.trim().toLowerCase().replace(/\s+/g, ' ');
    return folded === '' || isPlaceholder(folded) ? null : folded;
  }
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (form === 'raw') return trimmed;
  if (form === 'date' || form === 'monthFirstDate') return parseDate(trimmed, form === 'monthFirstDate');
  if (isPlaceholder(trimmed)) return null;
  if (form === 'phone') return normalisePhone(trimmed);
  if (form === 'number') return Number.isFinite(Number(trimmed)) ? String(Number(trimmed)) : null;
  const compact = trimmed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return compact === '' ? null : compact;
}

/** True of ASCII text without capitals, with single blanks between its words only: nearly all text, so no pattern. */
function isFolded(text: string): boolean {
  let before = 32;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 32 || unit > 126 || (unit >= 65 && unit <= 90) || (unit === 32 && before === 32)) return false;
    before = unit;
  }
  return before !== 32;
}

/**
 * True where a run of units is sure to be its own normal form: plain text of the commonest kind, so that no text need be
 * made of it. False says nothing.
 */
export function isTidy(units: Uint16Array, from: number, end: number, form: Normalisation): boolean {
  if (from === end) return false;
  const first = units[from] as number;
  switch (form) {
    case 'raw':
      return isPrinted(first) && isPrinted(units[end - 1] as number);
    case 'date':
    case 'monthFirstDate':
      return end - from === 8 && first > ZERO && isAllOf(units, from, end, DIGIT);
    case 'folded':
    case 'email':
      return !PLACEHOLDER_UNITS.has(first) && isSpaced(units, from, end, FOLDED);
    case 'words':
    case 'fullName':
      return !PLACEHOLDER_UNITS.has(first) && isSpaced(units, from, end, WORD);
    case 'postcode':
    case 'identifier':
      return !PLACEHOLDER_UNITS.has(first) && isAllOf(units, from, end, CODE);
    default:
      return false;
  }
}

/**
 * Writes the normal form of a run of ASCII units where it is a matter of single characters; gives its length, or -1
 * where the form must be found in the other way.
 */
export function formOfAscii(units: Uint16Array, from: number, end: number, form: Normalisation, into: Uint16Array): number {
  if (form === 'date') return isoDate(units, from, end, into);
  const upper = form === 'postcode' || form === 'identifier';
  if (!upper && form !== 'folded' && form !== 'email') return -1;
  let length = 0;
  for (let i = from; i < end; i++) {
    let unit = units[i] as number;
    if (unit < BLANK || unit > 126) return -1;
    if (upper) {
      if (unit >= 97 && unit <= 122) unit -= 32;
      if (((KINDS[unit] as number) & CODE) !== 0) into[length++] = unit;
      continue;
    }
    if (unit >= 65 && unit <= 90) unit += 32;
    if (unit !== BLANK || (length > 0 && into[length - 1] !== BLANK)) into[length++] = unit;
  }
  if (length > 0 && into[length - 1] === BLANK) length--;
  // What may be a placeholder is looked at as a text.
  const first = units[from] as number;
  return length === 0 || first === BLANK || PLACEHOLDER_UNITS.has(first) ? -1 : length;
}

/** Dates written 1960-06-07, as yyyymmdd. */
function isoDate(units: Uint16Array, from: number, end: number, into: Uint16Array): number {
  if (end - from !== 10 || units[from + 4] !== DASH || units[from + 7] !== DASH) return -1;
  let length = 0;
  for (let i = from; i < end; i++) {
    if (i === from + 4 || i === from + 7) continue;
    const unit = units[i] as number;
    if (unit > 127 || ((KINDS[unit] as number) & DIGIT) === 0) return -1;
    into[length++] = unit;
  }
  return length;
}

const ZERO = 48;
const BLANK = 32;
const DASH = 45;
/** Kinds of ASCII characters, as bits. */
const [DIGIT, WORD, CODE, FOLDED] = [1, 2, 4, 8];
const KINDS = Uint8Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  const of = (pattern: RegExp, kind: number): number => (pattern.test(character) ? kind : 0);
  return of(/[0-9]/, DIGIT) | of(/[a-z0-9]/, WORD) | of(/[A-Z0-9]/, CODE) | of(/[!-@[-~]/, FOLDED);
});

function isPrinted(unit: number): boolean {
  return unit > BLANK && unit < 127;
}

function isAllOf(units: Uint16Array, from: number, end: number, kind: number): boolean {
  for (let i = from; i < end; i++) {
    const unit = units[i] as number;
    if (unit > 127 || ((KINDS[unit] as number) & kind) === 0) return false;
  }
  return true;
}

/** All of one kind, with single blanks between only. */
function isSpaced(units: Uint16Array, from: number, end: number, kind: number): boolean {
  let before = BLANK;
  for (let i = from; i < end; i++) {
    const unit = units[i] as number;
    if (unit > 127 || (unit === BLANK ? before === BLANK : ((KINDS[unit] as number) & kind) === 0)) return false;
    before = unit;
  }
  return before !== BLANK;
}

/** Placeholders begin with one of few characters; only then is the pattern tried. */
function isPlaceholder(text: string): boolean {
  return PLACEHOLDER_STARTS.includes(text.charAt(0)) && PLACEHOLDERS.test(text);
}

/** Lower case letters and digits of any script without accents, all else blanks. */
function toWords(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’`]/g, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function normalisePhone(text: string): string | null {
  const digits = text.replace(/\(0\)/g, '').replace(/\D/g, '').replace(/^(?:0044|44)(?=\d{9,10}$)/, '0');
  return digits.length < 5 || /^(\d)\1*$/.test(digits) ? null : digits;
}

function normaliseList(value: unknown): string | null {
  const parts = Array.isArray(value) ? value.map(String) : String(value).replaceAll(LIST_SEPARATOR, '|').split(/[|;]/);
  const folded = parts.map((part) => part.trim().toLowerCase().replace(/\s+/g, ' ')).filter((part) => part !== '');
  return folded.length === 0 ? null : [...new Set(folded)].sort().join(LIST_SEPARATOR);
}
