import { Cells, DataTable, Empty, Figure, KeptInWords, SaidDid, Section, StreetMap } from '../../ui/index.ts';
import { areaDrawing, areaWords, type AreaReports } from '../area-map.ts';
import type { SaidDidRow } from './home.tsx';

export interface DoingPageProps {
  readonly month: string;
  /** undefined: too few to publish. */
  readonly promises: { readonly kept: number; readonly total: number } | undefined;
  readonly saidDid: readonly SaidDidRow[];
  /** The last three whole months, in words, and what was reported in them. */
  readonly months: string;
  readonly areas: readonly AreaReports[];
}

/** By area only, never a place: small numbers, domestic abuse and hate are not in it. The table says the same. */
function Where({ months, areas }: Pick<DoingPageProps, 'months' | 'areas'>) {
  const drawn = areaDrawing(areas);
  if (drawn === undefined) {
    return null;
  }
  return (
    <Section id="where" title="Where people told us about trouble">
      <p>{areaWords(areas)}</p>
      <Figure id="where-map" title={`Reports by area, ${months}`} headingLevel={3} source="Source: what people told this hub. Reports of domestic abuse, hate and others that could put somebody at risk are not counted here. Areas with fewer than ten have no number and no colour.">
        <StreetMap id="area-map" title={`Reports by area, ${months}`} description={areaWords(areas)} view={drawn.view} layers={drawn.layers} legend={[{ kind: 'ramp', words: 'fewer to more' }]} />
      </Figure>
      <DataTable publicLook label="Reports by area" columns={[{ label: 'Area' }, { label: 'Reports', numeric: true }]} rows={areas.map(({ name, reports }) => [name, reports ?? 'Fewer than ten'])} />
    </Section>
  );
}

/** Promises kept, and what was done about what people said. Small numbers are not published. */
export function DoingPage({ month, promises, saidDid, months, areas }: DoingPageProps) {
  return (
    <>
      <h1>What we are doing</h1>
      <Section id="promises" title={`Promises that fell due in ${month}`}>
        {promises === undefined ? (
          <Empty lead="Fewer than ten, so we do not publish a figure.">A small number could tell whose report it was.</Empty>
        ) : (
          <>
            <p><KeptInWords kept={promises.kept} late={promises.total - promises.kept} open={0} /></p>
            {promises.total > 200 ? null : <p><Cells kept={promises.kept} late={promises.total - promises.kept} open={0} /></p>}
            <p class="quiet">Each cell is one promise to someone who reported: who does what, by when. A late one stands taller. Source: all promises of every partner with a date in {month}, counted when you open this page.</p>
          </>
        )}
      </Section>
      <Where months={months} areas={areas} />
      <Section id="said" title="You said, we did">
        {saidDid.length === 0 ? <Empty lead="Nothing here yet.">What people told us and what was done about it will stand here, street by street, and why when nothing was.</Empty> : saidDid.map((row) => <SaidDid key={row.place + row.said} {...row} />)}
      </Section>
    </>
  );
}
