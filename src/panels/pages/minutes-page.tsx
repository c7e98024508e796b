import type { Temporal } from 'temporal-polyfill';

import { dateWords, momentWords } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { ActionButton, Empty, LineList, Note, Section, TitleLine } from '../../ui/index.ts';
import type { Action, Item, Minute } from '../item-queries.ts';
import type { Invited, Meeting } from '../panel-queries.ts';
import { ActionsTable } from './item-page.tsx';
import { Marked } from './marked.tsx';

export interface MinutesProps {
  readonly meeting: Meeting;
  readonly places: readonly { readonly id: string; readonly position: number }[];
  readonly items: readonly Item[];
  readonly minutes: readonly Minute[];
  readonly actions: readonly Action[];
  readonly invited: readonly Invited[];
  readonly now: Temporal.Instant;
}

/** The minutes as this reader may see them: an item that is closed to them keeps its place and says nothing. */
export function MinutesPage({ meeting, places, items, minutes, actions, invited, now }: MinutesProps) {
  const came = invited.filter(({ came_at }) => came_at !== null).map(({ name, agency }) => `${name}, ${agency}`);
  return (
    <Marked marking={meeting.marking}>
      <TitleLine title={`Minutes: ${meeting.panel}`} says={`${momentWords(meeting.starts_at, now)}. ${meeting.circulated_at === null ? 'Not circulated yet.' : `Circulated ${dateWords(meeting.circulated_at)}.`}`}>
        <ActionButton label="PDF" kind="secondary" href={paths.meetingPart(meeting.id, 'minutes.pdf')} />
        {meeting.runs && meeting.state === 'held' ? <ActionButton label="Approve and circulate" post={paths.meetingPart(meeting.id, 'circulate')} confirm="Circulate the minutes? They cannot be changed afterwards." /> : undefined}
      </TitleLine>
      <div class="hub-narrow">
        <Section id="came" title="Present">{came.length === 0 ? <Empty lead="Nobody signed in." /> : <LineList small items={came} />}</Section>
        {places.map((place) => {
          const item = items.find(({ id }) => id === place.id);
          const minute = minutes.find(({ item_id }) => item_id === place.id);
          const own = actions.filter(({ item_id }) => item_id === place.id);
          return (
            <Section key={place.id} id={`item-${place.id}`} title={`${place.position}. ${item?.title ?? 'Closed item'}`} link={item === undefined ? undefined : { href: paths.panelItem(item.id), label: 'Open the item' }}>
              {item === undefined ? <Note>This item is closed to you.</Note> : (
                <>
                  {minute === undefined || minute.words === '' ? <p class="quiet">Nothing was written down.</p> : <p class="hub-typed">{minute.words}</p>}
                  {minute === undefined || minute.decision === '' ? null : <p><b>Decided:</b> {minute.decision}</p>}
                  {own.length === 0 ? null : <ActionsTable actions={own} now={now} />}
                </>
              )}
            </Section>
          );
        })}
      </div>
    </Marked>
  );
}
