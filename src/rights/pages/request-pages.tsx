import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import type { StaffActor } from '../../platform/access/index.ts';
import { dateWords, momentWords, type Holidays } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { RecordsTabs } from '../../retention/index.ts';
import { ActionButton, AsTyped, Button, Columns, DataTable, Details, Empty, ErrorBox, Input, LineList, Note, Pairs, Radios, Section, Side, StateTag, Textarea, TitleLine } from '../../ui/index.ts';
import { fitsZip, type GivenFile } from '../files.ts';
import type { Counts, EventRow, ItemRow, RequestRow } from '../queries.ts';
import { clockState, dueOn, mayExtend, requestStates } from '../rules.ts';
import type { Act } from '../schema.ts';

export interface Today {
  readonly today: Temporal.PlainDate;
  readonly holidays: Holidays;
  readonly now: Temporal.Instant;
}

const ended: readonly string[] = ['issued', 'refused', 'withdrawn', 'done'];

function ClockTag({ request, today, holidays }: { request: RequestRow } & Pick<Today, 'today' | 'holidays'>) {
  if (ended.includes(request.state)) {
    return <StateTag>{requestStates[request.state]}</StateTag>;
  }
  const state = clockState(request, today, holidays);
  const words = { identity: 'Who asks is not checked', paused: 'Paused', runs: `By ${dateWords(dueOn(request, today, holidays))}`, late: `Late since ${dateWords(dueOn(request, today, holidays))}` }[state];
  return <StateTag kind={state === 'late' ? 'danger' : state === 'runs' ? 'fill' : 'soft'}>{words}</StateTag>;
}

export function RequestListPage({ actor, requests, ...clock }: { actor: StaffActor; requests: readonly RequestRow[] } & Today) {
  return (
    <>
      <TitleLine title="Subject requests" says="People who ask what we hold about them, or that something be put right. A month from the day on which we know who asks.">
        <ActionButton label="Take a request" href={paths.newSubjectRequest()} />
      </TitleLine>
      <RecordsTabs current="requests" actor={actor} />
      {requests.length === 0 ? <Empty lead="Nobody has asked yet.">When somebody asks, by whatever way, take the request here.</Empty> : (
        <DataTable label="Subject requests" columns={[{ label: 'Request' }, { label: 'Asked by' }, { label: 'What' }, { label: 'Received' }, { label: 'Handled by' }, { label: 'Stage' }, { label: 'Answer' }]}
          rows={requests.map((request) => [<a href={paths.subjectRequest(request.id)}>{request.reference}</a>, request.asker, request.kind === 'access' ? 'What we hold' : 'Something is wrong', dateWords(request.received_on), request.handler ?? '–', requestStates[request.state], <ClockTag request={request} {...clock} />])} />
      )}
    </>
  );
}

export interface TakePageProps {
  readonly person: { readonly id: string; readonly called: string } | undefined;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

export function TakePage({ person, errors, typed }: TakePageProps) {
  const line = (name: string) => ({ name, value: typedText(typed, name), errorMessage: errorOf(errors, name) });
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title="Take a subject request" says={person === undefined ? <>If we know the person, <a href={paths.people()}>find them</a> and begin from their page. Otherwise go on: the answer is then that we hold nothing.</> : `About ${person.called}, in every record that is held to be the same person.`} />
      <form method="post" action={paths.subjectRequests()} novalidate>
        <input type="hidden" name="person" value={person?.id ?? ''} />
        <Radios {...line('kind')} fieldset={{ legend: 'What do they ask?' }} items={[{ value: 'access', text: 'What we hold about them' }, { value: 'correction', text: 'That something be put right' }]} />
        <Input {...line('asker')} label="Who asks" hint="Their name" />
        <Radios {...line('behalf')} fieldset={{ legend: 'For whom?' }} items={[{ value: 'own', text: 'For themselves' }, { value: 'other', text: 'For somebody else', conditional: <Input {...line('authority')} label="By what authority" hint="Such as: solicitor, signed form of 3 March; parent of a child of 9" /> }]} />
        <Textarea {...line('wanted')} label="What they ask, in their words" rows={4} />
        <Input {...line('received')} type="date" label="Received on" hint="Leave empty for today" classes="govuk-input--width-10" />
        <Button>Take the request</Button>
      </form>
    </>
  );
}

export interface RequestPageProps extends Today {
  readonly request: RequestRow;
  readonly events: readonly EventRow[];
  readonly items: readonly ItemRow[];
  readonly counts: Counts;
  readonly files: readonly GivenFile[];
  readonly accountId: string;
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
}

/** One act with its words. What is seldom needed is folded, and open when something in it was wrong. */
function ActForm({ request, act, label, hint, button, errors, typed, secondary }: { request: RequestRow; act: Act; label?: string; hint?: string; button: string; errors: readonly FieldError[]; typed: Typed; secondary?: boolean }) {
  const mine = typedText(typed, 'act') === act;
  const form = (
    <form method="post" action={paths.subjectRequestAct(request.id)} novalidate>
      <input type="hidden" name="act" value={act} />
      {label === undefined ? null : <Textarea id={`words-${act}`} name="words" label={label} hint={hint} rows={2} value={mine ? typedText(typed, 'words') : ''} errorMessage={mine ? errorOf(errors, 'words') : undefined} />}
      <Button classes={secondary === true ? 'govuk-button--secondary' : undefined}>{button}</Button>
    </form>
  );
  return secondary === true && label !== undefined ? <Details summary={button} open={mine}>{form}</Details> : form;
}

function Clocks(props: RequestPageProps) {
  const { request, today, holidays, errors, typed } = props;
  const about = { request, errors, typed };
  return (
    <Section id="clock" title="The clock" side>
      <p><ClockTag request={request} today={today} holidays={holidays} /></p>
      {request.identity_on === null ? <ActForm {...about} act="identity" label="How was it checked who asks?" hint="Such as: seen in person with a passport. Ask only if you doubt it; otherwise say how you know them" button="Who asks is checked" /> : null}
      {request.identity_on !== null && request.paused_on === null ? <ActForm {...about} act="pause" label="What must they make clear?" hint="Only where much is held and it is not clear what they want" button="Pause the clock" secondary /> : null}
      {request.paused_on !== null ? <ActForm {...about} act="resume" button="They have answered: go on" /> : null}
      {mayExtend(request, today, holidays) && request.identity_on !== null ? <ActForm {...about} act="extend" label="Why does it take longer?" hint="Only if it is complex or one of many: two months more. Tell them within the first month" button="Extend by two months" secondary /> : null}
    </Section>
  );
}

function Items({ request, items, counts, now }: RequestPageProps) {
  const words = { include: 'Goes in', redact: 'Goes in, parts taken out', withhold: 'Held back' } as const;
  return (
    <Section id="items" title="What we hold" note={counts.items === 0 ? undefined : `${counts.items - counts.waiting} of ${counts.items} decided`}>
      {request.state === 'open' ? <ActForm request={request} act="search" button={counts.items === 0 ? 'Search every room' : 'Search again'} errors={[]} typed={{}} secondary={counts.items > 0} /> : null}
      {counts.hidden === 0 ? null : <Note>{counts.hidden} more {counts.hidden === 1 ? 'is' : 'are'} in records that you may not see; {counts.hidden_waiting} of them {counts.hidden_waiting === 1 ? 'waits' : 'wait'} for those named on them.</Note>}
      {items.length === 0 ? <Empty lead="Nothing was found yet.">Only what this agency itself holds is found. What partners gave is listed with whom to ask first.</Empty> : (
        <DataTable label="What we hold" columns={[{ label: 'What' }, { label: 'When' }, { label: 'Ask first' }, { label: 'Decision' }]}
          rows={items.map((item) => [<a href={paths.subjectItem(request.id, item.id)}>{item.label}</a>, momentWords(item.at, now), item.consult ?? '–', item.decision === null ? <StateTag kind="fill">To decide</StateTag> : `${words[item.decision]}${item.exemption === null ? '' : `: ${item.exemption}`}`])} />
      )}
    </Section>
  );
}

function sizeWords(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function Next(props: RequestPageProps) {
  const { request, counts, files, accountId, errors, typed } = props;
  const about = { request, errors, typed };
  if (request.kind === 'correction') {
    return request.state !== 'open' ? null : <Section id="correct" title="Put it right">{request.record_id === null ? <Note>Take the request again from the page of the person: nothing is known to be theirs.</Note> : <ActionButton label="Decide" href={paths.correctRecord(request.id)} />}</Section>;
  }
  if (request.state === 'open') {
    return request.identity_on !== null && counts.waiting === 0 ? <Section id="next" title="A second pair of eyes" lede="Everything is decided. Somebody else of your agency looks at it before the pack is made."><ActForm {...about} act="send" button="Send it to be checked" /></Section> : null;
  }
  if (request.state === 'checking') {
    return (
      <Section id="next" title="A second pair of eyes">
        {request.sent_by === accountId ? <Note>You sent it. Somebody else checks it.</Note> : <><ActForm {...about} act="check" button="It may go: make the pack" /><ActForm {...about} act="back" label="What must be looked at again?" button="Send it back" secondary /></>}
      </Section>
    );
  }
  if (request.state === 'making') {
    return <Section id="next" title="The pack is being made"><div data-look-again=""><p>It takes a minute or two. You may leave this page.</p></div></Section>;
  }
  return request.sealed_key === null ? null : (
    <Section id="next" title="The pack" lede={`${request.pages ?? 0} ${request.pages === 1 ? 'page' : 'pages'}, SHA-256 ${(request.sha256 ?? '').slice(0, 16)}…`}>
      <p><a href={paths.subjectPack(request.id)}>Download the pack (PDF)</a></p>
      {files.length === 0 ? null : (
        <>
          <h3>Files that go with it</h3>
          <LineList items={files.map((file) => <><a href={paths.subjectFile(request.id, file.id)}>{file.name}</a> {file.drawn ? 'drawn anew, parts covered' : 'as it was received'}, {sizeWords(file.size)}</>)} />
          {fitsZip(files) ? <p><a href={paths.subjectEverything(request.id)}>Download the pack and its files (ZIP)</a></p> : null}
        </>
      )}
      {request.state === 'ready' ? <ActForm {...about} act="give" label="How was it given?" hint="Such as: handed over at the desk; by tracked post. Use a way that is safe for them" button="It was given" /> : null}
    </Section>
  );
}

export function RequestPage(props: RequestPageProps) {
  const { request, events, now, errors, typed } = props;
  const open = request.state === 'open';
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field === 'words' ? `words-${typedText(typed, 'act')}` : field}`, text }))} />
      <TitleLine title={`${request.reference}: ${request.kind === 'access' ? 'what we hold' : 'something is wrong'}`} says={<>{request.asker}, {requestStates[request.state].toLowerCase()}</>} />
      <Columns shape="case">
        <div>
          <Section id="asked" title="What they ask"><AsTyped>{request.wanted}</AsTyped></Section>
          {request.kind === 'access' ? <Items {...props} /> : null}
          <Next {...props} />
          {open ? (
            <Section id="end" title="End it without an answer">
              <ActForm request={request} act="refuse" errors={errors} typed={typed} secondary label="Why is it refused?" hint="Manifestly unfounded or excessive, or an exemption for all of it. They are told why, and that they may complain to the Information Commissioner and go to court" button="Refuse the request" />
              <ActForm request={request} act="withdraw" errors={errors} typed={typed} secondary label="How did they withdraw it?" button="They have withdrawn it" />
            </Section>
          ) : null}
        </div>
        <Side label="Facts of the request">
          {open ? <Clocks {...props} /> : null}
          <Section id="facts" title="Facts" side>
            <Pairs pairs={[
              { term: 'Agency', value: request.agency }, { term: 'Person', value: request.record_id === null ? 'Nothing is known to be theirs' : request.person === null ? 'In a record that you may not see' : <a href={paths.person(request.record_id)}>{request.person}</a> },
              ...(request.for_somebody_else ? [{ term: 'By what authority', value: request.authority }] : []),
              { term: 'Received', value: dateWords(request.received_on) }, { term: 'Who asks', value: request.identity_on === null ? 'Not checked yet' : `${dateWords(request.identity_on)}: ${request.identity_how}` },
              ...(request.extended_on === null ? [] : [{ term: 'Extended', value: `${dateWords(request.extended_on)}: ${request.extended_why}` }]),
              ...(request.paused_on === null ? [] : [{ term: 'Paused', value: `${dateWords(request.paused_on)}: ${request.paused_why}` }]),
              { term: 'Handled by', value: request.handler ?? '–' }, ...(request.checker === null ? [] : [{ term: 'Checked by', value: request.checker }]),
            ]} />
          </Section>
          <Section id="events" title="What happened" side>{events.length === 0 ? <p class="quiet">Nothing yet.</p> : <LineList small items={events.map((event) => `${momentWords(event.at, now)}, ${event.name ?? 'the hub'}: ${event.words}`)} />}</Section>
        </Side>
      </Columns>
      <p class="hub-back"><a href={paths.subjectRequests()}>All subject requests</a></p>
    </>
  );
}
