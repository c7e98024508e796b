import { createServer, type RequestListener } from 'node:http';
import { AggregatorRegistry } from 'prom-client';

import { makeMeasures, type Measures } from './metrics.ts';

export type MetricsServer = Measures & {
  /** The port that was given, or undefined when metrics are off. */
  readonly port: number | undefined;
  stop(): Promise<void>;
};

/** The figures of this process and of the others, added up. */
async function wholeText({ registry }: Measures, others: () => Promise<readonly unknown[]>): Promise<string> {
  const elsewhere = await others();
  if (elsewhere.length === 0) {
    return await registry.metrics();
  }
  return await AggregatorRegistry.aggregate([await registry.getMetricsAsJSON(), ...elsewhere.filter(isFigures)]).metrics();
}

function isFigures(given: unknown): given is object[] {
  return Array.isArray(given);
}

function answerWith(measures: Measures, others: () => Promise<readonly unknown[]>): RequestListener {
  return (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('The metrics are at /metrics\n');
      return;
    }
    wholeText(measures, others).then(
      (text) => response.writeHead(200, { 'content-type': measures.registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  };
}

/** Measures, and a server for them that only this machine can reach, with those of other processes that `others` gives. Port 0 takes any free one. */
export async function startMetrics(port: number | 'off', others: () => Promise<readonly unknown[]> = async () => []): Promise<MetricsServer> {
  const measures = makeMeasures();
  if (port === 'off') return { ...measures, port: undefined, stop: async () => undefined };
  const server = createServer(answerWith(measures, others));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const taken = 'code' in error && error.code === 'EADDRINUSE';
      reject(taken ? new Error(`METRICS_PORT ${port} is in use by another program. Set METRICS_PORT to another port, or to off.`) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    ...measures,
    port: address !== null && typeof address === 'object' ? address.port : undefined,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
