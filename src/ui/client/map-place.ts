/** A place on the web map's square of side 1: x from the west, y from the north. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Place {
  readonly lat: number;
  readonly lon: number;
}

/** What the map shows: its middle, its zoom (the world is 512 pixels wide at zoom 0), and its size in pixels. */
export interface MapView extends Spot {
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

export const tilePixels = 512;
const [leastZoom, mostZoom] = [3, 18];

export function toSpot({ lat, lon }: Place): Spot {
  return { x: lon / 360 + 0.5, y: 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI) };
}

export function toPlace({ x, y }: Spot): Place {
  return { lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, lon: (x - 0.5) * 360 };
}

/** Pixels across the whole world. */
export const worldPixels = (zoom: number): number => tilePixels * 2 ** zoom;

export function onScreen(view: MapView, spot: Spot): Spot {
  const world = worldPixels(view.zoom);
  return { x: (spot.x - view.x) * world + view.width / 2, y: (spot.y - view.y) * world + view.height / 2 };
}

export function underScreen(view: MapView, point: Spot): Spot {
  const world = worldPixels(view.zoom);
  return { x: view.x + (point.x - view.width / 2) / world, y: view.y + (point.y - view.height / 2) / world };
}

export function movedBy(view: MapView, right: number, down: number): MapView {
  const world = worldPixels(view.zoom);
  return { ...view, x: Math.min(1, Math.max(0, view.x + right / world)), y: Math.min(1, Math.max(0, view.y + down / world)) };
}

/** Nearer or farther, so that what is under the point stays there. */
export function zoomedAt(view: MapView, zoom: number, point: Spot): MapView {
  const held = underScreen(view, point);
  const near = { ...view, zoom: Math.min(mostZoom, Math.max(leastZoom, zoom)) };
  const now = onScreen(near, held);
  return movedBy(near, now.x - point.x, now.y - point.y);
}

/** The view that shows all of a box, with some pixels around it. */
export function viewOfBox(one: Spot, other: Spot, size: { readonly width: number; readonly height: number }, padding: number): MapView {
  const [across, down] = [Math.abs(one.x - other.x), Math.abs(one.y - other.y)].map((side) => Math.max(side, 1e-6)) as [number, number];
  const zoom = Math.log2(Math.min(Math.max(64, size.width - 2 * padding) / across, Math.max(64, size.height - 2 * padding) / down) / tilePixels);
  return { ...size, x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, zoom: Math.min(mostZoom, Math.max(leastZoom, zoom)) };
}

export interface TileAt {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** The tiles of one zoom that a view reaches, from the middle outwards. */
export function tilesOf(view: MapView, z: number): TileAt[] {
  const many = 2 ** z;
  const first = underScreen(view, { x: 0, y: 0 });
  const last = underScreen(view, { x: view.width, y: view.height });
  const numbers = (from: number, to: number): number[] => {
    const [low, high] = [from, to].map((at) => Math.min(many - 1, Math.max(0, Math.floor(at * many)))) as [number, number];
    return Array.from({ length: high - low + 1 }, (_, step) => low + step);
  };
  const far = ({ x, y }: TileAt): number => Math.hypot((x + 0.5) / many - view.x, (y + 0.5) / many - view.y);
  return numbers(first.y, last.y).flatMap((y) => numbers(first.x, last.x).map((x) => ({ z, x, y }))).toSorted((one, other) => far(one) - far(other));
}

/** The length of a bar of at most some pixels that stands for a round number of metres. */
export function scaleBar(view: MapView, most: number): { metres: number; pixels: number } {
  const metresPerPixel = (40_075_016.7 * Math.cos((toPlace(view).lat * Math.PI) / 180)) / worldPixels(view.zoom);
  const largest = most * metresPerPixel;
  const ten = 10 ** Math.floor(Math.log10(largest));
  const metres = ten * (largest / ten >= 5 ? 5 : largest / ten >= 2 ? 2 : 1);
  return { metres, pixels: metres / metresPerPixel };
}
