import { sql } from 'kysely';

import { bundleTurn } from './bundles/index.ts';
import { outboxTurn } from './engagement/index.ts';
import { hotspotTurn } from './hotspots/index.ts';
import { hasPartnership, openHouse } from './house.ts';
import { allRoutes, scheduledWork } from './rooms.ts';
import { errorPage } from './frame/index.ts';
import { paths } from './paths.ts';
import { reachDatabase, setRolePasswords } from './platform/database/connections.ts';
import { inTransaction } from './platform/database/index.ts';
import { migrate } from './platform/database/migrate.ts';
import { buildServer, readAssets, type House } from './platform/http/index.ts';
import { installQueue, startLoop, startQueue, type Queue } from './platform/jobs/index.ts';
import { assetsFolder, migrationsFolder } from './root.ts';
import { readSettings, SettingsError } from './platform/settings/index.ts';
import { makeLog, startMetrics } from './platform/telemetry/index.ts';
import { measured, watchTheHouse } from './watching.ts';

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

/** The sealer: entries of the audit trail go into their chain within seconds. */
async function sealAudit(house: House): Promise<number> {
  return await inTransaction(house.database.worker, async () => undefined, async (tx) => (await tx.one(sql<{ sealed: number }>`select hub.seal_audit() as sealed`)).sealed);
}

async function start(): Promise<void> {
  const settings = readSettings(process.env);
  const log = makeLog(settings.logLevel);
  const connections = await reachDatabase(settings, say);
  await migrate(connections.owner, { folder: migrationsFolder, log: say });
  await setRolePasswords(settings, connections);
  const house = openHouse(settings, connections, log, readAssets(assetsFolder));
  if (!(await hasPartnership(connections.owner))) {
    await firstStart(settings.demo, connections.owner, house);
  }
  const metrics = await startMetrics(settings.metricsPort);
  watchTheHouse(house, metrics);
  const works = measured(scheduledWork(house), metrics);
  await installQueue(connections.owner, works);
  const queue = await startQueue(connections.worker, works, log);
  const loops = [startLoop('outbox', 1_000, outboxTurn(house), log), startLoop('audit', 2_000, async () => sealAudit(house), log), startLoop('bundles', 1_000, bundleTurn(house), log), startLoop('hotspots', 1_500, hotspotTurn(house), log)];
  const server = await buildServer(house, {
    routes: allRoutes,
    assetsFolder,
    errorPage,
    paths: { signIn: (next) => paths.signIn(next), secondFactor: paths.secondFactor(), enrol: paths.enrol(), startReport: paths.reportStart() },
    measure: metrics.request,
    ready: async () => ready(house, queue),
  });
  await server.listen({ port: settings.port, host: settings.host });
  say(`Safer Hub is ready: ${settings.baseUrl}`);
  const stop = once(async () => {
    await server.close();
    await Promise.all(loops.map(async (loop) => loop.stop()));
    await queue.stop();
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
  const { loadDemoTown } = await import('./demo/index.ts');
  await loadDemoTown(owner, { now: house.clock.now(), secretKey: house.settings.secretKey, baseUrl: house.settings.baseUrl, say });
}

async function ready(house: House, queue: Queue): Promise<Record<string, boolean>> {
  const check = async (works: () => Promise<boolean>): Promise<boolean> => works().catch(() => false);
  const [database, jobs] = await Promise.all([
    check(async () => (await house.database.app.query('select 1')).rowCount === 1),
    check(async () => queue.healthy()),
  ]);
  return { database, jobQueue: jobs };
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

try {
  await start();
} catch (error) {
  if (error instanceof SettingsError) {
    process.stderr.write(`Safer Hub did not start. Put these settings right:\n${error.message}\n`);
  } else {
    process.stderr.write(`Safer Hub did not start. ${error instanceof Error ? error.message : ''}\n`);
  }
  process.exit(1);
}
