import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ItemChoice, TermsFields, type Gateway, type OfferedGroup } from '../../sharing/index.ts';
import { FilterBar, FormPage, Note, Radios, Textarea } from '../../ui/index.ts';
import type { FullRequest } from '../queries.ts';

export interface AnswerProps {
  readonly request: FullRequest;
  /** The own case that is answered from, if any. */
  readonly file: { readonly id: string; readonly reference: string; readonly title: string } | undefined;
  readonly caseWanted: string;
  readonly groups: readonly OfferedGroup[];
  readonly gateways: readonly Gateway[];
  readonly aims: readonly string[];
  readonly outside: readonly string[];
  readonly supervisor: boolean;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

/** An answer: chosen facts of an own case, own words, or "we hold nothing". */
export function AnswerPage(props: AnswerProps) {
  const { request, file, typed, errors } = props;
  return (
    <>
      <h1>Answer {request.from_agency_name}</h1>
      <p class="hub-lede">{request.reference}: {request.wanted}</p>
      <p>Write the answer yourself, or choose facts, photos and documents of a case of yours.</p>
      <FilterBar action={paths.requestAct(request.id, 'answer')} submit="Take facts from it" fields={[{ kind: 'text', name: 'case', label: 'Reference of your case (optional)', value: props.caseWanted }]} />
      {props.caseWanted !== '' && file === undefined ? <Note>Your agency has no case {props.caseWanted} that you see.</Note> : null}
      <FormPage
        errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} action={paths.requestAct(request.id, 'answer')} hidden={file === undefined ? {} : { case: file.reference }} submit="Send the answer" submitName={{ name: 'act', value: 'send' }}
        beside={<>{props.outside.length > 0 && !props.supervisor ? <button class="govuk-button govuk-button--secondary" type="submit" name="act" value="ask">Ask a supervisor to decide</button> : null}<a href={paths.request(request.id)}>Back</a></>}
      >
        <Radios
          name="answer" fieldset={{ legend: 'What do you answer?' }} value={typedText(typed, 'answer')} errorMessage={errorOf(errors, 'answer')}
          items={[
            { value: 'whole', text: 'This is the whole answer' }, { value: 'part', text: 'This is a part; more will come' },
            { value: 'nothing', text: 'We hold nothing, or nothing more', hint: 'Nothing below is needed', conditional: <Textarea name="nothing" label="Say it in your words" rows={2} value={typedText(typed, 'nothing')} errorMessage={errorOf(errors, 'nothing')} /> },
          ]}
        />
        {file === undefined ? null : <h2>Facts of {file.reference} {file.title}</h2>}
        <ItemChoice groups={props.groups} typed={typed} errors={errors} caseId={file?.id} />
        <h2>Why, and on what terms</h2>
        <TermsFields gateways={props.gateways} aims={props.aims} outside={props.outside} supervisor={props.supervisor} typed={typed} errors={errors} />
      </FormPage>
    </>
  );
}
