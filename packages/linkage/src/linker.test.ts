import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autoSettings } from './auto-settings.ts';
import { blockOn } from './blocking-rules.ts';
import type { Pairs } from './clusters.ts';
import { dateComparison, exact, forenameSurname, postcodeComparison } from './comparisons.ts';
import { evaluateClusters } from './evaluate.ts';
import { createLinker, Linker } from './linker.ts';
import { randomSource } from './random.ts';
import type { Settings } from './settings.ts';

type Person = Record<string, string | null>;

const FORENAMES = 'ada ben cleo dan eve finn gail hugh iris jon kit lena max nora otto pia quinn rosa sam tess'.split(' ');
const SURNAMES = 'abbott baird crane doyle ellis frost gibbs hardy irwin joyce kerr lyle moody nash orton pratt'.split(' ');

/** People with one or two records each; the second may have a new postcode and lack its date. */
function people(count: number, seed: number): { records: Person[]; truth: number[] } {
  const random = randomSource(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const records: Person[] = [];
  const truth: number[] = [];
  for (let person = 0; person < count; person++) {
    const record: Person = {
      id: `p${person}`,
      forename: pick(FORENAMES),
      surname: pick(SURNAMES),
      dob: `19${10 + Math.floor(random() * 89)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 9)}`,
      postcode: `CM${1 + Math.floor(random() * 20)} ${Math.floor(random() * 9)}A${pick([...'BDEFG'])}`,
    };
    records.push(record);
    truth.push(person);
    if (random() < 0.5) continue;
    const changed = { postcode: random() < 0.3 ? 'IG1 1AA' : (record['postcode'] ?? null), dob: random() < 0.2 ? null : (record['dob'] ?? null) };
    records.push({ ...record, ...changed, id: `p${person}b` });
    truth.push(person);
  }
  return { records, truth };
}

const settings: Settings = {
  idField: 'id',
  comparisons: [forenameSurname('forename', 'surname'), dateComparison('dob'), postcodeComparison('postcode')],
  blockingRules: [blockOn('forename', 'surname'), blockOn('dob'), blockOn('postcode')],
};

async function trained(records: Person[], seed = 1): Promise<Linker> {
  const linker = createLinker({ linkType: 'dedupe', records: [records], settings });
  await linker.train({ seed });
  return linker;
}

const columnsOf = ({ left, right, probability, weight }: Pairs): number[][] => [[...left], [...right], [...probability], [...weight]];

describe('a linker', () => {
  const { records, truth } = people(800, 3);

  it('finds people again, nearly all of them', async () => {
    const linker = await trained(records);
    const clusters = linker.cluster(await linker.predict({ threshold: 0.5 }));
    expect(evaluateClusters(clusters, truth).f1).toBeGreaterThan(0.95);
  });

  it('gives the same result for the same seed, with progress in order', async () => {
    const stages: string[] = [];
    const first = createLinker({ linkType: 'dedupe', records: [records], settings });
    await first.train({ seed: 5, onProgress: ({ stage }) => stages.push(stage) });
    const second = await trained(records, 5);
    expect(columnsOf(await first.predict({ threshold: 0.1 }))).toEqual(columnsOf(await second.predict({ threshold: 0.1 })));
    expect(stages.indexOf('encode')).toBeLessThan(stages.indexOf('expectation-maximisation'));
  });

  it('explains every pair: prior, steps and calibration add up to its weight', async () => {
    const linker = await trained(records);
    const pairs = await linker.predict({ threshold: 0 });
    for (let k = 0; k < pairs.left.length; k += 97) {
      const { prior, steps, calibration, weight, probability } = linker.explain(pairs.left[k] as number, pairs.right[k] as number);
      expect(steps.reduce((sum, step) => sum + step.weight, prior + calibration)).toBeCloseTo(pairs.weight[k] as number, 9);
      expect([weight, probability]).toEqual([
        expect.closeTo(pairs.weight[k] as number, 9),
        expect.closeTo(pairs.probability[k] as number, 9),
      ]);
    }
  });

  it('is the same after being saved as JSON and read again', async () => {
    const linker = await trained(records);
    const read = Linker.fromJSON(JSON.stringify(linker), [records]);
    expect(columnsOf(await read.predict({ threshold: 0.2 }))).toEqual(columnsOf(await linker.predict({ threshold: 0.2 })));
    expect(read.toJSON()).toEqual(JSON.parse(JSON.stringify(linker)));
  });

  it('clusters the same whatever lower threshold it predicted with', async () => {
    const linker = await trained(records);
    const [few, many] = [await linker.predict({ threshold: 0.9 }), await linker.predict({ threshold: 0.01 })];
    expect(linker.cluster(few, { threshold: 0.9 })).toEqual(linker.cluster(many, { threshold: 0.9 }));
  });

  it('trains as Splink does, by rules, and from labels', async () => {
    const linker = createLinker({ linkType: 'dedupe', records: [records], settings });
    await linker.train({ seed: 1, trainingRules: [blockOn('dob'), blockOn('postcode')] });
    expect(linker.parameters?.dependence).toEqual([]);
    const byRules = linker.cluster(await linker.predict({ threshold: 0.5 }), { method: 'connectedComponents' });
    expect(evaluateClusters(byRules, truth).f1).toBeGreaterThan(0.9);
    const same = truth.flatMap((person, i) => (i > 0 && truth[i - 1] === person ? [i] : []));
    await linker.train({ labels: { left: same.map((i) => i - 1), right: same } });
    const fromLabels = linker.cluster(await linker.predict({ threshold: 0.5 }));
    expect(evaluateClusters(fromLabels, truth).f1).toBeGreaterThan(0.95);
  });

  it('stops when it is told to', async () => {
    const linker = await trained(records);
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(linker.predict({ signal })).rejects.toThrow('enough');
  });

  it('links tables without joining two records of one', async () => {
    const [left, right] = [records.filter((_, i) => i % 2 === 0), records.filter((_, i) => i % 2 === 1)];
    const linker = createLinker({ linkType: 'link', records: [left, right], settings });
    await linker.train({ seed: 1 });
    const pairs = await linker.predict({ threshold: 0 });
    expect(pairs.left.length).toBeGreaterThan(100);
    for (let k = 0; k < pairs.left.length; k++) {
      expect((pairs.left[k] as number) < left.length && (pairs.right[k] as number) >= left.length).toBe(true);
    }
    const clusters = linker.cluster(pairs, { method: 'bestLinks', threshold: 0.5 });
    const seen = new Set(clusters.subarray(0, left.length));
    expect(seen.size).toBe(left.length);
  });

  it('draws its weights', async () => {
    const { svg, rows } = (await trained(records)).weightsChart();
    expect(svg).toMatch(/^<svg .*<\/svg>$/);
    expect(rows.find(({ part, level }) => part === 'dob' && level === 'exact match')?.weight).toBeGreaterThan(5);
  });
});

describe('threads', () => {
  it('give what one thread gives', async () => {
    const { records } = people(2500, 9);
    const wide = { ...settings, blockingRules: [blockOn('surname'), ...settings.blockingRules] };
    const linker = createLinker({ linkType: 'dedupe', records: [records], settings: wide });
    await linker.train({ seed: 1 });
    const pairs = await linker.predict({ threshold: 0.001 });
    const narrow = Linker.fromJSON({ ...linker.toJSON(), blockingRules: [{ expressions: ['dob'] }] }, [records]);
    const some = await narrow.predict({ threshold: 0.001 });
    const weights = new Map(Array.from(pairs.left, (left, k) => [`${left} ${pairs.right[k]}`, pairs.weight[k]]));
    expect(some.left.length).toBeGreaterThan(500);
    for (let k = 0; k < some.left.length; k++) {
      expect(weights.get(`${some.left[k]} ${some.right[k]}`)).toBe(some.weight[k]);
    }
  }, 60_000);

  it('score before they are asked what they score when asked, and stop when they are not wanted', async () => {
    const { records } = people(1600, 9);
    const wide = { ...settings, blockingRules: [blockOn('surname')] };
    const linker = createLinker({ linkType: 'dedupe', records: [records], settings: wide });
    await linker.train({ seed: 1 });
    const before = await linker.predict({ threshold: 0.5 });
    expect(before.left.length).toBeGreaterThan(300);
    await linker.train({ seed: 1 });
    await expect(linker.predict({ signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
    expect(await linker.predict({ threshold: 0.5 })).toEqual(before);
  }, 60_000);

  it('give each of two who ask at once what they would give one', async () => {
    const { records } = people(1600, 9);
    const wide = { ...settings, blockingRules: [blockOn('surname')] };
    const linker = createLinker({ linkType: 'dedupe', records: [records], settings: wide });
    await linker.train({ seed: 1 });
    const one = await linker.predict({ threshold: 0.5 });
    expect(one.left.length).toBeGreaterThan(300);
    // What was scored ahead is taken: these two are both scored anew, to different depths.
    const [again, deep] = await Promise.all([linker.predict({ threshold: 0.5 }), linker.predict({ threshold: 1e-6 })]);
    expect(again).toEqual(one);
    expect(deep).toEqual(await linker.predict({ threshold: 1e-6 }));
  }, 60_000);
});

describe('inputs that are small or wrong', () => {
  it.each([[[]], [[{ forename: 'ada', surname: 'frost', dob: null, postcode: null, id: '1' }]]])('%j gives no pairs', async (table) => {
    const linker = createLinker({ linkType: 'dedupe', records: [table], settings });
    await linker.train({ seed: 1 });
    const pairs = await linker.predict({ threshold: 0 });
    expect([pairs.left.length, [...linker.cluster(pairs)]]).toEqual([0, table.map((_, i) => i)]);
  });

  it.each([
    [{ comparisons: [exact('shoe size')] }, /"shoe size", which no record has; the fields are dob, forename/],
    [{ comparisons: [] }, /at least one comparison/],
    [{ comparisons: [exact('dob'), exact('dob')] }, /two comparisons are called "dob"/],
    [{ blockingRules: [blockOn()] }, /blocking rule 1 is empty/],
    [{ blockingRules: [blockOn('town')] }, /blocking rule 1 names the field "town"/],
    [{ maxBlockSize: 1 }, /maxBlockSize/],
    [{ idField: 'number' }, /idField names the field "number"/],
  ])('%o is refused', (part, message) => {
    const { records } = people(5, 1);
    expect(() => createLinker({ linkType: 'dedupe', records: [records], settings: { ...settings, ...part } })).toThrow(message);
  });

  it('says what is missing', async () => {
    const { records } = people(20, 1);
    const linker = createLinker({ linkType: 'dedupe', records: [records], settings });
    await expect(linker.predict()).rejects.toThrow('call train() first');
    expect(() => createLinker({ linkType: 'link', records: [records], settings })).toThrow('2 to 255 tables');
    await linker.train();
    await expect(linker.predict({ threshold: 95 })).rejects.toThrow('from 0 to 1');
    expect(() => linker.explain(0, 5000)).toThrow('there is no record 5000');
    expect(() => Linker.fromJSON({ hello: 1 }, [records])).toThrow('neither');
    const saved = { ...linker.toJSON(), blockingRules: [{ expressions: [{ function: 'r => r.x' }] }] };
    expect(() => Linker.fromJSON(saved, [records])).toThrow('was a function');
    expect(() => autoSettings([[]])).toThrow('without records');
    expect(() => autoSettings([[{ name: 'Ann' }], [{ full_name: 'Ann' }]])).toThrow('They have: name | full_name');
  });
});

describe('blocking', () => {
  it('gives every pair that a rule joins once, and no other', async () => {
    const cell = fc.option(fc.constantFrom('x', 'y', 'z'), { nil: null });
    const rows = fc.array(fc.record({ a: cell, b: cell, c: cell }), { minLength: 1, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(rows, async (records) => {
        const rules = [blockOn('a', 'b'), blockOn((record) => [record['b'], record['c']]), blockOn('c')];
        const linker = createLinker({ linkType: 'dedupe', records: [records], settings: { comparisons: [exact('a')], blockingRules: rules } });
        await linker.train({ seed: 1 });
        const { left, right } = await linker.predict({ threshold: 0 });
        const expected: string[] = [];
        records.forEach((l, i) => {
          records.slice(i + 1).forEach((r, k) => {
            const both = l.a !== null && l.a === r.a && l.b !== null && l.b === r.b;
            const [some, others] = [[l.b, l.c], [r.b, r.c]];
            const any = some.some((value) => value !== null && others.includes(value));
            if (both || any) expected.push(`${i} ${i + 1 + k}`);
          });
        });
        expect(Array.from(left, (l, k) => `${l} ${right[k]}`).sort()).toEqual(expected.sort());
      }),
      { numRuns: 60 },
    );
  });
});
