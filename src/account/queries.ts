import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Transaction } from '../platform/database/index.ts';

export interface OwnAccount {
  name: string;
  job_title: string;
  email: string;
  phone: string | null;
  agency: string;
  roles: string[];
  teams: string[];
}

export async function ownAccount(tx: Transaction, accountId: string): Promise<OwnAccount> {
  return await tx.one(sql<OwnAccount>`
    select a.name, a.job_title, a.email, a.phone, g.name as agency,
      array(select r.role from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id order by r.role) as roles,
      array(select t.name from hub.account_team x join hub.team t on t.partnership_id = x.partnership_id and t.id = x.team_id where x.partnership_id = a.partnership_id and x.account_id = a.id order by t.name) as teams
    from hub.account a join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id where a.id = ${accountId}`);
}

export interface OwnSession {
  id: string;
  device: string;
  created_at: Temporal.Instant;
  last_seen_at: Temporal.Instant;
}

export async function ownSessions(tx: Transaction): Promise<OwnSession[]> {
  return await tx.all(sql<OwnSession>`select id, device, created_at, last_seen_at from hub.session where ended_at is null and expires_at > now() and stage = 'full' order by last_seen_at desc`);
}

export interface OwnPasskey {
  id: string;
  label: string;
  created_at: Temporal.Instant;
  last_used_at: Temporal.Instant | null;
}

export async function ownPasskeys(tx: Transaction): Promise<OwnPasskey[]> {
  return await tx.all(sql<OwnPasskey>`select id, label, created_at, last_used_at from hub.passkey order by created_at`);
}

export async function addPasskey(tx: Transaction, passkey: { id: string; publicKey: Buffer; counter: number; transports: readonly string[] }, label: string): Promise<void> {
  await tx.run(sql`select hub.add_own_passkey(${passkey.id}, ${passkey.publicKey}, ${passkey.counter}, ${[...passkey.transports]}, ${label})`);
}

export async function removePasskey(tx: Transaction, id: string): Promise<boolean> {
  return (await tx.one(sql<{ removed: boolean }>`select hub.remove_own_passkey(${id}) as removed`)).removed;
}

export async function ownPasswordHash(tx: Transaction): Promise<string | null> {
  return (await tx.maybe(sql<{ password_hash: string | null }>`select password_hash from hub.own_secret()`))?.password_hash ?? null;
}

export async function setOwnPassword(tx: Transaction, hash: string): Promise<void> {
  await tx.run(sql`select hub.set_own_password(${hash})`);
}

export async function endSession(tx: Transaction, sessionId: string): Promise<number> {
  return (await tx.one(sql<{ ended: number }>`select hub.end_session(${sessionId}) as ended`)).ended;
}

/** Ends all of one's sessions except the one given. */
export async function endSessionsBut(tx: Transaction, keptSessionId: string | null): Promise<number> {
  return (await tx.one(sql<{ ended: number }>`select hub.end_sessions_but(${keptSessionId}) as ended`)).ended;
}

export async function changePhone(tx: Transaction, phone: string): Promise<void> {
  await tx.run(sql`select hub.set_own_phone(${phone === '' ? null : phone})`);
}
