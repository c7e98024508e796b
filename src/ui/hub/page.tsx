import type { ComponentChildren } from 'preact';
import { classes } from '../class-names.ts';
import type { LinkItem } from '../link-item.ts';

/** The title of a staff page, and what it holds in one sentence. */
export function TitleLine({ title, says, children }: { title: ComponentChildren; says?: ComponentChildren; /** Buttons on the right. */ children?: ComponentChildren }) {
  return (
    <div class="hub-titleline">
      <h1>{title}</h1>
      {says === undefined ? null : <p class="quiet">{says}</p>}
      {children === undefined ? null : <div class="hub-titleline__do">{children}</div>}
    </div>
  );
}

export interface SectionProps {
  id: string;
  title: ComponentChildren;
  /** A quiet word after the title. */
  note?: ComponentChildren;
  link?: (LinkItem & { inPlace?: boolean | undefined }) | undefined;
  /** In the column at the side: ruled off at the top. */
  side?: boolean | undefined;
  lede?: ComponentChildren;
  children?: ComponentChildren;
}

/** A part of a page, with its heading and one link. */
export function Section({ id, title, note, link, side, lede, children }: SectionProps) {
  const plain = note === undefined && link === undefined && side !== true;
  const heading = <h2 id={`${id}-h`}>{title}</h2>;
  return (
    <section class={side === true ? undefined : 'hub-sec'} id={id} aria-labelledby={`${id}-h`}>
      {plain ? heading : (
        <div class={classes('hub-sechead', side === true && 'hub-sechead--rule')}>
          {heading}
          {note === undefined ? null : <span class="quiet">{note}</span>}
          {link === undefined ? null : <a href={link.href} data-in-place={link.inPlace === true ? '' : undefined}>{link.label}</a>}
        </div>
      )}
      {lede === undefined ? null : <p class="hub-lede">{lede}</p>}
      {children}
    </section>
  );
}

export type ColumnsShape = 'today' | 'case' | 'triage' | 'half' | 'panel' | 'consult' | 'hot' | 'chart' | 'track';

/** Columns on a desk, one under the other on a phone. */
export function Columns({ shape, children }: { shape: ColumnsShape; children: ComponentChildren }) {
  return <div class={`hub-cols hub-cols--${shape}`}>{children}</div>;
}

/** The column at the side. */
export function Side({ label, children }: { label: string; children: ComponentChildren }) {
  return <aside class="hub-side" aria-label={label}>{children}</aside>;
}

/** A plain list with lines between. */
export function LineList({ items, small }: { items: readonly ComponentChildren[]; small?: boolean | undefined }) {
  return <ul class={classes('hub-list', small === true && 'small')}>{items.map((item, place) => <li key={place}>{item}</li>)}</ul>;
}

/** Words as somebody typed them, with their own line breaks. */
export function AsTyped({ children }: { children: string }) {
  return <p class="hub-typed">{children}</p>;
}

/** The shape of the tracking page: where things stand, who has it at the side, then all the rest. */
export function TrackShape({ where, side, sideLabel, children }: { where: ComponentChildren; side: ComponentChildren; sideLabel: string; children: ComponentChildren }) {
  return (
    <div class="hub-trackgrid">
      <div class="hub-where">{where}</div>
      <aside class="hub-trackside" aria-label={sideLabel}>{side}</aside>
      <div class="hub-trackmain">{children}</div>
    </div>
  );
}

/** Two or more blocks of equal weight, each ruled off at the top: "Your rights". */
export function Blocks({ label, children }: { label: string; children: ComponentChildren }) {
  return <section class="hub-sec hub-rights" aria-label={label}>{children}</section>;
}
