import { nameKey } from '../platform/names/index.ts';
import { parseReference } from '../platform/references/index.ts';

/** What somebody typed into the find box, in the forms that the database looks for. */
export interface Wanted {
  /** As typed, tidied. */
  readonly words: string;
  /** The form in which names are kept. */
  readonly nameKey: string;
  /** Beginning of a reference: "R7W-K4"; undefined when it cannot be one. */
  readonly reference: string | undefined;
}

/** Letters that are no reference's: vowels but A and E appear only as 0 and 1. */
const referenceShape = /^[RCTD][0-9A-Z]{2,7}$/;

/** "r7wk4" is the beginning of "R7W-K4...". */
export function referencePrefix(typed: string): string | undefined {
  const whole = parseReference(typed);
  if (whole !== undefined) {
    return whole;
  }
  const characters = typed.toUpperCase().replace(/[\s\p{Pd}._/]/gu, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return referenceShape.test(characters) && /\d/.test(characters) ? (characters.match(/.{1,3}/g)?.join('-') ?? undefined) : undefined;
}

export function readWanted(typed: string): Wanted {
  const words = typed.trim().replace(/\s+/g, ' ').slice(0, 80);
  return { words, nameKey: nameKey(words), reference: referencePrefix(words) };
}
