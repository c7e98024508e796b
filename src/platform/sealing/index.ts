import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto';

const derived = new Map<string, KeyObject>();

/** One key of the house gives a key of its own for each purpose, so that what is sealed for one cannot be opened as another. */
function keyFor(secretKey: string, purpose: string): KeyObject {
  const name = `${purpose}\u0000${secretKey}`;
  const key = derived.get(name) ?? createSecretKey(Buffer.from(hkdfSync('sha256', secretKey, '', `safer-hub ${purpose}`, 32)));
  derived.set(name, key);
  return key;
}

/** Encrypts and authenticates a short text (AES-256-GCM). Base64url. */
export function seal(text: string, secretKey: string, purpose: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secretKey, purpose), nonce);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

/** What was sealed, or undefined when it was altered, sealed with another key or for another purpose. */
export function unseal(sealed: string, secretKey: string, purpose: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < 28) {
    return undefined;
  }
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(secretKey, purpose), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

/** Keyed hash of a text, for counting by something personal without keeping it. */
export function keyedHash(text: string, secretKey: string, purpose: string): string {
  return createHmac('sha256', keyFor(secretKey, purpose)).update(text).digest('base64url');
}
