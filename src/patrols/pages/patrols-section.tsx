import { paths } from '../../paths.ts';
import { momentWords, timeWords } from '../../platform/calendar/index.ts';
import { DataTable, Empty, Section } from '../../ui/index.ts';
import type { PatrolRow } from '../queries.ts';

/** When, and how long it lasted or that it still does. */
export function PatrolTable({ label, patrols }: { label: string; patrols: readonly PatrolRow[] }) {
  return (
    <DataTable
      label={label} folds
      columns={[{ label: 'When' }, { label: 'Where' }, { label: 'Who' }, { label: 'What was seen' }, { label: 'Spoke to', numeric: true }]}
      rows={patrols.map((patrol) => [
        `${momentWords(patrol.started_at)}${patrol.ended_at === null ? ', going on' : ` to ${timeWords(patrol.ended_at)}`}`,
        patrol.place_words, `${patrol.who ?? 'Someone'}, ${patrol.agency}`, patrol.seen === '' ? (patrol.ended_at === null ? 'Not yet' : 'Nothing') : patrol.seen, patrol.spoke_to ?? '',
      ])}
    />
  );
}

/** Patrols on the case page. */
export function PatrolsSection({ caseId, patrols, works }: { caseId: string; patrols: readonly PatrolRow[]; works: boolean }) {
  return (
    <Section id="patrols" title="Patrols" link={works ? { href: paths.patrols(`?case=${caseId}`), label: 'Log a patrol' } : undefined}>
      {patrols.length === 0 ? <Empty lead="No patrols logged.">Whoever walks there starts and stops a patrol on a phone.</Empty> : <PatrolTable label="Patrols" patrols={patrols} />}
    </Section>
  );
}
