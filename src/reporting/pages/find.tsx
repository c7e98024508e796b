import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { FormPage, Input } from '../../ui/index.ts';
import { formErrors } from './fields.tsx';
import { telephone } from './frame.tsx';

/** For someone who has lost the link: it is sent again, never shown. */
export function FindPage({ typed, errors, phone }: { typed: Typed; errors: readonly FieldError[]; phone: string }) {
  return (
    <FormPage
      errors={formErrors(errors)}
      heading="Track your report"
      lede="Open the private link we gave you. If you do not have it, we can send it again."
      action={paths.find()}
      submit="Send me the link"
      after={
        <p class="hub-q__saved">
          <b>Why we send it and do not show it.</b> Someone else may know your reference and postcode. So the link goes only where you said it is safe.
          {phone === '' ? null : <> If you gave us no such way, ring us on <a href={telephone(phone)}>{phone}</a> with your reference.</>}
        </p>
      }
    >
      <Input name="reference" label={{ text: 'Your reference', classes: 'govuk-label--s' }} hint="It begins with R, for example R7W-K4M-2Q" classes="govuk-input--width-10" spellcheck={false} autocomplete="off" value={typedText(typed, 'reference')} errorMessage={errorOf(errors, 'reference')} />
      <Input name="known" label={{ text: 'Your postcode, e-mail address or phone number', classes: 'govuk-label--s' }} hint="One that you gave us in the report" autocomplete="off" value={typedText(typed, 'known')} errorMessage={errorOf(errors, 'known')} />
    </FormPage>
  );
}

/** The same answer whether or not there is such a report. */
export function LookedPage({ phone }: { phone: string }) {
  return (
    <>
      <h1 class="hub-q__h">Look where you said it is safe</h1>
      <p class="hub-lede">If what you gave us fits a report, its link is on the way by text, e-mail or letter: whichever you chose. A text or e-mail takes a few minutes.</p>
      <p>Nothing comes if the two do not fit together, if you stayed anonymous, or if you asked us to send nothing.{phone === '' ? '' : ' Then ring us: '}{phone === '' ? null : <a href={telephone(phone)}>{phone}</a>}</p>
      <p class="hub-q__alt"><a href={paths.find()}>Try again</a><a href={paths.reportStart()}>Make a new report</a></p>
    </>
  );
}
