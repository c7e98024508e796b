import type { Temporal } from 'temporal-polyfill';

import { RecordsTabs } from './records-tabs.tsx';
import { paths } from '../../paths.ts';
import type { StaffActor } from '../../platform/access/index.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { DataTable, Empty, FilterBar, TitleLine } from '../../ui/index.ts';
import type { TombstoneRow } from '../queries.ts';
import { kindWords } from '../rules.ts';

export function DeletedPage({ actor, lines, reference, now }: { actor: StaffActor; lines: readonly TombstoneRow[]; reference: string | undefined; now: Temporal.Instant }) {
  return (
    <>
      <TitleLine title="Deleted records" says="What was deleted, when, under which rule and by whom. Nothing of what it said is left." />
      <RecordsTabs current="deleted" actor={actor} />
      <FilterBar action={paths.deletedRecords()} submit="Look it up" fields={[{ kind: 'search', name: 'reference', label: 'Was this reference deleted?', value: reference ?? '' }]} />
      {lines.length === 0 ? <Empty lead={reference === undefined ? 'Nothing was deleted yet.' : 'No record of that reference was deleted.'}>{reference === undefined ? 'Each deletion leaves a line here.' : 'References are kept only as a hash: write it exactly.'}</Empty> : (
        <DataTable label="Deleted records" columns={[{ label: 'Kind' }, { label: 'Agency' }, { label: 'Deleted' }, { label: 'By' }, { label: 'Rule' }, { label: 'Why' }, { label: 'Rows', numeric: true }, { label: 'Files', numeric: true }, { label: 'SHA-256 of what it was' }]}
          rows={lines.map((line) => [
            kindWords[line.kind].name, line.agency ?? 'The partnership', momentWords(line.deleted_at, now), line.by ?? '–', line.rule_words, line.reason,
            Object.values(line.rows_deleted).reduce((sum, number) => sum + number, 0).toLocaleString('en-GB'), String(line.files), <code>{line.content_sha256.slice(0, 16)}…</code>,
          ])} />
      )}
    </>
  );
}
