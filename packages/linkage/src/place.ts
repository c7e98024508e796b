import type { Comparison } from './comparisons.ts';
import { MOST_GIVEN } from './model.ts';
import { fieldsOf } from './settings.ts';

/** Words of the headers of what says where somebody can be found. */
const PLACE_WORDS =
  /address|street|road|house|flat|suburb|town|city|village|county|district|state|region|post ?code|zip|latitude|longitude|\blat\b|\blon\b|\blng\b|phone|\btel\b|landline|mobile/;

/**
 * By comparison, true of where a person can be found: it changes when they move, and their household shares it. Nothing
 * is where there are no persons: of an address, or a business, the place is what it is known by.
 */
export function comparisonsOfThePlace(comparisons: readonly Comparison[]): boolean[] {
  const persons = comparisons.some(isOfAPerson);
  return comparisons.map((comparison) => persons && isOfThePlace(comparison));
}

function isOfAPerson(comparison: Comparison): boolean {
  return comparison.kind === 'personName' || fieldsOf(comparison).some((field) => /surname|forename|(?:first|last|given|family)[ _]?name|\bdob\b|birth/i.test(field));
}

function isOfThePlace(comparison: Comparison): boolean {
  if (comparison.kind === 'personName') return false;
  if (comparison.kind === 'levels' && (comparison.form === 'postcode' || comparison.form === 'phone' || comparison.secondField !== undefined)) return true;
  if (comparison.kind === 'levels' && ['date', 'monthFirstDate', 'email'].includes(comparison.form)) return false;
  const words = fieldsOf(comparison).map((field) => field.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().replace(/[^a-z0-9]+/g, ' '));
  return words.some((header) => PLACE_WORDS.test(header) && !/\bbirth/.test(header));
}

/**
 * The order in which comparisons may say what earlier ones said. Only exact agreement is looked back at, so what has
 * levels of nearness (a postcode) follows what has not (a town); a surname comes with the household, an e-mail is made
 * of the name. At most the first 31, which fit the bits of an integer.
 */
export function dependenceOrder(comparisons: readonly Comparison[], ofThePlace: readonly boolean[]): number[] {
  const rank = (c: number): number => {
    const comparison = comparisons[c] as Comparison;
    if (comparison.kind === 'personName') return 3;
    if (comparison.kind === 'levels' && (comparison.form === 'postcode' || comparison.secondField !== undefined)) return 1;
    if (comparison.kind === 'levels' && comparison.form === 'phone') return 2;
    return ofThePlace[c] === true || isPlaceOfOrigin(comparison) ? 0 : 4;
  };
  return comparisons
    .map((_, c) => c)
    .slice(0, MOST_GIVEN)
    .sort((a, b) => rank(a) - rank(b) || a - b);
}

/** True of where somebody comes from, which people of one town and of one name share. */
function isPlaceOfOrigin(comparison: Comparison): boolean {
  return fieldsOf(comparison).some((field) => /birth|place|country|nationality/i.test(field)) && !(comparison.kind === 'levels' && /date/i.test(comparison.form));
}
