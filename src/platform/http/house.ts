import type { Clock } from '../calendar/index.ts';
import type { Database } from '../database/connection.ts';
import type { FileStore } from '../files/index.ts';
import type { Partnership } from '../partnership/index.ts';
import type { Processes } from '../processes/index.ts';
import type { Settings } from '../settings/index.ts';
import type { Log } from '../telemetry/index.ts';

/** What every request stands on. Made once in src/house.ts and handed down; nothing reaches for a global. */
export interface House {
  readonly settings: Settings;
  readonly database: Database;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly log: Log;
  /** The other processes of this hub on this machine. */
  readonly processes: Processes;
  /** Logical asset name to its address. */
  readonly assets: Readonly<Record<string, string>>;
  /** The partnership that a host name serves. */
  partnershipOf(host: string): Promise<Partnership>;
}
