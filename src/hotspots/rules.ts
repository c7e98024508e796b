import type { HotspotResult, Spot, Sureness } from './results.ts';

/** 95 in 100 such ranges hold the true mean of a count (Byar's approximation of the exact Poisson limits). */
export function countRange(count: number): { low: number; high: number } {
  const z = 1.96;
  const low = count === 0 ? 0 : count * (1 - 1 / (9 * count) - z / (3 * Math.sqrt(count))) ** 3;
  const more = count + 1;
  return { low: Math.max(0, low), high: more * (1 - 1 / (9 * more) + z / (3 * Math.sqrt(more))) ** 3 };
}

/** Beyond chance: the scan alone when it is very sure (its p already counts every circle tried), or both methods, each with false alarms held to 1 in 20. */
export function surenessOf(giQ: number, scanP: number | null): Sureness {
  const [gi, found] = [giQ <= 0.05, scanP !== null && scanP <= 0.05];
  return (gi && found) || (scanP !== null && scanP <= 0.01) ? 'beyond' : gi || found ? 'maybe' : 'expected';
}

export const sureWords: Readonly<Record<Sureness, string>> = { beyond: 'Beyond chance', maybe: 'May be chance', expected: 'As expected' };

const numberNames = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** "about four times", "twice", "half as many again as" */
export function timesWords(ratio: number): string {
  if (ratio >= 10) return 'more than ten times';
  if (ratio >= 2.5) return `about ${numberNames[Math.round(ratio)] ?? Math.round(ratio)} times`;
  if (ratio >= 1.75) return 'about twice';
  if (ratio >= 1.25) return 'about half as many again as';
  return 'about';
}

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
export const slotNames = ['12am', '3am', '6am', '9am', '12pm', '3pm', '6pm', '9pm'] as const;
const slotStarts = ['midnight', '3am', '6am', '9am', 'midday', '3pm', '6pm', '9pm'];

interface Peak {
  readonly day: number;
  readonly slot: number;
  readonly count: number;
}

/** The slot of the week that has clearly more than its share; none when chance alone would often give one as full. */
export function peakOf(week: readonly (readonly number[])[]): Peak | undefined {
  const slots = week.flatMap((day, place) => day.map((count, slot): Peak => ({ day: place, slot, count })));
  const total = slots.reduce((sum, { count }) => sum + count, 0);
  const most = slots.reduce<Peak | undefined>((top, one) => (top === undefined || one.count > top.count ? one : top), undefined);
  // 56 slots are looked at, so the fullest must stand out from what the fullest of 56 would be.
  const mean = total / 56;
  return most === undefined || total < 20 || most.count < mean + 3.3 * Math.sqrt(mean) ? undefined : most;
}

export function peakWords(peak: Peak): string {
  return `${dayNames[peak.day] ?? ''}s from ${slotStarts[peak.slot] ?? ''} to ${slotStarts[(peak.slot + 1) % 8] ?? ''}`;
}

function listWords(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

export const trendWords: Readonly<Record<Spot['trend'], string>> = { increasing: 'Growing', decreasing: 'Falling', 'no trend': 'No trend' };

/** Esri's classes in plain words. */
export function emergingWords(emerging: string): string {
  const words: Readonly<Record<string, string>> = {
    'new hot spot': 'New in the last four weeks', 'consecutive hot spot': 'Hot for the last months running', 'intensifying hot spot': 'Lasting, and growing', 'persistent hot spot': 'Lasting',
    'diminishing hot spot': 'Lasting, but falling', 'sporadic hot spot': 'Comes and goes', 'oscillating hot spot': 'Hot now, cold before', 'historical hot spot': 'Hot before, not now',
  };
  return words[emerging] ?? (emerging.endsWith('cold spot') ? 'Colder than around' : 'No pattern in time');
}

/** The paragraph above the map. */
export function inWords(result: HotspotResult, what: string): string[] {
  const beyond = result.spots.filter(({ sure }) => sure === 'beyond');
  const maybe = result.spots.filter(({ sure }) => sure === 'maybe');
  if (result.events < 10) {
    return [`There are ${result.events === 0 ? 'no' : `only ${result.events}`} records of ${what} to look at. Ten or more are needed before a map says anything.`];
  }
  const [first, ...others] = beyond;
  const sentences: string[] = [];
  if (first === undefined) {
    sentences.push('No place has more than chance would bring.');
  } else {
    const peak = peakOf(first.week);
    sentences.push(`${first.name} has ${timesWords(first.ratio)} the number that a place so built-up should have${peak === undefined ? '' : `, most of all on ${peakWords(peak)}`}.`);
    if (others.length > 0) {
      sentences.push(`${listWords(others.slice(0, 5).map(({ name }) => name))} ${others.length === 1 ? 'is' : 'are'} also beyond chance.`);
    }
  }
  const growing = [...beyond, ...maybe].filter(({ trend }) => trend === 'increasing');
  if (growing.length > 0) {
    sentences.push(`${listWords(growing.slice(0, 4).map(({ name }) => name))} ${growing.length === 1 ? 'has' : 'have'} grown over the last year.`);
  }
  if (maybe.length > 0) {
    sentences.push(`${listWords(maybe.slice(0, 4).map(({ name }) => name))} ${maybe.length === 1 ? 'is' : 'are'} higher than expected, but numbers this small move by chance.`);
  }
  sentences.push('More reports can mean more trouble, or more trust in reporting.');
  return sentences;
}

/** What stands out of that paragraph, in its order: how much, and when. */
export function stressedWords(result: HotspotResult): string[] {
  const first = result.spots.find(({ sure }) => sure === 'beyond');
  const peak = first === undefined ? undefined : peakOf(first.week);
  return first === undefined ? [] : [timesWords(first.ratio), ...(peak === undefined ? [] : [peakWords(peak)])];
}

/** The title of the map: its finding. */
export function mapTitle(result: HotspotResult): string {
  const beyond = result.spots.filter(({ sure }) => sure === 'beyond').slice(0, 2).map(({ name }) => name);
  return beyond.length === 0 ? 'No place stands out beyond chance' : `Trouble gathers at ${listWords(beyond)}`;
}

export function weekTitle(week: readonly (readonly number[])[], where: string): string {
  const peak = peakOf(week);
  return peak === undefined ? `${where}: no time of the week stands out` : `${where} peaks on ${peakWords(peak)}`;
}

/** How this way of looking would have done on the last four weeks, had it been asked before them. */
export function hitRateWords(result: HotspotResult): string {
  const [top] = result.hitRates;
  if (top === undefined) {
    return 'There are too few past records to test how well such a map foretells the next month.';
  }
  const five = result.hitRates.find(({ share }) => share === 0.05);
  return `Tested on the last four weeks, which it had not seen: the top 1 % of squares held ${Math.round(top.hitRate * 100)} % of what came${five === undefined ? '' : `, the top 5 % held ${Math.round(five.hitRate * 100)} %`}. Prediction accuracy index ${top.accuracyIndex.toFixed(1)} (${top.low.toFixed(1)} to ${top.high.toFixed(1)}); past counts alone ${top.pastCounts.toFixed(1)}.`;
}

export const sourceNames = { reports: 'residents’ reports', partners: 'partner records', police: 'police.uk street data' } as const;

/** "In reports (41) and partner records (6); police.uk has 30 nearby" */
export function sourceWords(spot: Spot): string {
  const own = (['reports', 'partners'] as const).filter((source) => spot.sources[source] > 0).map((source) => `${sourceNames[source]} (${spot.sources[source]})`);
  return [own.length === 0 ? undefined : `In ${listWords(own)}`, spot.sources.police === 0 ? undefined : `police.uk has ${spot.sources.police}`].filter((part) => part !== undefined).join('; ');
}

export function repeatWords(repeat: Spot['nearRepeat']): string {
  if (repeat === null) return 'Too few to say';
  if (repeat.p > 0.05) return 'No more than chance';
  return `${repeat.ratio.toFixed(1)}× within 200 m and 14 days`;
}

/** An emerging pattern that somebody should hear of: sure, and new or growing. */
export function isAlert(spot: Spot): boolean {
  return spot.sure === 'beyond' && (['new hot spot', 'intensifying hot spot', 'consecutive hot spot'].includes(spot.emerging) || (spot.trend === 'increasing' && spot.trendP <= 0.05));
}

export function alertWords(spot: Spot): { title: string; words: string; sure: string } {
  const kind = spot.emerging === 'new hot spot' ? 'is new' : 'is growing';
  return {
    title: `${spot.name} ${kind}`,
    words: `${spot.count} in the last 13 weeks where about ${Math.round(spot.expected)} would be expected. ${emergingWords(spot.emerging)}. ${sourceWords(spot)}.`,
    sure: `${sureWords[spot.sure]}: ${spot.low.toFixed(1)} to ${spot.high.toFixed(1)} times as expected, false alarms held to 1 in 20${spot.trendP <= 0.05 ? '; the growth over a year is also beyond chance' : ''}.`,
  };
}

export interface RecordingBreak {
  readonly source: 'reports' | 'police' | 'partners';
  readonly starts_on: { toString(): string };
  readonly ends_on: { toString(): string };
  readonly words: string;
}

/** Breaks in recording that lie within the days looked at, of a source that is looked at. Dates as text compare as dates do. */
export function breaksWithin(breaks: readonly RecordingBreak[], from: string, to: string, sources: readonly string[]): RecordingBreak[] {
  return breaks.filter(({ source, starts_on, ends_on }) => sources.includes(source) && ends_on.toString() >= from && starts_on.toString() <= to);
}
