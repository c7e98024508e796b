import type { Route } from '../platform/http/index.ts';
import { formRoutes } from './form-routes.tsx';
import { listRoutes } from './list-routes.tsx';
import { personRoutes } from './person-routes.tsx';

export { setPersonPanels, type PersonInView, type PersonPanel, type TriedWords } from './panels.ts';
export { warningsOfCase, type WarningRow } from './queries.ts';
export { drivers } from './queries.ts';
export { warningKinds } from './words.ts';

export const routes: readonly Route[] = [...listRoutes, ...formRoutes, ...personRoutes];
