import { paths } from '../../paths.ts';
import { dateWords } from '../../platform/calendar/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { DataTable, Details, Empty, ErrorBox, LineList, Note, Pagination, Section, StateTag, Textarea, TitleLine } from '../../ui/index.ts';
import type { LinkRow } from '../deciding.ts';
import type { PairGroup } from '../pair-groups.ts';
import type { Pair, PairLine, PairSide } from '../pair-queries.ts';
import { levelWords } from '../pair-words.ts';
import { DecisionHistory } from './decision-history.tsx';
import { probabilityWords } from './likely-list.tsx';
import { PeopleTabs } from './people-tabs.tsx';
import { Waterfall } from './waterfall.tsx';

const upperFirst = (words: string): string => words.replace(/^./, (letter) => letter.toUpperCase());
const nameOf = (name: string): string => (name === '' ? 'Not named' : name);

function PairLink({ pair }: { pair: PairLine }) {
  return <a href={paths.peoplePair(pair.left_id, pair.right_id)} data-list-item="">{nameOf(pair.left_name)} and {nameOf(pair.right_name)}</a>;
}

function ToKnow({ pairs }: { pairs: readonly PairLine[] }) {
  return <>{pairs.some(({ under_18 }) => under_18) ? <><StateTag kind="danger">Under 18</StateTag> </> : null}{pairs.some(({ verdict }) => verdict === 'unsure') ? <StateTag kind="soft">Not sure</StateTag> : null}</>;
}

export function PairsTable({ pairs }: { pairs: readonly PairLine[] }) {
  return (
    <DataTable label="Pairs that may be the same person" columns={[{ label: 'Pair' }, { label: 'What agrees' }, { label: 'Agencies' }, { label: 'To know' }, { label: 'Likely', numeric: true }]}
      rows={pairs.map((pair) => [
        <PairLink pair={pair} />, <span class="small">{upperFirst(pair.agrees.join(', '))}</span>, [...new Set([pair.left_agency, pair.right_agency])].join(', '), <ToKnow pairs={[pair]} />, probabilityWords(pair.probability),
      ])} />
  );
}

export interface PairsPageProps {
  readonly groups: readonly PairGroup[];
  readonly lines: readonly PairLine[];
  readonly waiting: number;
  readonly people: number;
  readonly capped: boolean;
  readonly page: number;
  readonly pages: number;
}

/** One row for each person, however many pairs of records say so; the rest of the pairs open below the likeliest. */
function GroupsTable({ groups, lines }: Pick<PairsPageProps, 'groups' | 'lines'>) {
  const of = new Map(lines.map((line) => [`${line.left_id} ${line.right_id}`, line]));
  const rows = groups.flatMap(({ pairs }) => {
    const own = pairs.flatMap(({ left_id, right_id }) => of.get(`${left_id} ${right_id}`) ?? []);
    const [first, ...others] = own;
    return first === undefined ? [] : [[
      <>
        <PairLink pair={first} />
        {others.length === 0 ? null : <Details classes="small" summary={`${new Set(pairs.flatMap(({ left_id, right_id }) => [left_id, right_id])).size} records, ${others.length} more ${others.length === 1 ? 'pair' : 'pairs'}`}><LineList small items={others.map((pair) => <><PairLink pair={pair} />, {probabilityWords(pair.probability)}. {upperFirst(pair.agrees.join(', '))}.</>)} /></Details>}
      </>,
      <span class="small">{upperFirst(first.agrees.join(', '))}</span>, [...new Set(own.flatMap((pair) => [pair.left_agency, pair.right_agency]))].join(', '), <ToKnow pairs={own} />, probabilityWords(first.probability),
    ]];
  });
  return <DataTable label="People who may be in the hub more than once" columns={[{ label: 'Pair' }, { label: 'What agrees' }, { label: 'Agencies' }, { label: 'To know' }, { label: 'Likely', numeric: true }]} rows={rows} />;
}

export function PairsPage({ groups, lines, waiting, people, capped, page, pages }: PairsPageProps) {
  const says = `${capped ? `The ${waiting.toLocaleString('en-GB')} likeliest pairs` : `${waiting.toLocaleString('en-GB')} ${waiting === 1 ? 'pair' : 'pairs'}`} of ${people.toLocaleString('en-GB')} ${people === 1 ? 'person' : 'people'}, most likely first. The hub joins nobody by itself unless the partnership allows it.`;
  const to = (at: number) => ({ href: paths.peopleMatches(at === 1 ? '' : `?page=${at}`), labelText: `${at} of ${pages}` });
  return (
    <>
      <TitleLine title="May be the same person" says={waiting === 0 ? undefined : says} />
      <PeopleTabs current="matches" />
      {groups.length === 0 ? <Empty lead="Nothing waits for you.">Pairs appear here within a minute when a report, a case or a partner's file names somebody who looks like somebody known.</Empty> : <GroupsTable groups={groups} lines={lines} />}
      {pages === 1 ? null : <Pagination landmarkLabel="Pages of the list" previous={page === 1 ? undefined : to(page - 1)} next={page === pages ? undefined : to(page + 1)} />}
    </>
  );
}

const compared = [['name', 'Name', 'forename'], ['born', 'Date of birth', 'born'], ['address', 'Address', 'address'], ['postcode', 'Postcode', 'postcode'], ['phone', 'Phone', 'phone'], ['email', 'E-mail', 'email']] as const;
const roles: Readonly<Record<string, string>> = { complainant: 'Reported it', victim: 'Victim', witness: 'Witness', alleged: 'Alleged', other: 'Other' };

function valueOf(side: PairSide, field: (typeof compared)[number][0]): string {
  return field === 'born' ? (side.born_on === null ? '' : dateWords(side.born_on)) : field === 'name' ? side.name : side.written[field];
}

function agreement({ left, right, steps }: Pair, field: (typeof compared)[number][0], of: string): string {
  if (valueOf(left, field) === '' || valueOf(right, field) === '') {
    return 'Nothing known';
  }
  const levels = steps.filter((step) => step.field === of || (field === 'name' && step.field === 'surname')).filter(({ level }) => level !== null).map(levelWords);
  const words = [...new Set(levels.toReversed())].join(', ');
  return words === '' ? 'Nothing known' : upperFirst(words);
}

/** Two records side by side: what agrees, what differs, how likely, and the three answers. */
export function PairPage({ pair, decisions, errors, typed, mayWork }: { pair: Pair; decisions: readonly LinkRow[]; errors: readonly FieldError[]; typed: Typed; mayWork: boolean }) {
  const { left, right, model } = pair;
  const answer = (verdict: string, label: string, secondary = true) => <button class={secondary ? 'govuk-button govuk-button--secondary' : 'govuk-button'} name="verdict" value={verdict}>{label}</button>;
  return (
    <>
      <ErrorBox errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))} />
      <TitleLine title="Is this the same person?" says={upperFirst(`${probabilityWords(pair.probability)} such pairs are.`)} />
      <PeopleTabs current="matches" />
      {pair.together ? <Note><p>These two are one person by decisions that stand.</p></Note> : null}
      {left.under_18 || right.under_18 ? <Note danger><p>Under 18: a wrong join puts another child's record on this one. Be sure.</p></Note> : null}
      <DataTable label="Side by side" columns={[{ label: 'What' }, { label: 'One' }, { label: 'The other' }, { label: 'Agree?' }]}
        rows={[
          ...compared.map(([field, label, of]) => [label, valueOf(left, field) || 'Not known', valueOf(right, field) || 'Not known', agreement(pair, field, of)]),
          ['Part', roles[left.role] ?? left.role, roles[right.role] ?? right.role, ''],
          ['Description', left.description || 'None', right.description || 'None', ''],
          ['Where', left.where_words, right.where_words, ''], ['Agency', left.agency, right.agency, ''],
          ['All about them', <a href={paths.person(left.id)}>{nameOf(left.name)}<span class="govuk-visually-hidden">, one</span></a>, <a href={paths.person(right.id)}>{nameOf(right.name)}<span class="govuk-visually-hidden">, the other</span></a>, ''],
        ]} />
      {pair.turned ? <p>First and last name agree the other way round.</p> : null}
      {mayWork ? (
        <form method="post" action={paths.peoplePair(left.id, right.id)} class="hub-form" id="verdict">
          <Textarea name="why" label="What you know beside this (optional)" rows={2} value={typedText(typed, 'why')} errorMessage={errorOf(errors, 'why') ?? errorOf(errors, 'verdict')} />
          <div class="govuk-button-group">{answer('same', 'Same person', false)}{answer('different', 'Not the same')}{answer('unsure', 'Not sure')}</div>
        </form>
      ) : null}
      <Section id="waterfall" title="Why this probability">
        <Waterfall id="waterfall" prior={pair.prior} steps={pair.steps} weight={pair.weight} probability={pair.probability} />
        <p class="quiet">{model.version === 0 ? 'By the model that the hub comes with.' : `By model ${model.version}, learned from ${model.records} records${model.labels === 0 ? '' : ` and ${model.labels} decisions`} of this partnership.`}</p>
      </Section>
      <DecisionHistory decisions={decisions} personId={left.id} mayWork={mayWork} />
    </>
  );
}
