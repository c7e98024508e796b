import { createHash, randomBytes } from 'node:crypto';

import { Secret, TOTP } from 'otpauth';
import qrcode from 'qrcode';

const period = 30;

function authenticator(secret: string, service: string, email: string): TOTP {
  return new TOTP({ issuer: service, label: email, secret: Secret.fromBase32(secret), digits: 6, period, algorithm: 'SHA1' });
}

export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** The time step whose code this is (one step early or late is fine), or undefined. RFC 6238. */
export function totpStep(code: string, secret: string, nowMs: number): number | undefined {
  const digits = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) {
    return undefined;
  }
  const delta = authenticator(secret, 'Safer Hub', '').validate({ token: digits, timestamp: nowMs, window: 1 });
  return delta === null ? undefined : Math.floor(nowMs / 1000 / period) + delta;
}

/** The code of this moment; only the demonstration shows it. */
export function totpNow(secret: string, nowMs: number): string {
  return authenticator(secret, 'Safer Hub', '').generate({ timestamp: nowMs });
}

/** The square that an authenticator app reads, as an SVG path on a grid of `size` modules. */
export function totpSquare(secret: string, service: string, email: string): { size: number; path: string } {
  const { modules } = qrcode.create(authenticator(secret, service, email).toString(), { errorCorrectionLevel: 'M' });
  const cells: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 1) {
        cells.push(`M${column} ${row}h1v1h-1z`);
      }
    }
  }
  return { size: modules.size, path: cells.join('') };
}

/** Ten codes for the day the telephone is lost; each works once. Eight characters of 32: 40 bits. */
export function newRecoveryCodes(): { shown: string[]; hashes: string[] } {
  const letters = 'ABCDEFGHJKMNPQRSTVWXYZ0123456789';
  const shown = Array.from({ length: 10 }, () => {
    const text = [...randomBytes(8)].map((byte) => letters[byte % 32]).join('');
    return `${text.slice(0, 4)}-${text.slice(4)}`;
  });
  return { shown, hashes: shown.map(recoveryHash) };
}

export function recoveryHash(code: string): string {
  return createHash('sha256').update(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')).digest('hex');
}
