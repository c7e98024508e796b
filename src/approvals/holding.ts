import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { typedText, type FieldError, type Typed } from '../platform/http/index.ts';
import { askApproval, standing, useApproval, type Wanted } from './asking.ts';
import type { NeededFrom } from './rules.ts';

export interface Act {
  readonly actor: StaffActor;
  readonly baseUrl: string;
  readonly now: Temporal.Instant;
  readonly wanted: Wanted;
  readonly title: string;
  readonly why: string;
  readonly goesOn: string;
  readonly typed: Typed;
  /** What makes it the act that was approved; the first is where an error stands. */
  readonly fields: readonly string[];
}

/** Not done now: somebody was asked, or it must wait or be put back as it was approved. */
export type Held = { readonly asked: NeededFrom } | { readonly errors: readonly FieldError[] };

/** Holds an act until local rules are content with it. Undefined: it may be done, and its approval is used up. */
export async function heldBack(tx: Transaction, act: Act): Promise<Held | undefined> {
  const stands = await standing(tx, act.actor, act.wanted, act.now);
  const beside = (text: string): Held => ({ errors: [{ field: act.fields[0] ?? '', text }] });
  if (stands.kind === 'free') {
    return undefined;
  }
  if (stands.kind === 'waits') {
    return beside('Somebody has been asked to approve this already. Wait for the answer');
  }
  if (stands.kind === 'ask') {
    const asked = Object.fromEntries(act.fields.map((field) => [field, typedText(act.typed, field)]));
    await askApproval(tx, { ...act, rule: stands.rule, wanted: { ...act.wanted, actions: [stands.rule.action] }, typed: asked });
    return { asked: stands.rule.needed_from };
  }
  if (!act.fields.every((field) => typedText(stands.approval.typed, field).trim() === typedText(act.typed, field).trim())) {
    return beside('This is not what was approved. Put it back, or withdraw the approval and ask again');
  }
  await useApproval(tx, act.actor, stands.approval, act.now);
  return undefined;
}
