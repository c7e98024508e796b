import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import type { StaffActor } from '../../platform/access/index.ts';
import { dateWords, momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { RecordsTabs } from '../../retention/index.ts';
import { AsTyped, Button, Chips, DataTable, Empty, ErrorBox, Input, Pairs, Radios, Section, StateTag, Textarea, TitleLine } from '../../ui/index.ts';
import type { ReadingRow } from '../queries.ts';
import { factWords, outcomes, readingStates, ruleWords } from '../rules.ts';

function State({ one }: { one: ReadingRow }) {
  return <StateTag kind={one.state === 'found' ? 'danger' : one.state === 'closed' ? 'plain' : 'fill'}>{one.outcome === null ? readingStates[one.state] : outcomes[one.outcome]}</StateTag>;
}

export function ReadingListPage({ actor, lines, closed }: { actor: StaffActor; lines: readonly ReadingRow[]; closed: boolean }) {
  return (
    <>
      <TitleLine title="Unusual reading" says="Each night the hub compares what was read with what is usual. A line here is a question, not a finding." />
      <RecordsTabs current="unusual" actor={actor} />
      <Chips label="Which readings" links={[{ label: 'Open', href: paths.unusualReadings(), current: !closed }, { label: 'Closed', href: paths.unusualReadings('?show=closed'), current: closed }]} />
      {lines.length === 0 ? <Empty lead="Nothing to look at.">What stands out shows here, with the reason and without the content.</Empty> : (
        <DataTable label="Unusual reading" columns={[{ label: 'Who' }, { label: 'Agency' }, { label: 'Day' }, { label: 'Why' }, { label: 'What' }, { label: 'Record' }, { label: 'State' }]}
          rows={lines.map((one) => [<a href={paths.unusualReading(one.id)}>{one.reader}</a>, one.agency, dateWords(one.day), ruleWords[one.rule].name, factWords(one), one.reference ?? '–', <State one={one} />])} />
      )}
    </>
  );
}

export interface ReadingPageProps {
  readonly one: ReadingRow;
  readonly audits: boolean;
  readonly explains: boolean;
  readonly now: Temporal.Instant;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

function Forms({ one, audits, explains, errors, typed }: ReadingPageProps) {
  const mine = (act: string, name: string) => ({ id: `${act}-${name}`, name, value: typedText(typed, 'act') === act ? typedText(typed, name) : '', errorMessage: typedText(typed, 'act') === act ? errorOf(errors, name) : undefined });
  const form = (act: string, button: string, children: import('preact').ComponentChildren) => (
    <form method="post" action={paths.unusualReading(one.id)} novalidate><input type="hidden" name="act" value={act} />{children}<Button>{button}</Button></form>
  );
  return (
    <>
      {audits && one.state === 'found' ? <Section id="ask" title="Ask their supervisor">{form('ask', 'Ask for an explanation', <Textarea {...mine('ask', 'words')} label="What do you ask?" hint="They see the day, the reason and this" rows={3} />)}</Section> : null}
      {explains ? <Section id="explain" title="Your explanation">{form('explain', 'Send the explanation', <Textarea {...mine('explain', 'words')} label="Why was it read?" hint="Ask the reader. Repeat nothing of what the record says" rows={4} />)}</Section> : null}
      {audits ? <Section id="close" title="Close it">{form('close', 'Close it', <><Radios {...mine('close', 'outcome')} idPrefix="close-outcome" fieldset={{ legend: 'What did you find?' }} items={Object.entries(outcomes).map(([value, text]) => ({ value, text }))} /><Textarea {...mine('close', 'words')} label="Why" rows={3} /></>)}</Section> : null}
    </>
  );
}

export function ReadingPage(props: ReadingPageProps) {
  const { one, now, errors, typed } = props;
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${typedText(typed, 'act')}-${field}`, text }))} />
      <TitleLine title={`${one.reader}, ${dateWords(one.day)}`} says={<State one={one} />} />
      <Pairs pairs={[
        { term: 'Why it stands out', value: ruleWords[one.rule].why }, { term: 'What', value: factWords(one) }, { term: 'Agency', value: one.agency },
        ...(one.reference === null ? [] : [{ term: 'Record', value: one.reference }]),
        ...(props.audits ? [{ term: 'In the trail', value: <a href={`${paths.auditTrail()}?person=${one.account_id}&day=${one.day.toString()}`}>Everything they did that day</a> }] : []),
        ...(one.asked_at === null ? [] : [{ term: 'Asked', value: momentWords(one.asked_at, now) }]),
        ...(one.explained_at === null ? [] : [{ term: 'Explained', value: `${one.explainer ?? 'Somebody'}, ${momentWords(one.explained_at, now)}` }]),
        ...(one.closed_at === null ? [] : [{ term: 'Closed', value: `${one.closer ?? 'Somebody'}, ${momentWords(one.closed_at, now)}` }]),
      ]} />
      {one.question === '' ? null : <Section id="question" title="What was asked"><AsTyped>{one.question}</AsTyped></Section>}
      {one.explanation === '' ? null : <Section id="explanation" title="What the supervisor says"><AsTyped>{one.explanation}</AsTyped></Section>}
      {one.outcome_words === '' ? null : <Section id="outcome-said" title="How it was closed"><AsTyped>{one.outcome_words}</AsTyped></Section>}
      <Forms {...props} />
      <p class="hub-back"><a href={paths.unusualReadings()}>All unusual reading</a></p>
    </>
  );
}

export function HomePage({ said, errors, typed, now }: { said: Temporal.Instant | undefined; errors: readonly FieldError[]; typed: Typed; now: Temporal.Instant }) {
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title="Your own postcode" says="So that the hub notices when you read about your own street. Only a hash is kept; nobody can read your postcode from it." />
      {said === undefined ? null : <p>You gave it {momentWords(said, now)}. Give it again if you have moved.</p>}
      <form method="post" action={paths.ownHome()} novalidate>
        <Input name="postcode" label="Postcode" classes="govuk-input--width-10" autocomplete="postal-code" value={typedText(typed, 'postcode')} errorMessage={errorOf(errors, 'postcode')} />
        <Button>Save</Button>
      </form>
      <p class="hub-back"><a href={paths.account()}>Your account</a></p>
    </>
  );
}
