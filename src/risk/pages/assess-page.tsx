import type { ComponentChildren } from 'preact';

import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { Band, Checkboxes, FormPage, LineList, Note, Radios, Select, Textarea, Warn, Warns } from '../../ui/index.ts';
import type { CaseAtRisk, PersonAtRisk } from '../queries.ts';
import { answerTo, chosenOptions, rank, type Answers, type Outcome } from '../rules.ts';
import { fieldOf } from '../schema.ts';
import { bandKeys, bandWords, type RiskQuestion, type RiskTemplate } from '../template.ts';

export interface AssessProps {
  readonly file: CaseAtRisk;
  readonly template: RiskTemplate;
  /** Other templates in force. */
  readonly others: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly PersonAtRisk[];
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  /** Last answers by key of the question, and when. */
  readonly before: { readonly answers: Answers; readonly questions: readonly RiskQuestion[]; readonly on: string } | undefined;
  /** Asked for without saving. */
  readonly outcome: Outcome | undefined;
  readonly supervisor: boolean;
}

function lastAnswer(before: AssessProps['before'], question: RiskQuestion): string | undefined {
  const then = before?.questions.find(({ key }) => key === question.key);
  if (before === undefined || then === undefined) {
    return undefined;
  }
  const words = then.options.length === 0 ? answerTo(before.answers, then).words : chosenOptions(then, before.answers).map(({ text }) => text).join(', ');
  return words === '' ? undefined : `On ${before.on}: ${words}`;
}

function hintOf(question: RiskQuestion, before: AssessProps['before']): { text: ComponentChildren } | undefined {
  const last = lastAnswer(before, question);
  if (question.hint === '' && last === undefined) {
    return undefined;
  }
  return { text: <>{question.hint}{question.hint !== '' && last !== undefined ? '. ' : ''}{last === undefined ? null : <b>{last}</b>}</> };
}

function Question({ question, props }: { question: RiskQuestion; props: AssessProps }) {
  const name = fieldOf(question.key);
  const hint = hintOf(question, props.before);
  const error = errorOf(props.errors, name);
  if (question.options.length === 0) {
    return <Textarea name={name} label={question.text} hint={hint} rows={2} value={typedText(props.typed, name)} errorMessage={error} />;
  }
  const items = question.options.map((option) => ({ value: option.key, text: question.kind === 'scored' ? <>{option.text} <span class="quiet num">{option.points}</span></> : option.text }));
  const fieldset = { legend: question.text };
  return question.many
    ? <Checkboxes name={name} fieldset={fieldset} hint={hint} values={[...typedList(props.typed, name)]} errorMessage={error} items={items} classes="govuk-checkboxes--small" />
    : <Radios name={name} fieldset={fieldset} hint={hint} value={typedText(props.typed, name)} errorMessage={error} items={items} classes="govuk-radios--small" />;
}

function Result({ outcome }: { outcome: Outcome }) {
  return (
    <Note>
      <p><Band level={outcome.band} /> <span class="num">{outcome.score} of {outcome.outOf}</span>. Nothing is saved yet.</p>
      {outcome.liftedBy === undefined ? null : <p>At least {bandWords[outcome.band].toLowerCase()}, whatever the score, because of: {outcome.liftedBy}</p>}
      {outcome.flags.filter(({ words }) => words !== '').map((flag) => <p key={flag.key}><b>{flag.name}.</b> {flag.words}</p>)}
    </Note>
  );
}

/** Back to where the form was opened from. */
function Back({ file, typed }: Pick<AssessProps, 'file' | 'typed'>) {
  const item = typedText(typed, 'item');
  return item === '' ? <a href={paths.case(file.id, 'risk')}>Back to the case</a> : <a href={paths.panelItem(item)}>Back to the item of the panel</a>;
}

/** All questions of the template on one page, with what was answered last time. */
export function AssessPage(props: AssessProps) {
  const { file, template, people, typed, errors, outcome } = props;
  const item = typedText(typed, 'item');
  return (
    <FormPage
      heading="Assess the risk"
      lede={`${file.reference} ${file.title}`}
      errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={paths.assessRisk(file.id)}
      hidden={{ template: template.id, ...(item === '' ? {} : { item }) }}
      submit="Save the assessment"
      beside={<><button class="govuk-button govuk-button--secondary" type="submit" name="step" value="score">Only work out the score</button> <Back file={file} typed={typed} /></>}
      after={<p class="small quiet">{template.name}, version {template.version}. {template.questions.source}</p>}
    >
      {props.others.length === 0 ? null : <p class="small">Another form: {props.others.map((other) => <><a key={other.id} href={`${paths.assessRisk(file.id)}?template=${other.id}${item === '' ? '' : `&item=${item}`}`}>{other.name}</a> </>)}</p>}
      {outcome === undefined ? null : <Result outcome={outcome} />}
      {people.length === 0 ? null : (
        <Select
          name="party" label="Who answered?" value={typedText(typed, 'party')} errorMessage={errorOf(errors, 'party')}
          items={[{ value: '', text: 'Choose' }, ...people.map((person) => ({ value: person.id, text: `${person.name === '' ? 'Not named' : person.name} (${person.role})` }))]}
        />
      )}
      {template.questions.list.map((question) => <Question key={question.key} question={question} props={props} />)}
      <Radios
        name="band"
        fieldset={{ legend: 'Your professional judgement' }}
        hint={props.supervisor ? 'You may set the band up or down. Say why' : 'You may set the band up. To set it down, ask: a supervisor answers, and until then the score’s band holds'}
        value={typedText(typed, 'band') === '' ? 'score' : typedText(typed, 'band')}
        classes="govuk-radios--small"
        items={[{ value: 'score', text: 'The band that the score gives' }, ...bandKeys.map((key) => ({ value: key, text: `${bandWords[key]}${outcome !== undefined && rank(key) < rank(outcome.band) && !props.supervisor ? ' (asks a supervisor)' : ''}` }))]}
      />
      <Textarea name="judgement" label="Why, if you set the band yourself" rows={3} value={typedText(typed, 'judgement')} errorMessage={errorOf(errors, 'judgement')} />
    </FormPage>
  );
}

/** What comes before anything is saved: what to do for the person now. */
export function SafeguardingFirst({ file, typed, outcome, errors }: { file: CaseAtRisk; typed: Typed; outcome: Outcome; errors: readonly FieldError[] }) {
  const answers = Object.entries(typed).filter(([name]) => name !== 'safeguarding' && name !== 'step');
  return (
    <FormPage
      heading="Before anything else"
      lede={`${file.reference} ${file.title}`}
      errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={paths.assessRisk(file.id)}
      submit="Save the assessment"
      beside={<a href={paths.case(file.id, 'risk')}>Leave without saving</a>}
    >
      {answers.flatMap(([name, value]) => (typeof value === 'string' ? [value] : value).map((one, place) => <input key={`${name}-${place}`} type="hidden" name={name} value={one} />))}
      {outcome.flags.filter(({ first }) => first).map((flag) => (
        <div key={flag.key}>
          <Warns><Warn kind="danger" lead={`${flag.name}.`}>Do this before you go on.</Warn></Warns>
          <LineList items={flag.words.split('\n')} />
        </div>
      ))}
      <Textarea name="safeguarding" label="What have you done, and who have you told?" hint="It goes into the chronology with the assessment" rows={4} value={typedText(typed, 'safeguarding')} errorMessage={errorOf(errors, 'safeguarding')} />
    </FormPage>
  );
}
