import type { MapLayers } from '../map/layers.ts';
import { type LatLon, toPlace, viewAround } from '../map/street-view.ts';

export const stow = viewAround({ lat: 51.7783, lon: 0.1067 }, 300, 384, 220);

const at = (x: number, y: number): LatLon => toPlace(stow, { x, y });
const along = (...pairs: readonly (readonly [number, number])[]): readonly LatLon[] => pairs.map(([x, y]) => at(x, y));
const box = (x: number, y: number, w: number, h: number): readonly LatLon[] => along([x, y], [x + w, y], [x + w, y + h], [x, y + h]);

/** An invented piece of town. */
export const stowLayers: MapLayers = {
  areas: [
    { kind: 'green', rings: [along([0, 150], [40, 148], [80, 166], [150, 176], [150, 220], [0, 220])] },
    { kind: 'block', rings: [box(262, 72, 100, 20), box(262, 104, 66, 22), box(120, 84, 86, 26), box(160, 118, 46, 46), box(264, 166, 90, 30), box(24, 84, 70, 24)] },
  ],
  lines: [
    { kind: 'road', points: along([-5, 60], [60, 62], [130, 56], [200, 50], [280, 46], [390, 52]) },
    { kind: 'road', points: along([232, -5], [244, 225]) },
    { kind: 'street', points: along([244, 140], [390, 150]) },
    { kind: 'underpass', points: along([96, 40], [96, 132]) },
  ],
  labels: [{ at: at(320, 40), text: 'First Avenue', quiet: true }, { at: at(70, 200), text: 'Mark Hall green', quiet: true }],
  marks: [
    { kind: 'camera', at: at(96, 34), label: 'Underpass, camera 7' },
    { kind: 'incident', at: at(183, 132), count: 4, label: 'Stairwell' },
  ],
};
