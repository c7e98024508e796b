import { sql } from 'kysely';

import type { Transaction } from '../database/index.ts';

/** What there is to read of a case. A "no" is certain; a "yes" may still be kept from this reader by the table's own policy. */
export interface CaseHolds {
  /** Ids of its reports. */
  readonly reports: readonly string[];
  readonly alleged: boolean;
  readonly files: boolean;
  readonly incidents: boolean;
  readonly tasks: boolean;
  readonly assessed: boolean;
  readonly shared: boolean;
  readonly offered: boolean;
  readonly stepped: boolean;
  readonly reviewed: boolean;
  readonly planned: boolean;
  readonly patrolled: boolean;
  readonly warned: boolean;
  readonly emergency: boolean;
  /** A message that did not leave. */
  readonly stopped: boolean;
  /** A person or a team is named on it. */
  readonly named: boolean;
  /** What its place and its incidents span, in degrees of WGS84; null when none of them is on the map. */
  readonly west: number | null;
  readonly south: number | null;
  readonly east: number | null;
  readonly north: number | null;
}

/** Before the page of a case: the rule of who may see it is asked once for all that the page reads. 403 for whoever may not. */
export async function openCase(tx: Transaction, caseId: string): Promise<CaseHolds> {
  return await tx.one(sql<CaseHolds>`select * from hub.open_case(${caseId})`);
}
