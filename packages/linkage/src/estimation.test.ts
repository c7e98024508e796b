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
    expect(after?.parameters[0]?.m).toEqual([second, 0, first].map((x) => expect.closeTo(x / (first + second), 12)));
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
});
