import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { dateWords } from '../../platform/calendar/index.ts';
import { DataTable, Empty, TitleLine } from '../../ui/index.ts';
import { hereMetres, mostHere, type HereRow } from '../here.ts';
import { layerWords } from '../map-layers.ts';

interface Props {
  readonly rows: readonly (HereRow & { readonly metres: number })[];
  readonly since: Temporal.PlainDate;
  readonly nearest: string | undefined;
}

function linked({ id, layer, reference, title }: HereRow) {
  const words = [reference, title].filter((part) => part !== '').join(' ');
  if (id === null) {
    return words === '' ? 'Without words' : words;
  }
  return <a href={layer === 'cases' ? paths.case(id) : paths.report(id)}>{words}</a>;
}

/** What the map has at one place, record by record: each opens as far as the reader may open it. */
export function HerePage({ rows, since, nearest }: Props) {
  return (
    <>
      <TitleLine title={nearest === undefined ? 'What is here' : `Near ${nearest}`} says={`Within ${hereMetres} metres, since ${dateWords(since)}. Only what you may see.`} />
      {rows.length === 0 ? <Empty lead="Nothing here.">Domestic abuse, hate and restricted records are never listed by place.</Empty> : (
        <>
          <DataTable
            label="Records here" columns={[{ label: 'What' }, { label: 'Kind of record' }, { label: 'When' }, { label: 'From' }, { label: 'Metres away', numeric: true }]}
            rows={rows.map((row) => [linked(row), layerWords[row.layer].one, row.day === null ? '' : dateWords(row.day), row.source, row.metres])}
          />
          {rows.length === mostHere ? <p class="small quiet hub-more">The newest {mostHere} are listed.</p> : null}
        </>
      )}
    </>
  );
}
