import { sql } from 'kysely';

import type { Transaction } from '../platform/database/index.ts';

export interface Candidate {
  account_id: string;
  name: string;
  state: 'invited' | 'active' | 'suspended';
  password_hash: string | null;
  second_factor: boolean;
}

export async function candidate(tx: Transaction, email: string): Promise<Candidate | undefined> {
  return await tx.maybe(sql<Candidate>`select * from hub.sign_in_lookup(${email})`);
}

export async function startSession(tx: Transaction, accountId: string, sessionId: string, tokenHash: Buffer, stage: 'password' | 'enrol' | 'full', device: string): Promise<void> {
  await tx.run(sql`select hub.start_session(${accountId}, ${sessionId}, ${tokenHash}, ${stage}, ${device})`);
}

export async function completeSession(tx: Transaction, tokenHash: Buffer): Promise<void> {
  await tx.run(sql`select hub.complete_session(${tokenHash})`);
}

export interface OwnSecret {
  password_hash: string | null;
  totp_sealed: string | null;
  totp_confirmed: boolean;
  totp_last_step: number | null;
  recovery_hashes: string[];
}

export async function ownSecret(tx: Transaction): Promise<OwnSecret | undefined> {
  return await tx.maybe(sql<OwnSecret>`select * from hub.own_secret()`);
}

export async function setOwnTotp(tx: Transaction, sealed: string): Promise<void> {
  await tx.run(sql`select hub.set_own_totp(${sealed})`);
}

export async function confirmOwnTotp(tx: Transaction, step: number, recoveryHashes: readonly string[]): Promise<void> {
  await tx.run(sql`select hub.confirm_own_totp(${step}, ${[...recoveryHashes]})`);
}

export async function useTotpStep(tx: Transaction, step: number): Promise<boolean> {
  return (await tx.one(sql<{ used: boolean }>`select hub.use_totp_step(${step}) as used`)).used;
}

export async function useRecoveryCode(tx: Transaction, hash: string): Promise<boolean> {
  return (await tx.one(sql<{ used: boolean }>`select hub.use_recovery_code(${hash}) as used`)).used;
}

export async function ownEmail(tx: Transaction, accountId: string): Promise<string> {
  return (await tx.one(sql<{ email: string }>`select email from hub.account where id = ${accountId}`)).email;
}

export interface Invited {
  account_id: string;
  name: string;
  email: string;
  agency: string;
}

export async function invitation(tx: Transaction, secretHash: Buffer): Promise<Invited | undefined> {
  return await tx.maybe(sql<Invited>`select * from hub.invitation_lookup(${secretHash})`);
}

export async function acceptInvitation(tx: Transaction, secretHash: Buffer, passwordHash: string): Promise<string | null> {
  return (await tx.one(sql<{ account: string | null }>`select hub.accept_invitation(${secretHash}, ${passwordHash}) as account`)).account;
}

export interface KnownPasskey {
  account_id: string;
  public_key: Buffer;
  counter: number;
  transports: string[];
  state: string;
}

export async function passkey(tx: Transaction, credentialId: string): Promise<KnownPasskey | undefined> {
  return await tx.maybe(sql<KnownPasskey>`select * from hub.passkey_lookup(${credentialId})`);
}

export async function passkeyUsed(tx: Transaction, credentialId: string, counter: number): Promise<void> {
  await tx.run(sql`select hub.passkey_used(${credentialId}, ${counter})`);
}

export async function oidcAccount(tx: Transaction, subject: string, verifiedEmail: string | null): Promise<{ account_id: string; state: string } | undefined> {
  return await tx.maybe(sql<{ account_id: string; state: string }>`select * from hub.oidc_lookup(${subject}, ${verifiedEmail})`);
}
