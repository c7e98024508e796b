import type { Route } from '../platform/http/index.ts';
import { decisionRoutes } from './decision-routes.tsx';
import { listRoutes } from './routes.tsx';
import { severalRoutes } from './several-routes.tsx';

export { triageCount, type TriageCounts } from './queries.ts';

export const routes: readonly Route[] = [...severalRoutes, ...listRoutes, ...decisionRoutes];
