export { chronicle, timeline, type ChronologyEntry, type ChronologyKind, type NewEntry } from './queries.ts';
