import type { Temporal } from 'temporal-polyfill';

import { SharingTabs } from '../../frame/index.ts';
import { dateWords, leftWords } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { Actions, Chips, DataTable, Empty, FilterBar, TitleLine } from '../../ui/index.ts';
import type { RequestLine } from '../queries.ts';
import { isOpen, stateWords } from '../rules.ts';
import type { ListQuery } from '../schema.ts';

export interface RequestsProps {
  readonly lines: readonly RequestLine[];
  readonly more: boolean;
  readonly wanted: ListQuery;
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly works: boolean;
  readonly now: Temporal.Instant;
}

/** "Due Friday 4 December", "2 days late", "The clock stands". */
export function dueWords(line: Pick<RequestLine, 'state' | 'due_at' | 'paused_at' | 'closed_at'>, now: Temporal.Instant): string {
  if (!isOpen(line.state)) {
    return line.closed_at === null ? '' : dateWords(line.closed_at);
  }
  return line.paused_at === null ? `${dateWords(line.due_at)}, ${leftWords(line.due_at, now)}` : 'The clock stands';
}

function address(wanted: ListQuery): string {
  const query = new URLSearchParams(Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))).toString();
  return paths.requests(query === '' ? '' : `?${query}`);
}

/** Requests between partners: to us, or by us. */
export function RequestsPage({ lines, more, wanted, agencies, works, now }: RequestsProps) {
  const ours = wanted.way === 'by_us';
  return (
    <>
      <TitleLine title="Requests for information" says={ours ? 'What your agency asked of partners. You see their answers, nothing else of theirs.' : 'What partners ask of your agency. You see their words, not their cases.'}>
        {works ? <Actions actions={[{ label: 'Ask a partner', href: paths.newRequest() }]} /> : undefined}
      </TitleLine>
      <SharingTabs current="requests" />
      <Chips label="Direction" links={[{ href: address({ ...wanted, way: undefined }), label: 'To us', current: !ours }, { href: address({ ...wanted, way: 'by_us' }), label: 'By us', current: ours }]} />
      <FilterBar
        action={paths.requests()} hidden={ours ? { way: 'by_us' } : {}}
        fields={[
          { kind: 'select', name: 'state', label: 'State', value: wanted.state ?? 'open', options: [{ value: 'open', label: 'Open' }, { value: 'late', label: 'Late' }, { value: 'over', label: 'Over' }] },
          { kind: 'select', name: 'agency', label: 'Agency', value: wanted.agency ?? '', options: [{ value: '', label: 'All' }, ...agencies.map(({ id, name }) => ({ value: id, label: name }))] },
        ]}
      />
      {lines.length === 0 ? <Empty lead="No request here.">{ours ? 'Ask from a case, or with the button above.' : 'When a partner asks, it shows here and on Today.'}</Empty> : (
        <DataTable
          label={ours ? 'Asked by us' : 'Asked of us'}
          columns={[{ label: 'What' }, { label: ours ? 'Asked of' : 'From' }, { label: 'Who has it' }, { label: 'State' }, { label: wanted.state === 'over' ? 'Closed' : 'Answer by' }]}
          rows={lines.map((line) => [
            <><a href={paths.request(line.id)}>{line.wanted.length > 90 ? `${line.wanted.slice(0, 88)}…` : line.wanted}</a><br /><span class="small quiet num">{line.reference}</span></>,
            ours ? `${line.to_agency_name}${line.to_person === null ? '' : `, ${line.to_person}`}` : `${line.from_agency_name}, ${line.asked_by_name ?? ''}`,
            line.holder ?? 'Nobody yet',
            stateWords[line.state],
            dueWords(line, now),
          ])}
        />
      )}
      {more ? <p class="small quiet">Only the first {lines.length} are shown. Choose an agency to see fewer.</p> : null}
    </>
  );
}
