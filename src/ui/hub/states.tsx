import type { ComponentChildren } from 'preact';
import { classes } from '../class-names.ts';

export type BandLevel = 'none' | 'standard' | 'medium' | 'high';

const bandClass: Record<BandLevel, string> = { none: 'hub-band--none', standard: 'hub-band--std', medium: 'hub-band--med', high: 'hub-band--high' };
const bandWord: Record<BandLevel, string> = { none: 'Risk not yet looked at', standard: 'Standard risk', medium: 'Medium risk', high: 'High risk' };

/** A risk band: three cells filled up to it, and always the word. */
export function Band({ level, label }: { level: BandLevel; label?: string | undefined }) {
  return <span class={`hub-band ${bandClass[level]}`}><i aria-hidden="true"><b></b></i>{label ?? bandWord[level]}</span>;
}

export type StateTagKind = 'plain' | 'fill' | 'danger' | 'soft';

/** A state in one word or two. */
export function StateTag({ kind = 'plain', children }: { kind?: StateTagKind | undefined; children: ComponentChildren }) {
  return <span class={classes('hub-tag', kind !== 'plain' && `hub-tag--${kind}`)}>{children}</span>;
}

export interface WarnProps {
  /** Black for safe contact, red for danger. There is no third. */
  kind?: 'contact' | 'danger' | undefined;
  lead: ComponentChildren;
  children?: ComponentChildren;
}

/** To be read before anyone is contacted or visited. */
export function Warn({ kind, lead, children }: WarnProps) {
  return (
    <p class={classes('hub-warn', kind === 'danger' && 'hub-warn--danger')}>
      <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
        <path d="M10 1 19.5 18.5H.5zM9 7v6h2V7zm0 7.5v2h2v-2z" fill-rule="evenodd" />
      </svg>
      <span><b>{lead}</b>{children === undefined ? null : <> {children}</>}</span>
    </p>
  );
}

/** Warnings together, above all else on a case. */
export function Warns({ children }: { children: ComponentChildren }) {
  return <div class="hub-warns">{children}</div>;
}

/** A quiet box for something to know. */
export function Note({ danger, children }: { danger?: boolean | undefined; children: ComponentChildren }) {
  return <div class={classes('hub-note', danger === true && 'hub-note--danger')}>{children}</div>;
}

/** Nothing here: says what would appear. */
export function Empty({ lead, children }: { lead: string; children?: ComponentChildren }) {
  return <p class="hub-empty"><strong>{lead}</strong>{children === undefined ? null : <> {children}</>}</p>;
}
