import type { ComponentChildren } from 'preact';
import { classes } from '../class-names.ts';

export interface TimelineEntry {
  id?: string | undefined;
  /** "Mon 23, 23:52" */
  when: string;
  /** Machine-readable. */
  at?: string | undefined;
  /** `told`: the victim learned something new. `missed`: we did not do what we said. */
  kind?: 'told' | 'missed' | undefined;
  body: ComponentChildren;
  /** Who, and how. */
  meta?: ComponentChildren;
}

function Entry({ entry }: { entry: TimelineEntry }) {
  return (
    <li id={entry.id} class={entry.kind === 'told' ? 'told' : entry.kind === 'missed' ? 'bad' : undefined}>
      {entry.at === undefined ? <span class="hub-when">{entry.when}</span> : <time datetime={entry.at}>{entry.when}</time>}
      <div>
        {typeof entry.body === 'string' ? <p class="hub-typed">{entry.body}</p> : <p>{entry.body}</p>}
        {entry.meta === undefined ? null : <p class="hub-timeline__meta">{entry.meta}</p>}
      </div>
    </li>
  );
}

/** All that happened, newest first. */
export function Timeline({ entries, wide }: { entries: readonly TimelineEntry[]; wide?: boolean | undefined }) {
  return <ol class={classes('hub-timeline', wide === true && 'hub-timeline--wide')}>{entries.map((entry, place) => <Entry key={entry.id ?? place} entry={entry} />)}</ol>;
}
