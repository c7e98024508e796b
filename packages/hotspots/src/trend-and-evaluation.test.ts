import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeReference, json, largestRelative } from '../test/reference.ts';
import { gini, lorenz } from './concentration.ts';
import { weightedDisplacementDifference, type BeforeAfter } from './displacement.ts';
import { normalBelow, normalQuantile, normalUpperTail } from './distributions.ts';
import { eTest } from './e-test.ts';
import { emergingClass, emergingHotSpots } from './emerging-hot-spots.ts';
import { hitRateAt, predictionAccuracyIndex, predictionEfficiencyIndex, recaptureRateIndex } from './evaluation.ts';
import { mannKendall, type MannKendallVariant } from './mann-kendall.ts';
import { queenGrid } from './weights.ts';

describe('distributions', () => {
  it('normal tails as tabled, and quantiles undo them', () => {
    // Values of R's pnorm.
    for (const [z, p] of [[0, 0.5], [1, 0.15865525393145707], [1.959963984540054, 0.025], [3, 0.0013498980316300933], [6, 9.86587645037698e-10], [10, 7.61985302416053e-24]] as const) {
      expect(Math.abs(normalUpperTail(z) / p - 1)).toBeLessThan(1e-12);
    }
    fc.assert(fc.property(fc.double({ min: 1e-10, max: 1 - 1e-10, noNaN: true }), (p) => {
      expect(normalBelow(normalQuantile(p))).toBeCloseTo(p, 12);
    }));
  });
});

describe('mannKendall', () => {
  it('calls plain trends, drops gaps, and says when there is too little', () => {
    expect(mannKendall([1, 2, 3, Number.NaN, 4, 5, 6, 7, 8])).toMatchObject({ trend: 'increasing', s: 28, tau: 1, slope: 1 });
    expect(mannKendall([8, 7, 6, 5, 4, 3, 2, 1]).trend).toBe('decreasing');
    expect(mannKendall([5, 5, 5, 5])).toMatchObject({ trend: 'no trend', z: 0, p: 1 });
    expect(() => mannKendall([1])).toThrow('at least 2');
  });
  it('s and variance do not care about the size of steps, only their order', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 3, maxLength: 30 }), (list) => {
      const plain = mannKendall(list);
      const cubed = mannKendall(list.map((v) => v ** 3));
      expect([cubed.s, cubed.variance]).toEqual([plain.s, plain.variance]);
    }));
  });
});

describe('emerging hot spots', () => {
  const cases: [history: string, trend: 'increasing' | 'decreasing' | 'no trend', expected: string][] = [
    ['.........H', 'no trend', 'new hot spot'],
    ['.......HHH', 'no trend', 'consecutive hot spot'],
    ['HHHHHHHHHH', 'increasing', 'intensifying hot spot'],
    ['.HHHHHHHHH', 'no trend', 'persistent hot spot'],
    ['HHHHHHHHHH', 'decreasing', 'diminishing hot spot'],
    ['.HH..H...H', 'no trend', 'sporadic hot spot'],
    ['.CC..H...H', 'no trend', 'oscillating hot spot'],
    ['HHHHHHHHH.', 'no trend', 'historical hot spot'],
    ['CCCCCCCCCC', 'decreasing', 'intensifying cold spot'],
    ['CCCCCCCCCC', 'increasing', 'diminishing cold spot'],
    ['.........C', 'no trend', 'new cold spot'],
    ['HH........', 'no trend', 'no pattern'],
    ['..........', 'increasing', 'no pattern'],
  ];
  it.each(cases)('%s with %s is %s', (history, trend, expected) => {
    expect(emergingClass(Array.from(history, (letter) => ({ H: 1, C: -1 })[letter] ?? 0), trend)).toBe(expected);
  });
  it('finds a corner that grows', () => {
    const counts = Array.from({ length: 10 * 64 }, (_, k) => (k % 64 < 2 || (k % 64 >= 8 && k % 64 < 10) ? Math.floor(k / 64) * 6 : (k * 7) % 3));
    const { classes, state } = emergingHotSpots(counts, queenGrid(8, 8), { steps: 10 });
    expect(classes[0]).toMatch(/consecutive|intensifying/);
    expect(classes[63]).not.toMatch(/hot/);
    expect(state.length).toBe(640);
  });
});

describe('evaluation', () => {
  it('never lets ties flatter a forecast', () => {
    expect(Array.from(predictionAccuracyIndex({ observed: [4, 0], predicted: [1, 1] }))).toEqual([0, 1]);
  });
  it('efficiency is at most 1 for equal areas, and the last index is 1', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 30 }), (list) => {
      fc.pre(list.some(([came]) => came > 0));
      const forecasts = { observed: list.map(([came]) => came), predicted: list.map(([, said]) => said) };
      for (const value of predictionEfficiencyIndex(forecasts)) expect(value).toBeLessThanOrEqual(1 + 1e-12);
      expect(predictionAccuracyIndex(forecasts).at(-1)).toBeCloseTo(1, 12);
    }));
  });
  it('hit rate at a share, and recapture', () => {
    const forecasts = { observed: [5, 3, 2, 0], predicted: [9, 1, 5, 0] };
    expect(hitRateAt(forecasts, 0.5)).toEqual({ areas: 2, hitRate: 0.7, accuracyIndex: 1.4, efficiencyIndex: 0.7 / 0.8 });
    expect(Array.from(recaptureRateIndex(forecasts, [5, 1, 4, 0]))).toEqual([1, 7 / 9, 1, 1].map((v) => expect.closeTo(v, 12)));
    expect(() => hitRateAt(forecasts, 0)).toThrow('share is 0');
  });
  it('Lorenz and Gini', () => {
    expect(gini([2, 2, 2, 2])).toBeCloseTo(0, 12);
    expect(gini([0, 0, 0, 8])).toBeCloseTo(0.75, 12);
    expect(gini([0, 0, 1, 1], { generalised: true })).toBeCloseTo(0, 12);
    expect(Array.from(lorenz([3, 1]).events)).toEqual([0, 0.25, 1]);
    expect(() => gini([0, 0])).toThrow('no events');
  });
  it('e-test: either order, and its p is that of the whole sum', () => {
    expect(eTest(20, 10).p).toBeCloseTo(0.069, 3);
    expect(eTest(3, 9).p).toBeCloseTo(eTest(9, 3).p, 12);
    expect(eTest(0, 0).p).toBe(1);
    expect(() => eTest(1.5, 2)).toThrow('whole number');
  });
  it('displacement: weights divide, harm multiplies, kinds add up', () => {
    const plain = weightedDisplacementDifference({ treated: [20, 10], control: [20, 20] });
    const longer = weightedDisplacementDifference({ treated: [40, 10], control: [40, 20], timeWeights: [2, 1] });
    expect(longer.estimate).toBeCloseTo(plain.estimate, 12);
    expect(longer.standardError).toBeCloseTo(Math.sqrt(10 + 10 + 10 + 20), 12);
    const harmed = weightedDisplacementDifference({ treated: [[20, 10], [25, 20]], control: [[20, 20], [30, 30]], harm: [10, 5] });
    expect(harmed.estimate).toBe(-10 * 10 - 5 * 5);
    expect(harmed.standardError).toBeCloseTo(Math.sqrt(70 * 100 + 105 * 25), 12);
    expect(weightedDisplacementDifference({ treated: [8, 4], control: [8, 8], areaWeights: { treated: 2, control: 2 } }).estimate).toBe(-2);
    expect(() => weightedDisplacementDifference({ treated: [-1, 4], control: [8, 8] })).toThrow('treated before is -1');
  });
});

describeReference('pyMannKendall and ptools', () => {
  interface Expected { trend: string; p: number; z: number; Tau?: number; s?: number; var_s: number; slope?: number }
  it.each([['original_test', 'original'], ['hamed_rao', 'hamed-rao'], ['yue_wang', 'yue-wang'], ['seasonal_period12', 'seasonal']] as const)('%s', (name, variant: MannKendallVariant) => {
    const values = json<{ values: (number | null)[] }>('trend/bogra.json').values.map((v) => v ?? Number.NaN);
    const expected = json<Record<string, Expected>>('trend/cases.json')[name]!;
    const found = mannKendall(values, { variant, period: 12 });
    expect(found.trend).toBe(expected.trend);
    expect(largestRelative([found.p, found.z, found.variance], [expected.p, expected.z, expected.var_s])).toBeLessThan(1e-10);
    if (expected.s !== undefined) expect(found.s).toBe(expected.s);
    if (expected.Tau !== undefined) expect(found.tau).toBeCloseTo(expected.Tau, 12);
    if (expected.slope !== undefined) expect(found.slope).toBeCloseTo(expected.slope, 12);
  });
  interface Evaluation {
    wdd: { treated: BeforeAfter; control: BeforeAfter; disp_treated?: BeforeAfter; disp_control?: BeforeAfter }[];
    pai: { obs: number[]; pred: number[]; area: number[]; expect: { PAI: number[]; PEI: number[] } };
  }
  it('displacement difference, accuracy indices and e-test', () => {
    const { wdd, pai } = json<Evaluation>('evaluation/cases.json');
    const paper = weightedDisplacementDifference({ treated: wdd[1]!.treated, control: wdd[1]!.control, displacementTreated: wdd[1]!.disp_treated, displacementControl: wdd[1]!.disp_control });
    expect([paper.estimate, Math.round(paper.standardError ** 2), paper.z.toFixed(2), ...paper.interval.map(Math.round)]).toEqual([-118, 1568, '-2.98', -196, -40]);
    const readme = weightedDisplacementDifference({ treated: wdd[0]!.treated, control: wdd[0]!.control, alpha: 0.1 });
    expect(readme.interval[0]).toBeCloseTo(-23.761833, 6);
    expect(readme.interval[1]).toBeCloseTo(3.761833, 6);
    const forecasts = { observed: pai.obs, predicted: pai.pred, area: pai.area };
    expect(Array.from(predictionAccuracyIndex(forecasts))).toEqual(pai.expect.PAI);
    expect(Array.from(predictionEfficiencyIndex(forecasts))).toEqual(pai.expect.PEI);
    expect(Math.abs(eTest(0, 3).p - 0.0884)).toBeLessThan(0.0005);
  });
});
