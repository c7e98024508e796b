import type { Route } from '../platform/http/index.ts';
import { deskRoutes } from './desk-routes.tsx';
import { homeRoutes } from './home-routes.tsx';
import { shareRoutes } from './share-routes.tsx';

export { defaultKeepingRules } from './default-rules.ts';
export { intelligenceWork, type IntelligenceWork } from './work.ts';
export const routes: readonly Route[] = [...homeRoutes, ...shareRoutes, ...deskRoutes];
