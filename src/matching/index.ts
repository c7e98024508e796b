import type { House, Route } from '../platform/http/index.ts';
import { quietness, type ScheduledWork } from '../platform/jobs/index.ts';
import { fileRoutes } from './file-routes.tsx';
import { learnModels, matchPeople } from './jobs.ts';
import { pairRoutes } from './pair-routes.tsx';

export { matchPeople } from './jobs.ts';
export { contradiction, decide, decisionsAbout, undo, type LinkRow } from './deciding.ts';
export { likelyPeople, type LikelyPerson, type WantedPerson } from './likely.ts';
export { pairOf } from './pair-queries.ts';
export { likelyWords, LikelyList } from './pages/likely-list.tsx';
export { DecisionHistory } from './pages/decision-history.tsx';
export { PeopleTabs } from './pages/people-tabs.tsx';

export const routes: readonly Route[] = [...pairRoutes, ...fileRoutes];

/** Files are read and people compared every minute; models are learned at night. */
export function matchingWork(house: House): ScheduledWork[] {
  const facts = { database: house.database, files: house.files, now: () => house.clock.now(), quiet: quietness(house.processes) };
  return [
    { name: 'match-people', cron: '* * * * *', run: async () => matchPeople(facts) },
    { name: 'learn-matching', cron: '10 2 * * *', run: async () => learnModels(facts) },
  ];
}

/** How alike two records are by the model that the hub comes with: what the demonstration starts with. */
export { comparable, likeness } from './likeness-rules.ts';
export { defaultModel } from './model.ts';
