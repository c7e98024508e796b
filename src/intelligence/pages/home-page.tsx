import type { Temporal } from 'temporal-polyfill';

import { agoWords, dateWords, shortDay } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { ActionButton, DataTable, Empty, FilterBar, LineList, Note, PageTabs, Section, StateTag, TitleLine } from '../../ui/index.ts';
import type { Dissemination, Product } from '../product-queries.ts';
import type { DeskCounts, Mine, ReportLine, Tombstone } from '../queries.ts';
import { gradeCode, isDue, markingWords, priorityWords, stateWords } from '../rules.ts';

type Show = keyof DeskCounts;

export interface HomeProps {
  readonly q: string;
  readonly products: readonly Product[];
  readonly received: readonly Dissemination[];
  readonly mine: readonly Mine[];
  /** Only for trained people: how much waits. */
  readonly waiting: number | undefined;
  readonly casework: boolean;
  readonly now: Temporal.Instant;
}

function productHref(product: Product): string | undefined {
  return product.dissemination_id === null ? undefined : paths.sharedIntelligence(product.dissemination_id);
}

function Found({ products, q }: Pick<HomeProps, 'products' | 'q'>) {
  if (products.length === 0) {
    return <Empty lead={q === '' ? 'Nothing has been shared with you yet.' : `Nothing you may read says “${q}”.`}>Sanitised intelligence that was given to you shows here.</Empty>;
  }
  return (
    <DataTable
      label="Sanitised intelligence"
      columns={[{ label: 'What it says' }, { label: 'From' }, { label: 'Grading' }, { label: 'Marking' }, { label: 'Approved', numeric: true }]}
      rows={products.map((product) => {
        const href = productHref(product);
        return [
          <>{href === undefined ? product.title : <a href={href}>{product.title}</a>}<br /><span class="small quiet num">{product.reference}</span></>,
          product.agency, <span class="num">{gradeCode(product)}</span>, markingWords[product.marking], shortDay(product.approved_at),
        ];
      })}
    />
  );
}

function Received({ received, now }: Pick<HomeProps, 'received' | 'now'>) {
  const waiting = received.filter(({ opened }) => !opened);
  return waiting.length === 0 ? null : (
    <Section id="received" title="Given to you, not read yet">
      <LineList items={waiting.map((one) => (
        <><a href={paths.sharedIntelligence(one.id)}>{one.reference} from {one.from_agency_name}</a>, {agoWords(one.decided_at, now)}. {one.handling === 'C' && !one.accepted ? <StateTag kind="soft">Conditions to accept first</StateTag> : null}</>
      ))} />
    </Section>
  );
}

/** Handing in, what was given to one, and search over what one may read. */
export function HomePage(props: HomeProps) {
  const { q, mine, waiting, now, casework } = props;
  return (
    <>
      <TitleLine title="Intelligence" says="Tell us what you heard or saw. Trained people grade it, keep its source apart and share what others need.">
        <ActionButton label="Hand in intelligence" href={paths.newIntelligence()} />
      </TitleLine>
      {waiting === undefined ? null : <p><a href={paths.intelligenceDesk()}>The intelligence desk</a>: {waiting === 0 ? 'nothing waits.' : `${waiting} ${waiting === 1 ? 'item waits' : 'items wait'}.`}</p>}
      {casework ? <Received received={props.received} now={now} /> : null}
      {casework ? (
        <Section id="read" title="Sanitised intelligence you may read">
          <FilterBar action={paths.intelligence()} submit="Search" fields={[{ kind: 'search', name: 'q', label: 'Words in it', value: q }]} links={[{ href: paths.intelligenceExport(q), label: 'Export this list' }]} />
          <Found products={props.products} q={q} />
        </Section>
      ) : null}
      <Section id="mine" title="What you handed in">
        {mine.length === 0 ? <Empty lead="Nothing yet.">Each item shows here with its reference. What becomes of it stays with the intelligence desk.</Empty> : (
          <DataTable label="What you handed in" columns={[{ label: 'Reference' }, { label: 'Handed in' }, { label: 'State' }]} rows={mine.map((one) => [<span class="num">{one.reference}</span>, dateWords(one.submitted_at), one.taken_up ? 'Taken up' : 'Received'])} />
        )}
      </Section>
    </>
  );
}

export interface DeskProps {
  readonly show: Show;
  readonly counts: DeskCounts;
  readonly lines: readonly ReportLine[];
  readonly gone: readonly Tombstone[];
  readonly self: string;
  readonly today: Temporal.PlainDate;
}

const says: Record<Show, string> = {
  submitted: 'Handed in and not graded yet. The most urgent first.', graded: 'Graded: write a version that leads nobody to its source.', written: 'Somebody other than the writer reads it and lets it go out.',
  approved: 'Approved: share it with those who need it.', due: 'Look at each again: keep it with a reason, or weed it.', gone: 'What was weeded, by whom and why. What it said is gone.',
};

function reviewWords(line: ReportLine, today: Temporal.PlainDate) {
  if (line.review_on === null || line.weed_on === null) {
    return '';
  }
  const weeding = isDue(line.weed_on, today);
  return weeding || isDue(line.review_on, today) ? <b class="danger">{weeding ? `Weed: due ${shortDay(line.weed_on)}` : `Review: due ${shortDay(line.review_on)}`}</b> : shortDay(line.review_on);
}

function Lines({ lines, self, today }: Pick<DeskProps, 'lines' | 'self' | 'today'>) {
  return lines.length === 0 ? <Empty lead="Nothing waits here." /> : (
    <DataTable
      label="Intelligence"
      columns={[{ label: 'Reference' }, { label: 'State' }, { label: 'Grading' }, { label: 'Priority' }, { label: 'Handed in', numeric: true }, { label: 'Next review', numeric: true }]}
      rows={lines.map((line) => [
        <><a class="num" href={paths.intelligenceReport(line.id)}>{line.reference}</a>{line.title === null ? null : <><br />{line.title}</>}{line.title === null && line.place_words !== '' ? <><br />{line.place_words}</> : null}</>,
        <>{stateWords[line.state]}{line.state === 'written' && line.written_by === self ? <><br /><span class="small quiet">You wrote it: someone else approves</span></> : null}</>,
        <span class="num">{gradeCode(line)}</span>, priorityWords[line.priority], shortDay(line.submitted_at), reviewWords(line, today),
      ])}
    />
  );
}

function Gone({ gone }: Pick<DeskProps, 'gone'>) {
  return gone.length === 0 ? <Empty lead="Nothing has been weeded yet." /> : (
    <DataTable label="Weeded" columns={[{ label: 'Reference' }, { label: 'Handed in' }, { label: 'Weeded' }, { label: 'By' }, { label: 'Why' }, { label: 'Under' }]}
      rows={gone.map((one) => [<span class="num">{one.reference}</span>, dateWords(one.submitted_at), dateWords(one.weeded_at), one.weeded_by_name ?? 'Somebody', one.reason, one.rule])} />
  );
}

/** The intelligence desk: what waits for whom. Only trained people reach it. */
export function DeskPage(props: DeskProps) {
  const tab = (show: Show, label: string) => ({ href: paths.intelligenceDesk(`?show=${show}`), label, count: props.counts[show], current: props.show === show });
  return (
    <>
      <TitleLine title="Intelligence desk" says={says[props.show]}><ActionButton label="Hand in intelligence" kind="secondary" href={paths.newIntelligence()} /></TitleLine>
      <PageTabs label="What waits" links={[tab('submitted', 'To grade'), tab('graded', 'To sanitise'), tab('written', 'To approve'), tab('approved', 'Approved'), tab('due', 'To review'), tab('gone', 'Weeded')]} />
      {props.show === 'gone' ? <Gone gone={props.gone} /> : <Lines {...props} />}
      <Note>Sources are not on this page, nor in any list, search or export. Each item has a page of its own for that, and opening it is recorded.</Note>
    </>
  );
}
