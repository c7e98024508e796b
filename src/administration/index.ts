import type { Route } from '../platform/http/index.ts';
import { agencyRoutes } from './agency-routes.tsx';
import { capabilityRoutes } from './capability-routes.tsx';
import { homeRoutes } from './home-routes.tsx';
import { partnershipRoutes } from './partnership-routes.tsx';
import { peopleRoutes } from './people-routes.tsx';
import { ruleRoutes } from './rule-routes.tsx';

export const routes: readonly Route[] = [...homeRoutes, ...peopleRoutes, ...capabilityRoutes, ...agencyRoutes, ...partnershipRoutes, ...ruleRoutes];
