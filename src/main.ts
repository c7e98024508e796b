import { sql } from 'kysely';

import { bundleTurn } from './bundles/index.ts';
import { outboxTurn } from './engagement/index.ts';
import { hotspotTurn } from './hotspots/index.ts';
import { hasPartnership, openHouse } from './house.ts';
import { scheduledWork } from './rooms.ts';
import { reachDatabase, setRolePasswords } from './platform/database/connections.ts';
import { inTransaction } from './platform/database/index.ts';
import { migrate } from './platform/database/migrate.ts';
import { readAssets, type House } from './platform/http/index.ts';
import { installQueue, startLoop, startQueue, type Queue } from './platform/jobs/index.ts';
import { isPageProcess, sayFailed, startPageProcesses } from './platform/processes/index.ts';
import { assetsFolder, migrationsFolder } from './root.ts';
import { readSettings, SettingsError, type Settings } from './platform/settings/index.ts';
import { makeLog, startMetrics } from './platform/telemetry/index.ts';
import { openServer, servePages, type ServeOrder } from './serving.ts';
import { measured, watchTheHouse } from './watching.ts';

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/** The sealer: entries of the audit trail go into their chain within seconds. */
async function sealAudit(house: House): Promise<number> {
  return await inTransaction(house.database.worker, async () => undefined, async (tx) => (await tx.one(sql<{ sealed: number }>`select hub.seal_audit() as sealed`)).sealed);
}

/** Pages are answered here, or by processes of their own: then this one has the database, messages and jobs to itself. */
async function start(settings: Settings): Promise<void> {
  const log = makeLog(settings.logLevel);
  let queue: Queue | undefined;
  const pages = settings.pageProcesses === 1 ? undefined : startPageProcesses(settings.pageProcesses, log, { 'queue-healthy': async () => queue?.healthy() });
  const connections = await reachDatabase(settings, say);
  await migrate(connections.owner, { folder: migrationsFolder, log: say });
  await setRolePasswords(settings, connections);
  const house = openHouse(settings, connections, { log, assets: readAssets(assetsFolder), ...(pages === undefined ? {} : { processes: pages }) });
  if (!(await hasPartnership(connections.owner))) {
    await firstStart(settings.demo, connections.owner, house);
  }
  const metrics = await startMetrics(settings.metricsPort, async () => pages?.measures() ?? []);
  watchTheHouse(house, metrics);
  const works = measured(scheduledWork(house), metrics);
  await installQueue(connections.owner, works);
  const running = await startQueue(connections.worker, works, log);
  queue = running;
  const loops = [startLoop('outbox', 1_000, outboxTurn(house), log), startLoop('audit', 2_000, async () => sealAudit(house), log), startLoop('bundles', 1_000, bundleTurn(house), log), startLoop('hotspots', 1_500, hotspotTurn(house), log)];
  const server = pages === undefined ? await openServer(house, metrics, async () => running.healthy()) : undefined;
  await server?.listen({ port: settings.port, host: settings.host });
  await pages?.serve({ app: connections.app, worker: connections.worker } satisfies ServeOrder);
  say(`Safer Hub is ready: ${settings.baseUrl}`);
  const stop = once(async () => {
    await Promise.all([server?.close(), pages?.stop()]);
    await Promise.all(loops.map(async (loop) => loop.stop()));
    await running.stop();
    await metrics.stop();
    await house.database.close();
    await connections.embedded?.stop();
    process.exit(0);
  });
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

async function firstStart(demo: boolean, owner: Parameters<typeof hasPartnership>[0], house: House): Promise<void> {
  if (!demo) {
    say('There is no partnership yet. Stop the hub (Ctrl+C) and run: npm run set-up -- --town "Your town" --name "Your name" --email you@your.council');
    return;
  }
  const { hangPhotos, loadDemoTown } = await import('./demo/index.ts');
  await loadDemoTown(owner, { now: house.clock.now(), secretKey: house.settings.secretKey, baseUrl: house.settings.baseUrl, say });
  await hangPhotos(house);
}

function once(work: () => Promise<void>): () => void {
  let called = false;
  return () => {
    if (!called) {
      called = true;
      void work();
    }
  };
}

/** What went wrong, in a sentence for whoever started the hub. */
function whyNot(error: unknown): string {
  if (Object(error).code === 'EADDRINUSE') {
    return 'PORT is in use by another program. Stop that one, or set PORT to another.';
  }
  return error instanceof Error ? error.message : '';
}

try {
  const settings = readSettings(process.env);
  await (isPageProcess() ? servePages(settings) : start(settings));
} catch (error) {
  if (isPageProcess()) {
    await sayFailed(whyNot(error));
  } else {
    process.stderr.write(`Safer Hub did not start. ${error instanceof SettingsError ? 'Put these settings right:\n' : ''}${whyNot(error)}\n`);
  }
  process.exit(1);
}
