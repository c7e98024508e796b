import type { Route } from '../platform/http/index.ts';
import { assetRoutes } from './asset-routes.tsx';
import { liveRoutes } from './live-routes.tsx';
import { openRoutes } from './open-routes.tsx';
import { hotspotPageRoutes } from './page-routes.tsx';

export { hotspotTurn, hotspotWork } from './jobs.ts';

export const routes: readonly Route[] = [...hotspotPageRoutes, ...liveRoutes, ...openRoutes, ...assetRoutes];
