import { z } from 'zod';

import { checkAnswer, passkeyAnswer, signInOptions, type RelyingParty } from '../platform/identity/index.ts';
import { json, route, type House } from '../platform/http/index.ts';
import type { Partnership } from '../platform/partnership/index.ts';
import { passkey, passkeyUsed } from './queries.ts';
import { knownDeviceCookie, openSession, safeNext } from './session.ts';

export const challengeCookie = 'hub_challenge';

export function relyingParty(house: House, partnership: Partnership): RelyingParty {
  return { baseUrl: house.settings.baseUrl, service: partnership.settings.service, secretKey: house.settings.secretKey };
}

const answerBody = z.object({ json: z.string().transform((text) => JSON.parse(text)).pipe(z.object({ response: passkeyAnswer, next: z.string().optional() })) });

export const passkeyRoutes = [
  route({
    method: 'POST',
    path: '/sign-in/passkey/options',
    admits: 'public',
    audit: { none: 'a random challenge' },
    handle: async ({ house, partnership, now }) => {
      const { options, cookie } = await signInOptions(relyingParty(house, partnership), now.epochMilliseconds);
      return json(options, 200, { cookies: [{ name: challengeCookie, value: cookie, maxAgeSeconds: 300 }] });
    },
  }),
  route({
    method: 'POST',
    path: '/sign-in/passkey/verify',
    admits: 'public',
    audit: { event: 'sign_in.passkey' },
    body: answerBody,
    handle: async (visit) => {
      const { form, tx, house, partnership, request, now } = visit;
      const refused = json({ message: 'The passkey did not work here. Use your password.' }, 422);
      if (!form.ok) {
        return refused;
      }
      const { response, next } = form.value.json;
      const known = await passkey(tx, response.id);
      if (known === undefined || known.state !== 'active') {
        return refused;
      }
      const counter = await checkAnswer(relyingParty(house, partnership), response, request.cookies[challengeCookie], known, now.epochMilliseconds);
      if (counter === undefined) {
        return refused;
      }
      await passkeyUsed(tx, response.id, counter);
      visit.about({ kind: 'account', id: known.account_id });
      // A passkey with user verification is two factors in one: the device, and the finger, face or PIN.
      const cookie = await openSession(tx, known.account_id, 'full', request.userAgent);
      return json({ location: safeNext(next) }, 200, { cookies: [cookie, knownDeviceCookie(known.account_id, house.settings.secretKey), { name: challengeCookie, value: null }] });
    },
  }),
];
