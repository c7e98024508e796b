import type { Temporal } from 'temporal-polyfill';

import { chronicle } from '../chronology/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { approvalRuleFor, approvers, insertAnswer, insertApproval, insertUse, newestApproval, type Approval } from './queries.ts';
import { mayAnswer, stateOf, type ApprovalRule } from './rules.ts';

interface Acting {
  readonly actor: StaffActor;
  readonly baseUrl: string;
  readonly now: Temporal.Instant;
}

export interface Wanted {
  /** The action, and others that the same act is: closing a restricted case is also closing a case. The first is asked for. */
  readonly actions: readonly string[];
  readonly caseId: string | null;
  /** The record that the approval is about, where it is not the case itself. */
  readonly subjectId: string | null;
  readonly band: string | null;
}

/** Where an act stands: nobody need be asked, nobody was asked yet, it waits, it was refused, or it may be done now. */
export type Standing =
  | { readonly kind: 'free' }
  | { readonly kind: 'ask'; readonly rule: ApprovalRule; readonly refused: Approval | undefined }
  | { readonly kind: 'waits'; readonly approval: Approval }
  | { readonly kind: 'given'; readonly approval: Approval };

/** Asked by any room before it lets something be done. */
export async function standing(tx: Transaction, actor: StaffActor, wanted: Wanted, now: Temporal.Instant): Promise<Standing> {
  const rule = await approvalRuleFor(tx, actor, wanted.actions, wanted.band, now);
  if (rule === undefined) {
    return { kind: 'free' };
  }
  const newest = await newestApproval(tx, actor, { action: rule.action, caseId: wanted.caseId, subjectId: wanted.subjectId });
  const state = newest === undefined ? undefined : stateOf(newest);
  if (newest !== undefined && state === 'approved') {
    return { kind: 'given', approval: newest };
  }
  return newest !== undefined && state === 'asked' ? { kind: 'waits', approval: newest } : { kind: 'ask', rule, refused: state === 'refused' ? newest : undefined };
}

function sentence(words: string): string {
  const trimmed = words.trim();
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function record(tx: Transaction, { actor, now }: Acting, caseId: string | null, words: string): void {
  if (caseId !== null) {
    chronicle(tx, { partnershipId: actor.partnershipId, caseId, at: now, kind: 'decision', words, byAccount: actor.accountId, byAgency: actor.agencyId });
  }
}

/** Asks those who may answer. What was typed is kept with it, so that whoever asked goes on where they stopped. */
export async function askApproval(tx: Transaction, about: Acting & { rule: ApprovalRule; wanted: Wanted; title: string; why: string; goesOn: string; typed?: Approval['typed'] }): Promise<string> {
  const { actor, rule, wanted, now } = about;
  const id = uuidv7();
  insertApproval(tx, actor, { id, caseId: wanted.caseId, action: rule.action, neededFrom: rule.needed_from, subjectId: wanted.subjectId, title: about.title, why: about.why, goesOn: about.goesOn, typed: about.typed ?? {} }, now);
  record(tx, about, wanted.caseId, `Approval asked: ${sentence(about.title)}`);
  const people = await approvers(tx, actor, rule.needed_from);
  tellColleagues(tx, { partnershipId: actor.partnershipId, accountIds: people.map((one) => one.id), subject: 'Your approval is asked for in Safer Hub', body: `Your approval is asked for.\n\n${about.baseUrl}${paths.approval(id)}`, now });
  return id;
}

export async function answerApproval(tx: Transaction, about: Acting & { approval: Approval; answer: 'approved' | 'refused' | 'withdrawn'; reason: string }): Promise<void> {
  const { actor, approval, answer, reason, now } = about;
  const allowed = answer === 'withdrawn' ? approval.asked_by === actor.accountId && approval.answer === null : mayAnswer(approval, actor);
  if (!allowed) {
    throw new HubError(approval.answer === null ? 'not_permitted' : 'changed_meanwhile');
  }
  if (!(await insertAnswer(tx, actor, approval.id, answer, reason, now))) {
    throw new HubError('changed_meanwhile');
  }
  const said = { approved: 'Approved', refused: 'Not approved', withdrawn: 'No longer asked' }[answer];
  record(tx, about, approval.case_id, `${said}: ${sentence(approval.title)} ${sentence(reason)}`.trim());
  if (answer !== 'withdrawn') {
    tellColleagues(tx, { partnershipId: actor.partnershipId, accountIds: [approval.asked_by], subject: 'Your request for approval has an answer in Safer Hub', body: `Your request has an answer.\n\n${about.baseUrl}${paths.approval(approval.id)}`, now });
  }
}

/** The act is done: an approval opens one act, once. */
export async function useApproval(tx: Transaction, actor: StaffActor, approval: Approval, now: Temporal.Instant): Promise<void> {
  if (!(await insertUse(tx, actor, approval.id, now))) {
    throw new HubError('changed_meanwhile');
  }
}
