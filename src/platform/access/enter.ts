import { sql } from 'kysely';

import type { Transaction } from '../database/transaction.ts';
import { HubError } from '../errors/index.ts';
import type { ArrivingActor, DraftActor, LinkActor, PublicActor, Role, StaffActor, SystemActor } from './actor.ts';

interface SessionRow {
  account_id: string;
  agency_id: string;
  partnership_id: string;
  stage: 'password' | 'enrol' | 'full';
  name: string;
  roles: Role[];
  session_id: string;
  rules: string | null;
}

/** Makes the holder of a session token the actor of this transaction; undefined when the session has ended. */
export async function enterSession(tx: Transaction, tokenHash: Buffer): Promise<StaffActor | ArrivingActor | undefined> {
  const row = await tx.maybe(sql<SessionRow>`select * from hub.enter_session(${tokenHash})`);
  if (row === undefined) {
    return undefined;
  }
  const shared = { partnershipId: row.partnership_id, accountId: row.account_id, agencyId: row.agency_id, name: row.name, sessionId: row.session_id };
  return row.stage === 'full' ? { kind: 'staff', ...shared, roles: row.roles, rules: row.rules } : { kind: 'arriving', ...shared, stage: row.stage };
}

export async function enterPublic(tx: Transaction, partnershipId: string): Promise<PublicActor> {
  await tx.run(sql`select hub.enter_public(${partnershipId})`);
  return { kind: 'public', partnershipId };
}

/** The holder of a report's private link. Throws link_unknown. */
export async function enterLink(tx: Transaction, secretHash: Buffer): Promise<LinkActor> {
  const row = await tx.maybe(sql<{ partnership_id: string; report_id: string }>`select * from hub.enter_link(${secretHash})`);
  if (row === undefined) {
    throw new HubError('link_unknown');
  }
  return { kind: 'link', partnershipId: row.partnership_id, reportId: row.report_id };
}

/** Whoever writes the draft that this secret opens; undefined when there is none (any more). */
export async function enterDraft(tx: Transaction, secretHash: Buffer): Promise<DraftActor | undefined> {
  const row = await tx.maybe(sql<{ partnership_id: string; draft_id: string }>`select * from hub.enter_draft(${secretHash})`);
  return row && { kind: 'draft', partnershipId: row.partnership_id, draftId: row.draft_id };
}

/** Whoever writes several drafts that are sent together: the ids of those of one partnership that these secrets open, by the secret's hash in hexadecimal. */
export async function enterDrafts(tx: Transaction, partnershipId: string, secretHashes: readonly Buffer[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.all(sql<{ secret_hash: Buffer; draft_id: string }>`select * from hub.enter_drafts(${partnershipId}, ${[...secretHashes]})`);
  return new Map(rows.map((row) => [row.secret_hash.toString('hex'), row.draft_id]));
}

/** Background work for one partnership; only the worker's role may call it. */
export async function enterSystem(tx: Transaction, partnershipId: string): Promise<SystemActor> {
  await tx.run(sql`select hub.enter_system(${partnershipId})`);
  return { kind: 'system', partnershipId };
}

/** Before a page about one case: the rule of who may see it is asked once for all that the page reads. Changes nothing for whoever may not. */
export function viewCase(tx: Transaction, caseId: string): void {
  tx.defer(sql`select hub.view_case(${caseId})`);
}
