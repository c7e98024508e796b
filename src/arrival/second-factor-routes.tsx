import { arrivalPage } from '../frame/index.ts';
import type { ArrivingActor } from '../platform/access/index.ts';
import { bucketsOf, countFailure, newRecoveryCodes, newTotpSecret, recoveryHash, tooManyFailures, totpNow, totpSquare, totpStep } from '../platform/identity/index.ts';
import { page, route, secretHash, seeOther, sessionCookie, typedText, type FieldError, type Reply, type Visit } from '../platform/http/index.ts';
import { makeSecret } from '../platform/references/index.ts';
import { seal, unseal } from '../platform/sealing/index.ts';
import { paths } from '../paths.ts';
import { RecoveryCodesPage, SecondFactorPage, SetUpPage } from './pages/second-factor-pages.tsx';
import { completeSession, confirmOwnTotp, ownEmail, ownSecret, setOwnTotp, useRecoveryCode, useTotpStep } from './queries.ts';
import { codeForm, nextQuery } from './schema.ts';
import { knownDeviceCookie, safeNext } from './session.ts';

type Arriving = Visit<'arriving', unknown, unknown, unknown>;

const notRight: FieldError = { field: 'code', text: 'That code is not right, or it has been used. Wait for the next one and try again' };
const tooMany: FieldError = { field: 'code', text: 'Too many tries. Wait 15 minutes, then sign in again' };

function throttleOf(visit: Pick<Arriving, 'request' | 'house'>, actor: ArrivingActor) {
  return bucketsOf({ who: `code ${actor.accountId}`, ip: visit.request.ip, knownDevice: undefined }, visit.house.settings.secretKey);
}

async function totpSecret(visit: Pick<Arriving, 'tx' | 'house'>): Promise<{ secret: string | undefined; confirmed: boolean; lastStep: number }> {
  const own = await ownSecret(visit.tx);
  const sealed = own?.totp_sealed;
  return { secret: sealed === null || sealed === undefined ? undefined : unseal(sealed, visit.house.settings.secretKey, 'totp'), confirmed: own?.totp_confirmed ?? false, lastStep: own?.totp_last_step ?? 0 };
}

async function askForCode(visit: Arriving, errors: readonly FieldError[], next: string, status = 200): Promise<Reply> {
  const { secret, lastStep } = await totpSecret(visit);
  // Only in a demonstration, where nobody is real: there is no telephone to read the code from. A code that has been used gives way to the next.
  const used = lastStep >= Math.floor(visit.now.epochMilliseconds / 30_000);
  const demoCode = visit.partnership.settings.demo && secret !== undefined ? totpNow(secret, visit.now.epochMilliseconds + (used ? 30_000 : 0)) : undefined;
  return page(
    arrivalPage(visit, {
      title: 'Enter your code',
      error: errors.length > 0,
      scripts: ['passkey.js'],
      children: <SecondFactorPage errors={errors} next={next} demoCode={demoCode} />,
    }),
    status,
  );
}

/** Ends arriving: a new token, a remembered device. */
async function signedIn(visit: Arriving, next: string): Promise<Reply> {
  const token = makeSecret();
  await completeSession(visit.tx, secretHash(token));
  visit.about({ kind: 'account', id: visit.actor.accountId });
  return seeOther(safeNext(next === '' ? undefined : next), {
    cookies: [{ name: sessionCookie, value: token }, knownDeviceCookie(visit.actor.accountId, visit.house.settings.secretKey)],
  });
}

async function setUp(visit: Arriving, secret: string, errors: readonly FieldError[], status = 200): Promise<Reply> {
  const email = await ownEmail(visit.tx, visit.actor.accountId);
  const demoCode = visit.partnership.settings.demo ? totpNow(secret, visit.now.epochMilliseconds) : undefined;
  return page(
    arrivalPage(visit, {
      title: 'Set up your second step',
      error: errors.length > 0,
      children: <SetUpPage secret={secret} square={totpSquare(secret, visit.partnership.settings.service, email)} errors={errors} demoCode={demoCode} />,
    }),
    status,
  );
}

export const secondFactorRoutes = [
  route({
    method: 'GET',
    path: '/sign-in/second-factor',
    admits: 'arriving',
    audit: { none: 'an empty form' },
    query: nextQuery,
    handle: async (visit) => (visit.actor.stage === 'enrol' ? seeOther(paths.enrol()) : askForCode(visit, [], visit.query.next ?? '')),
  }),
  route({
    method: 'POST',
    path: '/sign-in/second-factor',
    admits: 'arriving',
    audit: { event: 'sign_in.second_factor' },
    body: codeForm,
    handle: async (visit) => {
      const { form, tx, actor } = visit;
      const next = typedText(form.typed, 'next');
      if (!form.ok) {
        return await askForCode(visit, form.errors, next, 422);
      }
      const throttle = throttleOf(visit, actor);
      if (await tooManyFailures(tx, throttle)) {
        return await askForCode(visit, [tooMany], next, 429);
      }
      const { secret, confirmed } = await totpSecret(visit);
      const step = secret !== undefined && confirmed ? totpStep(form.value.code, secret, visit.now.epochMilliseconds) : undefined;
      const good = step === undefined ? await useRecoveryCode(tx, recoveryHash(form.value.code)) : await useTotpStep(tx, step);
      if (!good) {
        await countFailure(tx, throttle);
        return await askForCode(visit, [notRight], next, 422);
      }
      return await signedIn(visit, next);
    },
  }),
  route({
    method: 'GET',
    path: '/sign-in/set-up',
    admits: 'arriving',
    audit: { none: 'an empty form' },
    handle: async (visit) => {
      if (visit.actor.stage !== 'enrol') {
        return seeOther(paths.secondFactor());
      }
      const { secret } = await totpSecret(visit);
      return secret === undefined ? page(arrivalPage(visit, { title: 'Set up your second step', children: <SetUpPage secret={undefined} square={undefined} errors={[]} demoCode={undefined} /> })) : await setUp(visit, secret, []);
    },
  }),
  route({
    method: 'POST',
    path: '/sign-in/set-up',
    admits: 'arriving',
    audit: { event: 'second_factor.set_up_started' },
    handle: async (visit) => {
      if (visit.actor.stage === 'enrol') {
        await setOwnTotp(visit.tx, seal(newTotpSecret(), visit.house.settings.secretKey, 'totp'));
      }
      return seeOther(paths.enrol());
    },
  }),
  route({
    method: 'POST',
    path: '/sign-in/set-up/confirm',
    admits: 'arriving',
    audit: { event: 'second_factor.set_up' },
    body: codeForm,
    handle: async (visit) => {
      const { form, tx } = visit;
      const { secret, confirmed } = await totpSecret(visit);
      if (secret === undefined || confirmed || visit.actor.stage !== 'enrol') {
        return seeOther(paths.enrol());
      }
      if (!form.ok) {
        return await setUp(visit, secret, form.errors, 422);
      }
      const step = totpStep(form.value.code, secret, visit.now.epochMilliseconds);
      if (step === undefined) {
        return await setUp(visit, secret, [notRight], 422);
      }
      const codes = newRecoveryCodes();
      await confirmOwnTotp(tx, step, codes.hashes);
      const done = await signedIn(visit, '');
      return page(arrivalPage(visit, { title: 'Keep these codes', children: <RecoveryCodesPage codes={codes.shown} /> }), 200, { cookies: done.cookies ?? [] });
    },
  }),
];
