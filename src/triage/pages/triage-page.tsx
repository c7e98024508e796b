import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { clockTime, daysApart, leftWords, shortDay } from '../../platform/calendar/index.ts';
import { Chips, Columns, Empty, FilterBar, LineList, PickList, TitleLine } from '../../ui/index.ts';
import type { SavedList } from '../../cases/index.ts';
import type { AreaName, TriageCounts, WaitingRow } from '../queries.ts';
import type { TriageQuery } from '../schema.ts';
import { ReportPreview, type PreviewProps } from './report-preview.tsx';

export interface TriagePageProps {
  readonly rows: readonly WaitingRow[];
  readonly more: boolean;
  readonly counts: TriageCounts;
  readonly filter: TriageQuery;
  /** The filters as they stand in the address: "?kind=hate". */
  readonly query: string;
  readonly areas: readonly AreaName[];
  readonly categories: readonly { id: string; name: string }[];
  readonly saved: readonly SavedList[];
  readonly preview: PreviewProps | undefined;
  readonly now: Temporal.Instant;
}

const fromChoices = [
  { value: '', label: 'Anyone' },
  { value: 'trusted', label: 'Trusted reporters' },
  { value: 'desk', label: 'Phone and desk' },
  { value: 'web', label: 'Web' },
  { value: 'anonymous', label: 'Anonymous' },
];

const channelWords: Readonly<Record<string, string>> = { web: 'web', phone: 'phone', desk: 'desk', trusted: 'trusted', api: 'another system' };

function arrivedWords(at: Temporal.Instant, now: Temporal.Instant): string {
  const days = daysApart(at, now);
  return days === 0 ? clockTime(at) : days === 1 ? `yesterday ${clockTime(at)}` : `${shortDay(at)} ${clockTime(at)}`;
}

function Detail({ row, now }: { row: WaitingRow; now: Temporal.Instant }) {
  const parts = [row.place_words, row.anonymous ? `${channelWords[row.channel] ?? row.channel}, anonymous` : (channelWords[row.channel] ?? row.channel), arrivedWords(row.received_at, now)].filter((part) => part !== '');
  return (
    <>
      {parts[0]}
      {row.hate ? <> · <b>hate</b></> : null}
      {row.restricted ? <> · <b>restricted</b></> : null}
      {parts.slice(1).map((part) => ` · ${part}`)}
    </>
  );
}

function says({ waiting, late }: TriageCounts, shown: number, filtered: boolean): string {
  if (waiting === 0) {
    return 'Nothing waits.';
  }
  const all = waiting >= 200 ? '200 reports or more.' : `${waiting} ${waiting === 1 ? 'report' : 'reports'}.`;
  const lateWords = late === 0 ? 'None is late.' : late === 1 ? '1 is late.' : `${late} are late.`;
  return `${all} ${lateWords} ${filtered ? `${shown} shown. ` : ''}Shortest clock first.`;
}

export function TriagePage(props: TriagePageProps) {
  const { rows, filter, query, now } = props;
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const current = props.preview?.report.id;
  return (
    <>
      <TitleLine title="Triage" says={says(props.counts, rows.length, filtered)} />
      <FilterBar
        action={paths.triage()}
        fields={[
          ...(props.areas.length === 0 ? [] : [{ kind: 'select' as const, name: 'area', label: 'Area', value: filter.area ?? '', options: [{ value: '', label: 'All areas' }, ...props.areas.map(({ id, name }) => ({ value: id, label: name }))] }]),
          { kind: 'select', name: 'kind', label: 'Kind', value: filter.kind ?? '', options: [{ value: '', label: 'All kinds' }, { value: 'hate', label: 'Hate' }, ...props.categories.map(({ id, name }) => ({ value: id, label: name }))] },
          { kind: 'select', name: 'from', label: 'From', value: filter.from ?? '', options: fromChoices },
        ]}
        links={[{ href: paths.triageSeveral(query), label: 'Choose several' }, { href: paths.saveList(paths.triage(query)), label: 'Save this list' }, { href: paths.triageExport(query), label: 'Export' }]}
      />
      {props.saved.length === 0 ? null : <Chips label="Your lists" links={props.saved.map(({ name, address }) => ({ href: address, label: name, current: address === paths.triage(query) }))} />}
      {rows.length === 0 && props.preview === undefined ? (
        <Empty lead={filtered ? 'No report fits these filters.' : 'No report waits for a decision.'}>New reports to your agency appear here, the shortest clock first.</Empty>
      ) : (
        <Columns shape="triage">
          <div>
            <PickList
              label="Reports to triage"
              items={rows.map((row) => ({
                // On a phone the report stands below the list: go to it.
                href: `${paths.triageReport(row.id)}${query}#pv`,
                title: row.title,
                clock: row.answer_by === null ? undefined : leftWords(row.answer_by, now),
                late: row.answer_by !== null && row.answer_by.epochMilliseconds < now.epochMilliseconds,
                detail: <Detail row={row} now={now} />,
                current: row.id === current,
              }))}
              keys={[{ key: 'j', does: 'next' }, { key: 'k', does: 'back' }, { key: 'a', does: 'accept' }, { key: 'l', does: 'link' }]}
            />
            {props.more ? <LineList small items={['More reports wait behind these. Decide on the first ones, or use the filters.']} /> : null}
          </div>
          {props.preview === undefined ? <Empty lead="Choose a report from the list." /> : <ReportPreview {...props.preview} />}
        </Columns>
      )}
    </>
  );
}
