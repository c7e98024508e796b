import { type DayCell, type DayState, SilenceList } from '../hub/days.tsx';
import { Columns, LineList, Side, TitleLine } from '../hub/page.tsx';
import { Empty } from '../hub/states.tsx';
import { Counts, Diary, WorkGroup, type WorkRowProps } from '../hub/work.tsx';
import { StaffPage } from '../layout/staff-page.tsx';
import { staffSite } from './sites.ts';

const act = (label: string) => ({ label, href: 'staff-case.html' });

const late: readonly WorkRowProps[] = [
  { when: '1 day late', whenNote: 'due Mon 23', late: true, title: 'Tell the Whitlocks what their landlord answered', href: 'staff-case.html', reference: 'HC-2198 · Staple Tye', risk: 'medium', why: 'Promised for Monday. Silent 8 days; Dawn Fletcher is told at noon.', stop: 'No voicemail', action: act('Write to them') },
  { when: '2 days late', whenNote: 'due Fri 20', late: true, title: 'Look again at the risk to Mr T. Lowry', href: 'staff-case.html', reference: 'HC-2160 · Town Park', risk: 'medium', why: 'Looked at every 28 days, and a new report came on Saturday.', action: act('Review risk') },
];

const due: readonly WorkRowProps[] = [
  { when: 'by 11:00', whenNote: 'in 1 h 40 min', title: 'Visit 14 Tillwicks Road with PC Marsh', href: '#visit', reference: 'HC-2240 · Bush Fair', risk: 'medium', why: 'First visit: three complaints of dealing from the garages.', stop: 'Two officers. Dog at the address', action: act('Open visit sheet') },
  { when: 'by 14:00', whenNote: 'tasking panel', title: 'Send the panel your paper on The Stow stairwells', href: 'panel.html', reference: 'Panel, Tue 24 Nov, 2pm', why: 'You speak to item 3. The draft is ready and waits for your view.', action: act('Check the paper') },
  { when: 'by 17:00', whenNote: 'acknowledge', title: 'Ring Mr J. Patel back about his shop window', href: 'staff-case.html', reference: 'R-5518 · Old Harlow', risk: 'standard', why: 'Reported yesterday, 16:10. One working day ends today.', action: act('Ring him') },
  { when: 'by 17:00', whenNote: 'answer request', title: 'Answer Eastgate Homes: dates of warden visits', href: '#answer', reference: 'Request Q-118 · HC-2231', why: 'Injunction hearing on 2 December. Covered by the May 2026 agreement.', action: act('Answer') },
  { when: 'by 17:00', whenNote: 'agree promise', title: 'Agree a promise with the night-shift nurse at Town Park', href: 'staff-case.html', reference: 'HC-2244 · Town Park', risk: 'standard', why: 'Day 5 of 5. You spoke on Thursday; nothing is written yet.', stop: 'E-mail only', action: act('Write promise') },
];

const fresh: readonly WorkRowProps[] = [
  { when: '23:52', whenNote: 'answer by 17:00', title: 'Doors kicked and a threat on the landing', href: 'staff-triage.html', reference: 'R-5524 · The Stow flats', why: 'Same stairwell as your HC-2231, fifth time in 18 days. A threat, so today.', action: act('Link or open') },
  { when: '07:15', whenNote: 'answer by Wed 25', title: 'Fly-tipped fridges behind the church hall', href: 'staff-triage.html', reference: 'R-5526 · Old Harlow', why: 'From a trusted reporter. Photos attached.', action: act('Triage') },
];

const waiting: readonly WorkRowProps[] = [
  { when: '3 days', whenNote: 'asked Thu 19', title: 'Essex Police: will they speak to the named young man?', href: '#police', reference: 'Request Q-121 · HC-2231', why: 'Their answer is due Thursday. You promised Amara O. the answer the same day.', action: { label: 'Nudge', post: '#nudge' } },
  { when: '6 days', whenNote: 'asked Mon 16', title: 'Street lighting: column 4 at Bush Fair underpass', href: '#light', reference: 'Task T-807 · HC-2177', why: 'Part on order until 4 December. Two residents have been told.', action: act('See task') },
];

/** A row of days from a short text: t told, g gone, n today, d due, m missed, a ahead; capitals rest. */
function row(text: string): readonly DayCell[] {
  const states: Record<string, DayState> = { t: 'told', g: 'gone', n: 'today', d: 'due', m: 'missed', a: 'ahead' };
  return [...text].map((letter) => ({ state: states[letter.toLowerCase()] ?? 'ahead', rest: letter !== letter.toLowerCase() }));
}

export function StaffToday() {
  return (
    <StaffPage site={staffSite('Today')} title="Today">
      <Columns shape="today">
        <div>
          <TitleLine title="Tuesday 24 November" says="9:20am. Two things are late. Start with the Whitlocks, who are waiting to hear from you." />
          <Counts label="Your work" items={[{ href: '#late', count: 2, label: 'late', late: true }, { href: '#due', count: 5, label: 'due today' }, { href: '#new', count: 2, label: 'new to you' }, { href: '#wait', count: 2, label: 'waiting for others' }]} />
          <WorkGroup id="late" title="Late" count={2} late rows={late} />
          <WorkGroup id="due" title="Due today" count={5} rows={due} />
          <WorkGroup id="new" title="New" count={2} rows={fresh} link={{ href: 'staff-triage.html', label: 'All 9 in triage' }} />
          <WorkGroup id="wait" title="Waiting for someone else" count={2} rows={waiting} />
          <WorkGroup id="sup" title="Back from your supervisor" count={0} rows={[]} empty={<Empty lead="Nothing is with Dawn Fletcher.">When you ask for approval of a notice, it shows here until she answers.</Empty>} />
        </div>
        <Side label="Your day">
          <section>
            <h2>Your day</h2>
            <Diary entries={[{ time: '09:30', what: 'Daily briefing, room 2' }, { time: '11:00', what: 'Visit, 14 Tillwicks Road', note: 'with PC Marsh, council van 2' }, { time: '14:00', what: 'Tasking panel', note: 'You speak to item 3' }, { time: '16:00', what: 'Drop-in, Staple Tye', note: 'moved to Thursday' }]} />
          </section>
          <section>
            <h2>Longest silence on your cases</h2>
            <SilenceList
              rows={[
                { href: 'staff-case.html', reference: 'HC-2198', words: '8 days, 1 late', late: true, days: row('AAtggggGGmnaaaAAaa') },
                { href: 'staff-case.html', reference: 'HC-2231', words: '6 days, next Thu 26', days: row('AAaatggGGgnadaAAaa') },
                { href: 'staff-case.html', reference: 'HC-2240', words: '4 days, next Mon 30', days: row('AAaaaatGGgnaaaAAda') },
              ]}
            />
            <p class="small quiet">Days since each person last heard something new. <a href="#all">All 23 cases</a></p>
          </section>
          <section>
            <h2>From the briefing</h2>
            <LineList small items={['Dispersal power in force at the bus station until 7pm today.', 'Camera 11, Market Square, is down. Engineer Wednesday.']} />
          </section>
        </Side>
      </Columns>
    </StaffPage>
  );
}
