import { sql } from 'kysely';

import { inTransaction } from './platform/database/index.ts';
import type { House } from './platform/http/index.ts';
import type { ScheduledWork } from './platform/jobs/index.ts';
import type { Measures, WaitingFigures } from './platform/telemetry/index.ts';

const figures = {
  outbox: sql<WaitingFigures>`
    select count(*) filter (where state in ('waiting', 'sending'))::int as waiting, count(*) filter (where state in ('failed', 'held'))::int as failed,
      coalesce(extract(epoch from now() - min(created_at) filter (where state in ('waiting', 'sending'))), 0)::float as "oldestSeconds" from hub.outbox where state <> 'sent'`,
  audit: sql<WaitingFigures>`
    select count(*)::int as waiting, 0 as failed, coalesce(extract(epoch from now() - (select h.sealed_at from hub.audit_head h order by h.sealed_at limit 1)), 0)::float as "oldestSeconds" from hub.audit_waiting`,
  jobs: sql<WaitingFigures>`
    select count(*) filter (where state in ('created', 'retry', 'active'))::int as waiting, count(*) filter (where state = 'failed')::int as failed,
      coalesce(extract(epoch from now() - min(created_on) filter (where state in ('created', 'retry'))), 0)::float as "oldestSeconds" from pgboss.job`,
};

/** Lets the metrics show what waits: messages, audit entries not yet sealed, jobs. */
export function watchTheHouse(house: House, measures: Measures): void {
  for (const name of ['outbox', 'audit', 'jobs'] as const) {
    measures.watch(name, async () => inTransaction(house.database.worker, async () => undefined, async (tx) => tx.one(figures[name])));
  }
}

/** The same work, with its time and outcome in the metrics. */
export function measured(works: readonly ScheduledWork[], measures: Measures): ScheduledWork[] {
  return works.map((work) => ({
    ...work,
    run: async () => {
      const started = performance.now();
      try {
        const touched = await work.run();
        measures.job(work.name, 'done', (performance.now() - started) / 1000);
        return touched;
      } catch (error) {
        measures.job(work.name, 'failed', (performance.now() - started) / 1000);
        throw error;
      }
    },
  }));
}
