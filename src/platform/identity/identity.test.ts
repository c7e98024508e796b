import { describe, expect, test } from 'vitest';

import { bucketsOf, newRecoveryCodes, newTotpSecret, passwordFits, passwordProblem, hashPassword, recoveryHash, totpNow, totpSquare, totpStep } from './index.ts';

const about = ['Ada Cole', 'ada.cole@harlow.example.org', 'Epping'];

describe('a password', () => {
  test.each([
    ['velvet-otter-canal', undefined], ['пароль из трёх слов', undefined], ['short', 'at least 12'], ['x'.repeat(201), 'at most 200'], ['aaaaaaaaaaaaaaaa', 'too easy'], ['Password123456', 'too easy'],
    ['ada.cole@harlow.example.org', 'too easy'], ['AdaColeEpping1', 'too easy'], ['harlowcouncil1', 'too easy'],
  ])('%s', (password, problem) => {
    if (problem === undefined) expect(passwordProblem(password, about)).toBeUndefined();
    else expect(passwordProblem(password, about)).toContain(problem);
  });

  test('fits its own hash alone, however its letters were composed', async () => {
    const hash = await hashPassword('caf\u00e9 otter canal');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await passwordFits('cafe\u0301 otter canal', hash)).toBe(true);
    expect(await passwordFits('cafe otter canal', hash)).toBe(false);
    expect(await passwordFits('caf\u00e9 otter canal', null)).toBe(false);
    expect(await passwordFits('nobody has this password', undefined)).toBe(false);
  });
});

describe('a code', () => {
  // RFC 6238, appendix B (SHA-1, the last six of its eight digits).
  const rfcSecret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  test.each([[59, '287082'], [1_111_111_109, '081804'], [1_111_111_111, '050471'], [1_234_567_890, '005924'], [2_000_000_000, '279037'], [20_000_000_000, '353130']])('at second %d is %s', (second, code) => {
    expect(totpNow(rfcSecret, second * 1000)).toBe(code);
    expect(totpStep(code, rfcSecret, second * 1000)).toBe(Math.floor(second / 30));
  });

  test.each([[-60, false], [-30, true], [0, true], [30, true], [60, false]])('%d seconds off: %s', (off, taken) => {
    const now = 1_700_000_010_000;
    const step = totpStep(totpNow(rfcSecret, now + off * 1000), rfcSecret, now);
    expect(step).toBe(taken ? Math.floor((now / 1000 + off) / 30) : undefined);
  });

  test.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('%j is none', (code) => expect(totpStep(code, rfcSecret, 0)).toBeUndefined());

  test('spaces do not matter, and every secret is another', () => {
    const code = totpNow(rfcSecret, 59_000);
    expect(totpStep(`${code.slice(0, 3)} ${code.slice(3)}`, rfcSecret, 59_000)).toBe(1);
    expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(newTotpSecret());
    expect(totpSquare(rfcSecret, 'Safer Hub', 'ada@example.org').path).toMatch(/^M/);
  });
});

test('recovery codes are ten different ones; how they are typed does not matter', () => {
  const { shown, hashes } = newRecoveryCodes();
  expect(new Set(shown).size).toBe(10);
  expect(shown.map((code) => recoveryHash(code.toLowerCase().replace('-', ' ')))).toEqual(hashes);
  expect(hashes.join()).not.toContain(shown[0]);
});

test('failures count for a person from a place; a known device counts for itself; nothing personal is kept', () => {
  const stranger = bucketsOf({ who: 'ada@example.org', ip: '192.0.2.1', knownDevice: undefined }, 'k'.repeat(32));
  const known = bucketsOf({ who: 'ada@example.org', ip: '192.0.2.1', knownDevice: 'sealed' }, 'k'.repeat(32));
  const elsewhere = bucketsOf({ who: 'ada@example.org', ip: '192.0.2.2', knownDevice: undefined }, 'k'.repeat(32));
  expect(new Set([stranger.account, known.account, elsewhere.account]).size).toBe(3);
  expect(known.place).toBeUndefined();
  expect(JSON.stringify([stranger, known])).not.toMatch(/ada|192/);
});
