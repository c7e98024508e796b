import { paths } from '../../paths.ts';
import { DataTable, LineList, Section } from '../../ui/index.ts';
import type { StandardRow } from '../standards.ts';
import { Phone } from './directory.tsx';

export interface AboutProps {
  /** "Safer Hub Harlow" */
  readonly hub: string;
  readonly runBy: string;
  readonly phone: string;
}

function Ring({ phone, why }: { phone: string; why: string }) {
  return phone === '' ? null : <p>{why} <Phone number={phone} />.</p>;
}

/** What is kept, why, who sees it, and a person's rights. */
export function PrivacyPage({ hub, runBy, phone, agencies, draftDays }: AboutProps & { readonly agencies: readonly string[]; readonly draftDays: number }) {
  return (
    <>
      <h1>How we use what you tell us</h1>
      <p class="hub-lede">{hub} is run by {runBy}. Each partner is responsible in law for what it holds.</p>
      <Section id="what" title="What we keep">
        <LineList
          items={[
            'What you tell us, in your own words, and the files you send. The original of a file is sealed; people see a copy without hidden information.',
            'How it is safe to reach you. What you did not call safe is not used, by anybody or anything here.',
            'What was done about it, by whom and when.',
            'A record of every time someone looks at it. It cannot be changed without that being found.',
            `A report that you began and did not send: ${draftDays} days, then it is thrown away with its files.`,
          ]}
        />
      </Section>
      <Section id="why" title="Why we may">
        <p>Councils, police and the other partners have a duty in law to work together to reduce crime and antisocial behaviour (Crime and Disorder Act 1998, sections 5, 6 and 17). We use what you tell us for that public task. We do not ask for consent for it, because you could not freely refuse; but you choose whether to give your name, and how you are reached.</p>
      </Section>
      <Section id="who" title="Who sees it">
        <p>The agency that holds your report: its name is on your private page. Another agency sees only what was shared with it for a purpose written down, and your page shows each time.</p>
        <p>The partners: {agencies.join(', ')}. <a href={paths.aboutPage('sharing')}>How often they share, and how often they refuse</a>.</p>
        <p>The people you tell us about are never told who you are. If a child or anyone else is in serious danger, we may have to tell the police or social care. A court can order us to give it evidence.</p>
      </Section>
      <Section id="you" title="Your rights">
        <LineList
          items={[
            'See what we hold about you, and who has looked at it.', 'Have it corrected. On your private page you can say at once that we understood you wrongly.',
            'Object, or ask us to use less of it. We say yes or no with the reason.', <>Complain: <a href={paths.aboutPage('complain')}>how to complain</a>, and to the Information Commissioner, <Phone number="0303 123 1113" />.</>,
          ]}
        />
        <Ring phone={phone} why="To use any of them, ring" />
      </Section>
      <Section id="cookies" title="Cookies">
        <p>For you, two: one that finds the report you are writing on this device again (until you send it, or {draftDays} days), and one that shows a message once (one minute). Staff who sign in get others: for their session, for a device they have used before (one year), and for a few minutes while they sign in. Nobody follows you here. No other company is told that you came.</p>
      </Section>
    </>
  );
}

/** What works, what does not, and whom to tell. */
export function AccessibilityPage({ hub, phone }: AboutProps) {
  return (
    <>
      <h1>Accessibility</h1>
      <p class="hub-lede">Everyone must be able to report, whatever they use to read and write.</p>
      <Section id="how" title="What you can expect">
        <LineList
          items={[
            'Everything works without scripts, with a keyboard alone, with a screen reader, at 400% zoom and on an old phone.', 'Text is large, its contrast passes the AA level, and it follows your device’s light or dark setting.',
            'The map is never the only way: search, a list of places and your own words do the same.', '“Exit this page” is on every page of a report.',
          ]}
        />
      </Section>
      <Section id="standard" title="How accessible it is">
        <p>{hub} is built to the Web Content Accessibility Guidelines version 2.2, level AA, which the Public Sector Bodies Accessibility Regulations 2018 ask for. Every page is tested by machine (axe-core) before a change is released. It has not yet been tested by an independent auditor or with a group of disabled residents, so we do not claim full compliance.</p>
      </Section>
      <Section id="gaps" title="What may not work well">
        <LineList items={['Photos, sound and documents that people send are shown as they sent them: they may have no description.', 'The picture of the map has no description of its own. Use the list of places.']} />
      </Section>
      <Section id="tell" title="Tell us">
        <p>If something does not work for you, tell us what you were doing and what you use.</p>
        <Ring phone={phone} why="Ring" />
        <p>If we do not answer well, the Equality Advisory and Support Service can help: <Phone number="0808 800 0082" />. The Equality and Human Rights Commission sees that the regulations are kept.</p>
      </Section>
    </>
  );
}

/** The promises about time, from the data that the clocks run on. */
export function StandardsPage({ rows, closesAt, holidays }: { readonly rows: readonly StandardRow[]; readonly closesAt: string; readonly holidays: readonly string[] }) {
  return (
    <>
      <h1>Our contact standards</h1>
      <p class="hub-lede">What you can hold us to. The clocks in this hub run on this very table.</p>
      <DataTable label="Contact standards in force" publicLook columns={[{ label: 'What' }, { label: 'For' }, { label: 'How soon' }, { label: 'Where it comes from' }]} rows={rows.map((row) => [row.what, row.forWhom, row.howSoon, row.source])} />
      <Section id="count" title="How we count">
        <LineList
          items={[
            `A working day is Monday to Friday, without the bank holidays of England and Wales. It ends at ${closesAt}.`,
            'The day we receive your report is day 0. What comes after closing time, at a weekend or on a bank holiday counts as received on the next working day.',
            'Automatic messages do not count as hearing something new. Only a person who tells you something does.',
            'If we miss a date, the officer sees it first, then a supervisor, then the person who answers for it in public. You get an apology and a new date.',
          ]}
        />
        {holidays.length === 0 ? null : <p>The next bank holidays: {holidays.join(', ')}.</p>}
      </Section>
    </>
  );
}

/** Languages and formats: what there is, and what there is not yet. */
export function LanguagesPage({ phone }: AboutProps) {
  const words: readonly (readonly [string, string, string])[] = [
    ['pl', 'Polski', 'W nagłym niebezpieczeństwie dzwoń 999. Powiedz „Polish please”, a połączą Cię z tłumaczem.'],
    ['ro', 'Română', 'În caz de pericol sunați la 999. Spuneți „Romanian please” și veți primi un interpret.'],
    ['lt', 'Lietuvių', 'Kilus pavojui skambinkite 999. Pasakykite „Lithuanian please“ ir gausite vertėją.'],
    ['pt', 'Português', 'Em perigo, ligue 999. Diga “Portuguese please” e terá um intérprete.'],
    ['tr', 'Türkçe', 'Tehlikedeyseniz 999’u arayın. “Turkish please” deyin, size tercüman bağlanır.'],
    ['uk', 'Українська', 'У небезпеці телефонуйте 999. Скажіть «Ukrainian please», і вас з’єднають з перекладачем.'],
    ['cy', 'Cymraeg', 'Mewn perygl, ffoniwch 999. Gallwch ofyn am gael siarad Cymraeg.'],
  ];
  return (
    <>
      <h1>Other languages and formats</h1>
      <p class="hub-lede">These pages are in English. You can write your report in your own language. We keep your words as you wrote them.</p>
      <Section id="danger" title="In danger, in your language">
        <ul class="hub-list">{words.map(([code, name, sentence]) => <li key={code} lang={code}><b>{name}.</b> {sentence}</li>)}</ul>
      </Section>
      <Section id="speak" title="To speak with us">
        <LineList items={['Ask for an interpreter, also for British Sign Language, when you report: there is a line for it under “Anything else that makes it safer or easier”.', 'Large print, easy read, braille or sound: ask in the same place.']} />
        <Ring phone={phone} why="Or ring us and say the name of your language in English:" />
      </Section>
    </>
  );
}

/** How to complain, in steps, with the bodies that look at it from outside. */
export function ComplainPage({ phone, agencies }: AboutProps & { readonly agencies: readonly { readonly name: string; readonly phone: string | null }[] }) {
  return (
    <>
      <h1>Complain</h1>
      <p class="hub-lede">If we got it wrong, say so. It does not harm your report, and it does not end it.</p>
      <Section id="first" title="About your report">
        <LineList
          items={[
            'On your private page: write to the person who has it, say that we understood you wrongly, or open it again after it was closed.',
            'If you have reported the same trouble several times and nothing worked, ask for an ASB Case Review (once called the Community Trigger). Other agencies then look at it together. Ask on your private page or by phone.',
          ]}
        />
        <Ring phone={phone} why="Or ring us:" />
      </Section>
      <Section id="agency" title="About an agency or a person in it">
        <p>Complain to the agency that did it. Your private page names the one that has your report.</p>
        {agencies.length === 0 ? null : <DataTable label="Agencies" publicLook columns={[{ label: 'Agency' }, { label: 'Phone' }]} rows={agencies.map((agency) => [agency.name, agency.phone === null ? 'Not given' : <Phone key={agency.name} number={agency.phone} />])} />}
      </Section>
      <Section id="outside" title="If that does not help">
        <LineList
          items={[
            <>A council: Local Government and Social Care Ombudsman, <Phone number="0300 061 0614" />.</>, <>A landlord: Housing Ombudsman, <Phone number="0300 111 3000" />.</>,
            <>The police: Independent Office for Police Conduct, <Phone number="0300 020 0096" />.</>, <>How we used what you told us: Information Commissioner, <Phone number="0303 123 1113" />.</>,
          ]}
        />
      </Section>
    </>
  );
}
