export { routes } from './routes.tsx';
export { planPanel, type PlanPanel } from './panel.ts';
export { savePlan } from './queries.ts';
export { PlanSection } from './pages/plan-section.tsx';
