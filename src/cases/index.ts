import type { Route } from '../platform/http/index.ts';
import { casePageRoutes } from './case-page-routes.tsx';
import { closingRoutes } from './closing-routes.tsx';
import { formRoutes } from './form-routes.tsx';
import { listRoutes } from './list-routes.tsx';

export { outcomes as caseOutcomes } from './rules.ts';
export { linkReport, openCase, type NewCase, type OpenedCase } from './opening.ts';
export { caseToLink, colleagues, teamsOf, type CaseToLink, type Colleague, type TeamName } from './people.ts';
export { savedLists, type SavedList } from './saved-lists.ts';
export { visibleCases, type CaseFilter, type CaseListRow } from './case-list.ts';

export const routes: readonly Route[] = [...listRoutes, ...casePageRoutes, ...formRoutes, ...closingRoutes];
export { csvFile } from '../platform/files/index.ts';
