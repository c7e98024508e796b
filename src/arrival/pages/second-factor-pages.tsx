import { errorOf, type FieldError } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ErrorBox, HiddenFields, Input, InsetText } from '../../ui/index.ts';

function CodeInput({ errors, hint }: { errors: readonly FieldError[]; hint: string }) {
  return <Input name="code" label="Code" hint={hint} autocomplete="one-time-code" inputmode="text" spellcheck={false} classes="govuk-input--width-10" errorMessage={errorOf(errors, 'code')} />;
}

function DemoCode({ code }: { code: string | undefined }) {
  return code === undefined ? null : <InsetText>Demonstration only: your app would show <b class="num">{code}</b> now.</InsetText>;
}

function Errors({ errors }: { errors: readonly FieldError[] }) {
  return errors.length === 0 ? null : <ErrorBox errors={errors.map((error) => ({ href: `#${error.field}`, text: error.text }))} />;
}

export interface SecondFactorPageProps {
  errors: readonly FieldError[];
  next: string;
  demoCode: string | undefined;
}

export function SecondFactorPage({ errors, next, demoCode }: SecondFactorPageProps) {
  return (
    <div class="hub-narrow">
      <Errors errors={errors} />
      <h1>Enter your code</h1>
      <DemoCode code={demoCode} />
      <form class="stack" action={paths.secondFactor()} method="post" novalidate>
        {next === '' ? null : <HiddenFields fields={{ next }} />}
        <CodeInput errors={errors} hint="6 digits from your authenticator app. Lost your phone? Use a recovery code" />
        <div class="govuk-button-group"><button class="govuk-button" type="submit">Sign in</button></div>
      </form>
    </div>
  );
}

export interface SetUpPageProps {
  secret: string | undefined;
  square: { size: number; path: string } | undefined;
  errors: readonly FieldError[];
  demoCode: string | undefined;
}

export function SetUpPage({ secret, square, errors, demoCode }: SetUpPageProps) {
  if (secret === undefined || square === undefined) {
    return (
      <div class="hub-narrow">
        <h1>Set up your second step</h1>
        <p>You will see things that could hurt someone in the wrong hands. So each sign-in takes two steps: your password, and a code from an app on your phone.</p>
        <p>You need an authenticator app. Most phones have one; your agency can say which it prefers.</p>
        <form action={paths.enrol()} method="post"><div class="govuk-button-group"><button class="govuk-button" type="submit">Show me the square to scan</button></div></form>
      </div>
    );
  }
  return (
    <div class="hub-narrow">
      <Errors errors={errors} />
      <h1>Set up your second step</h1>
      <ol class="stack hub-numbered">
        <li>Open your authenticator app and choose to add an account.</li>
        <li>
          Scan this square.
          <svg class="hub-qr" viewBox={`-2 -2 ${square.size + 4} ${square.size + 4}`} width="220" height="220" role="img" aria-label="Square to scan with your authenticator app. The same key is written below.">
            <rect x="-2" y="-2" width={square.size + 4} height={square.size + 4} fill="#fff" />
            <path d={square.path} fill="#000" />
          </svg>
          Or type this key: <b class="num">{secret.replaceAll(/(.{4})/g, '$1 ').trim()}</b>
        </li>
        <li>Type the code that the app shows.</li>
      </ol>
      <DemoCode code={demoCode} />
      <form class="stack" action={`${paths.enrol()}/confirm`} method="post" novalidate>
        <CodeInput errors={errors} hint="6 digits" />
        <div class="govuk-button-group"><button class="govuk-button" type="submit">Finish</button></div>
      </form>
    </div>
  );
}

export function RecoveryCodesPage({ codes }: { codes: readonly string[] }) {
  return (
    <div class="hub-narrow">
      <h1>Keep these codes</h1>
      <p>If you lose your phone, each of these signs you in once. Print them or keep them where you keep passwords. <b>We cannot show them again.</b></p>
      <ul class="hub-codes num">{codes.map((code) => <li key={code}>{code}</li>)}</ul>
      <div class="govuk-button-group"><a class="govuk-button" href={paths.start()}>I have kept them. Go on</a></div>
    </div>
  );
}
