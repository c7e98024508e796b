import type { ComponentChildren } from 'preact';
import type { Temporal } from 'temporal-polyfill';

import type { ChronologyEntry, ChronologyKind } from '../../chronology/index.ts';
import { asksForNoContact, contactOf } from '../../engagement/index.ts';
import { paths } from '../../paths.ts';
import { warningKinds, type WarningRow } from '../../people/index.ts';
import { dateWords, momentWords, shortDay } from '../../platform/calendar/index.ts';
import { type Action, Band, CaseHead, Columns, type DayCell, ErrorBox, LineList, Note, PageTabs, PeopleList, Section, Side, StateTag, Warn } from '../../ui/index.ts';
import type { CaseFileRow, CaseReport, CaseRow, IncidentRow, PartyRow } from '../queries.ts';
import type { NearbyName } from '../names-around.ts';
import { bandOf, incidentsWords, shortPerson, stageNames } from '../rules.ts';
import { PlacesSection } from './places-section.tsx';
import { TimelineSection, type TimelineProps } from './timeline-section.tsx';

/** What other rooms show of this case: each brings its own section. */
export interface CasePanels {
  readonly promise: ComponentChildren;
  readonly promises: number;
  readonly heard: ComponentChildren;
  readonly messages: ComponentChildren;
  readonly tasks: ComponentChildren;
  readonly plan: ComponentChildren;
  readonly patrols: ComponentChildren;
  readonly openTasks: number | undefined;
  readonly risk: ComponentChildren;
  readonly sharing: ComponentChildren;
  readonly ladder: ComponentChildren;
  readonly steps: number;
  readonly review: ComponentChildren;
}

export interface CasePageProps {
  readonly file: CaseRow;
  readonly reports: readonly CaseReport[];
  readonly parties: readonly PartyRow[];
  readonly incidents: readonly IncidentRow[];
  readonly around: readonly NearbyName[];
  readonly files: readonly CaseFileRow[];
  /** Safety warnings about people of the case. */
  readonly dangers: readonly (WarningRow & { readonly name: string })[];
  readonly clock: { say: ComponentChildren; days: readonly DayCell[] } | undefined;
  readonly panels: CasePanels;
  readonly timeline: Omit<TimelineProps, 'file' | 'people' | 'mayWork' | 'now'> & { entries: readonly ChronologyEntry[]; counts: ReadonlyMap<ChronologyKind, number> };
  readonly mayWork: boolean;
  /** Until when the reader sees the case by an emergency alone. */
  readonly emergency: Temporal.Instant | undefined;
  readonly now: Temporal.Instant;
}

const roleNames = { complainant: 'Reported it', victim: 'Victim', witness: 'Witness', alleged: 'Alleged', other: 'Other' } as const;

function nameOf(party: PartyRow): string {
  return party.name !== '' ? party.name : party.kind === 'group' ? 'A group' : party.role === 'complainant' ? 'No name given' : 'Not yet named';
}

/** Parts that others typed, each ended, one after the other. */
function sentences(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').map((part) => (/[.!?”]$/.test(part ?? '') ? part : `${part}.`)).join(' ');
}

function personRow(party: PartyRow, caseId: string, mayWork: boolean) {
  const about = [roleNames[party.role], party.age_words, party.kind === 'group' ? 'group' : ''].filter((part) => part !== '').join(', ');
  const youth = party.role === 'alleged' && party.under_18 ? 'Under 18: youth service first.' : party.under_18 ? 'Under 18.' : '';
  const note = sentences([party.description, party.vulnerability === '' ? '' : `${party.role === 'complainant' ? 'More at risk' : 'Vulnerable'}: ${party.vulnerability}`, youth]);
  return { name: nameOf(party), href: paths.person(party.id), role: mayWork ? <>{about} <a href={paths.casePerson(caseId, party.id)} data-in-place="">Change<span class="govuk-visually-hidden"> what the case says of {nameOf(party)}</span></a></> : about, note: note === '' ? undefined : note };
}

function victimWords(parties: readonly PartyRow[]): string {
  const victims = parties.filter(({ role }) => role === 'victim');
  const people = victims.length > 0 ? victims : parties.filter(({ role }) => role === 'complainant');
  const names = people.map((party) => (party.name !== '' ? shortPerson(party.name) : party.age_words === '' ? 'not named' : `not named, ${party.age_words}`));
  const listed = names.length === 0 ? 'Nobody named' : names.length > 2 ? `${names.slice(0, 2).join('; ')} and ${names.length - 2} more` : names.join('; ');
  // Whoever rings needs a name: of the person who told us, where no victim has one.
  const told = parties.find(({ role, name }) => role === 'complainant' && name !== '');
  return told !== undefined && victims.length > 0 && victims.every(({ name }) => name === '') ? `${listed} (${shortPerson(told.name)} reported it)` : listed;
}

function warningsOf(props: CasePageProps): ComponentChildren {
  const contacts = props.parties.filter(({ role }) => role === 'complainant').flatMap((party) => {
    const contact = contactOf(party);
    const alone = asksForNoContact(contact);
    const lead = alone ? 'No contact at all, unless the law requires it.' : contact.never !== undefined ? `Never ${contact.never.replace(/^never\s+/i, '')}.` : contact.plain ? 'Plain messages only.' : undefined;
    return lead === undefined && contact.note === undefined ? [] : [{ who: party.name === '' ? 'No name given' : shortPerson(party.name), lead: lead ?? 'Safe contact.', note: alone ? [contact.never, contact.note].filter((part) => part !== undefined).join('. ') : contact.note, plain: contact.plain && contact.never !== undefined }];
  });
  const hate = props.reports.some((report) => report.hate);
  if (contacts.length === 0 && props.dangers.length === 0 && props.file.warning === '' && !hate && !props.file.restricted && !props.file.held && props.emergency === undefined) {
    return undefined;
  }
  return (
    <>
      {props.emergency === undefined ? null : <Warn kind="danger" lead="Open to you in an emergency.">You may read this case until {momentWords(props.emergency, props.now)}. You cannot change it. The reading is recorded and will be reviewed.</Warn>}
      {contacts.slice(0, 4).map((one) => <Warn key={one.who} lead={one.lead}>{sentences([one.who, one.note, one.plain ? 'Plain messages only' : ''])}</Warn>)}
      {props.dangers.map((one) => <Warn key={one.id} kind="danger" lead={`${warningKinds[one.kind]}: ${one.name === '' ? 'someone not named' : one.name}.`}>{sentences([one.words, one.reason])} <a href={paths.person(one.record_id)}>{one.agency}, {one.owner}</a></Warn>)}
      {props.file.warning === '' ? null : <Warn kind="danger" lead={props.file.warning} />}
      {props.file.held ? <Warn lead="On legal hold.">Nothing of it can be deleted. <a href={paths.holdsOf('case', props.file.id)}>Why, and by whom</a></Warn> : null}
      {hate ? <Warn kind="danger" lead="May be hate.">Ask at every contact whether it happened again.</Warn> : null}
      {props.file.restricted ? <Warn kind="danger" lead="Restricted.">Only the people and teams named on it see this case.</Warn> : null}
    </>
  );
}

function actionsOf({ file, reports, mayWork }: CasePageProps): Action[] {
  if (!mayWork) {
    return [{ label: 'Print the chronology', href: paths.casePart(file.id, 'chronology'), kind: 'secondary' }];
  }
  const first = reports[0];
  if (file.state === 'closed') {
    return [{ label: 'Reopen', href: paths.casePart(file.id, 'reopen'), inPlace: true }, { label: 'More', href: '#more', kind: 'secondary' }];
  }
  return [
    ...(first === undefined ? [] : [{ label: reports.length === 1 ? 'Write to them' : 'Write', href: reports.length === 1 ? `${paths.reportPart(first.id, 'message')}#write` : '#messages', inPlace: reports.length === 1 }]),
    { label: 'Add to case', href: '#add', kind: first === undefined ? 'primary' as const : 'secondary' as const },
    { label: 'Share', href: paths.share(file.id), kind: 'secondary' as const },
    { label: 'More', href: '#more', kind: 'secondary' as const },
  ];
}

function MoreSection({ file, mayWork }: Pick<CasePageProps, 'file' | 'mayWork'>) {
  const part = (name: Parameters<typeof paths.casePart>[1], label: string, inPlace = true) => <a href={paths.casePart(file.id, name)} data-in-place={inPlace ? '' : undefined}>{label}</a>;
  return (
    <Section id="more" title="More" side>
      <LineList
        items={[
          ...(mayWork ? [part('edit', 'Change title, stage or warning'), ...(file.state === 'open' ? [part('owner', 'Give the case to someone else')] : []), part('letters', 'Write a letter', false), part('restrict', file.restricted ? 'Change who is named' : 'Restrict the case'), part('conflict', 'Say there is a conflict of interest')] : []),
          ...(mayWork ? [<a href={paths.bundles(file.id)}>Evidence for a court</a>] : []),
          ...(mayWork && !file.held ? [<a href={paths.newHold('case', file.id)}>Place a legal hold</a>] : []),
          part('who-looked', 'Who has looked', false),
          ...(mayWork && file.state === 'open' ? [part('close', 'Close the case', false)] : []),
          ...(mayWork && file.state === 'closed' ? [part('reopen', 'Reopen the case')] : []),
        ]}
      />
    </Section>
  );
}

function Ended({ file }: Pick<CasePageProps, 'file'>) {
  if (file.state === 'open' || file.closed_at === null) {
    return null;
  }
  return (
    <Note>
      <p><b>Closed {dateWords(file.closed_at)}: {file.outcome}.</b> {file.outcome_reason}</p>
      {file.lessons === null ? null : <p>What we learned: {file.lessons}</p>}
      {file.cost_pounds === null ? null : <p>Cost: £{file.cost_pounds.toFixed(2)}</p>}
    </Note>
  );
}

function ReportsSection({ reports }: Pick<CasePageProps, 'reports'>) {
  return (
    <Section id="reports" title="Reports" side>
      {reports.length === 0 ? <p class="quiet">No report is linked. People who reported are kept informed through their reports.</p> : (
        <LineList small items={reports.map((report) => <><a href={paths.report(report.id)}><b>{report.reference}</b> {report.title}</a> <span class="quiet">{shortDay(report.received_at)}{report.state === 'closed' ? ', closed' : report.state === 'merged' ? ', merged' : ''}</span></>)} />
      )}
    </Section>
  );
}

function FilesSection({ files }: Pick<CasePageProps, 'files'>) {
  return files.length === 0 ? null : (
    <Section id="files" title="Files" side>
      <LineList small items={files.map((one) => <>{one.copy_state === 'ready' ? <a href={paths.evidence(one.id, 'copy')}>{one.name}</a> : one.name} <span class="quiet">{one.kind}, {shortDay(one.received_at)}, sealed</span></>)} />
    </Section>
  );
}

/** Everything about a case on one page: what must be known before anyone rings stands first. */
export function CasePage(props: CasePageProps) {
  const { file, panels, parties, incidents, mayWork } = props;
  const band = bandOf(file.risk_band);
  const all = [...props.timeline.counts.values()].reduce((sum, count) => sum + count, 0);
  return (
    <>
      <ErrorBox errors={props.timeline.errors.map(({ field, text }) => ({ href: `#${field === 'told' ? 'add' : field}`, text }))} />
      <CaseHead
        reference={file.reference}
        opened={`opened ${shortDay(file.opened_at)} ${dateWords(file.opened_at).slice(-4)}`}
        state={<StateTag kind={file.state === 'closed' ? 'soft' : 'plain'}>{file.state === 'closed' ? 'Closed' : stageNames[file.stage]}</StateTag>}
        title={file.title}
        actions={actionsOf(props)}
        facts={[
          { term: 'Risk', value: <Band level={band} /> },
          { term: 'Owner', value: `${file.owner ?? 'Nobody'}, ${file.agency}` },
          { term: parties.some(({ role }) => role === 'victim') ? 'Victim' : 'Reported by', value: victimWords(parties) },
          { term: 'Incidents', value: <span class="num">{incidentsWords(incidents.map(({ happened_at }) => happened_at))}</span> },
        ]}
        clock={props.clock}
        warnings={warningsOf(props)}
      />
      <Ended file={file} />
      <PageTabs
        sticky
        label="On this page"
        links={[
          { href: '#promise', label: 'Promise', count: panels.promises },
          { href: '#tasks', label: 'Tasks', ...(panels.openTasks === undefined ? {} : { count: panels.openTasks }) },
          { href: '#ladder', label: 'Steps', count: panels.steps },
          { href: '#time', label: 'Timeline', count: all },
          ...(props.reports.length === 0 ? [] : [{ href: '#heard', label: 'Heard' }, { href: '#messages', label: 'Messages' }]),
          { href: '#people', label: 'People', count: parties.length },
          { href: '#places', label: 'Places', count: new Set(incidents.map(({ place_words }) => place_words)).size },
          { href: '#risk', label: 'Risk' },
          { href: '#share', label: 'Sharing' },
        ]}
      />
      <Columns shape="case">
        <div>
          {panels.promise}
          {panels.tasks}
          {panels.ladder}
          {panels.plan}
          {panels.patrols}
          <TimelineSection {...props.timeline} file={file} people={props.reports.map((report) => ({ reportId: report.id, name: personOf(parties, report) }))} mayWork={mayWork && file.state === 'open'} now={props.now} />
          {panels.heard}
          {panels.messages}
        </div>
        <Side label="People, places, risk and sharing">
          <Section id="people" title="People" side link={mayWork && file.state === 'open' ? { href: paths.casePart(file.id, 'people'), label: 'Add', inPlace: true } : undefined}>
            {parties.length === 0 ? <p class="quiet">Nobody yet.</p> : <PeopleList people={parties.map((one) => personRow(one, file.id, mayWork))} />}
          </Section>
          <PlacesSection file={file} incidents={incidents} around={props.around} mayWork={mayWork} />
          {panels.risk}
          {panels.sharing}
          {panels.review}
          <ReportsSection reports={props.reports} />
          <FilesSection files={props.files} />
          <div class="hub-noprint"><MoreSection file={file} mayWork={mayWork} /></div>
        </Side>
      </Columns>
    </>
  );
}

function personOf(parties: readonly PartyRow[], report: CaseReport): string {
  const name = parties.find(({ role, report_id }) => role === 'complainant' && report_id === report.id)?.name ?? '';
  return name === '' ? `The person of ${report.reference}` : (name.trim().split(/\s+/)[0] ?? name);
}
