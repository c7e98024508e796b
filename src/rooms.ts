import { routes as accountRoutes } from './account/index.ts';
import { routes as arrivalRoutes } from './arrival/index.ts';
import type { House, Route } from './platform/http/index.ts';
import type { ScheduledWork } from './platform/jobs/index.ts';
import { routes as triageRoutes } from './triage/index.ts';

/** Every route of the house. */
export const allRoutes: readonly Route[] = [...arrivalRoutes, ...accountRoutes, ...triageRoutes];

/** Work that comes round, given the house it works in. */
export function scheduledWork(_house: House): ScheduledWork[] {
  return [];
}
