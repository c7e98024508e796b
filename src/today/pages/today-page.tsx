import type { Temporal } from 'temporal-polyfill';

import { dayWords, timeWords } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { Columns, Counts, Empty, Section, Side, SilenceList, TitleLine, WorkGroup, type SilenceRow } from '../../ui/index.ts';
import type { Group, WorkItem } from '../row.ts';
import { leadWords } from '../rules.ts';

export interface TodayProps {
  readonly items: readonly WorkItem[];
  readonly silences: readonly SilenceRow[];
  /** Reports that wait in triage, also beyond those shown; undefined for those who do no triage. */
  readonly triage: { readonly waiting: number; readonly late: number } | undefined;
  readonly cases: number;
  readonly sharedWithUs: number;
  readonly supervises: boolean;
  /** A partner's officer, whose day is tasks and disclosures. */
  readonly partner: boolean;
  readonly now: Temporal.Instant;
}

/** How many rows of a group stand on the page; its heading says how many there are. */
const mostRows = 60;

interface GroupProps {
  readonly items: readonly WorkItem[];
  readonly group: Group;
  readonly title: string;
  readonly empty: { readonly lead: string; readonly rest: string };
  readonly late?: boolean;
  readonly link?: { readonly href: string; readonly label: string } | undefined;
  /** Show no more than this, because the link shows all. */
  readonly most?: number;
}

function GroupOf({ items, group, title, empty, late, link, most = mostRows }: GroupProps) {
  const rows = items.filter((item) => item.group === group);
  return (
    <>
      <WorkGroup id={group} title={title} count={rows.length} late={late === true && rows.length > 0} link={link} rows={rows.slice(0, most).map(({ row }) => row)} empty={<Empty lead={empty.lead}>{empty.rest}</Empty>} />
      {rows.length > most ? <p class="small quiet">The {most} that are most pressing are shown.</p> : null}
    </>
  );
}

function count(items: readonly WorkItem[], group: Group): number {
  return items.filter((item) => item.group === group).length;
}

/** The day's work in one list: what is late, due, new, with others, and back from the supervisor. */
export function TodayPage({ items, silences, triage, cases, sharedWithUs, supervises, partner, now }: TodayProps) {
  const late = count(items, 'late');
  const all = triage === undefined || triage.waiting === 0 ? undefined : { href: paths.triage(), label: `All ${triage.waiting} in triage` };
  return (
    <Columns shape="today">
      <div>
        <TitleLine title={dayWords(now)} says={`${timeWords(now)}. ${leadWords(items)}`} />
        <Counts
          label="Your work"
          items={[
            { href: '#late', count: late, label: 'late', late: late > 0 },
            { href: '#due', count: count(items, 'due'), label: 'due today' },
            { href: '#new', count: count(items, 'new'), label: 'new to you' },
            { href: '#wait', count: count(items, 'wait'), label: 'waiting for others' },
          ]}
        />
        {late === 0 ? null : <GroupOf items={items} group="late" title="Late" late empty={{ lead: 'Nothing is late.', rest: '' }} />}
        <GroupOf items={items} group="due" title="Due today" empty={{ lead: 'Nothing is due today.', rest: 'Promises, tasks, risk reviews and people who are to hear from you show here on their day.' }} />
        {supervises ? <GroupOf items={items} group="supervise" title="For you as supervisor" link={{ href: paths.silence(), label: 'Who has heard nothing' }} empty={{ lead: 'Nothing has come up to you.', rest: 'Overdue work of your agency, and what waits for your approval, show here.' }} /> : null}
        <GroupOf items={items} group="new" title="New" link={all} empty={{ lead: 'Nothing new.', rest: partner ? 'Tasks that you are asked for, and what is shared with your agency, show here.' : 'New reports, messages and answers show here.' }} />
        <GroupOf items={items} group="wait" title="Waiting for someone else" most={10} link={count(items, 'wait') > 0 ? { href: paths.tasks('?whose=asked'), label: 'All that we asked for' } : undefined} empty={{ lead: 'You wait for nobody.', rest: 'What you asked of others shows here until they answer.' }} />
        <GroupOf items={items} group="back" title="Back from your supervisor" empty={{ lead: 'Nothing is back.', rest: 'When you ask for approval, or to lower a risk band, the answer shows here.' }} />
      </div>
      <Side label="Your day">
        {silences.length === 0 && partner ? null : (
          <Section id="silence" title="Longest silence on your cases" side>
            {silences.length === 0 ? <Empty lead="Nobody waits to hear from you.">People who reported what is in your cases show here.</Empty> : <SilenceList rows={silences} />}
            <p class="small quiet">Days since each person last heard something new. <a href={paths.silence()}>Everyone who waits</a></p>
          </Section>
        )}
        <Section id="lists" title="Your lists" side>
          <ul class="hub-list small">
            <li><a href={paths.cases()}>Cases that you own</a>: {cases}</li>
            <li><a href={paths.tasks()}>Your tasks</a>, <a href={paths.tasks('?whose=agency')}>your agency’s</a>, <a href={paths.tasks('?whose=asked')}>asked by your agency</a></li>
            <li><a href={paths.sharedWithUs()}>Shared with you</a>{sharedWithUs === 0 ? '' : `: ${sharedWithUs} not yet read`}</li>
            <li><a href={paths.approvals()}>Approvals</a>, and the <a href={paths.powers()}>powers</a> that may be used</li>
            {triage === undefined ? null : <li><a href={paths.triage()}>Triage</a>: {triage.waiting} waiting{triage.late === 0 ? '' : `, ${triage.late} late`}</li>}
          </ul>
        </Section>
      </Side>
    </Columns>
  );
}
