import { describe, expect, it } from 'vitest';
import {
  autoSettings,
  blockOn,
  createLinker,
  damerauLevenshtein,
  dateComparison,
  evaluate,
  exact,
  forenameSurname,
  jaroWinkler,
  levenshtein,
  Linker,
  LinkageError,
  nameComparison,
  postcodeComparison,
  type LinkageRecord,
  type Settings,
} from './index.ts';
import { randomSource } from './random.ts';

/** As a stranger would: everything through the package's door, with plain records. */
const FORENAMES = ['ada', 'beth', 'carl', 'dora', 'eric', 'fay', 'gus', 'hana', 'ivan', 'jill'];
const SURNAMES = ['frost', 'marsh', 'poole', 'ridge', 'stone', 'vale', 'wells', 'young', 'archer', 'barker', 'cooper'];

function people(count: number): { records: Record<string, unknown>[]; truth: number[] } {
  const random = randomSource(3);
  const pick = <T,>(list: ArrayLike<T>): T => list[Math.floor(random() * list.length)] as T;
  const digits = (length: number): string => Array.from({ length }, () => pick('0123456789')).join('');
  const records: Record<string, unknown>[] = [];
  const truth: number[] = [];
  for (let i = 0; i < count; i++) {
    const person = {
      id: `p${i}`,
      first: pick(FORENAMES),
      last: pick(SURNAMES),
      dob: `19${pick('56789')}${digits(1)}-0${1 + (i % 9)}-1${digits(1)}`,
      postcode: `CM${pick('1234567')} ${digits(1)}${pick('ABDEFG')}${pick('HJLNPQ')}`,
      phone: `01279 ${digits(6)}`,
      sex: pick('fm'),
    };
    records.push(person);
    truth.push(i);
    if (i % 3 !== 0) continue;
    records.push({ ...person, id: `q${i}`, first: person.first.slice(0, -1), postcode: i % 2 === 0 ? null : person.postcode });
    truth.push(i);
  }
  return { records, truth };
}

const BY_HAND: Settings = {
  idField: 'id',
  comparisons: [
    forenameSurname('first', 'last'),
    nameComparison('first', { name: 'first alone' }),
    jaroWinkler('last', [0.92, 0.88]),
    levenshtein('phone', [1, 2]),
    damerauLevenshtein('postcode', [1]),
    dateComparison('dob'),
    postcodeComparison('postcode', { name: 'whole postcode' }),
    exact('sex'),
  ],
  blockingRules: [blockOn('dob'), blockOn('last', 'sex'), blockOn((record) => String(record['phone']).slice(-3))],
};

async function linked(records: LinkageRecord[][], settings: Settings, linkType: 'dedupe' | 'link' = 'dedupe', seed = 1) {
  const linker = createLinker({ linkType, records, settings });
  await linker.train({ seed });
  const pairs = await linker.predict({ threshold: 0 });
  await linker.close();
  return { linker, pairs };
}

describe('the interface as it is published', () => {
  it('takes every builder, gives typed columns and clusters, and judges them', async () => {
    const { records, truth } = people(300);
    const { linker, pairs } = await linked([records], BY_HAND);
    expect([pairs.left, pairs.right].every((column) => column instanceof Int32Array)).toBe(true);
    expect([pairs.probability, pairs.weight].every((column) => column instanceof Float64Array)).toBe(true);
    const clusters = linker.cluster(pairs, { threshold: 0.9 });
    expect(clusters).toBeInstanceOf(Int32Array);
    expect(clusters).toHaveLength(records.length);
    expect(evaluate(pairs, truth).best.pairwise.f1).toBeGreaterThan(0.95);
  });

  it('gives the same for the same seed, and every threshold its part of the pairs', async () => {
    const { records } = people(120);
    const [one, other] = [await linked([records], BY_HAND, 'dedupe', 9), await linked([records], BY_HAND, 'dedupe', 9)];
    expect(other.pairs).toEqual(one.pairs);
    const sure = await one.linker.predict({ threshold: 1 });
    expect(sure.probability.every((probability) => probability === 1)).toBe(true);
    await expect(one.linker.predict({ threshold: -0.1 })).rejects.toThrow(LinkageError);
    await expect(one.linker.predict({ threshold: Number.NaN })).rejects.toThrow(LinkageError);
  });

  it('is read back from JSON text with the same scores', async () => {
    const { records } = people(120);
    const { linker, pairs } = await linked([records], autoSettings([records]));
    const again = Linker.fromJSON(JSON.stringify(linker.toJSON()), [records]);
    expect(await again.predict({ threshold: 0 })).toEqual(pairs);
    expect(again.explain(pairs.left[0] ?? 0, pairs.right[0] ?? 1)).toEqual(linker.explain(pairs.left[0] ?? 0, pairs.right[0] ?? 1));
  });

  it('links two lists and never two records of one', async () => {
    const { records } = people(300);
    const [left, right] = [records.filter(({ id }) => String(id).startsWith('p')), records.filter(({ id }) => String(id).startsWith('q'))];
    const { linker, pairs } = await linked([left, right], autoSettings([left, right]), 'link');
    expect(pairs.left.length).toBeGreaterThan(50);
    pairs.left.forEach((record, k) => expect([record < left.length, (pairs.right[k] ?? 0) < left.length]).toEqual([true, false]));
    const found = linker.cluster(pairs, { method: 'bestLinks', threshold: 0.5 });
    expect(new Set(found.slice(0, left.length)).size).toBe(left.length);
  });
});

const STRANGE: [what: string, records: Record<string, unknown>[]][] = [
  ['five records', people(5).records.slice(0, 5)],
  ['two records', people(2).records.slice(0, 2)],
  ['values of all sorts', [{ n: 1, v: undefined, w: null, x: true }, { n: 2, v: Number.NaN, w: {}, x: [] }, { n: 3.5, v: 10n, w: new Date(0), x: ['a'] }, { n: 1, v: '', w: '  ', x: false }]],
  ['numbers that were read as dates', [{ name: 'ada frost', born: 19_900_201 }, { name: 'ada frost', born: 19_900_201 }, { name: 'beth marsh', born: 19_851_130 }]],
  ['dates in several forms', [{ name: 'ada frost', dob: '1/2/1990' }, { name: 'ada frost', dob: '1990-02-01' }, { name: 'Frost, Ada', dob: '19900201' }, { name: 'carl poole', dob: '3 May 1971' }]],
  ['names in three columns', [{ first_name: 'ada', middle_name: 'may', last_name: 'frost' }, { first_name: 'ada', middle_name: 'm', last_name: 'frost' }, { first_name: 'beth', middle_name: null, last_name: 'marsh' }]],
  ['other scripts', [{ name: '李 小龍', town: '東京' }, { name: '李 小龍', town: '東京' }, { name: 'Zoë Ångström', town: '𝔘𝔫𝔦' }, { name: 'Zoe Angstrom', town: '👍' }]],
  ['ids that come twice', [{ id: 1, name: 'ada frost' }, { id: 1, name: 'ada frost' }, { id: 2, name: 'beth marsh' }]],
  ['records without fields in common', [{ a: 'x' }, { b: 'y' }, { a: 'z' }, { b: 'y' }]],
];

describe('autoSettings on strange records', () => {
  it.each(STRANGE)('%s: settings that work, probabilities that are numbers', async (_what, records) => {
    const { linker, pairs } = await linked([records], autoSettings([records]));
    expect(pairs.probability.every((probability) => probability >= 0 && probability <= 1)).toBe(true);
    expect(linker.cluster(pairs)).toHaveLength(records.length);
  });

  it('takes one list or a list of lists, and says what is wrong with others', () => {
    const { records } = people(10);
    expect(autoSettings(records)).toEqual(autoSettings([records]));
    for (const wrong of [null, undefined, 'people', 7, [null], [['a']]]) {
      expect(() => autoSettings(wrong as unknown as LinkageRecord[])).toThrow(LinkageError);
    }
  });
});

describe('bad input to createLinker', () => {
  it.each<[what: string, options: unknown]>([
    ['no options', undefined],
    ['no records', { linkType: 'dedupe', settings: BY_HAND }],
    ['a record that is none', { linkType: 'dedupe', records: [[{ first: 'a' }, null]], settings: BY_HAND }],
    ['no settings', { linkType: 'dedupe', records: [people(3).records] }],
    ['another link type', { linkType: 'both', records: [people(3).records], settings: BY_HAND }],
    ['a comparison that is none', { linkType: 'dedupe', records: [people(3).records], settings: { ...BY_HAND, comparisons: ['first'] } }],
    ['a blocking rule that is none', { linkType: 'dedupe', records: [people(3).records], settings: { ...BY_HAND, blockingRules: ['dob'] } }],
  ])('%s is refused in words', (_what, options) => {
    expect(() => createLinker(options as Parameters<typeof createLinker>[0])).toThrow(LinkageError);
  });
});
