import type { Temporal } from 'temporal-polyfill';

import { RecordsTabs } from './records-tabs.tsx';
import { paths } from '../../paths.ts';
import type { StaffActor } from '../../platform/access/index.ts';
import { dateWords, momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { AsTyped, Button, DataTable, Empty, ErrorBox, Pairs, Radios, Section, StateTag, Textarea, TitleLine } from '../../ui/index.ts';
import type { AskRow } from '../receiver-queries.ts';

const whyWords: Readonly<Record<AskRow['why'], string>> = { ended: 'The time for which it was shared is over', withdrawn: 'It was withdrawn', deleted: 'The record was deleted where it came from' };
export const copyAnswers: Readonly<Record<NonNullable<AskRow['answer']>, string>> = { deleted: 'Copies and notes are deleted', none: 'No copies were made', kept: 'Something is kept' };

function State({ ask, today }: { ask: AskRow; today: Temporal.PlainDate }) {
  return ask.answer === null ? <StateTag kind={ask.due_on.toString() < today.toString() ? 'danger' : 'fill'}>{ask.due_on.toString() < today.toString() ? 'Overdue' : 'Asked'}</StateTag> : <StateTag kind={ask.answer === 'kept' ? 'danger' : 'plain'}>{copyAnswers[ask.answer]}</StateTag>;
}

function Lines({ label, asks, theirs, today }: { label: string; asks: readonly AskRow[]; theirs: boolean; today: Temporal.PlainDate }) {
  return <DataTable label={label} columns={[{ label: 'Disclosure' }, { label: theirs ? 'Received by' : 'Came from' }, { label: 'Why' }, { label: 'Answer by' }, { label: 'State' }]}
    rows={asks.map((ask) => [<a href={paths.copyAsk(ask.id)}>{ask.reference}</a>, theirs ? (ask.to_person === null ? ask.to_name : `${ask.to_person}, ${ask.to_name}`) : ask.from_name, whyWords[ask.why], dateWords(ask.due_on), <State ask={ask} today={today} />])} />;
}

export function CopyListPage({ actor, asks, today }: { actor: StaffActor; asks: readonly AskRow[]; today: Temporal.PlainDate }) {
  const ours = asks.filter(({ to_agency: to }) => to === actor.agencyId);
  const theirs = asks.filter(({ from_agency: from }) => from === actor.agencyId);
  return (
    <>
      <TitleLine title="Copies at partners" says="When what was shared has run out, whoever received it says what became of its copies." />
      <RecordsTabs current="copies" actor={actor} />
      <Section id="ours" title="We are asked">{ours.length === 0 ? <Empty lead="Nothing to answer." /> : <Lines label="We are asked" asks={ours} theirs={false} today={today} />}</Section>
      <Section id="theirs" title="We ask">{theirs.length === 0 ? <Empty lead="No partner is asked." /> : <Lines label="We ask" asks={theirs} theirs today={today} />}</Section>
    </>
  );
}

export interface CopyAskProps {
  readonly ask: AskRow;
  readonly answers: boolean;
  readonly today: Temporal.PlainDate;
  readonly now: Temporal.Instant;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

export function CopyAskPage({ ask, answers, today, now, errors, typed }: CopyAskProps) {
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title={`Copies of ${ask.reference}`} says={<State ask={ask} today={today} />} />
      <Pairs pairs={[
        { term: 'Came from', value: ask.from_name }, { term: 'Received by', value: ask.to_person === null ? ask.to_name : `${ask.to_person}, ${ask.to_name}` },
        { term: 'Why we ask', value: whyWords[ask.why] }, { term: 'Answer by', value: dateWords(ask.due_on) },
        ...(ask.retention === null || ask.retention === '' ? [] : [{ term: 'Agreed', value: ask.retention }]),
        ...(ask.answered_at === null ? [] : [{ term: 'Answered', value: `${ask.answerer ?? 'Somebody'}, ${momentWords(ask.answered_at, now)}` }]),
      ]} />
      {ask.words === '' ? null : <Section id="said" title="What they say"><AsTyped>{ask.words}</AsTyped></Section>}
      {answers ? (
        <Section id="answer-copies" title="What became of your copies" lede="Prints, notes, files and entries in your own systems. What the hub held is not visible any more.">
          <form method="post" action={paths.copyAsk(ask.id)} novalidate>
            <Radios name="answer" fieldset={{ legend: 'Your copies' }} value={typedText(typed, 'answer')} errorMessage={errorOf(errors, 'answer')} items={Object.entries(copyAnswers).map(([value, text]) => ({ value, text }))} />
            <Textarea name="words" label="What is kept, why and until when" hint="Only if something is kept" rows={3} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
            <Button>Confirm</Button>
          </form>
        </Section>
      ) : null}
      <p class="hub-back"><a href={paths.copyAsks()}>All copies at partners</a></p>
    </>
  );
}
