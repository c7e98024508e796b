export { routes } from './routes.tsx';
export { openTasksOf, tasksPanel, type TaskLine } from './panel.ts';
export { TasksSection, type TasksSectionProps } from './pages/tasks-section.tsx';
export { isLate, isOpen, stateWords, type TaskState } from './rules.ts';
