import { fromGrid, toGrid } from '../platform/geography/index.ts';
import { boundsOf, viewOf, type MapArea, type MapLabel, type MapLayers, type MapMark, type StreetView } from '../ui/index.ts';
import type { PlanPanel } from './panel.ts';

type Place = { lat: number; lon: number };

/** A circle on the ground as corners. */
export function circleAround(centre: Place, metres: number): Place[] {
  const { easting, northing } = toGrid(centre);
  return Array.from({ length: 48 }, (_, step) => {
    const angle = (step / 48) * 2 * Math.PI;
    return fromGrid({ easting: easting + metres * Math.cos(angle), northing: northing + metres * Math.sin(angle) });
  });
}

interface AreaShape {
  readonly type?: string;
  readonly coordinates?: unknown;
}

function ringsOf(shape: unknown): Place[][] {
  const { type, coordinates }: AreaShape = Object(shape);
  const polygons: number[][][][] = type === 'MultiPolygon' && Array.isArray(coordinates) ? coordinates : type === 'Polygon' && Array.isArray(coordinates) ? [coordinates] : [];
  return polygons.flatMap((polygon) => polygon.map((ring) => ring.map(([lon = 0, lat = 0]) => ({ lat, lon }))));
}

/** The place, its ring, the comparison and the reports, drawn here. */
export function planDrawing(panel: PlanPanel, size = { width: 640, height: 360 }): { view: StreetView; layers: MapLayers } {
  const { plan, points, areas, names } = panel;
  const here = circleAround(plan, plan.radius);
  const ring = circleAround(plan, plan.radius + plan.ring);
  const other = plan.comparison_lat === null || plan.comparison_lon === null ? undefined : { lat: plan.comparison_lat, lon: plan.comparison_lon };
  const there = other === undefined ? [] : circleAround(other, plan.radius + plan.ring);
  const bounds = boundsOf([...ring, ...there]) ?? { south: plan.lat, north: plan.lat, west: plan.lon, east: plan.lon };
  const view = viewOf(bounds, size.width, size.height, 24);
  const borders = areas.map(({ shape }): MapArea => ({ kind: 'area', rings: ringsOf(shape) }));
  const outlines: MapArea[] = [
    { kind: 'hot', rings: [here] }, { kind: 'maybe', rings: [ring] },
    ...(other === undefined ? [] : [{ kind: 'maybe', rings: [circleAround(other, plan.radius)] }, { kind: 'maybe', rings: [there] }] satisfies MapArea[]),
  ];
  const spots = new Map(points.map(({ easting, northing }) => [`${Math.round(easting / 20)}|${Math.round(northing / 20)}`, fromGrid({ easting, northing })]));
  const dots: MapArea[] = [...spots.values()].map((at) => ({ kind: 'd4', rings: [circleAround(at, view.metresPerPixel * 3)] }));
  const labels: MapLabel[] = other === undefined ? [] : [{ at: { lat: other.lat + (view.metresPerPixel * 14) / 111_320, lon: other.lon }, text: plan.comparison_name }];
  const nearest = names.toSorted((one, two) => Math.hypot(one.lat - plan.lat, (one.lon - plan.lon) * 0.62) - Math.hypot(two.lat - plan.lat, (two.lon - plan.lon) * 0.62))[0];
  const marks: MapMark[] = [{ kind: 'place', at: { lat: plan.lat, lon: plan.lon }, label: nearest?.name }];
  return { view, layers: { areas: [...borders, ...dots, ...outlines], marks, labels } };
}
