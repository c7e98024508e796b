import { staffPage } from '../frame/index.ts';
import { challengeCookie, relyingParty } from '../arrival/index.ts';
import { checkMade, hashPassword, passwordFits, passwordProblem, registerOptions } from '../platform/identity/index.ts';
import { json, page, route, seeOther, sessionCookie, typedText, type FieldError, type Reply, type Route, type Visit } from '../platform/http/index.ts';
import { paths } from '../paths.ts';
import { AccountPage } from './pages/account-page.tsx';
import { addPasskey, changePhone, endSession, endSessionsBut, ownAccount, ownPasskeys, ownPasswordHash, ownSessions, removePasskey, setOwnPassword } from './queries.ts';
import { passkeyForm, passwordForm, phoneForm, removePasskeyForm, sessionParams } from './schema.ts';

type Own = Visit<'signed_in', unknown, unknown, unknown>;

async function accountPage(visit: Own, errors: readonly FieldError[] = [], status = 200): Promise<Reply> {
  const [account, sessions, passkeys] = await Promise.all([ownAccount(visit.tx, visit.actor.accountId), ownSessions(visit.tx), ownPasskeys(visit.tx)]);
  return page(
    await staffPage(visit, {
      section: 'account',
      title: 'Your account',
      error: errors.length > 0,
      scripts: ['passkey.js'],
      children: (
        <AccountPage account={account} sessions={sessions} passkeys={passkeys} thisSession={visit.actor.sessionId} now={visit.now} errors={errors}
          phone={errors.some((error) => error.field === 'phone') ? typedText(visit.form.typed, 'phone') : (account.phone ?? '')} />
      ),
    }),
    status,
  );
}

export const routes: readonly Route[] = [
  route({
    method: 'GET', path: '/account', admits: 'signed_in', audit: { none: 'one’s own account' },
    handle: async (visit) => accountPage(visit),
  }),
  route({
    method: 'POST', path: '/account/phone', admits: 'signed_in', audit: { event: 'account.changed' }, body: phoneForm,
    handle: async (visit) => {
      if (!visit.form.ok) {
        return await accountPage(visit, visit.form.errors, 422);
      }
      visit.about({ kind: 'account', id: visit.actor.accountId });
      await changePhone(visit.tx, visit.form.value.phone);
      return seeOther(paths.account(), { notice: 'Your phone number is changed.' });
    },
  }),
  route({
    method: 'POST', path: '/account/password', admits: 'signed_in', audit: { event: 'password.changed' }, body: passwordForm,
    handle: async (visit) => {
      const { form, tx, actor } = visit;
      if (!form.ok) {
        return await accountPage(visit, form.errors, 422);
      }
      if (!(await passwordFits(form.value.current, await ownPasswordHash(tx)))) {
        return await accountPage(visit, [{ field: 'current', text: 'This is not your password as it is now' }], 422);
      }
      const problem = passwordProblem(form.value.password, [actor.name, visit.partnership.town]);
      if (problem !== undefined) {
        return await accountPage(visit, [{ field: 'password', text: problem }], 422);
      }
      visit.about({ kind: 'account', id: actor.accountId });
      await setOwnPassword(tx, await hashPassword(form.value.password));
      await endSessionsBut(tx, actor.sessionId);
      return seeOther(paths.account(), { notice: 'Your password is changed, and you are signed out everywhere else.' });
    },
  }),
  route({
    method: 'POST', path: '/account/sessions/:id/end', admits: 'signed_in', audit: { event: 'session.ended' }, params: sessionParams,
    handle: async (visit) => {
      visit.about({ kind: 'session', id: visit.params.id });
      await endSession(visit.tx, visit.params.id);
      return seeOther(paths.account(), { notice: 'That device is signed out.' });
    },
  }),
  route({
    method: 'POST', path: '/account/sign-out-everywhere', admits: 'signed_in', audit: { event: 'sign_out.everywhere' },
    handle: async (visit) => {
      await endSessionsBut(visit.tx, null);
      return seeOther(paths.signIn(), { cookies: [{ name: sessionCookie, value: null }], notice: 'You are signed out everywhere.' });
    },
  }),
  route({
    method: 'POST', path: '/sign-out', admits: 'signed_in', audit: { event: 'sign_out' },
    handle: async (visit) => {
      await endSession(visit.tx, visit.actor.sessionId);
      return seeOther(paths.signIn(), { cookies: [{ name: sessionCookie, value: null }], notice: 'You are signed out.' });
    },
  }),
  route({
    method: 'POST', path: '/account/passkeys/options', admits: 'signed_in', audit: { none: 'a random challenge' },
    handle: async ({ tx, actor, house, partnership, now }) => {
      const [account, passkeys] = await Promise.all([ownAccount(tx, actor.accountId), ownPasskeys(tx)]);
      const { options, cookie } = await registerOptions(
        relyingParty(house, partnership), { id: actor.accountId, name: account.name, email: account.email, passkeys: passkeys.map(({ id }) => id) }, now.epochMilliseconds,
      );
      return json(options, 200, { cookies: [{ name: challengeCookie, value: cookie, maxAgeSeconds: 300 }] });
    },
  }),
  route({
    method: 'POST', path: '/account/passkeys', admits: 'signed_in', audit: { event: 'passkey.added' }, body: passkeyForm,
    handle: async (visit) => {
      const { form, house, partnership, request, tx, actor, now } = visit;
      const made = form.ok ? await checkMade(relyingParty(house, partnership), form.value.json.response, request.cookies[challengeCookie], now.epochMilliseconds) : undefined;
      if (!form.ok || made === undefined) {
        return json({ message: 'The passkey was not added. Try again.' }, 422);
      }
      visit.about({ kind: 'account', id: actor.accountId });
      const name = form.value.json.name;
      await addPasskey(tx, made, name === undefined || name === '' ? 'Passkey' : name);
      return json({ location: paths.account() }, 200, { cookies: [{ name: challengeCookie, value: null }] });
    },
  }),
  route({
    method: 'POST', path: '/account/passkeys/remove', admits: 'signed_in', audit: { event: 'passkey.removed' }, body: removePasskeyForm,
    handle: async (visit) => {
      visit.about({ kind: 'account', id: visit.actor.accountId });
      const removed = visit.form.ok && (await removePasskey(visit.tx, visit.form.value.passkey));
      return seeOther(paths.account(), removed ? { notice: 'The passkey is removed.' } : {});
    },
  }),
];
