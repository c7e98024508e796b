import type { Temporal } from 'temporal-polyfill';

import { agoWords, dateWords } from '../../platform/calendar/index.ts';
import { errorOf, type FieldError } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { DataTable, ErrorBox, HiddenFields, Input, Pairs, PasswordInput, Section, TitleLine } from '../../ui/index.ts';
import type { OwnAccount, OwnPasskey, OwnSession } from '../queries.ts';

export interface AccountPageProps {
  account: OwnAccount;
  sessions: readonly OwnSession[];
  passkeys: readonly OwnPasskey[];
  thisSession: string;
  now: Temporal.Instant;
  phone: string;
  errors: readonly FieldError[];
}

export function AccountPage({ account, sessions, passkeys, thisSession, now, phone, errors }: AccountPageProps) {
  return (
    <>
      {errors.length === 0 ? null : <ErrorBox errors={errors.map((error) => ({ href: `#${error.field}`, text: error.text }))} />}
      <TitleLine title="Your account" says={account.agency} />
      <form action={paths.signOut()} method="post" class="govuk-button-group">
        <button class="govuk-button" type="submit">Sign out</button>
      </form>
      <Pairs pairs={[
        { term: 'Name', value: account.name },
        { term: 'Job', value: account.job_title === '' ? 'Not given' : account.job_title },
        { term: 'E-mail', value: account.email },
        { term: 'Roles', value: account.roles.join(', ') },
        { term: 'Teams', value: account.teams.length === 0 ? 'None' : account.teams.join(', ') },
      ]} />
      <Section id="phone-section" title="Phone that residents see">
        <form action="/account/phone" method="post" class="stack hub-narrow" novalidate>
          <Input name="phone" id="phone" label="Your work phone" value={phone} type="tel" autocomplete="tel" errorMessage={errorOf(errors, 'phone')} />
          <button class="govuk-button govuk-button--secondary" type="submit">Save</button>
        </form>
      </Section>
      <Section id="home" title="Your own postcode">
        <p>So that the hub notices when you read about your own street. Only a hash is kept. <a href={paths.ownHome()}>Give your postcode</a></p>
      </Section>
      <Section id="devices" title="Where you are signed in">
        <DataTable label="Where you are signed in" columns={[{ label: 'Device' }, { label: 'Signed in' }, { label: 'Last used' }, { label: 'Sign out' }]}
          rows={sessions.map((session) => [
            session.device === '' ? 'A browser' : session.device,
            agoWords(session.created_at, now),
            session.id === thisSession ? 'Now, here' : agoWords(session.last_seen_at, now),
            session.id === thisSession ? 'This device' : (
              <form action={`/account/sessions/${session.id}/end`} method="post"><button class="govuk-button govuk-button--secondary" type="submit">Sign out<span class="govuk-visually-hidden"> {session.device}</span></button></form>
            ),
          ])} />
        <form action="/account/sign-out-everywhere" method="post"><button class="govuk-button govuk-button--warning" type="submit">Sign out everywhere</button></form>
      </Section>
      <Section id="passkeys" title="Passkeys">
        <p>A passkey signs you in with your finger, face or PIN. It replaces password and code on that device.</p>
        {passkeys.length === 0 ? <p class="quiet">You have none yet.</p> : (
          <DataTable label="Passkeys" columns={[{ label: 'Name' }, { label: 'Added' }, { label: 'Last used' }, { label: 'Remove' }]}
            rows={passkeys.map((passkey) => [
              passkey.label, dateWords(passkey.created_at), passkey.last_used_at === null ? 'Never' : agoWords(passkey.last_used_at, now),
              <form action="/account/passkeys/remove" method="post"><HiddenFields fields={{ passkey: passkey.id }} /><button class="govuk-button govuk-button--secondary" type="submit">Remove<span class="govuk-visually-hidden"> {passkey.label}</span></button></form>,
            ])} />
        )}
        <form class="stack hub-narrow">
          <Input name="name" id="passkey-name" label="Name of this device" hint="For example: work laptop" />
          <button class="govuk-button govuk-button--secondary" type="button" hidden data-passkey="register" data-options="/account/passkeys/options" data-verify="/account/passkeys">Add a passkey</button>
          <p role="status" data-passkey-said=""></p>
          <noscript><p>To add a passkey, your browser must run scripts.</p></noscript>
        </form>
      </Section>
      <Section id="password-section" title="Change your password">
        <form action="/account/password" method="post" class="stack hub-narrow" novalidate>
          <PasswordInput name="current" id="current" label="Password now" autocomplete="current-password" errorMessage={errorOf(errors, 'current')} />
          <PasswordInput name="password" id="password" label="New password" hint="At least 12 characters" autocomplete="new-password" errorMessage={errorOf(errors, 'password')} />
          <button class="govuk-button" type="submit">Change password</button>
        </form>
      </Section>
    </>
  );
}
