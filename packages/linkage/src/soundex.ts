const CODES: Readonly<Record<string, string>> = {
  b: '1', f: '1', p: '1', v: '1',
  c: '2', g: '2', j: '2', k: '2', q: '2', s: '2', x: '2', z: '2',
  d: '3', t: '3',
  l: '4',
  m: '5', n: '5',
  r: '6',
};

/**
 * American Soundex: the first letter and three digits, '' for a text without letters. Accents are dropped;
 * h and w do not part letters of one code, vowels do (Russell 1918, as the US National Archives state it).
 */
export function soundex(text: string): string {
  const letters = text.normalize('NFD').toLowerCase().replace(/[^a-z]/g, '');
  if (letters === '') return '';
  let code = letters.charAt(0).toUpperCase();
  let last = CODES[letters.charAt(0)] ?? '';
  for (const letter of letters.slice(1)) {
    const digit = CODES[letter];
    if (digit !== undefined && digit !== last) code += digit;
    if (code.length === 4) break;
    if (digit !== undefined) last = digit;
    else if (letter !== 'h' && letter !== 'w') last = '';
  }
  return code.padEnd(4, '0');
}

/** Letters that are heard or misread for one another, folded to one. */
const FOLDED: Readonly<Record<string, string>> = {
  c: 'k', q: 'k', z: 's', d: 't', v: 'f', n: 'm', p: 'b', j: 'g',
};
const SKELETON_LENGTH = 5;

/**
 * A name's consonant skeleton, coarser than Soundex in length and finer in its first letter: ph to f, letters that
 * are heard alike folded, vowels after the first letter and doubled letters dropped, five characters at most.
 * Used as a blocking key. Expects text in lower case without accents; '' where no letter is left.
 */
export function skeleton(text: string): string {
  const letters = text.replace(/ph/g, 'f').replace(/[^a-z]/g, '');
  let key = '';
  for (let i = 0; i < letters.length && key.length < SKELETON_LENGTH; i++) {
    const letter = letters.charAt(i);
    const folded = FOLDED[letter] ?? letter;
    if (i > 0 && 'aeiouyhw'.includes(letter)) continue;
    if (!key.endsWith(folded)) key += folded;
  }
  return key;
}
