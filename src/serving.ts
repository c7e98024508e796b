import type { FastifyInstance } from 'fastify';

import { errorPage } from './frame/index.ts';
import { openHouse } from './house.ts';
import { paths } from './paths.ts';
import type { Connections } from './platform/database/connections.ts';
import { buildServer, readAssets, type House } from './platform/http/index.ts';
import { joinFirstProcess } from './platform/processes/index.ts';
import type { Settings } from './platform/settings/index.ts';
import { makeLog, makeMeasures, type Measures } from './platform/telemetry/index.ts';
import { assetsFolder } from './root.ts';
import { allRoutes } from './rooms.ts';

/** The way into the database, as the first process found or made it. */
export type ServeOrder = Pick<Connections, 'app' | 'worker'>;

/** Connections of the whole hub that wait for pages; more would only queue inside PostgreSQL. */
const connectionsForPages = 12;
const fewest = { app: 4, worker: 2 };

/** The web server of one process, not yet listening. */
export async function openServer(house: House, measures: Pick<Measures, 'request'>, queueHealthy: () => Promise<boolean>): Promise<FastifyInstance> {
  const works = async (check: () => Promise<boolean>): Promise<boolean> => check().catch(() => false);
  return await buildServer(house, {
    routes: allRoutes,
    assetsFolder,
    errorPage,
    paths: { signIn: (next) => paths.signIn(next), secondFactor: paths.secondFactor(), enrol: paths.enrol(), startReport: paths.reportStart() },
    measure: measures.request,
    ready: async () => {
      const [database, jobQueue] = await Promise.all([works(async () => (await house.database.app.query('select 1')).rowCount === 1), works(queueHealthy)]);
      return { database, jobQueue };
    },
  });
}

/** A process that answers pages until the first one wants it to end. */
export async function servePages(settings: Settings): Promise<void> {
  const measures = makeMeasures();
  const first = await joinFirstProcess({ measures: async () => measures.registry.getMetricsAsJSON() });
  const share = Math.ceil(connectionsForPages / settings.pageProcesses);
  const house = openHouse(settings, first.order as ServeOrder, {
    log: makeLog(settings.logLevel), assets: readAssets(assetsFolder), processes: first, connections: { app: Math.max(share, fewest.app), worker: fewest.worker },
  });
  const server = await openServer(house, measures, async () => (await first.ask('queue-healthy')) === true);
  first.onStop(async () => {
    await server.close();
    await house.database.close();
    process.exit(0);
  });
  await server.listen({ port: settings.port, host: settings.host });
  first.listening();
}
