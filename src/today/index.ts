export { routes } from './routes.tsx';
export { navCounts, todayCount } from './counts.ts';
