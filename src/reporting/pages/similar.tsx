import { errorOf, type FieldError } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { FormPage, Radios } from '../../ui/index.ts';
import { formErrors } from './fields.tsx';
import { StepHead } from './frame.tsx';

export interface SimilarChoice {
  readonly value: string;
  readonly title: string;
  /** "Reported 4 times, last in November. Somebody is dealing with it." */
  readonly says: string;
}

/** What neighbours have told us nearby, without a word about them. */
export function SimilarPage({ choices, chosen, errors }: { choices: readonly SimilarChoice[]; chosen: string; errors: readonly FieldError[] }) {
  return (
    <FormPage errors={formErrors(errors)} steps={<StepHead step="where" />} action={paths.reportStep('similar')}>
      <Radios
        name="similar"
        value={chosen}
        fieldset={{ legend: { text: 'Is it the same as others have told us?', isPageHeading: true, classes: 'govuk-fieldset__legend--l' } }}
        hint="Near this place. You still send a report of your own, and nobody who reported learns of you. If it is the same, the person who has it sees that it affects more people."
        errorMessage={errorOf(errors, 'similar')}
        items={[
          ...choices.map((choice) => ({ value: choice.value, text: `The same: ${choice.title}`, hint: choice.says })),
          { divider: 'or' },
          { value: 'different', text: 'It is something else, or I am not sure' },
        ]}
      />
    </FormPage>
  );
}
