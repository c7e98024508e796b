import { secretHash, sessionCookie, type CookieToSet } from '../platform/http/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { paths } from '../paths.ts';
import { makeSecret, uuidv7 } from '../platform/references/index.ts';
import { seal, unseal } from '../platform/sealing/index.ts';
import { startSession } from './queries.ts';

export const deviceCookie = 'hub_device';
const yearSeconds = 365 * 24 * 3600;

/** Opens a session and gives the cookie that carries its token. */
export async function openSession(tx: Transaction, accountId: string, stage: 'password' | 'enrol' | 'full', userAgent: string): Promise<CookieToSet> {
  const token = makeSecret();
  await startSession(tx, accountId, uuidv7(), secretHash(token), stage, deviceWords(userAgent));
  return { name: sessionCookie, value: token };
}

/** "Firefox on Windows": enough to know one's own devices by, nothing more. */
export function deviceWords(userAgent: string): string {
  const browser = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'].find((name) => userAgent.includes(name));
  const system = ['Windows', 'Android', 'iPhone', 'iPad', 'Mac OS', 'Linux'].find((name) => userAgent.includes(name));
  const shown = browser === 'Edg' ? 'Edge' : browser === 'OPR' ? 'Opera' : (browser ?? 'A browser');
  return system === undefined ? shown : `${shown} on ${system}`;
}

/** Marks this device as one on which this person has signed in before. */
export function knownDeviceCookie(accountId: string, secretKey: string): CookieToSet {
  return { name: deviceCookie, value: seal(accountId, secretKey, 'device'), maxAgeSeconds: yearSeconds };
}

/** The mark of the device, when it was given to this person; otherwise undefined. */
export function knownDevice(cookie: string | undefined, accountId: string, secretKey: string): string | undefined {
  return cookie !== undefined && unseal(cookie, secretKey, 'device') === accountId ? cookie : undefined;
}

/** Only a path of our own: never another site, however it is written. */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(next) && !next.startsWith('/sign-') ? next : paths.start();
}
