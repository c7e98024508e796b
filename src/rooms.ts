import type { Route } from './platform/http/index.ts';
import type { House } from './platform/http/index.ts';
import type { ScheduledWork } from './platform/jobs/index.ts';

/** Every route of the house. */
export const allRoutes: readonly Route[] = [];

/** Work that comes round, given the house it works in. */
export function scheduledWork(_house: House): ScheduledWork[] {
  return [];
}
