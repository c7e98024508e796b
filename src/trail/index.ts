import type { Route } from '../platform/http/index.ts';
import { reportTrailRoutes } from './report-routes.tsx';
import { trailRoutes } from './trail-routes.tsx';

export const routes: readonly Route[] = [...trailRoutes, ...reportTrailRoutes];
