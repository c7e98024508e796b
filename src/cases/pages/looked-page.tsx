import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { DataTable, TitleLine } from '../../ui/index.ts';
import type { CaseRow, Looker } from '../queries.ts';

/** Everyone who opened or changed the case, from the audit trail. */
export function LookedPage({ file, lookers, now }: { file: CaseRow; lookers: readonly Looker[]; now: Temporal.Instant }) {
  return (
    <>
      <TitleLine title={`Who has looked at ${file.reference}`} says="Every reading and every change is recorded, this one too." />
      <DataTable
        label="People who looked"
        columns={[{ label: 'Person' }, { label: 'Agency' }, { label: 'Times', numeric: true }, { label: 'Last', numeric: true }]}
        rows={lookers.map((one) => [one.name ?? 'The person who reported, or the hub itself', one.agency ?? '', one.looks, momentWords(one.last_at, now)])}
      />
      <p><a href={paths.case(file.id)}>Back to the case</a></p>
    </>
  );
}
