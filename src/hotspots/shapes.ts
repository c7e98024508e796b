import type { SpatialWeights } from '@safer-hub/hotspots';

import type { NamedArea, NamedPlace } from './events.ts';

function holds(ring: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let inside = false;
  let previous = ring.at(-1);
  for (const point of ring) {
    if (previous !== undefined) {
      const [x1, y1] = point;
      const [x2, y2] = previous;
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
    previous = point;
  }
  return inside;
}

/** The area that holds a point. Rings count one another out, so a hole is outside. */
export function areaAt(areas: readonly NamedArea[], x: number, y: number): NamedArea | undefined {
  return areas.find(({ rings }) => rings.filter((ring) => holds(ring, x, y)).length % 2 === 1);
}

/** What people call the place: somewhere known within 250 metres, else the area. */
export function nameOf(places: readonly NamedPlace[], area: string | undefined, x: number, y: number): string {
  let best: { name: string; metres: number } | undefined;
  for (const place of places) {
    const metres = Math.hypot(place.x - x, place.y - y) + (place.known ? 0 : 150);
    if (metres <= 250 && (best === undefined || metres < best.metres)) {
      best = { name: place.name, metres };
    }
  }
  return best?.name ?? area ?? 'A place without a name';
}

/** Squares that touch and are hot become one hotspot: those beyond chance first, with what may be chance beside them on its own. */
export function groupsOf(hot: Int8Array, weights: SpatialWeights): number[][] {
  const taken = new Uint8Array(hot.length);
  const groups: number[][] = [];
  for (const level of [2, 1]) {
    for (let first = 0; first < hot.length; first += 1) {
      if (hot[first] === level && taken[first] === 0) {
        groups.push(grown(first, level, { hot, weights, taken }));
      }
    }
  }
  return groups;
}

function grown(first: number, level: number, { hot, weights, taken }: { hot: Int8Array; weights: SpatialWeights; taken: Uint8Array }): number[] {
  const group: number[] = [];
  const open = [first];
  taken[first] = 1;
  for (let square = open.pop(); square !== undefined; square = open.pop()) {
    group.push(square);
    for (let at = weights.starts[square] ?? 0; at < (weights.starts[square + 1] ?? 0); at += 1) {
      const next = weights.neighbours[at] ?? -1;
      if (taken[next] === 0 && hot[next] === level) {
        taken[next] = 1;
        open.push(next);
      }
    }
  }
  return group;
}

/** The outline of squares, as rings of corners: edges between two squares of the group fall away. */
export function outlineOf(cells: readonly (readonly [number, number])[], size: number): [number, number][][] {
  const held = new Set(cells.map(([x, y]) => `${x}|${y}`));
  const next = new Map<string, [number, number][]>();
  const edge = (fromX: number, fromY: number, toX: number, toY: number): void => {
    const key = `${fromX}|${fromY}`;
    next.set(key, [...(next.get(key) ?? []), [toX, toY]]);
  };
  for (const [x, y] of cells) {
    if (!held.has(`${x}|${y - size}`)) edge(x, y, x + size, y);
    if (!held.has(`${x + size}|${y}`)) edge(x + size, y, x + size, y + size);
    if (!held.has(`${x}|${y + size}`)) edge(x + size, y + size, x, y + size);
    if (!held.has(`${x - size}|${y}`)) edge(x, y + size, x, y);
  }
  const rings: [number, number][][] = [];
  for (const start of next.keys()) {
    const ring: [number, number][] = [];
    let key = start;
    for (let to = next.get(key)?.pop(); to !== undefined; to = next.get(key)?.pop()) {
      ring.push(to);
      key = `${to[0]}|${to[1]}`;
    }
    if (ring.length > 0) rings.push(ring);
  }
  return rings;
}
