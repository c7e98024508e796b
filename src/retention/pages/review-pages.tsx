import type { Temporal } from 'temporal-polyfill';

import { RecordsTabs } from './records-tabs.tsx';
import { paths } from '../../paths.ts';
import type { StaffActor } from '../../platform/access/index.ts';
import { dateWords, dayWords, momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { AsTyped, Button, Checkboxes, Chips, DataTable, Empty, ErrorBox, Input, Note, Pairs, Radios, Section, Select, StateTag, Textarea, TitleLine, Warn } from '../../ui/index.ts';
import type { ItemRow, Reviewer, WouldGo } from '../queries.ts';
import { kindWords } from '../rules.ts';

export function calledItem({ reference, title, kind }: Pick<ItemRow, 'reference' | 'title' | 'kind'>): string {
  return [reference ?? '', title ?? ''].filter((part) => part !== '').join(' ') || kindWords[kind].name;
}

/** Where the record itself is read, if it has a page. */
function recordHref({ kind, subject_id: id, title }: ItemRow): string | undefined {
  if (title === null) {
    return undefined;
  }
  const pages: Partial<Record<ItemRow['kind'], (id: string) => string>> = { case: paths.case, case_no_action: paths.case, file: paths.case, risk_assessment: paths.case, message: paths.case, report_not_taken: paths.report, held_person: paths.person, disclosure: paths.disclosure, request: paths.request, subject_request: paths.subjectRequest };
  return pages[kind]?.(id);
}

export interface ReviewListProps {
  readonly actor: StaffActor;
  readonly items: readonly ItemRow[];
  readonly show: 'mine' | 'decided' | undefined;
  readonly reviewers: readonly Reviewer[];
  readonly named: string | undefined;
  readonly mayName: boolean;
  readonly now: Temporal.Instant;
}

function ReviewerSection({ reviewers, named }: Pick<ReviewListProps, 'reviewers' | 'named'>) {
  return (
    <Section id="reviewer" title="Who reviews for your agency" lede="What falls due is given to this person. Without one, any supervisor or coordinator who sees the record takes it.">
      <form method="post" action={paths.retentionReviewer()}>
        <Select name="account" label="Reviewer" value={named} items={[...(named === undefined ? [{ value: '', text: 'Nobody in particular' }] : []), ...reviewers.map(({ id, name }) => ({ value: id, text: name }))]} />
        <Button classes="govuk-button--secondary">Name them</Button>
      </form>
    </Section>
  );
}

export function ReviewListPage(props: ReviewListProps) {
  const { actor, items, show, now } = props;
  const decided = show === 'decided';
  return (
    <>
      <TitleLine title="Records to review" says="They need not be kept any longer. Nothing is deleted until a person has looked at it." />
      <RecordsTabs current="review" actor={actor} />
      <Chips label="Which reviews" links={[{ label: 'All that wait', href: paths.retention(), current: show === undefined }, { label: 'Mine', href: paths.retention('?show=mine'), current: show === 'mine' }, { label: 'Decided', href: paths.retention('?show=decided'), current: decided }]} />
      {items.length === 0 ? <Empty lead={decided ? 'Nothing was decided yet.' : 'Nothing waits.'}>{decided ? 'What was kept longer or deleted shows here.' : 'Each night the hub lists what its rules no longer ask to keep.'}</Empty> : (
        <DataTable label={decided ? 'Decided reviews' : 'Records to review'}
          columns={decided ? [{ label: 'Record' }, { label: 'Kind' }, { label: 'Decision' }, { label: 'By' }, { label: 'When' }] : [{ label: 'Record' }, { label: 'Kind' }, { label: 'Due since' }, { label: 'Reviewer' }, { label: 'State' }]}
          rows={items.map((item) => [
            <a href={paths.retentionItem(item.id)}>{item.state === 'deleted' ? 'Deleted record' : calledItem(item)}</a>, kindWords[item.kind].name,
            ...(decided
              ? [item.state === 'deleted' ? 'Deleted' : `Kept until ${item.keep_until === null ? '' : dateWords(item.keep_until)}`, item.decider ?? '–', item.decided_at === null ? '–' : momentWords(item.decided_at, now)]
              : [dateWords(item.due_on), item.reviewer ?? 'Nobody yet', item.held ? <StateTag kind="danger">On hold</StateTag> : <StateTag kind="fill">Waits</StateTag>]),
          ])} />
      )}
      {props.mayName ? <ReviewerSection reviewers={props.reviewers} named={props.named} /> : null}
    </>
  );
}

export interface ReviewPageProps {
  readonly item: ItemRow;
  readonly goes: readonly WouldGo[];
  readonly reviewers: readonly Reviewer[];
  /** The reader decides; otherwise they may take it over. */
  readonly decides: boolean;
  readonly mayTake: boolean;
  readonly today: Temporal.PlainDate;
  readonly now: Temporal.Instant;
  readonly accountId: string;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

function DecisionForm({ item, errors, typed, today }: ReviewPageProps) {
  return (
    <form method="post" action={paths.retentionItem(item.id)} novalidate>
      <Radios name="decision" fieldset={{ legend: 'What is to happen?' }} value={typedText(typed, 'decision')} errorMessage={errorOf(errors, 'decision')} items={[
        { value: 'keep', text: 'Keep it longer', conditional: <Input name="until" label="Until" type="date" classes="govuk-input--width-10" value={typedText(typed, 'until')} hint={`Such as ${today.day}/${today.month}/${today.year + 1}. It is looked at again then`} errorMessage={errorOf(errors, 'until')} /> },
        { value: 'delete', text: 'Delete it', hint: item.held ? 'It is on legal hold: this is refused' : undefined, conditional: <Checkboxes name="sure" errorMessage={errorOf(errors, 'sure')} values={typedText(typed, 'sure') === 'yes' ? ['yes'] : []} items={[{ value: 'yes', text: 'I have looked at it. It goes for ever, with its originals and every copy in the hub' }]} /> },
      ]} />
      <Textarea name="reason" label="Why" hint="Without names: it stays when the record is gone" rows={3} value={typedText(typed, 'reason')} errorMessage={errorOf(errors, 'reason')} />
      <Button>Save the decision</Button>
    </form>
  );
}

function HandForm({ item, reviewers, accountId, mayTake }: ReviewPageProps) {
  const others = reviewers.filter(({ id }) => id !== item.reviewer_id);
  return others.length === 0 && !mayTake ? null : (
    <Section id="hand" title={item.reviewer === null ? 'Nobody has taken it' : `${item.reviewer} reviews it`}>
      <form method="post" action={paths.retentionHand(item.id)}>
        {mayTake ? <><input type="hidden" name="account" value={accountId} /><Button>Take the review</Button></> : <><Select name="account" label="Give it to somebody else" items={others.map(({ id, name }) => ({ value: id, text: name }))} /><Button classes="govuk-button--secondary">Give it to them</Button></>}
      </form>
    </Section>
  );
}

export function ReviewPage(props: ReviewPageProps) {
  const { item, goes, errors, now } = props;
  const href = recordHref(item);
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title={item.state === 'deleted' ? 'Deleted record' : calledItem(item)} says={item.state === 'waiting' ? `Need not be kept since ${dateWords(item.due_on)}` : item.state === 'kept' && item.keep_until !== null ? `Kept until ${dateWords(item.keep_until)}` : item.state === 'deleted' ? 'Deleted after a review' : 'No longer due: the record went on, or went another way'} />
      {item.held ? <Warn kind="danger" lead="On legal hold.">It cannot be deleted while the hold lasts. <a href={paths.holds()}>See the holds</a></Warn> : null}
      <Pairs pairs={[
        { term: 'Kind', value: kindWords[item.kind].name },
        { term: 'Rule', value: item.rule_words },
        { term: item.kind === 'audit_entry' ? 'Everything before' : 'Counted from', value: dateWords(item.counted_from) },
        { term: 'Agency', value: item.agency ?? 'The partnership' },
        { term: 'Reviewer', value: item.reviewer ?? 'Nobody yet' },
        ...(item.restricted === true ? [{ term: 'Restricted', value: 'Yes' }] : []),
        ...(href === undefined || item.state === 'deleted' ? [] : [{ term: 'The record', value: <a href={href}>Read it before you decide</a> }]),
        ...(item.decided_at === null ? [] : [{ term: 'Decided', value: `${item.decider ?? 'Somebody'}, ${momentWords(item.decided_at, now)}` }]),
      ]} />
      {item.reason === '' ? null : <Section id="why" title="Why"><AsTyped>{item.reason}</AsTyped></Section>}
      {item.state !== 'waiting' || goes.length === 0 ? null : (
        <Section id="goes" title="What would go" lede="For good: rows, sealed originals, copies, search and matching entries, points on maps.">
          <DataTable label="What would go" columns={[{ label: 'What' }, { label: 'How many', numeric: true }]} rows={goes.map(({ what, number }) => [what, number.toLocaleString('en-GB')])} />
        </Section>
      )}
      {item.state === 'waiting' && props.decides ? <Section id="decide" title="Your decision"><DecisionForm {...props} /></Section> : null}
      {item.state === 'waiting' && item.kind !== 'audit_entry' || props.mayTake ? <HandForm {...props} /> : null}
      {item.state === 'waiting' && !props.decides && !props.mayTake ? <Note>Only its reviewer decides.</Note> : null}
      <p class="hub-back"><a href={paths.retention()}>All records to review</a></p>
      <p class="small quiet">Listed {dayWords(item.found_at)}.</p>
    </>
  );
}
