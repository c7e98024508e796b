import type { Temporal } from 'temporal-polyfill';

import { dateWords, momentWords } from '../../platform/calendar/index.ts';
import { errorOf, type FieldError } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { ActionButton, AsTyped, Columns, DataTable, Details, Empty, ErrorBox, LineList, Note, Pairs, Radios, Section, Side, StateTag, Textarea, TitleLine } from '../../ui/index.ts';
import type { Link } from '../link-queries.ts';
import type { Dissemination, Product, Receipt, Version } from '../product-queries.ts';
import type { FullReport, Grading } from '../queries.ts';
import { convertOriginal, gradeCode, handlingWords, intelligenceWords, isDue, priorityWords, sourceWords, stateWords } from '../rules.ts';
import { Marked } from './marked.tsx';

export interface ReportPageProps {
  readonly report: FullReport;
  readonly links: readonly Link[];
  readonly gradings: readonly Grading[];
  readonly versions: readonly Version[];
  readonly products: readonly Product[];
  readonly given: readonly Dissemination[];
  readonly receipts: readonly Receipt[];
  readonly self: string;
  readonly now: Temporal.Instant;
  readonly today: Temporal.PlainDate;
  readonly errors: readonly FieldError[];
}

function Gradings({ gradings }: Pick<ReportPageProps, 'gradings'>) {
  return gradings.length === 0 ? <Empty lead="Not graded yet.">Source, intelligence and handling stand here, with who graded it and why.</Empty> : (
    <DataTable
      label="Gradings, the newest in force"
      columns={[{ label: 'Grading' }, { label: 'Means' }, { label: 'Why' }, { label: 'By' }]}
      rows={gradings.map((one) => [
        <b class="num">{gradeCode(one)}</b>,
        <>{sourceWords[one.source_grade]}. {intelligenceWords[one.intelligence_grade]}. {handlingWords[one.handling]}{one.conditions === '' ? '' : `: ${one.conditions}`}{one.original === null ? null : <><br /><span class="small quiet">Was <span class="num">{one.original}</span> (5x5x5). {convertOriginal(one.original).words}</span></>}</>,
        one.rationale, <>{one.graded_by_name}<br /><span class="small quiet">{dateWords(one.graded_at)}</span></>,
      ])}
    />
  );
}

function Decide({ report, version, errors }: { report: FullReport; version: Version; errors: readonly FieldError[] }) {
  return (
    <form class="hub-form" method="post" action={paths.decideVersion(report.id, version.id)} novalidate>
      <Radios name="decision" fieldset={{ legend: 'May it go out as it stands?' }} errorMessage={errorOf(errors, 'decision')} classes="govuk-radios--small"
        items={[{ value: 'approve', text: 'Yes: nothing in it leads to the source' }, { value: 'send_back', text: 'No: send it back' }]} />
      <Textarea name="words" id="decision-words" label="What has to change, or what you checked" rows={2} errorMessage={errorOf(errors, 'words')} />
      <button class="govuk-button" data-module="govuk-button" data-prevent-double-click="true">Decide</button>
    </form>
  );
}

const versionStates = { written: 'Waits for a second person', approved: 'Approved', sent_back: 'Sent back' } as const;

function Versions({ report, versions, self, now, errors }: ReportPageProps) {
  return (
    <Section id="versions" title="Sanitised version" link={report.state === 'submitted' ? undefined : { href: paths.intelligencePart(report.id, 'sanitise'), label: versions.length === 0 ? 'Write it' : 'Write it anew' }}>
      {versions.length === 0 ? <Empty lead="None yet.">{report.state === 'submitted' ? 'It is graded first.' : 'What may go out is written here by one person and approved by another.'}</Empty> : versions.map((version, place) => (
        <div key={version.id} class="stack">
          <h3>{version.title} <StateTag kind={version.state === 'approved' ? 'fill' : version.state === 'sent_back' ? 'danger' : 'soft'}>{versionStates[version.state]}</StateTag></h3>
          <AsTyped>{version.words}</AsTyped>
          <p class="small quiet">{version.written_by_name}, {momentWords(version.written_at, now)}. Taken out: {version.removed}{version.decided_at === null ? '' : ` ${versionStates[version.state]} by ${version.decided_by_name ?? 'somebody'}, ${momentWords(version.decided_at, now)}${version.decided_words === '' ? '' : `: ${version.decided_words}`}`}</p>
          {version.state === 'written' && place === 0 ? (version.written_by === self ? <Note>You wrote it. Somebody else who is trained approves it.</Note> : <Decide report={report} version={version} errors={errors} />) : null}
        </div>
      ))}
    </Section>
  );
}

function standing(one: Dissemination, now: Temporal.Instant): string {
  return one.withdrawn_at !== null ? `Withdrawn: ${one.withdrawn_reason ?? ''}` : one.valid_until.epochMilliseconds <= now.epochMilliseconds ? 'Ended' : `Until ${dateWords(one.valid_until)}`;
}

function Given({ report, products, given, receipts, now, errors }: ReportPageProps) {
  const [product] = products;
  if (product === undefined) {
    return null;
  }
  const of = (id: string, kind: 'accepted' | 'read') => receipts.filter((receipt) => receipt.dissemination_id === id && receipt.kind === kind).map(({ name, at }) => `${name ?? 'Somebody'}, ${momentWords(at, now)}`);
  const live = given.filter((one) => one.withdrawn_at === null && one.valid_until.epochMilliseconds > now.epochMilliseconds);
  return (
    <Section id="given" title="Shared with" note={`as ${product.reference}`} link={{ href: paths.intelligencePart(report.id, 'disseminate'), label: 'Share it' }}>
      {given.length === 0 ? <Empty lead="Nobody has it yet.">{product.handling === 'P' ? 'Handling P: partners who need it lawfully.' : `Handling C: only on these conditions, accepted by each reader first: ${product.conditions}`}</Empty> : (
        <DataTable label="Shared with" columns={[{ label: 'Receiver' }, { label: 'For' }, { label: 'Accepted' }, { label: 'Read' }, { label: 'State' }]}
          rows={given.map((one) => [<>{one.to_person === null ? one.to_agency_name : `${one.to_person}, ${one.to_agency_name}`}<br /><span class="small quiet num">{one.reference}</span></>, one.purpose, one.handling === 'P' ? 'Not asked' : of(one.id, 'accepted').join('; ') || 'Not yet', of(one.id, 'read').join('; ') || 'Not yet', standing(one, now)])} />
      )}
      {live.map((one) => (
        <Details key={one.id} summary={`Withdraw ${one.reference}`} open={errorOf(errors, `reason-${one.id}`) !== undefined}>
          <form class="hub-form" method="post" action={paths.withdrawIntelligence(one.id)} novalidate>
            <Textarea id={`reason-${one.id}`} name="reason" label="Why?" rows={2} errorMessage={errorOf(errors, `reason-${one.id}`)} />
            <button class="govuk-button govuk-button--warning">Withdraw it</button>
          </form>
        </Details>
      ))}
    </Section>
  );
}

function linkHref(link: Link): string | undefined {
  return link.case_id === null ? undefined : link.kind === 'person' ? paths.casePerson(link.case_id, link.id) : paths.case(link.case_id);
}

/** Links to what the reader may see. */
export function LinkLines({ links }: { links: readonly Link[] }) {
  return <LineList small items={links.map((link) => { const href = linkHref(link); return href === undefined ? link.words : <a href={href}>{link.words}</a>; })} />;
}

/** One item of intelligence at the desk: everything but its source. */
export function ReportPage(props: ReportPageProps) {
  const { report, today, now, errors } = props;
  const due = isDue(report.review_on, today) || isDue(report.weed_on, today);
  return (
    <Marked marking={report.marking}>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field === 'words' ? 'decision-words' : field}`, text }))} />
      <TitleLine title={<span class="num">{report.reference}</span>} says={`${stateWords[report.state]}. Handed in ${momentWords(report.submitted_at, now)}${report.from_report ? ', made from a public report' : ''}.`}>
        <ActionButton label={report.state === 'submitted' ? 'Grade it' : 'Grade it anew'} kind={report.state === 'submitted' ? 'primary' : 'secondary'} href={paths.intelligencePart(report.id, 'grade')} />
      </TitleLine>
      <Columns shape="case">
        <div>
          <Section id="words" title="As it was handed in"><AsTyped>{report.words}</AsTyped></Section>
          <Section id="gradings" title="Grading"><Gradings gradings={props.gradings} /></Section>
          <Versions {...props} />
          <Given {...props} />
        </div>
        <Side label="Facts">
          <Section id="facts" title="Facts" side>
            <Pairs pairs={[
              { term: 'Grading', value: <b class="num">{gradeCode(report)}</b> }, { term: 'Priority', value: priorityWords[report.priority] },
              ...(report.learned_on === null ? [] : [{ term: 'Learned', value: dateWords(report.learned_on) }]), ...(report.place_words === '' ? [] : [{ term: 'Where', value: report.place_words }]),
              ...(report.review_on === null ? [] : [{ term: 'Review by', value: dateWords(report.review_on) }]), ...(report.weed_on === null ? [] : [{ term: 'Weed on', value: dateWords(report.weed_on) }]),
            ]} />
            {report.review_on === null ? null : <p><a href={paths.intelligencePart(report.id, 'review')}>{due ? <b class="danger">Review is due: keep it or weed it</b> : 'Review: keep it or weed it'}</a></p>}
          </Section>
          <Section id="source" title="Source" side>
            <p class="small">Held apart. Opening it is recorded with your name.</p>
            <p><a href={paths.intelligencePart(report.id, 'source')}>Open the source</a></p>
          </Section>
          <Section id="links" title="Linked to" side link={{ href: paths.intelligencePart(report.id, 'links'), label: 'Add' }}>
            {props.links.length === 0 ? <Empty lead="Nothing that you may see." /> : <LinkLines links={props.links} />}
          </Section>
        </Side>
      </Columns>
    </Marked>
  );
}
