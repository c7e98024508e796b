import { createHash, randomBytes } from 'node:crypto';

/** What opens a private page: 256 random bits, safe in a link. Shown once, kept only as its hash. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 as hex. A slow hash would add nothing: the secret is random, not chosen by a person. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}
