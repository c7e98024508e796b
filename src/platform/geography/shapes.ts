import type { LatLon } from './grid.ts';

/** GeoJSON: longitude first. */
export type Position = readonly [lon: number, lat: number, ...rest: number[]];
export type Ring = readonly Position[];
export type Polygon = { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] };
export type MultiPolygon = { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] };
export type Shape = Polygon | MultiPolygon;
export type Box = { readonly west: number; readonly south: number; readonly east: number; readonly north: number };

export function polygonsOf(shape: Shape): readonly (readonly Ring[])[] {
  return shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
}

/** Half-open, so that of two areas with a common edge exactly one has a point on it. */
function isInRing({ lat, lon }: LatLon, ring: Ring): boolean {
  let inside = false;
  let previous = ring.at(-1);
  for (const position of ring) {
    if (previous !== undefined) {
      const [x1, y1] = position;
      const [x2, y2] = previous;
      if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
    }
    previous = position;
  }
  return inside;
}

/** Whether the shape holds the point; a point in a hole is outside. */
export function isInShape(point: LatLon, shape: Shape): boolean {
  return polygonsOf(shape).some(([outer = [], ...holes]) => isInRing(point, outer) && !holes.some((hole) => isInRing(point, hole)));
}

export function boxOf(shape: Shape): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const polygon of polygonsOf(shape)) {
    for (const [lon, lat] of polygon[0] ?? []) {
      west = Math.min(west, lon);
      east = Math.max(east, lon);
      south = Math.min(south, lat);
      north = Math.max(north, lat);
    }
  }
  return { west, south, east, north };
}

export function isInBox({ lat, lon }: LatLon, box: Box): boolean {
  return lon >= box.west && lon <= box.east && lat >= box.south && lat <= box.north;
}

/** A box that holds everything within so many metres of a point. */
export function boxAround({ lat, lon }: LatLon, metres: number): Box {
  const dLat = metres / 110_500;
  const dLon = metres / (110_500 * Math.max(0.01, Math.cos(((Math.abs(lat) + dLat) * Math.PI) / 180)));
  return { west: lon - dLon, south: lat - dLat, east: lon + dLon, north: lat + dLat };
}

export function boxOfAll(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  return boxes.reduce((all, box) => ({
    west: Math.min(all.west, box.west),
    south: Math.min(all.south, box.south),
    east: Math.max(all.east, box.east),
    north: Math.max(all.north, box.north),
  }));
}
