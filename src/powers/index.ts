export { routes } from './routes.tsx';
export { groundOf, laddersOf } from './ground.ts';
export { LadderSection } from './pages/ladder-section.tsx';
export { personLadder } from './person-ladder.tsx';
export { runningSteps, type RunningStep } from './queries.ts';
export { reminders, type Reminder } from './reminders.ts';
export { agencyKindWords, checkWords, consulteeWords, gradeWords, rungWords, targetWords } from './power.ts';
