import type { ComponentChildren } from 'preact';
import { classes } from '../class-names.ts';
import { Heading, type HeadingLevel } from '../heading.tsx';

export type PromiseState = 'due' | 'late' | 'kept' | 'stopped';

/** A day as it stands on a leaf of the calendar. */
export interface LeafDate {
  weekday: string;
  day: string;
  /** Without it the leaf is the small one of staff pages: "Wed 25". */
  month?: string | undefined;
  /** The day that was promised first, struck out. */
  was?: string | undefined;
}

export interface PromiseCardProps {
  state: PromiseState;
  date: LeafDate;
  /** Who will do what, by when. */
  what: ComponentChildren;
  /** Who answers for it. */
  who?: ComponentChildren;
  /** For a missed date: why, and what was lost by it. */
  apology?: { lead: ComponentChildren; rest: ComponentChildren } | undefined;
  /** Another word than Due, Late, Kept or Stopped, such as "Kept late". */
  word?: string | undefined;
  headingLevel?: HeadingLevel | undefined;
  id?: string | undefined;
  /** Links or a small form. */
  children?: ComponentChildren;
}

const stateWord: Record<PromiseState, string> = { due: 'Due', late: 'Late', kept: 'Kept', stopped: 'Stopped' };

function Leaf({ state, date, word }: { state: PromiseState; date: LeafDate; word: string }) {
  const kind = state === 'late' ? 'hub-leaf--late' : state === 'due' ? undefined : 'hub-leaf--kept';
  return (
    <div class={classes('hub-leaf', kind)} aria-hidden="true">
      {date.month === undefined
        ? <span>{date.weekday} {date.day}</span>
        : (
          <>
            <span>{date.weekday}</span>
            <b>{date.was === undefined ? null : <><del>{date.was}</del>{' '}</>}{date.day}</b>
            <span class="hub-leaf__m">{date.month}</span>
          </>
        )}
      <em>{word}</em>
    </div>
  );
}

/** A promise: a leaf of the calendar, then who will do what. */
export function PromiseCard(props: PromiseCardProps) {
  const word = props.word ?? stateWord[props.state];
  return (
    <article class="hub-promise" id={props.id}>
      <Leaf state={props.state} date={props.date} word={word} />
      <div>
        <Heading level={props.headingLevel ?? 3}><span class="govuk-visually-hidden">{word}. </span>{props.what}</Heading>
        {props.who === undefined ? null : <p class="hub-promise__who">{props.who}</p>}
        {props.apology === undefined ? null : <p class="hub-promise__sorry"><b>{props.apology.lead}</b> {props.apology.rest}</p>}
        {props.children}
      </div>
    </article>
  );
}

/** The promises of one report, ruled off at the top. */
export function PromiseList({ children }: { children: ComponentChildren }) {
  return <div class="hub-promises">{children}</div>;
}
