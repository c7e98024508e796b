import { hash } from 'node:crypto';

/** One entry as the chain sees it: the text that hub.audit_text wrote, and where the seal put it. */
export interface SealedEntry {
  readonly seq: number;
  readonly entryId: string;
  /** null when the entry itself is gone. */
  readonly text: string | null;
  readonly chain: string;
}

export type Finding =
  | { readonly kind: 'missing_entry'; readonly seq: number; readonly entryId: string }
  | { readonly kind: 'missing_seal'; readonly seq: number }
  | { readonly kind: 'altered'; readonly seq: number; readonly entryId: string }
  | { readonly kind: 'cut_off'; readonly seq: number; readonly expected: number }
  | { readonly kind: 'cut_unrecorded'; readonly seq: number }
  | { readonly kind: 'unchained'; readonly entryId: string };

export const firstLink = '0'.repeat(64);

/** The hash that follows `before` for an entry: SHA-256 over the chain so far, the place and the entry's text. */
export function nextLink(before: string, seq: number, text: string): string {
  return hash('sha256', `${before}|${seq}|${text}`, 'hex');
}

/** Follows a chain entry by entry. After an alteration it goes on from what is written there, so that each fault is found, not only the first. */
export class ChainWalk {
  #before: string;
  #seq: number;
  readonly findings: Finding[] = [];

  /** From the beginning, or from the last link of what was deleted after its time. */
  constructor(from: { readonly seq: number; readonly chain: string } = { seq: 0, chain: firstLink }) {
    this.#before = from.chain;
    this.#seq = from.seq;
  }

  step(entry: SealedEntry): void {
    while (this.#seq + 1 < entry.seq) {
      this.#seq += 1;
      this.findings.push({ kind: 'missing_seal', seq: this.#seq });
    }
    this.#seq = entry.seq;
    if (entry.text === null) {
      this.findings.push({ kind: 'missing_entry', seq: entry.seq, entryId: entry.entryId });
    } else if (nextLink(this.#before, entry.seq, entry.text) !== entry.chain) {
      this.findings.push({ kind: 'altered', seq: entry.seq, entryId: entry.entryId });
    }
    this.#before = entry.chain;
  }

  /** Compares the end of the chain with the head that the sealer (and the operator's own note of it) knows. */
  finish(head: { seq: number; chain: string } | undefined): readonly Finding[] {
    if (head !== undefined && (head.seq !== this.#seq || head.chain !== this.#before)) {
      this.findings.push({ kind: 'cut_off', seq: this.#seq, expected: head.seq });
    }
    return this.findings;
  }
}
