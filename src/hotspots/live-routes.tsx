import { sql } from 'kysely';
import { z } from 'zod';

import { staffPage } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, tile, type Route } from '../platform/http/index.ts';
import { layerNames } from './live-points.ts';
import { LiveViews } from './live-views.ts';
import { LiveMapPage, type LayerRow } from './pages/live-map-page.tsx';
import { hotspotQuery, queryText } from './parameters.ts';
import { choices, groundRows } from './queries.ts';

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
    const view = await views.view(tx, actor, params.layer, query, now);
    return tile(view.tile(params.z, params.x, params.y, { layer: params.layer }));
  },
});

const shown = route({
  method: 'GET', path: '/hotspots/map', admits: 'read_cases', query: hotspotQuery, audit: { event: 'hotspots.map_read' },
  handle: async (visit) => {
    const { tx, actor, query, now, partnership, house } = visit;
    visit.about({ kind: 'agency', id: actor.agencyId });
    const [chosen, ground] = await Promise.all([choices(tx, actor, londonDate(now)), groundRows(tx, partnership.id)]);
    const rows: LayerRow[] = [];
    for (const layer of layerNames) {
      const view = await views.view(tx, actor, layer, query, now);
      rows.push({ layer, count: view.count });
    }
    const assets = await tx.all(sql<{ id: string; kind: string; name: string; detail: string; works: boolean; source: string }>`
      select id, kind, name, detail, works, source from hub.asset where partnership_id = ${partnership.id} and retired_on is null order by kind, name limit 200`);
    const children = (
      <LiveMapPage
        query={query} choices={chosen} rows={rows} ground={ground} assets={assets} basemap={{ url: partnership.settings.basemap, credit: partnership.settings.basemapCredit }}
        worker={house.assets['maplibre-worker.js'] ?? ''} sheet={house.assets['maplibre.css'] ?? ''} tiles={`/hotspots/tiles/{layer}/{z}/{x}/{y}${queryText(query)}`}
      />
    );
    const origin = partnership.settings.basemap === '' ? undefined : new URL(partnership.settings.basemap.replaceAll(/[{}]/g, '')).origin;
    return page(await staffPage(visit, { section: 'hotspots', title: 'Live map', scripts: ['hotspot-map.js'], back: { href: paths.hotspots(queryText(query)) }, children }), 200, origin === undefined ? {} : { opensTo: origin });
  },
});

export const liveRoutes: readonly Route[] = [tiles, shown];
