import { paths } from '../../paths.ts';
import { AfterSteps, type Door, Doors, OnWide, SaidDid, Section } from '../../ui/index.ts';
import { spelled, type StandardWords } from '../standards.ts';
import { type DirectoryRow, DirectoryTable, MeetingList } from './directory.tsx';

export interface SaidDidRow {
  readonly place: string;
  readonly said: string;
  readonly did: string;
  readonly not: boolean;
}

export interface HomePageProps {
  readonly openNow: string;
  readonly hours: readonly ('day' | 'evening' | 'night' | 'now')[];
  readonly promises: { readonly kept: number; readonly total: number; readonly month: string } | undefined;
  readonly standards: StandardWords;
  readonly saidDid: readonly SaidDidRow[];
  readonly directory: readonly DirectoryRow[];
  readonly meetings: readonly { readonly when: string; readonly words: string }[];
}

const hourCell = { day: 'gone', evening: 'gone-rest', night: 'soft', now: 'today' } as const;

/** More cells than this would not fit a door; the sentence under them says the number. */
const mostCells = 100;

function doorsOf({ openNow, hours, promises }: HomePageProps): Door[] {
  return [
    {
      href: paths.reportStart(), title: 'Report', says: 'Noise, threats, drugs, fly-tipping, a place that feels unsafe.', picture: { kind: 'steps', count: 7 },
      fact: <>Seven short questions. About 4 minutes. No account. <OnWide>You can stay anonymous, stop and come back later.</OnWide></>,
    },
    {
      href: paths.find(), title: 'Track', says: <>See where your report stands<OnWide> and reply to the person who has it</OnWide>.</>,
      picture: { kind: 'days', cells: ['told', 'gone', 'gone', 'gone-rest', 'gone-rest', 'gone', 'today', 'ahead', 'due'] }, fact: 'Use the link we sent you, or your reference and postcode.', factIsLong: true,
    },
    { href: paths.help(), title: 'Find who can help now', says: 'Open at this hour, near you.', picture: { kind: 'days', cells: hours.map((hour) => hourCell[hour]) }, fact: openNow, factIsLong: true },
    {
      href: paths.doing(), title: 'What we are doing in your area', says: 'What you told us, what we did, and the promises we kept.', saysIsLong: true,
      ...(promises === undefined || promises.total > mostCells ? {} : { picture: { kind: 'cells', cells: { kept: promises.kept, late: promises.total - promises.kept, open: 0 } } as const }),
      fact: promises === undefined ? 'You said, we did. And where we did not, why.' : `${promises.kept} of ${promises.total} promises kept in ${promises.month}.`,
    },
    { href: paths.haveYourSay(), title: 'Have your say', says: 'No consultation is open now.', fact: 'See how to be told when one opens, and what you can do until then.', factIsLong: true },
  ];
}

export function afterSteps(standards: StandardWords) {
  return [
    { when: 'At once', title: 'You get a private link', says: 'It shows what you told us, who has it and what comes next. No password.' },
    { when: standards.urgent, title: 'A named person has it', says: `If anyone is at risk of harm, you hear from them by then. If not, within ${spelled(standards.usual)}.` },
    { when: standards.promise, title: 'You get a promise', says: 'Who will do what, by when. What we cannot do, and why. You tell us if we understood.' },
    { when: `Every ${standards.something}`, title: 'You hear something new', says: 'Automatic messages do not count. If there is no news, a person says so and says why.' },
  ];
}

/** Five doors above the fold; under them what happens, what was done, who does what. */
export function HomePage(props: HomePageProps) {
  return (
    <>
      <div class="hub-hello"><h1>Tell us what is happening. We tell you who is dealing with it, and by when.</h1></div>
      <Doors label="Start here" doors={doorsOf(props)} />
      <Section id="next" title="What happens after you report">
        <p>We count working days, and so can you. If we go quiet for longer than this, a supervisor is told before you have to chase.</p>
        <AfterSteps steps={afterSteps(props.standards)} />
      </Section>
      {props.saidDid.length === 0 ? null : (
        <Section id="said" title="You said, we did">
          {props.saidDid.slice(0, 3).map((row) => <SaidDid key={row.place + row.said} {...row} />)}
          <p class="hub-more"><a href={paths.doing()}>Everything we are doing</a></p>
        </Section>
      )}
      {props.directory.length === 0 ? null : <Section id="who" title="Who deals with what"><DirectoryTable rows={props.directory} /></Section>}
      {props.meetings.length === 0 ? null : <Section id="meet" title="Meet us"><MeetingList meetings={props.meetings} /></Section>}
    </>
  );
}
