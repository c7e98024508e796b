import type { Temporal } from 'temporal-polyfill';

import { chronicle } from '../chronology/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { dateWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { cancelTasksOn, insertGiven, insertRefused, peopleToTell, refreshAccess, withdraw, type FullDisclosure } from './queries.ts';
import { itemsWords } from './rules.ts';
import type { GivenDisclosure, RefusedDisclosure } from './schema.ts';

export interface Deciding {
  readonly actor: StaffActor;
  readonly caseId: string;
  readonly baseUrl: string;
  readonly now: Temporal.Instant;
}

function note(tx: Transaction, about: Deciding, words: string): void {
  chronicle(tx, { partnershipId: about.actor.partnershipId, caseId: about.caseId, at: about.now, kind: 'shared', words, byAccount: about.actor.accountId, byAgency: about.actor.agencyId });
}

function sentence(words: string): string {
  const trimmed = words.trim();
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** Gives a disclosure: the ledger, copies of the chosen words, the chronology, and (joint work) access, all in the caller's transaction. */
export async function giveDisclosure(tx: Transaction, about: Deciding & { given: GivenDisclosure; toName: string; quiet?: boolean }): Promise<{ id: string; reference: string }> {
  const { actor, given, now } = about;
  const id = uuidv7();
  const reference = makeReference('D');
  insertGiven(tx, actor, { id, reference, caseId: about.caseId, given, itemIds: given.items.map(() => uuidv7()) }, now);
  const what = given.scope === 'case' ? 'the whole case, to work on it jointly' : itemsWords(given.items.map(({ label }) => label), 8);
  note(tx, about, `Shared with ${about.toName}: ${what}.${given.withheld === '' ? '' : ` Not shared: ${sentence(given.withheld)}`} For: ${sentence(given.purpose)} Under ${given.gateway.name}, until ${dateWords(given.validUntil)}. ${reference}`);
  if (given.scope === 'case') {
    await refreshAccess(tx, actor, about.caseId);
  }
  if (about.quiet !== true) {
    const accountIds = await peopleToTell(tx, actor, given.toAgency, given.toAccount);
    const subject = 'Something has been shared with you in Safer Hub';
    tellColleagues(tx, { partnershipId: actor.partnershipId, accountIds, subject, body: `${subject}: ${reference}.\n\n${about.baseUrl}${paths.disclosure(id)}`, now });
  }
  return { id, reference };
}

/** A refusal is kept as well as a gift: who asked, and why not. */
export function refuseDisclosure(tx: Transaction, about: Deciding & { refused: RefusedDisclosure; toName: string }): { id: string; reference: string } {
  const id = uuidv7();
  const reference = makeReference('D');
  insertRefused(tx, about.actor, { id, reference, caseId: about.caseId, refused: about.refused }, about.now);
  note(tx, about, `Refused to share with ${about.toName}: ${sentence(about.refused.refusalReason)} ${reference}`);
  return { id, reference };
}

/** The receiver loses sight in the same moment. */
export async function withdrawDisclosure(tx: Transaction, about: Deciding & { disclosure: FullDisclosure; reason: string; cancelTasks: boolean }): Promise<void> {
  const { actor, disclosure, now } = about;
  // Told before it is withdrawn: afterwards nothing says who had it.
  const accountIds = disclosure.to_agency === null ? [] : await peopleToTell(tx, actor, disclosure.to_agency, disclosure.to_account);
  await withdraw(tx, actor, disclosure.id, about.reason, now);
  if (about.cancelTasks) {
    cancelTasksOn(tx, actor, about.caseId, disclosure.id, 'Cancelled: what it rested on was withdrawn.', now);
  }
  note(tx, about, `Withdrew ${disclosure.reference}, shared with ${disclosure.to_person ?? disclosure.to_agency_name ?? ''}: ${sentence(about.reason)}`);
  if (disclosure.scope === 'case') {
    await refreshAccess(tx, actor, about.caseId);
  }
  tellColleagues(tx, {
    partnershipId: actor.partnershipId, accountIds, subject: 'Something shared with you in Safer Hub has been withdrawn',
    body: `${disclosure.reference} has been withdrawn by ${disclosure.from_agency_name}. Delete any copies that you made, and ask them if you still need it.`, now,
  });
}
