import type { ComponentChildren } from 'preact';
import type { LinkItem } from '../link-item.ts';

export interface HolderProps {
  /** "Who has it now" */
  lead?: string | undefined;
  name: string;
  team: string;
  phone?: string | undefined;
  /** Hours, and how this person asked to be reached. */
  note?: ComponentChildren;
  change?: LinkItem | undefined;
}

function telephone(number: string): string {
  return `tel:${number.replace(/[^\d+]/g, '')}`;
}

/** Who has it: a name, a team and a number, without a face. */
export function Holder({ lead, name, team, phone, note, change }: HolderProps) {
  return (
    <section class="hub-holder" aria-label={lead ?? 'Who has your report'}>
      <span class="quiet">{lead ?? 'Who has it now'}</span>
      <b>{name}</b>
      <span>{team}</span>
      {phone === undefined ? null : <a href={telephone(phone)}>{phone}</a>}
      {note === undefined ? null : <span class="quiet">{note}</span>}
      {change === undefined ? null : <a href={change.href}>{change.label}</a>}
    </section>
  );
}

/** What the reader can do from here, as large plain links. */
export function WaysOn({ label, links }: { label: string; links: readonly LinkItem[] }) {
  return <nav class="hub-do" aria-label={label}>{links.map((link) => <a key={link.href} href={link.href}>{link.label}</a>)}</nav>;
}
