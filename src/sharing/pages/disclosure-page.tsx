import { Temporal } from 'temporal-polyfill';

import { dateWords, momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { copyAnswers, type AskRow } from '../../retention/index.ts';
import { Actions, AsTyped, Checkboxes, Columns, DataTable, Empty, FormPage, LineList, Note, Pairs, Section, Side, StateTag, Textarea, TitleLine, Warn, Warns } from '../../ui/index.ts';
import type { DisclosureRead, FullDisclosure, SharedItem } from '../queries.ts';
import type { NoticeRow, Receipt } from '../receipts.ts';
import { standingOf } from '../rules.ts';

export interface DisclosureProps {
  readonly disclosure: FullDisclosure;
  readonly items: readonly SharedItem[];
  /** Only for those who see the case. */
  readonly reads: readonly DisclosureRead[];
  readonly seesCase: boolean;
  readonly mayWithdraw: boolean;
  /** Who opened it first in the receiving agency; for the giver. */
  readonly receipts: readonly Receipt[];
  readonly notices: readonly NoticeRow[];
  /** What the receiver said of its copies, once it was asked. */
  readonly copies: AskRow | undefined;
  /** Whether the reader may decide on it: it waits, and another one asked. */
  readonly decides: boolean;
  readonly ownAgency: string;
  readonly now: Temporal.Instant;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What was shared, as the receiver has it; copies of files open from the disclosure that holds them. */
export function SharedItems({ items, disclosureId }: { items: readonly (Pick<SharedItem, 'id' | 'label' | 'words'> & Partial<Pick<SharedItem, 'copy_type'>>)[]; disclosureId?: string }) {
  return (
    <dl class="hub-pairs">
      {items.map((item) => {
        const href = disclosureId === undefined || (item.copy_type ?? null) === null ? undefined : paths.sharedFile(disclosureId, item.id);
        return [<dt key={`${item.id}-t`}>{capital(item.label)}</dt>, <dd key={item.id}>{href === undefined ? <AsTyped>{item.words}</AsTyped> : <a href={href}>{item.words}</a>}</dd>];
      })}
    </dl>
  );
}

const standingWords = { live: 'Shared', ended: 'Ended', withdrawn: 'Withdrawn', refused: 'Refused', asked: 'Waits for a decision' } as const;

function what(disclosure: FullDisclosure, seesCase: boolean) {
  if (disclosure.decision === 'refused') {
    return <Note><b>Refused.</b> {disclosure.refusal_reason}</Note>;
  }
  if (disclosure.scope === 'case') {
    return seesCase && disclosure.case_id !== null && disclosure.case_reference !== null ? <p>The whole case, worked jointly: <a href={paths.case(disclosure.case_id)}>{disclosure.case_reference} {disclosure.case_title}</a></p> : <p>The whole case, worked jointly.</p>;
  }
  return undefined;
}

/** Withdrawals and corrections, and who has taken notice. */
function Notices({ notices, ownAgency, now }: Pick<DisclosureProps, 'notices' | 'ownAgency' | 'now'>) {
  return (
    <>
      {notices.map((notice) => {
        const lead = notice.kind === 'withdrawn' ? 'Withdrawn' : 'Corrected';
        const seen = notice.acknowledged.map((one) => `${one.name}, ${momentWords(Temporal.Instant.from(one.at), now)}`).join('; ');
        return (
          <Warn key={notice.id} lead={`${lead} on ${dateWords(notice.at)}:`}>
            {notice.words} {seen === '' ? (notice.to_agency === ownAgency ? <a href={paths.sharingNotice(notice.id)}>Say that you have read this</a> : 'Nobody there has said yet that they have read this.') : `Read by ${seen}.`}
          </Warn>
        );
      })}
    </>
  );
}

function copiesWords({ answer, due_on: due }: AskRow): string {
  return answer === null ? `Asked to confirm deletion by ${dateWords(due)}` : copyAnswers[answer];
}

function groundPairs(disclosure: FullDisclosure) {
  if (disclosure.agreement !== null && disclosure.agreement_id !== null) {
    return [{ term: 'Agreement', value: <><a href={paths.agreement(disclosure.agreement_id)}>{disclosure.agreement}</a>{disclosure.aim === '' ? null : <><br /><span class="small quiet">{disclosure.aim}</span></>}</> }];
  }
  return disclosure.allowed_reason === null
    ? (disclosure.outside.length === 0 ? [] : [{ term: 'No agreement', value: `${disclosure.outside.join('. ')}.` }])
    : [{ term: 'No agreement', value: <>{disclosure.outside.length === 0 ? null : <>{disclosure.outside.join('. ')}.<br /></>}Allowed: {disclosure.allowed_reason}</> }];
}

/** One line of the ledger: what, from whom, to whom, why, how to treat it. */
export function DisclosurePage(props: DisclosureProps) {
  const { disclosure, items, reads, seesCase, now } = props;
  const standing = standingOf(disclosure, now);
  const to = disclosure.to_agency_name ?? disclosure.asker_words;
  const title = disclosure.decision === 'refused' ? `Not shared with ${to}` : `From ${disclosure.from_agency_name}`;
  return (
    <>
      <p class="hub-case__ref"><span class="num">{disclosure.reference}</span> · <StateTag kind={standing === 'live' ? 'fill' : 'plain'}>{standingWords[standing]}</StateTag>{seesCase && disclosure.case_id !== null && disclosure.case_reference !== null ? <> · <a href={paths.case(disclosure.case_id, 'share')}>{disclosure.case_reference}</a></> : null}</p>
      <TitleLine title={title} says={`To ${to}${disclosure.to_person === null ? '' : `, ${disclosure.to_person} only`}. ${momentWords(disclosure.decided_at, now)}`}>
        {props.decides ? <Actions actions={[{ label: 'Decide', href: paths.disclosureAct(disclosure.id, 'decide') }]} />
          : props.mayWithdraw ? <Actions actions={[{ label: 'Correct', kind: 'secondary', href: paths.disclosureAct(disclosure.id, 'correct') }, { label: 'Withdraw', kind: 'secondary', href: paths.withdrawDisclosure(disclosure.id) }]} /> : undefined}
      </TitleLine>
      {disclosure.caveat === '' && disclosure.handling === '' && props.notices.length === 0 ? null : (
        <Warns>
          <Notices {...props} />
          {disclosure.handling === '' ? null : <Warn lead="How to treat it:">{disclosure.handling}</Warn>}
          {disclosure.caveat === '' ? null : <Warn lead="How sure it is:">{disclosure.caveat}</Warn>}
        </Warns>
      )}
      {disclosure.decision === 'asked' ? <Note><b>It waits for a supervisor.</b> {disclosure.asked_by_name ?? 'Somebody'} asked. {to} sees nothing of it.</Note> : null}
      {standing === 'withdrawn' ? <Note><b>Withdrawn on {disclosure.withdrawn_at === null ? '' : dateWords(disclosure.withdrawn_at)} by {disclosure.withdrawn_by_name ?? 'the agency that gave it'}.</b> {disclosure.withdrawn_reason}</Note> : null}
      <Columns shape="case">
        <div>
          <Section id="what" title="What was shared">
            {what(disclosure, seesCase)}
            {items.length === 0 ? null : <SharedItems items={items} disclosureId={disclosure.id} />}
          </Section>
          {props.receipts.length === 0 || disclosure.to_agency === props.ownAgency ? null : (
            <Section id="receipts" title="First opened" lede="Each person’s first reading">
              <DataTable label="First opened" columns={[{ label: 'When' }, { label: 'Who' }, { label: 'Agency' }]} rows={props.receipts.map((receipt) => [momentWords(receipt.opened_at, now), receipt.name ?? 'Somebody', receipt.agency ?? ''])} />
            </Section>
          )}
          {!seesCase || disclosure.decision !== 'given' ? null : (
            <Section id="reads" title="Who has opened it" note={reads.length === 0 ? 'Nobody yet' : undefined}>
              {reads.length === 0 ? <Empty lead="Nobody has opened it yet.">Each reading is recorded and shows here.</Empty> : (
                <DataTable label="Who has opened it" columns={[{ label: 'When' }, { label: 'Who' }, { label: 'Agency' }, { label: 'What' }]} rows={reads.map((read) => [momentWords(read.at, now), read.name ?? 'Somebody', read.agency ?? '', read.file ? 'A file in it' : 'The page'])} />
              )}
            </Section>
          )}
        </div>
        <Side label="Why and on what terms">
          <Section id="terms" title="Terms" side>
            <Pairs
              pairs={[
                ...(disclosure.purpose === '' ? [] : [{ term: 'For', value: disclosure.purpose }]),
                ...groundPairs(disclosure),
                ...(disclosure.request_id === null || disclosure.request_reference === null ? [] : [{ term: 'Answers request', value: <a href={paths.request(disclosure.request_id)}>{disclosure.request_reference}</a> }]),
                ...(disclosure.gateway === null ? [] : [{ term: 'Law', value: <>{disclosure.gateway}<br /><span class="small quiet">{disclosure.gateway_words}</span></> }]),
                ...(disclosure.necessity === '' ? [] : [{ term: 'Why necessary', value: disclosure.necessity }]),
                ...(disclosure.proportionality === '' ? [] : [{ term: 'Why proportionate', value: disclosure.proportionality }]),
                ...(seesCase && disclosure.withheld !== '' ? [{ term: 'Held back', value: disclosure.withheld }] : []),
                ...(disclosure.decision === 'given' ? [{ term: 'Until', value: <>{dateWords(disclosure.valid_until)}{disclosure.retention === '' ? null : <><br /><span class="small quiet">{disclosure.retention}</span></>}</> }] : []),
                ...(props.copies === undefined ? [] : [{ term: 'Copies', value: <a href={paths.copyAsk(props.copies.id)}>{copiesWords(props.copies)}</a> }]),
                { term: disclosure.decision === 'asked' ? 'Asked by' : 'Decided by', value: `${disclosure.decided_by_name ?? 'Somebody'}, ${disclosure.from_agency_name}${disclosure.from_phone === null ? '' : `, ${disclosure.from_phone}`}` },
              ]}
            />
            {disclosure.decision === 'given' && !seesCase ? <p class="small quiet">Your reading is recorded, and {disclosure.from_agency_name} can see it. Use it only for the purpose above.</p> : null}
          </Section>
        </Side>
      </Columns>
    </>
  );
}

/** Taking a disclosure back. */
export function WithdrawPage({ disclosure, tasks, typed, errors }: { disclosure: FullDisclosure; tasks: readonly { id: string; reference: string; title: string }[]; typed: Typed; errors: readonly FieldError[] }) {
  return (
    <FormPage
      heading="Withdraw what was shared"
      lede={`${disclosure.reference}, to ${disclosure.to_person ?? disclosure.to_agency_name ?? ''}`}
      errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={paths.withdrawDisclosure(disclosure.id)}
      submit="Withdraw now"
      warning
      beside={<a href={paths.disclosure(disclosure.id)}>Back</a>}
    >
      <Note>They lose sight of it at once and are told. The ledger keeps that it was shared, when, and who had opened it.</Note>
      <Textarea name="reason" label="Why is it withdrawn?" hint="Kept in the ledger and the chronology" rows={3} value={typedText(typed, 'reason')} errorMessage={errorOf(errors, 'reason')} />
      <Textarea name="told" label="What are they told? (optional)" hint="Otherwise: it may no longer be used; delete any copies. Repeat nothing of what was shared" rows={2} value={typedText(typed, 'told')} errorMessage={errorOf(errors, 'told')} />
      {tasks.length === 0 ? null : (
        <>
          <p>These tasks rest on it:</p>
          <LineList items={tasks.map((task) => <a key={task.id} href={paths.task(task.id)}>{task.reference} {task.title}</a>)} small />
          <Checkboxes name="tasks" values={typedText(typed, 'tasks') === 'cancel' ? ['cancel'] : []} items={[{ value: 'cancel', text: 'Cancel them too', hint: 'They are no longer asked for. The agency still sees their titles and what you wrote in them' }]} />
        </>
      )}
    </FormPage>
  );
}
