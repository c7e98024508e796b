import { z } from 'zod';

/** A field with one value. Missing is empty; a name that was sent twice counts once. */
const single = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (Array.isArray(value) ? (value[0] ?? '') : (value ?? '')).trim());

/** A field with any number of values. */
const several = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((value) => (value === undefined ? [] : typeof value === 'string' ? [value] : value));

/** Free text; `what` begins the sentence that says it is too long. */
export function words(most: number, what: string) {
  return single.pipe(z.string().max(most, `${what} must be ${most.toLocaleString('en-GB')} characters or fewer. Shorten it, or tell us the rest when we speak`));
}

/** Free text that has to be there. */
export function neededWords(most: number, missing: string, what: string) {
  return words(most, what).pipe(z.string().min(1, missing));
}

/** One of a few answers. */
export function choice<const Values extends readonly [string, ...string[]]>(values: Values, missing: string) {
  return single.pipe(z.enum(values, { error: missing }));
}

/** Any of a few answers, none too. */
export function choices<const Values extends readonly [string, ...string[]]>(values: Values) {
  return several.pipe(z.array(z.enum(values, { error: 'Choose from the answers given' })));
}

/** A ticked box. */
export const ticked = single.transform((value) => value === 'yes');
