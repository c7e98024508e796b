export { reviewPanel, ReviewSection, type ReviewPanel } from './panel.tsx';
export { openReviews } from './open-reviews.ts';
export { routes } from './routes.tsx';
export { startingReviewRule } from './starting-rule.ts';
export { reviewItems } from './work.ts';
