import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const version = 'l1.';
const ivLength = 12;
const tagLength = 16;

const derived = new Map<string, Buffer>();

/** The hub's secret key serves several purposes; each gets a key of its own from it. */
function linkKey(secretKey: string): Buffer {
  let key = derived.get(secretKey);
  if (key === undefined) {
    key = Buffer.from(hkdfSync('sha256', secretKey, '', 'safer-hub private link', 32));
    derived.set(secretKey, key);
  }
  return key;
}

/** Seals the secret of a private link, so that a message written later can still carry the link while the table alone opens nothing. */
export function sealLink(secret: string, key: string): string {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', linkKey(key), iv);
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return version + Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** The secret again; throws when the seal was made with another key or has been altered. */
export function openLink(sealed: string, key: string): string {
  if (!sealed.startsWith(version)) {
    throw new Error('This is not a sealed link');
  }
  const bytes = Buffer.from(sealed.slice(version.length), 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', linkKey(key), bytes.subarray(0, ivLength), { authTagLength: tagLength });
  decipher.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength));
  return Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()]).toString('utf8');
}
