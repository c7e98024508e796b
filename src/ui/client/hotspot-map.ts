import { addProtocol, AttributionControl, Map as LiveMap, NavigationControl, Popup, ScaleControl, setWorkerUrl, type LayerSpecification, type SourceSpecification, type StyleSpecification } from 'maplibre-gl';
import { Protocol } from 'pmtiles';

interface LayerLine {
  layer: string;
  name: string;
}

const colours: Record<string, string> = { reports: '#0b4f63', cases: '#7a3b00', partners: '#4b3f8f', police: '#47565d', assets: '#111c21', patrols: '#1b6b3a' };

/** The sheet's own colours, so that the map follows light and dark. */
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** What kind of source a basemap is, by its address: a PMTiles file, vector tiles, else pictures. */
function basemapOf(url: string): { source: SourceSpecification; layers: LayerSpecification[] } {
  if (url.endsWith('.pmtiles') || /\.(pbf|mvt)/.test(url)) {
    const source: SourceSpecification = url.endsWith('.pmtiles') ? { type: 'vector', url: `pmtiles://${url}` } : { type: 'vector', tiles: [url], maxzoom: 14 };
    const part = (id: string, layer: string, type: 'fill' | 'line', paint: object) => ({ id: `base-${id}`, type, source: 'basemap', 'source-layer': layer, paint }) as LayerSpecification;
    return { source, layers: [
      part('earth', 'earth', 'fill', { 'fill-color': token('--map-land') }), part('landuse', 'landuse', 'fill', { 'fill-color': token('--map-green'), 'fill-opacity': 0.5 }),
      part('water', 'water', 'fill', { 'fill-color': token('--map-water') }), part('buildings', 'buildings', 'fill', { 'fill-color': token('--map-block') }),
      part('roads', 'roads', 'line', { 'line-color': token('--map-road'), 'line-width': 2 }), part('transport', 'transportation', 'line', { 'line-color': token('--map-road'), 'line-width': 2 }),
    ] };
  }
  return { source: { type: 'raster', tiles: [url], tileSize: 256 }, layers: [{ id: 'base', type: 'raster', source: 'basemap', paint: { 'raster-saturation': -0.5 } }] };
}

function pointLayers({ layer }: LayerLine): LayerSpecification[] {
  const at = { source: layer, 'source-layer': layer };
  return [
    { id: layer, type: 'circle', ...at, paint: { 'circle-color': colours[layer] ?? '#111', 'circle-opacity': 0.8, 'circle-stroke-color': '#fff', 'circle-stroke-width': 1, 'circle-radius': ['interpolate', ['linear'], ['log10', ['get', 'count']], 0, 5, 1, 11, 3, 20, 5, 28] } },
    { id: `${layer}-count`, type: 'symbol', ...at, filter: ['>', ['get', 'count'], 1], layout: { 'text-field': ['to-string', ['get', 'count']], 'text-size': 12, 'text-allow-overlap': true }, paint: { 'text-color': '#fff' } },
  ];
}

function groundLayers(): LayerSpecification[] {
  const names: { 'text-field': ['get', string]; 'text-size': number } = { 'text-field': ['get', 'name'], 'text-size': 13 };
  const ink = { 'text-color': token('--ink-2'), 'text-halo-color': token('--map-land'), 'text-halo-width': 2 };
  return [
    { id: 'land', type: 'fill', source: 'ground', filter: ['==', ['get', 'kind'], 'area'], paint: { 'fill-color': token('--map-block'), 'fill-opacity': 0.6 } },
    { id: 'borders', type: 'line', source: 'ground', filter: ['==', ['get', 'kind'], 'area'], paint: { 'line-color': token('--map-edge'), 'line-width': 1.5 } },
    { id: 'area-names', type: 'symbol', source: 'ground', filter: ['==', ['get', 'kind'], 'area-name'], layout: names, paint: ink },
    { id: 'places', type: 'symbol', source: 'ground', minzoom: 14, filter: ['==', ['get', 'kind'], 'place'], layout: { ...names, 'text-size': 12 }, paint: ink },
  ];
}

function styleOf(box: HTMLElement, lines: readonly LayerLine[]): StyleSpecification {
  const { ground = '', basemap = '', tiles = '' } = box.dataset;
  const base = basemap === '' ? undefined : basemapOf(basemap);
  const points = Object.fromEntries(lines.map(({ layer }) => [layer, { type: 'vector', tiles: [`${location.origin}${tiles.replace('{layer}', layer)}`], maxzoom: 16 } satisfies SourceSpecification]));
  return {
    version: 8,
    sources: { ground: { type: 'geojson', data: JSON.parse(ground) }, ...(base === undefined ? {} : { basemap: base.source }), ...points },
    layers: [{ id: 'back', type: 'background', paint: { 'background-color': token('--map-land') } }, ...(base?.layers ?? []), ...groundLayers().slice(base === undefined ? 0 : 1), ...lines.flatMap(pointLayers)],
  };
}

/** Everything on the ground, so that the town fills the map. */
function boundsOf(ground: { features: { geometry: { coordinates: unknown } }[] }): [number, number, number, number] | undefined {
  const flat = ground.features.flatMap(({ geometry }) => [geometry.coordinates].flat(6).filter((value) => typeof value === 'number'));
  if (flat.length < 2) return undefined;
  const [lons, lats] = [flat.filter((_, at) => at % 2 === 0), flat.filter((_, at) => at % 2 === 1)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

function addSwitches(box: HTMLElement, map: LiveMap, lines: readonly LayerLine[]): void {
  const set = document.createElement('fieldset');
  set.className = 'hub-livemap__layers';
  set.append(Object.assign(document.createElement('legend'), { textContent: 'Show' }));
  for (const { layer, name } of lines) {
    const label = document.createElement('label');
    const tick = Object.assign(document.createElement('input'), { type: 'checkbox', checked: true });
    const sign = document.createElement('i');
    sign.style.background = colours[layer] ?? '#111';
    tick.addEventListener('change', () => {
      for (const id of [layer, `${layer}-count`]) map.setLayoutProperty(id, 'visibility', tick.checked ? 'visible' : 'none');
    });
    label.append(tick, sign, name);
    set.append(label);
  }
  box.before(set);
}

function startMap(box: HTMLElement): void {
  setWorkerUrl(new URL(box.dataset.worker ?? '', location.href).href);
  addProtocol('pmtiles', new Protocol().tile);
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: box.dataset.sheet ?? '' }));
  const lines: LayerLine[] = JSON.parse(box.dataset.layers ?? '[]');
  const bounds = boundsOf(JSON.parse(box.dataset.ground ?? '{"features":[]}'));
  box.replaceChildren();
  // The sheet gives the box its height now, before the map measures it.
  box.dataset.state = 'started';
  const map = new LiveMap({ container: box, style: styleOf(box, lines), ...(bounds === undefined ? { center: [-1.5, 52.5], zoom: 5 } : { bounds, fitBoundsOptions: { padding: 16 } }), attributionControl: false, fadeDuration: 0, maxZoom: 18 });
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-right');
  if ((box.dataset.credit ?? '') !== '') map.addControl(new AttributionControl({ customAttribution: box.dataset.credit ?? '' }));
  map.getCanvas().setAttribute('aria-label', 'Live map. Arrow keys move it, plus and minus zoom. The same is in the tables below.');
  addSwitches(box, map, lines);
  for (const { layer, name } of lines) {
    map.on('click', layer, ({ lngLat, features }) => {
      const count = Number(features?.[0]?.properties['count'] ?? 1);
      new Popup().setLngLat(lngLat).setText(`${name}: ${count}`).addTo(map);
    });
  }
  map.on('idle', () => { box.dataset.state = 'drawn'; });
}

const box = document.querySelector<HTMLElement>('#live-map');
if (box !== null) startMap(box);
