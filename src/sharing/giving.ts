import type { Temporal } from 'temporal-polyfill';

import { chronicle } from '../chronology/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { dateWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { settle } from './decisions.ts';
import { cancelTasksOn, insertGiven, insertRefused, peopleToTell, refreshAccess, whoDecides, withdraw, type FullDisclosure } from './queries.ts';
import { writeNotice } from './receipts.ts';
import { itemsWords } from './rules.ts';
import type { GroundedDisclosure, RefusedDisclosure } from './schema.ts';

interface Deciding {
  readonly actor: StaffActor;
  /** Null where an agency answers from its own records. */
  readonly caseId: string | null;
  readonly baseUrl: string;
  readonly now: Temporal.Instant;
}

function note(tx: Transaction, about: Deciding, words: string): void {
  if (about.caseId !== null) {
    chronicle(tx, { partnershipId: about.actor.partnershipId, caseId: about.caseId, at: about.now, kind: 'shared', words, byAccount: about.actor.accountId, byAgency: about.actor.agencyId });
  }
}

function sentence(words: string): string {
  const trimmed = words.trim();
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function ground(given: GroundedDisclosure): string {
  return given.agreementCode === null ? 'outside every agreement, by a supervisor’s decision' : `agreement ${given.agreementCode}`;
}

export interface Giving extends Deciding {
  readonly given: GroundedDisclosure;
  readonly toName: string;
  /** The receiver is told in another way. */
  readonly quiet?: boolean;
  readonly requestId?: string | undefined;
  readonly closed?: boolean | undefined;
}

export interface MadeReference {
  readonly id: string;
  readonly reference: string;
}

/** Gives a disclosure: the ledger, copies of the chosen words, the chronology, and (joint work) access, all in the caller's transaction. */
export async function giveDisclosure(tx: Transaction, about: Giving): Promise<MadeReference> {
  const { actor, given, now } = about;
  const id = uuidv7();
  const reference = makeReference('D');
  insertGiven(tx, actor, { id, reference, caseId: about.caseId, given, itemIds: given.items.map(() => uuidv7()), requestId: about.requestId, closed: about.closed }, now);
  const what = given.scope === 'case' ? 'the whole case, to work on it jointly' : itemsWords(given.items.map(({ label }) => label), 8);
  note(tx, about, `Shared with ${about.toName}: ${what}.${given.withheld === '' ? '' : ` Not shared: ${sentence(given.withheld)}`} For: ${sentence(given.purpose)} Under ${given.gateway.name}, ${ground(given)}, until ${dateWords(given.validUntil)}. ${reference}`);
  if (given.scope === 'case' && about.caseId !== null) {
    await refreshAccess(tx, actor, about.caseId);
  }
  if (about.quiet !== true) {
    await tellReceivers(tx, about, { id, reference, toAgency: given.toAgency, toAccount: given.toAccount });
  }
  return { id, reference };
}

async function tellReceivers(tx: Transaction, about: Deciding, made: { id: string; reference: string; toAgency: string; toAccount: string | null }): Promise<void> {
  const accountIds = await peopleToTell(tx, about.actor, made.toAgency, made.toAccount);
  const subject = 'Something has been shared with you in Safer Hub';
  tellColleagues(tx, { partnershipId: about.actor.partnershipId, accountIds, subject, body: `${subject}: ${made.reference}.\n\n${about.baseUrl}${paths.disclosure(made.id)}`, now: about.now });
}

/** No agreement covers it: the words are copied and wait for a supervisor or coordinator. The receiver sees nothing. */
export async function askToDecide(tx: Transaction, about: Giving): Promise<MadeReference> {
  const { actor, given, now } = about;
  const id = uuidv7();
  const reference = makeReference('D');
  insertGiven(tx, actor, { id, reference, caseId: about.caseId, given, itemIds: given.items.map(() => uuidv7()), requestId: about.requestId, closed: about.closed, asked: true }, now);
  note(tx, about, `Asked a supervisor whether to share with ${about.toName}, because no agreement covers it: ${sentence(given.outside.join('; '))} ${reference}`);
  const subject = 'Safer Hub: a decision about sharing waits for you';
  tellColleagues(tx, { partnershipId: actor.partnershipId, accountIds: await whoDecides(tx, actor), subject, body: `${subject}: ${reference}.\n\n${about.baseUrl}${paths.disclosure(id)}`, now });
  return { id, reference };
}

/** A supervisor's answer, with its reason. It lets this one disclosure pass, or it is a refusal in the ledger. */
export async function decideAsked(tx: Transaction, about: Deciding & { disclosure: FullDisclosure; decision: 'allow' | 'refuse'; reason: string }): Promise<void> {
  const { actor, disclosure, now } = about;
  await settle(tx, actor, disclosure.id, about.decision, about.reason, now);
  const to = disclosure.to_person ?? disclosure.to_agency_name ?? '';
  if (about.decision === 'allow') {
    note(tx, about, `Shared with ${to}, outside every agreement, by decision: ${sentence(about.reason)} ${disclosure.reference}`);
    if (disclosure.scope === 'case' && about.caseId !== null) {
      await refreshAccess(tx, actor, about.caseId);
    }
    await tellReceivers(tx, about, { id: disclosure.id, reference: disclosure.reference, toAgency: disclosure.to_agency ?? '', toAccount: disclosure.to_account });
  } else {
    note(tx, about, `Refused to share with ${to}: ${sentence(about.reason)} ${disclosure.reference}`);
  }
  const subject = `Safer Hub: ${disclosure.reference} is decided`;
  tellColleagues(tx, { partnershipId: actor.partnershipId, accountIds: disclosure.asked_by === null ? [] : [disclosure.asked_by], subject, body: `${subject}.\n\n${about.baseUrl}${paths.disclosure(disclosure.id)}`, now });
}

/** A refusal is kept as well as a gift: who asked, and why not. */
export function refuseDisclosure(tx: Transaction, about: Deciding & { refused: RefusedDisclosure; toName: string; requestId?: string | undefined; closed?: boolean }): MadeReference {
  const id = uuidv7();
  const reference = makeReference('D');
  insertRefused(tx, about.actor, { id, reference, caseId: about.caseId, refused: about.refused, requestId: about.requestId, closed: about.closed ?? false }, about.now);
  note(tx, about, `Refused to share with ${about.toName}: ${sentence(about.refused.refusalReason)} ${reference}`);
  return { id, reference };
}

/** The receiver loses sight in the same moment, and learns of it. */
export async function withdrawDisclosure(tx: Transaction, about: Deciding & { disclosure: FullDisclosure; reason: string; told: string; cancelTasks: boolean }): Promise<void> {
  const { actor, disclosure, now } = about;
  // Told before it is withdrawn: afterwards nothing says who had it.
  const accountIds = disclosure.to_agency === null ? [] : await peopleToTell(tx, actor, disclosure.to_agency, disclosure.to_account);
  const told = about.told === '' ? 'It may no longer be used. Delete any copies that you made.' : about.told;
  const noticeId = writeNotice(tx, actor, disclosure, 'withdrawn', told, now);
  await withdraw(tx, actor, disclosure.id, about.reason, now);
  if (about.cancelTasks && about.caseId !== null) {
    cancelTasksOn(tx, actor, about.caseId, disclosure.id, 'Cancelled: what it rested on was withdrawn.', now);
  }
  note(tx, about, `Withdrew ${disclosure.reference}, shared with ${disclosure.to_person ?? disclosure.to_agency_name ?? ''}: ${sentence(about.reason)}`);
  if (disclosure.scope === 'case' && about.caseId !== null) {
    await refreshAccess(tx, actor, about.caseId);
  }
  tellColleagues(tx, {
    partnershipId: actor.partnershipId, accountIds, subject: 'Something shared with you in Safer Hub has been withdrawn',
    body: `${disclosure.reference} has been withdrawn by ${disclosure.from_agency_name}. Delete any copies that you made, and say in the hub that you have seen this.\n\n${about.baseUrl}${paths.sharingNotice(noticeId)}`, now,
  });
}

/** Something in it was wrong: every receiver learns what, on the copy itself. */
export async function correctDisclosure(tx: Transaction, about: Deciding & { disclosure: FullDisclosure; words: string }): Promise<void> {
  const { actor, disclosure, now } = about;
  const accountIds = disclosure.to_agency === null ? [] : await peopleToTell(tx, actor, disclosure.to_agency, disclosure.to_account);
  const noticeId = writeNotice(tx, actor, disclosure, 'corrected', about.words, now);
  note(tx, about, `Corrected ${disclosure.reference}, shared with ${disclosure.to_person ?? disclosure.to_agency_name ?? ''}: ${sentence(about.words)}`);
  tellColleagues(tx, {
    partnershipId: actor.partnershipId, accountIds, subject: 'Something shared with you in Safer Hub was wrong',
    body: `${disclosure.reference} has been corrected by ${disclosure.from_agency_name}. Read the correction, and say in the hub that you have seen it.\n\n${about.baseUrl}${paths.sharingNotice(noticeId)}`, now,
  });
}
