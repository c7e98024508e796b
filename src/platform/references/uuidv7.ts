import { randomFillSync } from 'node:crypto';

const counterLimit = 2 ** 32;

/**
 * RFC 9562 version 7, in order even within a millisecond and when the clock steps back: 48 bits of time, a 32-bit
 * counter that starts at a random number below half its range in each millisecond, 42 random bits.
 */
export function uuidv7Source(now: () => number, fill: (bytes: Uint8Array) => void): () => string {
  const bytes = Buffer.alloc(16);
  let time = 0;
  let counter = 0;
  return () => {
    fill(bytes);
    const current = now();
    if (current > time) {
      time = current;
      counter = bytes.readUInt32BE(0) >>> 1;
    } else {
      counter += 1;
      if (counter === counterLimit) {
        time += 1;
        counter = bytes.readUInt32BE(0) >>> 1;
      }
    }
    bytes.writeUIntBE(time, 0, 6);
    // 12 bits of the counter after the version, 20 after the variant.
    bytes.writeUInt16BE(0x7000 | (counter >>> 20), 6);
    bytes[8] = 0x80 | ((counter >>> 14) & 0x3f);
    bytes[9] = (counter >>> 6) & 0xff;
    bytes[10] = ((counter & 0x3f) << 2) | ((bytes[10] ?? 0) & 0x03);
    const hex = bytes.toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}

const pool = Buffer.alloc(4096);
let used = pool.length;

/** One call for random bytes serves 256 identifiers. */
function fillFromPool(bytes: Uint8Array): void {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  bytes.set(pool.subarray(used, used + 16));
  used += 16;
}

export const uuidv7: () => string = uuidv7Source(() => Date.now(), fillFromPool);

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}
