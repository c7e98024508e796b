import type { Temporal } from 'temporal-polyfill';

import { dateWords, momentWords } from '../platform/calendar/index.ts';
import type { BundleContent, CustodyLine, Exhibit, Happening } from './content.ts';
import type { BundleRow, CaseRow, CustodyRow, ItemRow } from './queries.ts';
import { exhibitMark, isExhibit, readCovers, Schedule, type Strike } from './rules.ts';

export interface Assembly {
  readonly partnership: string;
  readonly file: CaseRow;
  readonly bundle: BundleRow;
  readonly items: readonly ItemRow[];
  readonly custody: readonly CustodyRow[];
  readonly officer: string;
  readonly now: Temporal.Instant;
}

const custodyWords: Readonly<Record<string, string>> = { 'evidence.seen': 'safe copy looked at', 'evidence.original_taken': 'copy of the original taken' };

/** What an exhibit is printed from: the safe copy of a photo, the pages of a PDF. Other files are produced, not printed. */
export function shownOf(item: Pick<ItemRow, 'kind' | 'content_type' | 'copy_key' | 'copy_state' | 'sealed_key'>): Exhibit['shown'] {
  if (item.kind === 'photo' && item.copy_state === 'ready' && item.copy_key !== null) {
    return { as: 'picture', key: item.copy_key };
  }
  return item.content_type === 'application/pdf' && item.sealed_key !== null ? { as: 'pages', key: item.sealed_key } : { as: 'slip' };
}

/** Everything that was chosen, with all that is struck already gone. Pure: what it is given is all it knows. */
export function assemble(given: Assembly): BundleContent {
  const { bundle, items, now } = given;
  const schedule = new Schedule();
  const everywhere: Strike[] = bundle.black_out.map((passage) => ({ passage, reason: bundle.black_out_reason }));
  const chosen = items.filter(({ included }) => included);
  const left = items.length - chosen.length;
  const statement = schedule.strike(bundle.statement, everywhere, 'Statement');
  const happening = (item: ItemRow, part: string): Happening => {
    const when = momentWords(item.at, now);
    return { when, words: schedule.strike(item.words, [...item.strikes, ...everywhere], `${part}, ${when}`), by: schedule.strike(item.by_words, everywhere, `${part}, ${when}`).map((one) => ('text' in one ? one.text : `[blacked out ${one.struck}]`)).join('') };
  };
  const incidents = chosen.filter(({ kind }) => kind === 'incident').map((item) => happening(item, 'Incidents'));
  const chronology = chosen.filter(({ kind }) => kind === 'entry').map((item) => happening(item, 'Chronology'));
  const exhibits = chosen.filter(({ kind }) => isExhibit(kind)).map((item, place) => exhibitOf(item, exhibitMark(given.officer, place + 1), everywhere, schedule, given));
  return {
    partnership: given.partnership, agency: given.file.agency, reference: given.file.reference, title: bundle.title, court: bundle.court,
    preparedBy: given.officer, preparedAt: dateWords(now), statement, incidents, chronology, exhibits, redactions: schedule.redactions,
    leftOut: left === 0 ? '' : `${left} ${left === 1 ? 'thing' : 'things'} of the case file ${left === 1 ? 'is' : 'are'} not in this bundle.`,
  };
}

function exhibitOf(item: ItemRow, mark: string, everywhere: readonly Strike[], schedule: Schedule, { custody, now }: Assembly): Exhibit {
  const strikes = [...item.strikes, ...everywhere];
  const covers = readCovers(item.covers) ?? [];
  const received: CustodyLine = { at: momentWords(item.at, now), what: 'received and sealed', who: item.by_words };
  const since = custody.filter(({ subject_id: subject }) => subject === item.source_id).map((row): CustodyLine => ({ at: momentWords(row.at, now), what: custodyWords[row.event] ?? 'handled', who: row.who ?? '' }));
  return {
    mark, title: schedule.strike(item.title, strikes, `Title of ${mark}`), kind: item.kind === 'photo' || item.kind === 'video' || item.kind === 'sound' ? item.kind : 'document',
    contentType: item.content_type ?? '', sha256: item.sha256 ?? '', size: item.size ?? 0, limits: schedule.strike(item.limits, strikes, `Limits of ${mark}`),
    custody: [received, ...since], shown: shownOf(item), covers, coveredAs: covers.length === 0 ? null : schedule.note(`Parts of ${mark} are covered`, item.covers_reason),
  };
}
