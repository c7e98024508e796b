import type { Temporal } from 'temporal-polyfill';

import { RecordsTabs } from './records-tabs.tsx';
import { paths } from '../../paths.ts';
import type { StaffActor } from '../../platform/access/index.ts';
import { dateWords, momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { AsTyped, Button, DataTable, Empty, ErrorBox, Input, Pairs, Radios, Section, StateTag, Textarea, TitleLine } from '../../ui/index.ts';
import type { HoldRow } from '../hold-queries.ts';
import type { HoldSubject } from '../schema.ts';

const kinds: Readonly<Record<HoldSubject['kind'], string>> = { case: 'Case', report: 'Report', person: 'Person' };

function State({ hold, today }: { hold: HoldRow; today: Temporal.PlainDate }) {
  return hold.lifted_at !== null ? <StateTag>Lifted</StateTag> : hold.review_on.toString() <= today.toString() ? <StateTag kind="danger">Look at it again</StateTag> : <StateTag kind="fill">Holds</StateTag>;
}

function subjectHref({ subject_kind: kind, subject_id: id }: HoldRow): string {
  return kind === 'case' ? paths.case(id) : kind === 'report' ? paths.report(id) : paths.person(id);
}

export function HoldListPage({ actor, holds, today }: { actor: StaffActor; holds: readonly HoldRow[]; today: Temporal.PlainDate }) {
  return (
    <>
      <TitleLine title="Legal holds" says="What must be kept for a court, a claim or an inquiry. Nobody and nothing deletes it while the hold lasts." />
      <RecordsTabs current="holds" actor={actor} />
      {holds.length === 0 ? <Empty lead="Nothing is on hold.">A hold is placed from the page of a case, report or person.</Empty> : (
        <DataTable label="Legal holds" columns={[{ label: 'What' }, { label: 'Kind' }, { label: 'Agency' }, { label: 'Placed by' }, { label: 'Look at it again' }, { label: 'State' }]}
          rows={holds.map((hold) => [<a href={paths.hold(hold.id)}>{hold.called ?? kinds[hold.subject_kind]}</a>, kinds[hold.subject_kind], hold.agency, hold.placer ?? '–', dateWords(hold.review_on), <State hold={hold} today={today} />])} />
      )}
    </>
  );
}

/** The holds of one record, for whoever reads it. */
export function RecordHoldsPage({ called, back, holds, today }: { called: string; back: string; holds: readonly HoldRow[]; today: Temporal.PlainDate }) {
  return (
    <>
      <TitleLine title="Legal holds" says={called} />
      {holds.length === 0 ? <Empty lead="No hold that you may see.">A hold on a record that is not yours is not shown.</Empty> : (
        <DataTable label="Legal holds" columns={[{ label: 'What' }, { label: 'Kind' }, { label: 'Why' }, { label: 'Placed by' }, { label: 'State' }]}
          rows={holds.map((hold) => [<a href={paths.hold(hold.id)}>{hold.called ?? kinds[hold.subject_kind]}</a>, kinds[hold.subject_kind], hold.reason, `${hold.placer ?? 'Somebody'}, ${hold.agency}`, <State hold={hold} today={today} />])} />
      )}
      <p class="hub-back"><a href={back}>Back to the record</a></p>
    </>
  );
}

export interface NewHoldProps {
  readonly subject: HoldSubject;
  readonly called: string;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

export function NewHoldPage({ subject, called, errors, typed }: NewHoldProps) {
  const reach = { case: 'The case, its reports and everything in it.', report: 'The report, everything in it, and the case that it is in.', person: 'Every record of this person, and the cases and reports that they are in.' }[subject.kind];
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title="Place a legal hold" says={`${called}. Held is: ${reach}`} />
      <form method="post" action={paths.holds()} novalidate>
        <input type="hidden" name="kind" value={subject.kind} />
        <input type="hidden" name="subject" value={subject.subject} />
        <Textarea name="reason" label="Why it must be kept" hint="Such as: claim against the council, letter of 3 March. Without names: auditors read this" rows={3} value={typedText(typed, 'reason')} errorMessage={errorOf(errors, 'reason')} />
        <Input name="review" label="Look at the hold again on" type="date" classes="govuk-input--width-10" hint="Within a year" value={typedText(typed, 'review')} errorMessage={errorOf(errors, 'review')} />
        <Button>Place the hold</Button>
      </form>
    </>
  );
}

export interface HoldPageProps {
  readonly hold: HoldRow;
  readonly lifts: boolean;
  readonly today: Temporal.PlainDate;
  readonly now: Temporal.Instant;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

function ChangeForm({ hold, errors, typed }: HoldPageProps) {
  return (
    <form method="post" action={paths.hold(hold.id)} novalidate>
      <Radios name="act" fieldset={{ legend: 'Is it still needed?' }} value={typedText(typed, 'act')} errorMessage={errorOf(errors, 'act')} items={[
        { value: 'longer', text: 'Yes, it stays', conditional: <Input name="review" label="Look at it again on" type="date" classes="govuk-input--width-10" value={typedText(typed, 'review')} errorMessage={errorOf(errors, 'review')} /> },
        { value: 'lift', text: 'No, lift it', conditional: <Textarea name="why" label="Why it is lifted" rows={3} value={typedText(typed, 'why')} errorMessage={errorOf(errors, 'why')} /> },
      ]} />
      <Button>Save</Button>
    </form>
  );
}

export function HoldPage(props: HoldPageProps) {
  const { hold, now, today, errors } = props;
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title={`Legal hold: ${hold.called ?? kinds[hold.subject_kind].toLowerCase()}`} says={<State hold={hold} today={today} />} />
      <Pairs pairs={[
        { term: 'Kind', value: kinds[hold.subject_kind] }, { term: 'Placed', value: `${hold.placer ?? 'Somebody'}, ${hold.agency}, ${momentWords(hold.placed_at, now)}` },
        { term: 'Look at it again', value: dateWords(hold.review_on) },
        ...(hold.called === null ? [] : [{ term: 'The record', value: <a href={subjectHref(hold)}>{hold.called}</a> }]),
        ...(hold.lifted_at === null ? [] : [{ term: 'Lifted', value: `${hold.lifter ?? 'Somebody'}, ${momentWords(hold.lifted_at, now)}` }]),
      ]} />
      <Section id="reason-said" title="Why it must be kept"><AsTyped>{hold.reason}</AsTyped></Section>
      {hold.lifted_why === null ? null : <Section id="lifted-why" title="Why it was lifted"><AsTyped>{hold.lifted_why}</AsTyped></Section>}
      {props.lifts ? <Section id="change" title="Look at it again"><ChangeForm {...props} /></Section> : null}
      <p class="hub-back"><a href={paths.holds()}>All legal holds</a></p>
    </>
  );
}
