import { paths } from '../../paths.ts';
import { DataTable, LineList, Section } from '../../ui/index.ts';
import { type DirectoryRow, DirectoryTable, MeetingList, Phone } from './directory.tsx';

export interface Answering {
  readonly name: string;
  readonly phone: string;
  readonly words: string;
}

export interface HelpPageProps {
  /** "11:48pm on Friday 6 November" */
  readonly at: string;
  readonly open: readonly Answering[];
  readonly closed: readonly Answering[];
  readonly helplines: readonly Answering[];
  readonly directory: readonly DirectoryRow[];
  readonly meetings: readonly { readonly when: string; readonly words: string }[];
}

function Numbers({ label, rows }: { label: string; rows: readonly Answering[] }) {
  return <DataTable label={label} publicLook columns={[{ label: 'Who' }, { label: 'Phone' }, { label: 'When' }]} rows={rows.map((row) => [row.name, <Phone key={row.phone} number={row.phone} />, row.words])} />;
}

/** Who answers at this hour: emergency first, then what is open, then the rest. */
export function HelpPage({ at, open, closed, helplines, directory, meetings }: HelpPageProps) {
  return (
    <>
      <h1>Who can help now</h1>
      <p class="hub-lede">It is {at}.</p>
      <Section id="danger" title="In danger">
        <LineList
          items={[
            <><b>Ring <Phone number="999" /></b> for police, fire or ambulance. If it is not safe to speak, ring from a mobile and press 55 when you are asked.</>,
            <>Deaf or cannot speak: <Phone number="18000" />, or the app “Relay UK”.</>,
            <>Not urgent, but a matter for the police: <Phone number="101" />, day and night.</>,
          ]}
        />
      </Section>
      {helplines.length === 0 ? null : <Section id="talk" title="Someone to talk to"><Numbers label="Helplines" rows={helplines} /></Section>}
      <Section id="open" title="Open at this hour">
        {open.length === 0 ? <p>No team of ours answers at this hour. You can <a href={paths.reportStart()}>report at any time</a>: a person reads it when we open.</p> : <Numbers label="Open now" rows={open} />}
      </Section>
      {closed.length === 0 ? null : <Section id="closed" title="Not open now"><Numbers label="Closed now" rows={closed} /></Section>}
      {directory.length === 0 ? null : <Section id="who" title="Who deals with what"><DirectoryTable rows={directory} /></Section>}
      {meetings.length === 0 ? null : <Section id="meet" title="Meet us"><MeetingList meetings={meetings} /></Section>}
    </>
  );
}
