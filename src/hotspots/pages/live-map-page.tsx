import { paths } from '../../paths.ts';
import { DataTable, Empty, Section, StreetMap, TitleLine } from '../../ui/index.ts';
import { groundGeoJson, stillMap, type Ground, type StillMark } from '../drawing.ts';
import type { LayerName } from '../live-points.ts';
import { layerWords } from '../map-layers.ts';
import { queryText, type HotspotQuery } from '../parameters.ts';
import type { Choices } from '../queries.ts';
import { HotspotFilters } from './filters.tsx';
import { LayerTable, type LayerRow } from './layer-table.tsx';

export interface AreaCounts {
  readonly id: string;
  readonly name: string;
  /** In the order of the layers. */
  readonly counts: readonly number[];
}

export interface LiveMapPageProps {
  readonly query: HotspotQuery;
  readonly choices: Choices;
  readonly rows: readonly LayerRow[];
  readonly shown: readonly LayerName[];
  readonly areas: readonly AreaCounts[];
  /** Clusters of what is shown, for the drawing that needs no script. */
  readonly marks: readonly StillMark[];
  readonly ground: Ground;
  readonly assets: readonly { readonly id: string; readonly kind: string; readonly name: string; readonly detail: string; readonly works: boolean; readonly source: string }[];
  readonly basemap: { readonly url: string; readonly credit: string };
  readonly worker: string;
  readonly tiles: string;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** What is on the map, in words: it stands beside the picture, and instead of it. */
function inWords({ rows, areas, shown }: LiveMapPageProps): string[] {
  const some = rows.filter(({ layer, count }) => count > 0 && shown.includes(layer)).map(({ layer, count }) => `${count.toLocaleString('en-GB')} ${layerWords[layer].name.toLowerCase()}`);
  if (some.length === 0) {
    return ['Nothing that you may see fits these choices.'];
  }
  const first = rows.findIndex(({ layer, count }) => shown.includes(layer) && layer !== 'assets' && count > 0);
  const most = first < 0 ? [] : areas.filter(({ counts }) => (counts[first] ?? 0) > 0).toSorted((one, other) => (other.counts[first] ?? 0) - (one.counts[first] ?? 0)).slice(0, 3);
  const row = rows[first];
  return [
    `The map shows ${listed(some)}.`,
    ...(most.length === 0 || row === undefined ? [] : [`Most ${layerWords[row.layer].name.toLowerCase()} are in ${listed(most.map(({ name, counts }) => `${name} (${(counts[first] ?? 0).toLocaleString('en-GB')})`))}.`]),
  ];
}

/** The map as it is drawn without script; with script the moving one takes its place. */
function Picture(props: LiveMapPageProps) {
  const { query, ground, marks, tiles } = props;
  const drawn = stillMap(ground, marks);
  return (
    <div
      class="hub-livemap" id="live-map" data-tiles={tiles} data-worker={props.worker} data-basemap={props.basemap.url} data-credit={props.basemap.credit}
      data-here={`${paths.hotspotPart('here', queryText(query, { show: undefined, days: query.days === undefined ? undefined : String(query.days) }))}${queryText(query, { show: undefined }) === '' ? '?' : '&'}at={at}`} data-ground={JSON.stringify(groundGeoJson(ground))}
    >
      {drawn === undefined ? <p class="quiet">Areas come with the boundaries import. The tables say what the map would.</p> : (
        <StreetMap id="still" title="Reports on the map" description={`The number in each ring is of reports there. ${inWords(props).join(' ')}`} view={drawn.view} layers={drawn.layers} />
      )}
    </div>
  );
}

/** Where it is, as numbers: the picture's equal for whoever does not see it. */
function ByArea({ rows, areas, shown, query }: LiveMapPageProps) {
  const columns = rows.map((row, place) => ({ ...row, place })).filter(({ layer, count }) => count > 0 && shown.includes(layer));
  const some = areas.filter(({ counts }) => columns.some(({ place }) => (counts[place] ?? 0) > 0));
  if (columns.length === 0 || some.length === 0) {
    return null;
  }
  return (
    <Section id="areas" title="By area">
      <DataTable
        label="What is on the map, by area" columns={[{ label: 'Area' }, ...columns.map(({ layer }) => ({ label: layerWords[layer].name, numeric: true }))]}
        rows={some.map(({ id, name, counts }) => [<a href={paths.hotspotPart('map', queryText(query, { area: id }))}>{name}</a>, ...columns.map(({ place }) => (counts[place] ?? 0).toLocaleString('en-GB'))])}
      />
    </Section>
  );
}

/** Those that need somebody; the list of all is a page of its own. */
function Assets({ assets }: Pick<LiveMapPageProps, 'assets'>) {
  const broken = assets.filter(({ works }) => !works);
  return (
    <Section id="assets" title="Underpasses, cameras and lights" link={{ href: paths.hotspotPart('assets'), label: `All ${assets.length}, add or mend` }}>
      {broken.length === 0 ? <Empty lead={assets.length === 0 ? 'None yet.' : 'All of them work.'}>{assets.length === 0 ? 'Add them one by one or from a file.' : ''}</Empty> : (
        <DataTable label="What does not work" columns={[{ label: 'Does not work' }, { label: 'What' }, { label: 'Where' }, { label: 'Source' }]} rows={broken.map((asset) => [asset.name, asset.kind, asset.detail, asset.source])} />
      )}
    </Section>
  );
}

export function LiveMapPage(props: LiveMapPageProps) {
  const { query, rows, assets, shown } = props;
  return (
    <>
      <TitleLine title="Live map" says="Reports, cases, police records, assets and patrols, each with its source."><a class="govuk-button govuk-button--secondary" href={paths.saveList(paths.hotspotPart('map', queryText(query)))}>Save this view</a></TitleLine>
      <HotspotFilters live query={query} choices={props.choices} audience="agency" action={paths.hotspotPart('map')} links={[]} />
      <div class="hub-livegrid">
        <div>
          <Picture {...props} />
          <p class="small quiet hub-more">The number in a sign is how many are there. <a id="map-here" hidden>List what is in the middle of the map</a></p>
        </div>
        <div>
          <Section id="words" title="In words">
            {inWords(props).map((words) => <p key={words}>{words}</p>)}
            <p class="small quiet">You see only what you may see: nothing else is on the map, not even as a number. Domestic abuse, hate and restricted records are never points.</p>
          </Section>
          <LayerTable rows={rows} shown={shown} />
        </div>
      </div>
      <ByArea {...props} />
      <Assets assets={assets} />
    </>
  );
}
