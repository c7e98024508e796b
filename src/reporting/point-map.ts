import { boxAround, isInBox, metresBetween, polygonsOf, type LatLon } from '../platform/geography/index.ts';
import { typedText, type Typed } from '../platform/http/index.ts';
import { type MapLayers, type MapMark, type StreetView, toPlace, viewAround, viewFromText, viewOf } from '../ui/index.ts';
import type { DraftAnswers } from './draft.ts';
import type { PlaceExtent, PlaceRow } from './queries.ts';
import type { NamedArea } from './reference-data.ts';

/** Fits a phone of 390 pixels without scrolling. */
const pixels = 340;
/** Further away, a name would mislead. */
const nearMetres = 600;
const [closest, widest] = [0.4, 40];

/** The whole town, as far as the gazetteer knows it; without one, the first town's middle. */
export function townView(extent: PlaceExtent): StreetView {
  const { south, west, north, east } = extent;
  if (south === null || west === null || north === null || east === null) {
    return viewAround({ lat: 51.77, lon: 0.1 }, 8000, pixels, pixels);
  }
  return viewOf({ south, west, north, east }, pixels, pixels);
}

/** The view that was looked at last. A draft that was never on the map, but has a place, begins there. */
export function viewOfDraft(answers: DraftAnswers): StreetView | undefined {
  if (answers.map !== undefined) {
    return viewFromText(answers.map);
  }
  const point = answers.spot?.point;
  return point === undefined || point === null ? undefined : viewAround({ lat: point.lat, lon: point.lon }, 800, pixels, pixels);
}

/** The box that a view shows, or a box around its middle. */
export function shown(view: StreetView, metres = (view.width * view.metresPerPixel) / 2) {
  return boxAround(view.centre, metres);
}

function pressed(view: StreetView, typed: Typed): LatLon | undefined {
  const [x, y] = [typedText(typed, 'point.x'), typedText(typed, 'point.y')];
  // A keyboard presses a picture at 0,0: that is no place.
  if (!/^\d{1,4}$/.test(x) || !/^\d{1,4}$/.test(y) || (x === '0' && y === '0')) {
    return undefined;
  }
  const spot = { x: Number(x), y: Number(y) };
  return spot.x <= view.width && spot.y <= view.height ? toPlace(view, spot) : undefined;
}

const steps: Readonly<Record<string, readonly [x: number, y: number]>> = { north: [0, -1], south: [0, 1], west: [-1, 0], east: [1, 0] };

/** The view after a button or a press on the picture. A press also comes closer, so that three are enough. */
export function moved(view: StreetView, typed: Typed): StreetView {
  const act = typedText(typed, 'do');
  const step = steps[act];
  if (step !== undefined) {
    const [x, y] = step;
    return { ...view, centre: toPlace(view, { x: view.width / 2 + (x * view.width) / 3, y: view.height / 2 + (y * view.height) / 3 }) };
  }
  if (act === 'in' || act === 'out') {
    return { ...view, metresPerPixel: Math.min(widest, Math.max(closest, act === 'in' ? view.metresPerPixel / 2 : view.metresPerPixel * 2)) };
  }
  const place = act === '' ? pressed(view, typed) : undefined;
  return place === undefined ? view : { ...view, centre: place, metresPerPixel: Math.max(1.2, view.metresPerPixel / 2) };
}

/** "Near First Avenue, Mark Hall" */
export function nearestWords(point: LatLon, places: readonly PlaceRow[]): string {
  const [nearest] = places.map((place) => ({ place, metres: metresBetween(point, place) })).toSorted((one, other) => one.metres - other.metres);
  if (nearest === undefined || nearest.metres > nearMetres) {
    return 'A place on the map';
  }
  const where = [nearest.place.name, nearest.place.neighbourhood ?? ''].filter((part) => part !== '').join(', ');
  return nearest.metres < 30 ? where : `Near ${where}`;
}

const mostNames = 14;

function isUnderpass(place: PlaceRow): boolean {
  return place.kind === 'asset' && /underpass|subway/i.test(`${place.name} ${place.detail}`);
}

/** Boundaries, the places that are known in the view with some of their names, and the middle. */
export function layersOf(view: StreetView, areas: readonly NamedArea[], places: readonly PlaceRow[]): MapLayers {
  const box = shown(view, view.width * view.metresPerPixel);
  const outlines = areas.filter(({ shape }) => polygonsOf(shape).some((polygon) => (polygon[0] ?? []).some(([lon, lat]) => isInBox({ lat, lon }, box))));
  const gap = view.metresPerPixel * 34;
  const named: PlaceRow[] = [];
  for (const place of places) {
    if (named.length < mostNames && named.every((other) => Math.abs(other.lat - place.lat) * 111_320 > gap || Math.abs(other.lon - place.lon) * 69_000 > gap * 4)) {
      named.push(place);
    }
  }
  const marks: MapMark[] = places.filter(isUnderpass).map((place) => ({ kind: 'underpass', at: place }));
  return {
    areas: outlines.map(({ shape, name }) => ({ kind: 'area', name, rings: polygonsOf(shape).flatMap((rings) => rings.map((ring) => ring.map(([lon, lat]) => ({ lat, lon })))) })),
    marks: [...marks, ...places.filter((place) => !isUnderpass(place) && place.kind !== 'street').map((place): MapMark => ({ kind: 'number', at: place })), { kind: 'incident', at: view.centre }],
    labels: named.map((place) => ({ at: { lat: place.lat + view.metresPerPixel * 0.00014, lon: place.lon }, text: place.name, quiet: place.kind === 'street' })),
  };
}
