import type { ComponentChildren } from 'preact';
import { classes } from '../class-names.ts';
import { Cells, type CellsProps } from './numbers.tsx';

/** A cell of a door's picture: a day or an hour. */
export type PictureCell = 'told' | 'gone' | 'gone-rest' | 'today' | 'due' | 'ahead' | 'rest' | 'soft';

export type DoorPicture =
  | { kind: 'steps'; count: number }
  | { kind: 'days'; cells: readonly PictureCell[] }
  | { kind: 'cells'; cells: CellsProps }
  | { kind: 'weeks'; gone: number; left: number };

export interface Door {
  href: string;
  title: string;
  says: ComponentChildren;
  /** Left out on a phone. */
  saysIsLong?: boolean | undefined;
  picture?: DoorPicture | undefined;
  /** A live fact. */
  fact?: ComponentChildren;
  factIsLong?: boolean | undefined;
}

/** Words within a door that a phone leaves out. */
export function OnWide({ children }: { children: ComponentChildren }) {
  return <span class="hub-door__long">{children}</span>;
}

const cellClass: Record<PictureCell, string> = {
  told: 'on', gone: 'g', 'gone-rest': 'g r', today: 'now', due: 'due', ahead: '', rest: 'r', soft: 'l',
};

function Picture({ picture }: { picture: DoorPicture }) {
  if (picture.kind === 'cells') return <Cells {...picture.cells} inDoor />;
  if (picture.kind === 'steps') {
    return <span class="hub-door__pic hub-steps" aria-hidden="true">{Array.from({ length: picture.count }, (_, place) => <span key={place}></span>)}</span>;
  }
  if (picture.kind === 'days') {
    return <span class="hub-door__pic hub-pic" aria-hidden="true">{picture.cells.map((cell, place) => <i key={place} class={classes(cellClass[cell])}></i>)}</span>;
  }
  const days = [...Array<string>(picture.gone).fill('g'), 'now', ...Array<string>(picture.left).fill('')];
  return <span class="hub-door__pic hub-weeks" aria-hidden="true">{days.map((day, place) => <i key={place} class={classes(day)}></i>)}</span>;
}

/** Doors ajar: the ways into the hub. The first is the largest. */
export function Doors({ label, doors }: { label: string; doors: readonly Door[] }) {
  return (
    <nav class="hub-doors" aria-label={label}>
      {doors.map((door, place) => (
        <a key={door.href} class={classes('hub-door', place === 0 && 'hub-door--first')} href={door.href}>
          <h2>{door.title}</h2>
          <p class={door.saysIsLong === true ? 'hub-door__long' : undefined}>{door.says}</p>
          {door.picture === undefined ? null : <Picture picture={door.picture} />}
          {door.fact === undefined ? null : <p class={classes('hub-door__fact', door.factIsLong === true && 'hub-door__long')}>{door.fact}</p>}
        </a>
      ))}
    </nav>
  );
}

export interface AfterStep {
  when: string;
  title: string;
  says: ComponentChildren;
}

/** What happens after a report, drawn as the days it takes. */
export function AfterSteps({ steps }: { steps: readonly AfterStep[] }) {
  return (
    <div class="hub-after">
      <ol>{steps.map((step) => <li key={step.title}><span class="hub-after__n">{step.when}</span><b>{step.title}</b><p>{step.says}</p></li>)}</ol>
    </div>
  );
}

export interface SaidDidProps {
  place: string;
  said: ComponentChildren;
  did: ComponentChildren;
  /** We did not, and say why. */
  not?: boolean | undefined;
}

/** You said, we did: also when we did not. */
export function SaidDid({ place, said, did, not }: SaidDidProps) {
  return (
    <div class="hub-said">
      <h3>{place}</h3>
      <p><b>You said</b> {said}</p>
      <p><b>{not === true ? 'We did not' : 'We did'}</b> {did}</p>
    </div>
  );
}
