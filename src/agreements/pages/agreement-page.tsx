import type { Temporal } from 'temporal-polyfill';

import { dateWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { Actions, AsTyped, Columns, DataTable, FormPage, LineList, Note, Pairs, Section, Side, Textarea, TitleLine, Warn, Warns } from '../../ui/index.ts';
import type { AgreementRow, PartyRow } from '../queries.ts';
import { kindName } from '../rules.ts';
import { reminderText, standingTag } from './agreements-page.tsx';

export interface AgreementProps {
  readonly agreement: AgreementRow;
  readonly versions: readonly AgreementRow[];
  readonly parties: readonly PartyRow[];
  readonly gateways: readonly { readonly code: string; readonly name: string; readonly words: string }[];
  readonly writes: boolean;
  readonly today: Temporal.PlainDate;
}

function Versions({ agreement, versions }: Pick<AgreementProps, 'agreement' | 'versions'>) {
  return (
    <Section id="versions" title="Versions" side>
      <LineList
        small
        items={versions.map((version) => (version.id === agreement.id
          ? <><b>Version {version.version}</b>, from {dateWords(version.starts_on)} to {dateWords(version.ended_on ?? version.expires_on)}</>
          : <><a href={paths.agreement(version.id)}>Version {version.version}</a>, from {dateWords(version.starts_on)} to {dateWords(version.ended_on ?? version.expires_on)}</>))}
      />
    </Section>
  );
}

/** One version of an agreement, whole. */
export function AgreementPage(props: AgreementProps) {
  const { agreement, parties, gateways, writes, today } = props;
  const reminder = reminderText(agreement, today);
  const open = writes && agreement.newest && agreement.ended_on === null;
  return (
    <>
      <p class="hub-case__ref"><span class="num">{agreement.code}</span> · version {agreement.version} · {standingTag(agreement, today)} · <a href={paths.agreements()}>All agreements</a></p>
      <TitleLine title={agreement.title} says={`From ${dateWords(agreement.starts_on)}. Last day ${dateWords(agreement.expires_on)}. Looked at again by ${dateWords(agreement.review_on)}.`}>
        {open ? <Actions actions={[{ label: 'Renew', href: paths.agreementAct(agreement.id, 'renew') }, { label: 'End it', kind: 'secondary', href: paths.agreementAct(agreement.id, 'end') }]} /> : undefined}
      </TitleLine>
      {reminder === '' ? null : <Warns><Warn lead={`${reminder}.`}>A new version keeps what was agreed and gives new dates.</Warn></Warns>}
      {agreement.ended_on === null ? null : <Note><b>Not in force from {dateWords(agreement.ended_on)}.</b> {agreement.ended_why}</Note>}
      <Columns shape="case">
        <div>
          <Section id="purposes" title="What it is for"><LineList items={agreement.purposes.map((purpose) => purpose)} /></Section>
          <Section id="kinds" title="What may be shared"><LineList items={agreement.kinds.map(kindName)} /></Section>
          <Section id="laws" title="Under which law">
            <Pairs pairs={agreement.gateways.map((code) => ({ term: gateways.find((gateway) => gateway.code === code)?.name ?? code, value: gateways.find((gateway) => gateway.code === code)?.words ?? '' }))} />
          </Section>
          {agreement.terms === '' ? null : <Section id="terms" title="How it is kept and handled"><AsTyped>{agreement.terms}</AsTyped></Section>}
        </div>
        <Side label="Parties and versions">
          <Section id="parties" title="Parties and liaison persons" side>
            <DataTable label="Parties and liaison persons" columns={[{ label: 'Agency' }, { label: 'Liaison person' }]} rows={parties.map((party) => [party.agency, party.liaison === null ? 'Nobody named' : `${party.liaison}${party.phone === null ? '' : `, ${party.phone}`}`])} />
          </Section>
          <Versions {...props} />
          <p class="small quiet">Written by {agreement.written_by_name ?? 'somebody'} on {dateWords(agreement.written_at)}.</p>
        </Side>
      </Columns>
    </>
  );
}

/** Ending an agreement before its day. */
export function EndAgreementPage({ agreement, typed, errors }: { agreement: AgreementRow; typed: Typed; errors: readonly FieldError[] }) {
  return (
    <FormPage
      heading={`End ${agreement.code}`} lede={agreement.title} errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={paths.agreementAct(agreement.id, 'end')} submit="End it today" warning beside={<a href={paths.agreement(agreement.id)}>Back</a>}
    >
      <Note>From today nothing new may be shared under it. What was shared stays until its own last day, unless it is withdrawn.</Note>
      <Textarea name="why" label="Why does it end?" rows={3} value={typedText(typed, 'why')} errorMessage={errorOf(errors, 'why')} />
    </FormPage>
  );
}
