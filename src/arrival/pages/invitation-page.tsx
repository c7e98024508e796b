import { errorOf, type FieldError } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ErrorBox, PasswordInput } from '../../ui/index.ts';

export interface InvitationPageProps {
  invited: { name: string; email: string; agency: string };
  secret: string;
  town: string;
  errors: readonly FieldError[];
}

export function InvitationPage({ invited, secret, town, errors }: InvitationPageProps) {
  return (
    <div class="hub-narrow">
      {errors.length === 0 ? null : <ErrorBox errors={errors.map((error) => ({ href: `#${error.field}`, text: error.text }))} />}
      <h1>Welcome, {invited.name}</h1>
      <p>You have been invited to Safer Hub {town} for {invited.agency}. You will sign in as {invited.email}.</p>
      <form class="stack" action={paths.invitation(secret)} method="post" novalidate>
        <PasswordInput name="password" id="password" label="Choose a password" hint="At least 12 characters. Three random words are easy to remember" autocomplete="new-password" errorMessage={errorOf(errors, 'password')} />
        <div class="govuk-button-group"><button class="govuk-button" type="submit">Continue</button></div>
      </form>
    </div>
  );
}
