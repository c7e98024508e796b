import { describe, expect, it } from 'vitest';
import { isotonic } from './calibration.ts';
import { connectedComponents, type Pairs } from './clusters.ts';
import { evaluate, evaluateClusters } from './evaluate.ts';
import { expectationMaximisation } from './expectation-maximisation.ts';

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
