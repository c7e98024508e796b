import { Temporal } from 'temporal-polyfill';

export type Standing = 'live' | 'ended' | 'withdrawn' | 'refused' | 'asked';

export interface DisclosureTimes {
  readonly decision: 'given' | 'refused' | 'asked';
  readonly valid_until: Temporal.Instant;
  readonly withdrawn_at: Temporal.Instant | null;
}

/** Whether the receiver sees it now. */
export function standingOf(disclosure: DisclosureTimes, now: Temporal.Instant): Standing {
  if (disclosure.decision !== 'given') {
    return disclosure.decision;
  }
  if (disclosure.withdrawn_at !== null) {
    return 'withdrawn';
  }
  return Temporal.Instant.compare(disclosure.valid_until, now) > 0 ? 'live' : 'ended';
}

/** At the beginning of a line. */
export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "incident of Friday 6 November: date, place; description of “Jaz”" from the labels of its items. */
export function itemsWords(labels: readonly string[], most = 4): string {
  const shown = labels.slice(0, most).join('; ');
  return labels.length > most ? `${shown}; and ${labels.length - most} more` : shown;
}
