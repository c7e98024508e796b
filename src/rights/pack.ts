import { partWords, Schedule } from '../bundles/index.ts';
import type { RecordContent } from '../letters/index.ts';
import { dateWords, momentWords } from '../platform/calendar/index.ts';
import type { Temporal } from 'temporal-polyfill';
import type { PackFile } from './files.ts';
import type { PackRow, RequestRow } from './queries.ts';

/** What the pack is made from: nothing of what was struck or withheld is in it. */
export type PackContent = Omit<RecordContent, 'madeAt'> & { readonly madeOn: string; readonly files: readonly PackFile[] };

const rights = (agency: string): string => `You may ask us to put right what is wrong, to delete what we need not keep, or to stop using it. If you think that we have not answered as the law asks, tell ${agency} first. You may complain to the Information Commissioner's Office: ico.org.uk/make-a-complaint, telephone 0303 123 1113. You may also go to court.`;

/** The pack in sections: what we hold, item by item, oldest first; what was struck and why; what was withheld and under which exemption; what the person may do. Pure. */
export function assemblePack(request: Pick<RequestRow, 'reference' | 'agency' | 'asker' | 'wanted' | 'received_on'>, rows: readonly PackRow[], files: readonly PackFile[], now: Temporal.Instant): PackContent {
  const schedule = new Schedule();
  const given = rows.filter(({ decision }) => decision !== 'withhold');
  const withheld = rows.filter(({ decision }) => decision === 'withhold');
  const sections = given.map((row) => ({
    heading: `${row.label}, ${momentWords(row.at, now)}`,
    words: row.decision === 'redact' ? schedule.strike(row.words, row.strikes.map((passage) => ({ passage, reason: 'Information about somebody else' })), row.label).map(partWords).join('') : row.words,
  }));
  // A label can name somebody as well: what is struck in one item is struck in every heading.
  const everywhere = rows.flatMap(({ strikes }) => strikes).map((passage) => ({ passage, reason: 'Information about somebody else' }));
  const clean = (words: string) => new Schedule().strike(words, everywhere, '').map((part) => ('text' in part ? part.text : '[blacked out]')).join('');
  const groups = new Map<string, { words: string; number: number }>();
  for (const { exemption, exemption_words: words } of withheld) {
    const name = exemption ?? 'An exemption';
    groups.set(name, { words: words ?? '', number: (groups.get(name)?.number ?? 0) + 1 });
  }
  return {
    marking: 'OFFICIAL-SENSITIVE: personal', title: 'What we hold about you', reference: request.reference, from: request.agency, madeOn: now.toString(),
    files: files.map((file) => ({ ...file, label: clean(file.label) })),
    sections: [
      { heading: 'Your request', words: `Asked by ${request.asker}, received ${dateWords(request.received_on)}:\n${request.wanted}` },
      { heading: 'What this is', words: `${rows.length} ${rows.length === 1 ? 'record' : 'records'} about you were found. ${given.length} ${given.length === 1 ? 'is' : 'are'} in this pack, oldest first. Where words about somebody else were taken out, a number stands in their place. We use these records to deal with antisocial behaviour, as a task in the public interest.` },
      ...sections.map(({ heading, words }) => ({ heading: clean(heading), words })),
      ...(schedule.redactions.length === 0 ? [] : [{ heading: 'What was taken out', words: schedule.redactions.map(({ number, reason }) => `${number}. ${reason}`).join('\n') }]),
      ...(groups.size === 0 ? [] : [{ heading: 'What was held back', words: [...groups].map(([name, { words, number }]) => `${number} ${number === 1 ? 'record' : 'records'}: ${name}. ${words}`).join('\n') }]),
      { heading: 'What you may do', words: rights(request.agency) },
    ],
  };
}

/** The files that go with a pack, each with what it is and the proof that it is this one. */
export function filesSection(files: readonly { readonly name: string; readonly label: string; readonly sha256: string; readonly from: PackFile['from'] }[]): PackContent['sections'] {
  const how = { original: 'as it was received', drawn: 'a copy drawn anew, without what is about somebody else' } as const;
  return files.length === 0 ? [] : [{ heading: 'Files that go with this', words: files.map((file) => `${file.name}. ${file.label}, ${how[file.from.as]}. SHA-256 ${file.sha256}`).join('\n') }];
}
