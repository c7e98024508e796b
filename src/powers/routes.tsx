import { z } from 'zod';

import { staffPage } from '../frame/index.ts';
import { may } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, type Route } from '../platform/http/index.ts';
import { groundOf, laddersOf } from './ground.ts';
import { powersOn } from './history.ts';
import { DirectoryPage, PowerPage } from './pages/directory-page.tsx';
import { LadderPage } from './pages/ladder-page.tsx';
import { targetWords, type Target } from './power.ts';
import { powersTable } from './queries.ts';
import { stepRoutes } from './step-routes.tsx';

const nothingPersonal = { none: 'what the law says, nothing about a person' } as const;
const directoryQuery = z.object({ agency: z.string().max(20).optional().catch(undefined), against: z.string().max(20).optional().catch(undefined) });

const directory = route({
  method: 'GET', path: '/powers', admits: 'read_cases', query: directoryQuery, audit: nothingPersonal,
  handle: async (visit) => {
    const { agency, against } = visit.query;
    const today = londonDate(visit.now);
    const all = powersOn(await powersTable(visit.tx, visit.actor), today);
    const powers = all.filter((power) => (agency === undefined || agency === '' || power.agencyKinds.includes(agency)) && (against === undefined || !(against in targetWords) || power.aimedAt.includes(against as Target)));
    return page(await staffPage(visit, { section: 'cases', title: 'Powers', children: <DirectoryPage powers={powers} agency={agency} against={against} today={today} edits={may(visit.actor, 'edit_templates')} /> }));
  },
});

const one = route({
  method: 'GET', path: '/powers/:powerId', admits: 'read_cases', params: z.object({ powerId: z.uuid() }), audit: nothingPersonal,
  handle: async (visit) => {
    const powers = await powersTable(visit.tx, visit.actor);
    const power = powers.find(({ id }) => id === visit.params.powerId);
    if (power === undefined) {
      throw new HubError('not_yours');
    }
    return page(await staffPage(visit, { section: 'cases', title: power.name, children: <PowerPage power={power} powers={powers} today={londonDate(visit.now)} /> }));
  },
});

const ladder = route({
  method: 'GET', path: '/cases/:caseId/ladder', admits: 'read_cases', params: z.object({ caseId: z.uuid() }), audit: { event: 'ladder.read' },
  handle: async (visit) => {
    const { tx, actor, now, params: { caseId } } = visit;
    visit.about({ kind: 'case', id: caseId, caseId });
    const ground = await groundOf(tx, actor, caseId);
    const works = may(actor, 'work_cases') && ground.file.state === 'open';
    return page(await staffPage(visit, { section: 'cases', title: `Steps and powers, ${ground.file.reference}`, children: <LadderPage file={ground.file} ladders={laddersOf(ground, now)} works={works} now={now} /> }));
  },
});

export const routes: readonly Route[] = [directory, one, ladder, ...stepRoutes];
