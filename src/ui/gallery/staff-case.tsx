import { LineSpark } from '../charts/line-spark.tsx';
import { Select } from '../govuk/select.tsx';
import { Textarea } from '../govuk/textarea.tsx';
import { AddBox, CaseHead, PeopleList } from '../hub/case.tsx';
import type { DayCell } from '../hub/days.tsx';
import { Figure } from '../hub/figure.tsx';
import { Chips, PageTabs } from '../hub/lists.tsx';
import { Columns, Section, Side } from '../hub/page.tsx';
import { PromiseCard, PromiseList } from '../hub/promise.tsx';
import { Band, StateTag, Warn } from '../hub/states.tsx';
import { DataTable } from '../hub/table.tsx';
import { Timeline } from '../hub/timeline.tsx';
import { StaffPage } from '../layout/staff-page.tsx';
import { StreetMap } from '../map/street-map.tsx';
import { staffSite } from './sites.ts';
import { stow, stowLayers } from './stow.ts';

const gone: DayCell = { state: 'gone' };
const ahead: DayCell = { state: 'ahead' };
const rest: DayCell = { state: 'ahead', rest: true };
const days: readonly DayCell[] = [
  ahead, { state: 'told', label: 'Called' }, ahead, ahead, { state: 'told', label: 'Promise' }, rest, rest, ahead, ahead, { state: 'told', label: 'Told why late' },
  gone, gone, { state: 'gone', rest: true }, { state: 'gone', rest: true }, gone, { state: 'today', label: 'Today', align: 'middle' }, ahead, { state: 'due', label: 'Next', align: 'middle' }, ahead,
];

function Head() {
  return (
    <CaseHead
      reference="HC-2231"
      opened="opened Tue 10 Nov 2026"
      state={<StateTag>Being investigated</StateTag>}
      title="Threats and doors kicked, The Stow flats"
      actions={[
        { label: 'Write to Amara', href: '#write' },
        { label: 'Add to case', href: '#add', kind: 'secondary' },
        { label: 'Share', href: '#share', kind: 'secondary', inPlace: true },
        { label: 'More', href: '#more', kind: 'secondary' },
      ]}
      facts={[
        { term: 'Risk', value: <Band level="high" /> },
        { term: 'Owner', value: 'Priya Nair, Harlow Council' },
        { term: 'Victim', value: 'Amara O., with daughter, 7' },
        { term: 'Incidents', value: '4 in 18 days' },
      ]}
      clock={{ say: <>Amara last heard something new <b>6 days ago</b>. Next by <b>Thu 26 Nov</b></>, days }}
      warnings={(
        <>
          <Warn lead="Text first, never ring after 4pm.">The people she reports live on the same landing and can hear her. Plain envelope only.</Warn>
          <Warn kind="danger" lead="Threat to life considered on 6 November, not found.">Police log 0412. Look again at every new incident.</Warn>
        </>
      )}
    />
  );
}

function Promises() {
  return (
    <Section id="promise" title="Promise to Amara" note="Version 3, 18 Nov. She has not yet said it is right" link={{ href: '#change', label: 'Change' }}>
      <PromiseList>
        <PromiseCard state="late" date={{ weekday: 'Wed', day: '25' }} what="Get the stairwell footage from Eastgate Homes" who={<>Priya Nair. First date 16 Nov, moved once. They hold 6 Nov onward; 1 to 3 Nov is lost. <a href="#copy">Ask for the copy</a></>} />
        <PromiseCard state="due" date={{ weekday: 'Thu', day: '26' }} what="Tell her what police can do about the threats" who="PC Owen Marsh. Asked Thu 19, answer due Thu 26." />
        <PromiseCard state="due" date={{ weekday: 'Sat', day: '28' }} what="Wardens on the landing, Friday and Saturday, 7pm to 11pm" who="Wardens, shift B. Booked." />
        <PromiseCard state="kept" date={{ weekday: 'Tue', day: '10' }} what="Speak to her within one working day" who="Kept a day early." />
      </PromiseList>
    </Section>
  );
}

function Tasks() {
  return (
    <Section id="tasks" title="Tasks" link={{ href: '#task', label: 'Add task', inPlace: true }}>
      <DataTable
        label="Tasks"
        columns={[{ label: 'Task' }, { label: 'Who' }, { label: 'Agency' }, { label: 'By', numeric: true }, { label: 'State' }]}
        rows={[
          [<a href="#1">Acceptable behaviour contract, draft</a>, 'Priya Nair', 'Council', 'Fri 27 Nov', 'Started'],
          [<a href="#2">Speak to tenancy holder, flat 22</a>, 'Leah Brandt', 'Eastgate Homes', 'Fri 27 Nov', 'Accepted'],
          [<a href="#3">Youth worker: offer Friday boxing place</a>, 'Sol Achebe', 'Youth service', 'Mon 30 Nov', 'Not answered'],
          [<a href="#4">Fit stairwell light, second landing</a>, 'Repairs', 'Eastgate Homes', 'Thu 19 Nov', <><b>Done</b> 17 Nov</>],
        ]}
      />
    </Section>
  );
}

function History() {
  return (
    <Section id="time" title="Timeline" link={{ href: '#print', label: 'Print or make a bundle' }}>
      <AddBox
        action="staff-case.html#time"
        submit="Add"
        row={(
          <>
            <Select name="kind" label="Kind" items={[{ value: 'note', text: 'Note' }, { value: 'call', text: 'Call' }, { value: 'visit', text: 'Visit' }]} />
            <Select name="seen" label="Seen by" items={[{ value: 'all', text: 'This team and live disclosures' }, { value: 'own', text: 'Harlow Council only' }]} />
            <span class="hub-check"><input type="checkbox" id="told" name="told" /><label for="told">Amara was told something new</label></span>
          </>
        )}
      >
        <Textarea name="note" label="Add to the timeline" rows={2} />
      </AddBox>
      <Chips label="Show in timeline" links={[{ href: '#time', label: 'All', count: 31, current: true }, { href: '#c', label: 'Contact', count: 9 }, { href: '#i', label: 'Incidents', count: 4 }, { href: '#d', label: 'Decisions', count: 5 }]} />
      <Timeline
        entries={[
          { when: 'Mon 23, 23:52', at: '2026-11-23T23:52', body: <>New report from the same stairwell: doors kicked, one threat. <a href="staff-triage.html">Compare</a></>, meta: 'Report R-5524, anonymous · Not linked yet' },
          { when: 'Mon 23, 14:10', at: '2026-11-23T14:10', body: 'Footage from 6 November on is locked and will not be recorded over. Copy on Wednesday.', meta: 'Leah Brandt, Eastgate Homes · Task answered' },
          { when: 'Wed 18, 15:20', at: '2026-11-18T15:20', kind: 'told', body: 'Told Amara the footage was late, why, and the new date. Apology sent.', meta: 'Priya Nair · Told something new' },
          { when: 'Mon 16, 17:00', at: '2026-11-16T17:00', kind: 'missed', body: 'Footage not in hand by 16 November. Reason given: request form went to a closed mailbox.', meta: 'System · Promise missed' },
        ]}
      />
      <p><a href="#earlier">24 earlier entries</a></p>
    </Section>
  );
}

function Beside() {
  return (
    <Side label="People, places, risk and sharing">
      <Section side id="people" title="People" link={{ href: '#person', label: 'Add' }}>
        <PeopleList
          people={[
            { name: 'Amara O.', href: '#a', role: 'Victim, 34. Flat 24', note: 'Repeat victim: 4 in 6 months. Review offered 19 Nov' },
            { name: 'Child, 7', href: '#b', role: 'Daughter', note: 'School told, with consent. Safeguarding asked 13 Nov: no further step' },
            { name: '“Jaz”, not yet named', href: '#c', role: 'Alleged, about 19', note: <>72% likely the person in HC-2102. <a href="#reasons">See reasons</a></> },
          ]}
        />
      </Section>
      <Section side id="places" title="Places" link={{ href: 'hotspots.html', label: 'Open map' }}>
        <Figure source="Four incidents, 6 to 14 November, all within one stairwell. Camera 7: footage held from 6 November.">
          <StreetMap id="map" title="The Stow flats, the stairwell, camera 7 and the underpass to the west, with four incidents at the stairwell" view={stow} layers={stowLayers} />
        </Figure>
      </Section>
      <Section side id="risk" title="Risk" link={{ href: '#look', label: 'Look again' }}>
        <p><Band level="high" /> <span class="num">27 of 45</span>, up from 19 on 10 Nov</p>
        <LineSpark
          id="risk-line"
          what="Risk score"
          over="Day"
          points={[{ label: '10 Nov', value: 19, at: 10 }, { label: '13 Nov', value: 22, at: 13 }, { label: '18 Nov', value: 27, at: 18 }]}
          line={{ value: 25, label: 'High' }}
          source="What moved it: threat (+4), child affected (+3), more often (+1). Next look by Wed 2 Dec; supervisor by Wed 2 Dec."
        />
      </Section>
      <Section side id="share" title="Who can see this" link={{ href: '#withdraw', label: 'Share or withdraw' }}>
        <PeopleList
          people={[
            { name: 'Harlow Council', role: 'Community Safety Team', note: 'Everything. 6 people, 4 have looked' },
            { name: 'Essex Police', role: 'PC Marsh', note: '2 incidents, description. Until 19 Feb 2027' },
            { name: 'Refused: local councillor', note: 'No need for names to answer a ward question. 17 Nov' },
          ]}
        />
      </Section>
    </Side>
  );
}

export function StaffCase() {
  return (
    <StaffPage
      site={staffSite('Cases')}
      title="HC-2231 Threats and doors kicked, The Stow flats"
      flash={{ kind: 'done', text: 'The note was added.' }}
      printed="Safer Hub Harlow. Official, sensitive: personal. Case HC-2231 printed for Priya Nair on Tuesday 24 November 2026, 9:24am. The reading of this case is recorded."
    >
      <Head />
      <PageTabs
        sticky
        label="On this page"
        links={[{ href: '#promise', label: 'Promise', count: 4 }, { href: '#tasks', label: 'Tasks', count: 4 }, { href: '#people', label: 'People', count: 4 }, { href: '#places', label: 'Places', count: 2 }, { href: '#risk', label: 'Risk' }, { href: '#share', label: 'Sharing', count: 3 }, { href: '#time', label: 'Timeline', count: 31 }]}
      />
      <Columns shape="case">
        <div><Promises /><Tasks /><History /></div>
        <Beside />
      </Columns>
    </StaffPage>
  );
}
