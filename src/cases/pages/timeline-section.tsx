import type { Temporal } from 'temporal-polyfill';

import type { ChronologyEntry, ChronologyKind } from '../../chronology/index.ts';
import { paths } from '../../paths.ts';
import { clockTime, dateWords, shortDay } from '../../platform/calendar/index.ts';
import { typedList, typedText, errorOf, type FieldError, type Typed } from '../../platform/http/index.ts';
import type { StaffName } from '../../platform/partnership/index.ts';
import { Chips, Empty, Section, Timeline, type TimelineEntry } from '../../ui/index.ts';
import type { CaseRow } from '../queries.ts';

export const kindNames: Readonly<Record<ChronologyKind, string>> = {
  note: 'Notes', call: 'Calls', visit: 'Visits', incident: 'Incidents', decision: 'Decisions', contact: 'Contact', shared: 'Shared', file: 'Files', task: 'Tasks', risk: 'Risk', promise: 'Promises', state: 'Changes',
};

/** Calls and visits are contact. */
export const kindsShown: Readonly<Record<string, readonly ChronologyKind[]>> = { contact: ['contact', 'call', 'visit'] };

export interface TimelineProps {
  readonly file: CaseRow;
  readonly entries: readonly ChronologyEntry[];
  readonly counts: ReadonlyMap<ChronologyKind, number>;
  readonly names: ReadonlyMap<string, StaffName>;
  readonly show: string | undefined;
  readonly earlier: number;
  readonly people: readonly { reportId: string; name: string }[];
  readonly errors: readonly FieldError[];
  readonly typed: Typed;
  readonly mayWork: boolean;
  readonly now: Temporal.Instant;
}

const addKinds = [['note', 'Note'], ['call', 'Call'], ['visit', 'Visit'], ['decision', 'Decision']] as const;

function AddBox({ file, people, errors, typed }: TimelineProps) {
  const error = errors[0];
  const told = typedList(typed, 'told');
  return (
    <form class="hub-add" id="add" action={paths.casePart(file.id, 'entry')} method="post">
      <div class={error === undefined ? undefined : 'govuk-form-group govuk-form-group--error'}>
        <label class="govuk-label" for="words">Add to the timeline</label>
        {errors.map(({ field, text }) => <p key={field} class="govuk-error-message" id={`${field}-error`}>{text}</p>)}
        <textarea class="govuk-textarea" id="words" name="words" rows={2} aria-describedby={errorOf(errors, 'words') === undefined ? undefined : 'words-error'}>{typedText(typed, 'words')}</textarea>
      </div>
      <div class="hub-add__row">
        <label for="kind">Kind</label>
        <select class="govuk-select" id="kind" name="kind">{addKinds.map(([value, label]) => <option key={value} value={value} selected={typedText(typed, 'kind') === value}>{label}</option>)}</select>
        <label for="audience">Seen by</label>
        <select class="govuk-select" id="audience" name="audience">
          <option value="case">Everyone on the case</option>
          <option value="agency" selected={typedText(typed, 'audience') === 'agency'}>{file.agency} only</option>
        </select>
        {people.map(({ reportId, name }) => (
          <span key={reportId} class="hub-check"><input type="checkbox" id={`told-${reportId}`} name="told" value={reportId} checked={told.includes(reportId)} /><label for={`told-${reportId}`}>{name} was told something new</label></span>
        ))}
        <button class="govuk-button" data-prevent-double-click="true" data-module="govuk-button">Add</button>
      </div>
    </form>
  );
}

function metaOf(entry: ChronologyEntry, names: ReadonlyMap<string, StaffName>): string {
  const author = entry.by_account === null ? undefined : names.get(entry.by_account);
  const who = author === undefined ? entry.by_words : `${author.name}, ${author.agency}`;
  const what = entry.told ? 'Told something new' : entry.missed ? 'Promise missed' : kindNames[entry.kind].replace(/s$/, '');
  return [who, what, entry.audience === 'agency' ? 'Own agency only' : ''].filter((part) => part !== '').join(' · ');
}

/** Entries as lines. On paper every line has its year. */
export function timelineEntries(entries: readonly ChronologyEntry[], names: ReadonlyMap<string, StaffName>, now: Temporal.Instant, paper = false): TimelineEntry[] {
  const thisYear = dateWords(now).slice(-4);
  return entries.map((entry) => {
    const year = dateWords(entry.at).slice(-4);
    return {
      id: `e-${entry.id}`, at: entry.at.toString(), when: `${shortDay(entry.at)}${paper || year !== thisYear ? ` ${year}` : ''}, ${clockTime(entry.at)}`,
      kind: entry.told ? 'told' as const : entry.missed ? 'missed' as const : undefined, body: entry.words, meta: metaOf(entry, names),
    };
  });
}

export function timelineChips(counts: ReadonlyMap<ChronologyKind, number>, show: string | undefined, address: (show: string | undefined) => string) {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const groups = (Object.keys(kindNames) as ChronologyKind[]).filter((kind) => kind !== 'call' && kind !== 'visit').map((kind) => ({ kind, count: (kindsShown[kind] ?? [kind]).reduce((sum, one) => sum + (counts.get(one) ?? 0), 0) }));
  return [
    { href: address(undefined), label: 'All', count: all, current: show === undefined },
    ...groups.filter(({ count }) => count > 0).map(({ kind, count }) => ({ href: address(kind), label: kindNames[kind], count, current: show === kind })),
  ];
}

/** The chronology with a box to add to it. */
export function TimelineSection(props: TimelineProps) {
  const { file, entries, counts, show } = props;
  const address = (kind: string | undefined): string => `${paths.case(file.id)}${kind === undefined ? '' : `?show=${kind}`}#time`;
  return (
    <Section id="time" title="Timeline" link={{ href: paths.casePart(file.id, 'chronology'), label: 'Print the chronology' }}>
      {props.mayWork ? <AddBox {...props} /> : null}
      <Chips label="Show in timeline" links={timelineChips(counts, show, address)} />
      {entries.length === 0 ? <Empty lead="Nothing here yet.">Calls, visits, decisions and all that is told or promised appear here by themselves.</Empty> : <Timeline entries={timelineEntries(entries, props.names, props.now)} />}
      {props.earlier > 0 ? <p><a href={`${paths.case(file.id)}?all=yes${show === undefined ? '' : `&show=${show}`}#time`}>{props.earlier === 1 ? '1 earlier entry' : `${props.earlier} earlier entries`}</a></p> : null}
    </Section>
  );
}
