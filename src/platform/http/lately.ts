import { AskedOnce } from '../memory/index.ts';
import type { House } from './house.ts';

/** How long what others did meanwhile may take to show. */
const freshForMilliseconds = 60_000;
const mostSessions = 5_000;

const keptBy = new WeakMap<House, AskedOnce>();

function sessionsOf(house: House): AskedOnce {
  const known = keptBy.get(house);
  if (known !== undefined) {
    return known;
  }
  const sessions = new AskedOnce(mostSessions, freshForMilliseconds);
  keptBy.set(house, sessions);
  house.processes.onSessionChanged((session) => sessions.forget(session));
  return sessions;
}

/**
 * What stands on every page of a person and costs more than it says: asked once a minute for each session, and again as soon as that
 * session has changed anything. Only for numbers: what a page shows of people is read anew each time, under the rules that hold then.
 */
export async function lately<Value extends object>(house: House, session: string, ask: () => Promise<Value>): Promise<Value> {
  return await sessionsOf(house).get(session, ask);
}

/** The session has changed something: its numbers are counted anew, whichever process draws its next page. */
export function forgetLately(house: House, session: string): void {
  sessionsOf(house).forget(session);
  house.processes.sessionChanged(session);
}
