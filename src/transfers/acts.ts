import type { Temporal } from 'temporal-polyfill';

import { openCase } from '../cases/index.ts';
import { chronicle } from '../chronology/index.ts';
import { tell } from '../engagement/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { momentWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import type { Partnership } from '../platform/partnership/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { peopleToTell, type SharedItem } from '../sharing/index.ts';
import { acceptTransfer, chronicleAnswer, closeOffer, insertTransfer, movedCase, type Colleague, type FullTransfer } from './queries.ts';
import type { OfferWish } from './schema.ts';

export interface Acting {
  readonly actor: StaffActor;
  readonly baseUrl: string;
  readonly now: Temporal.Instant;
}

function sentence(words: string): string {
  const trimmed = words.trim();
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function notice(tx: Transaction, about: Acting, accountIds: readonly string[], transfer: { id: string; reference: string }, subject: string): void {
  tellColleagues(tx, { partnershipId: about.actor.partnershipId, accountIds, subject: `Safer Hub: ${subject}`, body: `${subject}: ${transfer.reference}.\n\n${about.baseUrl}${paths.transfer(transfer.id)}`, now: about.now });
}

export interface Offer extends Acting {
  readonly caseId: string;
  readonly toAgency: string;
  readonly toAccount: string | null;
  readonly toName: string;
  readonly disclosureId: string;
  readonly wish: OfferWish;
  readonly answerBy: Temporal.Instant;
}

/** Offers the case; they see the chosen summary, which is a disclosure of its own, until they answer. */
export async function offerCase(tx: Transaction, about: Offer): Promise<{ id: string; reference: string }> {
  const { actor, now, wish } = about;
  const made = { id: uuidv7(), reference: makeReference('F') };
  insertTransfer(tx, actor, { ...made, ...about }, now);
  chronicle(tx, {
    partnershipId: actor.partnershipId, caseId: about.caseId, at: now, kind: 'shared', byAccount: actor.accountId, byAgency: actor.agencyId,
    words: `${wish.kind === 'transfer' ? 'Offered to move this case' : 'Asked for help with this case'} to ${about.toName}: ${sentence(wish.reason)} They answer by ${momentWords(about.answerBy, now)}. ${made.reference}`,
  });
  notice(tx, about, await peopleToTell(tx, actor, about.toAgency, about.toAccount), made, wish.kind === 'transfer' ? 'A partner offers you a case' : 'A partner refers a case to you');
  return made;
}

/** What the people who reported read, unless the new owner writes something else. */
export function holderWords(owner: Colleague, agency: string, before: string): string {
  return `${owner.name} of ${agency} has your case from today. ${before} had it before. What you told us and what was promised to you goes with it: you do not have to tell it again.${owner.phone === null ? '' : ` To reach ${owner.name}, ring ${owner.phone}, or write on this page.`}`;
}

/** The case moves, access with it, and everyone who reported is told who has it now: one transaction. */
export async function takeOver(tx: Transaction, about: Acting & { partnership: Partnership; transfer: FullTransfer; owner: Colleague; words: string }): Promise<string> {
  const { actor, now, transfer, owner } = about;
  await acceptTransfer(tx, transfer.id, owner.id, now);
  const moved = await movedCase(tx, actor, transfer.id);
  chronicle(tx, {
    partnershipId: actor.partnershipId, caseId: moved.caseId, at: now, kind: 'state', byAccount: actor.accountId, byAgency: actor.agencyId,
    words: `Moved from ${transfer.from_agency_name} to ${transfer.to_agency_name}. ${owner.name} owns it now. ${transfer.keeps === 'until' && transfer.keep_until !== null ? `${transfer.from_agency_name} sees it until ${momentWords(transfer.keep_until, now)}.` : `${transfer.from_agency_name} no longer sees it.`} ${transfer.reference}`,
  });
  for (const reportId of moved.reportIds) {
    await tell(tx, { partnership: about.partnership, reportId, author: actor, words: about.words, residentWords: `${transfer.to_agency_name} has your case now: ${owner.name}.`, now });
  }
  notice(tx, about, [transfer.offered_by, ...(owner.id === actor.accountId ? [] : [owner.id])], transfer, 'A case has moved');
  return moved.caseId;
}

/** They open a case of their own, which begins with the summary; ours stays where it is. */
export async function takeReferral(tx: Transaction, about: Acting & { partnership: Partnership; transfer: FullTransfer; owner: Colleague; title: string; items: readonly SharedItem[] }): Promise<string> {
  const { actor, now, transfer, owner } = about;
  await acceptTransfer(tx, transfer.id, owner.id, now);
  const opened = await openCase(tx, { actor, partnership: about.partnership, now, title: about.title, categoryId: null, reportIds: [], ownerId: owner.id, restricted: transfer.to_account !== null });
  const summary = about.items.map((item) => (item.copy_type === null ? `${item.label}: ${item.words}` : `${item.label}: with the offer ${transfer.reference}, while they share it`)).join('\n');
  chronicle(tx, {
    partnershipId: actor.partnershipId, caseId: opened.caseId, at: now, kind: 'note', byAccount: actor.accountId, byAgency: actor.agencyId,
    words: `Referred by ${transfer.from_agency_name}, ${transfer.reference}: ${sentence(transfer.reason)}\n\nWhat they shared:\n${summary}`,
  });
  chronicleAnswer(tx, transfer.id, `${transfer.to_agency_name} accepted the referral. ${owner.name} deals with it. ${transfer.reference}`, now);
  notice(tx, about, [transfer.offered_by, ...(owner.id === actor.accountId ? [] : [owner.id])], transfer, 'Your referral is accepted');
  return opened.caseId;
}

export async function rejectOffer(tx: Transaction, about: Acting & { transfer: FullTransfer; reason: string }): Promise<void> {
  const { transfer, now } = about;
  await closeOffer(tx, about.actor, transfer.id, 'rejected', about.reason, now);
  chronicleAnswer(tx, transfer.id, `${transfer.to_agency_name} did not accept the ${transfer.kind}: ${sentence(about.reason)} ${transfer.reference}`, now);
  notice(tx, about, [transfer.offered_by], transfer, 'Your offer is not accepted');
}

export async function withdrawOffer(tx: Transaction, about: Acting & { transfer: FullTransfer; caseId: string; reason: string }): Promise<void> {
  const { actor, transfer, now } = about;
  const told = await peopleToTell(tx, actor, transfer.to_agency, transfer.to_account);
  await closeOffer(tx, actor, transfer.id, 'withdrawn', about.reason, now);
  chronicle(tx, { partnershipId: actor.partnershipId, caseId: about.caseId, at: now, kind: 'shared', words: `Took back the offer to ${transfer.to_agency_name}: ${sentence(about.reason)} ${transfer.reference}`, byAccount: actor.accountId, byAgency: actor.agencyId });
  notice(tx, about, told, transfer, 'An offer of a case to you is taken back');
}
