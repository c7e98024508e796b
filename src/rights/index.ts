import type { Route } from '../platform/http/index.ts';
import { itemRoutes } from './item-routes.tsx';
import { requestRoutes } from './request-routes.tsx';

export { rightsWork } from './jobs.ts';
export { personCorrections } from './person-panel.tsx';
export { startingExemptions } from './starting-exemptions.ts';

export const routes: readonly Route[] = [...requestRoutes, ...itemRoutes];
