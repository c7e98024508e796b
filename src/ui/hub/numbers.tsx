import type { ComponentChildren } from 'preact';

export interface StatItem {
  term: string;
  value: ComponentChildren;
  /** What it was before, in words: "October. 6 in May". */
  was?: ComponentChildren;
}

/** Numbers with what they were. */
export function Stats({ items }: { items: readonly StatItem[] }) {
  return (
    <dl class="hub-stats hub-stat">
      {items.map((item) => (
        <div key={item.term}>
          <dt>{item.term}</dt>
          <dd><b>{item.value}</b>{item.was === undefined ? null : <span>{item.was}</span>}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface CellsProps {
  kept: number;
  late: number;
  open: number;
}

/** One cell, one promise: kept, late (it stands taller), not yet due. Drawing only; say the same with `KeptInWords`. */
export function Cells({ kept, late, open, inDoor }: CellsProps & { inDoor?: boolean | undefined }) {
  const cells = [...Array<string>(kept).fill('k'), ...Array<string>(late).fill('x'), ...Array<string>(open).fill('o')];
  return (
    <span class={inDoor === true ? 'hub-door__pic hub-cells' : 'hub-cells'} aria-hidden="true">
      {cells.map((kind, place) => <i key={place} class={kind}></i>)}
    </span>
  );
}

/** "12 kept, 1 late, 4 not yet due" */
export function KeptInWords({ kept, late, open }: CellsProps) {
  return (
    <>
      <b>{kept} kept</b>{late > 0 ? <>, <b class="danger">{late} late</b></> : null}{open > 0 ? <>, {open} not yet due</> : null}
    </>
  );
}

export interface LatePromise {
  what: string;
  why: string;
  newDate?: string | undefined;
}

export interface PriorityProps {
  id: string;
  title: string;
  about?: ComponentChildren;
  cells: CellsProps;
  /** Late ones, each with its reason and its new date. */
  late: readonly LatePromise[];
  measure?: ComponentChildren;
}

/** One priority of a strategy, and how its promises stand. */
export function Priority({ id, title, about, cells, late, measure }: PriorityProps) {
  return (
    <article class="hub-priority" aria-labelledby={id}>
      <div><h3 id={id}>{title}</h3>{about === undefined ? null : <p class="small quiet">{about}</p>}</div>
      <div class="stack-s">
        <Cells {...cells} />
        <p><KeptInWords {...cells} /></p>
        {late.map((promise) => (
          <p key={promise.what} class="hub-late">
            <b class="danger">Late:</b> <b>{promise.what}.</b> {promise.why}
            {promise.newDate === undefined ? null : <> <span class="nowrap">New date: {promise.newDate}.</span></>}
          </p>
        ))}
        {measure === undefined ? null : <p class="quiet hub-pri__m">{measure}</p>}
      </div>
    </article>
  );
}

/** What the cells mean. */
export function CellsKey({ children }: { children?: ComponentChildren }) {
  return (
    <p class="hub-key hub-more">
      <span><Cells kept={1} late={0} open={0} />kept</span>
      <span><Cells kept={0} late={1} open={0} />late</span>
      <span><Cells kept={0} late={0} open={1} />not yet due</span>
      {children}
    </p>
  );
}
