export { errorId, makeLog, type Log, type LogLevel } from './log.ts';
export { makeMeasures, type Measures, type WaitingFigures } from './metrics.ts';
export { startMetrics, type MetricsServer } from './metrics-server.ts';
