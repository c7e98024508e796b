import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ReceiverFields, type Gateway, type Receivers, type SharedCase } from '../../sharing/index.ts';
import { FormPage, Input, Note, Radios, Textarea } from '../../ui/index.ts';

export interface NewRequestProps {
  readonly file: SharedCase | undefined;
  readonly receivers: Receivers;
  readonly gateways: readonly Gateway[];
  readonly days: { readonly usual: number; readonly urgent: number };
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

function workingDays(days: number): string {
  return `${days} working ${days === 1 ? 'day' : 'days'}`;
}

/** A question to a partner. */
export function NewRequestPage({ file, receivers, gateways, days, typed, errors }: NewRequestProps) {
  const value = (name: string) => ({ name, value: typedText(typed, name), errorMessage: errorOf(errors, name) });
  return (
    <FormPage
      heading="Ask a partner" lede={file === undefined ? undefined : `For ${file.reference} ${file.title}`} errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={paths.newRequest(file?.id)} submit="Ask" beside={<a href={file === undefined ? paths.requests() : paths.case(file.id, 'share')}>Back</a>}
    >
      <Note>They read every word here, and nothing of your case. Write only what they need to find the answer.{file?.restricted === true ? ' This case is restricted: name the one person who may read it.' : ''}</Note>
      <ReceiverFields receivers={receivers} typed={typed} errors={errors} />
      <Radios {...value('about')} fieldset={{ legend: 'What do you ask about?' }} classes="govuk-radios--small" items={[{ value: 'case', text: 'A case or an incident' }, { value: 'person', text: 'A person' }, { value: 'place', text: 'A place' }]} />
      <Textarea {...value('about-words')} label="Which one?" hint="Such as: your log 0412 of 6 November; the tenant of 22 Stewards Walk" rows={2} />
      <Textarea {...value('wanted')} label="What do you want to know?" rows={3} />
      <Textarea {...value('purpose')} label="What is it for?" rows={2} />
      <Radios {...value('gateway')} fieldset={{ legend: 'Which law lets them answer?' }} classes="govuk-radios--small" items={gateways.map((gateway) => ({ value: gateway.id, text: gateway.name, hint: gateway.words }))} />
      <Textarea {...value('why')} label="Why do you need it, and why would less not do?" rows={3} />
      <Radios
        {...value('when')} fieldset={{ legend: 'By when?' }}
        items={[
          { value: 'usual', text: `The usual time: ${workingDays(days.usual)}` }, { value: 'urgent', text: `Urgent: ${workingDays(days.urgent)}`, hint: 'Say above why it cannot wait' },
          { value: 'date', text: 'On a date', conditional: <Input {...value('date')} type="date" label="Date" classes="govuk-input--width-10" /> },
        ]}
      />
    </FormPage>
  );
}
