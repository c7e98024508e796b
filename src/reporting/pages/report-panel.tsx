import type { Temporal } from 'temporal-polyfill';

import { asksForNoContact } from '../../engagement/index.ts';
import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { AsTyped, LineList, Pairs, Quote, Section, StateTag, Warn, Warns } from '../../ui/index.ts';
import { affectedWords, hateWords, strandWords, vulnerableWords } from '../answer-words.ts';
import type { ReportDetails, ReportFile } from '../details.ts';
import { kindWords, sizeWords } from '../file-words.ts';

export interface ReportPanelProps {
  readonly report: ReportDetails;
  readonly now: Temporal.Instant;
  /** Where how to reach them is changed; without it there is no link. */
  readonly changeContactHref?: string | undefined;
  /** Leave out how to reach them, where the page says it elsewhere. */
  readonly withoutContact?: boolean | undefined;
}

const channels: Readonly<Record<ReportDetails['channel'], string>> = { web: 'on the website', phone: 'by phone', desk: 'at a desk', trusted: 'by a trusted reporter', api: 'from another system' };
const routeNames: Readonly<Record<string, string>> = { text: 'text', email: 'e-mail', phone: 'phone', letter: 'letter', link: 'private page' };

/** How it is safe to reach them, in one sentence an officer reads before anything else. */
export function safeContactWords(report: Pick<ReportDetails, 'anonymous' | 'complainant'>): { lead: string; rest: string } {
  const contact = report.complainant?.contact;
  if (report.anonymous || contact === undefined) {
    return { lead: 'Anonymous.', rest: 'There is no way to reach them. Write on their private page.' };
  }
  const routes = contact.routes.map((route) => routeNames[route] ?? route);
  const rest = [
    contact.never === undefined ? '' : `Never: ${contact.never.replace(/^never:?\s+/i, '')}.`, contact.note === undefined ? '' : `${contact.note}.`, contact.plain ? 'Plain messages and envelopes.' : '',
  ].filter((part) => part !== '').join(' ').replaceAll('..', '.');
  if (asksForNoContact(contact)) {
    return { lead: 'They asked for no contact at all.', rest: `${rest} Write on their private page; anything else only if the law requires it.`.trim() };
  }
  return { lead: routes.length === 0 ? 'No safe way given. Do not contact them.' : `Only by ${routes.join(', then ')}.`, rest };
}

function contactPairs(report: ReportDetails): { term: string; value: string }[] {
  const person = report.complainant;
  if (person === undefined) {
    return [];
  }
  const { contact } = person;
  return [
    { term: 'Name', value: person.name === '' ? 'Not given' : person.name },
    ...(contact.phone === undefined ? [] : [{ term: 'Phone', value: contact.phone }]),
    ...(contact.email === undefined ? [] : [{ term: 'E-mail', value: contact.email }]),
    ...(contact.address === undefined ? [] : [{ term: 'Address', value: contact.address }]),
    ...(person.under18 ? [{ term: 'Age', value: 'Under 18' }] : []),
  ];
}

function facts({ answers, ...report }: ReportDetails, now: Temporal.Instant): { term: string; value: string }[] {
  const list = (words: readonly string[]): string => words.join(', ');
  return [
    { term: 'Kind', value: report.category ?? 'They were not sure' },
    { term: 'Where', value: report.place_words === '' ? 'Not given' : report.place_words },
    { term: 'When', value: [report.happened_words, report.frequency, answers.since ? `since ${answers.since}` : ''].filter((part) => part !== '').join('. ') || 'Not given' },
    { term: 'What it does', value: report.impact_words === '' ? 'They did not say' : report.impact_words },
    ...(answers.affected === undefined || answers.affected.length === 0 ? [] : [{ term: 'Affected', value: list(answers.affected.map((one) => affectedWords[one])) }]),
    ...(answers.vulnerable === undefined || answers.vulnerable.length === 0 ? [] : [{ term: 'More at risk: someone who', value: list(answers.vulnerable.map((one) => vulnerableWords[one].toLowerCase())) }]),
    ...(answers.hate === undefined || answers.hate === 'no' ? [] : [{ term: 'Because of who someone is', value: [hateWords[answers.hate], list((answers.strands ?? []).map((one) => strandWords[one]))].filter((part) => part !== '').join(': ') }]),
    ...(answers.similar?.answer === 'same' ? [{ term: 'They say it is the same as', value: [answers.similar.category, answers.similar.place].filter((part) => part !== '').join(', ') }] : []),
    { term: 'Received', value: `${momentWords(report.received_at, now)}, ${channels[report.channel]}` },
  ];
}

function FileLine({ file }: { file: ReportFile }) {
  const says = { ready: undefined, waiting: 'a safe copy is being made', none: 'no copy to look at here', refused: 'no copy to look at here' }[file.copy_state];
  return (
    <>
      {file.copy_state === 'ready' ? <a href={paths.evidence(file.id, 'copy')}>{file.name}</a> : <b>{file.name}</b>}{' '}
      <span class="quiet">{kindWords[file.kind]}, {sizeWords(file.size)}{says === undefined ? '' : `, ${says}`}</span>{' '}
      <a href={paths.evidence(file.id, 'original')}>Save the original<span class="govuk-visually-hidden"> of {file.name}</span></a>
    </>
  );
}

/** What was reported, for whoever works on it: safe contact first, then their own words, facts, wishes and files. */
export function ReportPanel({ report, now, changeContactHref, withoutContact }: ReportPanelProps) {
  const safe = safeContactWords(report);
  return (
    <Section
      id={`report-${report.reference}`}
      title="What was reported"
      note={report.reference}
      link={changeContactHref === undefined ? undefined : { href: changeContactHref, label: 'Change safe contact', inPlace: true }}
    >
      {withoutContact === true ? null : <Warns><Warn lead={safe.lead}>{safe.rest}</Warn></Warns>}
      {report.priority === 'urgent' ? <p><StateTag kind="danger">Urgent</StateTag> {report.priority_reason}</p> : null}
      <Quote><AsTyped>{report.words}</AsTyped></Quote>
      <Pairs pairs={facts(report, now)} />
      {report.wants === '' ? null : <><h3 class="govuk-heading-s">What they want</h3><Quote><AsTyped>{report.wants}</AsTyped></Quote></>}
      {withoutContact === true || report.complainant === undefined ? null : <Pairs pairs={contactPairs(report)} />}
      {report.files.length === 0 ? null : <><h3 class="govuk-heading-s">Files</h3><LineList small items={report.files.map((file) => <FileLine key={file.id} file={file} />)} /></>}
    </Section>
  );
}
