import { describe, expect, it } from 'vitest';
import { doubleMetaphone } from './double-metaphone.ts';
import { skeleton, soundex } from './soundex.ts';

describe('soundex', () => {
  it.each([
    ['Robert', 'R163'], ['Rupert', 'R163'], ['Rubin', 'R150'], ['Ashcraft', 'A261'], ['Ashcroft', 'A261'],
    ['Tymczak', 'T522'], ['Pfister', 'P236'], ['Honeyman', 'H555'], ['Lee', 'L000'], ["O'Hara", 'O600'],
    ['Müller', 'M460'], ['', ''], ['123', ''],
  ])('%s is %s', (name, code) => expect(soundex(name)).toBe(code));
});

describe('doubleMetaphone', () => {
  it.each([
    ['Smith', 'SM0', 'XMT'], ['Schmidt', 'XMT', 'SMT'], ['Thompson', 'TMPS', 'TMPS'], ['Catherine', 'K0RN', 'KTRN'],
    ['Katherine', 'K0RN', 'KTRN'], ['Richard', 'RXRT', 'RKRT'], ['Philip', 'FLP', 'FLP'], ['Jose', 'HS', 'HS'],
    ['Knight', 'NT', 'NT'], ['Wright', 'RT', 'RT'], ['Xavier', 'SF', 'SFR'], ['Michael', 'MKL', 'MXL'],
    ['Caesar', 'SSR', 'SSR'], ['Gallegos', 'KLKS', 'KKS'], ['Czerny', 'SRN', 'XRN'], ['Filipowicz', 'FLPT', 'FLPF'],
    ['Zhao', 'J', 'J'], ['Bough', 'P', 'P'], ['Laugh', 'LF', 'LF'], ['', '', ''],
  ])('%s is %s, %s', (name, primary, secondary) => {
    expect(doubleMetaphone(name)).toEqual([primary, secondary]);
  });
});

describe('skeleton', () => {
  it.each([
    ['philips', 'flbs'], ['phillipps', 'flbs'], ['catherine', 'ktrm'], ['katharine', 'ktrm'], ['', ''], ['a', 'a'],
  ])('%s is %s', (name, key) => expect(skeleton(name)).toBe(key));
});
