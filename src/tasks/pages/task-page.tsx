import type { Temporal } from 'temporal-polyfill';

import { dateWords, deadlineWords, leftWords, momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { SharedItems, type SharedItem } from '../../sharing/index.ts';
import { ActionButton, AsTyped, Columns, Details, Empty, ErrorBox, Note, Pairs, Radios, Section, Select, Side, StateTag, Textarea, TitleLine, Warn, Warns } from '../../ui/index.ts';
import type { Doer, FullTask } from '../queries.ts';
import { actsFor, isLate, isOpen, stateWords, type TaskAct } from '../rules.ts';

export interface TaskPageProps {
  readonly task: FullTask;
  readonly items: readonly SharedItem[];
  readonly colleagues: readonly Doer[];
  /** The reader's agency was asked. */
  readonly asked: boolean;
  /** The reader's agency asked, and sees the case. */
  readonly asks: boolean;
  readonly now: Temporal.Instant;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

const actWords: Record<Exclude<TaskAct, 'cancel'>, string> = { accept: 'We take it', start: 'We have started', done: 'It is done', decline: 'We cannot do it' };

function Answer({ task, errors, typed }: TaskPageProps) {
  const acts = actsFor(task.state, { asked: true, asks: false }).filter((act) => act !== 'cancel');
  return (
    <Section id="answer" title="Answer">
      <form class="hub-form" method="post" action={paths.taskAct(task.id, 'answer')} novalidate>
        <Radios
          name="act" fieldset={{ legend: 'What do you want to say?' }} value={typedText(typed, 'act')} errorMessage={errorOf(errors, 'act')} classes="govuk-radios--small"
          items={[...acts.map((act) => ({ value: act, text: actWords[act] })), { value: 'say', text: 'Something else, such as a delay' }]}
        />
        <Textarea name="words" label="In words" hint={`${task.asked_agency_full} reads this, and it goes into their chronology`} rows={3} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
        <button class="govuk-button" data-module="govuk-button" data-prevent-double-click="true">Send the answer</button>
      </form>
    </Section>
  );
}

function Next({ task }: { task: FullTask }) {
  const [next] = actsFor(task.state, { asked: true, asks: false });
  return next === 'accept' || next === 'start' ? <ActionButton label={next === 'accept' ? 'Accept' : 'Start'} post={paths.taskAct(task.id, next)} /> : null;
}

function due(task: FullTask, now: Temporal.Instant) {
  if (!isOpen(task.state)) {
    return dateWords(task.due_at);
  }
  const words = `${deadlineWords(task.due_at, now)}, ${leftWords(task.due_at, now)}`;
  return isLate(task, now) ? <b class="danger">{words}</b> : words;
}

function Facts({ task, items, asks }: TaskPageProps) {
  if (task.disclosure_id === null) {
    return asks ? null : <Empty lead="Nothing else was shared with this task.">If you need to know more to do it, answer and say what.</Empty>;
  }
  if (task.disclosure_reference === null) {
    return <Note>What was shared with this task has ended or was withdrawn. Ask {task.asked_by_name ?? 'whoever asked'} if you still need it.</Note>;
  }
  return (
    <>
      {[...task.disclosure_corrections, task.disclosure_handling ?? '', task.disclosure_caveat ?? ''].every((words) => words === '') ? null : (
        <Warns>
          {task.disclosure_corrections.map((words) => <Warn key={words} lead="Corrected:">{words} {task.disclosure_id === null ? null : <a href={paths.disclosure(task.disclosure_id)}>Say that you have read this</a>}</Warn>)}
          {task.disclosure_handling === null || task.disclosure_handling === '' ? null : <Warn lead="How to treat it:">{task.disclosure_handling}</Warn>}
          {task.disclosure_caveat === null || task.disclosure_caveat === '' ? null : <Warn lead="How sure it is:">{task.disclosure_caveat}</Warn>}
        </Warns>
      )}
      <SharedItems items={items} />
      <p class="small quiet"><a href={paths.disclosure(task.disclosure_id)}>{task.disclosure_reference}</a>{task.disclosure_until === null ? '' : `, until ${dateWords(task.disclosure_until)}`}. Each reading is recorded.</p>
    </>
  );
}

/** One task: what, for whom, by when, what may be known, and the answer. */
export function TaskPage(props: TaskPageProps) {
  const { task, asked, asks, now, errors } = props;
  const open = isOpen(task.state);
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <p class="hub-case__ref">
        <span class="num">{task.reference}</span> · <StateTag kind={isLate(task, now) ? 'danger' : task.state === 'done' ? 'fill' : 'plain'}>{isLate(task, now) ? `Late, ${stateWords[task.state].toLowerCase()}` : stateWords[task.state]}</StateTag>
        {task.case_reference === null ? null : <> · <a href={paths.case(task.case_id, 'tasks')}>{task.case_reference} {task.case_title}</a></>}
      </p>
      <TitleLine title={task.title} says={`${task.asked_agency === task.agency_id ? task.asked_by_name ?? '' : `${task.asked_agency_full} asks ${task.agency_full}`}, ${momentWords(task.created_at, now)}`}>
        {asked && open ? <Next task={task} /> : undefined}
      </TitleLine>
      <Columns shape="case">
        <div>
          <Section id="task" title="What is asked">
            {task.brief === '' ? null : <AsTyped>{task.brief}</AsTyped>}
            <Facts {...props} />
          </Section>
          {task.answer === '' ? null : <Section id="said" title={open ? 'Last answer' : stateWords[task.state]} note={momentWords(task.updated_at, now)}><AsTyped>{task.answer}</AsTyped></Section>}
          {asked && open ? <Answer {...props} /> : null}
        </div>
        <Side label="Who and when">
          <Section id="facts" title="Who and when" side>
            <Pairs
              pairs={[
                { term: 'Due', value: due(task, now) },
                { term: 'Asked by', value: `${task.asked_by_name ?? 'Somebody'}, ${task.asked_agency_full}${task.asked_by_phone === null ? '' : `, ${task.asked_by_phone}`}` },
                { term: 'Agency', value: task.agency_full },
                { term: 'Who', value: task.assignee ?? 'Nobody yet' },
                ...(task.done_at === null ? [] : [{ term: 'Done', value: momentWords(task.done_at, now) }]),
              ]}
            />
          </Section>
          {asked && open ? (
            <Section id="assign" title="Give it to someone" side>
              <form class="hub-form" method="post" action={paths.taskAct(task.id, 'assign')} novalidate>
                <Select name="assignee" label="Colleague" value={task.assignee_id ?? ''} errorMessage={errorOf(errors, 'assignee')} items={[{ value: '', text: 'Nobody yet' }, ...props.colleagues.map(({ id, name }) => ({ value: id, text: name }))]} />
                <button class="govuk-button govuk-button--secondary">Give it</button>
              </form>
            </Section>
          ) : null}
          {asks && open ? (
            <Section id="cancel" title="No longer needed?" side>
              <Details summary="Cancel the task" open={errorOf(errors, 'cancel-words') !== undefined}>
                <form class="hub-form" method="post" action={paths.taskAct(task.id, 'cancel')} novalidate>
                  <Textarea id="cancel-words" name="words" label="Why" rows={2} errorMessage={errorOf(errors, 'cancel-words')} />
                  <button class="govuk-button govuk-button--warning">Cancel the task</button>
                </form>
              </Details>
            </Section>
          ) : null}
        </Side>
      </Columns>
    </>
  );
}
