/** Digits and letters without I, L, O and U, which are read as 1, 1, 0 and V. A character's value is its place. */
export const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Random characters leave the other vowels out too, so that no word, kind or rude, can appear in a letter. */
export const drawn = '0123456789BCDFGHJKMNPQRSTVWXYZ';

const modulus = 37;

/**
 * Check value: the sum of place times value is 0 modulo 37. The prime is larger than any difference of two characters
 * and than any place, so one wrong character, or any two that changed places, always shows.
 */
function weighted(characters: string): number {
  let sum = 0;
  for (const [index, character] of [...characters].entries()) sum += (index + 2) * alphabet.indexOf(character);
  return sum % modulus;
}

/** The character that makes the whole valid, or undefined where none of the drawn ones does: then draw again. */
export function checkCharacter(body: string): string | undefined {
  const value = (modulus - weighted(body)) % modulus;
  // The check stands last but weighs 1, so that its value can be read off without division.
  const character = alphabet[value];
  return character !== undefined && drawn.includes(character) ? character : undefined;
}

export function isValid(characters: string): boolean {
  const body = characters.slice(0, -1);
  return checkCharacter(body) === characters.at(-1);
}
