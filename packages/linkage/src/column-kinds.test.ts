import { describe, expect, it } from 'vitest';
import { autoSettings } from './auto-settings.ts';
import { LinkageError } from './errors.ts';
import { evaluateClusters } from './evaluate.ts';
import { createLinker } from './linker.ts';
import { randomSource } from './random.ts';

type Row = Record<string, unknown>;
type Maker = (pick: (count: number) => number) => Row;
/** How a second record of the same thing is written. */
type Copier = (row: Row, pick: (count: number) => number) => Row;

const word = (pick: (count: number) => number, letters = 'abcdefghiklmnoprstuvw', length = 6): string =>
  Array.from({ length: 3 + pick(length) }, () => letters[pick(letters.length)]).join('');

function misspelt(text: string, pick: (count: number) => number): string {
  const at = pick(text.length);
  return text.slice(0, at) + text.slice(at + 1);
}

/** Things of one kind; nearly half of them come a second time. */
function things(size: number, make: Maker, copy: Copier): { first: Row[]; second: Row[]; truth: number[] } {
  const random = randomSource(11);
  const pick = (count: number): number => Math.floor(random() * count);
  const first = Array.from({ length: size }, () => make(pick));
  const twice = first.flatMap((row, thing) => (random() < 0.45 ? [{ thing, row: copy(row, pick) }] : []));
  return {
    first,
    second: twice.map(({ row }) => row),
    truth: [...first.map((_, thing) => thing), ...twice.map(({ thing }) => thing)],
  };
}

const SLOW = 120_000;
const TOWNS = ['harlow', 'epping', 'chelmsford', 'basildon', 'colchester', 'southend', 'brentwood'];
const ARTISTS = Array.from({ length: 150 }, (_, i) => word((count) => (i * 7919 + 13 * count) % count, 'aeioubdklmnrst', 7) + i.toString(36));

const KINDS: [kind: string, make: Maker, copy: Copier, least: number][] = [
  [
    'restaurants',
    (pick) => ({ name: `${word(pick)} ${['cafe', 'grill', 'kitchen'][pick(3)]}`, address: `${1 + pick(200)} ${word(pick)} street`, city: TOWNS[pick(7)], phone: `01279 ${100000 + pick(900000)}`, type: ['italian', 'indian', 'fish'][pick(3)] }),
    (row, pick) => ({ ...row, name: misspelt(String(row['name']), pick), phone: pick(5) === 0 ? null : String(row['phone']).replace(' ', '-') }),
    0.95,
  ],
  [
    'articles',
    (pick) => ({ title: Array.from({ length: 7 }, () => word(pick)).join(' '), authors: `${word(pick)} ${word(pick)}, ${word(pick)} ${word(pick)}`, venue: ['sigmod', 'vldb', 'icde'][pick(3)], year: 1990 + pick(30) }),
    (row, pick) => ({ ...row, title: misspelt(String(row['title']), pick), venue: pick(3) === 0 ? null : row['venue'] }),
    0.95,
  ],
  [
    'songs',
    (pick) => ({ title: `${word(pick)} ${word(pick)}`, artist: ARTISTS[pick(ARTISTS.length)], album: `${word(pick)} ${word(pick)}`, length: 120 + pick(300), language: ['en', 'de'][pick(2)] }),
    (row, pick) => ({ ...row, artist: misspelt(String(row['artist']), pick), length: Number(row['length']) + pick(2) }),
    0.9,
  ],
  [
    'companies',
    (pick) => ({ company: `${word(pick)} ${word(pick)} Ltd`, postcode: `CM${1 + pick(20)} ${pick(10)}${'ABDEF'[pick(5)]}${'GHJLN'[pick(5)]}`, number: String(10_000_000 + pick(9_000_000)) }),
    (row, pick) => ({ ...row, company: String(row['company']).replace('Ltd', 'Limited').toUpperCase(), number: pick(3) === 0 ? null : row['number'] }),
    0.95,
  ],
  [
    'people whose names are not in Latin letters',
    (pick) => ({ name: `${word(pick, 'абвгдежзиклмнопрстуф')} ${word(pick, 'абвгдежзиклмнопрстуф')}`, born: `${1 + pick(28)}/${1 + pick(12)}/${1950 + pick(50)}`, town: ['Москва', 'Київ', 'Минск', '東京'][pick(4)] }),
    (row, pick) => {
      const [day, month, year] = String(row['born']).split('/');
      return { ...row, name: misspelt(String(row['name']), pick), born: `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}` };
    },
    0.95,
  ],
];

const FORENAMES = 'john mary david sarah james emma peter susan robert anna george laura frank olive henry grace'.split(' ');
const SURNAMES = Array.from({ length: 200 }, (_, i) => `${word((count) => (i * 7919 + 31 * count) % count)}${i.toString(36)}`);

/** Households whose members share the address, the telephone and the surname; records of a member differ a little. */
function households(): { records: Row[]; truth: number[] } {
  const random = randomSource(5);
  const pick = (count: number): number => Math.floor(random() * count);
  const records: Row[] = [];
  const truth: number[] = [];
  for (let household = 0; household < 900; household++) {
    const home = { address: `${1 + pick(90)} ${word(pick)} road`, postcode: `CM${17 + pick(6)} ${pick(10)}${'ABDEFGHJL'[pick(9)]}${'ABDEFGHJL'[pick(9)]}`, phone: `01279 ${100000 + pick(900000)}` };
    const surname = SURNAMES[pick(200)];
    for (let member = 0; member < 1 + pick(5); member++) {
      const person = { forename: FORENAMES[(pick(4) + member * 3) % 16], surname, dob: `${1940 + pick(70)}-${10 + pick(3)}-${10 + pick(18)}`, ...home };
      const number = household * 10 + member;
      for (let copy = 0; copy < 1 + pick(3); copy++) {
        records.push({ ...person, forename: pick(8) === 0 ? misspelt(String(person.forename), pick) : person.forename, phone: pick(3) === 0 ? null : person.phone });
        truth.push(number);
      }
    }
  }
  return { records, truth };
}

it('tells the members of a household apart, who share all but the forename and the date of birth', async () => {
  const { records, truth } = households();
  const linker = createLinker({ linkType: 'dedupe', records: [records], settings: autoSettings([records]) });
  await linker.train({ seed: 1 });
  const found = evaluateClusters(linker.cluster(await linker.predict({ threshold: 0.5 })), truth);
  await linker.close();
  expect(found.precision).toBeGreaterThan(0.95);
  expect(found.f1).toBeGreaterThan(0.9);
}, SLOW);

it.each<[column: string, write: (forename: string, surname: string) => string]>([
  ['keeper', (forename, surname) => `${forename} ${surname}`],
  ['Person', (forename, surname) => `${surname.toUpperCase()}, ${forename}`],
])('reads names in a column called %s', (column, write) => {
  const rows = FORENAMES.map((forename, i) => ({ [column]: write(forename, SURNAMES[i] ?? ''), colour: ['red', 'blue'][i % 2] }));
  const [first] = autoSettings([rows]).comparisons;
  expect(first).toMatchObject({ kind: 'personName', fields: { full: column } });
});

describe('autoSettings finds the same thing twice', () => {
  it.each(KINDS)('%s, in one table and across two', async (_kind, make, copy, least) => {
    const { first, second, truth } = things(1500, make, copy);
    for (const [linkType, records] of [['dedupe', [[...first, ...second]]], ['link', [first, second]]] as const) {
      const linker = createLinker({ linkType, records, settings: autoSettings(records) });
      await linker.train({ seed: 1 });
      const clusters = linker.cluster(await linker.predict({ threshold: 0.5 }));
      await linker.close();
      expect(evaluateClusters(clusters, truth).f1).toBeGreaterThan(least);
    }
  }, SLOW);

  it.each<[what: string, rows: Row[]]>([
    ['no records', []],
    ['no values', [{ a: null }, { a: '' }]],
  ])('says so where there are %s to find them from', (_what, rows) => {
    expect(() => autoSettings([rows])).toThrow(LinkageError);
  });

  it('gives probabilities even where all records but one are the same', async () => {
    const rows: Row[] = [...Array.from({ length: 50 }, () => ({ a: 'x', b: 'same town' })), { a: 'y', b: 'same town' }];
    const linker = createLinker({ linkType: 'dedupe', records: [rows], settings: autoSettings([rows]) });
    await linker.train({ seed: 1 });
    expect((await linker.predict({ threshold: 0 })).probability.every(Number.isFinite)).toBe(true);
    await linker.close();
  });
});
