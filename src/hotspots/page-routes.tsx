import { z } from 'zod';

import { csvFile, savedLists } from '../cases/index.ts';
import { staffPage } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { dateWords, londonDate, momentWords } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { file, page, route, seeOther, type Route } from '../platform/http/index.ts';
import type { Framed } from '../frame/index.ts';
import { hotspotQuery, parametersOf, queryText, usualDays, type HotspotQuery } from './parameters.ts';
import { HotspotsPage } from './pages/hotspots-page.tsx';
import { alerts, analysisOf, answerAlert, askAnalysis, choices, groundRows, plans, type Choices } from './queries.ts';
import { emergingWords, repeatWords, sourceWords, sureWords, trendWords } from './rules.ts';

function audienceOf(query: HotspotQuery): 'agency' | 'partnership' {
  return query.seen ?? 'agency';
}

/** "Noise in The Stow" */
export function whatWords(query: HotspotQuery, { categories, areas }: Pick<Choices, 'categories' | 'areas'>): string {
  const kind = categories.find(({ id }) => id === query.category)?.name ?? 'All anti-social behaviour';
  const area = areas.find(({ id }) => id === query.area)?.name;
  return area === undefined ? kind : `${kind} in ${area}`;
}

interface Visit extends Framed<StaffActor> {
  readonly query: HotspotQuery;
}

/** Asks for the analysis in the background when nobody has yet. */
async function asked(visit: Visit) {
  const { tx, actor, query, now } = visit;
  const parameters = parametersOf(query, londonDate(now));
  const audience = audienceOf(query);
  const analysis = await analysisOf(tx, actor, audience, parameters);
  if (analysis === undefined) {
    askAnalysis(tx, actor, audience, parameters, now);
  }
  return { parameters, audience, analysis };
}

function printedLine({ partnership, actor, now }: Visit): string {
  return `${partnership.settings.service} ${partnership.town}. Official. Hotspots printed for ${actor.name}, ${momentWords(now)}.`;
}

const shown = route({
  method: 'GET', path: '/hotspots', admits: 'read_cases', query: hotspotQuery, audit: { event: 'hotspots.read' },
  handle: async (visit) => {
    const { tx, actor, query, now, partnership } = visit;
    const [{ parameters, audience, analysis }, chosen, ground, raised, planned, saved] = await Promise.all([
      asked(visit), choices(tx, actor, londonDate(now)), groundRows(tx, partnership.id), alerts(tx, actor), plans(tx, actor), savedLists(tx, actor, '/hotspots'),
    ]);
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { audience, days: query.days ?? usualDays } });
    const children = (
      <HotspotsPage
        query={query} parameters={parameters} audience={audience} analysis={analysis} choices={chosen} ground={ground} alerts={raised} plans={planned} saved={saved} now={now}
        what={whatWords(query, chosen)} when={`${dateWords(visit.now.subtract({ hours: 24 * ((query.days ?? usualDays) - 1) }))} to ${dateWords(now)}`}
        mayAnswer={may(actor, 'supervise') || actor.roles.includes('analyst')} mayOpen={may(actor, 'work_cases')}
      />
    );
    return page(await staffPage(visit, { section: 'hotspots', title: 'Hotspots', printed: printedLine(visit), children }));
  },
});

const exported = route({
  method: 'GET', path: '/hotspots/export', admits: 'read_cases', query: hotspotQuery, audit: { event: 'hotspots.exported' },
  handle: async (visit) => {
    const { analysis, audience } = await asked(visit);
    visit.about({ kind: 'agency', id: visit.actor.agencyId, detail: { audience } });
    if (analysis?.result == null) {
      return seeOther(paths.hotspots(queryText(visit.query)), { notice: 'The map is being worked out. Export it when it is there.' });
    }
    const rows = analysis.result.spots.map((spot, place) => [
      place + 1, spot.name, spot.area ?? '', spot.count, spot.expected, spot.ratio, spot.low, spot.high, sureWords[spot.sure], spot.giQ, spot.scanP ?? '', trendWords[spot.trend], spot.trendP,
      emergingWords(spot.emerging), repeatWords(spot.nearRepeat), sourceWords(spot), spot.x, spot.y,
    ]);
    const columns = ['Rank', 'Place', 'Area', 'Count', 'Expected', 'Times expected', 'Range from', 'Range to', 'How sure', 'Gi* q', 'Scan p', 'Trend', 'Trend p', 'Pattern', 'Near-repeat', 'Sources', 'Easting', 'Northing'];
    return file(csvFile(columns, rows), 'text/csv; charset=utf-8', `hotspots-${londonDate(visit.now).toString()}.csv`);
  },
});

const again = route({
  method: 'POST', path: '/hotspots/again', admits: 'read_cases', query: hotspotQuery, audit: { event: 'hotspots.asked' },
  handle: async (visit) => {
    const { tx, actor, query, now } = visit;
    const audience = audienceOf(query);
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { audience } });
    askAnalysis(tx, actor, audience, parametersOf(query, londonDate(now)), now);
    return seeOther(paths.hotspots(queryText(query)), { notice: 'It is being worked out again. What you see is from before until it is done.' });
  },
});

const answered = route({
  method: 'POST', path: '/hotspots/alerts/:alertId', admits: 'read_cases', params: z.object({ alertId: z.uuid() }), body: z.object({ answer: z.string().trim().max(500, 'Use 500 characters or fewer').default('') }), audit: { event: 'hotspots.alert_answered' },
  handle: async (visit) => {
    const { tx, actor, params, form, now } = visit;
    visit.about({ kind: 'hotspot_alert', id: params.alertId });
    if (!form.ok) {
      return seeOther(`${paths.hotspots()}#alerts`, { notice: 'Use 500 characters or fewer. Nothing was kept.' });
    }
    if (!(await answerAlert(tx, actor, params.alertId, form.value.answer, now))) {
      throw new HubError('not_yours');
    }
    return seeOther(`${paths.hotspots()}#alerts`, { notice: 'Noted, with your name.' });
  },
});

export const hotspotPageRoutes: readonly Route[] = [shown, exported, again, answered];
