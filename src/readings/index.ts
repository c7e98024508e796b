export { routes } from './routes.tsx';
export { readingWork } from './jobs.ts';
export { startingReadingRules } from './starting-rules.ts';
export { readingRules, ruleWords as readingRuleWords } from './rules.ts';
