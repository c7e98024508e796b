import { describe, expect, it } from 'vitest';
import { isotonic } from './calibration.ts';
import { connectedComponents, type Pairs } from './clusters.ts';
import { evaluate, evaluateClusters } from './evaluate.ts';
import { expectationMaximisation } from './expectation-maximisation.ts';
import { createLinker, type Linker } from './linker.ts';
import { blockOn } from './blocking-rules.ts';
import { exact } from './comparisons.ts';
import { jaroWinkler } from './measures.ts';
import { missingBits } from './missingness.ts';
import { randomSource } from './random.ts';

/** Splink 2's starting parameters, as in its tests: the first name at three levels, three more fields at two. */
const START = [
  { m: [0.1, 0.2, 0.7], u: [0.8, 0.1, 0.1] },
  { m: [0.1, 0.9], u: [0.9, 0.1] },
];

describe('expectation-maximisation', () => {
  it('takes one step as the formulas say, missing levels left out', () => {
    // Three pairs; the posterior of each is worked out by hand from lambda 0.3.
    const gammas = [[2, 0, -1], [1, 0, 1]];
    const odds = [(0.3 / 0.7) * 7 * 9, (0.3 / 0.7) * 0.125 * (1 / 9), (0.3 / 0.7) * 9];
    const p = odds.map((odd) => odd / (1 + odd));
    const [first, second, third] = p as [number, number, number];
    const history = expectationMaximisation({ gammas, parameters: START, lambda: 0.3, maxIterations: 1 });
    const after = history[1];
    expect(history[0]).toEqual({ lambda: 0.3, parameters: START });
    expect(after?.lambda).toBeCloseTo((first + second + third) / 3, 12);
    expect(after?.parameters[0]?.m).toEqual([second / (first + second), 1e-6, first / (first + second)].map((x) => expect.closeTo(x, 12)));
    expect(after?.parameters[1]?.m[1]).toBeCloseTo((first + third) / (first + second + third), 12);
    expect(after?.parameters[0]?.u).toEqual(START[0]?.u);
  });

  it('estimates u as well where it is not fixed, and stops when nothing moves', () => {
    const gammas = [[2, 0, 0, 1], [1, 0, 0, 0]];
    const free = expectationMaximisation({ gammas, parameters: START, lambda: 0.3, fixU: false, maxIterations: 500 });
    expect(free.at(-1)?.parameters[0]?.u).not.toEqual(START[0]?.u);
    expect(free.length).toBeLessThan(501);
    const counted = expectationMaximisation({ gammas: [[2, 0, 1], [1, 0, 0]], counts: [1, 2, 1], parameters: START, lambda: 0.3, fixU: false, maxIterations: 500 });
    expect(counted.at(-1)?.lambda).toBeCloseTo(free.at(-1)?.lambda ?? 0, 12);
  });

  it('gives a level that no pair reached 1e-6, as Splink does, and takes a level whose u is 0 for proof', () => {
    const [, after] = expectationMaximisation({ gammas: [[2, 0], [1, 0]], parameters: START, lambda: 0.3, fixU: false, maxIterations: 1 });
    expect(after?.parameters[0]?.m[1]).toBe(1e-6);
    expect(after?.parameters[0]?.u[1]).toBe(1e-6);
    const proof = [{ m: [0, 1], u: [1, 0] }, { m: [1, 0], u: [0.5, 0.5] }];
    expect(expectationMaximisation({ gammas: [[1, 0], [1, 1]], parameters: proof, lambda: 0.5, maxIterations: 1 })[1]?.lambda).toBe(0.5);
  });

  it('weighs each pair by the frequency of what it shares', () => {
    const [, after] = expectationMaximisation({ gammas: [[2, 2]], adjustments: [1, 4], parameters: [START[0] as (typeof START)[number]], lambda: 0.3, maxIterations: 1 });
    const [plain, rare] = [(0.3 / 0.7) * 7, (0.3 / 0.7) * 7 * 4];
    expect(after?.lambda).toBeCloseTo((plain / (1 + plain) + rare / (1 + rare)) / 2, 14);
  });

  it('tells the history of every session of training rules, each from the lambda inside its rule', async () => {
    // Four people twice over and two namesakes; born and town tell of each other's rule.
    const rows = ['anna 1980 leeds', 'anna 1980 leeds', 'bert 1981 york', 'bert 1981 hull', 'cleo 1982 bath', 'cleo 1983 bath', 'anna 1990 york', 'dora 1982 hull'];
    const records = rows.map((row) => Object.fromEntries(row.split(' ').map((value, i) => [['name', 'born', 'town'][i], value])));
    const comparisons = ['name', 'born', 'town'].map((field) => exact(field, { termFrequency: field === 'name' }));
    const linker = createLinker({ linkType: 'dedupe', records: [records], settings: { comparisons, blockingRules: [blockOn('name')] } });
    const slot = { m: [0.2, 0.8], u: [0.75, 0.25] };
    const start = { lambda: 0.1, comparisons: [[slot], [slot], [slot]], dependence: [] };
    await linker.train({ trainingRules: [blockOn('name'), blockOn('born')], em: { start, maxIterations: 2, convergence: 0 } });
    const [byName, byBorn] = linker.trainingSessions;
    expect(byName?.comparisons.map(({ comparison }) => comparison)).toEqual(['born', 'town']);
    // Prior odds 1/9, times .8/.25 for the name that all pairs of the rule share.
    const prior = (1 / 9) * 3.2;
    expect(byName?.history[0]?.lambda).toBeCloseTo(prior / (1 + prior), 14);
    // Pairs that share a name: born and town agree, born alone, town alone, and twice neither (the other Anna).
    const vectors = [[1, 1], [1, 0], [0, 1], [0, 0], [0, 0]] as const;
    const factor = (level: number): number => (level === 1 ? 0.8 / 0.25 : 0.2 / 0.75);
    const p = vectors.map(([born, town]) => {
      const odds = prior * factor(born) * factor(town);
      return odds / (1 + odds);
    });
    const matches = p.reduce((sum, each) => sum + each, 0);
    expect(byName?.pairs).toBe(5);
    expect(byName?.history).toHaveLength(3);
    expect(byName?.history[1]?.lambda).toBeCloseTo(matches / 5, 12);
    expect(byName?.history[1]?.parameters[0]?.m[1]).toBeCloseTo(((p[0] as number) + (p[1] as number)) / matches, 12);
    expect(byName?.history[1]?.parameters[1]?.m[1]).toBeCloseTo(((p[0] as number) + (p[2] as number)) / matches, 12);
    expect(byName?.history[1]?.parameters[0]?.u).toEqual(slot.u);
    // Born 1980, 1981 and 1982: names agree twice. Anna is three of eight, Bert two of eight; u of names is .25.
    const names = [0.25 / (3 / 8), 1, null].map((adjustment) => (adjustment === null ? factor(0) : factor(1) * adjustment));
    const towns = [factor(1), factor(0), factor(0)];
    const q = names.map((name, k) => prior * name * (towns[k] as number)).map((odds) => odds / (1 + odds));
    expect(byBorn?.history[1]?.lambda).toBeCloseTo(q.reduce((sum, each) => sum + each, 0) / 3, 12);
  });

  it('refuses what it cannot learn from', () => {
    expect(() => expectationMaximisation({ gammas: [[], []], parameters: START, lambda: 0.3 })).toThrow('at least one pair');
    expect(() => expectationMaximisation({ gammas: [[1]], parameters: START, lambda: 0.3 })).toThrow('parameters of 2');
  });
});

describe('isotonic regression', () => {
  it.each([
    [[1, 2, 3], [1, 1, 1], [1, 2, 3]],
    [[3, 1], [1, 1], [2, 2]],
    [[1, 3, 2, 4], [1, 1, 3, 1], [1, 2.25, 2.25, 4]],
    [[], [], []],
  ])('of %j trusted %j is %j', (values, trust, expected) => expect(isotonic(values, trust)).toEqual(expected));
});

describe('evaluation', () => {
  const pairs: Pairs = {
    left: Int32Array.of(0, 1, 2),
    right: Int32Array.of(1, 2, 3),
    probability: Float64Array.of(0.9, 0.6, 0.2),
    weight: Float64Array.of(3.2, 0.6, -2),
  };
  const truth = ['a', 'a', 'a', 'b', null, null];

  it('counts pairs and clusters by threshold', () => {
    const { pairwise, clusters, best } = evaluate(pairs, truth, { thresholds: [0.1, 0.5, 0.95] });
    expect(pairwise.map(({ truePositives, falsePositives, falseNegatives }) => [truePositives, falsePositives, falseNegatives])).toEqual([[2, 1, 1], [2, 0, 1], [0, 0, 3]]);
    expect(clusters.map(({ precision, recall }) => [precision, recall])).toEqual([[0.5, 1], [1, 1], [1, 0]]);
    expect(best.clusters.threshold).toBe(0.5);
  });

  it('of clusters does not depend on their numbers', () => {
    expect(evaluateClusters([5, 5, 5, 0, 1, 2], truth).f1).toBe(1);
    expect(() => evaluateClusters([1], truth)).toThrow('truth of 6 records');
    expect([...connectedComponents(pairs, 5, 0.5)]).toEqual([0, 0, 0, 1, 2]);
  });
});

describe('missing values', () => {
  it('tell by how much more often matches lack them than others', () => {
    // Half of the sure matches lack a value, and of all pairs one in ten; the other candidates are no matches.
    const masks = Int32Array.from({ length: 10_000 }, (_, k) => (k < 5000 ? Number(k % 2 === 0) : Number(k % 10 === 0)));
    const weights = Float64Array.from(masks, (_, k) => (k < 5000 ? 20 : -20));
    const random = Int32Array.from({ length: 10_000 }, (_, k) => Number(k % 10 === 0));
    const bits = new Map(missingBits(weights, masks, random));
    expect(bits.get(1)).toBeCloseTo(Math.log2(5), 1);
    expect(bits.get(0)).toBeCloseTo(Math.log2(0.5 / 0.9), 1);
    expect([...missingBits(weights, masks, masks.map(() => 0))].map(([mask]) => mask)).toEqual([0]);
  });
});

describe('comparisons that depend on each other', () => {
  /** People with common names; e-mails are made of the name and one of twenty numbers, so namesakes share them. */
  function people(): { records: Record<string, string>[]; truth: number[] } {
    const random = randomSource(5);
    const pick = (count: number): number => Math.floor(random() * count);
    const records: Record<string, string>[] = [];
    const truth: number[] = [];
    for (let person = 0; person < 6000; person++) {
      const [first, last] = [`first${pick(40)}`, `last${pick(40)}`];
      const record = { first, last, email: `${first}.${last}${pick(20)}@mail.test`, dob: `d${pick(5000)}`, place: `p${pick(3000)}` };
      for (let copy = 0; copy < 1 + Number(random() < 0.4); copy++) {
        records.push(copy === 0 || random() < 0.7 ? record : { ...record, place: `p${pick(3000)}` });
        truth.push(person);
      }
    }
    return { records, truth };
  }

  async function trained(): Promise<{ linker: Linker; truth: number[] }> {
    const { records, truth } = people();
    const linker = createLinker({
      linkType: 'dedupe',
      records: [records],
      settings: {
        comparisons: [exact('first'), exact('last'), exact('dob'), exact('place'), jaroWinkler('email', [0.95, 0.9])],
        blockingRules: [blockOn('first', 'last'), blockOn('email'), blockOn('dob', 'place')],
      },
    });
    await linker.train({ seed: 1 });
    return { linker, truth };
  }

  it('do not make one person of namesakes whose e-mails are equal', async () => {
    const { linker, truth } = await trained();
    const pairs = await linker.predict({ threshold: 0.5 });
    const wrong = Array.from(pairs.left).filter((left, k) => truth[left] !== truth[pairs.right[k] as number]).length;
    expect(pairs.left.length).toBeGreaterThan(2000);
    expect(wrong / pairs.left.length).toBeLessThan(0.02);
    await linker.close();
  }, 120_000);

  it('know that one e-mail says little of names that nearly agree', async () => {
    const random = randomSource(9);
    const pick = (count: number): number => Math.floor(random() * count);
    const misspelt = (name: string): string => `${name.slice(0, 4)}${'xqz'.charAt(pick(3))}${name.slice(5)}`;
    const syllables = ['mar', 'len', 'tor', 'bas', 'kil', 'don', 'fer', 'gus'];
    const name = (): string => `${syllables[pick(8)]}${syllables[pick(8)]}`;
    const records: Record<string, string>[] = [];
    const truth: number[] = [];
    for (let person = 0; person < 8000; person++) {
      const [first, last] = [name(), name()];
      const record = { first, last, email: `${first}.${last}${pick(8)}@mail.test`, dob: `d${pick(5000)}`, place: `p${pick(3000)}` };
      for (let copy = 0; copy < 1 + Number(random() < 0.4); copy++) {
        records.push(copy === 0 ? record : { ...record, first: random() < 0.5 ? misspelt(first) : first, place: random() < 0.7 ? record.place : `p${pick(3000)}` });
        truth.push(person);
      }
    }
    const linker = createLinker({
      linkType: 'dedupe',
      records: [records],
      settings: {
        comparisons: [jaroWinkler('first', [0.92, 0.85]), exact('last'), exact('dob'), exact('place'), exact('email')],
        blockingRules: [blockOn('first', 'last'), blockOn('email'), blockOn('dob', 'place')],
      },
    });
    await linker.train({ seed: 1 });
    const partial = linker.parameters?.calibration?.partial ?? [];
    expect(partial.map(({ on }) => on)).toContain(4);
    const pairs = await linker.predict({ threshold: 0 });
    let [predicted, actual, count] = [0, 0, 0];
    pairs.left.forEach((left, k) => {
      const right = pairs.right[k] as number;
      const [a, b] = [records[left], records[right]];
      if (a?.['email'] !== b?.['email'] || a?.['first'] === b?.['first'] || a?.['dob'] === b?.['dob']) return;
      count++;
      predicted += pairs.probability[k] as number;
      actual += Number(truth[left] === truth[right]);
    });
    expect(count).toBeGreaterThan(100);
    // Without it nine in ten of them pass for matches; none is one.
    expect(Math.abs(predicted - actual) / count).toBeLessThan(0.15);
    const explained = linker.explain(pairs.left[0] as number, pairs.right[0] as number);
    expect(explained.weight).toBeCloseTo(pairs.weight[0] as number, 6);
    await linker.close();
  }, 120_000);
});
