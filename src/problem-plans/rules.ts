import { weightedDisplacementDifference } from '@safer-hub/hotspots';
import { Temporal } from 'temporal-polyfill';

export interface PlanPlaces {
  readonly easting: number;
  readonly northing: number;
  readonly radius: number;
  readonly ring: number;
  readonly comparison: { readonly easting: number; readonly northing: number } | null;
}

export interface DatedPoint {
  readonly easting: number;
  readonly northing: number;
  readonly day: Temporal.PlainDate;
}

export interface Windows {
  readonly beforeFrom: Temporal.PlainDate;
  readonly start: Temporal.PlainDate;
  readonly afterTo: Temporal.PlainDate;
  readonly daysBefore: number;
  readonly daysAfter: number;
}

/** As long before the start as after it is meant to last; what has not come yet is not counted. */
export function windowsOf(start: Temporal.PlainDate, months: number, today: Temporal.PlainDate): Windows | undefined {
  const whole = start.add({ months });
  const afterTo = Temporal.PlainDate.compare(whole, today) < 0 ? whole : today.add({ days: 1 });
  const daysAfter = start.until(afterTo).days;
  const beforeFrom = start.subtract({ months });
  return daysAfter < 14 ? undefined : { beforeFrom, start, afterTo, daysBefore: beforeFrom.until(start).days, daysAfter };
}

type Pair = [before: number, after: number];

export interface Counts {
  readonly treated: Pair;
  readonly ring: Pair;
  readonly control: Pair;
  readonly controlRing: Pair;
}

function pairOf(points: readonly DatedPoint[], centre: { easting: number; northing: number }, from: number, to: number, windows: Windows): Pair {
  const pair: Pair = [0, 0];
  for (const { easting, northing, day } of points) {
    const metres = Math.hypot(easting - centre.easting, northing - centre.northing);
    if (metres >= from && metres < to && Temporal.PlainDate.compare(day, windows.beforeFrom) >= 0 && Temporal.PlainDate.compare(day, windows.afterTo) < 0) {
      pair[Temporal.PlainDate.compare(day, windows.start) < 0 ? 0 : 1] += 1;
    }
  }
  return pair;
}

/** Whether the two places, each with its ring, stand clear of one another: else one report would count on both sides. */
export function standClear({ easting, northing, radius, ring, comparison }: PlanPlaces): boolean {
  return comparison === null || Math.hypot(easting - comparison.easting, northing - comparison.northing) >= 2 * (radius + ring);
}

export function countsOf(points: readonly DatedPoint[], places: PlanPlaces, windows: Windows): Counts | undefined {
  const { comparison, radius, ring } = places;
  if (comparison === null) {
    return undefined;
  }
  return {
    treated: pairOf(points, places, 0, radius, windows), ring: pairOf(points, places, radius, radius + ring, windows),
    control: pairOf(points, comparison, 0, radius, windows), controlRing: pairOf(points, comparison, radius, radius + ring, windows),
  };
}

export interface Difference {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface Assessed {
  readonly windows: Windows;
  readonly counts: Counts;
  /** In reports of the time since the start; below nought is fewer. */
  readonly total: Difference;
  readonly local: Difference;
  readonly moved: Difference;
  /** Counts so small that the range is only rough. */
  readonly rough: boolean;
}

/** Wheeler and Ratcliffe's weighted displacement difference: the change here, against the change there, with what may have moved next door. */
export function assessed(counts: Counts, windows: Windows): Assessed {
  const found = weightedDisplacementDifference({
    treated: counts.treated, control: counts.control, displacementTreated: counts.ring, displacementControl: counts.controlRing,
    timeWeights: [windows.daysBefore / windows.daysAfter, 1],
  });
  const of = ({ estimate, interval: [low, high] }: { estimate: number; interval: [number, number] }): Difference => ({ estimate, low, high });
  const rough = [...counts.treated, ...counts.control].some((count) => count < 10);
  return { windows, counts, total: of(found), local: of(found.local), moved: of(found.displacement), rough };
}

function many(amount: number): string {
  const whole = Math.round(Math.abs(amount));
  return `${whole} ${amount < 0 ? 'fewer' : 'more'}`;
}

/** What came of it, in words that claim no more than the range allows. */
export function assessedWords({ total, moved, rough, windows }: Assessed): string[] {
  const range = `95 % range ${many(total.low)} to ${many(total.high)}`;
  const verdict = total.high < 0
    ? `There were about ${many(total.estimate)} reports in ${windows.daysAfter} days than if this place had gone as the comparison place did (${range}). That is beyond chance.`
    : total.low > 0
      ? `There were about ${many(total.estimate)} reports in ${windows.daysAfter} days than if this place had gone as the comparison place did (${range}). It got worse, beyond chance.`
      : `Nobody can say yet whether it worked: about ${many(total.estimate)} reports in ${windows.daysAfter} days than if this place had gone as the comparison place did, but the range holds no change (${range}).`;
  const next = moved.low > 0
    ? `Part of it moved next door: about ${many(moved.estimate)} in the ring around.`
    : moved.high < 0
      ? `The ring around gained too: about ${many(moved.estimate)}.`
      : 'There is no sign beyond chance that trouble moved into the ring around, or that the ring gained.';
  return [verdict, next, ...(rough ? ['Some counts are under ten, so the range is rough.'] : []), 'Fewer reports can also mean less trust in reporting: ask the people there.'];
}

/** Counts in steps of four weeks on both sides of the start, for the chart. */
export function seriesOf(points: readonly DatedPoint[], centre: { easting: number; northing: number }, radius: number, windows: Windows): { readonly label: string; readonly count: number; readonly after: boolean }[] {
  const steps: { label: string; count: number; after: boolean }[] = [];
  const stepsBefore = Math.floor(windows.daysBefore / 28);
  const stepsAfter = Math.floor(windows.daysAfter / 28);
  for (let step = -stepsBefore; step < stepsAfter; step += 1) {
    const from = windows.start.add({ days: step * 28 });
    const to = from.add({ days: 28 });
    const count = points.filter(({ easting, northing, day }) => Math.hypot(easting - centre.easting, northing - centre.northing) < radius && Temporal.PlainDate.compare(day, from) >= 0 && Temporal.PlainDate.compare(day, to) < 0).length;
    steps.push({ label: `${from.day} ${from.toLocaleString('en-GB', { month: 'short' })}`, count, after: step >= 0 });
  }
  return steps;
}

export const osara = [
  { field: 'objective', title: 'Objective', asks: 'What should be different, for whom, by when?' },
  { field: 'scanning', title: 'Scan', asks: 'What is the problem, where, when, and how do we know?' },
  { field: 'analysis', title: 'Analyse', asks: 'Why here and why then: place, victim, offender?' },
  { field: 'response', title: 'Respond', asks: 'Who does what? Give tasks with dates to each partner as well' },
  { field: 'assessment', title: 'Assess', asks: 'Did it work, did it move, what was learned?' },
] as const;

/** The same for a plan as it is kept, in degrees: a town is small enough for one scale. */
export function placesClear(plan: { lat: number; lon: number; comparison_lat: number | null; comparison_lon: number | null; radius: number; ring: number }): boolean {
  if (plan.comparison_lat === null || plan.comparison_lon === null) {
    return true;
  }
  const east = (plan.lon - plan.comparison_lon) * 111_320 * Math.cos((plan.lat * Math.PI) / 180);
  return Math.hypot(east, (plan.lat - plan.comparison_lat) * 111_320) >= 2 * (plan.radius + plan.ring);
}
