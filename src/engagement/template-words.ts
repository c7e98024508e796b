/** Fills the marks of a message template. A mark that is not known stays, so that the officer sees it before sending. */
export function fillTemplate(body: string, values: Readonly<Record<string, string | undefined>>): string {
  return body.replaceAll(/\{([a-z0-9_]+)\}/g, (mark, name: string) => values[name] ?? mark);
}

/** Marks that nobody filled. */
export function openMarks(body: string): string[] {
  return [...new Set(body.match(/\{[a-z0-9_]+\}/g) ?? [])];
}
