import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { dayWords, daysApart } from '../../platform/calendar/index.ts';
import { errorOf } from '../../platform/http/index.ts';
import { ActionButton, DataTable, Empty, FormPage, Input, Section, TitleLine, Warn, Warns } from '../../ui/index.ts';
import { summaryOf, type Filled } from '../desk.tsx';
import type { Counts, HolidayRow } from '../queries.ts';

export interface HomePageProps {
  readonly counts: Counts;
  readonly restricted: readonly { category: string; team: string | null; people: number }[];
  readonly administers: boolean;
}

interface Line {
  readonly part: string;
  readonly title: string;
  readonly says: string;
  readonly count: string;
}

function linesOf(counts: Counts): { ours: readonly Line[]; hub: readonly Line[] } {
  const of = (name: string): string => String(counts[name] ?? 0);
  return {
    hub: [
      { part: 'people', title: 'People', says: 'Invite, change roles, suspend', count: `${of('people')} active, ${of('invited')} invited` },
      { part: 'agencies', title: 'Agencies and teams', says: 'Who works together, and who takes public reports', count: `${of('agencies')} agencies, ${of('teams')} teams` },
      { part: 'partnership', title: 'The partnership', says: 'Name, phones, hours, colour, helplines, directory, meetings', count: '' },
    ],
    ours: [
      { part: 'standards', title: 'Contact standards', says: 'What we say we will do, and by when', count: of('standards') },
      { part: 'categories', title: 'Categories', says: 'What people choose from when they report', count: of('categories') },
      { part: 'reasons', title: 'Decision reasons', says: 'Why not taken on, passed on or closed, in words for residents', count: of('reasons') },
      { part: 'templates', title: 'Letter and message templates', says: 'Where officers start from', count: of('templates') },
      { part: 'tasks', title: 'Task templates', says: 'Tasks that come again and again', count: of('tasks') },
      { part: 'risk-templates', title: 'Risk assessment', says: 'Questions, points, bands and review days', count: of('risk') },
      { part: 'panel-kinds', title: 'Kinds of panel', says: 'Tasking, case conference and others', count: of('panel_kinds') },
      { part: 'panel-criteria', title: 'Panel criteria', says: 'When a live case comes onto an agenda', count: of('panel_criteria') },
      { part: 'panel-declarations', title: 'Confidentiality declarations', says: 'What is signed before papers open', count: of('panel_declarations') },
      { part: 'intelligence-rules', title: 'Intelligence rules', says: 'When intelligence is looked at again, and when it goes', count: of('keeping') },
      { part: 'gateways', title: 'Legal gateways', says: 'Ways through which facts may pass to another agency', count: of('gateways') },
      { part: 'powers', title: 'Legal powers', says: 'What may be used, by whom, against whom, and when it commences', count: of('powers') },
      { part: 'approvals', title: 'Approvals', says: 'What needs a second person, and who that is', count: of('approvals') },
      { part: 'matching', title: 'Matching of people', says: 'When records are shown as one person, and who may be named', count: of('matching') },
      { part: 'ranking', title: 'Who counts as repeat', says: 'Thresholds for perpetrators, victims and places', count: of('ranking') },
      { part: 'emergencies', title: 'Emergency access', says: 'How long a case opens in an emergency, and who hears of it', count: of('emergencies') },
      { part: 'recording-breaks', title: 'Breaks in recording', says: 'When a way of recording changed, so that figures are not compared across it', count: of('recording_breaks') },
      { part: 'retention', title: 'How long records are kept', says: 'By kind of record; a person reviews before anything goes', count: of('retention') },
      { part: 'unusual-reading', title: 'Unusual reading', says: 'What an auditor is asked to look at', count: of('readings') },
      { part: 'exemptions', title: 'Exemptions', says: 'Why something may be held back from a person who asks', count: of('exemptions') },
      { part: 'holidays', title: 'Own holidays', says: 'Days beside the bank holidays on which the hub is closed', count: `${of('holidays')} to come` },
    ],
  };
}

function Lines({ label, lines }: { label: string; lines: readonly Line[] }) {
  return <DataTable label={label} columns={[{ label: 'Part' }, { label: 'What for' }, { label: 'In force' }]} rows={lines.map(({ part, title, says, count }) => [<a href={paths.administrationPart(part)}>{title}</a>, says, count])} />;
}

export function HomePage({ counts, restricted, administers }: HomePageProps) {
  const { hub, ours } = linesOf(counts);
  const unseen = restricted.filter(({ team, people }) => team === null || people === 0);
  const warned = unseen.length > 0 || counts['takers'] === 0;
  return (
    <>
      <TitleLine title="Administration" />
      {warned ? (
        <Warns>
          {unseen.map(({ category, team }) => (
            <Warn key={category} kind="danger" lead={`Nobody sees reports of “${category}”.`}>{team === null ? 'The category has no team. ' : `“${team}” has nobody who works cases. `}{administers ? 'Put that right first.' : 'Tell an administrator.'}</Warn>
          ))}
          {counts['takers'] === 0 ? <Warn kind="danger" lead="No agency takes public reports.">Choose one under Agencies and teams.</Warn> : null}
        </Warns>
      ) : null}
      {administers ? <Section id="hub" title="People and the hub"><Lines label="People and the hub" lines={hub} /></Section> : null}
      <Section id="rules" title="Local rules" lede="Rules are never overwritten. A change ends one and begins another, so an old case is judged by what held then."><Lines label="Local rules" lines={ours} /></Section>
    </>
  );
}

export interface HolidaysPageProps {
  readonly own: readonly HolidayRow[];
  readonly today: Temporal.PlainDate;
  readonly knownUntil: number;
  readonly form: Filled;
}

export function HolidaysPage({ own, today, knownUntil, form }: HolidaysPageProps) {
  return (
    <>
      <TitleLine title="Own holidays" says={`The bank holidays of England and Wales are known until the end of ${knownUntil} and need not be entered.`} />
      {own.length === 0 ? <Empty lead="No own holidays.">Days on which the hub is closed appear here.</Empty> : (
        <DataTable label="Own holidays" columns={[{ label: 'Day' }, { label: 'Name' }, { label: 'Do' }]}
          rows={own.map(({ day, name }) => [
            dayWords(day, today), name,
            daysApart(today, day) > 0 ? <ActionButton kind="secondary" post={paths.administrationItem('holidays', 'remove')} hidden={{ day: day.toString() }} label={<>Remove<span class="govuk-visually-hidden"> {dayWords(day)}</span></>} /> : 'Stays: deadlines were counted by it',
          ])} />
      )}
      <Section id="add" title="Add a day">
        <div class="hub-narrow">
          <FormPage errors={summaryOf(form.errors)} action={paths.administrationPart('holidays')} submit="Add">
            <Input name="day" type="date" label="Day" classes="govuk-input--width-10" value={form.text('day')} errorMessage={errorOf(form.errors, 'day')} />
            <Input name="name" label="Name" hint="Such as: Council closed between Christmas and New Year" value={form.text('name')} errorMessage={errorOf(form.errors, 'name')} />
          </FormPage>
        </div>
      </Section>
    </>
  );
}
