import type { Temporal } from 'temporal-polyfill';

import { contactOf, type Contact } from '../../engagement/index.ts';
import { paths } from '../../paths.ts';
import { clockTime, dateWords, dayWords, deadlineWords, leftWords, shortDay } from '../../platform/calendar/index.ts';
import { type Action, Actions, BarSpark, Empty, LineList, Note, Pairs, Quote, Warn } from '../../ui/index.ts';
import type { Match } from '../matches.ts';
import type { FileRow, PartyRow, PoliceMonth, ReportToDecide } from '../queries.ts';
import { policeFinding } from '../rules.ts';

export interface PreviewProps {
  readonly report: ReportToDecide;
  readonly parties: readonly PartyRow[];
  readonly files: readonly FileRow[];
  readonly matches: readonly Match[];
  /** undefined: the report has no place. Empty: no police data has been imported. */
  readonly police: readonly PoliceMonth[] | undefined;
  readonly reason: string;
  readonly query: string;
  readonly now: Temporal.Instant;
}

const channels: Readonly<Record<string, string>> = { web: 'web, no account', phone: 'taken by phone', desk: 'taken at the desk', trusted: 'trusted reporter', api: 'another system' };
const routeWords = { email: 'e-mail', text: 'text', phone: 'phone', letter: 'letter', link: 'their private page' } as const;

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function ContactLine({ party, contact, anonymous }: { party: PartyRow | undefined; contact: Contact | undefined; anonymous: boolean }) {
  if (anonymous || party === undefined || contact === undefined) {
    return <><b>Anonymous.</b> Reads replies through a private link</>;
  }
  const safe = contact.routes.map((route) => routeWords[route]).join(', ');
  return <><b>{party.name === '' ? 'No name given' : party.name}.</b> {safe === '' ? 'No safe way of contact: replies on the private page only' : `Safe: ${safe}`}</>;
}

function actionsFor({ report, matches, query }: PreviewProps): Action[] {
  const best = matches.find((match) => match.kind === 'case' && match.open && match.probably);
  const at = (act: 'accept' | 'link' | 'merge' | 'refer' | 'no-further-action', more = ''): string => `${paths.triageAct(report.id, act)}${more === '' ? query : `${query === '' ? '?' : `${query}&`}${more}`}`;
  const accept: Action = { label: 'Accept as new case', href: at('accept'), inPlace: true, shortcut: 'a', kind: best === undefined ? 'primary' : 'secondary' };
  const link: Action = best === undefined
    ? { label: 'Link to a case', href: at('link'), inPlace: true, shortcut: 'l', kind: 'secondary' }
    : { label: `Link to ${best.reference}`, href: at('link', `case=${best.id}`), inPlace: true, shortcut: 'l' };
  return [
    ...(best === undefined ? [accept, link] : [link, accept]),
    { label: 'Merge', href: at('merge'), inPlace: true, kind: 'secondary' },
    { label: 'Refer', href: at('refer'), inPlace: true, kind: 'secondary' },
    { label: 'No further action…', href: at('no-further-action'), inPlace: true, kind: 'secondary' },
  ];
}

function Warnings({ report, parties, contact }: { report: ReportToDecide; parties: readonly PartyRow[]; contact: Contact | undefined }) {
  return (
    <>
      {contact?.never === undefined ? null : <Warn lead={`Never ${contact.never.replace(/^never\s+/i, '')}.`}>{contact.note}</Warn>}
      {contact !== undefined && contact.never === undefined && contact.note !== undefined ? <Warn lead={contact.note} /> : null}
      {contact?.plain === true && !report.anonymous ? <Warn lead="Plain messages only.">Nothing that leaves may say who we are or what it is about.</Warn> : null}
      {parties.filter(({ vulnerability, under_18 }) => vulnerability !== '' || under_18).map((party, place) => (
        party.role === 'complainant'
          ? <Warn key={place} lead="More at risk of harm:">{[party.vulnerability, party.under_18 ? 'the person who reports is under 18' : ''].filter((part) => part !== '').join('; ')}.</Warn>
          : <Warn key={place} lead="A vulnerable person is named:">{[party.name, party.vulnerability, party.under_18 ? 'under 18' : ''].filter((part) => part !== '').join(', ')}.</Warn>
      ))}
      {report.hate ? <Warn kind="danger" lead="May be hate.">It is hate if the victim or anyone else sees it so.</Warn> : null}
      {report.restricted ? <Warn kind="danger" lead="Restricted.">Only your team sees this report, and only named people will see its case.</Warn> : null}
    </>
  );
}

function matchLink(match: Match) {
  return (
    <>
      <a href={match.kind === 'case' ? paths.case(match.id) : paths.report(match.id)}><b>{match.reference}</b> {match.title}</a>
      <br />
      <span class="small quiet">{match.why}</span>
    </>
  );
}

function Police({ months, place }: { months: readonly PoliceMonth[] | undefined; place: string }) {
  if (months === undefined) {
    return <Note>This report has no point on the map, so police counts around it cannot be shown.</Note>;
  }
  const newest = months.at(-1);
  if (newest === undefined) {
    return <Note>No police.uk street data has been imported, so there are no counts to compare.</Note>;
  }
  const bars = months.map(({ month, counted }, at) => ({ label: shortDay(month).split(' ')[2] ?? '', value: counted, marked: at === months.length - 1 }));
  return (
    <BarSpark
      id="police"
      title={policeFinding(bars)}
      what={`Police recorded anti-social behaviour near ${place === '' ? 'this place' : place}`}
      over="Month"
      bars={bars}
      source={`Anti-social behaviour within 250 m of ${place === '' ? 'the place' : place}, police.uk street data to ${dateWords(newest.month).replace(/^\d+ /, '')}. Points are moved to the nearest street, so small counts are rough.`}
    />
  );
}

/** One report, to decide on: their words, what must be known, what may be the same, what the police counted. */
export function ReportPreview(props: PreviewProps) {
  const { report, parties, files, matches, now, query } = props;
  const complainant = parties.find(({ role }) => role === 'complainant');
  const contact = complainant === undefined || report.anonymous ? undefined : contactOf(complainant);
  const late = report.answer_by !== null && report.answer_by.epochMilliseconds < now.epochMilliseconds;
  // Words that name the day already need no date beside them.
  const named = report.happened_on !== null && report.happened_words.includes(dayWords(report.happened_on, now).split(' ').slice(0, 2).join(' '));
  const when = [report.happened_on === null || named ? '' : shortDay(report.happened_on), report.happened_words].filter((part) => part !== '').join(', ');
  return (
    <article class="hub-preview" aria-labelledby="pv">
      <p class="hub-case__ref"><span class="num">{report.reference}</span> · {channels[report.channel] ?? report.channel} · arrived {shortDay(report.received_at)}, {clockTime(report.received_at)}{report.category === null ? '' : ` · ${report.category}`}</p>
      <h2 id="pv">{report.title}</h2>
      <p>
        {report.answer_by === null ? null : <b class={late ? 'danger' : undefined}>{capital(late ? `${leftWords(report.answer_by, now)}: answer was due ${deadlineWords(report.answer_by, now)}.` : `Answer ${deadlineWords(report.answer_by, now)}.`)}</b>}{' '}
        <span class="quiet">{props.reason} <a href={paths.triageAct(report.id, 'priority') + query} data-in-place="">Change that</a></span>
      </p>
      <Actions bar actions={actionsFor(props)} />
      <div class="hub-previewgrid">
        <div class="stack">
          <h3>Their words</h3>
          <Quote><span class="hub-typed">“{report.words}”</span></Quote>
          <Pairs
            pairs={[
              { term: 'Where', value: report.place_words === '' ? 'Not said' : report.place_words },
              { term: 'When', value: when === '' ? 'Not said' : when },
              ...(report.frequency === '' ? [] : [{ term: 'How often', value: report.frequency }]),
              ...(report.impact_words === '' ? [] : [{ term: 'What it does', value: `“${report.impact_words}”` }]),
              { term: 'Wants', value: report.wants === '' ? 'Not said' : `“${report.wants}”` },
              { term: 'Contact', value: <ContactLine party={complainant} contact={contact} anonymous={report.anonymous} /> },
              { term: 'Files', value: files.length === 0 ? 'None' : <LineList small items={files.map((one) => <>{capital(one.kind)}, sealed. {one.copy_state === 'ready' ? <a href={paths.evidence(one.id, 'copy')}>Open the copy</a> : one.copy_state === 'waiting' ? 'The copy is being made' : 'No copy can be shown'}</>)} /> },
            ]}
          />
          <p><a href={paths.reportAsTold(report.id)}>See the whole report</a></p>
          <Warnings report={report} parties={parties} contact={contact} />
        </div>
        <div class="stack">
          <h3>{matches.some(({ probably }) => probably) ? 'Probably the same' : 'Nearby'}</h3>
          {matches.length === 0 ? <Empty lead="Nothing like it nearby.">Cases and reports of the last year within 300 m would appear here.</Empty> : <LineList items={matches.map(matchLink)} />}
          <Police months={props.police} place={report.place_words} />
        </div>
      </div>
    </article>
  );
}
