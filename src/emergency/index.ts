export { routes } from './routes.tsx';
export { emergencyWork } from './jobs.ts';
export { emergencyItems, type EmergencyWork } from './work.ts';
export { emergencyUntil } from './queries.ts';
