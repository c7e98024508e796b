/** Chance that repeats: the same seed gives the same town (mulberry32). */
export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number;
  whole(below: number): number;
  pick<Item>(items: readonly Item[]): Item;
  weighted<Item>(items: readonly (readonly [Item, number])[]): Item;
  happens(probability: number): boolean;
  /** Around 0, standard deviation 1. */
  normal(): number;
  poisson(mean: number): number;
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const whole = (below: number): number => Math.floor(next() * below);
  const itemAt = <Item>(items: readonly Item[], index: number): Item => {
    const item = items[index];
    if (item === undefined) {
      throw new Error('There is nothing to choose from');
    }
    return item;
  };
  return {
    next,
    whole,
    pick: (items) => itemAt(items, whole(items.length)),
    weighted: (items) => {
      let rest = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [item, weight] of items) {
        rest -= weight;
        if (rest < 0) {
          return item;
        }
      }
      return itemAt(items, items.length - 1)[0];
    },
    happens: (probability) => next() < probability,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    poisson: (mean) => {
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > limit; product *= next()) {
        count += 1;
      }
      return count;
    },
  };
}

/** A UUID that belongs to this town: version 7 of the moment, the rest from the town's chance. */
export function demoId(chance: Chance, atMs: number): string {
  const hex = (digits: number): string => Array.from({ length: digits }, () => chance.whole(16).toString(16)).join('');
  const time = Math.floor(atMs).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${hex(3)}-${'89ab'.charAt(chance.whole(4))}${hex(3)}-${hex(12)}`;
}
