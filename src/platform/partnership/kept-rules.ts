import { AskedOnce } from '../memory/index.ts';

/** More than every kind of rules of every partnership that one hub serves at a time. */
const mostKept = 200;

const kept = new AskedOnce(mostKept);

/**
 * Rules of the partnership (powers, standards, holidays), from memory while `version` names their state: every change of them gives a new
 * name (hub.rules_version), so a copy is never out of date. Without a name they are read.
 */
export async function keptRules<Rules>(version: string | null | undefined, what: string, read: () => Promise<Rules>): Promise<Rules> {
  return version === null || version === undefined ? await read() : await kept.get(`${what} ${version}`, read);
}
