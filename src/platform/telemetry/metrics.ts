import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Figures that are read when someone asks for the metrics. */
export type WaitingFigures = { readonly waiting: number; readonly failed: number; readonly oldestSeconds: number };

export type Measures = {
  readonly registry: Registry;
  /** One answered request, by the route's pattern. */
  request(method: string, pattern: string, status: number, seconds: number): void;
  /** One finished piece of background work. */
  job(name: string, outcome: 'done' | 'failed', seconds: number): void;
  /** Watches something that waits: the outbox, the job queue, audit entries not yet in their chain. */
  watch(name: 'outbox' | 'jobs' | 'audit', read: () => Promise<WaitingFigures>): void;
};

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Only a pattern as the program declares it: a real address could hold a reference or a secret. */
function routeLabel(pattern: string): string {
  return /^[\w/:*.{}()|\\+?-]{1,120}$/.test(pattern) && !/[A-Za-z0-9_-]{30,}/.test(pattern) ? pattern : 'none';
}

export function makeMeasures(): Measures {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'hub_' });
  const requests = new Histogram({
    name: 'hub_http_request_seconds', help: 'Time to answer a request, by route pattern', labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5], registers: [registry],
  });
  const jobs = new Histogram({
    name: 'hub_job_seconds', help: 'Time that background work took', labelNames: ['job', 'outcome'], buckets: [0.01, 0.1, 0.5, 1, 5, 15, 60, 300], registers: [registry],
  });
  const unread = new Counter({ name: 'hub_watch_failures_total', help: 'Times that a figure could not be read', labelNames: ['watch'], registers: [registry] });
  return {
    registry,
    request: (method, pattern, status, seconds) => {
      requests.observe({ method: methods.has(method) ? method : 'other', route: routeLabel(pattern), status: String(status) }, seconds);
    },
    job: (job, outcome, seconds) => {
      jobs.observe({ job, outcome }, seconds);
    },
    watch: (name, read) => {
      watchFigures(registry, unread, name, read);
    },
  };
}

function watchFigures(registry: Registry, unread: Counter<'watch'>, name: string, read: () => Promise<WaitingFigures>): void {
  // One metric with a label, because metrics are read side by side and the three figures belong to one reading.
  new Gauge({
    name: `hub_${name}`,
    help: `What waits in ${name}, what was given up and waits for a person, and the age in seconds of the oldest that waits`,
    labelNames: ['figure'],
    registers: [registry],
    async collect() {
      const unknown = { waiting: Number.NaN, failed: Number.NaN, oldestSeconds: Number.NaN };
      const figures = await read().catch(() => {
        unread.inc({ watch: name });
        // Old figures would look like good news.
        return unknown;
      });
      this.set({ figure: 'waiting' }, figures.waiting);
      this.set({ figure: 'failed' }, figures.failed);
      this.set({ figure: 'oldest_seconds' }, figures.oldestSeconds);
    },
  });
}
