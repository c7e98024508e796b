import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Transaction } from '../platform/database/index.ts';
import { polygonsOf, type Shape } from '../platform/geography/index.ts';
import { boundsOf, toSpot, viewOf, type AreaKind, type MapArea, type MapLabel, type MapLayers, type StreetView } from '../ui/index.ts';

export interface AreaReports {
  readonly name: string;
  /** null: fewer than ten, which is not published. */
  readonly reports: number | null;
  readonly shape: Shape;
}

/** Reports of whole months by area, as the public may know them. */
export async function areaReports(tx: Transaction, from: Temporal.PlainDate, to: Temporal.PlainDate): Promise<AreaReports[]> {
  return await tx.all(sql<AreaReports>`select area as name, reports, shape from hub.public_area_reports(${from}, ${to}) order by reports desc nulls last, area`);
}

const size = { width: 760, height: 560 };

function ringsOf(shape: Shape): { lat: number; lon: number }[][] {
  return polygonsOf(shape).flatMap((polygon) => polygon.map((ring) => ring.map(([lon, lat]) => ({ lat, lon }))));
}

/** Five darkening steps up to the most that an area has; an area without a published number stays plain. */
export function stepOf(reports: number | null, most: number): AreaKind {
  return reports === null ? 'd0' : ([undefined, 'd1', 'd2', 'd3', 'd4', 'd5'] as const)[Math.max(1, Math.ceil((reports / most) * 5))] ?? 'd5';
}

/** The areas, darker where more was reported, with their names. */
export function areaDrawing(areas: readonly AreaReports[]): { view: StreetView; layers: MapLayers } | undefined {
  const bounds = boundsOf(areas.flatMap(({ shape }) => ringsOf(shape).flat()));
  if (bounds === undefined) {
    return undefined;
  }
  const most = Math.max(1, ...areas.map(({ reports }) => reports ?? 0));
  const shaded = areas.map(({ name, reports, shape }): MapArea => ({ kind: stepOf(reports, most), rings: ringsOf(shape), name }));
  const view = viewOf(bounds, size.width, size.height, 14);
  return { view, layers: { areas: [...shaded, ...areas.map(({ shape }): MapArea => ({ kind: 'area', rings: ringsOf(shape) }))], labels: namesOn(view, areas) } };
}

/** Names in the middle of their areas, those with most reports first; one that would lie over another is left to the table. */
function namesOn(view: StreetView, areas: readonly AreaReports[]): MapLabel[] {
  const taken: { x: number; y: number; half: number }[] = [];
  return areas.flatMap(({ name, shape }): MapLabel[] => {
    const own = boundsOf(ringsOf(shape).flat());
    if (own === undefined) {
      return [];
    }
    const at = { lat: (own.south + own.north) / 2, lon: (own.west + own.east) / 2 };
    const { x, y } = toSpot(view, at);
    const half = name.length * 3.9 + 4;
    if (taken.some((other) => Math.abs(other.y - y) < 18 && Math.abs(other.x - x) < other.half + half)) {
      return [];
    }
    taken.push({ x, y, half });
    return [{ at, text: name }];
  });
}

/** What the map says, in words. */
export function areaWords(areas: readonly AreaReports[]): string {
  const told = areas.filter(({ reports }) => reports !== null);
  const [first, second] = told;
  if (first === undefined) {
    return 'In no area were there ten reports or more, so we publish no numbers.';
  }
  const few = areas.length - told.length;
  return `Most reports came from ${first.name} (${first.reports})${second === undefined ? '' : `, then ${second.name} (${second.reports})`}.${few === 0 ? '' : ` ${few} ${few === 1 ? 'area has' : 'areas have'} fewer than ten.`} More reports can mean more trouble, or more people who tell us.`;
}
