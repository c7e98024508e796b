import { sql } from 'kysely';

import type { CaseHolds, StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { AskedOnce } from '../platform/memory/index.ts';

export interface NearbyName {
  readonly name: string;
  readonly kind: 'street' | 'place' | 'asset' | 'postcode';
  readonly lat: number;
  readonly lon: number;
}

type Box = { readonly [Side in 'west' | 'south' | 'east' | 'north']: number };

/** Squares of about a kilometre. A gazetteer is read in anew a few times a year; what a square holds is asked again after ten minutes. */
const tall = 0.01;
const wide = 0.016;
const mostSquares = 4_000;
const squares = new AskedOnce(mostSquares, 600_000);

/** A case spread over more than this is drawn with the names that a question of its own finds. */
const mostSquaresOfCase = 12;
const mostNames = 60;

const order: Readonly<Record<NearbyName['kind'], number>> = { place: 0, asset: 1, street: 2, postcode: 3 };

/** The first names of a box as the gazetteer has them. */
export async function namesWithin(tx: Transaction, actor: StaffActor, { west, south, east, north }: Box, most: number): Promise<NearbyName[]> {
  return await tx.all(sql<NearbyName>`
    select name, kind, lat, lon from hub.place
    where partnership_id = ${actor.partnershipId} and kind <> 'postcode' and lat between ${south} and ${north} and lon between ${west} and ${east}
    order by array_position(array['place', 'asset', 'street'], kind), name limit ${most}`);
}

function squaresOf({ west, south, east, north }: Box): { readonly row: number; readonly column: number }[] {
  const found: { row: number; column: number }[] = [];
  for (let row = Math.floor(south / tall); row <= Math.floor(north / tall); row += 1) {
    for (let column = Math.floor(west / wide); column <= Math.floor(east / wide); column += 1) {
      found.push({ row, column });
    }
  }
  return found;
}

/** The first names of a box, streets last, of those that its squares hold. A name on the edge of two squares is in both. */
export function namesIn(box: Box, held: readonly NearbyName[], most: number = mostNames): NearbyName[] {
  const inside = held.filter(({ lat, lon }) => lat >= box.south && lat <= box.north && lon >= box.west && lon <= box.east);
  const once = new Map(inside.map((place) => [`${place.kind} ${place.lat} ${place.lon} ${place.name}`, place]));
  return [...once.values()].toSorted((one, other) => order[one.kind] - order[other.kind] || (one.name < other.name ? -1 : one.name > other.name ? 1 : 0)).slice(0, most);
}

/** Names for the small map: what the gazetteer knows around the case. Names of streets are nobody's secret: each square is asked once for all cases in it. */
export async function namesAround(tx: Transaction, actor: StaffActor, { west, south, east, north }: Pick<CaseHolds, 'west' | 'south' | 'east' | 'north'>): Promise<NearbyName[]> {
  if (west === null || south === null || east === null || north === null) {
    return [];
  }
  // About 400 metres on every side.
  const box = { west: west - 0.0058, south: south - 0.0036, east: east + 0.0058, north: north + 0.0036 };
  const needed = (north - south) / tall < mostSquaresOfCase && (east - west) / wide < mostSquaresOfCase ? squaresOf(box) : [];
  if (needed.length === 0 || needed.length > mostSquaresOfCase) {
    return await namesWithin(tx, actor, box, mostNames);
  }
  const held = await Promise.all(needed.map(async ({ row, column }) => squares.get(`${actor.partnershipId} ${row} ${column}`, async () =>
    namesWithin(tx, actor, { west: column * wide, south: row * tall, east: (column + 1) * wide, north: (row + 1) * tall }, 2_000))));
  return namesIn(box, held.flat());
}
