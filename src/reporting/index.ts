import type { Route } from '../platform/http/index.ts';
import { asToldRoutes } from './as-told-routes.tsx';
import { comeBackRoutes } from './come-back-routes.tsx';
import { fileRoutes } from './file-routes.ts';
import { findRoutes } from './find-routes.tsx';
import { sendRoutes } from './send-routes.tsx';
import { stepRoutes } from './step-routes.tsx';
import { takeRoutes } from './take-routes.tsx';
import { wantsRoutes } from './wants-routes.tsx';
import { whereRoutes } from './where-routes.tsx';

export const routes: readonly Route[] = [...stepRoutes, ...whereRoutes, ...wantsRoutes, ...comeBackRoutes, ...sendRoutes, ...findRoutes, ...takeRoutes, ...asToldRoutes, ...fileRoutes];

export { discardOldDrafts, makeCopies, type FileWork } from './jobs.ts';
