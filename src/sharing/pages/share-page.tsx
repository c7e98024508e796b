import type { Temporal } from 'temporal-polyfill';

import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { Columns, FormPage, Input, Note, PeopleList, Radios, Section, Side, Textarea } from '../../ui/index.ts';
import type { OfferedGroup, OfferedItem } from '../offered.ts';
import type { SharingPanel } from '../panel.ts';
import type { SharedCase } from '../queries.ts';
import { standingOf } from '../rules.ts';
import type { Gateway, Receivers } from '../schema.ts';
import { ItemChoice, ReceiverFields, TermsFields } from './disclosure-fields.tsx';
import { SharedItems } from './disclosure-page.tsx';
import { disclosureRow, offerRow, viewerRow } from './sharing-section.tsx';

export interface ShareProps {
  readonly file: SharedCase;
  readonly panel: SharingPanel;
  readonly groups: readonly OfferedGroup[];
  readonly gateways: readonly Gateway[];
  readonly receivers: Receivers;
  readonly supervisor: boolean;
  readonly aims: readonly string[];
  /** Why no agreement covers what was sent. */
  readonly outside: readonly string[];
  /** What they would get, when the officer asked to see it. */
  readonly preview: readonly OfferedItem[] | undefined;
  readonly looked: number;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  readonly now: Temporal.Instant;
}

function Who({ file, panel, looked, now }: ShareProps) {
  const live = panel.disclosures.filter((line) => standingOf(line, now) === 'live');
  const rest = panel.disclosures.filter((line) => standingOf(line, now) !== 'live');
  return (
    <Side label="Who can see this case">
      <Section id="who" title="Who can see this" side link={{ href: paths.casePart(file.id, 'who-looked'), label: 'Who has looked' }}>
        <PeopleList people={[...panel.viewers.map(viewerRow), ...live.map((line) => disclosureRow(line, now)), ...panel.offers.map((offer) => offerRow(offer))]} />
        <p class="small quiet">{looked === 1 ? 'One person has' : `${looked} people have`} opened this case. To withdraw something, open it above.</p>
      </Section>
      {rest.length === 0 ? null : (
        <Section id="over" title="Ended, withdrawn, refused" side>
          <PeopleList people={rest.map((line) => disclosureRow(line, now))} />
        </Section>
      )}
    </Side>
  );
}

/** First pages of the copies, as the receiver would open them. */
function Drawn({ file, items }: { file: SharedCase; items: readonly OfferedItem[] }) {
  return (
    <>
      {items.map((item) => (item.file === undefined ? null : (
        <figure key={item.key} class="hub-exhibit">
          <img src={paths.shareFile(file.id, item.file.id, { covers: item.covered?.typed ?? '', plain: true })} alt={`The copy of the ${item.label}`} />
          <figcaption>{item.file.shown.as === 'pages' ? 'The first page of the copy' : 'The copy'}: {item.label}</figcaption>
        </figure>
      )))}
    </>
  );
}

function Beside({ file, outside, supervisor, errors }: ShareProps) {
  return (
    <>
      <button class="govuk-button govuk-button--secondary" type="submit" name="act" value="preview">See what they would get</button>
      {outside.length > 0 && (!supervisor || errors.some(({ field }) => field === 'allow')) ? <button class="govuk-button govuk-button--secondary" type="submit" name="act" value="ask">{supervisor ? 'Ask for the decision' : 'Ask a supervisor to decide'}</button> : null}
      <a href={paths.case(file.id, 'share')}>Back to the case</a>
    </>
  );
}

/** A decision to share, or not to: form on the left, who already sees it on the right. */
export function SharePage(props: ShareProps) {
  const { file, typed, errors } = props;
  return (
    <Columns shape="case">
      <div>
        <FormPage
          heading="Share, or refuse to"
          lede={`${file.reference} ${file.title}`}
          errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
          action={paths.share(file.id)}
          submit="Record the decision"
          submitName={{ name: 'act', value: 'decide' }}
          beside={<Beside {...props} />}
        >
          {props.preview === undefined ? null : (
            <Section id="preview" title="What they would see">
              {props.preview.length === 0 ? <p>Nothing is chosen yet.</p> : <><SharedItems items={props.preview.map((item) => ({ id: item.key, ...item }))} /><Drawn file={file} items={props.preview} /></>}
            </Section>
          )}
          {file.restricted ? <Note>This case is restricted. What you share goes to one named person; their agency as a whole sees nothing.</Note> : null}
          <Radios
            name="decision"
            fieldset={{ legend: 'What have you decided?' }}
            value={typedText(typed, 'decision')}
            errorMessage={errorOf(errors, 'decision')}
            items={[
              { value: 'items', text: 'Share chosen facts', hint: 'They get copies of what you tick, and nothing else' },
              { value: 'case', text: 'Work on the whole case together', hint: props.supervisor ? 'They see the whole case until the last day, and may add to it' : 'A supervisor decides this' },
              { value: 'refuse', text: 'Refuse', conditional: <Textarea name="refusal" label="Why do you refuse?" hint="Kept with the case. It tells the next officer why" rows={2} value={typedText(typed, 'refusal')} errorMessage={errorOf(errors, 'refusal')} /> },
            ]}
          />
          <ReceiverFields
            receivers={props.receivers} typed={typed} errors={errors}
            others={<Input name="asker" label="Who asked, if it is no partner? (refusals only)" hint="A role, not a name: ward councillor, newspaper" value={typedText(typed, 'asker')} errorMessage={errorOf(errors, 'asker')} />}
          />
          <h2>What they get</h2>
          <ItemChoice groups={props.groups} typed={typed} errors={errors} caseId={file.id} />
          <h2>Why, and on what terms</h2>
          <TermsFields gateways={props.gateways} aims={props.aims} outside={props.outside} supervisor={props.supervisor} typed={typed} errors={errors} />
        </FormPage>
      </div>
      <Who {...props} />
    </Columns>
  );
}
