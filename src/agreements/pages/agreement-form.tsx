import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { Checkboxes, FormPage, Input, Note, Select, Textarea } from '../../ui/index.ts';
import { kindsOfData } from '../rules.ts';

export interface AgreementFormProps {
  /** The version that this one renews. */
  readonly renews: { readonly id: string; readonly code: string; readonly version: number } | undefined;
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly { readonly id: string; readonly name: string; readonly agency_id: string }[];
  readonly gateways: readonly { readonly code: string; readonly name: string; readonly words: string }[];
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

/** Who, and who stands for them. */
function Parties({ agencies, people, typed, errors }: AgreementFormProps) {
  const chosen = [...typedList(typed, 'party')];
  return (
    <Checkboxes
      name="party" fieldset={{ legend: 'Between which agencies?' }} values={chosen} errorMessage={errorOf(errors, 'party')}
      items={agencies.map((agency) => ({
        value: agency.id, text: agency.name,
        conditional: (
          <Select
            name={`liaison-${agency.id}`} label={`Liaison person of ${agency.name}`} value={typedText(typed, `liaison-${agency.id}`)} errorMessage={errorOf(errors, `liaison-${agency.id}`)}
            items={[{ value: '', text: 'Nobody named' }, ...people.filter(({ agency_id }) => agency_id === agency.id).map(({ id, name }) => ({ value: id, text: name }))]}
          />
        ),
      }))}
    />
  );
}

/** An agreement, or its next version. */
export function AgreementForm(props: AgreementFormProps) {
  const { renews, gateways, typed, errors } = props;
  const value = (name: string) => ({ name, value: typedText(typed, name), errorMessage: errorOf(errors, name) });
  return (
    <FormPage
      heading={renews === undefined ? 'Write an agreement' : `Renew ${renews.code}`}
      errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={renews === undefined ? paths.newAgreement() : paths.agreementAct(renews.id, 'renew')}
      submit={renews === undefined ? 'Save the agreement' : `Save version ${renews.version + 1}`}
      beside={<a href={renews === undefined ? paths.agreements() : paths.agreement(renews.id)}>Back</a>}
    >
      {renews === undefined
        ? <Input {...value('code')} label="Short name" hint="As people call it, such as SHP-04" classes="govuk-input--width-10" />
        : <Note>Version {renews.version} stays as it was, and holds until the day before this one begins.</Note>}
      <Input {...value('title')} label="What is it about?" />
      <Parties {...props} />
      <Textarea {...value('purposes')} label="Purposes" hint="Each on its own line. Officers choose one of them for every disclosure" rows={4} />
      <Checkboxes name="gateway" fieldset={{ legend: 'Which laws does it rest on?' }} values={[...typedList(typed, 'gateway')]} errorMessage={errorOf(errors, 'gateway')} classes="govuk-checkboxes--small" items={gateways.map((gateway) => ({ value: gateway.code, text: gateway.name }))} />
      <Checkboxes name="kind" fieldset={{ legend: 'Which kinds of data may pass?' }} hint="What is not ticked goes to a supervisor" values={[...typedList(typed, 'kind')]} errorMessage={errorOf(errors, 'kind')} classes="govuk-checkboxes--small" items={kindsOfData.map((kind) => ({ value: kind.code, text: kind.name }))} />
      <Textarea {...value('terms')} label="How is it kept and handled? (optional)" hint="Who the controllers and processors are, how people are told, meetings and who may come, security, how long copies are kept, breaches, complaints, requests of the people concerned, indemnity" rows={5} />
      <Input {...value('starts')} type="date" label="First day" classes="govuk-input--width-10" />
      <Input {...value('review')} type="date" label="Looked at again by" hint="Today reminds coordinators 30 days before" classes="govuk-input--width-10" />
      <Input {...value('expires')} type="date" label="Last day" classes="govuk-input--width-10" />
    </FormPage>
  );
}
