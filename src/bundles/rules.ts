/** What stays of a text, and what was taken out of it: `struck` is the number of the redaction in the schedule. */
export type Part = { readonly text: string } | { readonly struck: number };

export interface Strike {
  readonly passage: string;
  readonly reason: string;
}

/** Where a redaction stands and why, for the schedule at the end of the bundle. What was struck is nowhere. */
export interface Redaction {
  readonly number: number;
  readonly where: string;
  readonly reason: string;
}

export type ItemKind = 'incident' | 'entry' | 'photo' | 'video' | 'sound' | 'document';
export const exhibitKinds: readonly ItemKind[] = ['photo', 'video', 'sound', 'document'];

export function isExhibit(kind: ItemKind): boolean {
  return exhibitKinds.includes(kind);
}

function patternOf(passage: string): RegExp | undefined {
  const words = passage.trim().split(/\s+/).filter((word) => word !== '');
  return words.length === 0 ? undefined : new RegExp(words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join(String.raw`\s+`), 'giu');
}

/** Whether the passage stands in the words, whatever its capitals and spaces. */
export function occurs(words: string, passage: string): boolean {
  return patternOf(passage)?.test(words) ?? false;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

function spansOf(words: string, strikes: readonly Strike[]): Span[] {
  const found = strikes.flatMap(({ passage, reason }) => {
    const pattern = patternOf(passage);
    return pattern === undefined ? [] : [...words.matchAll(pattern)].map((match) => ({ from: match.index, to: match.index + match[0].length, reason }));
  });
  found.sort((a, b) => a.from - b.from || b.to - a.to);
  const merged: Span[] = [];
  for (const span of found) {
    const last = merged.at(-1);
    if (last !== undefined && span.from < last.to) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to), reason: last.reason.includes(span.reason) ? last.reason : `${last.reason}; ${span.reason}` };
    } else {
      merged.push(span);
    }
  }
  return merged;
}

/** Numbers redactions through a whole bundle. */
export class Schedule {
  readonly redactions: Redaction[] = [];

  note(where: string, reason: string): number {
    const number = this.redactions.length + 1;
    this.redactions.push({ number, where, reason });
    return number;
  }

  /** The words without what is struck; each gap gets its number and stands in the schedule. */
  strike(words: string, strikes: readonly Strike[], where: string): Part[] {
    const parts: Part[] = [];
    let at = 0;
    for (const span of spansOf(words, strikes)) {
      if (span.from > at) {
        parts.push({ text: words.slice(at, span.from) });
      }
      parts.push({ struck: this.note(where, span.reason) });
      at = span.to;
    }
    if (at < words.length) {
      parts.push({ text: words.slice(at) });
    }
    return parts;
  }
}

/** How a part reads on paper. */
export function partWords(part: Part): string {
  return 'text' in part ? part.text : `[blacked out ${part.struck}]`;
}

/** Pictures are covered by squares of a grid that is drawn over them: columns A to L from the left, rows 1 to 12 from the top. */
export const gridSize = 12;

export interface Cover {
  /** Page of a document, from 1; 1 for a photo. */
  readonly page: number;
  /** Of the whole, 0 to 1. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const coverForm = /^(?:(?:page\s*)?(\d{1,4})\s*:\s*)?([a-l])(1[0-2]|[1-9])(?:\s*[:-]\s*([a-l])(1[0-2]|[1-9]))?$/i;

/** Reads "B3:D5, F1" or "2: A1:L2" (page 2); undefined when a part of it is no square. */
export function readCovers(text: string): Cover[] | undefined {
  const covers: Cover[] = [];
  for (const piece of text.split(/[,;\n]/).map((one) => one.trim()).filter((one) => one !== '')) {
    const found = coverForm.exec(piece);
    if (found === null) {
      return undefined;
    }
    const [, page, firstColumn = '', firstRow = '', lastColumn = firstColumn, lastRow = firstRow] = found;
    const column = (letter: string): number => letter.toLowerCase().charCodeAt(0) - 97;
    const [left, right] = [column(firstColumn), column(lastColumn)].sort((a, b) => a - b) as [number, number];
    const [top, bottom] = [Number(firstRow) - 1, Number(lastRow) - 1].sort((a, b) => a - b) as [number, number];
    covers.push({ page: page === undefined ? 1 : Number(page), left: left / gridSize, top: top / gridSize, width: (right - left + 1) / gridSize, height: (bottom - top + 1) / gridSize });
  }
  return covers;
}

/** "PN/3": the initials of who produces it, and a number. */
export function exhibitMark(officer: string, number: number): string {
  const initials = officer.split(/\s+/).map((word) => word[0] ?? '').filter((letter) => /\p{L}/u.test(letter)).join('').toUpperCase();
  return `${initials === '' ? 'EX' : initials}/${number}`;
}

/** What a court asks of each kind of thing; the officer says it of this very one. */
export const limitHints: Readonly<Record<ItemKind, string>> = {
  incident: '', entry: '',
  photo: 'Whose phone or camera, whether its clock was right, who took it, what the picture does not show',
  video: 'Whose camera, whether its clock was right and by how much it was out, gaps, frames a second, what it does not cover',
  sound: 'Whose device, where it stood, whether loudness can be compared, gaps, whether its clock was right',
  document: 'Who wrote it, when, from what, and whether it is the whole of it',
};

export interface ItemForCheck {
  readonly kind: ItemKind;
  readonly title: string;
  readonly included: boolean;
  readonly limits: string;
  readonly covers: string;
  readonly covers_reason: string;
  readonly copy_state: string | null;
}

/** What stands in the way of making the bundle, each in a sentence. */
export function problemsOf(bundle: { readonly blackOut: readonly string[]; readonly blackOutReason: string }, items: readonly ItemForCheck[]): string[] {
  const chosen = items.filter(({ included }) => included);
  return [
    ...(chosen.length === 0 ? ['Choose at least one thing to put in.'] : []),
    ...(bundle.blackOut.length > 0 && bundle.blackOutReason === '' ? ['Say why the words are blacked out everywhere.'] : []),
    ...chosen.filter(({ kind, limits }) => isExhibit(kind) && limits === '').map(({ title }) => `Say what “${title}” can and cannot show: open it and state its limits.`),
    ...chosen.filter(({ covers, covers_reason: reason }) => covers !== '' && reason === '').map(({ title }) => `Say why parts of “${title}” are covered.`),
    ...chosen.filter(({ copy_state: state }) => state === 'waiting').map(({ title }) => `“${title}” is still being prepared. Try again in a minute.`),
  ];
}
