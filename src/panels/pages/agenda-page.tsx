import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ActionButton, Checkboxes, Empty, ErrorBox, Input, LineList, Section, Textarea, TitleLine } from '../../ui/index.ts';
import type { Item } from '../item-queries.ts';
import type { Meeting } from '../panel-queries.ts';
import { Marked } from './marked.tsx';

export interface AgendaProps {
  readonly meeting: Meeting;
  readonly items: readonly Item[];
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

function value(typed: Typed, name: string, now: string): string {
  return Object.keys(typed).length === 0 ? now : typedText(typed, name);
}

function Line({ item, place, typed, errors }: { item: Item; place: number; typed: Typed; errors: readonly FieldError[] }) {
  const field = (name: string) => `${name}-${item.id}`;
  const on = value(typed, field('in'), item.state === 'left_out' ? '' : 'yes') === 'yes';
  const closed = value(typed, field('restricted'), item.restricted ? 'yes' : '') === 'yes';
  return (
    <Section id={`item-${item.id}`} title={`${item.case_reference ?? item.agency}: ${item.title}`}>
      {item.reasons.length === 0 ? null : <LineList small items={item.reasons.map((reason) => reason)} />}
      <Checkboxes name={field('in')} values={on ? ['yes'] : []} classes="govuk-checkboxes--small" items={[{ value: 'yes', text: 'On the agenda' }]} />
      <Input name={field('position')} label="Place" inputmode="numeric" classes="govuk-input--width-3" value={value(typed, field('position'), String(place))} errorMessage={errorOf(errors, field('position'))} />
      <Input name={field('title')} label="Title on the screen" hint="A place or a kind of trouble, never a name" value={value(typed, field('title'), item.title)} errorMessage={errorOf(errors, field('title'))} />
      <Textarea name={field('question')} label="What the panel is asked" rows={2} value={value(typed, field('question'), item.question)} errorMessage={errorOf(errors, field('question'))} />
      <Input name={field('minutes')} label="Minutes" inputmode="numeric" classes="govuk-input--width-3" value={value(typed, field('minutes'), String(item.minutes))} errorMessage={errorOf(errors, field('minutes'))} />
      {item.everyone ? null : <Checkboxes name={field('restricted')} values={closed ? ['yes'] : []} classes="govuk-checkboxes--small" items={[{ value: 'yes', text: 'Restricted: only people named, never on the screen' }]} />}
      <p class="small"><a href={paths.panelItem(item.id)}>Paper, and who needs to know</a></p>
    </Section>
  );
}

/** The chair draws the agenda from live cases, sees why each stands there, and agrees it. */
export function AgendaPage({ meeting, items, typed, errors }: AgendaProps) {
  return (
    <Marked marking={meeting.marking}>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title={`Agenda: ${meeting.panel}`} says="Drawn from live cases of your agency that meet the criteria of this kind of panel, and from what others proposed.">
        <ActionButton label={items.length === 0 ? 'Draw it from live cases' : 'Draw again'} kind={items.length === 0 ? 'primary' : 'secondary'} post={paths.meetingPart(meeting.id, 'draw')} />
      </TitleLine>
      {items.length === 0 ? <Empty lead="Nothing is drawn yet.">Each case comes with the reason why it meets the criteria.</Empty> : (
        <form class="hub-form" method="post" action={paths.meetingPart(meeting.id, 'agenda')} novalidate>
          {items.map((item, place) => <Line key={item.id} item={item} place={place + 1} typed={typed} errors={errors} />)}
          <div class="govuk-button-group">
            <button class="govuk-button" data-module="govuk-button" data-prevent-double-click="true">{meeting.state === 'planned' ? 'Agree the agenda' : 'Save the agenda'}</button>
            <a href={paths.meeting(meeting.id)}>Back to the meeting</a>
          </div>
        </form>
      )}
    </Marked>
  );
}
