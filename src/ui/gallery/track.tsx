import { Textarea } from '../govuk/textarea.tsx';
import { type DayCell, SilenceClock } from '../hub/days.tsx';
import { HeardReceipt } from '../hub/heard.tsx';
import { Holder, WaysOn } from '../hub/holder.tsx';
import { Blocks, Section, TrackShape } from '../hub/page.tsx';
import { PromiseCard, PromiseList } from '../hub/promise.tsx';
import { Thread } from '../hub/thread.tsx';
import { Timeline } from '../hub/timeline.tsx';
import { PublicPage } from '../layout/public-page.tsx';
import { publicSite } from './sites.ts';

const days: readonly DayCell[] = [
  { state: 'told', label: 'We told you' }, { state: 'gone' }, { state: 'gone' }, { state: 'gone', rest: true }, { state: 'gone', rest: true }, { state: 'gone' },
  { state: 'today', label: 'Today', align: 'middle' }, { state: 'ahead' }, { state: 'due', label: 'Next', align: 'end' },
];

function Promises() {
  return (
    <Section id="promise" title="What we promised">
      <PromiseList>
        <PromiseCard
          state="late"
          date={{ weekday: 'Wed', day: '25', month: 'Nov', was: '16' }}
          what="We will get the stairwell camera footage from Eastgate Homes by Wednesday 25 November."
          who="Priya Nair, Harlow Council"
          apology={{ lead: 'We are sorry. We said Monday 16 November and missed it,', rest: 'because our form went to a mailbox nobody reads. Footage from 1 to 3 November has been recorded over. Footage from 6 November is safe and held for you.' }}
        />
        <PromiseCard state="due" date={{ weekday: 'Thu', day: '26', month: 'Nov' }} what="We will tell you by Thursday 26 November what the police can do about the threats." who="PC Owen Marsh, Essex Police, through Priya" />
        <PromiseCard state="due" date={{ weekday: 'Sat', day: '28', month: 'Nov' }} what="We will walk your landing between 7pm and 11pm on Friday 27 and Saturday 28 November." who="Wardens, Harlow Council. They will not knock on your door." />
        <PromiseCard state="kept" date={{ weekday: 'Tue', day: '10', month: 'Nov' }} what="We will speak to you by Wednesday 11 November." who="Kept on Tuesday 10 November. Priya spoke to you for 25 minutes." />
      </PromiseList>
      <div class="hub-cannot"><h3>What we cannot do, and why</h3><p>We cannot move the people you told us about out of their home now. A court decides that, and it will ask what else was tried first. The steps above are part of that record.</p></div>
      <p class="hub-more"><a href="#versions">This is version 3 of the promise. See what changed on 18 November</a></p>
    </Section>
  );
}

function Heard() {
  return (
    <Section id="right" title="Is this right?" lede={<>Check that we understood. You should not have to say it twice: so far you have told it <b>once</b>.</>}>
      <HeardReceipt
        theirWords={['“They were kicking the doors on our landing again and one of them said he knows what time I get home. My girl won’t sleep in her own room now.”']}
        understood={[
          'Three or four young men kick doors on the second landing, most Fridays and Saturdays since September.',
          'On Friday 6 November one of them threatened you.',
          'Your daughter, 7, is too frightened to sleep in her room.',
        ]}
        wants="“I want it to stop. I do not want them to know it was me.”"
      >
        <form action="track.html" method="post">
          <div class="govuk-button-group">
            <button class="govuk-button" name="heard" value="yes">Yes, that is right</button>
            <button class="govuk-button govuk-button--secondary" name="heard" value="no">Something is wrong or missing</button>
          </div>
        </form>
      </HeardReceipt>
    </Section>
  );
}

function Messages() {
  return (
    <Section id="write" title="Messages">
      <Thread
        messages={[
          { kind: 'theirs', from: 'Priya Nair, Harlow Council', when: 'Wednesday 18 November, 3:20pm', at: '2026-11-18T15:20', body: 'I missed my own date for the camera footage and I am sorry. I have now spoken to Eastgate Homes by phone. They have locked what they still hold, from 6 November on. I will have the copy by Wednesday 25th.' },
          { kind: 'mine', from: 'You', when: 'Wednesday 18 November, 8:02pm', at: '2026-11-18T20:02', body: 'Thank you for being straight. They were there again Saturday, about ten o’clock.', seen: 'Read by Priya, Thursday 19 November. Added to your report as an incident, so you do not need to report it again.' },
          { kind: 'automatic', body: 'Automatic, Friday 20 November: a reminder of Thursday’s date. This did not restart the count.' },
        ]}
      />
      <form class="hub-reply" action="track.html" method="post">
        <Textarea name="message" label="Write to Priya" rows={3} />
        <div class="govuk-button-group"><button class="govuk-button">Send</button><a href="#file">Add a photo, sound or video</a></div>
      </form>
    </Section>
  );
}

function History() {
  return (
    <Section id="history" title="Everything that has happened">
      <Timeline
        wide
        entries={[
          { when: 'Thu 19 Nov', at: '2026-11-19', body: 'Your message about Saturday 14 November was added as a fourth incident.' },
          { when: 'Wed 18 Nov', at: '2026-11-18', kind: 'told', body: <><b>Priya told you</b> the footage was late, why, and the new date.</> },
          { when: 'Mon 16 Nov', at: '2026-11-16', kind: 'missed', body: <><b>We missed a promise:</b> getting the camera footage. Priya’s supervisor was told the next morning.</> },
          { when: 'Fri 13 Nov', at: '2026-11-13', kind: 'told', body: <><b>You and Priya agreed</b> the first promise. Essex Police were asked for help with the threats, with only the facts they need.</> },
          { when: 'Tue 10 Nov', at: '2026-11-10', kind: 'told', body: <><b>Priya rang you</b> and wrote the summary above.</> },
          { when: 'Mon 9 Nov', at: '2026-11-09', body: 'You reported it at 11:52pm. Harlow Council took it at 8:40am the next day.' },
        ]}
      />
    </Section>
  );
}

export function Track() {
  return (
    <PublicPage site={publicSite} title="Your report" exit={{ href: 'https://www.bbc.co.uk/weather' }} noindex>
      <p class="quiet hub-ref">Your report <b class="num">HW7-K4M-2Q</b>, made on Monday 9 November. Only people with this link can see it.</p>
      <TrackShape
        where={(
          <>
            <h1>Priya Nair at Harlow Council has your report and is gathering evidence.</h1>
            <SilenceClock
              say={<>We last told you something new <b>6 days ago</b>. You will hear from Priya again <b>by 5pm on Thursday</b>.</>}
              days={days}
              note="Short bars are the weekend. Automatic messages do not restart this count."
            />
          </>
        )}
        sideLabel="Who has your report, and what you can do"
        side={(
          <>
            <Holder name="Priya Nair" team="Community Safety Team, Harlow Council" phone="01632 960142" note="Monday to Friday, 9am to 5pm. You asked us to text first, never to ring after 4pm." change={{ href: '#safe', label: 'Change how we contact you' }} />
            <WaysOn label="What you can do" links={[{ href: '#write', label: 'Write to Priya' }, { href: '#again', label: 'It happened again' }, { href: '#review', label: 'Ask for a review' }]} />
          </>
        )}
      >
        <Promises />
        <Heard />
        <Messages />
        <History />
        <Blocks label="Your rights">
          <div id="again"><h2>It happened again</h2><p>Add it in a minute, with a photo or sound. It joins this report, so you never start over.</p><p><a class="govuk-button govuk-button--secondary" href="#add">Add what happened</a></p></div>
          <div id="review"><h2>You can ask for a review now</h2><p>You have told us about 4 incidents in 6 months. From 3, you can ask a panel to look at how we have all dealt with it. It is free, and you can come.</p><p><a class="govuk-button govuk-button--secondary" href="#ask">Ask for a case review</a></p></div>
        </Blocks>
      </TrackShape>
    </PublicPage>
  );
}
