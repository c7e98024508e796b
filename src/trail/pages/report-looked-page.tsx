import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { momentWords } from '../../platform/calendar/index.ts';
import { DataTable, Empty, TitleLine } from '../../ui/index.ts';
import { actorName } from '../event-words.ts';
import type { Looker } from '../queries.ts';

/** Everyone who opened or changed one report, from the audit trail. */
export function ReportLookedPage({ reportId, reference, lookers, now }: { reportId: string; reference: string; lookers: readonly Looker[]; now: Temporal.Instant }) {
  return (
    <>
      <TitleLine title={`Who has looked at ${reference}`} says="Every reading and every change is recorded, this one too." />
      {lookers.length === 0 ? <Empty lead="Nobody yet.">Whoever opens the report shows here.</Empty> : (
        <DataTable label="People who looked" columns={[{ label: 'Person' }, { label: 'Agency' }, { label: 'Times', numeric: true }, { label: 'First', numeric: true }, { label: 'Last', numeric: true }]}
          rows={lookers.map((one) => [actorName(one.actor_kind, one.name), one.agency ?? '', one.times, momentWords(one.first_at, now), momentWords(one.last_at, now)])} />
      )}
      <p class="hub-back"><a href={paths.report(reportId)}>Back to the report</a></p>
    </>
  );
}
