/** A name in the form in which it is kept for searching: small letters, no accents or marks, single spaces. "Zoë O’Brien-Day" is "zoe obrien day". */
export function nameKey(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/['’.]/g, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
