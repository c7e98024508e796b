import { Temporal } from 'temporal-polyfill';

/** Where the time comes from. Rules never ask; they are given an instant. */
export type Clock = { now(): Temporal.Instant };

export const systemClock: Clock = { now: () => Temporal.Now.instant() };

export type FixedClock = Clock & { set(instant: Temporal.Instant | string): void; advance(duration: Temporal.DurationLike): void };

/** A clock for tests: stands still until it is told to move. */
export function fixedClock(start: Temporal.Instant | string): FixedClock {
  let current = Temporal.Instant.from(start);
  return {
    now: () => current,
    set: (instant) => {
      current = Temporal.Instant.from(instant);
    },
    advance: (duration) => {
      current = current.toZonedDateTimeISO('UTC').add(duration).toInstant();
    },
  };
}
