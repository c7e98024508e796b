export { shownOf } from './assemble.ts';
export type { Exhibit } from './content.ts';
export { mostCopiedPages } from './covered-copy.ts';
export { bundleTurn, storeOf } from './jobs.ts';
export { routes } from './routes.tsx';
export { readCovers, type Cover } from './rules.ts';
export { drawCopy, drawPreview } from './thread.ts';
export { occurs, partWords, Schedule } from './rules.ts';
