import type { Temporal } from 'temporal-polyfill';

import { SharingTabs } from '../../frame/index.ts';
import { dateWords, momentWords, shortDay } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { SharedItems, type SharedItem } from '../../sharing/index.ts';
import { Actions, Columns, DataTable, Empty, FormPage, Input, Note, Pairs, Section, Select, Side, StateTag, Textarea, TitleLine } from '../../ui/index.ts';
import type { Colleague, FullTransfer, TransferLine } from '../queries.ts';

const stateWords = { offered: 'Waits for an answer', accepted: 'Accepted', rejected: 'Not accepted', withdrawn: 'Taken back' } as const;
export const kindWords = { transfer: 'Transfer', referral: 'Referral' } as const;

function table(label: string, lines: readonly TransferLine[], way: 'to' | 'from') {
  return (
    <DataTable
      label={label} columns={[{ label: 'What' }, { label: way === 'to' ? 'From' : 'To' }, { label: 'Why' }, { label: 'Offered', numeric: true }, { label: 'State' }]}
      rows={lines.map((line) => [
        <><a href={paths.transfer(line.id)}>{kindWords[line.kind]} {line.reference}</a>{line.case_reference === null ? null : <><br /><span class="small quiet num">{line.case_reference}</span></>}</>,
        way === 'to' ? line.from_agency_name : `${line.to_agency_name}${line.to_person === null ? '' : `, ${line.to_person}`}`, line.reason, shortDay(line.offered_at),
        line.state === 'offered' ? `Answer by ${dateWords(line.answer_by)}` : stateWords[line.state],
      ])}
    />
  );
}

/** Cases on offer: to us, and by us. */
export function TransfersPage({ to, from }: { to: readonly TransferLine[]; from: readonly TransferLine[] }) {
  return (
    <>
      <TitleLine title="Transfers and referrals" says="Cases that partners offer each other. A transfer moves the case; a referral asks for help beside it." />
      <SharingTabs current="transfers" />
      <Section id="to-us" title="Offered to us">{to.length === 0 ? <Empty lead="Nothing is offered to you.">When a partner offers you a case it shows here and on Today.</Empty> : table('Offered to us', to, 'to')}</Section>
      <Section id="by-us" title="Offered by us">{from.length === 0 ? <Empty lead="Your agency has offered nothing.">Open a case and choose Transfer or refer.</Empty> : table('Offered by us', from, 'from')}</Section>
    </>
  );
}

export interface TransferProps {
  readonly transfer: FullTransfer;
  readonly items: readonly SharedItem[];
  readonly answers: boolean;
  readonly withdraws: boolean;
  readonly now: Temporal.Instant;
}

function keepsWords(transfer: FullTransfer): string {
  return transfer.keeps === 'until' && transfer.keep_until !== null ? `The whole case until ${dateWords(transfer.keep_until)}` : 'Nothing from then on';
}

/** One offer: the summary that was chosen, and what accepting it means. */
export function TransferPage({ transfer, items, answers, withdraws, now }: TransferProps) {
  const isTransfer = transfer.kind === 'transfer';
  const answered = `${transfer.answered_by_name ?? 'Somebody'}, ${transfer.answered_at === null ? '' : momentWords(transfer.answered_at, now)}`;
  return (
    <>
      <p class="hub-case__ref">
        <span class="num">{transfer.reference}</span> · <StateTag kind={transfer.state === 'offered' ? 'fill' : 'plain'}>{stateWords[transfer.state]}</StateTag> · <a href={paths.transfers()}>All transfers</a>
        {transfer.case_id === null || transfer.case_reference === null ? null : <> · <a href={paths.case(transfer.case_id, 'share')}>{transfer.case_reference}</a></>}
      </p>
      <TitleLine title={`${kindWords[transfer.kind]} from ${transfer.from_agency_name} to ${transfer.to_agency_name}`} says={`Offered ${momentWords(transfer.offered_at, now)}. ${transfer.state === 'offered' ? `Answer by ${momentWords(transfer.answer_by, now)}.` : `${stateWords[transfer.state]}: ${answered}.`}`}>
        {answers ? <Actions actions={[{ label: 'Accept', href: paths.transferAct(transfer.id, 'accept') }, { label: 'Do not accept', kind: 'secondary', href: paths.transferAct(transfer.id, 'reject') }]} />
          : withdraws ? <Actions actions={[{ label: 'Take it back', kind: 'secondary', href: paths.transferAct(transfer.id, 'withdraw') }]} /> : undefined}
      </TitleLine>
      {transfer.answer_reason === '' ? null : <Note><b>{stateWords[transfer.state]}.</b> {transfer.answer_reason}</Note>}
      <Columns shape="case">
        <div>
          <Section id="summary" title="Summary" lede={answers ? 'This is all that you see until you accept.' : undefined}>
            {items.length === 0 ? <p>The summary is no longer shown.</p> : <SharedItems items={items} disclosureId={transfer.disclosure_id} />}
          </Section>
        </div>
        <Side label="About the offer">
          <Section id="about" title="About the offer" side>
            <Pairs
              pairs={[
                { term: 'Why', value: transfer.reason },
                { term: 'If it is accepted', value: isTransfer ? `${transfer.to_agency_name} owns the case, with its whole history. The people who reported are told.` : `${transfer.to_agency_name} opens a case of its own. ${transfer.from_agency_name} keeps this one.` },
                ...(isTransfer ? [{ term: `What ${transfer.from_agency_name} still sees`, value: keepsWords(transfer) }] : []),
                { term: 'Offered by', value: `${transfer.offered_by_name ?? 'Somebody'}, ${transfer.from_agency_name}${transfer.phone === null ? '' : `, ${transfer.phone}`}` },
              ]}
            />
          </Section>
        </Side>
      </Columns>
    </>
  );
}

export interface AcceptProps {
  readonly transfer: FullTransfer;
  readonly colleagues: readonly Colleague[];
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

/** Taking a case over, or opening one for a referral. */
export function AcceptPage({ transfer, colleagues, typed, errors }: AcceptProps) {
  return (
    <FormPage
      heading={transfer.kind === 'transfer' ? 'Take the case over' : 'Accept the referral'} lede={`${transfer.reference}, from ${transfer.from_agency_name}`} errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={paths.transferAct(transfer.id, 'accept')} submit={transfer.kind === 'transfer' ? 'Take it over' : 'Accept and open a case'} beside={<a href={paths.transfer(transfer.id)}>Back</a>}
    >
      <Select name="owner" label="Who owns it with you?" value={typedText(typed, 'owner')} errorMessage={errorOf(errors, 'owner')} items={colleagues.map(({ id, name }) => ({ value: id, text: name }))} />
      {transfer.kind === 'transfer' ? (
        <>
          <Note>The case is yours at once, with its history, promises and clocks. {keepsWords(transfer)} is what {transfer.from_agency_name} still sees.</Note>
          <Textarea name="words" label="What the people who reported are told" hint="It goes on their private page, with a notice by the way that is safe for them. Leave it empty for: who has the case now, who had it before, how to reach them" rows={5} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
        </>
      ) : <Input name="title" label="Title of your case" value={typedText(typed, 'title')} errorMessage={errorOf(errors, 'title')} />}
    </FormPage>
  );
}

/** Not accepting, or taking an offer back, with the reason. */
export function ReasonPage({ transfer, act, typed, errors }: { transfer: FullTransfer; act: 'reject' | 'withdraw'; typed: Typed; errors: readonly FieldError[] }) {
  return (
    <FormPage
      heading={act === 'reject' ? 'Do not accept it' : 'Take the offer back'} lede={transfer.reference} errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={paths.transferAct(transfer.id, act)} submit={act === 'reject' ? 'Send the answer' : 'Take it back'} beside={<a href={paths.transfer(transfer.id)}>Back</a>}
    >
      <Note>The summary is withdrawn at the same time. The case stays with {transfer.from_agency_name}.</Note>
      <Textarea name="reason" label="Why?" hint={act === 'reject' ? 'They read it, and it stays in the history of their case' : 'It stays in the history of the case'} rows={3} value={typedText(typed, 'reason')} errorMessage={errorOf(errors, 'reason')} />
    </FormPage>
  );
}
