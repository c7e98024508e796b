import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { AsTyped, Button, DataTable, Empty, ErrorBox, Pairs, Radios, Section, StateTag, Textarea, TitleLine } from '../../ui/index.ts';
import type { Emergency } from '../queries.ts';
import { dangerWords, stateOf, stateWords } from '../rules.ts';

function State({ one, now }: { one: Emergency; now: Temporal.Instant }) {
  const state = stateOf(one, now);
  return <StateTag kind={state === 'justified' ? 'plain' : state === 'waits' ? 'fill' : 'danger'}>{stateWords[state]}</StateTag>;
}

export function EmergencyListPage({ lines, asks, now }: { lines: readonly Emergency[]; asks: boolean; now: Temporal.Instant }) {
  return (
    <>
      <TitleLine title="Opened in an emergency" says="Cases that somebody opened to prevent a death or serious harm, and what the agency that holds them said of it." />
      {lines.length === 0 ? <Empty lead="Nothing was opened.">When somebody opens a case in an emergency it shows here.</Empty> : (
        <DataTable label="Opened in an emergency" columns={[{ label: 'Case' }, { label: 'Who' }, { label: 'Agency' }, { label: 'Danger' }, { label: 'Opened' }, { label: 'Until' }, { label: 'Holds the case' }, { label: 'Review' }]}
          rows={lines.map((one) => [<a href={paths.emergency(one.id)}>{one.reference}</a>, one.name ?? '–', one.account_agency, dangerWords[one.danger], momentWords(one.opened_at, now), momentWords(one.ends_at, now), one.agency, <State one={one} now={now} />])} />
      )}
      {asks ? <p class="hub-back"><a href={paths.askEmergency()}>Open a case in an emergency</a></p> : null}
    </>
  );
}

export interface EmergencyPageProps {
  readonly one: Emergency;
  readonly answers: boolean;
  readonly now: Temporal.Instant;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

function ReviewForm({ one, errors, typed }: EmergencyPageProps) {
  return (
    <form method="post" action={paths.reviewEmergency(one.id)} novalidate>
      <Radios name="justified" fieldset={{ legend: 'Was it justified?' }} value={typedText(typed, 'justified')} errorMessage={errorOf(errors, 'justified')} items={[{ value: 'yes', text: 'Yes' }, { value: 'no', text: 'No. The access ends now, if it still lasts' }]} />
      <Textarea name="words" label="Why" hint="Without names: whoever opened it and auditors read this" rows={4} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
      <Button>Save the review</Button>
    </form>
  );
}

export function EmergencyPage(props: EmergencyPageProps) {
  const { one, answers, now, errors } = props;
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title={`Emergency access to ${one.reference}`} says={<State one={one} now={now} />} />
      <Pairs pairs={[
        { term: 'Who', value: `${one.name ?? 'Somebody'}, ${one.account_agency}` },
        { term: 'Danger', value: dangerWords[one.danger] },
        { term: 'Opened', value: momentWords(one.opened_at, now) },
        { term: one.live ? 'Ends' : 'Ended', value: one.justified === false && one.reviewed_at !== null && one.reviewed_at.epochMilliseconds < one.ends_at.epochMilliseconds ? `${momentWords(one.reviewed_at, now)}, by the review` : momentWords(one.ends_at, now) },
        { term: 'Holds the case', value: one.agency },
        { term: 'Review', value: one.reviewed_at === null ? `Due by ${momentWords(one.review_by, now)}${one.raised_at === null ? '' : `. Raised to coordinators and auditors ${momentWords(one.raised_at, now)}`}` : `${one.reviewer ?? 'Somebody'}, ${momentWords(one.reviewed_at, now)}` },
      ]} />
      {one.what === null ? null : <Section id="what" title="What was happening"><AsTyped>{one.what}</AsTyped></Section>}
      {one.why_now === null ? null : <Section id="why" title="Why it could not wait"><AsTyped>{one.why_now}</AsTyped></Section>}
      {one.words === null ? null : <Section id="said" title="What the review says"><AsTyped>{one.words}</AsTyped></Section>}
      {answers ? <Section id="review" title="Your review"><ReviewForm {...props} /></Section> : null}
      <p class="hub-back"><a href={paths.emergencies()}>All that were opened in an emergency</a></p>
    </>
  );
}
