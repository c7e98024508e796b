import type { Temporal } from 'temporal-polyfill';

import { askApproval, standing, useApproval, type Standing } from '../approvals/index.ts';
import { chronicle } from '../chronology/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import type { Typed } from '../platform/http/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { warningOf } from './checks.ts';
import type { Facts, StepWish } from './facts.ts';
import type { Power } from './power.ts';
import { insertStep, type LadderCase, type StepRow } from './queries.ts';
import { sameSubstance } from './reading.ts';
import { datesOf } from './rules.ts';

export interface Taking {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly baseUrl: string;
  readonly now: Temporal.Instant;
  readonly file: LadderCase;
  readonly power: Power;
  readonly facts: Facts;
  readonly wish: StepWish;
  readonly typed: Typed;
  /** The draft that goes on, or the step that is corrected. */
  readonly from: StepRow | undefined;
  readonly correction: string;
}

/** Whether this step needs somebody's approval first, and where that stands for the draft it comes from. */
export async function stepApproval(tx: Transaction, actor: StaffActor, file: LadderCase, power: Pick<Power, 'code'>, from: StepRow | undefined, now: Temporal.Instant): Promise<Standing> {
  return await standing(tx, actor, { actions: [`power:${power.code}`], caseId: file.id, subjectId: from?.id ?? null, band: file.risk_band }, now);
}

async function write(taking: Taking, id: string, state: 'drafted' | 'taken', approvalId: string | null): Promise<void> {
  const { tx, actor, now, file, power, facts, wish, typed, from } = taking;
  const dates = datesOf(power, facts, wish);
  const restsOn = power.checks.includes('written_warning') ? (warningOf(facts, wish.takenAt)?.id ?? null) : null;
  const kept = await insertStep(tx, actor, {
    id, caseId: file.id, partyId: facts.subject.partyId, powerId: power.id, code: power.code, state, target: facts.subject.target, targetWords: facts.subject.target === 'person' ? '' : facts.subject.name, takenAt: wish.takenAt,
    words: wish.words, grade: wish.grade, age: facts.subject.age?.years ?? null, conditions: wish.conditions, evidence: wish.evidence.map(({ key, at, words }) => ({ key, at: at.toString(), words })), answers: typed,
    skipped: Object.entries(wish.skipped).filter(([, reason]) => reason !== '').map(([code, reason]) => ({ code, reason })), restsOn, servedAt: wish.servedAt ?? null, service: wish.service, complyBy: wish.complyBy ?? null, ...dates,
    approvalId, corrects: from?.id ?? null, correction: taking.correction,
  }, now);
  if (!kept) {
    throw new HubError('changed_meanwhile');
  }
}

function record({ tx, actor, now, file, facts }: Taking, words: string): void {
  const who = facts.subject.target === 'person' && !facts.subject.named ? 'someone not yet named' : facts.subject.name;
  chronicle(tx, { partnershipId: actor.partnershipId, caseId: file.id, at: now, kind: 'decision', words: words.replace('{who}', () => who), byAccount: actor.accountId, byAgency: actor.agencyId });
}

export interface Taken {
  readonly id: string;
  readonly outcome: 'drafted' | 'asked' | 'correction_asked' | 'taken' | 'corrected';
}

/** Keeps a draft: nothing is judged yet. */
export async function keepDraft(taking: Taking): Promise<Taken> {
  const id = uuidv7();
  await write(taking, id, 'drafted', null);
  record(taking, `Draft: ${taking.power.name} for {who}.`);
  return { id, outcome: 'drafted' };
}

/** What was issued is corrected by a new row. Where the step needed somebody's approval, its correction needs it too, and nothing changes until it is given. */
async function correct(taking: Taking, from: StepRow, id: string, approval: Standing): Promise<Taken> {
  const { tx, actor, now, power, file } = taking;
  if (approval.kind === 'ask') {
    await askApproval(tx, {
      actor, baseUrl: taking.baseUrl, now, rule: approval.rule, wanted: { actions: [`power:${power.code}`], caseId: file.id, subjectId: from.id, band: file.risk_band },
      title: `Correct: ${power.name}, ${file.reference}`, why: `${taking.correction}\n\n${taking.wish.words}`, goesOn: paths.step(file.id, from.id), typed: taking.typed,
    });
    return { id: from.id, outcome: 'correction_asked' };
  }
  const given = approval.kind === 'given' ? approval.approval : undefined;
  await write(taking, id, 'taken', given?.id ?? from.approval_id);
  if (given !== undefined) {
    await useApproval(tx, actor, given, now);
  }
  record(taking, `Corrected: ${power.name} for {who}. ${taking.correction}`);
  return { id, outcome: 'corrected' };
}

/** Records a step that was judged to be lawful, or asks for the approval that local rules want first. */
export async function take(taking: Taking, approval: Standing): Promise<Taken> {
  const { tx, actor, now, power, from, wish } = taking;
  const id = uuidv7();
  if (approval.kind === 'waits') {
    throw new HubError('changed_meanwhile');
  }
  const given = approval.kind === 'given' ? approval.approval : undefined;
  if (from?.state === 'taken') {
    return await correct(taking, from, id, approval);
  }
  if (approval.kind === 'ask') {
    await write(taking, id, 'drafted', null);
    await askApproval(tx, {
      actor, baseUrl: taking.baseUrl, now, rule: approval.rule, wanted: { actions: [`power:${power.code}`], caseId: taking.file.id, subjectId: id, band: taking.file.risk_band },
      title: `${power.name}, ${taking.file.reference}`, why: [wish.words, ...wish.conditions.map((line) => `– ${line}`)].join('\n'), goesOn: paths.step(taking.file.id, id), typed: taking.typed,
    });
    return { id, outcome: 'asked' };
  }
  await write(taking, id, 'taken', given?.id ?? null);
  if (given !== undefined) {
    await useApproval(tx, actor, given, now);
  }
  record(taking, `${power.name}: {who}. ${wish.words}${wish.conditions.length === 0 ? '' : ` Conditions: ${wish.conditions.join('; ')}.`}${wish.servedAt === undefined ? ' Not served yet.' : ''}`);
  return { id, outcome: 'taken' };
}

/** Whether an approved draft was changed since: then it is no longer what was approved. */
export function changedSinceApproval(approval: Standing, typed: Typed, correcting: boolean): boolean {
  return approval.kind === 'given' && !sameSubstance(approval.approval.typed, typed, correcting);
}
