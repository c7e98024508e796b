export { Gatherer } from './gatherer.ts';
