export { errorId, makeLog, type Log, type LogLevel } from './log.ts';
export type { Measures, WaitingFigures } from './metrics.ts';
export { startMetrics, type MetricsServer } from './metrics-server.ts';
