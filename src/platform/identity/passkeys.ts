import {
  generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse,
  type AuthenticationResponseJSON, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON, type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { z } from 'zod';

import { seal, unseal } from '../sealing/index.ts';

/** Where passkeys belong: the hub's own address. */
export interface RelyingParty {
  readonly baseUrl: string;
  readonly service: string;
  readonly secretKey: string;
}

const challengeMinutes = 5;

function isResponse(value: unknown): value is { id: string; rawId: string; response: object; type: string } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' && 'response' in value && typeof value.response === 'object';
}

/** What the browser's passkey call gives, as far as it must be known before the library checks all of it. */
export const passkeyAnswer = z.custom<AuthenticationResponseJSON>(isResponse);
export const passkeyMade = z.custom<RegistrationResponseJSON>(isResponse);

function keep(challenge: string, party: RelyingParty, nowMs: number): string {
  return seal(`${nowMs + challengeMinutes * 60_000} ${challenge}`, party.secretKey, 'passkey challenge');
}

/** The challenge that was given out with this cookie, while it lasts. */
function kept(cookie: string | undefined, party: RelyingParty, nowMs: number): string | undefined {
  const [until, challenge] = (cookie === undefined ? '' : (unseal(cookie, party.secretKey, 'passkey challenge') ?? '')).split(' ');
  return Number(until) > nowMs ? challenge : undefined;
}

function hostOf(party: RelyingParty): string {
  return new URL(party.baseUrl).hostname;
}

export async function signInOptions(party: RelyingParty, nowMs: number): Promise<{ options: PublicKeyCredentialRequestOptionsJSON; cookie: string }> {
  const options = await generateAuthenticationOptions({ rpID: hostOf(party), userVerification: 'required' });
  return { options, cookie: keep(options.challenge, party, nowMs) };
}

export async function registerOptions(party: RelyingParty, account: { id: string; name: string; email: string; passkeys: readonly string[] }, nowMs: number): Promise<{ options: PublicKeyCredentialCreationOptionsJSON; cookie: string }> {
  const options = await generateRegistrationOptions({
    rpID: hostOf(party), rpName: party.service, userName: account.email, userDisplayName: account.name, userID: new Uint8Array(Buffer.from(account.id)),
    attestationType: 'none', excludeCredentials: account.passkeys.map((id) => ({ id })), authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { options, cookie: keep(options.challenge, party, nowMs) };
}

/** The new counter when the answer is good (the person was verified on their device), otherwise undefined. */
export async function checkAnswer(party: RelyingParty, answer: AuthenticationResponseJSON, cookie: string | undefined, known: { public_key: Buffer; counter: number }, nowMs: number): Promise<number | undefined> {
  const challenge = kept(cookie, party, nowMs);
  if (challenge === undefined) {
    return undefined;
  }
  try {
    const result = await verifyAuthenticationResponse({
      response: answer, expectedChallenge: challenge, expectedOrigin: new URL(party.baseUrl).origin, expectedRPID: hostOf(party),
      credential: { id: answer.id, publicKey: new Uint8Array(known.public_key), counter: known.counter }, requireUserVerification: true,
    });
    return result.verified ? result.authenticationInfo.newCounter : undefined;
  } catch {
    return undefined;
  }
}

export interface NewPasskey {
  readonly id: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
}

export async function checkMade(party: RelyingParty, made: RegistrationResponseJSON, cookie: string | undefined, nowMs: number): Promise<NewPasskey | undefined> {
  const challenge = kept(cookie, party, nowMs);
  if (challenge === undefined) {
    return undefined;
  }
  try {
    const result = await verifyRegistrationResponse({ response: made, expectedChallenge: challenge, expectedOrigin: new URL(party.baseUrl).origin, expectedRPID: hostOf(party), requireUserVerification: true });
    if (!result.verified) {
      return undefined;
    }
    const { id, publicKey, counter, transports } = result.registrationInfo.credential;
    return { id, publicKey: Buffer.from(publicKey), counter, transports: transports ?? [] };
  } catch {
    return undefined;
  }
}
