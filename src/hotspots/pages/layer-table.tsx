import type { LayerName } from '../live-points.ts';
import { layerWords } from '../map-layers.ts';

export interface LayerRow {
  readonly layer: LayerName;
  readonly count: number;
}

/** Sign, name, number and source of each layer. Where scripts run, the map puts a box to tick before each sign. */
export function LayerTable({ rows, shown }: { rows: readonly LayerRow[]; shown: readonly LayerName[] }) {
  return (
    <table class="hub-table hub-layers" id="map-layers">
      <caption class="govuk-visually-hidden">What is on the map, and from which source</caption>
      <thead><tr><th scope="col">Layer and source</th><th scope="col" class="n">On the map</th></tr></thead>
      <tbody>
        {rows.map(({ layer, count }) => (
          <tr key={layer} data-layer={layer} data-shown={String(shown.includes(layer))}>
            <th scope="row">
              <span class="hub-layers__name"><svg class={`hub-layers__sign lay-${layer}`} viewBox="0 0 20 20" aria-hidden="true"><path d={signs[layer]} /></svg><span id={`layer-${layer}`}>{layerWords[layer].name}</span></span>
              <span class="hub-layers__source">{layerWords[layer].source}</span>
            </th>
            <td class="n">{count.toLocaleString('en-GB')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The forms of the signs in a square of 20: circle, square, diamond, ring, triangle, hexagon. */
export const signs: Readonly<Record<LayerName, string>> = {
  reports: 'M10 1.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 1 1 0-17z',
  cases: 'M3 3h14v14h-14z',
  partners: 'M10 .5l9.5 9.5l-9.5 9.5l-9.5-9.5z',
  police: 'M10 1.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 1 1 0-17z',
  assets: 'M10 1.5l9.5 16.5h-19z',
  patrols: 'M5.5 2h9l4.5 8l-4.5 8h-9l-4.5-8z',
};
