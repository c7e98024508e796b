import { seal, unseal } from '../sealing/index.ts';

const purpose = 'private link';

/** Seals the secret of a private link, so that a message written later can still carry the link while the table alone opens nothing. */
export function sealLink(secret: string, key: string): string {
  return seal(secret, key, purpose);
}

/** The secret again; throws when the seal was made with another key or has been altered. */
export function openLink(sealed: string, key: string): string {
  const secret = unseal(sealed, key, purpose);
  if (secret === undefined) {
    throw new Error('This is not a sealed link, or it was sealed with another key');
  }
  return secret;
}
