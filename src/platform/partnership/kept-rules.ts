/** More than every kind of rules of every partnership that one hub serves at a time. */
const mostKept = 200;

const kept = new Map<string, Promise<unknown>>();

/**
 * Rules of the partnership (powers, standards, holidays), from memory while `version` names their state: every change of them gives a new
 * name (hub.rules_version), so a copy is never out of date. Without a name they are read.
 */
export async function keptRules<Rules>(version: string | null | undefined, what: string, read: () => Promise<Rules>): Promise<Rules> {
  if (version === null || version === undefined) {
    return await read();
  }
  const key = `${what} ${version}`;
  // What is kept under a name is what `read` of that name gave.
  const known = kept.get(key) as Promise<Rules> | undefined;
  if (known !== undefined) {
    try {
      return await known;
    } catch {
      // It was read in another request's transaction, which failed for reasons of its own.
    }
  }
  const reading = read();
  kept.set(key, reading);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) {
    kept.delete(oldest);
  }
  try {
    return await reading;
  } catch (error) {
    kept.delete(key);
    throw error;
  }
}
