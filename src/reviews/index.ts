export { reviewPanel, ReviewSection, type ReviewPanel } from './panel.tsx';
export { routes } from './routes.tsx';
export { startingReviewRule } from './starting-rule.ts';
export { reviewItems } from './work.ts';
