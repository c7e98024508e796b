/** "Amara O." as staff pages call her in a sentence: "Amara". */
export function shortName(person: string | null | undefined): string {
  const first = person?.trim().split(/\s+/)[0];
  return first === undefined || first === '' ? 'the person who reported' : first;
}
