/** Joins the class names that are there; nothing at all when none is. */
export function classes(...names: readonly (string | false | null | undefined)[]): string | undefined {
  const kept = names.filter((name): name is string => typeof name === 'string' && name !== '');
  return kept.length > 0 ? kept.join(' ') : undefined;
}
