import { cellToBoundary, cellToLatLng, gridDisk, latLngToCell } from 'h3-js';
import { metresBetween, toGrid, type GridPoint, type LatLon } from './grid.ts';

/** Cells of about 170 metres across: what reports are indexed by. */
export const reportResolution = 9;

const mostCells = 20_000;

/** The H3 cell that holds a point. A leakproof text column that an index can serve under row-level security. */
export function cellOf(lat: number, lon: number, resolution: number = reportResolution): string {
  return latLngToCell(lat, lon, resolution);
}

function centreOf(cell: string): LatLon {
  const [lat, lon] = cellToLatLng(cell);
  return { lat, lon };
}

/** The middle of a cell, in metres. */
export function cellCentre(cell: string): GridPoint {
  return toGrid(centreOf(cell));
}

/** The corners of a cell, one after the other. */
export function cellCorners(cell: string): LatLon[] {
  return cellToBoundary(cell).map(([lat, lon]) => ({ lat, lon }));
}

/** Distance from the centre to the nearest and to the furthest corner. */
function cornerDistances(cell: string): { nearest: number; furthest: number } {
  const centre = centreOf(cell);
  const distances = cellToBoundary(cell).map(([lat, lon]) => metresBetween(centre, { lat, lon }));
  return { nearest: Math.min(...distances), furthest: Math.max(...distances) };
}

/**
 * Cells that together hold every point within so many metres. Some hold points a little further away: the caller
 * still compares distances.
 */
export function cellsWithin(lat: number, lon: number, metres: number, resolution: number = reportResolution): string[] {
  if (!(metres >= 0)) throw new RangeError(`Metres must be 0 or more, not ${metres}`);
  const origin = cellOf(lat, lon, resolution);
  const { nearest, furthest } = cornerDistances(origin);
  // Ring k begins no nearer than 1.5 k edges from the centre; a tenth allows for cells that are a little smaller.
  const rings = Math.ceil((metres + 2 * furthest) / (1.5 * nearest * 0.9));
  if (3 * rings * (rings + 1) + 1 > mostCells) throw new RangeError(`${metres} metres are too many cells of resolution ${resolution}: use a coarser one`);
  const point = { lat, lon };
  return gridDisk(origin, rings).filter((cell) => metresBetween(point, centreOf(cell)) <= metres + furthest * 1.1);
}
