export { routes } from './routes.tsx';
export { patrolsPanel, type PatrolRow } from './queries.ts';
export { PatrolsSection } from './pages/patrols-section.tsx';
