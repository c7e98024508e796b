import type { MapView } from '@safer-hub/hotspots';

import { boundsOf } from '../ui/index.ts';
import { ringsOfArea, type Ground, type StillMark } from './drawing.ts';

const side = 4096;
const deepest = 18;

const across = (lon: number): number => lon / 360 + 0.5;
const down = (lat: number): number => 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);

/** Where a cluster lies, from its place on the web map's square of side 1. */
function placeOf(x: number, y: number): { lat: number; lon: number } {
  return { lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, lon: (x - 0.5) * 360 };
}

/** Clusters for a drawing of the whole ground: some ten across. */
export function stillClusters(view: MapView | undefined, ground: Ground): StillMark[] {
  const bounds = boundsOf(ground.areas.flatMap((area) => ringsOfArea(area).flat()));
  if (view === undefined || bounds === undefined) {
    return [];
  }
  const width = Math.max(across(bounds.east) - across(bounds.west), down(bounds.south) - down(bounds.north), 1e-6);
  const zoom = Math.min(deepest, Math.max(0, Math.floor(Math.log2(1.6 / width))));
  const tiles = 2 ** zoom;
  const [left, right] = [across(bounds.west), across(bounds.east)].map((x) => Math.floor(x * tiles));
  const [top, bottom] = [down(bounds.north), down(bounds.south)].map((y) => Math.floor(y * tiles));
  const marks: StillMark[] = [];
  for (let x = left ?? 0; x <= (right ?? 0); x += 1) {
    for (let y = top ?? 0; y <= (bottom ?? 0); y += 1) {
      for (const cluster of view.clusters(zoom, x, y, { squares: 4, pointZoom: deepest + 1 })) {
        marks.push({ ...placeOf((x + cluster.x / side) / tiles, (y + cluster.y / side) / tiles), count: cluster.tags.find(([name]) => name === 'count')?.[1] ?? 1 });
      }
    }
  }
  return marks;
}
