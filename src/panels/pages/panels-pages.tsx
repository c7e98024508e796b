import type { Temporal } from 'temporal-polyfill';

import { momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedList, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ActionButton, Checkboxes, Columns, DataTable, Empty, FormPage, Input, LineList, Pairs, Radios, Section, Select, Side, Textarea, TitleLine } from '../../ui/index.ts';
import type { Caseworker, KindNow, Meeting, MemberRow, PanelLine } from '../panel-queries.ts';
import { meetingWords } from '../rules.ts';

const summary = (errors: readonly FieldError[]) => errors.map(({ field, text }) => ({ href: `#${field}`, text }));
export const personChoice = (person: Caseworker) => ({ value: person.id, text: `${person.agency}: ${person.name}${person.job_title === '' ? '' : `, ${person.job_title}`}` });

export interface PanelsProps {
  readonly panels: readonly PanelLine[];
  readonly coming: readonly Meeting[];
  readonly supervises: boolean;
  readonly now: Temporal.Instant;
}

/** The calendar of one's own meetings, and every panel there is to propose a case to. */
export function PanelsPage({ panels, coming, supervises, now }: PanelsProps) {
  return (
    <>
      <TitleLine title="Panels" says="Meetings of several agencies about live cases. You see the items that you need to know.">
        {supervises ? <ActionButton label="New panel" href={paths.newPanel()} kind="secondary" /> : undefined}
      </TitleLine>
      <Section id="coming" title="Your meetings">
        {coming.length === 0 ? <Empty lead="No meeting ahead.">Meetings to which you are invited show here.</Empty> : (
          <DataTable label="Your meetings" columns={[{ label: 'When' }, { label: 'Panel' }, { label: 'Where' }, { label: 'State' }]}
            rows={coming.map((meeting) => [<a href={paths.meeting(meeting.id)}>{momentWords(meeting.starts_at, now)}</a>, meeting.panel, meeting.place_words, <>{meetingWords[meeting.state]}{meeting.signed ? '' : '. Declaration not signed'}</>])} />
        )}
      </Section>
      <Section id="panels" title="Panels">
        {panels.length === 0 ? <Empty lead="No panel yet.">A supervisor or coordinator makes one.</Empty> : (
          <DataTable label="Panels" columns={[{ label: 'Panel' }, { label: 'Kind' }, { label: 'Chair' }, { label: 'You' }]}
            rows={panels.map((panel) => [<a href={paths.panel(panel.id)}>{panel.name}</a>, panel.kind, `${panel.chair}, ${panel.agency}`, panel.mine ? 'Member' : 'May propose a case'])} />
        )}
      </Section>
    </>
  );
}

export function NewPanelPage({ kinds, people, typed, errors }: { kinds: readonly KindNow[]; people: readonly Caseworker[]; typed: Typed; errors: readonly FieldError[] }) {
  const text = (name: string) => typedText(typed, name);
  return (
    <FormPage heading="New panel" lede="Everyone who does casework may propose a case to it. Members are invited to each meeting and see only their items." errors={summary(errors)} action={paths.newPanel()} submit="Make the panel" beside={<a href={paths.panels()}>Cancel</a>}>
      <Input name="name" label="Name" value={text('name')} errorMessage={errorOf(errors, 'name')} />
      <Radios name="kind" fieldset={{ legend: 'Kind' }} value={text('kind')} errorMessage={errorOf(errors, 'kind')} classes="govuk-radios--small" items={kinds.map(({ code, name, says }) => ({ value: code, text: name, hint: says }))} />
      <Textarea name="purpose" label="What is it for?" rows={2} value={text('purpose')} errorMessage={errorOf(errors, 'purpose')} />
      <Input name="place" label="Where does it meet? (optional)" value={text('place')} errorMessage={errorOf(errors, 'place')} />
      <Select name="chair" label="Chair" value={text('chair')} errorMessage={errorOf(errors, 'chair')} items={[{ value: '', text: 'Choose' }, ...people.map(personChoice)]} />
      <Select name="deputy" label="Deputy (optional)" hint="Takes items that the chair may not see" value={text('deputy')} errorMessage={errorOf(errors, 'deputy')} items={[{ value: '', text: 'Nobody' }, ...people.map(personChoice)]} />
      <Checkboxes name="members" fieldset={{ legend: 'Standing members' }} values={[...typedList(typed, 'members')]} errorMessage={errorOf(errors, 'members')} classes="govuk-checkboxes--small" items={people.map(personChoice)} />
    </FormPage>
  );
}

export interface PanelProps {
  readonly panel: PanelLine;
  readonly members: readonly MemberRow[];
  readonly dates: readonly Meeting[];
  readonly runs: boolean;
  readonly now: Temporal.Instant;
}

export function PanelPage({ panel, members, dates, runs, now }: PanelProps) {
  const open = dates.some(({ state }) => state === 'planned' || state === 'agreed');
  return (
    <>
      <TitleLine title={panel.name} says={panel.purpose}>
        {open ? <ActionButton label="Propose a case" href={paths.proposeItem(panel.id)} kind={runs ? 'secondary' : 'primary'} /> : undefined}
        {runs ? <ActionButton label="Plan meetings" href={paths.planMeetings(panel.id)} /> : undefined}
      </TitleLine>
      <Columns shape="case">
        <Section id="dates" title="Meetings">
          {dates.length === 0 ? <Empty lead="No meeting yet.">Dates show here, once or again and again.</Empty> : (
            <DataTable label="Meetings" columns={[{ label: 'When' }, { label: 'Where' }, { label: 'State' }]}
              rows={dates.map((meeting) => [meeting.invited ? <a href={paths.meeting(meeting.id)}>{momentWords(meeting.starts_at, now)}</a> : momentWords(meeting.starts_at, now), meeting.place_words, meetingWords[meeting.state]])} />
          )}
        </Section>
        <Side label="Facts">
          <Section id="facts" title="Facts" side>
            <Pairs pairs={[{ term: 'Kind', value: panel.kind }, { term: 'Agency', value: panel.agency }, { term: 'Chair', value: panel.chair }, ...(panel.deputy === null ? [] : [{ term: 'Deputy', value: panel.deputy }])]} />
          </Section>
          <Section id="members" title="Members" side><LineList small items={members.map(({ name, agency }) => `${name}, ${agency}`)} /></Section>
        </Side>
      </Columns>
    </>
  );
}

export function PlanPage({ panel, typed, errors }: { panel: PanelLine; typed: Typed; errors: readonly FieldError[] }) {
  const text = (name: string) => typedText(typed, name);
  return (
    <FormPage heading={`Plan meetings: ${panel.name}`} lede="Members are invited. A meeting on a weekend or bank holiday moves to the next working day." errors={summary(errors)} action={paths.planMeetings(panel.id)} submit="Plan" beside={<a href={paths.panel(panel.id)}>Cancel</a>}>
      <Input name="first" type="date" label="First day" classes="govuk-input--width-10" value={text('first')} errorMessage={errorOf(errors, 'first')} />
      <Input name="time" type="time" label="Time" classes="govuk-input--width-5" value={text('time')} errorMessage={errorOf(errors, 'time')} />
      <Input name="minutes" label="Minutes" inputmode="numeric" classes="govuk-input--width-4" value={text('minutes')} errorMessage={errorOf(errors, 'minutes')} />
      <Input name="place" label="Where (optional)" value={text('place')} errorMessage={errorOf(errors, 'place')} />
      <Select name="every" label="How often" value={text('every')} errorMessage={errorOf(errors, 'every')} items={[{ value: '0', text: 'Once' }, { value: '1', text: 'Every week' }, { value: '2', text: 'Every two weeks' }, { value: '4', text: 'Every four weeks' }, { value: '8', text: 'Every eight weeks' }, { value: '13', text: 'Every quarter' }]} />
      <Input name="count" label="How many meetings" inputmode="numeric" classes="govuk-input--width-3" value={text('count')} errorMessage={errorOf(errors, 'count')} />
      <Radios name="marking" fieldset={{ legend: 'Marking of papers and minutes' }} value={text('marking')} errorMessage={errorOf(errors, 'marking')} classes="govuk-radios--small" items={[{ value: 'official_sensitive', text: 'OFFICIAL-SENSITIVE' }, { value: 'official', text: 'OFFICIAL' }]} />
    </FormPage>
  );
}

export function ProposePage({ panel, dates, typed, errors, now }: { panel: PanelLine; dates: readonly Meeting[]; typed: Typed; errors: readonly FieldError[]; now: Temporal.Instant }) {
  const text = (name: string) => typedText(typed, name);
  return (
    <FormPage heading={`Propose a case: ${panel.name}`} lede="The chair decides whether it comes onto the agenda. You stay able to see it." errors={summary(errors)} action={paths.proposeItem(panel.id)} submit="Propose it" beside={<a href={paths.panel(panel.id)}>Cancel</a>}>
      <Select name="meeting" label="Which meeting?" value={text('meeting')} errorMessage={errorOf(errors, 'meeting')} items={dates.map((meeting) => ({ value: meeting.id, text: momentWords(meeting.starts_at, now) }))} />
      <Input name="case" label="Case" hint="Its reference" classes="govuk-input--width-10" value={text('case')} errorMessage={errorOf(errors, 'case')} />
      <Input name="title" label="Title" hint="It stands on a large screen. A place or a kind of trouble, never a name" value={text('title')} errorMessage={errorOf(errors, 'title')} />
      <Textarea name="question" label="What is the panel asked?" hint="One question that can be decided" rows={2} value={text('question')} errorMessage={errorOf(errors, 'question')} />
      <Textarea name="reason" label="Why does it belong there?" rows={2} value={text('reason')} errorMessage={errorOf(errors, 'reason')} />
    </FormPage>
  );
}
