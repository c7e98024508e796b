import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { dateWords, type Holidays } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import type { Contact } from '../../platform/outbox/index.ts';
import { ActionButton, CaseHead, Chips, Columns, Empty, ErrorBox, LineList, Pairs, Section, Side, StateTag, Textarea, Thread, Warn } from '../../ui/index.ts';
import type { HeardPanel, MessagesPanel, PromisePanel, SilencePanel } from '../panel-queries.ts';
import { shortName } from '../people.ts';
import type { ConversationReport, MessageTemplate } from '../staff-queries.ts';
import { caseClock } from './case-clock.tsx';
import { contactWarning } from './contact-words.ts';
import { HeardSection } from './heard-section.tsx';
import { staffMessage, Stopped } from './messages-section.tsx';
import { PromiseSection } from './promise-section.tsx';

export interface ConversationPageProps {
  report: ConversationReport;
  contact: Contact | undefined;
  /** How the notice of a message leaves, in a few words; undefined when nothing may be sent. */
  leavesBy: string | undefined;
  promises: readonly PromisePanel[];
  heard: readonly HeardPanel[];
  messages: MessagesPanel;
  silence: readonly SilencePanel[];
  templates: readonly MessageTemplate[];
  holidays: Holidays;
  now: Temporal.Instant;
  mayWork: boolean;
  /** Whether the reader may make it intelligence. */
  trained: boolean;
  typed: Typed;
  errors: readonly FieldError[];
}

const stateWords: Readonly<Record<string, string>> = {
  new: 'Waiting for an answer', in_case: 'In a case', referred: 'Referred', no_further_action: 'No further action', merged: 'Joined with another', closed: 'Closed',
};

function Write({ props }: { props: ConversationPageProps }) {
  const { report, typed, errors, templates, leavesBy } = props;
  const who = shortName(report.person);
  return (
    <form class="hub-reply" id="write" action={paths.reportPart(report.id, 'message')} method="post" novalidate>
      {templates.length === 0 ? null : (
        <Chips label="Begin with" links={templates.map((template) => ({ href: `${paths.report(report.id)}?template=${template.id}#write`, label: template.name }))} />
      )}
      <Textarea
        name="words"
        label={`Write to ${who}`}
        hint={leavesBy === undefined ? 'Nothing may be sent to this person. They read it when they open their private page.' : `It appears on their private page. They are told by ${leavesBy}, without what you write.`}
        rows={4}
        value={typedText(typed, 'words')}
        errorMessage={errorOf(errors, 'words')}
      />
      <div class="govuk-button-group">
        <button class="govuk-button" data-module="govuk-button" data-prevent-double-click="true">Send</button>
        <a href={paths.reportPart(report.id, 'told')} data-in-place="">I told them by phone or visit</a>
      </div>
    </form>
  );
}

function Messages({ props }: { props: ConversationPageProps }) {
  const { messages, report, now, mayWork } = props;
  const unread = messages.messages.filter((row) => row.direction === 'in' && row.read_at === null).length;
  return (
    <Section id="messages" title="Messages" note={unread === 0 ? undefined : `${unread} not yet read`}>
      <Stopped stopped={messages.stopped} mayWork={mayWork} />
      {messages.messages.length === 0
        ? <Empty lead="No messages yet.">What you write and what they answer stays here.</Empty>
        : <Thread messages={messages.messages.map((row) => staffMessage(row, report.person, now))} />}
      {mayWork && unread > 0 ? <ActionButton kind="secondary" label="I have read them" post={paths.messagesRead(report.id)} /> : null}
      {mayWork ? <Write props={props} /> : null}
    </Section>
  );
}

function Contacting({ props }: { props: ConversationPageProps }) {
  const { report, contact, mayWork } = props;
  const pairs = [
    { term: 'Phone', value: contact?.phone }, { term: 'E-mail', value: contact?.email }, { term: 'Address', value: contact?.address },
  ].flatMap(({ term, value }) => (value === undefined ? [] : [{ term, value }]));
  return (
    <Section id="contact" title="How to reach them" side link={mayWork ? { href: paths.reportPart(report.id, 'safe-contact'), label: 'Change', inPlace: true } : undefined}>
      {pairs.length === 0 ? <p>They gave no phone, e-mail or address.</p> : <Pairs pairs={pairs} />}
    </Section>
  );
}

/** The conversation with one person: their words, the promise, the messages, the clock, and what is safe. */
export function ConversationPage(props: ConversationPageProps) {
  const { report, contact, now, mayWork } = props;
  const warning = contactWarning(contact);
  const asTold = { label: 'Everything they told us', href: paths.reportAsTold(report.id), kind: 'secondary' } as const;
  return (
    <>
      <CaseHead
        reference={report.reference}
        opened={`reported ${dateWords(report.received_at)}`}
        state={<StateTag>{stateWords[report.state] ?? report.state}</StateTag>}
        title={`${report.person === null || report.person === '' ? 'Conversation' : report.person}: ${report.title}`}
        actions={mayWork ? [{ label: `Write to ${shortName(report.person)}`, href: '#write' }, { label: 'I told them by phone or visit', href: paths.reportPart(report.id, 'told'), kind: 'secondary', inPlace: true }, asTold] : [asTold]}
        facts={[{ term: 'Case', value: report.case_id === null ? 'None yet' : <a href={paths.case(report.case_id)}>{report.case_reference}</a> }]}
        clock={caseClock(props.silence, now, props.holidays)}
        warnings={<><Warn lead={warning.lead}>{warning.rest}</Warn>{report.held ? <Warn lead="On legal hold.">Nothing of it can be deleted. <a href={paths.holdsOf('report', report.id)}>Why, and by whom</a></Warn> : null}</>}
      />
      <ErrorBox errors={props.errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <Columns shape="case">
        <div>
          <PromiseSection panels={props.promises} heard={props.heard} now={now} mayWork={mayWork} />
          <HeardSection panels={props.heard} now={now} mayWork={mayWork} />
          <Messages props={props} />
        </div>
        <Side label="Contact">
          <Contacting props={props} />
          {mayWork && props.trained ? <Section id="intelligence" title="Intelligence" side><p class="small"><a href={paths.reportToIntelligence(report.id)}>Make this concern intelligence</a></p></Section> : null}
          <Section id="keeping" title="Record" side>
            <LineList small items={[<a href={paths.reportLooked(report.id)}>Who has looked</a>, ...(mayWork && !report.held ? [<a href={paths.newHold('report', report.id)}>Place a legal hold</a>] : [])]} />
          </Section>
        </Side>
      </Columns>
    </>
  );
}
