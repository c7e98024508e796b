import type { Route } from '../platform/http/index.ts';
import { copyRoutes } from './copy-routes.tsx';
import { holdRoutes } from './hold-routes.tsx';
import { reviewRoutes } from './review-routes.tsx';

export { retentionWork } from './jobs.ts';
export { recordsItems, type RecordsWork } from './work.ts';
export { startingRetention } from './starting-rules.ts';
export { RecordsTabs } from './pages/records-tabs.tsx';
export { kindWords, recordKinds, type RecordKind } from './rules.ts';
export { personHold } from './person-panel.tsx';
export { askOf, type AskRow } from './receiver-queries.ts';
export { copyAnswers } from './pages/copy-pages.tsx';

export const routes: readonly Route[] = [...reviewRoutes, ...holdRoutes, ...copyRoutes];
