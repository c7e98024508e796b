export { routes } from './routes.tsx';
export { countedLately, navCounts } from './counts.ts';
