import type { ComponentChildren } from 'preact';
import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { dayWords, momentWords, shortDay } from '../../platform/calendar/index.ts';
import { isUuid } from '../../platform/references/index.ts';
import { AsTyped, Button, Empty, HeardReceipt, Holder, LineList, PromiseCard, PromiseList, SilenceClock, Textarea, Thread, Timeline, WaysOn, type ThreadMessage } from '../../ui/index.ts';
import { clockDays, clockFace, daysAgo, daysWords, nextWords, type Silence } from '../clock.ts';
import type { LinkMessage } from '../link-queries.ts';
import { apology, lineFace, lineSentence, type PromiseLine } from '../promise-rules.ts';
import { whereItStands } from '../standing.ts';
import type { Tracking } from '../tracking.ts';
import { contactSentence } from './contact-words.ts';
import { uiDays } from './days.ts';

export interface TrackPageProps {
  tracking: Tracking;
  secret: string;
  now: Temporal.Instant;
  hubPhone: string;
}

function firstName(name: string | undefined): string {
  return name?.split(' ')[0] ?? 'us';
}

/** Where things stand, then the silence clock in words and days. */
function Where({ tracking, now }: TrackPageProps) {
  const { report, standing } = tracking;
  const reason = standing.state === 'no_further_action' && report.decision_reason !== null && report.decision_reason !== '' && !isUuid(report.decision_reason) ? report.decision_reason : undefined;
  return (
    <div class="hub-where">
      <h1>{whereItStands(standing, now)}</h1>
      {reason === undefined ? null : <AsTyped>{reason}</AsTyped>}
      <Clock tracking={tracking} now={now} />
    </div>
  );
}

function silenceOf(tracking: Tracking): Silence {
  const { report, history, over } = tracking;
  const told = history.filter((entry) => entry.told).map((entry, place) => ({ at: entry.at, label: place === 0 ? 'We told you' : undefined }));
  return { receivedAt: report.received_at, lastToldAt: report.last_told_at, nextToldBy: report.next_told_by, over, told };
}

function nextSentence(tracking: Tracking, now: Temporal.Instant): ComponentChildren {
  const face = clockFace(silenceOf(tracking), now);
  if (face.nextBy === undefined) {
    return null;
  }
  const who = tracking.holder === undefined ? 'us' : firstName(tracking.holder.name);
  return face.state === 'late'
    ? <>We said you would hear by {dayWords(face.nextBy, now)}, {face.daysLate === 0 ? 'and you have not' : <>and are <b>{daysWords(face.daysLate)} late</b></>}. We are sorry.</>
    : <>You will hear from {who} {face.heardBefore ? 'again ' : ''}<b>{nextWords(face.nextBy, now)}</b>.</>;
}

function Clock({ tracking, now }: { tracking: Tracking; now: Temporal.Instant }) {
  const silence = silenceOf(tracking);
  const face = clockFace(silence, now);
  if (face.state === 'over') {
    return <p class="hub-clock__say">If it is not over, or we got it wrong, <a href="#again">tell us and we open it again</a>. Nothing you told us is lost.</p>;
  }
  const since = face.heardBefore
    ? <>We last told you something new <b>{daysAgo(face.days)}</b>.</>
    : <>You reported it <b>{daysAgo(face.days)}</b>. We have not told you anything new yet.</>;
  // From the last news on: what came before is in the history.
  const days = uiDays(clockDays({ ...silence, told: silence.told.slice(0, 1) }, now, tracking.time.holidays));
  return <SilenceClock say={<>{since} {nextSentence(tracking, now)}</>} days={days} note="Short bars are weekends and bank holidays. Automatic messages do not restart this count." />;
}

function Beside({ tracking, secret, hubPhone }: TrackPageProps) {
  const { holder, agency, contact, over } = tracking;
  const phone = holder?.team_phone ?? holder?.phone ?? agency?.phone ?? (hubPhone === '' ? undefined : hubPhone);
  const hours = holder?.team_hours ?? agency?.hours ?? undefined;
  const write = holder === undefined ? 'Write to us' : `Write to ${firstName(holder.name)}`;
  return (
    <aside class="hub-trackside" aria-label="Who has your report, and what you can do">
      <Holder
        name={holder?.name ?? agency?.name ?? 'The partnership'}
        team={holder === undefined ? 'A named person will be shown here as soon as someone takes it on' : [holder.team, holder.agency].filter((part) => part !== null).join(', ')}
        phone={phone}
        note={[hours === undefined ? '' : `${hours.replace(/\.$/, '')}.`, contactSentence(contact)].filter((part) => part !== '').join(' ')}
        change={{ href: paths.linkPart(secret, 'contact'), label: 'Change how we contact you' }}
      />
      <WaysOn
        label="What you can do"
        links={[{ href: '#write', label: write }, { href: paths.linkPart(secret, 'again'), label: 'It happened again' }, over ? { href: paths.linkPart(secret, 'reopen'), label: 'Open it again' } : { href: '#review', label: 'Ask for a review' }]}
      />
    </aside>
  );
}

function whoWords(line: PromiseLine, now: Temporal.Instant): string {
  const kept = line.state !== 'kept' || line.keptAt === null ? '' : ` Kept on ${dayWords(line.keptAt, now)}. ${line.keptWords ?? ''}`;
  const stopped = line.state === 'withdrawn' ? ' We no longer promise this; the last change says why.' : '';
  return `${line.who.trim().replace(/[.]$/, '')}.${kept}${stopped}`;
}

function Promised({ line, now }: { line: PromiseLine; now: Temporal.Instant }) {
  const face = lineFace(line, now);
  return (
    <PromiseCard
      state={face.state}
      word={face.word}
      date={face.leaf}
      what={lineSentence(line, now)}
      who={whoWords(line, now)}
      apology={face.state === 'late' || face.word === 'Kept late' ? apology(line, now) : undefined}
    />
  );
}

const order = { late: 0, due: 1, kept: 2, stopped: 3 } as const;

function ThePromise({ tracking, secret, now }: TrackPageProps) {
  const [promise] = tracking.promises;
  if (promise === undefined) {
    return (
      <section class="hub-sec" aria-labelledby="promise">
        <h2 id="promise">What we promised</h2>
        <Empty lead="Nothing yet.">Here we will say who does what by when, and what we cannot do and why. A date that we miss stays on this page.</Empty>
      </section>
    );
  }
  const lines = promise.lines.toSorted((one, other) => order[lineFace(one, now).state] - order[lineFace(other, now).state] || one.dueAt.epochMilliseconds - other.dueAt.epochMilliseconds);
  return (
    <section class="hub-sec" aria-labelledby="promise">
      <h2 id="promise">What we promised</h2>
      <PromiseList>{lines.map((line) => <Promised key={line.lineId} line={line} now={now} />)}</PromiseList>
      {promise.cannot === '' ? null : <div class="hub-cannot"><h3>What we cannot do, and why</h3><AsTyped>{`${promise.cannot} ${promise.cannot_why}`.trim()}</AsTyped></div>}
      {promise.version === 1 ? null : <p class="hub-more"><a href={paths.linkPart(secret, 'promise')}>This is version {promise.version} of the promise. See what changed on {dayWords(promise.made_at, now).split(' ').slice(1).join(' ')}</a></p>}
    </section>
  );
}

const times = ['not yet', 'once', 'twice'];

function IsThisRight(props: TrackPageProps) {
  const { tracking, secret, now } = props;
  const { report, receipt } = tracking;
  if (receipt === undefined) {
    return (
      <section class="hub-sec" aria-labelledby="right">
        <h2 id="right">Your words</h2>
        <p class="hub-lede">When someone has read this, they write down what they understood, and you say whether it is right.</p>
        <blockquote class="hub-quote">“{report.words}”</blockquote>
        <YourFiles {...props} />
      </section>
    );
  }
  return (
    <section class="hub-sec" aria-labelledby="right">
      <h2 id="right">Is this right?</h2>
      <p class="hub-lede">Check that we understood. You should not have to say it twice: so far you have told it <b>{times[report.told_it_times] ?? `${report.told_it_times} times`}</b>.</p>
      <HeardReceipt theirWords={[`“${report.words}”`]} understood={receipt.points} wants={receipt.wants === '' ? undefined : `“${receipt.wants}”`}>
        {receipt.answer === null || receipt.answered_at === null
          ? (
            <form action={paths.linkPart(secret, 'heard')} method="post">
              <input type="hidden" name="receipt" value={receipt.id} />
              <div class="govuk-button-group">
                <button class="govuk-button" name="answer" value="right">Yes, that is right</button>
                <a class="govuk-button govuk-button--secondary" href={paths.linkPart(secret, 'heard')}>Something is wrong or missing</a>
              </div>
            </form>
          )
          : <Answered answer={receipt.answer} at={receipt.answered_at} correction={receipt.correction} secret={secret} now={now} />}
      </HeardReceipt>
      <YourFiles {...props} />
    </section>
  );
}

const kindWords = { photo: 'Photo', video: 'Video', sound: 'Sound', document: 'Document' } as const;

/** What they sent, to look at again. */
function YourFiles({ tracking, secret, now }: TrackPageProps) {
  if (tracking.files.length === 0) {
    return null;
  }
  const items = tracking.files.map((file) => <><a href={paths.linkFile(secret, file.id)}>{kindWords[file.kind]}: {file.name}</a> <span class="quiet">{dayWords(file.received_at, now)}</span></>);
  return <div class="hub-cannot"><h3>What you sent us</h3><LineList items={items} /></div>;
}

function Answered({ answer, at, correction, secret, now }: { answer: 'right' | 'wrong'; at: Temporal.Instant; correction: string | null; secret: string; now: Temporal.Instant }) {
  return (
    <>
      <p>{answer === 'right' ? `You said on ${dayWords(at, now)} that this is right.` : `You told us on ${dayWords(at, now)} what is wrong. We write the summary again.`}</p>
      {correction === null || correction === '' ? null : <blockquote class="hub-quote">{correction}</blockquote>}
      <p><a href={paths.linkPart(secret, 'heard')}>{answer === 'right' ? 'Something is wrong after all' : 'Add to what you said'}</a></p>
    </>
  );
}

/** Messages as the person sees them: their own stand on the other side. */
export function linkThread(messages: readonly LinkMessage[], names: Tracking['names'], now: Temporal.Instant): ThreadMessage[] {
  return messages.map((message) => {
    const author = message.author_id === null ? undefined : names.get(message.author_id);
    if (message.automatic) {
      return { kind: 'automatic', id: `m-${message.id}`, body: <>Automatic, {dayWords(message.at, now)}: {message.words} This did not restart the count.</> };
    }
    const reader = message.read_by === null ? undefined : names.get(message.read_by);
    return {
      kind: message.direction === 'in' ? 'mine' : 'theirs', id: `m-${message.id}`, when: momentWords(message.at, now), at: message.at.toString(), body: message.words,
      from: message.direction === 'in' ? 'You' : author === undefined ? 'The hub' : `${author.name}, ${author.agency}`,
      seen: message.direction === 'in' ? (message.read_at === null ? 'Not read yet' : `Read by ${firstName(reader?.name)}, ${dayWords(message.read_at, now)}`) : undefined,
    };
  });
}

function Messages({ tracking, secret, now }: TrackPageProps) {
  const who = tracking.holder === undefined ? 'us' : firstName(tracking.holder.name);
  return (
    <section class="hub-sec" id="write" aria-labelledby="msgs">
      <h2 id="msgs">Messages</h2>
      {tracking.messages.length === 0 ? <Empty lead="No messages yet.">What you write and what we answer stays here.</Empty> : <Thread messages={linkThread(tracking.messages, tracking.names, now)} />}
      <form class="hub-reply" action={paths.linkPart(secret, 'message')} method="post">
        <Textarea name="words" id="words" label={`Write to ${who}`} rows={3} />
        <div class="govuk-button-group"><Button text="Send" preventDoubleClick /><a href={paths.linkPart(secret, 'message')}>Add a photo, sound or video</a></div>
      </form>
    </section>
  );
}

const shownAtFirst = 12;

export function historyEntries(history: Tracking['history']) {
  return history.map((entry) => ({
    id: `e-${entry.id}`, when: shortDay(entry.at), at: entry.at.toString(), kind: entry.missed ? ('missed' as const) : entry.told ? ('told' as const) : undefined, body: entry.resident_words ?? '',
  }));
}

function History({ tracking, secret }: TrackPageProps) {
  const { history } = tracking;
  return (
    <section class="hub-sec" aria-labelledby="hist">
      <h2 id="hist">Everything that has happened</h2>
      {history.length === 0 ? <Empty lead="Your report has arrived.">Each step that we take is added here.</Empty> : <Timeline wide entries={historyEntries(history.slice(0, shownAtFirst))} />}
      {history.length > shownAtFirst ? <p class="hub-more"><a href={paths.linkPart(secret, 'history')}>{history.length - shownAtFirst} earlier steps</a></p> : null}
    </section>
  );
}

const confidenceAsks = {
  report: { lead: 'How was reporting it?', rest: 'Three questions, one minute. Your answers are counted with others, without your name.' },
  midpoint: { lead: 'How are we doing so far?', rest: 'You are about halfway. Three questions: they show us and everyone else whether people feel heard.' },
  closure: { lead: 'How did we do?', rest: 'Three questions now that your report is closed. A bad answer helps as much as a good one.' },
} as const;

function Rights({ tracking, secret }: TrackPageProps) {
  const { ask, over, incidents } = tracking;
  return (
    <section class="hub-sec hub-rights" aria-label="What you can do">
      {over
        ? <div id="again"><h2>It is not over</h2><p>One form opens your report again. You do not start from the beginning: all that you told us is still here.</p><p><a class="govuk-button govuk-button--secondary" href={paths.linkPart(secret, 'reopen')}>Open it again</a></p></div>
        : <div id="again"><h2>It happened again</h2><p>Add it in a minute, with a photo or sound. It joins this report, so you never start over.</p><p><a class="govuk-button govuk-button--secondary" href={paths.linkPart(secret, 'again')}>Add what happened</a></p></div>}
      <div id="review">
        <h2>{incidents >= 3 ? 'You can ask for a review now' : 'You can ask for a review'}</h2>
        <p>{incidents >= 3 ? `You have told us about ${incidents} incidents in 6 months. ` : ''}From 3 reports in 6 months, you can ask a panel to look at how we have all dealt with it (the ASB Case Review). It is free, and you can have someone with you.</p>
        <p><a class="govuk-button govuk-button--secondary" href={paths.linkPart(secret, 'review')}>Ask for a case review</a></p>
      </div>
      {ask === undefined ? null : (
        <div id="confidence">
          <h2>{confidenceAsks[ask].lead}</h2>
          <p>{confidenceAsks[ask].rest}</p>
          <p><a class="govuk-button govuk-button--secondary" href={paths.linkPart(secret, 'confidence')}>Answer three questions</a></p>
        </div>
      )}
      <div id="rights">
        <h2>Your rights</h2>
        <p>You can ask for what we hold about you, have it put right, and complain. <a href={paths.aboutPage('privacy')}>How we use what you tell us</a>. <a href={paths.aboutPage('complain')}>Complain</a>. <a href={paths.aboutPage('contact-standards')}>By when you hear from us</a>.</p>
      </div>
    </section>
  );
}

/** The heart: has anyone forgotten me? */
export function TrackPage(props: TrackPageProps) {
  const { report } = props.tracking;
  return (
    <>
      <p class="quiet hub-ref">Your report <b class="num">{report.reference}</b>, made on {dayWords(report.received_at, props.now)}. Only people with this link can see it.</p>
      <div class="hub-trackgrid">
        <Where {...props} />
        <Beside {...props} />
        <div class="hub-trackmain">
          <ThePromise {...props} />
          <IsThisRight {...props} />
          <Messages {...props} />
          <History {...props} />
          <Rights {...props} />
        </div>
      </div>
    </>
  );
}
