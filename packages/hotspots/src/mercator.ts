/** Longitude in degrees as x from 0 (180° W) to 1 (180° E) of the web map's square. */
export function mercatorX(longitude: number): number {
  return longitude / 360 + 0.5;
}

/** Latitude in degrees as y from 0 (85° N) to 1 (85° S) of the web map's square. */
export function mercatorY(latitude: number): number {
  const sine = Math.sin((latitude * Math.PI) / 180);
  const y = 0.5 - (0.25 * Math.log((1 + sine) / (1 - sine))) / Math.PI;
  return Math.min(1, Math.max(0, y));
}
