export { AskedOnce } from './asked-once.ts';
