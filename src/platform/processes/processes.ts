/** The processes of this hub on one machine, as each of them sees the others. */
export interface Processes {
  /** The part of its time, 0 to 1, that the busiest of the other processes spent on pages in the last second. */
  busy(): number;
  /** A session has changed something: what the others keep of it is out of date. */
  sessionChanged(session: string): void;
  /** Hears of sessions that changed something in another process. */
  onSessionChanged(listener: (session: string) => void): void;
}

/** A hub that is one process. */
export const onlyProcess: Processes = { busy: () => 0, sessionChanged: () => undefined, onSessionChanged: () => undefined };
