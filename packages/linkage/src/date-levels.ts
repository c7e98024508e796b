import type { LevelCondition } from './comparisons.ts';
import { textsOf, type SharedText } from './column.ts';
import { dayNumber } from './dates.ts';
import type { ComparesMany, FactLevels } from './fact-levels.ts';

const [EXACT, YEAR_ONLY, SWAPPED, DIGITS, SAME_YEAR, DAYS] = [0, 1, 2, 3, 4, 5];

/** One question of two dates and the level of those that answer yes. */
interface Step {
  readonly asks: number;
  readonly atMost: number;
  readonly level: number;
}

/** A test of two dates that is one step of a list; null for other conditions. */
function stepsOf(condition: LevelCondition, level: number): Step[] | null {
  switch (condition.kind) {
    case 'exact':
      return [{ asks: EXACT, atMost: 0, level }];
    case 'exactYearOnly':
      return [{ asks: YEAR_ONLY, atMost: 0, level }];
    case 'dayMonthSwapped':
      return [{ asks: SWAPPED, atMost: 0, level }];
    case 'digitsDiffer':
      return [{ asks: DIGITS, atMost: condition.atMost, level }];
    case 'sameYear':
      return [{ asks: SAME_YEAR, atMost: 0, level }];
    case 'daysApart':
      return [{ asks: DAYS, atMost: condition.atMost, level }];
    case 'anyOf': {
      const each = condition.conditions.map((one) => stepsOf(one, level));
      return each.some((steps) => steps === null) ? null : (each as Step[][]).flat();
    }
    default:
      return null;
  }
}

/**
 * The level of two dates (yyyymmdd) by their numbers in the column, 0 for none, where all levels are about dates; null
 * where they are not. Each date is one integer of four bits a digit: how many digits differ is a count of bits, and year, month
 * and day are parts of it. A list of small questions takes a third of the time of as many functions.
 * @param conditions the best level first, which is numbered by how many there are
 */
export function dateLevels(conditions: readonly LevelCondition[], sharedText: SharedText): FactLevels | null {
  const found = conditions.map((condition, i) => stepsOf(condition, conditions.length - i));
  if (found.some((steps) => steps === null)) return null;
  const steps = (found as Step[][]).flat();
  if (steps.every(({ asks }) => asks === EXACT)) return null;
  const facts = factsOf(sharedText, steps.some(({ asks }) => asks === DAYS));
  const levelOf = levelBySteps(steps, facts);
  return { levelOf, patternsOf: patternsBySteps(steps, facts) };
}

/** Of different dates. Most are of other years and differ in so many digits that only the days between them can tell. */
function patternsBySteps(steps: readonly Step[], facts: Int32Array): ComparesMany {
  const levelOf = levelBySteps(steps.filter(({ asks }) => asks !== EXACT && asks !== YEAR_ONLY), facts);
  const levelOfFar = levelBySteps(steps.filter(({ asks }) => asks === DAYS), facts);
  const near = 2 * Math.max(0, ...steps.map(({ asks, atMost }) => (asks === DIGITS ? atMost : 0)));
  return (a, column, places, count, patterns) => {
    const left = facts[a * 2] as number;
    for (let k = 0; k < count; k++) {
      const at = places[k] as number;
      const b = column[at] as number;
      if (b < 0) {
        patterns[at] = 0;
        continue;
      }
      const unlike = left ^ (facts[b * 2] as number);
      const isFar = unlike >>> 16 !== 0 && differingDigits(unlike) > near;
      patterns[at] = 1 + (isFar ? levelOfFar(a, b) : levelOf(a, b));
    }
  };
}

/** The level of the first step that answers yes. */
function levelBySteps(steps: readonly Step[], facts: Int32Array): (a: number, b: number) => number {
  const asks = Int32Array.from(steps, (step) => step.asks);
  const atMost = Float64Array.from(steps, (step) => step.atMost);
  const level = Int32Array.from(steps, (step) => step.level);
  return (a, b) => {
    const left = facts[a * 2] as number;
    const right = facts[b * 2] as number;
    const unlike = left ^ right;
    const differ = differingDigits(unlike);
    for (let i = 0; i < asks.length; i++) {
      const most = atMost[i] as number;
      let yes: boolean;
      switch (asks[i]) {
        case EXACT:
          yes = a === b;
          break;
        case YEAR_ONLY:
          yes = a === b && (left & 0xffff) === 0x0101;
          break;
        case SWAPPED:
          yes = unlike !== 0 && unlike >>> 16 === 0 && (left & 0xff) === ((right >>> 8) & 0xff) && (right & 0xff) === ((left >>> 8) & 0xff);
          break;
        case DIGITS:
          yes = differ <= most || (differ <= most * 2 && differ - swappedDigits(left, right) <= most);
          break;
        case SAME_YEAR:
          yes = unlike >>> 16 === 0;
          break;
        default:
          yes = Math.abs((facts[a * 2 + 1] as number) - (facts[b * 2 + 1] as number)) <= most;
      }
      if (yes) return level[i] as number;
    }
    return 0;
  };
}

/** What is asked of a value, side by side, so that it is fetched at once: its digits, and its day. */
function factsOf(sharedText: SharedText, withDays: boolean): Int32Array {
  const texts = textsOf(sharedText);
  const facts = new Int32Array(texts.length * 2);
  packDates(Int32Array.from(texts, Number)).forEach((bits, value) => (facts[value * 2] = bits));
  if (withDays) texts.forEach((text, value) => (facts[value * 2 + 1] = dayNumber(text)));
  return facts;
}

/** Numbers of eight digits as four bits a digit. */
export function packDates(dates: Int32Array): Int32Array {
  return dates.map((date) => {
    let bits = 0;
    for (let shift = 0, rest = date; shift < 32; shift += 4, rest = Math.floor(rest / 10)) bits |= (rest % 10) << shift;
    return bits;
  });
}

/** How many of eight four-bit digits are not zero. */
export function differingDigits(bits: number): number {
  const pairs = bits | (bits >>> 1);
  const marks = (pairs | (pairs >>> 2)) & 0x11111111;
  return Math.imul(marks, 0x11111111) >>> 28;
}

/** How many pairs of neighbouring digits are each other's, the first digits first. */
export function swappedDigits(left: number, right: number): number {
  // Where a digit is the other's next and its next the other's; mostly there is no such place.
  const across = (left ^ (right << 4)) | (right ^ (left << 4));
  if ((~(across | (across >>> 1) | (across >>> 2) | (across >>> 3)) & 0x11111110) === 0) return 0;
  let swapped = 0;
  for (let shift = 28; shift > 0; shift -= 4) {
    const [a, b] = [(left >>> shift) & 15, (right >>> shift) & 15];
    if (a === b || a !== ((right >>> (shift - 4)) & 15) || b !== ((left >>> (shift - 4)) & 15)) continue;
    swapped++;
    shift -= 4;
  }
  return swapped;
}
