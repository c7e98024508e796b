import type { Temporal } from 'temporal-polyfill';

import { SharingTabs } from '../../frame/index.ts';
import { dateWords, momentWords, shortDay } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { Chips, DataTable, Empty, FilterBar, TitleLine } from '../../ui/index.ts';
import type { LedgerLine, LedgerQuery } from '../ledger.ts';
import { capital, itemsWords, standingOf } from '../rules.ts';

export interface LedgerProps {
  readonly lines: readonly LedgerLine[];
  readonly more: boolean;
  readonly wanted: LedgerQuery;
  readonly agencies: readonly { readonly id: string; readonly name: string }[];
  readonly gateways: readonly { readonly code: string; readonly name: string }[];
  readonly agreements: readonly string[];
  readonly now: Temporal.Instant;
}

const stateChoices = [
  { value: '', label: 'All' }, { value: 'live', label: 'Shared now' }, { value: 'ended', label: 'Ended' }, { value: 'withdrawn', label: 'Withdrawn' }, { value: 'refused', label: 'Refused' }, { value: 'asked', label: 'Waits for a decision' },
  { value: 'outside', label: 'Outside every agreement' },
] as const;

/** The filters as an address. */
export function ledgerAddress(wanted: LedgerQuery): string {
  const query = new URLSearchParams(Object.entries(wanted).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]]))).toString();
  return query === '' ? '' : `?${query}`;
}

function stateText(line: LedgerLine, now: Temporal.Instant): string {
  const standing = standingOf(line, now);
  return { live: `Until ${dateWords(line.valid_until)}`, ended: `Ended ${dateWords(line.valid_until)}`, withdrawn: 'Withdrawn', refused: `Refused: ${line.refusal_reason ?? ''}`, asked: 'Waits for a decision' }[standing];
}

function readText(line: LedgerLine, now: Temporal.Instant): string {
  if (line.decision !== 'given' || line.scope === 'case') {
    return '';
  }
  if (line.opened_first === null) {
    return 'Not opened';
  }
  return `${line.opened_by ?? 'Somebody'}, ${momentWords(line.opened_first, now)}${line.readers > 1 ? `, and ${line.readers - 1} more` : ''}`;
}

/** Every decision to share or not to, searchable. */
export function LedgerPage({ lines, more, wanted, agencies, gateways, agreements, now }: LedgerProps) {
  const received = wanted.way === 'received';
  const other = { ...wanted, way: undefined };
  return (
    <>
      <TitleLine title="Ledger of what was shared" says="Every decision to share or to refuse on cases that you see: what, to whom, why, under which law and agreement, and who opened it first." />
      <SharingTabs current="ledger" />
      <Chips label="Direction" links={[{ href: paths.ledger(ledgerAddress(other)), label: 'By us', current: !received }, { href: paths.ledger(ledgerAddress({ ...other, way: 'received' })), label: 'To us', current: received }]} />
      <FilterBar
        action={paths.ledger()}
        hidden={received ? { way: 'received' } : {}}
        links={[{ href: paths.ledgerExport(ledgerAddress(wanted)), label: 'Export as CSV' }]}
        fields={[
          { kind: 'search', name: 'words', label: 'Reference or words', value: wanted.words ?? '' },
          { kind: 'select', name: 'agency', label: 'Agency', value: wanted.agency ?? '', options: [{ value: '', label: 'All' }, ...agencies.map(({ id, name }) => ({ value: id, label: name }))] },
          { kind: 'select', name: 'gateway', label: 'Law', value: wanted.gateway ?? '', options: [{ value: '', label: 'All' }, ...gateways.map(({ code, name }) => ({ value: code, label: name }))] },
          { kind: 'select', name: 'agreement', label: 'Agreement', value: wanted.agreement ?? '', options: [{ value: '', label: 'All' }, ...agreements.map((code) => ({ value: code, label: code }))] },
          { kind: 'select', name: 'state', label: 'State', value: wanted.state ?? '', options: stateChoices },
          { kind: 'date', name: 'since', label: 'From', value: wanted.since ?? '' },
          { kind: 'date', name: 'before', label: 'To', value: wanted.before ?? '' },
        ]}
      />
      {lines.length === 0 ? <Empty lead="Nothing fits.">Choose fewer filters, or share something from a case.</Empty> : (
        <DataTable
          label="Ledger"
          columns={[{ label: 'What' }, { label: received ? 'From' : 'To' }, { label: 'For' }, { label: 'Under' }, { label: 'When', numeric: true }, { label: 'State' }, { label: 'First opened' }]}
          rows={lines.map((line) => [
            <><a href={paths.disclosure(line.id)}>{line.decision === 'refused' ? 'Refused' : line.scope === 'case' ? 'A whole case' : capital(itemsWords(line.labels, 3))}</a><br /><span class="small quiet num">{line.reference}</span></>,
            received ? line.from_agency_name : `${line.to_agency_name}${line.to_person === null ? '' : `, ${line.to_person}`}`,
            line.purpose,
            line.agreement ?? (line.allowed_reason === null ? '' : 'No agreement; allowed by decision'),
            shortDay(line.decided_at),
            stateText(line, now),
            readText(line, now),
          ])}
        />
      )}
      {more ? <p class="small quiet">Only the newest {lines.length} are shown. The export holds up to 10,000.</p> : null}
    </>
  );
}
