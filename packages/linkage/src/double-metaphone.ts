/** What one letter, or a group of letters, sounds like: primary, secondary, and how many letters it used. */
type Sound = readonly [primary: string, secondary: string, used: number];

/** The word being coded: upper case, padded with blanks so that looking ahead needs no bounds. */
interface Word {
  readonly text: string;
  readonly last: number;
  readonly slavoGermanic: boolean;
}

const CODE_LENGTH = 4;

/**
 * The two Double Metaphone codes of a word: how it is most likely pronounced, and another way it may be.
 * At most four characters each; the second equals the first where there is one way only. Lawrence Philips 2000.
 */
export function doubleMetaphone(text: string): [primary: string, secondary: string] {
  const letters = text
    .toUpperCase()
    // Ç and Ñ have sounds of their own; all other letters lose their accents.
    .replace(/[^A-ZÇÑ]/g, (letter) => letter.normalize('NFD').replace(/[\u0300-\u036f]/g, ''));
  const word: Word = {
    text: `${letters}     `,
    last: letters.length - 1,
    slavoGermanic: /W|K|CZ|WITZ/.test(letters),
  };
  let at = /^(GN|KN|PN|WR|PS)/.test(letters) ? 1 : 0;
  let primary = '';
  let secondary = '';
  if (letters.startsWith('X')) {
    primary = secondary = 'S';
    at = 1;
  }
  while (at <= word.last && (primary.length < CODE_LENGTH || secondary.length < CODE_LENGTH)) {
    const [first, second, used] = soundAt(word, at);
    primary += first;
    secondary += second;
    at += used;
  }
  return [primary.slice(0, CODE_LENGTH), secondary.slice(0, CODE_LENGTH)];
}

function letter(word: Word, at: number): string {
  return at < 0 ? '' : word.text.charAt(at);
}

/** True if one of the strings stands at this position. */
function has(word: Word, at: number, ...strings: readonly string[]): boolean {
  return at >= 0 && strings.some((string) => word.text.startsWith(string, at));
}

function isVowel(word: Word, at: number): boolean {
  return at >= 0 && 'AEIOUY'.includes(word.text.charAt(at)) && word.text.charAt(at) !== '';
}

function one(code: string, used = 1): Sound {
  return [code, code, used];
}

/** The sound of a letter that is said once although written twice. */
function doubled(word: Word, at: number, code: string): Sound {
  return one(code, letter(word, at + 1) === letter(word, at) ? 2 : 1);
}

function soundAt(word: Word, at: number): Sound {
  switch (letter(word, at)) {
    case 'A': case 'E': case 'I': case 'O': case 'U': case 'Y':
      return one(at === 0 ? 'A' : '');
    case 'B': return doubled(word, at, 'P');
    case 'Ç': return one('S');
    case 'C': return soundOfC(word, at);
    case 'D': return soundOfD(word, at);
    case 'F': return doubled(word, at, 'F');
    case 'G': return soundOfG(word, at);
    case 'H': return (at === 0 || isVowel(word, at - 1)) && isVowel(word, at + 1) ? one('H', 2) : one('');
    case 'J': return soundOfJ(word, at);
    case 'K': return doubled(word, at, 'K');
    case 'L': return soundOfL(word, at);
    case 'M': return soundOfM(word, at);
    case 'N': return doubled(word, at, 'N');
    case 'Ñ': return one('N');
    case 'P': return letter(word, at + 1) === 'H' ? one('F', 2) : one('P', has(word, at + 1, 'P', 'B') ? 2 : 1);
    case 'Q': return doubled(word, at, 'K');
    case 'R': return soundOfR(word, at);
    case 'S': return soundOfS(word, at);
    case 'T': return soundOfT(word, at);
    case 'V': return doubled(word, at, 'F');
    case 'W': return soundOfW(word, at);
    case 'X': return soundOfX(word, at);
    case 'Z': return soundOfZ(word, at);
    default: return one('');
  }
}

function soundOfC(word: Word, at: number): Sound {
  if (
    at > 1 && !isVowel(word, at - 2) && has(word, at - 1, 'ACH') && letter(word, at + 2) !== 'I' &&
    (letter(word, at + 2) !== 'E' || has(word, at - 2, 'BACHER', 'MACHER'))
  ) {
    return one('K', 2);
  }
  if (at === 0 && has(word, at, 'CAESAR')) return one('S', 2);
  if (has(word, at, 'CHIA')) return one('K', 2);
  if (has(word, at, 'CH')) return soundOfCH(word, at);
  if (has(word, at, 'CZ') && !has(word, at - 2, 'WICZ')) return ['S', 'X', 2];
  if (has(word, at + 1, 'CIA')) return one('X', 3);
  if (has(word, at, 'CC') && !(at === 1 && letter(word, 0) === 'M')) {
    if (!has(word, at + 2, 'I', 'E', 'H') || has(word, at + 2, 'HU')) return one('K', 2);
    const hard = (at === 1 && letter(word, 0) === 'A') || has(word, at - 1, 'UCCEE', 'UCCES');
    return hard ? one('KS', 3) : one('X', 3);
  }
  if (has(word, at, 'CK', 'CG', 'CQ')) return one('K', 2);
  if (has(word, at, 'CI', 'CE', 'CY')) return has(word, at, 'CIO', 'CIE', 'CIA') ? ['S', 'X', 2] : one('S', 2);
  if (has(word, at + 1, ' C', ' Q', ' G')) return one('K', 3);
  return one('K', has(word, at + 1, 'C', 'K', 'Q') && !has(word, at + 1, 'CE', 'CI') ? 2 : 1);
}

function soundOfCH(word: Word, at: number): Sound {
  if (at > 0 && has(word, at, 'CHAE')) return ['K', 'X', 2];
  const greek = has(word, at + 1, 'HARAC', 'HARIS', 'HOR', 'HYM', 'HIA', 'HEM');
  if (at === 0 && greek && !has(word, 0, 'CHORE')) return one('K', 2);
  const germanic = has(word, 0, 'VAN ', 'VON ', 'SCH');
  const inside = has(word, at - 2, 'ORCHES', 'ARCHIT', 'ORCHID');
  const beforeHard =
    (at === 0 || has(word, at - 1, 'A', 'O', 'U', 'E')) &&
    has(word, at + 2, 'L', 'R', 'N', 'M', 'B', 'H', 'F', 'V', 'W', ' ');
  if (germanic || inside || has(word, at + 2, 'T', 'S') || beforeHard) return one('K', 2);
  if (at === 0) return one('X', 2);
  return has(word, 0, 'MC') ? one('K', 2) : ['X', 'K', 2];
}

function soundOfD(word: Word, at: number): Sound {
  if (has(word, at, 'DG')) return has(word, at + 2, 'I', 'E', 'Y') ? one('J', 3) : one('TK', 2);
  return one('T', has(word, at, 'DT', 'DD') ? 2 : 1);
}

function soundOfG(word: Word, at: number): Sound {
  if (letter(word, at + 1) === 'H') return soundOfGH(word, at);
  if (letter(word, at + 1) === 'N') {
    if (at === 1 && isVowel(word, 0) && !word.slavoGermanic) return ['KN', 'N', 2];
    if (!has(word, at + 2, 'EY') && !word.slavoGermanic) return ['N', 'KN', 2];
    return one('KN', 2);
  }
  if (has(word, at + 1, 'LI') && !word.slavoGermanic) return ['KL', 'L', 2];
  const initial = ['Y', 'ES', 'EP', 'EB', 'EL', 'EY', 'IB', 'IL', 'IN', 'IE', 'EI', 'ER'];
  if (at === 0 && has(word, 1, ...initial)) return ['K', 'J', 2];
  if (
    has(word, at + 1, 'ER', 'Y') && !has(word, 0, 'DANGER', 'RANGER', 'MANGER') &&
    !has(word, at - 1, 'E', 'I') && !has(word, at - 1, 'RGY', 'OGY')
  ) {
    return ['K', 'J', 2];
  }
  if (has(word, at + 1, 'E', 'I', 'Y') || has(word, at - 1, 'AGGI', 'OGGI')) {
    if (has(word, 0, 'VAN ', 'VON ', 'SCH') || has(word, at + 1, 'ET')) return one('K', 2);
    return has(word, at + 1, 'IER ') ? one('J', 2) : ['J', 'K', 2];
  }
  return doubled(word, at, 'K');
}

function soundOfGH(word: Word, at: number): Sound {
  if (at > 0 && !isVowel(word, at - 1)) return one('K', 2);
  if (at === 0) return one(letter(word, 2) === 'I' ? 'J' : 'K', 2);
  const silent =
    has(word, at - 2, 'B', 'H', 'D') || has(word, at - 3, 'B', 'H', 'D') || has(word, at - 4, 'B', 'H');
  if (silent) return one('', 2);
  if (at > 2 && letter(word, at - 1) === 'U' && has(word, at - 3, 'C', 'G', 'L', 'R', 'T')) return one('F', 2);
  return letter(word, at - 1) === 'I' ? one('', 2) : one('K', 2);
}

function soundOfJ(word: Word, at: number): Sound {
  if (has(word, at, 'JOSE') || has(word, 0, 'SAN ')) {
    if ((at === 0 && letter(word, 4) === ' ') || has(word, 0, 'SAN ')) return one('H');
    return ['J', 'H', 1];
  }
  const used = letter(word, at + 1) === 'J' ? 2 : 1;
  if (at === 0) return ['J', 'A', used];
  if (isVowel(word, at - 1) && !word.slavoGermanic && has(word, at + 1, 'A', 'O')) return ['J', 'H', used];
  if (at === word.last) return ['J', '', used];
  const silent = has(word, at + 1, 'L', 'T', 'K', 'S', 'N', 'M', 'B', 'Z') || has(word, at - 1, 'S', 'K', 'L');
  return one(silent ? '' : 'J', used);
}

function soundOfL(word: Word, at: number): Sound {
  if (letter(word, at + 1) !== 'L') return one('L');
  const spanish =
    (at === word.last - 2 && has(word, at - 1, 'ILLO', 'ILLA', 'ALLE')) ||
    ((has(word, word.last - 1, 'AS', 'OS') || has(word, word.last, 'A', 'O')) && has(word, at - 1, 'ALLE'));
  return spanish ? ['L', '', 2] : one('L', 2);
}

function soundOfM(word: Word, at: number): Sound {
  const dumb = has(word, at - 1, 'UMB') && (at + 1 === word.last || has(word, at + 2, 'ER'));
  return one('M', dumb || letter(word, at + 1) === 'M' ? 2 : 1);
}

function soundOfR(word: Word, at: number): Sound {
  const french =
    at === word.last && !word.slavoGermanic && has(word, at - 2, 'IE') && !has(word, at - 4, 'ME', 'MA');
  return [french ? '' : 'R', 'R', letter(word, at + 1) === 'R' ? 2 : 1];
}

function soundOfS(word: Word, at: number): Sound {
  if (has(word, at - 1, 'ISL', 'YSL')) return one('');
  if (at === 0 && has(word, at, 'SUGAR')) return ['X', 'S', 1];
  if (has(word, at, 'SH')) return one(has(word, at + 1, 'HEIM', 'HOEK', 'HOLM', 'HOLZ') ? 'S' : 'X', 2);
  if (has(word, at, 'SIO', 'SIA')) return word.slavoGermanic ? one('S', 3) : ['S', 'X', 3];
  if ((at === 0 && has(word, 1, 'M', 'N', 'L', 'W')) || letter(word, at + 1) === 'Z') {
    return ['S', 'X', letter(word, at + 1) === 'Z' ? 2 : 1];
  }
  if (has(word, at, 'SC')) return soundOfSC(word, at);
  const french = at === word.last && has(word, at - 2, 'AI', 'OI');
  return [french ? '' : 'S', 'S', has(word, at + 1, 'S', 'Z') ? 2 : 1];
}

function soundOfSC(word: Word, at: number): Sound {
  if (letter(word, at + 2) === 'H') {
    if (has(word, at + 3, 'OO', 'ER', 'EN', 'UY', 'ED', 'EM')) {
      return has(word, at + 3, 'ER', 'EN') ? ['X', 'SK', 3] : one('SK', 3);
    }
    return at === 0 && !isVowel(word, 3) && letter(word, 3) !== 'W' ? ['X', 'S', 3] : one('X', 3);
  }
  return one(has(word, at + 2, 'I', 'E', 'Y') ? 'S' : 'SK', 3);
}

function soundOfT(word: Word, at: number): Sound {
  if (has(word, at, 'TION', 'TIA', 'TCH')) return one('X', 3);
  if (has(word, at, 'TH', 'TTH')) {
    const hard = has(word, at + 2, 'OM', 'AM') || has(word, 0, 'VAN ', 'VON ', 'SCH');
    return hard ? one('T', 2) : ['0', 'T', 2];
  }
  return one('T', has(word, at + 1, 'T', 'D') ? 2 : 1);
}

function soundOfW(word: Word, at: number): Sound {
  if (has(word, at, 'WR')) return one('R', 2);
  if (at === 0 && (isVowel(word, 1) || has(word, 0, 'WH'))) return isVowel(word, 1) ? ['A', 'F', 1] : one('A');
  const slavic = has(word, at - 1, 'EWSKI', 'EWSKY', 'OWSKI', 'OWSKY') || has(word, 0, 'SCH');
  if ((at === word.last && isVowel(word, at - 1)) || slavic) return ['', 'F', 1];
  return has(word, at, 'WICZ', 'WITZ') ? ['TS', 'FX', 4] : one('');
}

function soundOfX(word: Word, at: number): Sound {
  const french = at === word.last && (has(word, at - 3, 'IAU', 'EAU') || has(word, at - 2, 'AU', 'OU'));
  return one(french ? '' : 'KS', has(word, at + 1, 'C', 'X') ? 2 : 1);
}

function soundOfZ(word: Word, at: number): Sound {
  if (letter(word, at + 1) === 'H') return one('J', 2);
  const slavic = word.slavoGermanic && at > 0 && letter(word, at - 1) !== 'T';
  const used = letter(word, at + 1) === 'Z' ? 2 : 1;
  return has(word, at + 1, 'ZO', 'ZI', 'ZA') || slavic ? ['S', 'TS', used] : one('S', used);
}
