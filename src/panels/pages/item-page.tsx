import type { Temporal } from 'temporal-polyfill';

import { clockTime, londonDate, shortDay } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { Band, Columns, DataTable, Details, Empty, ErrorBox, Input, LineList, Note, Pairs, Section, Select, Side, StateTag, Textarea, TitleLine, type BandLevel } from '../../ui/index.ts';
import type { Action, Item, Minute, PaperLine, Viewer } from '../item-queries.ts';
import type { Caseworker, Meeting } from '../panel-queries.ts';
import { taskStateWords } from '../rules.ts';
import { Marked } from './marked.tsx';
import { personChoice } from './panels-pages.tsx';

export interface ItemProps {
  readonly meeting: Meeting;
  readonly item: Item;
  readonly paper: readonly PaperLine[];
  readonly viewers: readonly Viewer[];
  readonly minute: Minute | undefined;
  readonly actions: readonly Action[];
  readonly people: readonly Caseworker[];
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly prepares: boolean;
  readonly now: Temporal.Instant;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

export function isOpenAction(action: Pick<Action, 'state'>): boolean {
  return ['asked', 'accepted', 'started'].includes(action.state);
}

function ActionState({ action, now }: { action: Action; now: Temporal.Instant }) {
  const late = isOpenAction(action) && action.due_on.toString() < londonDate(now).toString();
  return <>{late ? <b class="danger">Late: {taskStateWords[action.state]?.toLowerCase()}</b> : taskStateWords[action.state] ?? action.state}{action.answer === '' ? null : <><br /><span class="small">{action.answer}</span></>}</>;
}

/** What was agreed, who does it and where it stands. */
export function ActionsTable({ actions, withItem, now }: { actions: readonly Action[]; withItem?: boolean; now: Temporal.Instant }) {
  return (
    <DataTable label="Decided and agreed" columns={[{ label: 'Who' }, { label: 'Will do what' }, ...(withItem === true ? [{ label: 'Item' }] : []), { label: 'By', numeric: true }, { label: 'State' }]}
      rows={actions.map((action) => [<b>{action.assignee ?? action.agency}</b>, action.words, ...(withItem === true ? [<a href={paths.panelItem(action.item_id)}>{action.item}</a>] : []), shortDay(action.due_on), <ActionState action={action} now={now} />])} />
  );
}

export function ActionFields({ agencies, people, typed, errors, restricted }: Pick<ItemProps, 'agencies' | 'people' | 'typed' | 'errors'> & { restricted: boolean }) {
  return (
    <>
      <Select name="agency" label="Who" value={typedText(typed, 'agency')} errorMessage={errorOf(errors, 'agency')} items={agencies.map(({ id, name }) => ({ value: id, text: name }))} />
      {restricted ? <Select name="person" label="Person there" value={typedText(typed, 'person')} errorMessage={errorOf(errors, 'person')} items={[{ value: '', text: 'Choose' }, ...people.map(personChoice)]} /> : null}
      <Input name="words" id="action-words" label="Will do what" value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
      <Input name="by" type="date" label="By" value={typedText(typed, 'by')} errorMessage={errorOf(errors, 'by')} />
    </>
  );
}

function Paper({ item, paper, meeting, prepares }: ItemProps) {
  return (
    <Section id="paper" title="Paper" note={paper[0] === undefined ? undefined : `version ${paper[0].version}`} link={prepares && item.case_reference !== null && meeting.state !== 'circulated' ? { href: paths.panelPaper(item.id), label: paper.length === 0 ? 'Prepare it' : 'Give a new version' } : undefined}>
      {paper.length > 0 ? <Pairs pairs={paper.map((line) => ({ term: line.label, value: line.words }))} /> : !meeting.signed ? <Empty lead="Closed until you sign."><a href={paths.meeting(meeting.id, 'sign')}>Read and sign the declaration</a></Empty> : <Empty lead="No paper that you may read.">{item.case_id === null ? 'This item has none.' : 'The agency whose case it is chooses what each of the others gets.'}</Empty>}
    </Section>
  );
}

function Minutes({ item, meeting, minute, now, typed, errors }: ItemProps) {
  const open = meeting.runs && meeting.signed && meeting.state !== 'circulated' && meeting.state !== 'planned';
  if (!open) {
    return <Section id="minutes" title="Minutes">{minute === undefined || (minute.words === '' && minute.decision === '') ? <Empty lead={meeting.signed ? 'Nothing is written yet.' : 'Closed until you sign.'} /> : <><p class="hub-typed">{minute.words}</p>{minute.decision === '' ? null : <p><b>Decided:</b> {minute.decision}</p>}</>}</Section>;
  }
  const words = errors.length > 0 ? typedText(typed, 'words') : (minute?.words ?? '');
  return (
    <Section id="minutes" title="Minutes" note={minute === undefined ? undefined : `saved ${clockTime(minute.saved_at)}`}>
      <form class="hub-form" method="post" action={paths.panelItemPart(item.id, 'minutes')} novalidate data-autosave="">
        <input type="hidden" name="revision" value={String(minute?.revision ?? 0)} />
        <Textarea name="words" label="What was said" rows={6} value={words} errorMessage={errorOf(errors, 'minute')} />
        <Textarea name="decision" label="Decided" hint="It stands on the screen: no names" rows={2} value={errors.length > 0 ? typedText(typed, 'decision') : (minute?.decision ?? '')} errorMessage={errorOf(errors, 'decision')} />
        <p class="small quiet" role="status" data-autosave-state="">{minute === undefined ? '' : `Saved at ${clockTime(minute.saved_at)}, ${shortDay(now)}`}</p>
        <button class="govuk-button">Save the minutes</button>
      </form>
    </Section>
  );
}

function Agreed(props: ItemProps) {
  const { item, meeting, actions, now, errors } = props;
  const open = meeting.runs && meeting.signed && (meeting.state === 'running' || meeting.state === 'held');
  const unlinked = actions.filter((action) => action.task_id === null && isOpenAction(action));
  return (
    <Section id="actions" title="Decided and agreed">
      {actions.length === 0 ? <Empty lead="No action yet.">{item.case_id === null ? 'Each stays here until somebody says it is done, and comes back next time.' : 'Each becomes a task of the agency that does it, and comes back next time while it is open.'}</Empty> : <ActionsTable actions={actions} now={now} />}
      {unlinked.map((action) => (
        <Details key={action.id} summary={`Say it is done: ${action.words}`}>
          <form class="hub-form" method="post" action={paths.panelAction(action.id)} novalidate>
            <Textarea id={`done-${action.id}`} name="words" label="What came of it?" rows={2} errorMessage={errorOf(errors, `done-${action.id}`)} />
            <button class="govuk-button govuk-button--secondary">It is done</button>
          </form>
        </Details>
      ))}
      {open ? <form class="hub-form" method="post" action={paths.panelItemPart(item.id, 'actions')} novalidate><ActionFields {...props} restricted={item.restricted} /><button class="govuk-button">Add action</button></form> : null}
    </Section>
  );
}

function level(band: string | null): BandLevel {
  return band === 'high' || band === 'medium' || band === 'standard' ? band : 'none';
}

/** One item: paper, minutes, actions, and who needs to know. */
export function ItemPage(props: ItemProps) {
  const { meeting, item, viewers, errors } = props;
  return (
    <Marked marking={meeting.marking}>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field === 'minute' ? 'words' : field === 'words' ? 'action-words' : field}`, text }))} />
      <TitleLine title={item.title} says={<><a href={paths.meeting(meeting.id)}>{meeting.panel}</a>{item.question === '' ? '' : `. Asked: ${item.question}`}</>} />
      {item.restricted ? <p><StateTag kind="danger">Restricted</StateTag> Only the people named below. It is never on the screen.</p> : null}
      <Columns shape="case">
        <div>
          {item.reasons.length === 0 ? null : <Section id="reasons" title="Why it is here"><LineList items={item.reasons.map((reason) => reason)} /></Section>}
          <Paper {...props} />
          <Minutes {...props} />
          <Agreed {...props} />
        </div>
        <Side label="Facts">
          {item.case_id === null || item.case_reference === null ? null : (
            <Section id="risk" title="Risk" side>
              <p><Band level={level(item.risk_band)} />{item.risk_score === null ? null : <> <span class="num">{item.risk_score} of {item.risk_of}</span></>}</p>
              <p class="small"><a href={paths.assessRisk(item.case_id, item.id)}>Score it again</a>. <a href={paths.case(item.case_id)}>Open {item.case_reference}</a>.</p>
            </Section>
          )}
          <Section id="viewers" title="Who needs to know" side>
            {item.everyone ? <p>Everyone who is invited.</p> : <LineList small items={['The chair and the deputy', ...viewers.map(({ name }) => name)]} />}
          </Section>
          {item.case_id !== null && item.case_reference === null ? <Note>The case is {item.agency}’s. You see its paper, not the case.</Note> : null}
        </Side>
      </Columns>
    </Marked>
  );
}
