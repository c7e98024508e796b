import { hash, verify } from '@node-rs/argon2';

// OWASP Password Storage Cheat Sheet: Argon2id, 19 MiB, two passes, one lane.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

// Verified when the address is unknown, so that the answer takes as long as for a known one.
const nobody = hash('nobody has this password', cost);

export async function hashPassword(password: string): Promise<string> {
  return await hash(password.normalize('NFKC'), cost);
}

/** Whether the password belongs to the hash. With no hash it works as long and says no. */
export async function passwordFits(password: string, storedHash: string | null | undefined): Promise<boolean> {
  const fits = await verify(storedHash ?? (await nobody), password.normalize('NFKC'));
  return fits && storedHash !== null && storedHash !== undefined;
}

const tooCommon = ['password', 'letmein', 'qwerty', '123456', 'abc123', 'iloveyou', 'welcome', 'harlow', 'council', 'police', 'saferhub'];

/** Why a password will not do, as a sentence, or undefined. Length first (NCSC: three random words), no rules of symbols. */
export function passwordProblem(password: string, about: readonly string[]): string | undefined {
  if ([...password].length < 12) {
    return 'Use at least 12 characters. Three random words are easy to remember';
  }
  if (password.length > 200) {
    return 'Use at most 200 characters';
  }
  const plain = password.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const own = about.map((text) => text.toLowerCase()).flatMap((text) => [text.replaceAll(/[^\p{L}\p{N}]/gu, ''), ...text.split(/[^\p{L}\p{N}]+/u)]);
  // Longest first: a short word taken out of the middle must not hide the long one.
  const guessable = [...tooCommon, ...own].filter((word) => word.length > 2).toSorted((one, other) => other.length - one.length);
  const stripped = guessable.reduce((rest, word) => rest.replaceAll(word, ''), plain);
  if (stripped.length < 6 || /^(.)\1*$/.test(plain)) {
    return 'This is too easy to guess. Use three random words that have nothing to do with you or your work';
  }
  return undefined;
}
