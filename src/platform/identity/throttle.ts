import { sql } from 'kysely';

import type { Transaction } from '../database/index.ts';
import { keyedHash } from '../sealing/index.ts';

/** Fails allowed in 15 minutes for one person tried from one place, and for one place whoever is tried. */
export const mostForAccount = 6;
export const mostForPlace = 40;

export interface Attempt {
  readonly who: string;
  readonly ip: string;
  /** A device that has signed in as this person before counts on its own, so that a stranger's guesses never shut it out. */
  readonly knownDevice: string | undefined;
}

/** The counters that an attempt belongs to. They hold keyed hashes, no addresses. */
export function bucketsOf(attempt: Attempt, secretKey: string): { account: string; place: string | undefined } {
  const hash = (text: string): string => keyedHash(text, secretKey, 'throttle');
  return attempt.knownDevice === undefined
    ? { account: `a:${hash(`${attempt.who}|${attempt.ip}`)}`, place: `p:${hash(attempt.ip)}` }
    : { account: `d:${hash(`${attempt.who}|${attempt.knownDevice}`)}`, place: undefined };
}

export async function tooManyFailures(tx: Transaction, buckets: { account: string; place: string | undefined }): Promise<boolean> {
  const failures = async (bucket: string): Promise<number> => (await tx.one(sql<{ n: number }>`select hub.sign_in_failures(${bucket}) as n`)).n;
  const [account, place] = await Promise.all([failures(buckets.account), buckets.place === undefined ? 0 : failures(buckets.place)]);
  return account >= mostForAccount || place >= mostForPlace;
}

export async function countFailure(tx: Transaction, buckets: { account: string; place: string | undefined }): Promise<void> {
  await tx.run(sql`select hub.count_failure(${buckets.account})`);
  if (buckets.place !== undefined) {
    await tx.run(sql`select hub.count_failure(${buckets.place})`);
  }
}
