import { AfterSteps, type Door, Doors, OnWide, type PictureCell, SaidDid } from '../hub/doors.tsx';
import { LineList, Section } from '../hub/page.tsx';
import { DataTable } from '../hub/table.tsx';
import { PublicPage } from '../layout/public-page.tsx';
import { publicSite } from './sites.ts';

const silence: PictureCell[] = ['told', 'gone', 'gone', 'gone-rest', 'gone-rest', 'gone', 'today', 'ahead', 'due'];
const hours: PictureCell[] = [
  ...Array<PictureCell>(2).fill('soft'), ...Array<PictureCell>(7).fill('rest'), ...Array<PictureCell>(5).fill('gone'), 'today', 'gone', 'gone', 'rest', ...Array<PictureCell>(6).fill('soft'),
];

const doors: readonly Door[] = [
  {
    href: 'report-step.html',
    title: 'Report',
    says: 'Noise, threats, drugs, fly-tipping, a place that feels unsafe.',
    picture: { kind: 'steps', count: 7 },
    fact: <>Seven short questions. About 4 minutes. No account. <OnWide>You can stay anonymous, stop and come back later.</OnWide></>,
  },
  {
    href: 'track.html',
    title: 'Track',
    says: <>See where your report stands<OnWide> and reply to the person who has it</OnWide>.</>,
    picture: { kind: 'days', cells: silence },
    fact: 'Use the link we sent you, or your reference and postcode.',
    factIsLong: true,
  },
  {
    href: '#help',
    title: 'Find who can help now',
    says: 'Open at this hour, near you.',
    picture: { kind: 'days', cells: hours },
    fact: 'Open now: hub desk, Civic Centre, until 5pm. Night noise line from 6pm.',
    factIsLong: true,
  },
  {
    href: 'tracker.html',
    title: 'What we are doing in your area',
    says: 'Patrols, repairs and promises, street by street.',
    saysIsLong: true,
    picture: { kind: 'cells', cells: { kept: 38, late: 5, open: 0 } },
    fact: '38 of 43 promises kept in October.',
  },
  {
    href: 'consultation.html',
    title: 'Have your say',
    says: 'Draft safety strategy: 17\u00a0days left.',
    picture: { kind: 'weeks', gone: 24, left: 17 },
    fact: 'Also open: gating the path behind Staple Tye shops.',
    factIsLong: true,
  },
];

export function PublicHome() {
  return (
    <PublicPage site={publicSite} title="Community safety in your town" description="Report, track and find help.">
      <div class="hub-hello"><h1>Tell us what is happening. We tell you who is dealing with it, and by when.</h1></div>
      <Doors label="Start here" doors={doors} />
      <Section id="next" title="What happens after you report">
        <p>We count working days, and so can you. If we go quiet for longer than this, a supervisor is told before you have to chase.</p>
        <AfterSteps
          steps={[
            { when: 'Same day', title: 'You get a private link', says: 'It shows what you told us, who has it and what comes next. No password.' },
            { when: '1 working day', title: 'A named person has it', says: 'If anyone is at risk of harm, they speak to you that day. If not, within three.' },
            { when: '5 working days', title: 'You get a promise', says: 'Who will do what, by when. What we cannot do, and why. You tell us if we understood.' },
            { when: 'Every 10 working days', title: 'You hear something new', says: 'Automatic messages do not count. If there is no news, a person says so and says why.' },
          ]}
        />
      </Section>
      <Section id="said" title="You said, we did">
        <SaidDid place="Bush Fair" said="The underpass to Tillwicks Road has no working lights." did="Seven lamps replaced on 12 November. One column still waits for a part, due 4 December." />
        <SaidDid place="The Stow" said="Groups shout in the stairwells late on Fridays." did="Wardens walk past from 7pm to 11pm every Friday and Saturday. Reports are down from 14 to 9 a month; too early to say it worked." />
        <SaidDid place="Bus station" said="Put staff back on the concourse after dark." did="The operator has no money for it until April. Police pass through at 8pm and 10pm instead." not />
        <p class="hub-more"><a href="tracker.html">See your own area, or get it by e-mail</a></p>
      </Section>
      <Section id="help" title="Who deals with what">
        <DataTable
          label="Who deals with what"
          publicLook
          columns={[{ label: 'If it is about' }, { label: 'It is dealt with by' }, { label: 'Now' }]}
          rows={[
            ['Noise, neighbours, fly-tipping', 'Harlow Council, Community Safety Team', <><a href="tel:01632960100">01632 960100</a> until 5pm</>],
            ['Threats, drugs, violence', 'Essex Police, Harlow neighbourhood team', <><a href="tel:101">101</a>, day and night</>],
            ['Someone at home hurts or controls you', 'Domestic abuse helpline, free and private', <><a href="tel:08082000247">0808 2000 247</a>, day and night</>],
            ['Hate, because of who you are', 'Police, or a reporting centre you can walk into', <a href="#centres">Three centres open today</a>],
            ['Your landlord’s building', 'Your housing association', <a href="#landlord">Find your landlord</a>],
          ]}
        />
      </Section>
      <Section id="meet" title="Meet us this week">
        <div class="hub-meet">
          <LineList
            items={[
              <><b><time datetime="2026-11-25">Wednesday 25 November, 10am to noon</time></b><span>Old Harlow library. Council and police. No appointment.</span></>,
              <><b><time datetime="2026-11-26">Thursday 26 November, 4pm to 6pm</time></b><span>Staple Tye community room. Housing and fire service. Step-free.</span></>,
              <><b><time datetime="2026-11-28">Saturday 28 November, 9am to 1pm</time></b><span>Market Square stall. Bring anything you have on your phone.</span></>,
            ]}
          />
        </div>
      </Section>
    </PublicPage>
  );
}
