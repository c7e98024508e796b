import { londonDate } from '../platform/calendar/index.ts';
import { cellOf, toGrid } from '../platform/geography/index.ts';
import { makeReference } from '../platform/references/index.ts';
import type { Row } from '../platform/database/index.ts';
import type { InventedCase, Telling } from './casework.ts';
import { askPartner, lookAtRisk, type Asked, type PartnerFacts } from './partners.ts';
import { demoId } from './random.ts';
import type { TownPlace } from './town.ts';

/** Days ago on which the car park's gates were put in and patrols began. */
const begun = 61;

const walks: readonly (readonly [daysAgo: number, who: string, agency: string, seen: string, spoke: number])[] = [
  [58, 'owen', 'police', 'Two cars on the top deck, music. They left when we came up.', 5], [51, 'priya', 'council', 'Gate on level 3 works. Broken glass by the ticket machine, reported.', 2],
  [44, 'owen', 'police', 'Quiet. One moped, gone at once.', 1], [30, 'priya', 'council', 'Nobody on the decks. The shop says evenings are better.', 3], [16, 'owen', 'police', 'Quiet.', 0], [5, 'priya', 'council', 'A lamp is out on the ramp.', 2],
];

/** What the plan asked of whom, by how many days ago. */
const tasks: readonly (readonly [daysAgo: number, asked: Omit<Asked, 'at'>])[] = [
  [60, { agency: 'council', person: 'tomas', title: 'Have gates put in on levels 3 and 4', brief: 'Shut at 7pm, opened at 6am. The fire service agreed to the lock.', days: 10, state: 'done', answer: 'Both gates work. The keys are at the Civic Centre.' }],
  [58, { agency: 'police', person: 'owen', title: 'Walk the decks on Fridays and Saturdays', brief: 'At different times between 7pm and midnight. Write down each walk.', days: 40, state: 'started', answer: 'Four walks so far. Quieter each time.', items: [['place', 'The place', 'Staple Tye multi-storey car park, levels 3 and 4'], ['times', 'When', 'Fridays to Sundays, 6pm to midnight']], purpose: 'To plan patrols of a place', withheld: 'Who reported it.' }],
  [6, { agency: 'council', person: 'priya', title: 'Get the lamp on the ramp mended', brief: 'Seen on the walk of last week: the second lamp from the bottom.', days: 8, state: 'started', answer: 'Part ordered.' }],
  [5, { agency: 'council', person: 'tomas', title: 'Ask the shops and the people who park there', brief: 'For the assessment: would they park there after dark now?', days: 25, state: 'accepted' }],
];

/** The tasks and the risk of the case, as everybody's work on it. */
function workOn(telling: Telling, one: InventedCase, facts: PartnerFacts): void {
  lookAtRisk(telling, one, one.openedAt.add({ hours: 26 }), 0.3, facts);
  for (const [daysAgo, asked] of tasks) {
    const at = londonDate(telling.now).subtract({ days: daysAgo }).toZonedDateTime({ timeZone: 'Europe/London', plainTime: '11:20' }).toInstant();
    askPartner(telling, one, { ...asked, at }, facts);
  }
  Object.assign(one.row, { review_on: londonDate(telling.now).add({ days: 20 }).toString() });
}

function assets({ chance, town, now }: Telling, places: readonly TownPlace[]): Row[] {
  const row = (kind: string, name: string, detail: string, at: { lat: number; lon: number }, number: number, works = true): Row => ({
    partnership_id: town.partnershipId, id: demoId(chance, now.epochMilliseconds), kind, name, detail, owner_code: `${kind.slice(0, 1).toUpperCase()}${String(number).padStart(3, '0')}`,
    lat: at.lat, lon: at.lon, ...toGrid(at), cell: cellOf(at.lat, at.lon), source: 'Harlow Council, list of structures (demonstration)', works, changed_at: now.toString(), changed_by: null, retired_on: null,
  });
  const underpasses = places.filter(({ kind }) => kind === 'asset');
  return [
    ...underpasses.map((place, number) => row('underpass', place.name, place.detail, place, number + 1)),
    ...underpasses.slice(0, 6).map((place, number) => row('camera', `Camera, ${place.name}`, 'At the entrance', { lat: place.lat + 0.0002, lon: place.lon + 0.0003 }, number + 1, number !== 2)),
    ...underpasses.slice(0, 8).map((place, number) => row('light', `Lights, ${place.name}`, 'Inside', { lat: place.lat - 0.0001, lon: place.lon - 0.0002 }, number + 1, number !== 1)),
  ];
}

/** A car park that drew trouble for months, worked on as a problem: plan, patrols, and what came of it. Tables with their rows. */
export function workOnProblem(telling: Telling, facts: PartnerFacts): (readonly [string, readonly Row[]])[] {
  const { chance, town, now } = telling;
  const p = town.partnershipId;
  const place = town.places.find(({ name }) => name === 'Staple Tye multi-storey car park');
  const comparison = town.places.find(({ name }) => name === 'Bush Fair shops');
  if (place === undefined || comparison === undefined) {
    return [['asset', assets(telling, town.places)]];
  }
  const opened = now.subtract({ hours: 24 * (begun + 21) });
  const id = demoId(chance, opened.epochMilliseconds);
  const grid = { lat: place.lat, lon: place.lon, ...toGrid(place), cell: cellOf(place.lat, place.lon) };
  const file: Record<string, unknown> = {
    partnership_id: p, id, reference: makeReference('C', (size) => Uint8Array.from({ length: size }, () => chance.whole(256))), title: 'Hotspot: Staple Tye multi-storey car park', agency_id: town.agencyIds.get('council'), team_id: town.teamIds.get('safety'),
    owner_id: town.accountIds.get('priya'), state: 'open', stage: 'monitoring', restricted: false, category_id: null, place_words: place.name, ...grid, opened_at: opened.toString(), opened_by: town.accountIds.get('priya'),
    review_on: null, warning: '', closed_at: null, closed_by: null, outcome: null, outcome_reason: null, cost_pounds: null,
  };
  workOn(telling, { id, owner: 'priya', placeName: place.name, openedAt: opened, closedAt: undefined, size: 1, row: file }, facts);
  const plan: Row = {
    partnership_id: p, case_id: id, objective: 'Half as many reports from the car park in two months, and people who say that they park there after dark.',
    scanning: 'Cars, groups and damage on the upper decks in the evening, for eight months. The hub shows the place beyond chance since the spring.',
    analysis: 'Open day and night, no through traffic, decks that nobody overlooks. Most reports come between 6pm and midnight from Friday to Sunday. A ramp without a gate lets cars up when the shops are shut.',
    response: 'Gates on levels 3 and 4 shut at 7pm (council). Patrols at different times on Fridays and Saturdays (police, wardens). Lamps on the ramp. The shops ring the hub, not 999, for groups.',
    assessment: 'Ask the shops and the people who park there, in January.', category_id: null, lat: place.lat, lon: place.lon, radius: 200, ring: 200,
    comparison_name: comparison.name, comparison_lat: comparison.lat, comparison_lon: comparison.lon, started_on: londonDate(now).subtract({ days: begun }).toString(), months: 2,
    updated_at: opened.toString(), updated_by: town.accountIds.get('priya'),
  };
  const patrols = walks.map(([daysAgo, who, agency, seen, spoke]): Row => {
    const started = londonDate(now).subtract({ days: daysAgo }).toZonedDateTime({ timeZone: 'Europe/London', plainTime: '19:30' }).toInstant();
    return {
      partnership_id: p, id: demoId(chance, started.epochMilliseconds), case_id: who === 'priya' ? id : null, agency_id: town.agencyIds.get(agency), account_id: town.accountIds.get(who),
      started_at: started.toString(), ended_at: started.add({ minutes: 45 }).toString(), place_words: place.name, ...grid, seen, spoke_to: spoke,
    };
  });
  telling.ledger.add('case_file', file);
  return [['asset', assets(telling, town.places)], ['problem_plan', [plan]], ['patrol', patrols]];
}
