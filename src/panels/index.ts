import type { Route } from '../platform/http/index.ts';
import { itemRoutes } from './item-routes.tsx';
import { meetingRoutes } from './meeting-routes.tsx';
import { panelRoutes } from './panel-routes.tsx';
import { screenRoutes } from './screen-routes.tsx';

export { defaultPanelCriteria, defaultPanelDeclarations, defaultPanelKinds } from './default-rules.ts';
export { panelWork } from './work.ts';
export const routes: readonly Route[] = [...panelRoutes, ...meetingRoutes, ...itemRoutes, ...screenRoutes];
