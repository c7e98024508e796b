import { sql } from 'kysely';
import { z } from 'zod';

import { staffPage } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, tile, type Route } from '../platform/http/index.ts';
import { recordsHere } from './here-queries.ts';
import { layerNames } from './live-points.ts';
import { LiveViews, type LiveView } from './live-views.ts';
import { shownLayers } from './map-layers.ts';
import { HerePage } from './pages/here-page.tsx';
import { LiveMapPage, type AreaCounts } from './pages/live-map-page.tsx';
import { hotspotQuery, queryText, usualDays } from './parameters.ts';
import { choices, groundRows, type AreaRow } from './queries.ts';
import { stillClusters } from './still-clusters.ts';

const views = new LiveViews();

const tileNumber = z.string().regex(/^\d{1,8}$/).transform(Number);
const tileParams = z.object({ layer: z.enum(layerNames), z: tileNumber.refine((zoom) => zoom <= 20), x: tileNumber, y: tileNumber }).refine(({ z: zoom, x, y }) => x < 2 ** zoom && y < 2 ** zoom);

const tiles = route({
  method: 'GET', path: '/hotspots/tiles/:layer/:z/:x/:y', admits: 'read_cases', params: z.record(z.string(), z.string()), query: hotspotQuery, audit: { none: 'places and counts of the map whose opening is the event' },
  handle: async (visit) => {
    const { tx, actor, query, now } = visit;
    // Checked behind the gate: to whoever may not come every tile is refused alike.
    const read = tileParams.safeParse(visit.params);
    if (!read.success) {
      throw new HubError('not_found');
    }
    const params = read.data;
    const { view } = await views.view(tx, actor, params.layer, query, now);
    return tile(view.tile(params.z, params.x, params.y, { layer: params.layer, squares: 8, pointZoom: 16 }));
  },
});

async function countByArea(seen: readonly LiveView[], areas: readonly AreaRow[]): Promise<AreaCounts[]> {
  const counts = await Promise.all(seen.map(async (one) => await views.countIn(one, areas.map(({ shape }) => shape))));
  return areas.map(({ id, name }, place) => ({ id, name, counts: counts.map((layer) => layer[place] ?? 0) }));
}

const shown = route({
  method: 'GET', path: '/hotspots/map', admits: 'read_cases', query: hotspotQuery, audit: { event: 'hotspots.map_read' },
  handle: async (visit) => {
    const { tx, actor, query, now, partnership, house } = visit;
    visit.about({ kind: 'agency', id: actor.agencyId });
    const [chosen, ground, assets, ...seen] = await Promise.all([
      choices(tx, actor, londonDate(now)), groundRows(tx, partnership.id),
      tx.all(sql<{ id: string; kind: string; name: string; detail: string; works: boolean; source: string }>`
        select id, kind, name, detail, works, source from hub.asset where partnership_id = ${partnership.id} and retired_on is null order by kind, name limit 200`),
      ...layerNames.map(async (layer) => await views.view(tx, actor, layer, query, now)),
    ]);
    const { basemap, basemapCredit } = partnership.settings;
    const children = (
      <LiveMapPage
        query={query} choices={chosen} rows={layerNames.map((layer, place) => ({ layer, count: seen[place]?.view.count ?? 0 }))} shown={shownLayers(query.show, layerNames)} ground={ground} assets={assets}
        areas={await countByArea(seen, ground.areas)} marks={stillClusters(seen[layerNames.indexOf('reports')]?.view, ground)} basemap={{ url: basemap, credit: basemapCredit }}
        worker={house.assets['map-base-worker.js'] ?? ''} tiles={`/hotspots/tiles/{layer}/{z}/{x}/{y}${queryText(query, { show: undefined })}`}
      />
    );
    const origin = basemap === '' ? undefined : new URL(basemap.replaceAll(/[{}]/g, '')).origin;
    return page(await staffPage(visit, { section: 'hotspots', title: 'Live map', scripts: ['hotspot-map.js'], back: { href: paths.hotspots(queryText(query, { show: undefined })) }, children }), 200, origin === undefined ? {} : { opensTo: origin });
  },
});

const places = z.string().regex(/^-?\d{1,2}(\.\d{1,6})?,-?\d{1,3}(\.\d{1,6})?$/).transform((text) => text.split(',').map(Number));

const here = route({
  method: 'GET', path: '/hotspots/map/here', admits: 'read_cases', query: hotspotQuery.extend({ at: places.optional() }), audit: { event: 'hotspots.map_read' },
  handle: async (visit) => {
    const { tx, actor, query, now, partnership } = visit;
    visit.about({ kind: 'agency', id: actor.agencyId });
    const [lat, lon] = query.at ?? [];
    if (lat === undefined || lon === undefined) {
      throw new HubError('not_found');
    }
    const since = londonDate(now).subtract({ days: query.days ?? usualDays });
    const [rows, nearest] = await Promise.all([
      recordsHere(tx, actor, { lat, lon }, since),
      tx.maybe(sql<{ name: string }>`select name from hub.place where partnership_id = ${partnership.id} and abs(lat - ${lat}) < 0.003 and abs(lon - ${lon}) < 0.005 order by (lat - ${lat})^2 + (0.62 * (lon - ${lon}))^2 limit 1`),
    ]);
    const { at: _, ...rest } = query;
    return page(await staffPage(visit, { section: 'hotspots', title: 'What is here', back: { href: paths.hotspotPart('map', queryText(rest)) }, children: <HerePage rows={rows} since={since} nearest={nearest?.name} /> }));
  },
});

export const liveRoutes: readonly Route[] = [tiles, shown, here];
