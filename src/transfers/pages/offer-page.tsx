import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ItemChoice, ReceiverFields, TermsFields, type Gateway, type OfferedGroup, type Receivers, type SharedCase } from '../../sharing/index.ts';
import { FormPage, Input, Note, Radios, Textarea } from '../../ui/index.ts';

export interface OfferProps {
  readonly file: SharedCase;
  readonly receivers: Receivers;
  readonly groups: readonly OfferedGroup[];
  readonly gateways: readonly Gateway[];
  readonly aims: readonly string[];
  readonly outside: readonly string[];
  readonly supervisor: boolean;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

/** Offering a case to another agency, with the summary that they see before they answer. */
export function OfferPage(props: OfferProps) {
  const { file, typed, errors } = props;
  const value = (name: string) => ({ name, value: typedText(typed, name), errorMessage: errorOf(errors, name) });
  return (
    <FormPage
      heading="Transfer or refer" lede={`${file.reference} ${file.title}`} errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} action={paths.offerCase(file.id)} submit="Offer it"
      beside={<a href={paths.case(file.id, 'share')}>Back to the case</a>}
    >
      {file.restricted ? <Note>This case is restricted. Name the one person who may see the offer.</Note> : null}
      <Radios
        {...value('kind')} fieldset={{ legend: 'What do you offer?' }}
        items={[
          {
            value: 'transfer', text: 'Transfer: they take the case over', hint: props.supervisor ? 'It moves when they accept, with its whole history' : 'A supervisor decides this',
            conditional: (
              <Radios
                {...value('keeps')} fieldset={{ legend: 'What does your agency still see afterwards?' }} classes="govuk-radios--small"
                items={[{ value: 'nothing', text: 'Nothing' }, { value: 'until', text: 'The whole case until a day', conditional: <Input {...value('keep-until')} type="date" label="Last day" classes="govuk-input--width-10" /> }]}
              />
            ),
          },
          { value: 'referral', text: 'Referral: they help as well', hint: 'You keep the case; they open one of their own' },
        ]}
      />
      <ReceiverFields receivers={props.receivers} typed={typed} errors={errors} />
      <Textarea {...value('reason')} label="Why should they have it?" hint="They read this" rows={3} />
      <Input {...value('days')} label="Working days to answer in" classes="govuk-input--width-3" inputmode="numeric" />
      <h2>Summary that they see before they answer</h2>
      <ItemChoice groups={props.groups} typed={typed} errors={errors} caseId={file.id} />
      <h2>Why, and on what terms</h2>
      <TermsFields gateways={props.gateways} aims={props.aims} outside={props.outside} supervisor={props.supervisor} typed={typed} errors={errors} />
    </FormPage>
  );
}
