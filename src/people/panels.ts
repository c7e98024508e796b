import type { ComponentChildren } from 'preact';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';

export interface PersonInView {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly now: Temporal.Instant;
  /** The person's address. */
  readonly personId: string;
  /** Every record of the person that the actor may see: parties, and people whom an agency holds. */
  readonly records: readonly string[];
  readonly under18: boolean;
  readonly vulnerable: boolean;
}

/** A section that another room puts on the page of a person: the steps taken, intelligence. */
export type PersonPanel = (person: PersonInView) => Promise<ComponentChildren>;
/** "2 warnings, injunction until 3 March" for each of some people, by their address. */
export type TriedWords = (tx: Transaction, people: ReadonlyMap<string, readonly string[]>) => Promise<ReadonlyMap<string, string>>;

let panels: readonly PersonPanel[] = [];
let tried: TriedWords | undefined;

/** Called once, when the house is put together. */
export function setPersonPanels(given: readonly PersonPanel[], triedWords?: TriedWords): void {
  panels = given;
  tried = triedWords;
}

export async function panelsOf(person: PersonInView): Promise<readonly ComponentChildren[]> {
  return await Promise.all(panels.map(async (panel) => panel(person)));
}

export async function triedOf(tx: Transaction, people: ReadonlyMap<string, readonly string[]>): Promise<ReadonlyMap<string, string>> {
  return tried === undefined ? new Map() : await tried(tx, people);
}
