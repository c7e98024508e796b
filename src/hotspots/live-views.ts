import type { MapView } from '@safer-hub/hotspots';
import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { isInShape, type Shape } from '../platform/geography/index.ts';
import { filterOf, readLayer, type LayerName, type LivePoints } from './live-points.ts';
import type { HotspotQuery } from './parameters.ts';

/** New points may take so long to show; what access narrows shows at once. */
const freshFor = 30_000;
const mostPoints = 4_000_000;

interface Held {
  readonly points: LivePoints;
  readonly readAt: number;
  readonly views: Map<string, MapView>;
}

/**
 * Points and views kept for viewers. The key is everything that decides what a person may see, read in the same transaction as the
 * points: account, principals, walls, roles, and the number that moves whenever access narrows. No two viewers ever share an entry.
 */
export class LiveViews {
  readonly #held = new Map<string, Held>();

  async view(tx: Transaction, actor: StaffActor, layer: LayerName, query: HotspotQuery, now: Temporal.Instant): Promise<MapView> {
    const { sees } = await tx.one(sql<{ sees: string }>`
      select concat_ws('|', hub.actor_partnership(), hub.actor_account(), hub.actor_case_agency(), hub.actor_principals(), hub.actor_walls(), hub.actor_roles(), hub.map_access_now(),
        (select min(a.valid_until) from hub.case_access a where a.valid_until > now() and a.valid_until < 'infinity')) as sees`);
    const key = `${layer}|${actor.sessionId}|${sees}`;
    let held = this.#held.get(key);
    if (held === undefined || now.epochMilliseconds - held.readAt > freshFor) {
      held = { points: await readLayer(tx, layer), readAt: now.epochMilliseconds, views: new Map() };
      this.#keep(key, held);
    }
    const { days, part, weekday, category, agency, area } = query;
    const chosen = JSON.stringify([days, part, weekday, category, agency, area]);
    const known = held.views.get(chosen);
    if (known !== undefined) {
      return known;
    }
    const shape = area === undefined ? undefined : await tx.maybe(sql<{ shape: Shape }>`select shape from hub.area where partnership_id = ${actor.partnershipId} and id = ${area}`);
    const inArea = area === undefined ? undefined : (lat: number, lon: number): boolean => shape !== undefined && isInShape({ lat, lon }, shape.shape);
    const view = held.points.tiles.view(filterOf(held.points, layer, query, now, inArea));
    if (held.views.size >= 8) {
      held.views.clear();
    }
    held.views.set(chosen, view);
    return view;
  }

  #keep(key: string, held: Held): void {
    this.#held.delete(key);
    this.#held.set(key, held);
    let points = [...this.#held.values()].reduce((sum, one) => sum + one.points.latitude.length + 1_000, 0);
    for (const [oldest, one] of this.#held) {
      if (points <= mostPoints || oldest === key) {
        break;
      }
      points -= one.points.latitude.length + 1_000;
      this.#held.delete(oldest);
    }
  }
}
