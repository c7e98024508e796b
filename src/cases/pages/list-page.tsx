import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { leftWords, shortDay } from '../../platform/calendar/index.ts';
import { Band, Chips, DataTable, Empty, FilterBar, StateTag, TitleLine } from '../../ui/index.ts';
import type { CaseListRow } from '../case-list.ts';
import { bandOf, stageNames } from '../rules.ts';
import type { SavedList } from '../saved-lists.ts';
import type { CaseListQuery } from '../schema.ts';

export interface CaseListProps {
  readonly rows: readonly CaseListRow[];
  readonly filter: CaseListQuery;
  readonly query: string;
  /** Where the next page starts. */
  readonly next: string | undefined;
  readonly areas: readonly { id: string; name: string }[];
  readonly saved: readonly SavedList[];
  readonly mayWork: boolean;
  readonly now: Temporal.Instant;
}

const choice = (value: string, label: string) => ({ value, label });

export function CaseListPage({ rows, filter, query, next, areas, saved, mayWork, now }: CaseListProps) {
  const filtered = query !== '';
  return (
    <>
      <TitleLine title="Cases" says="Newest first. You see your agency's cases, those you are named on, and those shared with you.">
        {mayWork ? <a class="govuk-button govuk-button--secondary" href={paths.newCase()} data-in-place="">Open a case</a> : undefined}
      </TitleLine>
      <FilterBar
        action={paths.cases()}
        fields={[
          { kind: 'select', name: 'whose', label: 'Whose', value: filter.whose ?? '', options: [choice('', 'All I can see'), choice('mine', 'Mine'), choice('agency', 'My agency')] },
          { kind: 'select', name: 'state', label: 'State', value: filter.state ?? '', options: [choice('', 'Any'), choice('open', 'Open'), choice('closed', 'Closed')] },
          { kind: 'select', name: 'risk', label: 'Risk', value: filter.risk ?? '', options: [choice('', 'Any'), choice('high', 'High'), choice('medium', 'Medium'), choice('standard', 'Standard'), choice('none', 'Not looked at')] },
          { kind: 'select', name: 'stage', label: 'Stage', value: filter.stage ?? '', options: [choice('', 'Any'), ...Object.entries(stageNames).map(([value, label]) => choice(value, label))] },
          ...(areas.length === 0 ? [] : [{ kind: 'select' as const, name: 'area', label: 'Area', value: filter.area ?? '', options: [choice('', 'All areas'), ...areas.map(({ id, name }) => choice(id, name))] }]),
        ]}
        links={[{ href: paths.saveList(paths.cases(query)), label: 'Save this list' }, { href: paths.casesExport(query), label: 'Export' }]}
      />
      {saved.length === 0 ? null : <Chips label="Your lists" links={saved.map(({ name, address }) => ({ href: address, label: name, current: address === paths.cases(query) }))} />}
      {rows.length === 0 ? <Empty lead={filtered ? 'No case fits these filters.' : 'No case yet.'}>Cases are opened from triage, or here for something nobody reported.</Empty> : (
        <DataTable
          label="Cases"
          columns={[{ label: 'Case' }, { label: 'Risk' }, { label: 'State' }, { label: 'Owner' }, { label: 'Where' }, { label: 'Opened', numeric: true }, { label: 'Next word due', numeric: true }]}
          rows={rows.map((row) => [
            <><a href={paths.case(row.id)} data-list-item="">{row.reference} {row.title}</a>{row.restricted ? <> <StateTag kind="danger">Restricted</StateTag></> : null}</>,
            <Band level={bandOf(row.risk_band)} />,
            row.state === 'closed' ? 'Closed' : stageNames[row.stage],
            `${row.owner ?? 'Nobody'}, ${row.agency}`,
            row.place_words,
            shortDay(row.opened_at),
            row.next_told_by === null ? '' : <span class={row.next_told_by.epochMilliseconds < now.epochMilliseconds ? 'danger' : undefined}>{leftWords(row.next_told_by, now)}</span>,
          ])}
        />
      )}
      {next === undefined ? null : <p><a href={next}>Older cases</a></p>}
    </>
  );
}
