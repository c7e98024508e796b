import { DataTable, Section } from '../../ui/index.ts';
import type { PartnerOutcome } from '../partner.ts';

/** What became of a file. */
export function Outcome({ outcome }: { outcome: PartnerOutcome }) {
  return (
    <Section id="outcome" title={`${outcome.file}: ${outcome.kept === 0 ? 'nothing new' : `${outcome.kept} kept`}`}>
      <p role="status">{outcome.read} rows read, {outcome.kept} kept, {outcome.held} held already, {outcome.bad.length} bad.{outcome.known ? ' This very file was taken before: nothing has changed.' : ' The columns are remembered for the next file like it.'}</p>
      {outcome.bad.length === 0 ? null : <DataTable label="Rows that were not kept" columns={[{ label: 'Row', numeric: true }, { label: 'What is wrong' }]} rows={outcome.bad.slice(0, 100).map(({ row, sentence }) => [row, sentence])} />}
      {outcome.bad.length > 100 ? <p>And {outcome.bad.length - 100} more.</p> : null}
    </Section>
  );
}
