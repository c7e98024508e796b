import { addProtocol, AttributionControl, Map as LiveMap, NavigationControl, Popup, ScaleControl, setWorkerUrl, type LngLat, type StyleSpecification } from 'maplibre-gl';
import { Protocol } from 'pmtiles';

import { basemapOf, groundLayers } from './map-ground.ts';
import { pointLayers, signImage, type LayerLine } from './map-signs.ts';

/** From this zoom on a press lists what is there; before, it goes nearer. */
const listedFrom = 15;
const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
const dark = matchMedia('(prefers-color-scheme: dark)');

function styleOf(box: HTMLElement, lines: readonly LayerLine[]): StyleSpecification {
  const { ground = '', basemap = '', tiles = '' } = box.dataset;
  const base = basemap === '' ? undefined : basemapOf(basemap);
  const points = Object.fromEntries(lines.map(({ layer }) => [layer, { type: 'vector' as const, tiles: [`${location.origin}${tiles.replace('{layer}', layer)}`], maxzoom: 16 }]));
  return {
    version: 8,
    sources: { ground: { type: 'geojson', data: JSON.parse(ground) }, ...(base === undefined ? {} : { basemap: base.source }), ...points },
    layers: [...groundLayers(base?.layers), ...lines.flatMap(pointLayers)],
  };
}

/** Everything on the ground, so that the town fills the map. */
function boundsOf(ground: { features: { geometry: { coordinates: unknown } }[] }): [number, number, number, number] | undefined {
  const flat = ground.features.flatMap(({ geometry }) => [geometry.coordinates].flat(6).filter((value) => typeof value === 'number'));
  if (flat.length < 2) return undefined;
  const [lons, lats] = [flat.filter((_, at) => at % 2 === 0), flat.filter((_, at) => at % 2 === 1)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** The rows of the table beside the map, drawn from the bottom up so that the first lies on top. */
function linesOf(table: HTMLElement | null): LayerLine[] {
  const rows = [...(table?.querySelectorAll<HTMLElement>('tr[data-layer]') ?? [])];
  return rows.toReversed().map((row) => ({
    layer: row.dataset['layer'] ?? '', name: row.querySelector('[id^="layer-"]')?.textContent ?? '', shown: row.dataset['shown'] === 'true',
    form: row.querySelector('path')?.getAttribute('d') ?? '', sign: row.querySelector<SVGElement>('svg'),
  }));
}

/** A box to tick before each layer. What is shown stays in the address, so that it can be saved and sent. */
function addTicks(table: HTMLElement, map: LiveMap, lines: readonly LayerLine[]): void {
  for (const line of lines) {
    const label = table.querySelector(`#layer-${line.layer}`);
    if (label === null) continue;
    const tick = Object.assign(document.createElement('input'), { type: 'checkbox', checked: line.shown, className: 'hub-layers__tick' });
    tick.setAttribute('aria-labelledby', `layer-${line.layer}`);
    tick.addEventListener('change', () => {
      line.shown = tick.checked;
      map.setLayoutProperty(line.layer, 'visibility', tick.checked ? 'visible' : 'none');
      const address = new URL(location.href);
      address.searchParams.set('show', lines.filter(({ shown }) => shown).map(({ layer }) => layer).toReversed().join('.') || 'none');
      history.replaceState(history.state, '', address);
      for (const field of document.querySelectorAll<HTMLInputElement>('input[name="show"]')) field.value = address.searchParams.get('show') ?? '';
    });
    label.parentElement?.prepend(tick);
  }
}

/** About a hundred metres: a place, not a doorstep. */
function hereAddress(box: HTMLElement, { lat, lng }: LngLat): string {
  return (box.dataset['here'] ?? '').replace('{at}', `${lat.toFixed(3)},${lng.toFixed(3)}`);
}

function pressed(box: HTMLElement, map: LiveMap, lines: readonly LayerLine[]): void {
  const layers = lines.map(({ layer }) => layer);
  map.on('mousemove', (event) => {
    map.getCanvas().style.cursor = map.queryRenderedFeatures(event.point, { layers }).length > 0 ? 'pointer' : '';
  });
  map.on('click', ({ point, lngLat }) => {
    const found = map.queryRenderedFeatures([[point.x - 4, point.y - 4], [point.x + 4, point.y + 4]], { layers });
    const first = found[0];
    if (first === undefined) return;
    if (Number(first.properties['count'] ?? 1) > 1 && map.getZoom() < listedFrom) {
      map.easeTo({ center: lngLat, zoom: Math.min(listedFrom, map.getZoom() + 2), animate: !reducedMotion.matches });
      return;
    }
    const words = document.createElement('p');
    words.textContent = lines.toReversed().flatMap(({ layer, name }) => {
      const many = found.filter((one) => one.layer.id === layer).reduce((sum, one) => sum + Number(one.properties['count'] ?? 1), 0);
      return many === 0 ? [] : [`${name}: ${many}`];
    }).join('. ');
    const link = Object.assign(document.createElement('a'), { href: hereAddress(box, lngLat), textContent: 'List what is here' });
    const inside = document.createElement('div');
    inside.append(words, link);
    new Popup({ maxWidth: '16rem' }).setLngLat(lngLat).setDOMContent(inside).addTo(map);
  });
}

/** By keyboard: arrows move, plus and minus zoom, Enter lists what is in the middle. The link below does the same. */
function listsTheMiddle(box: HTMLElement, map: LiveMap): void {
  const link = document.querySelector<HTMLAnchorElement>('#map-here');
  if (link === null) return;
  const follow = (): void => { link.href = hereAddress(box, map.getCenter()); };
  map.on('moveend', follow);
  follow();
  link.hidden = false;
  map.getCanvas().addEventListener('keydown', (event) => {
    if (event.key === 'Enter') link.click();
  });
}

function startMap(box: HTMLElement): void {
  setWorkerUrl(new URL(box.dataset['worker'] ?? '', location.href).href);
  addProtocol('pmtiles', new Protocol().tile);
  document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: box.dataset['sheet'] ?? '' }));
  const table = document.querySelector<HTMLElement>('#map-layers');
  const lines = linesOf(table);
  const bounds = boundsOf(JSON.parse(box.dataset['ground'] ?? '{"features":[]}'));
  box.replaceChildren();
  // The sheet gives the box its height now, before the map measures it.
  box.dataset['state'] = 'started';
  const map = new LiveMap({
    container: box, style: styleOf(box, lines), ...(bounds === undefined ? { center: [-1.5, 52.5], zoom: 5 } : { bounds, fitBoundsOptions: { padding: 16 } }),
    attributionControl: false, fadeDuration: 0, maxZoom: 18, dragRotate: false, pitchWithRotate: false, cooperativeGestures: matchMedia('(pointer: coarse)').matches,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-right');
  const credit = box.dataset['credit'] ?? '';
  if (credit !== '') map.addControl(new AttributionControl({ customAttribution: credit }), 'bottom-left');
  const canvas = map.getCanvas();
  canvas.setAttribute('aria-label', 'Live map. Arrow keys move it, plus and minus zoom, Enter lists what is in the middle. The tables say the same.');
  // Before the first tile: a sign that comes later is missing from those that are drawn already.
  map.on('style.load', () => {
    for (const line of lines) map.addImage(line.layer, signImage(line), { pixelRatio: 2 });
  });
  if (table !== null) addTicks(table, map, lines);
  pressed(box, map, lines);
  listsTheMiddle(box, map);
  dark.addEventListener('change', () => map.setStyle(styleOf(box, lines), { diff: false }));
  map.on('idle', () => { box.dataset['state'] = 'drawn'; });
  // Another basemap that cannot be reached leaves the plain ground; the points come from here.
  map.on('error', ({ error }) => { box.dataset['trouble'] = error.message; });
}

const box = document.querySelector<HTMLElement>('#live-map');
if (box !== null) startMap(box);
