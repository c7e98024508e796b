import type { Temporal } from 'temporal-polyfill';

import { momentWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { itemsWords, standingOf } from '../../sharing/index.ts';
import { Actions, AsTyped, Columns, DataTable, FormPage, LineList, Note, Pairs, Section, Side, StateTag, Textarea, TitleLine } from '../../ui/index.ts';
import type { FullRequest, RequestAnswer, RequestEscalation, RequestMessage } from '../queries.ts';
import { isOpen, stateWords, type RequestAct } from '../rules.ts';
import { dueWords } from './requests-page.tsx';

export interface RequestProps {
  readonly request: FullRequest;
  readonly messages: readonly RequestMessage[];
  readonly answers: readonly RequestAnswer[];
  readonly escalations: readonly RequestEscalation[];
  readonly asked: boolean;
  readonly acts: readonly RequestAct[];
  readonly mine: boolean;
  readonly now: Temporal.Instant;
}

const messageWords = { question: 'asked what is meant', clarification: 'explained', partly: 'answered in part', answered: 'answered', refused: 'refused', withdrawn: 'took the request back' } as const;
const levelWords = { officer: 'the officers', supervisor: 'the supervisor', liaison: 'the liaison persons' } as const;
const aboutWords = { case: 'A case or an incident', person: 'A person', place: 'A place' } as const;

function Buttons({ request, acts, mine }: RequestProps) {
  const can = (act: RequestAct): boolean => acts.includes(act);
  return (
    <Actions
      actions={[
        ...(can('clarify') ? [{ label: 'Explain', href: paths.requestAct(request.id, 'clarify') }] : []),
        ...(can('answer') ? [{ label: 'Answer', href: paths.requestAct(request.id, 'answer') }] : []),
        ...(can('question') ? [{ label: 'Ask what they mean', kind: 'secondary' as const, href: paths.requestAct(request.id, 'question') }] : []),
        ...(can('refuse') ? [{ label: 'Refuse', kind: 'secondary' as const, href: paths.requestAct(request.id, 'refuse') }] : []),
        ...(can('take') && !mine ? [{ label: 'I will do it', kind: 'secondary' as const, post: paths.requestAct(request.id, 'take') }] : []),
        ...(can('withdraw') ? [{ label: 'Take it back', kind: 'secondary' as const, href: paths.requestAct(request.id, 'withdraw') }] : []),
      ]}
    />
  );
}

function Answers({ answers, asked, now }: RequestProps) {
  return (
    <Section id="answers" title="Answers" note={answers.length === 0 ? 'None yet' : undefined}>
      {answers.length === 0 ? null : (
        <DataTable
          label="Answers" columns={[{ label: 'What' }, { label: 'When' }, { label: 'State' }]}
          rows={answers.map((answer) => {
            const standing = standingOf(answer, now);
            return [
              <a key={answer.id} href={paths.disclosure(answer.id)}>{itemsWords(answer.labels, 3)}, {answer.reference}</a>, momentWords(answer.decided_at, now),
              standing === 'live' ? 'Shared' : standing === 'asked' ? (asked ? 'Waits for a supervisor' : '') : standing === 'withdrawn' ? 'Withdrawn' : 'Ended',
            ];
          })}
        />
      )}
    </Section>
  );
}

/** One request, for either side. The asked side reads its words and nothing of the asker's case. */
export function RequestPage(props: RequestProps) {
  const { request, messages, escalations, asked, now } = props;
  const late = isOpen(request.state) && request.paused_at === null && request.due_at.epochMilliseconds < now.epochMilliseconds;
  return (
    <>
      <p class="hub-case__ref">
        <span class="num">{request.reference}</span> · <StateTag kind={isOpen(request.state) ? 'fill' : 'plain'}>{stateWords[request.state]}</StateTag> · <a href={paths.requests(asked ? '' : '?way=by_us')}>All requests</a>
        {request.case_id === null || request.case_reference === null ? null : <> · <a href={paths.case(request.case_id, 'share')}>{request.case_reference}</a></>}
      </p>
      <TitleLine title={asked ? `${request.from_agency_name} asks` : `Asked of ${request.to_agency_name}`} says={`${request.asked_by_name ?? 'Somebody'} asked ${momentWords(request.asked_at, now)}. ${isOpen(request.state) ? `Answer by ${dueWords(request, now)}` : `Closed ${dueWords(request, now)}`}.`}>
        {props.acts.length === 0 ? undefined : <Buttons {...props} />}
      </TitleLine>
      {late ? <Note danger>The answer is late.{escalations.length === 0 ? '' : ` It has come up to ${escalations.map(({ level }) => levelWords[level]).join(', then ')}.`}</Note> : null}
      {request.state === 'refused' ? <Note><b>Refused.</b> {request.reason}</Note> : null}
      <Columns shape="case">
        <div>
          <Section id="wanted" title="What is asked"><AsTyped>{request.wanted}</AsTyped></Section>
          <Answers {...props} />
          <Section id="messages" title="What was said about it" note={messages.length === 0 ? 'Nothing yet' : undefined}>
            {messages.length === 0 ? null : <LineList items={messages.map((message) => <><b>{message.name ?? 'Somebody'}, {message.agency ?? ''}, {messageWords[message.kind]}</b> <span class="quiet">{momentWords(message.at, now)}</span><AsTyped>{message.words}</AsTyped></>)} />}
          </Section>
        </div>
        <Side label="Why and by whom">
          <Section id="terms" title="About it" side>
            <Pairs
              pairs={[
                { term: 'About', value: <>{aboutWords[request.about]}<br />{request.about_words}</> }, { term: 'For', value: request.purpose },
                { term: 'Law', value: <>{request.gateway}<br /><span class="small quiet">{request.gateway_words}</span></> }, { term: 'Why needed', value: request.why },
                { term: 'Who has it', value: request.holder ?? (request.to_person ?? `Nobody yet at ${request.to_agency_name}`) },
                { term: 'Asked by', value: `${request.asked_by_name ?? 'Somebody'}, ${request.from_agency_name}${request.phone === null ? '' : `, ${request.phone}`}` },
              ]}
            />
          </Section>
        </Side>
      </Columns>
    </>
  );
}

const wordsForms = {
  question: { heading: 'Ask what they mean', label: 'What do you need to know?', hint: 'The clock stands until they answer', submit: 'Ask' },
  clarify: { heading: 'Explain what you ask for', label: 'Your explanation', hint: 'The clock goes on when you have sent it', submit: 'Send' },
  refuse: { heading: 'Refuse the request', label: 'Why do you refuse?', hint: 'They read it, and it goes into the ledger', submit: 'Refuse' },
  withdraw: { heading: 'Take the request back', label: 'Why is it no longer needed?', hint: 'They read it', submit: 'Take it back' },
} as const;
export type WordsAct = keyof typeof wordsForms;

/** One box of words about a request. */
export function WordsPage({ request, act, typed, errors }: { request: FullRequest; act: WordsAct; typed: Typed; errors: readonly FieldError[] }) {
  const form = wordsForms[act];
  return (
    <FormPage heading={form.heading} lede={`${request.reference}: ${request.wanted}`} errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} action={paths.requestAct(request.id, act)} submit={form.submit} warning={act === 'refuse'} beside={<a href={paths.request(request.id)}>Back</a>}>
      <Textarea name="words" label={form.label} hint={form.hint} rows={4} value={typedText(typed, 'words')} errorMessage={errorOf(errors, 'words')} />
    </FormPage>
  );
}
