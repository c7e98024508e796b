import proj4 from 'proj4';

/** WGS84 degrees. */
export type LatLon = { readonly lat: number; readonly lon: number };
/** British National Grid, metres. */
export type GridPoint = { readonly easting: number; readonly northing: number };

/**
 * British National Grid with the seven-parameter Helmert shift of Ordnance Survey's guide. Without the OSTN15 grid it
 * is within about 5 metres of the true grid anywhere in Great Britain, finer than any place a resident gives.
 */
const britishGrid =
  '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy ' +
  '+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs';

const converter = proj4('WGS84', britishGrid);

const centimetres = (metres: number): number => Math.round(metres * 100) / 100;
const sevenPlaces = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

/** Rough outline of where the grid makes sense. */
export function isInGreatBritain({ lat, lon }: LatLon): boolean {
  return lat >= 49.7 && lat <= 61 && lon >= -8.7 && lon <= 2;
}

export function toGrid({ lat, lon }: LatLon): GridPoint {
  const [easting = Number.NaN, northing = Number.NaN] = converter.forward([lon, lat]);
  return { easting: centimetres(easting), northing: centimetres(northing) };
}

export function fromGrid({ easting, northing }: GridPoint): LatLon {
  const [lon = Number.NaN, lat = Number.NaN] = converter.inverse([easting, northing]);
  return { lat: sevenPlaces(lat), lon: sevenPlaces(lon) };
}

const earthRadius = 6_371_008.8;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance; within half a per cent, which is metres in a town. */
export function metresBetween(one: LatLon, other: LatLon): number {
  const dLat = radians(other.lat - one.lat);
  const dLon = radians(other.lon - one.lon);
  const a = Math.sin(dLat / 2) ** 2 + Math.cos(radians(one.lat)) * Math.cos(radians(other.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(a)));
}
