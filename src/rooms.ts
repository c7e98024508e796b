import path from 'node:path';

import { routes as accountRoutes } from './account/index.ts';
import { routes as administrationRoutes } from './administration/index.ts';
import { routes as approvalRoutes } from './approvals/index.ts';
import { routes as agreementRoutes } from './agreements/index.ts';
import { routes as arrivalRoutes } from './arrival/index.ts';
import { routes as bundleRoutes } from './bundles/index.ts';
import { routes as caseRoutes } from './cases/index.ts';
import { emergencyWork, routes as emergencyRoutes } from './emergency/index.ts';
import { engagementWork, routes as engagementRoutes } from './engagement/index.ts';
import { routes as intelligenceRoutes } from './intelligence/index.ts';
import { routes as importRoutes } from './imports/index.ts';
import { routes as letterRoutes } from './letters/index.ts';
import { hotspotWork, routes as hotspotRoutes } from './hotspots/index.ts';
import { setNavCounts } from './frame/index.ts';
import { matchingWork, routes as matchingRoutes } from './matching/index.ts';
import { routes as peopleRoutes, setPersonPanels } from './people/index.ts';
import { clearIncoming } from './platform/files/index.ts';
import type { House, Route } from './platform/http/index.ts';
import type { ScheduledWork } from './platform/jobs/index.ts';
import { personLadder, routes as powerRoutes } from './powers/index.ts';
import { discardOldDrafts, makeCopies, routes as reportingRoutes } from './reporting/index.ts';
import { routes as panelRoutes } from './panels/index.ts';
import { requestWork, routes as requestRoutes } from './requests/index.ts';
import { routes as reviewRoutes } from './reviews/index.ts';
import { routes as patrolRoutes } from './patrols/index.ts';
import { routes as planRoutes } from './problem-plans/index.ts';
import { readingWork, routes as readingRoutes } from './readings/index.ts';
import { personCorrections, rightsWork, routes as rightsRoutes } from './rights/index.ts';
import { personHold, retentionWork, routes as retentionRoutes } from './retention/index.ts';
import { routes as riskRoutes } from './risk/index.ts';
import { routes as searchRoutes } from './search/index.ts';
import { routes as sharingRoutes } from './sharing/index.ts';
import { routes as taskRoutes } from './tasks/index.ts';
import { navCounts, routes as todayRoutes } from './today/index.ts';
import { routes as trailRoutes } from './trail/index.ts';
import { routes as transferRoutes } from './transfers/index.ts';
import { routes as triageRoutes } from './triage/index.ts';
import { routes as welcomeRoutes } from './welcome/index.ts';

/** Every route of the house. */
export const allRoutes: readonly Route[] = [
  ...welcomeRoutes, ...reportingRoutes, ...engagementRoutes, ...arrivalRoutes, ...accountRoutes, ...administrationRoutes, ...trailRoutes, ...triageRoutes, ...caseRoutes, ...letterRoutes, ...bundleRoutes, ...reviewRoutes, ...riskRoutes, ...sharingRoutes,
  ...agreementRoutes, ...requestRoutes, ...transferRoutes,
  ...taskRoutes, ...todayRoutes, ...searchRoutes, ...matchingRoutes, ...peopleRoutes,
  ...intelligenceRoutes, ...approvalRoutes, ...powerRoutes,
  ...hotspotRoutes, ...importRoutes, ...planRoutes, ...patrolRoutes,
  ...panelRoutes,
  ...emergencyRoutes,
  ...retentionRoutes,
  ...rightsRoutes,
  ...readingRoutes,
];

setNavCounts(navCounts);
// Rooms that know more of a person (the steps taken) give their sections here.
setPersonPanels([personLadder, personCorrections, personHold]);

/** Work that comes round, given the house it works in. */
export function scheduledWork(house: House): ScheduledWork[] {
  const facts = () => ({ database: house.database, files: house.files, now: house.clock.now() });
  return [
    ...engagementWork(house),
    ...requestWork(house),
    ...hotspotWork(house),
    ...matchingWork(house),
    ...emergencyWork(house),
    ...retentionWork(house),
    ...rightsWork(house),
    ...readingWork(house),
    { name: 'make-copies', cron: '* * * * *', run: async () => makeCopies(facts()) },
    ...(house.settings.demo ? [{ name: 'hang-demo-photos', cron: '* * * * *', run: async () => (await import('./demo/index.ts')).hangPhotos(facts()) }] : []),
    { name: 'discard-drafts', cron: '20 3 * * *', run: async () => discardOldDrafts(facts()) },
    { name: 'clear-incoming', cron: '40 3 * * *', run: async () => clearIncoming(path.join(house.settings.dataDir, 'incoming'), house.clock.now().subtract({ hours: 24 })) },
  ];
}
