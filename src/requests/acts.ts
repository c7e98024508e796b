import type { Temporal } from 'temporal-polyfill';

import { chronicle } from '../chronology/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { momentWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { peopleToTell, refuseDisclosure } from '../sharing/index.ts';
import { insertMessage, insertRequest, moveRequest, type FullRequest } from './queries.ts';
import { resumedDue, type OfficeTime } from './rules.ts';
import type { NewRequest } from './schema.ts';

export interface Acting {
  readonly actor: StaffActor;
  readonly baseUrl: string;
  readonly now: Temporal.Instant;
}

function notice(tx: Transaction, about: Acting, accountIds: readonly string[], request: { id: string; reference: string }, subject: string): void {
  tellColleagues(tx, { partnershipId: about.actor.partnershipId, accountIds, subject: `Safer Hub: ${subject}`, body: `${subject}: ${request.reference}.\n\n${about.baseUrl}${paths.request(request.id)}`, now: about.now });
}

/** Asks. In the asker's case it says that it was asked; the asked agency reads the request and nothing of the case. */
export async function askPartner(tx: Transaction, about: Acting & { wish: NewRequest; caseId: string | null; toName: string }): Promise<{ id: string; reference: string }> {
  const { actor, wish, now } = about;
  const made = { id: uuidv7(), reference: makeReference('Q') };
  insertRequest(tx, actor, { ...made, wish, caseId: about.caseId }, now);
  if (about.caseId !== null) {
    chronicle(tx, { partnershipId: actor.partnershipId, caseId: about.caseId, at: now, kind: 'shared', words: `Asked ${about.toName}: ${wish.wanted} Answer due ${momentWords(wish.dueAt, now)}. ${made.reference}`, byAccount: actor.accountId, byAgency: actor.agencyId });
  }
  notice(tx, about, await peopleToTell(tx, actor, wish.toAgency, wish.toAccount), made, 'A partner asks you for information');
  return made;
}

/** The asked agency needs to know more; the clock stands. */
export async function askBack(tx: Transaction, about: Acting & { request: FullRequest; words: string }): Promise<void> {
  await moveRequest(tx, about.actor, about.request, { act: 'question', side: 'asked', to: 'needs_clarification', pausedAt: about.now }, about.now);
  insertMessage(tx, about.actor, about.request.id, 'question', about.words, about.now);
  notice(tx, about, [about.request.asked_by], about.request, 'They ask what you mean');
}

/** The asker explains; the clock goes on with what was left. */
export async function clarify(tx: Transaction, about: Acting & { request: FullRequest; words: string; answered: boolean; time: OfficeTime }): Promise<void> {
  const { request, now } = about;
  const due = request.paused_at === null ? request.due_at : resumedDue(request.due_at, request.paused_at, now, about.time);
  await moveRequest(tx, about.actor, request, { act: 'clarify', side: 'asker', to: about.answered ? 'partly_answered' : 'asked', dueAt: due }, now);
  insertMessage(tx, about.actor, request.id, 'clarification', about.words, now);
  notice(tx, about, request.holder_id === null ? await peopleToTell(tx, about.actor, request.to_agency, request.to_account) : [request.holder_id], request, 'They have explained what they ask for');
}

export async function noteAnswer(tx: Transaction, about: Acting & { request: FullRequest; whole: boolean; words: string }): Promise<void> {
  await moveRequest(tx, about.actor, about.request, { act: 'answer', side: 'asked', to: about.whole ? 'answered' : 'partly_answered' }, about.now);
  insertMessage(tx, about.actor, about.request.id, about.whole ? 'answered' : 'partly', about.words, about.now);
  notice(tx, about, [about.request.asked_by], about.request, about.whole ? 'Your request is answered' : 'Your request is partly answered');
}

/** Nothing more to give, or nothing held at all. */
export async function finish(tx: Transaction, about: Acting & { request: FullRequest; words: string }): Promise<void> {
  await moveRequest(tx, about.actor, about.request, { act: 'finish', side: 'asked', to: 'answered' }, about.now);
  insertMessage(tx, about.actor, about.request.id, 'answered', about.words, about.now);
  notice(tx, about, [about.request.asked_by], about.request, 'Your request is answered');
}

/** A refusal goes into the ledger too, with its reason. */
export async function refuse(tx: Transaction, about: Acting & { request: FullRequest; words: string }): Promise<void> {
  const { actor, request, now } = about;
  await moveRequest(tx, actor, request, { act: 'refuse', side: 'asked', to: 'refused', reason: about.words }, now);
  insertMessage(tx, actor, request.id, 'refused', about.words, now);
  refuseDisclosure(tx, {
    actor, caseId: null, baseUrl: about.baseUrl, now, toName: request.from_agency_name, requestId: request.id, closed: request.to_account !== null,
    refused: { decision: 'refused', toAgency: request.from_agency, askerWords: '', purpose: request.purpose, refusalReason: about.words },
  });
  notice(tx, about, [request.asked_by], request, 'Your request is refused');
}

export async function withdrawRequest(tx: Transaction, about: Acting & { request: FullRequest; words: string }): Promise<void> {
  await moveRequest(tx, about.actor, about.request, { act: 'withdraw', side: 'asker', to: 'withdrawn', reason: about.words }, about.now);
  insertMessage(tx, about.actor, about.request.id, 'withdrawn', about.words, about.now);
  notice(tx, about, about.request.holder_id === null ? [] : [about.request.holder_id], about.request, 'A request to you is taken back');
}
