export { bundleTurn } from './jobs.ts';
export { routes } from './routes.tsx';
