import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';

/** The sheet's own colours, so that the map follows light and dark. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

interface Basemap {
  readonly source: SourceSpecification;
  readonly layers: LayerSpecification[];
}

/** The two schemas in which the open vector maps come: Protomaps (earth, roads …) and OpenMapTiles (transportation …). */
function vectorLayers(): LayerSpecification[] {
  const part = (layer: string, type: 'fill' | 'line', paint: object): LayerSpecification => ({ id: `base-${layer}`, type, source: 'basemap', 'source-layer': layer, paint }) as LayerSpecification;
  const road = { 'line-color': token('--map-road'), 'line-width': ['interpolate', ['exponential', 1.6], ['zoom'], 10, 0.6, 14, 2.5, 18, 14] };
  return [
    part('earth', 'fill', { 'fill-color': token('--map-land') }),
    part('landcover', 'fill', { 'fill-color': token('--map-green'), 'fill-opacity': 0.5 }),
    part('landuse', 'fill', { 'fill-color': token('--map-green'), 'fill-opacity': 0.5 }),
    part('water', 'fill', { 'fill-color': token('--map-water') }),
    part('buildings', 'fill', { 'fill-color': token('--map-block') }),
    part('building', 'fill', { 'fill-color': token('--map-block') }),
    part('roads', 'line', road),
    part('transportation', 'line', road),
  ];
}

/** What kind of source a basemap is, by its address: a PMTiles file, vector tiles, else pictures. */
export function basemapOf(url: string): Basemap {
  if (/\.pmtiles($|\?)/.test(url)) {
    return { source: { type: 'vector', url: `pmtiles://${new URL(url, location.href).href}` }, layers: vectorLayers() };
  }
  if (/\.(pbf|mvt)($|\?)/.test(url)) {
    return { source: { type: 'vector', tiles: [url], maxzoom: 14 }, layers: vectorLayers() };
  }
  // Paler, so that what the hub knows stands out.
  return { source: { type: 'raster', tiles: [url], tileSize: 256 }, layers: [{ id: 'base', type: 'raster', source: 'basemap', paint: { 'raster-saturation': -0.6, 'raster-opacity': 0.8 } }] };
}

/** The built-in ground: areas, their borders and names, and places; over a basemap only borders and names. */
export function groundLayers(base: readonly LayerSpecification[] | undefined): LayerSpecification[] {
  const area = ['==', ['get', 'kind'], 'area'] as ['==', ['get', string], string];
  const ink = { 'text-color': token('--ink-2'), 'text-halo-color': token('--map-land'), 'text-halo-width': 2 };
  const names = (id: string, kind: string, size: number, minzoom: number): LayerSpecification => ({
    id, type: 'symbol', source: 'ground', minzoom, filter: ['==', ['get', 'kind'], kind], layout: { 'text-field': ['get', 'name'], 'text-size': size, 'text-font': ['Hub Text'], 'text-padding': 4 }, paint: ink,
  });
  return [
    { id: 'back', type: 'background', paint: { 'background-color': token('--map-land') } },
    ...(base ?? [{ id: 'land', type: 'fill', source: 'ground', filter: area, paint: { 'fill-color': token('--map-block'), 'fill-opacity': 0.7 } }] satisfies LayerSpecification[]),
    { id: 'borders', type: 'line', source: 'ground', filter: area, paint: { 'line-color': token(base === undefined ? '--map-road' : '--ink-2'), 'line-width': base === undefined ? 2.5 : 1, ...(base === undefined ? {} : { 'line-dasharray': [2, 3] }) } },
    names('area-names', 'area-name', 14, 0), names('places', 'place', 13, 14.5),
  ];
}
