import type { House } from './house.ts';

interface Found {
  readonly at: number;
  readonly value: Promise<unknown>;
}

/** How long what others did meanwhile may take to show. */
const freshForMilliseconds = 30_000;
const mostSessions = 5_000;

const keptBy = new WeakMap<House, Map<string, Map<string, Found>>>();

function sessionsOf(house: House): Map<string, Map<string, Found>> {
  const sessions = keptBy.get(house) ?? new Map<string, Map<string, Found>>();
  keptBy.set(house, sessions);
  return sessions;
}

/**
 * What stands on every page of a person and costs more than it says: asked once in half a minute for each session, and again as soon as that
 * session has changed anything. Only for numbers: what a page shows of people is read anew each time, under the rules that hold then.
 */
export async function lately<Value extends object>(house: House, session: string, what: string, ask: () => Promise<Value>): Promise<Value> {
  const sessions = sessionsOf(house);
  const kept = sessions.get(session) ?? new Map<string, Found>();
  const found = kept.get(what);
  if (found !== undefined && performance.now() - found.at < freshForMilliseconds) {
    try {
      // What is kept under a name is what `ask` of that name gave.
      return (await found.value) as Value;
    } catch {
      // It was asked in another request's transaction, which failed for reasons of its own.
    }
  }
  const value = ask();
  // The newest last: what was not asked for longest goes first.
  sessions.delete(session);
  sessions.set(session, kept.set(what, { at: performance.now(), value }));
  const [oldest] = sessions.keys();
  if (sessions.size > mostSessions && oldest !== undefined) {
    sessions.delete(oldest);
  }
  try {
    return await value;
  } catch (error) {
    kept.delete(what);
    throw error;
  }
}

/** The session has changed something: its numbers are counted anew. */
export function forgetLately(house: House, session: string): void {
  sessionsOf(house).delete(session);
}
