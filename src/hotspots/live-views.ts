import type { MapView } from '@safer-hub/hotspots';
import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { Shape } from '../platform/geography/index.ts';
import { filterOf, followed, followLayer, readLayer, type LayerName, type LivePoints } from './live-points.ts';
import { MapThread } from './map-thread.ts';
import type { HotspotQuery } from './parameters.ts';

/** New records show after so long, in milliseconds; what access narrows shows at once. */
const followedFor = 5_000;
/** After so long a layer is read anew, which shows what access has widened. police.uk comes once a month. */
const readFor: Readonly<Record<LayerName, number>> = { reports: 60_000, cases: 60_000, partners: 30_000, police: 600_000, assets: 2_000, patrols: 60_000 };
/** A point takes some 60 bytes, and 21 more in each view. */
const mostBytes = 512 * 1024 * 1024;
const pointSize = 60;
const viewSize = 21;
const mostViews = 8;

/** What one viewer sees of a layer with some choices. */
export interface LiveView {
  readonly view: MapView;
  readonly points: LivePoints;
}

interface Held {
  points: LivePoints;
  readAt: number;
  followedAt: number;
  readonly views: Map<string, Promise<LiveView>>;
  refreshing: boolean;
}

/** Everything that decides what a person may see: who they are, the number that moves whenever access narrows, and when something runs out next. */
export async function whatIsSeen(tx: Transaction): Promise<string> {
  return (await tx.one(sql<{ sees: string }>`select hub.what_is_seen() as sees`)).sees;
}

/**
 * Points and views kept for viewers. The key is everything that decides what a person may see, read in the same transaction as the
 * points: account, principals, walls, roles, and the number that moves whenever access narrows. No two viewers ever share an entry;
 * only police.uk's records and the partnership's assets, which every member of staff sees alike, are kept once for all.
 */
export class LiveViews {
  readonly #held = new Map<string, Held>();
  readonly #reading = new Map<string, Promise<Held>>();
  readonly #thread = new MapThread();

  async view(tx: Transaction, actor: StaffActor, layer: LayerName, query: HotspotQuery, now: Temporal.Instant): Promise<LiveView> {
    const key = await this.#keyOf(tx, actor, layer);
    const held = await this.#upToDate(tx, layer, key, now.epochMilliseconds);
    const { days, part, weekday, category, agency, area } = query;
    const chosen = JSON.stringify([londonDate(now).toString(), days, part, weekday, category, agency, area]);
    const { points } = held;
    const known = held.views.get(chosen);
    if (known !== undefined) {
      return await known;
    }
    const within = area === undefined ? undefined : await tx.maybe(sql<{ shape: Shape }>`select shape from hub.area where partnership_id = ${actor.partnershipId} and id = ${area}`);
    const made = this.#make(points, filterOf(points, layer, query, now), area, within?.shape);
    // Kept only while the points are those that it was made of.
    if (held.points === points) {
      if (held.views.size >= mostViews) {
        held.views.clear();
      }
      held.views.set(chosen, made);
      made.catch(() => held.views.delete(chosen));
    }
    return await made;
  }

  /** How many points of a view lie in each shape. */
  async countIn({ view, points }: LiveView, shapes: readonly Shape[]): Promise<readonly number[]> {
    return view.count === 0 ? shapes.map(() => 0) : await this.#thread.ask<'count'>({ work: 'count', of: points.shared, passes: view.totals.passes, shapes });
  }

  async #make(points: LivePoints, values: Record<string, number[]>, area: string | undefined, within: Shape | undefined): Promise<LiveView> {
    // An area that is not there holds nothing.
    const passing = area !== undefined && within === undefined ? { ...values, day: [] } : values;
    return { view: points.tiles.viewOf(await this.#thread.ask<'view'>({ work: 'view', of: points.shared, values: passing, within })), points };
  }

  async #keyOf(tx: Transaction, actor: StaffActor, layer: LayerName): Promise<string> {
    if (layer === 'police' || layer === 'assets') {
      return `${layer}|${actor.partnershipId}`;
    }
    return `${layer}|${actor.sessionId}|${await whatIsSeen(tx)}`;
  }

  /** The first reader waits for the points; later ones see what is there while one of them fetches what is new. */
  async #upToDate(tx: Transaction, layer: LayerName, key: string, now: number): Promise<Held> {
    const held = this.#held.get(key);
    if (held === undefined) {
      return await this.#first(tx, layer, key, now);
    }
    const stale = now - held.readAt > readFor[layer] ? 'read' : followed.includes(layer) && now - held.followedAt > followedFor ? 'follow' : undefined;
    if (stale === undefined || held.refreshing) {
      return held;
    }
    held.refreshing = true;
    try {
      const points = stale === 'read' ? await readLayer(tx, layer, this.#thread) : await followLayer(tx, layer, held.points, this.#thread);
      if (points !== held.points) {
        held.points = points;
        held.views.clear();
      }
      held.followedAt = now;
      held.readAt = stale === 'read' ? now : held.readAt;
    } finally {
      held.refreshing = false;
    }
    return held;
  }

  /** Tiles of one map arrive together: they wait for one reading. */
  async #first(tx: Transaction, layer: LayerName, key: string, now: number): Promise<Held> {
    const under = this.#reading.get(key);
    const found = under === undefined ? undefined : await under.catch(() => undefined);
    if (found !== undefined) {
      return found;
    }
    const reading = readLayer(tx, layer, this.#thread).then((points) => ({ points, readAt: now, followedAt: now, views: new Map(), refreshing: false }));
    this.#reading.set(key, reading);
    try {
      const held = await reading;
      this.#keep(key, held);
      return held;
    } finally {
      this.#reading.delete(key);
    }
  }

  #keep(key: string, held: Held): void {
    this.#held.set(key, held);
    const size = ({ points, views }: Held): number => 4_096 + points.tiles.count * (pointSize + viewSize * views.size);
    let bytes = [...this.#held.values()].reduce((sum, one) => sum + size(one), 0);
    for (const [oldest, one] of this.#held) {
      if (bytes <= mostBytes || oldest === key) {
        break;
      }
      bytes -= size(one);
      this.#held.delete(oldest);
    }
  }
}
