import { paths } from '../../paths.ts';
import { DataTable, Empty, Section, StateTag, TitleLine } from '../../ui/index.ts';
import { groundGeoJson, type Ground } from '../drawing.ts';
import type { LayerName } from '../live-points.ts';
import { queryText, type HotspotQuery } from '../parameters.ts';
import type { Choices } from '../queries.ts';
import { HotspotFilters } from './filters.tsx';

export interface LayerRow {
  readonly layer: LayerName;
  readonly count: number;
}

export interface LiveMapPageProps {
  readonly query: HotspotQuery;
  readonly choices: Choices;
  readonly rows: readonly LayerRow[];
  readonly ground: Ground;
  readonly assets: readonly { readonly id: string; readonly kind: string; readonly name: string; readonly detail: string; readonly works: boolean; readonly source: string }[];
  readonly basemap: { readonly url: string; readonly credit: string };
  readonly worker: string;
  readonly sheet: string;
  readonly tiles: string;
}

const layerWords: Readonly<Record<LayerName, { readonly name: string; readonly source: string }>> = {
  reports: { name: 'Reports', source: 'What residents told the hub, that you may see' },
  cases: { name: 'Cases', source: 'Cases of the hub that you may see' },
  partners: { name: 'Partner records', source: 'Imported from your agency’s own system' },
  police: { name: 'Police-recorded incidents', source: 'data.police.uk, moved to street points, by month' },
  assets: { name: 'Underpasses, cameras, lights', source: 'The partnership’s own list' },
  patrols: { name: 'Patrols', source: 'Logged by your agency, or for a case you may see' },
};

/** What is on the map, in words: it stands beside the picture, and instead of it. */
function inWords(rows: readonly LayerRow[]): string {
  const some = rows.filter(({ count }) => count > 0).map(({ layer, count }) => `${count.toLocaleString('en-GB')} ${layerWords[layer].name.toLowerCase()}`);
  return some.length === 0 ? 'Nothing that you may see fits these choices.' : `The map holds ${some.join(', ')}. You see only what you may see: nothing else is on it, not even as a number. Domestic abuse, hate and restricted records are never points.`;
}

export function LiveMapPage(props: LiveMapPageProps) {
  const { query, rows, assets } = props;
  return (
    <>
      <TitleLine title="Live map" says="Reports, cases, police records, assets and patrols, each with its source." />
      <HotspotFilters live query={query} choices={props.choices} audience="agency" action={paths.hotspotPart('map')} links={[{ href: paths.saveList(paths.hotspotPart('map', queryText(query))), label: 'Save' }]} />
      <Section id="words" title="In words"><p class="hub-lede">{inWords(rows)}</p></Section>
      <div
        class="hub-livemap" id="live-map" data-tiles={props.tiles} data-worker={props.worker} data-sheet={props.sheet} data-basemap={props.basemap.url} data-credit={props.basemap.credit}
        data-ground={JSON.stringify(groundGeoJson(props.ground))} data-layers={JSON.stringify(rows.map(({ layer }) => ({ layer, name: layerWords[layer].name })))}
      >
        <p class="quiet">The moving map needs script. The tables below and <a href={paths.hotspots(queryText(query))}>the drawn map</a> say the same without.</p>
      </div>
      <Section id="layers" title="What is on it">
        <DataTable label="Layers" columns={[{ label: 'Layer' }, { label: 'On the map', numeric: true }, { label: 'Source' }]} rows={rows.map(({ layer, count }) => [layerWords[layer].name, count, layerWords[layer].source])} />
      </Section>
      <Section id="assets" title="Underpasses, cameras and lights" link={{ href: paths.hotspotPart('assets'), label: 'Add or mend' }}>
        {assets.length === 0 ? <Empty lead="None yet.">Add them one by one or from a file.</Empty> : (
          <DataTable label="Assets" columns={[{ label: 'Name' }, { label: 'What' }, { label: 'Where' }, { label: 'State' }, { label: 'Source' }]} rows={assets.map((asset) => [asset.name, asset.kind, asset.detail, asset.works ? 'Works' : <StateTag kind="danger">Does not work</StateTag>, asset.source])} />
        )}
      </Section>
    </>
  );
}
