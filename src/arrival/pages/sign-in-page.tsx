import type { FieldError } from '../../platform/http/index.ts';
import { errorOf } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ErrorBox, HiddenFields, Input, PasswordInput } from '../../ui/index.ts';

export interface SignInPageProps {
  email: string;
  errors: readonly FieldError[];
  next: string | undefined;
  /** Name of the organisation's own sign-in, when one is set up. */
  singleSignOn: string | undefined;
}

export function SignInPage({ email, errors, next, singleSignOn }: SignInPageProps) {
  return (
    <div class="hub-narrow">
      {errors.length === 0 ? null : <ErrorBox errors={errors.map((error) => ({ href: `#${error.field}`, text: error.text }))} />}
      <h1>Sign in</h1>
      <p class="quiet">For people who work with the hub. <a href={paths.find()}>To see your own report, use your private link</a>.</p>
      <form class="stack" action={paths.signIn()} method="post" novalidate>
        {next === undefined || next === '' ? null : <HiddenFields fields={{ next }} />}
        <Input name="email" label="Work e-mail address" type="email" autocomplete="username" spellcheck={false} value={email} errorMessage={errorOf(errors, 'email')} />
        <PasswordInput name="password" id="password" label="Password" autocomplete="current-password" errorMessage={errorOf(errors, 'password')} />
        <div class="govuk-button-group"><button class="govuk-button" type="submit">Continue</button></div>
      </form>
      <section class="hub-sec" aria-labelledby="other-ways">
        <h2 id="other-ways">Other ways</h2>
        <div class="govuk-button-group">
          <button class="govuk-button govuk-button--secondary" type="button" hidden data-passkey="sign-in" data-options="/sign-in/passkey/options" data-verify="/sign-in/passkey/verify">Use a passkey</button>
          {singleSignOn === undefined ? null : <a class="govuk-button govuk-button--secondary" href="/sign-in/oidc">Sign in with {singleSignOn}</a>}
        </div>
        <p data-passkey-said="" role="status"></p>
        <p>Passkeys need a browser that runs scripts. Forgotten your password or lost your phone? Your agency’s administrator can invite you again.</p>
      </section>
    </div>
  );
}
