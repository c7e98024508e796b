/** What stands where words were struck: always the same, so that not even their length is told. */
export const struckMark = '█████';

const special = /[.*+?^${}()|[\]\\/]/g;

function pattern(part: string): RegExp {
  const words = part.trim().split(/\s+/).map((word) => word.replace(special, String.raw`\$&`));
  return new RegExp(words.join(String.raw`\s+`), 'giu');
}

interface Struck {
  readonly words: string;
  /** Parts that do not stand in the text. */
  readonly missing: readonly string[];
}

/** The parts to strike as they were typed, each on its own line; what holds no letter or number strikes nothing. */
export function partsToStrike(text: string): string[] {
  return [...new Set(text.replaceAll('█', '').split('\n').map((line) => line.trim()).filter((line) => /[\p{L}\p{N}]/u.test(line)))];
}

/** A copy without the struck parts, wherever they stand and however they are capitalised. What was struck is not in it. */
export function strikeOut(text: string, parts: readonly string[]): Struck {
  const source = text.replaceAll('█', '');
  const found = parts.map((part) => ({ part, ranges: [...source.matchAll(pattern(part))].map((match) => [match.index, match.index + match[0].length] as const) }));
  const merged: [number, number][] = [];
  for (const [from, to] of found.flatMap(({ ranges }) => ranges).toSorted((one, other) => one[0] - other[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) {
      last[1] = Math.max(last[1], to);
    } else {
      merged.push([from, to]);
    }
  }
  let words = '';
  let at = 0;
  for (const [from, to] of merged) {
    words += source.slice(at, from) + struckMark;
    at = to;
  }
  return { words: words + source.slice(at), missing: found.filter(({ ranges }) => ranges.length === 0).map(({ part }) => part) };
}
