export { routes } from './routes.tsx';
export { openTasksOf, tasksPanel, type TaskLine } from './panel.ts';
export { TasksSection, type TasksSectionProps } from './pages/tasks-section.tsx';
export { isOpen } from './rules.ts';
