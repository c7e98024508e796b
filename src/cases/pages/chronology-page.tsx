import type { Temporal } from 'temporal-polyfill';

import type { ChronologyEntry, ChronologyKind } from '../../chronology/index.ts';
import { paths } from '../../paths.ts';
import type { StaffName } from '../../platform/partnership/index.ts';
import { Chips, Empty, Timeline, TitleLine } from '../../ui/index.ts';
import type { CaseRow } from '../queries.ts';
import { timelineChips, timelineEntries } from './timeline-section.tsx';

export interface ChronologyPageProps {
  readonly file: CaseRow;
  readonly entries: readonly ChronologyEntry[];
  readonly counts: ReadonlyMap<ChronologyKind, number>;
  readonly names: ReadonlyMap<string, StaffName>;
  readonly show: string | undefined;
  readonly audience: 'case' | 'agency' | undefined;
  readonly now: Temporal.Instant;
}

/** The whole chronology, to read through or to print for a meeting. */
export function ChronologyPage({ file, entries, counts, names, show, audience, now }: ChronologyPageProps) {
  const base = paths.casePart(file.id, 'chronology');
  const address = (kind: string | undefined, who = audience): string => {
    const query = new URLSearchParams({ ...(kind === undefined ? {} : { show: kind }), ...(who === undefined ? {} : { audience: who }) }).toString();
    return query === '' ? base : `${base}?${query}`;
  };
  return (
    <>
      <TitleLine title={`Chronology of ${file.reference}`} says={`${file.title}. ${entries.length} entries, newest first. Use your browser to print.`} />
      <Chips label="Show" links={timelineChips(counts, show, (kind) => address(kind))} />
      <Chips
        label="For whom"
        links={[
          { href: address(show, undefined), label: 'With our own notes', current: audience !== 'case' },
          { href: address(show, 'case'), label: 'Without notes of our agency only', current: audience === 'case' },
        ]}
      />
      {entries.length === 0 ? <Empty lead="Nothing here.">Choose another kind.</Empty> : <Timeline entries={timelineEntries(entries, names, now, true)} />}
      <p class="hub-noprint"><a href={paths.case(file.id)}>Back to the case</a></p>
    </>
  );
}
