export { startLoop, type Loop } from './loop.ts';
export { installQueue, startQueue, type Queue, type ScheduledWork } from './queue.ts';
export { quietness } from './quietness.ts';
