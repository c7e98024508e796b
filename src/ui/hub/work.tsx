import type { ComponentChildren } from 'preact';
import { classes } from '../class-names.ts';
import type { LinkItem } from '../link-item.ts';
import { type Action, ActionButton } from './action.tsx';
import { Band, type BandLevel } from './states.tsx';

export interface WorkRowProps {
  /** "1 day late", "by 17:00" */
  when: string;
  /** "due Mon 23" */
  whenNote?: string | undefined;
  late?: boolean | undefined;
  title: string;
  href: string;
  /** "HC-2198 · Staple Tye" */
  reference?: string | undefined;
  risk?: BandLevel | undefined;
  /** Why it is here. */
  why?: ComponentChildren;
  /** What must be known before contact: "No voicemail". */
  stop?: string | undefined;
  /** The one next thing to do. */
  action?: Action | undefined;
}

/** A piece of work: why it is here, and the one thing to do next. */
export function WorkRow(row: WorkRowProps) {
  const why = row.why !== undefined || row.risk !== undefined || row.stop !== undefined;
  return (
    <li class="hub-row" data-list-item="">
      <p class={classes('hub-row__when', row.late === true && 'danger')}>
        {row.when}{row.whenNote === undefined ? null : <small>{row.whenNote}</small>}
      </p>
      <div class="hub-row__what">
        <a href={row.href}>{row.title}</a>
        {row.reference === undefined ? null : <span class="hub-row__ref">{row.reference}</span>}
        {why
          ? (
            <p class="hub-row__why">
              {row.risk === undefined ? null : <Band level={row.risk} />}
              {row.why}
              {row.stop === undefined ? null : <> <span class="hub-row__stop">{row.stop}</span></>}
            </p>
          )
          : null}
      </div>
      <div class="hub-row__do">{row.action === undefined ? null : <ActionButton {...row.action} kind={row.action.kind ?? (row.late === true ? 'primary' : 'secondary')} />}</div>
    </li>
  );
}

export interface WorkGroupProps {
  id: string;
  title: string;
  count: number;
  late?: boolean | undefined;
  link?: LinkItem | undefined;
  rows: readonly WorkRowProps[];
  /** What is said when there is nothing: what would appear here. */
  empty?: ComponentChildren;
}

/** Work of one kind: late, due today, new, waiting. */
export function WorkGroup({ id, title, count, late, link, rows, empty }: WorkGroupProps) {
  return (
    <section class={classes('hub-group', late === true && 'hub-group--late')} id={id} aria-labelledby={`${id}-h`}>
      <div class="hub-group__head">
        <h2 id={`${id}-h`}>{title}</h2>
        <span class="num">{count}</span>
        {link === undefined ? null : <a href={link.href}>{link.label}</a>}
      </div>
      {rows.length > 0
        ? <ul>{rows.map((row, place) => <WorkRow key={place} {...row} />)}</ul>
        : empty}
    </section>
  );
}

export interface CountItem {
  href: string;
  count: number | string;
  label: string;
  late?: boolean | undefined;
}

/** Totals, each a link to its list. */
export function Counts({ label, items }: { label: string; items: readonly CountItem[] }) {
  return (
    <nav class="hub-counts" aria-label={label}>
      {items.map((item) => (
        <a key={item.href} class={item.late === true ? 'late' : undefined} href={item.href}><b>{item.count}</b> {item.label}</a>
      ))}
    </nav>
  );
}

export interface DiaryEntry {
  time: string;
  what: ComponentChildren;
  note?: ComponentChildren;
}

/** The day's fixed times. */
export function Diary({ entries }: { entries: readonly DiaryEntry[] }) {
  return (
    <ul class="hub-diary">
      {entries.map((entry, place) => (
        <li key={place}>
          <time>{entry.time}</time>
          <span>{entry.what}{entry.note === undefined ? null : <><br /><span class="quiet">{entry.note}</span></>}</span>
        </li>
      ))}
    </ul>
  );
}
