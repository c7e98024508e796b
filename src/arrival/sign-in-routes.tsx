import { arrivalPage } from '../frame/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { bucketsOf, countFailure, passwordFits, tooManyFailures } from '../platform/identity/index.ts';
import { page, route, seeOther, typedText, type FieldError, type Typed, type Visit } from '../platform/http/index.ts';
import { paths } from '../paths.ts';
import { SignInPage } from './pages/sign-in-page.tsx';
import { candidate } from './queries.ts';
import { nextQuery, signInForm } from './schema.ts';
import { deviceCookie, knownDevice, openSession, safeNext } from './session.ts';

type Facts = Pick<Visit<'public', unknown, unknown, unknown>, 'house' | 'partnership' | 'request'>;

function signInPage(visit: Facts, typed: Typed, errors: readonly FieldError[], next: string | undefined, status = 200) {
  return page(
    arrivalPage(visit, {
      title: 'Sign in',
      error: errors.length > 0,
      scripts: ['passkey.js'],
      children: <SignInPage email={typedText(typed, 'email')} errors={errors} next={next} singleSignOn={visit.house.settings.oidc?.name} />,
    }),
    status,
  );
}

// One sentence for every way to be wrong, so that it does not tell who has an account.
const wrong: FieldError = { field: 'password', text: 'The e-mail address or the password is not right. Check both and try again' };
const tooMany: FieldError = { field: 'password', text: 'Too many tries. Wait 15 minutes, or use a passkey' };

/** Where a person's work begins; an administrator or auditor has no day of cases. */
function firstPage(actor: StaffActor): string {
  if (may(actor, 'work_cases')) {
    return paths.today();
  }
  if (may(actor, 'read_cases')) {
    return paths.cases();
  }
  return may(actor, 'administer') ? paths.administration() : may(actor, 'audit') ? paths.auditTrail() : paths.account();
}

export const signInRoutes = [
  route({ method: 'GET', path: '/start', admits: 'signed_in', audit: { none: 'leads to the first page' }, handle: async ({ actor }) => seeOther(firstPage(actor)) }),
  route({
    method: 'GET',
    path: '/sign-in',
    admits: 'public',
    audit: { none: 'an empty form' },
    query: nextQuery,
    handle: async (visit) => signInPage(visit, {}, [], visit.query.next),
  }),
  route({
    method: 'POST',
    path: '/sign-in',
    admits: 'public',
    audit: { event: 'sign_in.tried' },
    body: signInForm,
    handle: async (visit) => {
      const { form, tx, request, house } = visit;
      const next = typedText(form.typed, 'next');
      if (!form.ok) {
        return signInPage(visit, form.typed, form.errors, next, 422);
      }
      const found = await candidate(tx, form.value.email);
      const buckets = bucketsOf(
        { who: form.value.email, ip: request.ip, knownDevice: found && knownDevice(request.cookies[deviceCookie], found.account_id, house.settings.secretKey) },
        house.settings.secretKey,
      );
      if (await tooManyFailures(tx, buckets)) {
        return signInPage(visit, form.typed, [tooMany], next, 429);
      }
      const fits = await passwordFits(form.value.password, found?.password_hash);
      if (!fits || found?.state !== 'active') {
        await countFailure(tx, buckets);
        return signInPage(visit, form.typed, [wrong], next, 422);
      }
      visit.about({ kind: 'account', id: found.account_id });
      const cookie = await openSession(tx, found.account_id, found.second_factor ? 'password' : 'enrol', request.userAgent);
      const to = found.second_factor ? paths.secondFactor() : paths.enrol();
      return seeOther(next === '' ? to : `${to}?next=${encodeURIComponent(safeNext(next))}`, { cookies: [cookie] });
    },
  }),
];
