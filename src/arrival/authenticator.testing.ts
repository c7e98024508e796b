import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/* A software authenticator for tests: makes and uses real ES256 passkeys (WebAuthn level 3, attestation "none"). */

type Cbor = number | string | Buffer | Map<number | string, Cbor>;

function head(major: number, length: number): Buffer {
  return length < 24 ? Buffer.from([(major << 5) | length]) : length < 256 ? Buffer.from([(major << 5) | 24, length]) : Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}

function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') {
    return value >= 0 ? head(0, value) : head(1, -1 - value);
  }
  if (typeof value === 'string') {
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  }
  if (Buffer.isBuffer(value)) {
    return Buffer.concat([head(2, value.length), value]);
  }
  return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one)])]);
}

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();

export interface Gesture {
  readonly origin: string;
  readonly challenge: string;
  /** The person was verified: finger, face or PIN. */
  readonly verified?: boolean;
  readonly counter?: number;
}

export function softAuthenticator(rpId = 'localhost') {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(32);
  const facts = ({ verified = true, counter = 0 }: Gesture, attested: boolean): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([1 | (verified ? 4 : 0) | (attested ? 64 : 0)]), count]);
  };
  const client = (type: string, { origin, challenge }: Gesture): Buffer => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const shared = { id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key', clientExtensionResults: {} };
  return {
    id: shared.id,
    make(gesture: Gesture) {
      const key = cbor(new Map<number, Cbor>([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, 'base64url')], [-3, Buffer.from(y, 'base64url')]]));
      const data = Buffer.concat([facts(gesture, true), Buffer.alloc(16), Buffer.from([0, id.length]), id, key]);
      const attestation = cbor(new Map<string, Cbor>([['fmt', 'none'], ['attStmt', new Map()], ['authData', data]]));
      return { ...shared, response: { clientDataJSON: client('webauthn.create', gesture).toString('base64url'), attestationObject: attestation.toString('base64url'), transports: ['internal'] } };
    },
    use(gesture: Gesture) {
      const data = facts(gesture, false);
      const clientData = client('webauthn.get', gesture);
      const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), privateKey);
      return { ...shared, response: { clientDataJSON: clientData.toString('base64url'), authenticatorData: data.toString('base64url'), signature: signature.toString('base64url') } };
    },
  };
}
