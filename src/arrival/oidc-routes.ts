import { authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, ClientSecretPost, Configuration, discovery, enableNonRepudiationChecks, randomNonce, randomPKCECodeVerifier, randomState, allowInsecureRequests } from 'openid-client';
import { z } from 'zod';

import { HubError } from '../platform/errors/index.ts';
import { route, seeOther, type House } from '../platform/http/index.ts';
import { seal, unseal } from '../platform/sealing/index.ts';
import { paths } from '../paths.ts';
import { oidcAccount } from './queries.ts';
import { knownDeviceCookie, openSession } from './session.ts';

const stateCookie = 'hub_oidc';

const kept = z.object({ verifier: z.string(), state: z.string(), nonce: z.string(), until: z.number() });

let found: { issuer: string; configuration: Promise<Configuration> } | undefined;

/** The provider's own description of itself, asked for once. */
async function provider(house: House): Promise<Configuration> {
  const oidc = house.settings.oidc;
  if (oidc === undefined) {
    throw new HubError('not_found', 'single sign-on is not set up');
  }
  if (found?.issuer !== oidc.issuer) {
    const issuer = new URL(oidc.issuer);
    const insecure = issuer.protocol === 'http:' && house.settings.environment !== 'production' ? [allowInsecureRequests] : [];
    // The signature of the identity is checked too, not only the connection that it came over.
    const configuration = discovery(issuer, oidc.clientId, undefined, ClientSecretPost(oidc.clientSecret), { execute: [enableNonRepudiationChecks, ...insecure] });
    found = { issuer: oidc.issuer, configuration };
    configuration.catch(() => {
      found = undefined;
    });
  }
  return await found.configuration;
}

function callbackAddress(house: House): string {
  return new URL('/sign-in/oidc/callback', house.settings.baseUrl).toString();
}

export const oidcRoutes = [
  route({
    method: 'GET',
    path: '/sign-in/oidc',
    admits: 'public',
    audit: { none: 'sends the browser to the organisation’s own sign-in' },
    handle: async ({ house, now }) => {
      const configuration = await provider(house);
      const own = { verifier: randomPKCECodeVerifier(), state: randomState(), nonce: randomNonce(), until: now.epochMilliseconds + 600_000 };
      const address = buildAuthorizationUrl(configuration, {
        redirect_uri: callbackAddress(house), scope: 'openid email profile', state: own.state, nonce: own.nonce,
        code_challenge: await calculatePKCECodeChallenge(own.verifier), code_challenge_method: 'S256',
      });
      return seeOther(address.toString(), { cookies: [{ name: stateCookie, value: seal(JSON.stringify(own), house.settings.secretKey, 'oidc'), maxAgeSeconds: 600 }] });
    },
  }),
  route({
    method: 'GET',
    path: '/sign-in/oidc/callback',
    admits: 'public',
    audit: { event: 'sign_in.single_sign_on' },
    handle: async (visit) => {
      const { house, tx, request, now } = visit;
      const sealed = request.cookies[stateCookie];
      const own = kept.safeParse(JSON.parse((sealed === undefined ? undefined : unseal(sealed, house.settings.secretKey, 'oidc')) ?? 'null'));
      const refused = (sentence: string) => seeOther(paths.signIn(), { notice: sentence, cookies: [{ name: stateCookie, value: null }] });
      if (!own.success || own.data.until < now.epochMilliseconds) {
        return refused('The sign-in took too long. Try again.');
      }
      const claims = await identityOf(house, request.url, own.data);
      if (claims === undefined) {
        return refused('Your organisation did not sign you in. Try again, or use your password.');
      }
      const account = await oidcAccount(tx, claims.subject, claims.email);
      if (account === undefined || account.state !== 'active') {
        return refused('Your organisation knows you, but nobody has invited you to this hub. Ask your administrator.');
      }
      visit.about({ kind: 'account', id: account.account_id });
      const cookie = await openSession(tx, account.account_id, 'full', request.userAgent);
      return seeOther(paths.start(), { cookies: [cookie, knownDeviceCookie(account.account_id, house.settings.secretKey), { name: stateCookie, value: null }] });
    },
  }),
];

/** Who the provider says came back; undefined when its answer does not hold. The provider is trusted to ask for the second factor. */
async function identityOf(house: House, url: string, own: z.output<typeof kept>): Promise<{ subject: string; email: string | null } | undefined> {
  try {
    const tokens = await authorizationCodeGrant(await provider(house), new URL(url, house.settings.baseUrl), {
      pkceCodeVerifier: own.verifier, expectedState: own.state, expectedNonce: own.nonce, idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) {
      return undefined;
    }
    return { subject: `${claims.iss}|${claims.sub}`, email: claims['email_verified'] === true && typeof claims['email'] === 'string' ? claims['email'] : null };
  } catch {
    return undefined;
  }
}
