import type { Temporal } from 'temporal-polyfill';

import { londonDate } from '../platform/calendar/index.ts';
import { cellOf, toGrid } from '../platform/geography/index.ts';
import { type Chance, demoId } from './random.ts';
import { hotspots } from './rhythm.ts';
import type { Row } from '../platform/database/index.ts';
import type { Town } from './town.ts';

const kinds = [['Violence and sexual offences', 34], ['Anti-social behaviour', 14], ['Public order', 12], ['Shoplifting', 12], ['Criminal damage and arson', 9], ['Other theft', 7], ['Vehicle crime', 6], ['Drugs', 6]] as const;
const months = 14;
const perMonth = 780;

/** Monthly counts in the form of police.uk street data, invented for the demonstration and named so. The last month is two months ago, as in the real files. */
export function inventPoliceCounts(chance: Chance, town: Town, now: Temporal.Instant): { run: Row; incidents: Row[] } {
  const importId = demoId(chance, now.epochMilliseconds);
  const first = londonDate(now).with({ day: 1 }).subtract({ months: months + 1 });
  const busy = town.places.filter(({ name }) => hotspots.some((spot) => spot.place === name));
  const incidents: Row[] = [];
  for (let month = 0; month < months; month += 1) {
    const rising = month / months;
    for (let count = 0; count < perMonth; count += 1) {
      const place = chance.happens(0.22 + 0.06 * rising) ? chance.pick(busy) : chance.pick(town.places);
      const category = chance.weighted(kinds);
      incidents.push({
        partnership_id: town.partnershipId, import_id: importId, row_number: incidents.length + 1, month: first.add({ months: month }).toString(), category, location: `On or near ${place.name}`,
        lsoa_code: null, lsoa_name: null, crime_id: null, outcome: null, reported_by: 'Demonstration, invented', lat: place.lat, lon: place.lon, ...toGrid(place), cell: cellOf(place.lat, place.lon),
      });
    }
  }
  return {
    run: { partnership_id: town.partnershipId, id: importId, kind: 'police', file_name: 'Demonstration figures (invented)', file_sha256: 'demonstration', state: 'done', rows_read: incidents.length, rows_kept: incidents.length, rows_bad: 0, bad: [], started_at: now.toString(), finished_at: now.toString() },
    incidents,
  };
}
