import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { Linker } from '@safer-hub/linkage';
import { describe, expect, test } from 'vitest';

import { comparable, likeness, reasons, type Held } from './likeness-rules.ts';
import { defaultModel } from './model.ts';

const held = (name: string, more: Partial<Held> = {}): Held => ({ name_key: name, born_on: null, postcode: '', phone: '', email: '', address: '', ...more });
const of = (a: Held, b: Held) => likeness(defaultModel, comparable(a), comparable(b));

describe('the model that the hub comes with', () => {
  test.each([
    ['three spellings, same birth date', held('kyle brennan', { born_on: '1999-03-04' }), held('kyle brenan', { born_on: '1999-03-04' }), 0.95, 1, 'name nearly the same'],
    ['sound alike, same birth date', held('kyle brennan', { born_on: '1999-03-04' }), held('kile brannon', { born_on: '1999-03-04' }), 0.6, 1, 'same birth date'],
    ['a common name alone is a question', held('kyle brennan'), held('kyle brennan'), 0.3, 0.9, 'same name'],
    ['same name, another birth date', held('kyle brennan', { born_on: '1999-03-04' }), held('kyle brennan', { born_on: '1971-11-28' }), 0, 0.1, 'but another birth date'],
    ['a household: same address, other names', held('kyle brennan', { postcode: 'CM201AA', address: '3 the stow' }), held('maria lopez', { postcode: 'CM201AA', address: '3 the stow' }), 0, 0.1, 'same postcode'],
    ['the other way round', held('kyle brennan', { born_on: '1999-03-04' }), held('brennan kyle', { born_on: '1999-03-04' }), 0.95, 1, 'same name, the other way round'],
    ['day and month swapped', held('kyle brennan', { born_on: '1999-03-04' }), held('kyle brennan', { born_on: '1999-04-03' }), 0.9, 1, 'birth date differs in one digit, or day and month are swapped'],
    ['same phone, part of the name', held('kyle', { phone: '07700900123' }), held('kyle brennan', { phone: '07700900123' }), 0.5, 1, 'same phone number'],
    ['nobody alike', held('amara okafor', { born_on: '1980-01-02' }), held('kyle brennan', { born_on: '1999-03-04' }), 0, 0.0001, 'but another birth date'],
  ])('%s', (_, a, b, least, most, reason) => {
    const score = of(a, b);
    expect(score.probability).toBeGreaterThanOrEqual(least);
    expect(score.probability).toBeLessThanOrEqual(most);
    expect(reasons(score)).toContain(reason);
    expect(of(b, a).weight).toBeCloseTo(score.weight, 9);
    expect(score.steps.reduce((sum, { weight }) => sum + weight, score.prior) - (score.turned ? 3 : 0)).toBeCloseTo(score.weight, 9);
  });
});

const file = path.resolve(process.env['REFERENCE_DATA'] ?? '../shared/data', 'linkage/febrl3.csv');
const there = existsSync(file);
if (!there && process.env['CI'] === 'true') {
  throw new Error(`The labelled people are not at ${file}. Set REFERENCE_DATA to the folder of the reference data.`);
}

interface Labelled extends Held {
  readonly truth: string;
}

function febrl(): Labelled[] {
  const [head = '', ...lines] = readFileSync(file, 'utf8').split(/\r?\n/).filter(Boolean);
  const columns = head.split(',').map((name) => name.trim());
  return lines.map((line) => {
    const cells = line.split(',').map((cell) => cell.trim());
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    const born = cell('date_of_birth');
    return {
      truth: cell('rec_id').split('-')[1] ?? '', name_key: [cell('given_name'), cell('surname')].filter(Boolean).join(' '), postcode: cell('postcode'), phone: '', email: '', address: [cell('street_number'), cell('address_1')].filter(Boolean).join(' '),
      born_on: born.length === 8 ? `${born.slice(0, 4)}-${born.slice(4, 6)}-${born.slice(6)}` : null,
    };
  });
}

describe.skipIf(!there)('against labelled people (febrl3; needs REFERENCE_DATA)', () => {
  test('scores as explain() of the package does', async () => {
    const records = febrl().slice(0, 400).map(comparable);
    const linker = Linker.fromJSON(defaultModel, [records.map((record) => ({ ...record }))]);
    for (let place = 0; place + 1 < records.length; place += 1) {
      const [a, b] = [records[place], records[(place * 7 + 1) % records.length]];
      if (a !== undefined && b !== undefined && a !== b) {
        const ours = likeness(defaultModel, a, b);
        const theirs = linker.explain(place, (place * 7 + 1) % records.length);
        expect(ours.turned || Math.abs(ours.weight - theirs.weight) < 1e-9, JSON.stringify([ours, theirs])).toBe(true);
      }
    }
    await linker.close();
  });

  test('tells people apart without having seen them', () => {
    const people = febrl().slice(0, 2_500);
    const records = people.map(comparable);
    let [right, wrong, missed] = [0, 0, 0];
    for (let a = 0; a < records.length; a += 1) {
      for (let b = a + 1; b < records.length; b += 1) {
        const [x, y] = [records[a], records[b]];
        // What no key of the hub joins is never scored.
        if (x === undefined || y === undefined || (x.born !== y.born && x.postcode !== y.postcode && x.surname !== y.surname && x.forename !== y.forename)) {
          continue;
        }
        const same = people[a]?.truth === people[b]?.truth;
        const found = likeness(defaultModel, x, y).probability >= 0.9;
        right += Number(same && found);
        wrong += Number(!same && found);
        missed += Number(same && !found);
      }
    }
    expect(right / (right + wrong)).toBeGreaterThan(0.97);
    expect(right / (right + missed)).toBeGreaterThan(0.9);
  }, 60_000);
});
