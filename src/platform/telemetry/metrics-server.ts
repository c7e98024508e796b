import { createServer, type RequestListener } from 'node:http';
import { makeMeasures, type Measures } from './metrics.ts';

export type MetricsServer = Measures & {
  /** The port that was given, or undefined when metrics are off. */
  readonly port: number | undefined;
  stop(): Promise<void>;
};

function answerWith({ registry }: Measures): RequestListener {
  return (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('The metrics are at /metrics\n');
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  };
}

/** Measures, and a server for them that only this machine can reach. Port 0 takes any free one. */
export async function startMetrics(port: number | 'off'): Promise<MetricsServer> {
  const measures = makeMeasures();
  if (port === 'off') return { ...measures, port: undefined, stop: async () => undefined };
  const server = createServer(answerWith(measures));
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
