import { cellCorners, fromGrid } from '../platform/geography/index.ts';
import { boundsOf, toSpot, viewOf, type AreaKind, type MapArea, type MapLabel, type MapLayers, type StreetView } from '../ui/index.ts';
import type { AreaRow, GroundRow } from './queries.ts';
import type { HotspotResult } from './results.ts';
import { outlineOf } from './shapes.ts';

export interface Ground {
  readonly areas: readonly AreaRow[];
  readonly names: readonly GroundRow[];
}

const size = { width: 760, height: 520 };

type Ring = { lat: number; lon: number }[];

export function ringsOfArea(area: AreaRow): Ring[] {
  const polygons = area.shape.type === 'Polygon' ? [area.shape.coordinates] : area.shape.coordinates;
  return polygons.flatMap((polygon) => polygon.map((ring) => ring.map(([lon = 0, lat = 0]) => ({ lat, lon }))));
}

/** Five darkening steps; the darkest is the most that this map has. */
function kindOf(density: number, most: number): AreaKind {
  const step = Math.min(5, Math.max(1, Math.ceil((density / most) * 5)));
  return ([undefined, 'd1', 'd2', 'd3', 'd4', 'd5'] as const)[step] ?? 'd5';
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxOf({ x, y }: { x: number; y: number }, text: string): Box {
  const half = (text.length * 7.4 + 8) / 2;
  return { left: x - half, right: x + half, top: y - 10, bottom: y + 10 };
}

function clash(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

/** Area names where they stand free of the hotspots, of one another, of the key and of the scale. */
function quietNames(view: StreetView, ground: Ground, taken: Box[]): MapLabel[] {
  return ground.areas.flatMap((area) => {
    const bounds = boundsOf(ringsOfArea(area).flat());
    if (bounds === undefined) {
      return [];
    }
    const at = { lat: (bounds.south + bounds.north) / 2, lon: (bounds.west + bounds.east) / 2 };
    const box = boxOf(toSpot(view, at), area.name);
    const inside = box.left >= 0 && box.right <= view.width && box.top >= 0 && box.bottom <= view.height;
    if (!inside || taken.some((other) => clash(box, other))) {
      return [];
    }
    taken.push(box);
    return [{ at, text: area.name, quiet: true }];
  });
}

/** The picture of one analysis: density, outlines, numbers and names, drawn from what the hub holds. */
export function drawingOf(result: HotspotResult, ground: Ground): { view: StreetView; layers: MapLayers } | undefined {
  const shapes = result.density.map(({ cell, density }) => ({ kind: kindOf(density, result.most), corners: cellCorners(cell) }));
  const bounds = boundsOf([...shapes.flatMap(({ corners }) => corners), ...(shapes.length === 0 ? ground.areas.flatMap((area) => ringsOfArea(area).flat()) : [])]);
  if (bounds === undefined) {
    return undefined;
  }
  const view = viewOf(bounds, size.width, size.height, 16);
  const hexes: MapArea[] = shapes.map(({ kind, corners }) => ({ kind, rings: [corners] }));
  const borders: MapArea[] = ground.areas.map((area) => ({ kind: 'area', rings: ringsOfArea(area), name: area.name }));
  const outlines: MapArea[] = result.spots.filter(({ sure }) => sure !== 'expected').map((spot) => ({
    kind: spot.sure === 'beyond' ? 'hot' : 'maybe', name: spot.name,
    rings: outlineOf(spot.cells, result.cellSize).map((ring) => ring.map(([easting, northing]) => fromGrid({ easting, northing }))),
  }));
  const numbered = result.spots.map((spot, place) => ({ at: fromGrid({ easting: spot.x, northing: spot.y }), name: spot.name, count: place + 1 }));
  const taken: Box[] = [{ left: 0, right: 200, top: size.height - 110, bottom: size.height }, { left: size.width - 130, right: size.width, top: size.height - 44, bottom: size.height }];
  for (const { at } of numbered) {
    const spot = toSpot(view, at);
    taken.push({ left: spot.x - 14, right: spot.x + 14, top: spot.y - 14, bottom: spot.y + 14 });
  }
  const marks = numbered.map(({ at, name, count }) => {
    const spot = toSpot(view, at);
    const wide = name.length * 7.8 + 20;
    const leftward = spot.x > view.width * 0.7;
    const box = { left: leftward ? spot.x - wide : spot.x + 14, right: leftward ? spot.x - 14 : spot.x + wide, top: spot.y - 10, bottom: spot.y + 10 };
    const free = box.left >= 0 && box.right <= view.width && !taken.some((other) => clash(box, other));
    if (free) {
      taken.push(box);
    }
    return { kind: 'number' as const, at, count, label: free ? name : undefined };
  });
  return { view, layers: { areas: [...hexes, ...borders, ...outlines], marks, labels: quietNames(view, ground, taken) } };
}

export interface StillMark {
  readonly lat: number;
  readonly lon: number;
  readonly count: number;
}

/** The live map as a drawing: areas, their names, and a ring with the number for each cluster. */
export function stillMap(ground: Ground, marks: readonly StillMark[]): { view: StreetView; layers: MapLayers } | undefined {
  const bounds = boundsOf([...ground.areas.flatMap((area) => ringsOfArea(area).flat()), ...(ground.areas.length === 0 ? marks : [])]);
  if (bounds === undefined) {
    return undefined;
  }
  const view = viewOf(bounds, size.width, size.height, 12);
  const taken: Box[] = marks.map(({ lat, lon }) => toSpot(view, { lat, lon })).map(({ x, y }) => ({ left: x - 14, right: x + 14, top: y - 14, bottom: y + 14 }));
  return {
    view,
    layers: {
      areas: ground.areas.map((area) => ({ kind: 'area', rings: ringsOfArea(area), name: area.name })),
      marks: marks.map(({ lat, lon, count }) => ({ kind: 'number', at: { lat, lon }, count })),
      labels: quietNames(view, ground, taken),
    },
  };
}

interface Feature {
  readonly type: 'Feature';
  readonly properties: { readonly name: string; readonly kind: string };
  readonly geometry: object;
}

/** Areas and names for the moving map: the basemap that needs no network. */
export function groundGeoJson(ground: Ground): { type: 'FeatureCollection'; features: Feature[] } {
  const middles = ground.areas.flatMap((area): Feature[] => {
    const bounds = boundsOf(ringsOfArea(area).flat());
    return bounds === undefined ? [] : [{ type: 'Feature', properties: { name: area.name, kind: 'area-name' }, geometry: { type: 'Point', coordinates: [(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2] } }];
  });
  const areas = ground.areas.map(({ name, shape }): Feature => ({ type: 'Feature', properties: { name, kind: 'area' }, geometry: shape }));
  const places = ground.names.map(({ name, lat, lon }): Feature => ({ type: 'Feature', properties: { name, kind: 'place' }, geometry: { type: 'Point', coordinates: [lon, lat] } }));
  return { type: 'FeatureCollection', features: [...areas, ...middles, ...places] };
}
