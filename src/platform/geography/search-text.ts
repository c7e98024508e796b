/** Street words that people shorten. Written out, so that "rd" finds "Road" and "road" finds "Rd". */
const longForms: Readonly<Record<string, string>> = {
  rd: 'road', ave: 'avenue', av: 'avenue', ln: 'lane', dr: 'drive', cl: 'close', ct: 'court', crt: 'court', cres: 'crescent', cr: 'crescent',
  gdns: 'gardens', gdn: 'garden', gr: 'grove', gn: 'green', grn: 'green', pk: 'park', pl: 'place', sq: 'square', terr: 'terrace', ter: 'terrace',
  wk: 'walk', hse: 'house', bldg: 'building', bldgs: 'buildings', ctr: 'centre', cntr: 'centre', center: 'centre', stn: 'station', nth: 'north',
  sth: 'south', mt: 'mount', hosp: 'hospital', sch: 'school', ch: 'church', mkt: 'market', pde: 'parade', opp: 'opposite', nr: 'near',
  '&': 'and',
};

/** "St" is a saint in front and a street behind: "St Andrews", "High St". */
function longForm(word: string, place: number, count: number): string {
  if (word === 'st') return place === count - 1 && count > 1 ? 'street' : 'saint';
  if (word === 'str') return 'street';
  return longForms[word] ?? word;
}

/**
 * The form of a name in which the gazetteer keeps and seeks it: small letters, no accents or marks, no leading
 * "the", short words written out. "St. Andrew’s Rd" and "saint andrews road" are one.
 */
export function searchKey(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’‘`´]/g, '')
    .replace(/&/g, ' & ')
    .replace(/[^\p{L}\p{N}&]+/gu, ' ')
    .trim()
    .split(' ')
    .filter((word) => word !== '');
  const named = words.length > 1 && words[0] === 'the' ? words.slice(1) : words;
  return named.map((word, place) => longForm(word, place, named.length)).join(' ');
}
