import { Temporal } from 'temporal-polyfill';

import { ApprovalNote, type Standing } from '../../approvals/index.ts';
import { dateWords, momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { AsTyped, Button, DataTable, Empty, ErrorBox, Input, LineList, Note, Pairs, Section, Select, StateTag, Textarea, TitleLine } from '../../ui/index.ts';
import type { Step } from '../history.ts';
import { citation, consulteeWords, gradeWords, testsOf, type Power } from '../power.ts';
import type { LadderCase } from '../queries.ts';
import { datesWords, eventWords, serviceWords, stateNames, stateOf } from '../words.ts';

export interface StepPageProps {
  readonly file: LadderCase;
  readonly power: Power;
  readonly powers: readonly Power[];
  readonly step: Step;
  readonly approval: Standing;
  readonly works: boolean;
  readonly now: Temporal.Instant;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

function text(answers: Step['row']['answers'], name: string): string {
  const value = answers[name];
  return typeof value === 'string' ? value : (value ?? []).join(', ');
}

function Answers({ step, power, powers }: StepPageProps) {
  const { answers } = step.row;
  const consulted = Object.keys(answers).filter((name) => name.startsWith('consulted-') && text(answers, name) !== '');
  const said: readonly (readonly [string, string])[] = [
    ...consulted.map((name): [string, string] => [`Consulted: ${(consulteeWords[name.slice(10)] ?? name.slice(10)).toLowerCase()}`, text(answers, name)]),
    ...([['informed', 'Told'], ['violence', 'Violence, threat or significant risk'], ['ageChecked', 'How the age was checked'], ['grounds', 'Grounds and place'], ['victimViews', 'What the victim chose'], ['published', 'Published'], ['conviction', 'Conviction'], ['pounds', 'Amount in pounds']] as const)
      .map(([name, label]): [string, string] => [label, text(answers, name)]),
    ...step.row.skipped.map(({ code, reason }): [string, string] => [`Not tried first: ${powers.find((one) => one.code === code)?.name ?? code}`, reason]),
  ];
  const filled = said.filter(([, words]) => words !== '');
  const confirmed = new Set(Array.isArray(answers['tests']) ? answers['tests'] : [answers['tests']]);
  const tests = testsOf(power).filter((_test, place) => confirmed.has(String(place)));
  return (
    <>
      {tests.length === 0 ? null : <Section id="tests" title="Confirmed" note={citation(power)}><LineList items={tests} /></Section>}
      {filled.length === 0 ? null : <Section id="answers" title="Consulted, told, considered"><Pairs pairs={filled.map(([term, value]) => ({ term, value }))} /></Section>}
    </>
  );
}

function Events({ step, file, now }: StepPageProps) {
  return (
    <Section id="events" title="What became of it">
      {step.events.length === 0 ? <Empty lead="Nothing yet.">A breach, an appeal, a hearing, a review or the end shows here.</Empty> : (
        <DataTable label="What became of it" columns={[{ label: 'What' }, { label: 'When' }, { label: 'In words' }, { label: 'By' }]}
          rows={step.events.map((event) => [event.letter_id === null ? eventWords[event.kind] : <a href={paths.letter(file.id, event.letter_id)}>{eventWords[event.kind]}</a>, momentWords(event.happened_at, now), event.words, event.by_name ?? '–'])} />
      )}
    </Section>
  );
}

function HappenedForm({ file, step, errors, typed }: StepPageProps) {
  const field = (name: string) => ({ name, id: name, value: typedText(typed, name), errorMessage: errorOf(errors, name) });
  return (
    <Section id="add" title="Something happened">
      <form method="post" action={paths.stepAct(file.id, step.row.id, 'happened')} novalidate>
        <Select {...field('kind')} label="What?" items={[{ value: '', text: 'Choose' }, ...(['breach', 'appeal', 'appeal_decided', 'hearing', 'review', 'extended', 'ended'] as const).map((kind) => ({ value: kind, text: eventWords[kind] }))]} />
        <Input {...field('happenedOn')} type="date" label="Day" classes="govuk-input--width-10" />
        <Input {...field('happenedAt')} type="time" label="Time" hint="Midday when left empty" classes="govuk-input--width-5" />
        <Input {...field('untilOn')} type="date" label="New end, if it was extended" classes="govuk-input--width-10" />
        <Input {...field('untilAt')} type="time" label="Time of the new end" classes="govuk-input--width-5" />
        <Textarea {...field('words')} label="In words" rows={3} />
        <Button>Add it</Button>
      </form>
    </Section>
  );
}

/** One step in full: what it rests on, what runs from it, what became of it, and how it read before it was corrected. */
export function StepPage(props: StepPageProps) {
  const { file, power, step, approval, works, now, errors } = props;
  const { row } = step;
  const state = stateOf(step, now);
  const draft = row.state === 'drafted';
  const on = `${paths.newStep(file.id, row.code, row.party_id)}${row.party_id === null ? `&target=${row.target}` : ''}&from=${row.id}`;
  const last = power.breach === '' ? 'a next step may follow' : power.breach;
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text: says }) => ({ href: `#${field}`, text: says }))} />
      <TitleLine title={row.power} says={<><StateTag kind={state === 'breached' ? 'danger' : draft ? 'soft' : 'plain'}>{stateNames[state]}</StateTag> {row.party ?? (row.target === 'person' ? 'Not named' : row.target_words)}</>}>
        {works ? <a class="govuk-button" href={on}>{draft ? 'Go on with the draft' : 'Correct the record'}</a> : null}
        {works && !draft ? <a class="govuk-button govuk-button--secondary" href={paths.stepAct(file.id, row.id, 'letter')}>Make the letter</a> : null}
      </TitleLine>
      {draft ? <ApprovalNote standing={approval} does={row.power} /> : null}
      {state === 'breached' ? <Note danger><p><b>Breached.</b> {last}.</p></Note> : null}
      <Pairs pairs={[
        { term: 'Case', value: <a href={paths.case(file.id, 'ladder')}>{file.reference} {file.title}</a> },
        { term: 'Done', value: `${momentWords(row.taken_at, now)}, by ${row.by_name ?? 'somebody'}, ${row.agency}` },
        { term: 'Law', value: <a href={paths.power(power.id)}>{citation(power)}</a> },
        ...(row.grade === '' ? [] : [{ term: 'Decided by', value: gradeWords[row.grade] ?? row.grade }]),
        ...(row.age_at === null ? [] : [{ term: 'Age then', value: String(row.age_at) }]),
        ...(draft ? [] : [{ term: 'Given', value: row.served_at === null ? 'Not yet' : `${momentWords(row.served_at, now)}${serviceWords[row.service] === undefined ? '' : `, ${serviceWords[row.service]?.toLowerCase() ?? ''}`}` }]),
        ...(row.rests_on === null ? [] : [{ term: 'Rests on', value: <a href={paths.step(file.id, row.rests_on)}>The written warning</a> }]),
        ...datesWords(step, now).map((words) => ({ term: 'Runs', value: words })),
        ...(row.approval_id === null ? [] : [{ term: 'Approval', value: <a href={paths.approval(row.approval_id)}>Given</a> }]),
      ]} />
      <Section id="what-was-done" title="What was done, and why"><AsTyped>{row.words}</AsTyped></Section>
      {row.conditions.length === 0 ? null : <Section id="conditions" title="Conditions"><LineList items={[...row.conditions]} /></Section>}
      {row.evidence.length === 0 ? null : <Section id="evidence" title="What it rests on" note="As it stood then"><LineList items={row.evidence.map(({ at, words }) => <><b>{momentWords(Temporal.Instant.from(at), now)}</b> {words}</>)} /></Section>}
      <Answers {...props} />
      {draft ? null : <Events {...props} />}
      {works && !draft ? <HappenedForm {...props} /> : null}
      {step.earlier.length === 0 ? null : (
        <Section id="earlier" title="As it was recorded before">
          <LineList items={step.earlier.map((one) => <>{one.state === 'drafted' ? 'Draft' : 'Recorded'} {dateWords(one.recorded_at)} by {one.by_name ?? 'somebody'}: {one.words}{one.conditions.length === 0 ? '' : ` Conditions: ${one.conditions.join('; ')}.`}</>)} />
          {row.correction === '' ? null : <p>Why it was corrected: {row.correction}</p>}
        </Section>
      )}
    </>
  );
}

export interface StepLetterProps {
  readonly file: LadderCase;
  readonly step: Step;
  readonly subject: string;
  readonly body: string;
  readonly open: readonly string[];
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

/** The notice as it will be, to read over and change; the words that the law wants have to stay. */
export function StepLetterPage({ file, step, subject, body, open, errors, typed }: StepLetterProps) {
  const value = (field: string, first: string): string => (field in typed ? typedText(typed, field) : first);
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text: says }) => ({ href: `#${field}`, text: says }))} />
      <TitleLine title={`Letter: ${step.row.power}`} says={`${step.row.party ?? step.row.target_words}, ${file.reference}`} />
      {open.length === 0 ? null : <Note danger>The case does not say: {open.join(', ')}. Put the words in, or take the place out.</Note>}
      <form method="post" action={paths.stepAct(file.id, step.row.id, 'letter')} novalidate>
        <Input name="subject" id="subject" label="Subject" value={value('subject', subject)} errorMessage={errorOf(errors, 'subject')} />
        <Textarea name="body" id="body" label="Letter" rows={20} value={value('body', body)} errorMessage={errorOf(errors, 'body')} />
        <Button>Make the letter</Button>
      </form>
      <p class="hub-back"><a href={paths.step(file.id, step.row.id)}>Back to the step</a></p>
    </>
  );
}
