import type { ComponentChildren } from 'preact';
import { type Action, Actions, HiddenFields } from './action.tsx';
import { type DayCell, DaysStrip } from './days.tsx';

export interface CaseFact {
  term: string;
  value: ComponentChildren;
}

export interface CaseHeadProps {
  reference: string;
  /** "opened Tue 10 Nov 2026" */
  opened: ComponentChildren;
  /** A `StateTag`. */
  state?: ComponentChildren;
  title: string;
  actions: readonly Action[];
  facts: readonly CaseFact[];
  clock?: { say: ComponentChildren; days: readonly DayCell[] } | undefined;
  /** `Warn`s. */
  warnings?: ComponentChildren;
}

/** What must be known before anyone rings: reference, state, risk, owner, silence, warnings. */
export function CaseHead(head: CaseHeadProps) {
  return (
    <div class="hub-case">
      <div class="hub-case__top">
        <div>
          <p class="hub-case__ref"><span class="num">{head.reference}</span> · {head.opened}{head.state === undefined ? null : <> · {head.state}</>}</p>
          <h1>{head.title}</h1>
        </div>
        {head.actions.length === 0 ? null : <Actions actions={head.actions} />}
      </div>
      <dl class="hub-case__facts">
        {head.facts.map((fact) => <div key={fact.term}><dt>{fact.term}</dt><dd>{fact.value}</dd></div>)}
        {head.clock === undefined ? null : (
          <div class="hub-case__clock"><dt>{head.clock.say}</dt><dd><DaysStrip days={head.clock.days} /></dd></div>
        )}
      </dl>
      {head.warnings === undefined ? null : <div class="hub-warns">{head.warnings}</div>}
    </div>
  );
}

export interface PersonRow {
  name: ComponentChildren;
  href?: string | undefined;
  /** "Victim, 34. Flat 24" */
  role?: ComponentChildren;
  note?: ComponentChildren;
}

/** People, places or agencies, each with what they are here. */
export function PeopleList({ people }: { people: readonly PersonRow[] }) {
  return (
    <ul class="hub-people">
      {people.map((person, place) => (
        <li key={place}>
          {person.href === undefined ? <b>{person.name}</b> : <a href={person.href}>{person.name}</a>}
          {person.role === undefined ? null : <> <span class="quiet">{person.role}</span></>}
          {person.note === undefined ? null : <span class="small">{person.note}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Facts in pairs. */
export function Pairs({ pairs }: { pairs: readonly { term: ComponentChildren; value: ComponentChildren }[] }) {
  return <dl class="hub-pairs">{pairs.map((pair, place) => <PairRow key={place} {...pair} />)}</dl>;
}

function PairRow({ term, value }: { term: ComponentChildren; value: ComponentChildren }) {
  return <><dt>{term}</dt><dd>{value}</dd></>;
}

export interface AddBoxProps {
  action: string;
  hidden?: Readonly<Record<string, string>> | undefined;
  submit: ComponentChildren;
  id?: string | undefined;
  /** Small choices beside the button. */
  row?: ComponentChildren;
  /** The main field. */
  children: ComponentChildren;
}

/** A box to add to a record, always open. */
export function AddBox({ action, hidden, submit, id, row, children }: AddBoxProps) {
  return (
    <form class="hub-add" id={id ?? 'add'} action={action} method="post">
      <HiddenFields fields={hidden} />
      {children}
      <div class="hub-add__row">{row}<button class="govuk-button">{submit}</button></div>
    </form>
  );
}
