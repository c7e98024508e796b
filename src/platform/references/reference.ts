import { randomBytes } from 'node:crypto';
import { alphabet, checkCharacter, drawn, isValid } from './alphabet.ts';

const randomLength = 6;

function groupsOfThree(characters: string): string {
  return characters.match(/.{1,3}/g)?.join('-') ?? '';
}

/** Bytes that would favour some characters are thrown away. */
function drawCharacters(count: number, random: (size: number) => Uint8Array): string {
  const fair = 256 - (256 % drawn.length);
  let characters = '';
  while (characters.length < count) {
    for (const byte of random(count * 2)) {
      if (byte < fair && characters.length < count) characters += drawn[byte % drawn.length] ?? '';
    }
  }
  return characters;
}

/**
 * A reference to read out on the telephone: "R7W-K4M-2Q". The prefix (one or two characters of the alphabet) says the
 * kind; then six random characters and a check. It names a thing and opens nothing. The table's unique key finds
 * the rare one that is drawn twice; the caller then draws again.
 */
export function makeReference(prefix: string, random: (size: number) => Uint8Array = randomBytes): string {
  if (!/^.{1,2}$/.test(prefix) || [...prefix].some((character) => !alphabet.includes(character))) {
    throw new RangeError(`A reference prefix is one or two of ${alphabet}, not "${prefix}"`);
  }
  for (;;) {
    const body = prefix + drawCharacters(randomLength, random);
    const check = checkCharacter(body);
    if (check !== undefined) return groupsOfThree(body + check);
  }
}

/** The reference a person meant, in its proper form; undefined if it cannot be one. Forgives case, spaces, dashes, O, I and L. */
export function parseReference(text: string): string | undefined {
  const characters = text
    .toUpperCase()
    .replace(/[\s\p{Pd}._/]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (characters.length < randomLength + 2 || characters.length > randomLength + 3) return undefined;
  if ([...characters].some((character) => !alphabet.includes(character))) return undefined;
  return isValid(characters) ? groupsOfThree(characters) : undefined;
}
