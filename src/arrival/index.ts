import type { Route } from '../platform/http/index.ts';
import { invitationRoutes } from './invitation-routes.tsx';
import { oidcRoutes } from './oidc-routes.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { secondFactorRoutes } from './second-factor-routes.tsx';
import { signInRoutes } from './sign-in-routes.tsx';

export const routes: readonly Route[] = [...signInRoutes, ...secondFactorRoutes, ...invitationRoutes, ...passkeyRoutes, ...oidcRoutes];
export { challengeCookie, relyingParty } from './passkey-routes.ts';
