import { enterDraft, enterLink, enterPublic, enterSession, may, permissions, type Actor, type Permission } from '../access/index.ts';
import type { Transaction } from '../database/transaction.ts';
import { HubError } from '../errors/index.ts';
import { hashSecret } from '../references/index.ts';
import { draftCookie, sessionCookie } from './cookies.ts';
import type { Admits } from './route.ts';

/** Sent instead of the page: sign in first, give the second factor first, or start a report first. */
export class GoFirst extends Error {
  readonly to: 'sign_in' | 'second_factor' | 'enrol' | 'start_report';

  constructor(to: GoFirst['to']) {
    super(to);
    this.to = to;
  }
}

export function secretHash(secret: string): Buffer {
  return Buffer.from(hashSecret(secret), 'hex');
}

function isPermission(admits: Admits): admits is Permission {
  return Object.hasOwn(permissions, admits);
}

/** Makes whoever asks the actor of the transaction, as the route's `admits` wants it. */
export async function admit(
  tx: Transaction,
  admits: Admits,
  partnershipId: string,
  cookies: Readonly<Record<string, string | undefined>>,
  linkSecret: string | undefined,
): Promise<Actor> {
  if (admits === 'public') {
    return await enterPublic(tx, partnershipId);
  }
  if (admits === 'link') {
    return await enterLink(tx, secretHash(linkSecret ?? ''));
  }
  if (admits === 'draft') {
    const secret = cookies[draftCookie];
    const actor = secret === undefined || secret === '' ? undefined : await enterDraft(tx, secretHash(secret));
    if (actor === undefined) {
      throw new GoFirst('start_report');
    }
    return actor;
  }
  const token = cookies[sessionCookie];
  const actor = token === undefined || token === '' ? undefined : await enterSession(tx, secretHash(token));
  if (actor === undefined) {
    throw new GoFirst('sign_in');
  }
  if (admits === 'arriving') {
    if (actor.kind !== 'arriving') {
      throw new HubError('not_permitted');
    }
    return actor;
  }
  if (actor.kind === 'arriving') {
    throw new GoFirst(actor.stage === 'enrol' ? 'enrol' : 'second_factor');
  }
  if (isPermission(admits) && !may(actor, admits)) {
    throw new HubError('not_permitted');
  }
  return actor;
}
