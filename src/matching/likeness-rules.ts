import { damerauLevenshtein, jaroWinkler, soundex, type LevelCondition, type LinkageModelJson, type ModelParameters } from '@safer-hub/linkage';

/* Scores one pair at a time by a model of @safer-hub/linkage: the same weights as its explain(), without setting up its threads and caches. */

/** A record in the forms that are compared; null where nothing is known. */
export interface Comparable {
  readonly forename: string | null;
  readonly surname: string | null;
  /** yyyymmdd */
  readonly born: string | null;
  readonly postcode: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
}

/** What a record holds, as hub.person_record keeps it. */
export interface Held {
  readonly name_key: string;
  readonly born_on: { toString(): string } | null;
  readonly postcode: string;
  readonly phone: string;
  readonly email: string;
  readonly address: string;
}

export interface Step {
  readonly field: string;
  /** The level reached; null where one of the two holds nothing. */
  readonly level: string | null;
  /** 0 is "all else". */
  readonly place: number;
  /** Bits. */
  readonly weight: number;
}

export interface Likeness {
  readonly probability: number;
  readonly weight: number;
  readonly prior: number;
  readonly steps: readonly Step[];
  /** Forename and surname agree the other way round. */
  readonly turned: boolean;
}

const titles = new Set(['mr', 'mrs', 'ms', 'miss', 'mx', 'dr', 'rev', 'master']);
const text = (value: string): string | null => (value === '' ? null : value);

/** "mr kyle brennan" is Kyle and Brennan; a single word is a forename. */
export function comparable(held: Held): Comparable {
  const words = held.name_key.split(' ').filter((word, place) => word !== '' && !(place === 0 && titles.has(word)));
  return {
    forename: words[0] ?? null, surname: words.length > 1 ? (words.at(-1) ?? null) : null,
    born: held.born_on === null ? null : held.born_on.toString().slice(0, 10).replaceAll('-', ''),
    postcode: text(held.postcode), phone: held.phone.length < 5 ? null : held.phone, email: text(held.email), address: text(held.address.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()),
  };
}

function dayNumber(date: string): number {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(4, 6)) - 1, Number(date.slice(6, 8))) / 86_400_000;
}

function digitsDiffering(a: string, b: string): number {
  return [...a].reduce((sum, digit, place) => sum + (digit === b[place] ? 0 : 1), 0);
}

function reachesDate(condition: LevelCondition, a: string, b: string): boolean {
  switch (condition.kind) {
    case 'exactYearOnly':
      return a === b && a.endsWith('0101');
    case 'sameYear':
      return a.slice(0, 4) === b.slice(0, 4);
    case 'daysApart':
      return Math.abs(dayNumber(a) - dayNumber(b)) <= condition.atMost;
    case 'dayMonthSwapped':
      return a !== b && a.slice(0, 4) === b.slice(0, 4) && a.slice(4, 6) === b.slice(6) && a.slice(6) === b.slice(4, 6);
    case 'digitsDiffer':
      return digitsDiffering(a, b) <= condition.atMost;
    default:
      throw new TypeError(`a model of people cannot ask for ${condition.kind}`);
  }
}

function sameNonEmpty(a: string, b: string): boolean {
  return a !== '' && a === b;
}

function reachesWords(condition: LevelCondition, a: string, b: string): boolean {
  const [left, right] = [new Set(a.split(' ')), new Set(b.split(' '))];
  const shared = [...left].filter((word) => right.has(word));
  switch (condition.kind) {
    case 'sharedWord':
      return shared.some((word) => word.length > condition.longerThan);
    case 'wordJaccard':
      return shared.length / (left.size + right.size - shared.length) >= condition.atLeast;
    default:
      return reachesDate(condition, a, b);
  }
}

/** Whether two values reach a level. */
function reaches(condition: LevelCondition, a: string, b: string): boolean {
  switch (condition.kind) {
    case 'exact':
      return a === b;
    case 'anyOf':
      return condition.conditions.some((each) => reaches(each, a, b));
    case 'jaroWinkler':
      return jaroWinkler(a, b) >= condition.atLeast;
    case 'soundex':
      return sameNonEmpty(soundex(a), soundex(b));
    case 'damerauLevenshtein':
      return Math.min(a.length, b.length) >= (condition.minimumLength ?? 0) && damerauLevenshtein(a, b) <= condition.atMost;
    case 'postcodeSector':
      return a.length > 3 && b.length > 3 && a.slice(0, -2) === b.slice(0, -2);
    case 'postcodeOutward':
      return a.length > 4 && b.length > 4 && a.slice(0, -3) === b.slice(0, -3);
    case 'postcodeArea':
      return sameNonEmpty(/^[A-Z]+/.exec(a)?.[0] ?? '', /^[A-Z]+/.exec(b)?.[0] ?? '');
    default:
      return reachesWords(condition, a, b);
  }
}

/** Straight between the knots of a calibration, of slope 1 outside. */
function calibrated({ calibration }: ModelParameters, weight: number): number {
  const [from, to] = [calibration?.weights ?? [], calibration?.calibrated ?? []];
  const above = from.findIndex((knot) => knot > weight);
  const [first, last] = [from[0], from.at(-1)];
  if (first === undefined || last === undefined) {
    return weight;
  }
  if (above === 0) {
    return (to[0] ?? 0) + weight - first;
  }
  if (above < 0) {
    return (to.at(-1) ?? 0) + weight - last;
  }
  const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [from[above - 1], from[above], to[above - 1], to[above]];
  return y0 + ((weight - x0) / (x1 - x0)) * (y1 - y0);
}

type FieldName = keyof Comparable;

function isField(name: string): name is FieldName {
  return ['forename', 'surname', 'born', 'postcode', 'phone', 'email', 'address'].includes(name);
}

interface Scored {
  readonly steps: readonly Step[];
  readonly total: number;
}

function scoreOnce(model: LinkageModelJson, parameters: ModelParameters, a: Comparable, b: Comparable): Scored {
  const agreeing = new Set<number>();
  let total = Math.log2(parameters.lambda / (1 - parameters.lambda));
  const steps = model.comparisons.map((comparison, position): Step => {
    const field = comparison.kind === 'levels' ? comparison.field : '';
    const slot = parameters.comparisons[position]?.[0];
    const [left, right] = isField(field) ? [a[field], b[field]] : [null, null];
    if (comparison.kind !== 'levels' || slot === undefined || left === null || right === null) {
      return { field, level: null, place: 0, weight: 0 };
    }
    const found = comparison.levels.findIndex(({ condition }) => reaches(condition, left, right));
    const place = found < 0 ? 0 : comparison.levels.length - found;
    const [m = 0, u = 0] = [slot.m[place], slot.u[place]];
    const bits = m === 0 && u === 0 ? 0 : Math.log2(m / u);
    const discount = parameters.dependence.filter(({ on, given }) => on === position && given.every((each) => agreeing.has(each))).reduce((most, { discounts }) => Math.max(most, discounts[place] ?? 0), 0);
    if (left === right) {
      agreeing.add(position);
    }
    total += bits - discount;
    return { field, level: found < 0 ? 'all other comparisons' : (comparison.levels[found]?.label ?? null), place, weight: bits - discount };
  });
  return { steps, total };
}

/** Bits taken where the names agree only the other way round: one record in eight has them so at most. */
const turnedCosts = 3;

/** How likely two records are of one person, and what each comparison says. */
export function likeness(model: LinkageModelJson, a: Comparable, b: Comparable): Likeness {
  const { parameters } = model;
  if (parameters === null) {
    throw new Error('the model has not been trained');
  }
  const straight = scoreOnce(model, parameters, a, b);
  const lone = b.surname === null || a.surname === null;
  const other = scoreOnce(model, parameters, a, { ...b, forename: b.surname, surname: b.forename });
  const turned = other.total - turnedCosts > straight.total && !lone;
  const { steps, total } = turned ? other : straight;
  const weight = calibrated(parameters, turned ? total - turnedCosts : total);
  return { steps, turned, weight, prior: Math.log2(parameters.lambda / (1 - parameters.lambda)), probability: 1 / (1 + 2 ** -weight) };
}

const agreements: Readonly<Record<string, readonly string[]>> = {
  born: ['', '', '', '', 'birth date differs in one digit, or day and month are swapped', 'same birth date', 'same year of birth'],
  postcode: ['', '', '', '', 'postcode differs in one character', 'same postcode'],
  phone: ['', 'phone differs in one digit', 'same phone number'],
  email: ['', '', 'e-mail differs in one character', 'same e-mail address'],
  address: ['', '', 'much of the address agrees', 'nearly the same address', 'same address'],
};

function nameReason(steps: readonly Step[], turned: boolean): string {
  const [surname, forename] = ['surname', 'forename'].map((name) => steps.find(({ field }) => field === name));
  const places = [surname, forename].filter((step) => step !== undefined && step.level !== null).map((step) => step?.place ?? 0);
  // Nothing compared is no agreement either.
  if (places.every((place) => place === 0)) {
    return '';
  }
  const way = turned ? ', the other way round' : '';
  if (places.every((place) => place === 4)) {
    return places.length === 1 ? 'one name the same' : `same name${way}`;
  }
  return places.some((place) => place === 0) ? 'part of the name agrees' : places.some((place) => place === 2) ? `name sounds alike${way}` : `name nearly the same${way}`;
}

/** Why two records may be of one person, in words, what tells most first. */
export function reasons({ steps, turned }: Pick<Likeness, 'steps' | 'turned'>): string[] {
  const others = steps.filter(({ weight, level }) => level !== null && weight > 0).toSorted((x, y) => y.weight - x.weight).map(({ field, place }) => agreements[field]?.[place] ?? '');
  const against = steps.filter(({ field, place, level }) => field === 'born' && level !== null && place < 4).map(() => 'but another birth date');
  return [nameReason(steps, turned), ...others, ...against].filter((words) => words !== '');
}
