export { routes } from './routes.tsx';
export { navCounts } from './counts.ts';
