import type { ComponentChildren } from 'preact';
import type { Temporal } from 'temporal-polyfill';

import { nextWords } from '../clock.ts';
import { clockDays, clockFace, daysAgo, daysWords, type Silence } from '../clock.ts';
import type { SilencePanel } from '../panel-queries.ts';
import { shortName } from '../people.ts';
import { uiDays } from './days.ts';
import type { DayCell } from '../../ui/index.ts';
import type { Holidays } from '../../platform/calendar/index.ts';

const toldLabels: Readonly<Record<string, string>> = { call: 'Called', visit: 'Visited', promise: 'Promise', decision: 'Decision', contact: 'Told' };

export function silenceOf(panel: SilencePanel): Silence {
  return {
    receivedAt: panel.received_at, lastToldAt: panel.last_told_at, nextToldBy: panel.next_told_by,
    over: panel.closed_at !== null || panel.state === 'closed' || panel.state === 'no_further_action',
    told: panel.told.map((entry) => ({ at: entry.at, label: toldLabels[entry.kind] ?? 'Told' })),
  };
}

function say(panel: SilencePanel, now: Temporal.Instant): ComponentChildren {
  const face = clockFace(silenceOf(panel), now);
  const who = shortName(panel.person);
  if (face.state === 'over') {
    return <>Nothing more is owed to {who}: the report is closed.</>;
  }
  const begins = who.charAt(0).toUpperCase() + who.slice(1);
  const heard = face.heardBefore ? <>{begins} last heard something new <b>{daysAgo(face.days)}</b>.</> : <>{begins} has heard nothing new yet. The report came <b>{daysAgo(face.days)}</b>.</>;
  if (face.nextBy === undefined) {
    return heard;
  }
  return face.state === 'late'
    ? <>{heard} <b class="danger">{face.daysLate === 0 ? 'Late today' : `${daysWords(face.daysLate)} late`}</b>.</>
    : <>{heard} Next <b>{nextWords(face.nextBy, now)}</b>.</>;
}

/** Of several people the one who has waited past the promise longest, then the one who hears next. */
export function longestSilence(panels: readonly SilencePanel[], now: Temporal.Instant): SilencePanel | undefined {
  const rank = (panel: SilencePanel): number => {
    const face = clockFace(silenceOf(panel), now);
    return face.state === 'over' ? -2 : face.nextBy === undefined ? -1 : 1e15 - face.nextBy.epochMilliseconds;
  };
  return panels.toSorted((one, other) => rank(other) - rank(one))[0];
}

/** The clock for the head of a case: sentence and days. */
export function caseClock(panels: readonly SilencePanel[], now: Temporal.Instant, holidays: Holidays): { say: ComponentChildren; days: DayCell[] } | undefined {
  const panel = longestSilence(panels, now);
  return panel && { say: say(panel, now), days: uiDays(clockDays(silenceOf(panel), now, holidays)) };
}
