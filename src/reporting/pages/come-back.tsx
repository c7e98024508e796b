import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { FormPage, Input, Note } from '../../ui/index.ts';
import { formErrors } from './fields.tsx';

export interface ComeBackPageProps {
  readonly link: string;
  readonly goOn: string;
  /** "Monday 21 December": unsent drafts are thrown away after this day. */
  readonly until: string;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

/** The way back to an unfinished report, to keep or to have sent. */
export function ComeBackPage({ link, goOn, until, typed, errors }: ComeBackPageProps) {
  return (
    <FormPage
      errors={formErrors(errors)}
      heading="A link to come back"
      lede="This link opens your report where you stopped, on any phone or computer. Nobody has read it yet: we see it only when you send it."
      action={paths.reportStep('come-back')}
      submit="Send me the link"
      beside={<a class="govuk-link" href={goOn}>Go on with my report</a>}
      after={<p class="hub-q__saved"><b>We keep it until {until}.</b> If you have not sent it by then, we throw it away, with everything you typed.</p>}
    >
      <Note><p class="hub-typed"><code>{link}</code></p><p>Anyone with this link can read what you typed. Keep it where only you look.</p></Note>
      <Input
        name="to"
        label={{ text: 'Send it to', classes: 'govuk-label--s' }}
        hint="A mobile number or an e-mail address that only you read. The message does not say what it is about."
        value={typedText(typed, 'to')}
        errorMessage={errorOf(errors, 'to')}
        classes="govuk-input--width-20"
      />
    </FormPage>
  );
}
