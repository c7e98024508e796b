import type { Temporal } from 'temporal-polyfill';

import { clockTime, momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ActionButton, Actions, AsTyped, Checkboxes, Columns, DataTable, Details, Empty, ErrorBox, Input, Section, Select, Side, StateTag, Textarea, TitleLine, type Action as ButtonAction } from '../../ui/index.ts';
import type { Action, Item } from '../item-queries.ts';
import type { Caseworker, Declaration, Invited, Meeting } from '../panel-queries.ts';
import { meetingWords } from '../rules.ts';
import { ActionsTable } from './item-page.tsx';
import { Marked } from './marked.tsx';
import { personChoice } from './panels-pages.tsx';

export interface MeetingProps {
  readonly meeting: Meeting;
  readonly items: readonly Item[];
  readonly places: readonly { readonly id: string; readonly position: number; readonly minutes: number }[];
  readonly invited: readonly Invited[];
  readonly people: readonly Caseworker[];
  readonly declaration: Declaration | undefined;
  readonly actions: readonly Action[];
  readonly self: string;
  readonly now: Temporal.Instant;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

function Sign({ meeting, declaration, errors }: MeetingProps) {
  if (declaration === undefined) {
    return <Section id="sign" title="Declaration"><Empty lead="No declaration is in force.">A coordinator adds one under Administration. Until then no paper opens.</Empty></Section>;
  }
  return (
    <Section id="sign" title="Sign before the papers open">
      <AsTyped>{declaration.words}</AsTyped>
      <form class="hub-form" method="post" action={paths.meetingPart(meeting.id, 'sign')} novalidate>
        <input type="hidden" name="declaration" value={declaration.id} />
        <Checkboxes name="agree" errorMessage={errorOf(errors, 'agree')} items={[{ value: 'yes', text: 'I agree, and I keep to it' }]} />
        <button class="govuk-button">Sign</button>
      </form>
    </Section>
  );
}

function Agenda({ meeting, items, places }: MeetingProps) {
  const of = new Map(items.map((item) => [item.id, item]));
  const agreed = places.map((place) => ({ ...place, item: of.get(place.id) }));
  const proposed = items.filter(({ state }) => state === 'proposed').length;
  return (
    <Section id="agenda" title="Agenda" note={meeting.state === 'planned' ? 'not agreed yet' : undefined} link={meeting.runs && meeting.state !== 'circulated' ? { href: paths.meetingPart(meeting.id, 'agenda'), label: 'Draw and agree' } : undefined}>
      {agreed.length === 0 ? <Empty lead="Nothing is agreed yet.">{proposed === 0 ? 'The chair draws it from live cases.' : `${proposed} ${proposed === 1 ? 'item is' : 'items are'} proposed, as far as you may see.`}</Empty> : (
        <DataTable label="Agenda" columns={[{ label: 'Item' }, { label: 'Asked' }, { label: 'Minutes', numeric: true }]}
          rows={agreed.map(({ position, minutes, item }) => (item === undefined ? [`${position} Closed to you`, '', minutes] : [<><a href={paths.panelItem(item.id)}>{position} {item.title}</a>{item.restricted ? <> <StateTag kind="danger">Restricted</StateTag></> : null}</>, item.question, minutes]))} />
      )}
    </Section>
  );
}

function stateOf(one: Invited): string {
  return one.left_at !== null ? `Came ${one.came_at === null ? '' : clockTime(one.came_at)}, left ${clockTime(one.left_at)}` : one.came_at !== null ? `Here since ${clockTime(one.came_at)}` : { invited: 'No answer yet', coming: 'Coming', apologies: 'Sent apologies' }[one.answer];
}

function Sheet({ meeting, invited, people, typed, errors }: MeetingProps) {
  const act = (account: string, what: 'came' | 'left' | 'apologies', label: string) => <ActionButton label={label} kind="secondary" post={paths.meetingPart(meeting.id, 'sheet')} hidden={{ account, act: what }} />;
  const sheet = meeting.runs && meeting.state !== 'circulated';
  const others = people.filter(({ id }) => !invited.some(({ account_id }) => account_id === id));
  return (
    <Section id="sheet" title="Sign-in sheet">
      <DataTable label="Sign-in sheet" columns={[{ label: 'Who' }, { label: 'Declaration, and there' }, ...(sheet ? [{ label: 'Note' }] : [])]}
        rows={invited.map((one) => [<>{one.name}<br /><span class="small quiet">{one.agency_short}</span></>, <>{one.signed_at === null ? 'Not signed' : `Signed ${clockTime(one.signed_at)}`}<br /><span class="small quiet">{stateOf(one)}</span></>,
          ...(sheet ? [one.came_at !== null && one.left_at === null ? act(one.account_id, 'left', 'Left') : one.signed_at === null ? act(one.account_id, 'apologies', 'Apologies') : act(one.account_id, 'came', 'Came')] : [])])} />
      {sheet && others.length > 0 ? (
        <Details summary="Invite somebody else" open={errorOf(errors, 'people') !== undefined}>
          <form class="hub-form" method="post" action={paths.meetingPart(meeting.id, 'invite')} novalidate>
            <Select name="people" label="Who?" value={typedText(typed, 'people')} errorMessage={errorOf(errors, 'people')} items={[{ value: '', text: 'Choose a person' }, ...others.map(personChoice)]} />
            <button class="govuk-button govuk-button--secondary">Invite</button>
          </form>
        </Details>
      ) : null}
    </Section>
  );
}

function Running({ meeting }: { meeting: Meeting }) {
  const post = (act: string) => ({ post: paths.meetingPart(meeting.id, 'screen'), hidden: { act } });
  const actions: ButtonAction[] = [
    ...(meeting.state === 'agreed' ? [{ label: 'Start the meeting', ...post('start') }] : []),
    ...(meeting.state === 'running' ? [{ label: 'To the screen', href: paths.meetingPart(meeting.id, 'screen') }, { label: 'End the meeting', kind: 'secondary' as const, ...post('end'), confirm: 'End the meeting? The minutes stay open until you circulate them.' }] : []),
    { label: 'Minutes', kind: 'secondary', href: paths.meetingPart(meeting.id, 'minutes') },
  ];
  return <Actions actions={actions} />;
}

function Mine({ meeting, invited, self }: MeetingProps) {
  const own = invited.find(({ account_id }) => account_id === self);
  if (own === undefined || meeting.state === 'circulated' || meeting.state === 'held') {
    return null;
  }
  const say = (answer: string, label: string, kind?: 'secondary') => ({ label, ...(kind === undefined ? {} : { kind }), post: paths.meetingPart(meeting.id, 'answer'), hidden: { answer } });
  const here = own.came_at !== null && own.left_at === null;
  return <Actions actions={here ? [say('leave', 'I leave', 'secondary')] : [...(meeting.signed ? [say('here', 'I am here')] : []), ...(own.answer === 'coming' ? [] : [say('coming', 'I will come', 'secondary')]), ...(own.answer === 'apologies' ? [] : [say('apologies', 'Send apologies', 'secondary')])]} />;
}

function General({ meeting, typed, errors }: MeetingProps) {
  return (
    <Details summary="Add an item that is for everyone" open={errors.some(({ field }) => ['title', 'question', 'minutes'].includes(field))}>
      <form class="hub-form" method="post" action={paths.meetingPart(meeting.id, 'general')} novalidate>
        <Input name="title" label="Title" value={typedText(typed, 'title')} errorMessage={errorOf(errors, 'title')} />
        <Textarea name="question" label="What is the panel asked? (optional)" rows={2} value={typedText(typed, 'question')} errorMessage={errorOf(errors, 'question')} />
        <Input name="minutes" label="Minutes" inputmode="numeric" classes="govuk-input--width-4" value={typedText(typed, 'minutes')} errorMessage={errorOf(errors, 'minutes')} />
        <button class="govuk-button govuk-button--secondary">Add</button>
      </form>
    </Details>
  );
}

/** One meeting as the reader may see it. */
export function MeetingPage(props: MeetingProps) {
  const { meeting, errors, now, actions } = props;
  return (
    <Marked marking={meeting.marking}>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title={meeting.panel} says={`${momentWords(meeting.starts_at, now)}${meeting.place_words === '' ? '' : `, ${meeting.place_words}`}. Chair: ${meeting.chair}. ${meetingWords[meeting.state]}.`} />
      <Mine {...props} />
      {meeting.runs ? <Running meeting={meeting} /> : meeting.state === 'circulated' && meeting.signed ? <Actions actions={[{ label: 'Minutes', kind: 'secondary', href: paths.meetingPart(meeting.id, 'minutes') }]} /> : null}
      <Columns shape="case">
        <div>
          {meeting.signed ? null : <Sign {...props} />}
          <Agenda {...props} />
          {meeting.runs && meeting.state !== 'circulated' ? <General {...props} /> : null}
          {actions.length === 0 ? null : <Section id="last" title="Open actions of earlier meetings"><ActionsTable actions={actions} withItem now={now} /></Section>}
        </div>
        <Side label="People"><Sheet {...props} /></Side>
      </Columns>
    </Marked>
  );
}
