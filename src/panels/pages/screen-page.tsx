import type { Temporal } from 'temporal-polyfill';

import { dayWords, shortDay, timeWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ActionButton, Agenda, Ask, Columns, DataTable, DaysStrip, Empty, LineList, Section, Side, Textarea, Warn, Warns, type DayState } from '../../ui/index.ts';
import type { Action, Item, ItemState, PaperLine } from '../item-queries.ts';
import type { Caseworker, Invited, Meeting } from '../panel-queries.ts';
import { leftInWords, markingWords, minuteCells, type MinuteCell } from '../rules.ts';
import { ActionFields } from './item-page.tsx';

/** A place of the agenda on the screen: `item` only when everyone in the room may see it. */
export interface ScreenPlace {
  readonly id: string;
  readonly position: number;
  readonly minutes: number;
  readonly state: ItemState;
  readonly item: Item | undefined;
}

export interface ScreenProps {
  readonly meeting: Meeting;
  readonly places: readonly ScreenPlace[];
  readonly current: ScreenPlace | undefined;
  readonly figures: readonly PaperLine[];
  readonly actions: readonly Action[];
  readonly decision: string;
  readonly last: readonly Action[];
  readonly invited: readonly Invited[];
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly Caseworker[];
  readonly stamp: string;
  readonly now: Temporal.Instant;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

const cellState: Record<MinuteCell, DayState> = { gone: 'gone', now: 'today', ahead: 'ahead' };

function isHere(one: Invited): boolean {
  return one.came_at !== null && one.left_at === null;
}

function roomLines(invited: readonly Invited[]): string[] {
  const here = new Map<string, number>();
  for (const one of invited.filter(isHere)) {
    here.set(one.agency_short, (here.get(one.agency_short) ?? 0) + 1);
  }
  const away = [...new Set(invited.filter((one) => one.answer === 'apologies' && !isHere(one)).map(({ agency_short }) => agency_short))].filter((agency) => !here.has(agency));
  return [...[...here].map(([agency, count]) => `${agency}, ${count}`), ...away.map((agency) => `${agency}, sent apologies`)];
}

function Head({ meeting, current, now, invited }: ScreenProps) {
  const clock = current === undefined ? undefined : minuteCells(current.minutes, meeting.item_since, now);
  const signed = invited.filter(isHere).every(({ signed_at }) => signed_at !== null);
  return (
    <>
      <div class="hub-titleline">
        <div>
          <p class="quiet">{meeting.panel}, {dayWords(meeting.starts_at, now)}, {timeWords(meeting.starts_at)}. Chair: {meeting.chair}. {signed ? 'Everyone in the room has signed the confidentiality declaration.' : ''} <b>{markingWords[meeting.marking]}</b></p>
          <h1>{current === undefined ? 'Choose an item' : `Item ${current.position}. ${current.item?.title ?? 'Closed item'}`}</h1>
        </div>
        {clock === undefined || current === undefined ? null : <p class="hub-timeleft" data-minutes-left=""><b>{leftInWords(clock.left)}</b> {clock.left < 0 ? `of ${current.minutes}` : `left of ${current.minutes}`}</p>}
      </div>
      {clock === undefined ? null : <div data-minute-cells=""><DaysStrip size="panel" days={clock.cells.map((cell) => ({ state: cellState[cell] }))} /></div>}
    </>
  );
}

function Places({ meeting, places, current }: ScreenProps) {
  const closed = places.filter(({ item }) => item === undefined);
  return (
    <Section id="agenda" title="Agenda, in minutes">
      <Agenda items={places.map((place) => ({ number: place.position, title: place.item?.title ?? 'Closed item', minutes: place.minutes, state: place.id === current?.id ? 'now' : place.state === 'done' ? 'done' : undefined }))} />
      {closed.length === 0 ? null : <p class="small quiet">{closed.map(({ position }) => `Item ${position}`).join(', ')} {closed.length === 1 ? 'is' : 'are'} closed to someone in the room, and never on this screen: those who may see {closed.length === 1 ? 'it' : 'them'} stay, and open {closed.length === 1 ? 'it' : 'them'} on their own.</p>}
      <form class="hub-form" method="post" action={paths.meetingPart(meeting.id, 'screen')}>
        <input type="hidden" name="act" value="go" />
        <label class="govuk-label" for="go">Go to item</label>
        <select class="govuk-select" id="go" name="item">{places.map((place) => <option key={place.id} value={place.id} selected={place.id === current?.id}>{place.position} {place.item?.title ?? 'Closed item'}</option>)}</select>
        <button class="govuk-button govuk-button--secondary">Go</button>
      </form>
    </Section>
  );
}

function Known({ figures }: Pick<ScreenProps, 'figures'>) {
  return figures.length === 0 ? null : (
    <Section id="known" title="What we know">
      <dl class="hub-stat">{figures.map((line) => { const [number = '', ...rest] = line.words.split(' '); return <div key={line.label}><dt>{line.label}</dt><dd><b class="num">{number}</b><span>{rest.join(' ')}</span></dd></div>; })}</dl>
    </Section>
  );
}

function Decided({ meeting, current, item, actions, agencies, people, decision, typed, errors }: ScreenProps & { item: Item; current: ScreenPlace }) {
  return (
    <Section id="agreed" title="Decided and agreed">
      {actions.length === 0 ? <Empty lead="Nothing yet." /> : <DataTable label="Decided and agreed" columns={[{ label: 'Who' }, { label: 'Will do what' }, { label: 'By', numeric: true }]} rows={actions.map((action) => [<b>{action.assignee ?? action.agency}</b>, action.words, shortDay(action.due_on)])} />}
      <form class="hub-act" method="post" action={paths.panelItemPart(item.id, 'actions')} novalidate>
        <input type="hidden" name="from" value="screen" />
        <ActionFields agencies={agencies} people={people} typed={typed} errors={errors} restricted={false} />
        <button class="govuk-button">Add action</button>
      </form>
      <form class="hub-form" method="post" action={paths.meetingPart(meeting.id, 'screen')} novalidate>
        <input type="hidden" name="item" value={current.id} />
        <Textarea name="decision" label="Decision" rows={2} value={errors.length > 0 ? typedText(typed, 'decision') : decision} errorMessage={errorOf(errors, 'decision')} />
        <div class="govuk-button-group">
          <button class="govuk-button" name="act" value="next">Record decision, next item</button>
          <button class="govuk-button govuk-button--secondary" name="act" value="blank">Blank the screen</button>
        </div>
      </form>
    </Section>
  );
}

function Shown(props: ScreenProps) {
  const { current, last, meeting } = props;
  const item = current?.item;
  if (current === undefined) {
    return <Empty lead="No item is on the screen.">Choose one from the agenda.</Empty>;
  }
  if (item === undefined) {
    return (
      <>
        <Empty lead="This item is closed to someone in the room.">Those who may see it stay, and open it on their own.</Empty>
        <ActionButton label="Next item" post={paths.meetingPart(meeting.id, 'screen')} hidden={{ act: 'next', item: current.id }} />
      </>
    );
  }
  return (
    <>
      <Section id="asked" title="What the panel is asked"><Ask>{item.question === '' ? item.title : item.question}</Ask></Section>
      <Known figures={props.figures} />
      {item.everyone && last.length > 0 ? <Section id="last" title="Open from earlier meetings"><DataTable label="Open from earlier meetings" columns={[{ label: 'Who' }, { label: 'Will do what' }, { label: 'By', numeric: true }]} rows={last.map((action) => [<b>{action.assignee ?? action.agency}</b>, action.words, shortDay(action.due_on)])} /></Section> : null}
      {item.case_id === null ? null : <Warns><Warn lead="Do not name the victim.">What is typed here stands on the wall: no names, no flats.</Warn></Warns>}
      <Decided {...props} item={item} current={current} />
    </>
  );
}

/** The one page that runs the meeting on a projector: only what everyone in the room may see. */
export function ScreenPage(props: ScreenProps) {
  const { meeting, invited, stamp } = props;
  if (meeting.blank) {
    return (
      <div class="hub-panel" data-screen={paths.meetingPart(meeting.id, 'pulse')} data-stamp={stamp}>
        <h1>{meeting.panel}</h1>
        <ActionButton label="Show the screen again" post={paths.meetingPart(meeting.id, 'screen')} hidden={{ act: 'show' }} />
      </div>
    );
  }
  return (
    <div class="hub-panel" data-screen={paths.meetingPart(meeting.id, 'pulse')} data-stamp={stamp}>
      <Head {...props} />
      <Columns shape="panel">
        <Side label="The meeting">
          <Places {...props} />
          <Section id="room" title="In the room">
            {invited.some(isHere) ? <LineList items={roomLines(invited)} /> : <Empty lead="Nobody has signed in.">People sign in from their own page.</Empty>}
            <p class="small"><a href={paths.meeting(meeting.id, 'sheet')}>Leave the screen</a></p>
          </Section>
        </Side>
        <div><Shown {...props} /></div>
      </Columns>
    </div>
  );
}
