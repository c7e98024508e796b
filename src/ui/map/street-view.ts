/** A place on the ground, WGS84. */
export interface LatLon {
  lat: number;
  lon: number;
}

/** A place on the drawing, from its top left. */
export interface Spot {
  x: number;
  y: number;
}

export interface Bounds {
  south: number;
  west: number;
  north: number;
  east: number;
}

/** What a map shows: pure arithmetic, the same for drawing and for reading a click. */
export interface StreetView {
  centre: LatLon;
  width: number;
  height: number;
  metresPerPixel: number;
}

const metresPerDegree = 111_320;

function metresPerDegreeEast(lat: number): number {
  return metresPerDegree * Math.cos((lat * Math.PI) / 180);
}

/** A view around a place, so many metres across. */
export function viewAround(centre: LatLon, metresAcross: number, width: number, height: number): StreetView {
  return { centre, width, height, metresPerPixel: metresAcross / width };
}

/** A view that holds all of the bounds, with a margin in pixels. */
export function viewOf(bounds: Bounds, width: number, height: number, margin = 12): StreetView {
  const centre = { lat: (bounds.south + bounds.north) / 2, lon: (bounds.west + bounds.east) / 2 };
  const east = ((bounds.east - bounds.west) * metresPerDegreeEast(centre.lat)) / Math.max(1, width - 2 * margin);
  const north = ((bounds.north - bounds.south) * metresPerDegree) / Math.max(1, height - 2 * margin);
  return { centre, width, height, metresPerPixel: Math.max(east, north, 0.01) };
}

/** The bounds that hold all the places; undefined for none. */
export function boundsOf(places: readonly LatLon[]): Bounds | undefined {
  if (places.length === 0) return undefined;
  const lats = places.map((place) => place.lat);
  const lons = places.map((place) => place.lon);
  return { south: Math.min(...lats), north: Math.max(...lats), west: Math.min(...lons), east: Math.max(...lons) };
}

/** From the ground to the drawing: equirectangular about the centre, true to a metre within a town. */
export function toSpot(view: StreetView, { lat, lon }: LatLon): Spot {
  return {
    x: view.width / 2 + ((lon - view.centre.lon) * metresPerDegreeEast(view.centre.lat)) / view.metresPerPixel,
    y: view.height / 2 - ((lat - view.centre.lat) * metresPerDegree) / view.metresPerPixel,
  };
}

/** From the drawing to the ground: what a click on the map means. */
export function toPlace(view: StreetView, { x, y }: Spot): LatLon {
  return {
    lat: view.centre.lat - ((y - view.height / 2) * view.metresPerPixel) / metresPerDegree,
    lon: view.centre.lon + ((x - view.width / 2) * view.metresPerPixel) / metresPerDegreeEast(view.centre.lat),
  };
}

const niceLengths = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] as const;

/** The longest round length that a quarter of the map can show. */
export function scaleLength(view: StreetView): { metres: number; pixels: number; words: string } {
  const room = (view.width * view.metresPerPixel) / 4;
  const metres = niceLengths.findLast((length) => length <= room) ?? niceLengths[0];
  return { metres, pixels: metres / view.metresPerPixel, words: metres >= 1000 ? `${metres / 1000} km` : `${metres} m` };
}
