import { describe, expect, it } from 'vitest';

import * as hotspots from './index.ts';

// Every function of the package, called as somebody without types might: each argument and each entry of it in turn replaced
// by what does not belong there. It may do without (what is optional), or say in plain words which one is wrong.

type Call = (...given: unknown[]) => unknown;

const points = { x: [0, 1, 5, 6, 8], y: [0, 3, 0, 2, 1] };
const events = { ...points, day: [1, 2, 3, 4, 5] };
const counts = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const nine = hotspots.queenGrid(3, 3);
const listed = hotspots.fromNeighbours(counts.map((_, i) => [(i + 1) % 9, (i + 8) % 9]));
const extent = { west: 0, south: 0, east: 4, north: 4 };
const surface = { bandwidth: 2, cellSize: 1, extent };
const grid = { columns: 4, rows: 4, extent, cellSize: 1 };
const bands = { spatialBands: [0, 5], temporalBands: [0, 5], permutations: 9 };
const cases = { ...points, cases: [1, 1, 1, 1, 1], population: [9, 9, 9, 9, 9] };
const scanned = { model: 'poisson', permutations: 9 };
const foretold = { observed: [1, 2], predicted: [2, 1] };
const months = [1, 2, 3].map(() => new Float64Array(16).fill(1));
const places = { longitude: [0, 1], latitude: [51, 52], attributes: { kind: [1, 2] } };
const feature = { type: 'Feature', geometry: { type: 'Point', coordinates: [0, 51] }, properties: {} };

/** One good call of each function, all arguments given. */
const good: { readonly [Name in keyof typeof hotspots]: readonly unknown[] } = {
  kernelDensity: [points, surface], densityAtPoints: [points, { bandwidth: 2 }], densityRatio: [points, points, surface], incrementalSurface: [points, surface], selectBandwidth: [points, { method: 'scott' }],
  cellsOf: [Float64Array.of(1), Float64Array.of(1), grid], countByCell: [Float64Array.of(1), Float64Array.of(1), Float64Array.of(1), grid],
  distanceBand: [points, 5], nearest: [points, 1], fromNeighbours: [[[1], [0]], [[1], [2]]], queenGrid: [3, 3], rookGrid: [3, 3],
  getisOrdG: [counts, listed], getisOrdGi: [counts, nine, {}], localMoran: [counts, listed, {}], falseDiscoveryRate: [[0.1, 0.2], {}],
  dbscan: [points, { eps: 5, minPoints: 2 }], stDbscan: [events, { eps: 5, epsDays: 2, minPoints: 2 }], hdbscan: [points, { minClusterSize: 2 }],
  scan: [cases, scanned], scanInBackground: [cases, { ...scanned, threads: 1 }], nearRepeat: [events, bands], nearRepeatInBackground: [events, { ...bands, threads: 1 }],
  knox: [events, { distance: 5, days: 5, permutations: 9 }], jacquez: [events, { k: 1, permutations: 9 }], mantel: [events, { permutations: 9 }],
  emergingClass: [[0, 1, 1], 'increasing'], emergingHotSpots: [[...counts, ...counts], nine, { steps: 2 }], mannKendall: [[1, 3, 2, 5], {}],
  hitRateAt: [foretold, 0.5], predictionAccuracyIndex: [foretold], predictionEfficiencyIndex: [foretold], recaptureRateIndex: [foretold, [1, 1]], lorenz: [[1, 2]], gini: [[1, 2], {}],
  weightedDisplacementDifference: [{ treated: [10, 5], control: [8, 8], timeWeights: [1, 1], areaWeights: [1, 1, 1, 1], harm: 1 }], eTest: [5, 6, { exposures: [1, 1] }],
  forecast: [{ ...points, period: [0, 1, 2, 0, 1] }, { cellSize: 1, settings: { fading: 0.9, contrast: 1 } }], densityForecast: [{ ...points, period: [0, 1, 2, 0, 1] }, months, () => Uint32Array.of(1), grid],
  topHits: [Float64Array.of(1, 2), Float64Array.of(1, 2), Uint32Array.of(0, 1), 0.5],
  clusterIndex: [[feature], {}], pointTiles: [places, {}], pointTilesOf: [hotspots.pointTiles(places).columns, {}], encodePoints: ['places', [{ x: 1, y: 2, tags: [['kind', 1]] }], 4096],
};

const strange: readonly unknown[] = [undefined, null, Number.NaN, Infinity, -1, 0.5, '', 'words', {}, [], [Number.NaN], ['a', 'b'], [null, null], true, () => 1, 5n, [1]];

function withStrange(args: readonly unknown[]): { readonly said: string; readonly args: unknown[] }[] {
  return args.flatMap((arg, at) => strange.flatMap((value) => {
    const keys = typeof arg === 'object' && arg !== null && !ArrayBuffer.isView(arg) ? Object.keys(arg) : [];
    const within = keys.map((key) => ({ said: `argument ${at}, ${key}: ${typeof value}`, args: args.with(at, Array.isArray(arg) ? arg.with(Number(key), value) : { ...(arg as object), [key]: value }) }));
    return [{ said: `argument ${at}: ${typeof value}`, args: args.with(at, value) }, ...within];
  }));
}

async function outcome(call: Call, args: readonly unknown[]): Promise<Error | undefined> {
  try {
    await call(...args);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

describe('what does not belong there', () => {
  it('every function has a good call here', () => {
    expect(Object.keys(good).sort()).toEqual(Object.keys(hotspots).sort());
  });

  describe.each(Object.entries(good))('%s', (name, args) => {
    const call = hotspots[name as keyof typeof hotspots] as Call;

    it('takes what is right', async () => {
      expect(await outcome(call, args)).toBeUndefined();
    });

    it('says what is wrong in words of its own, wherever it stands', async () => {
      const foreign: string[] = [];
      for (const { said, args: given } of withStrange(args)) {
        const error = await outcome(call, given);
        if (error === undefined) continue;
        // Messages of the language itself: the package's own all name an argument, and say what it must be or has.
        const own = error instanceof RangeError && /\b(is|are|has|have|must|needs?|needed|no|give|lie|given)\b/.test(error.message) && !/not iterable|not a function|Invalid |undefined \(|BigInt|Symbol/.test(error.message);
        if (!own) foreign.push(`${said}: ${String(error)}`);
      }
      expect(foreign).toEqual([]);
    });

    it.each(args.flatMap((arg, at) => (typeof arg === 'object' ? [undefined, null, 'words', 7].map((value) => [at, value] as const) : [])))('argument %i cannot be %s', async (at, value) => {
      const error = await outcome(call, args.with(at, value));
      const optional = value === undefined && mayBeLeftOut(args, at);
      if (!optional) expect(error).toBeInstanceOf(RangeError);
    });
  });
});

/** Empty options, and lists of weights, may be left out. */
function mayBeLeftOut(args: readonly unknown[], at: number): boolean {
  const own = Object.entries(good).find(([, list]) => list === args)?.[0] ?? '';
  const needed = ['kernelDensity', 'densityAtPoints', 'densityRatio', 'incrementalSurface', 'selectBandwidth', 'dbscan', 'stDbscan', 'hdbscan', 'nearRepeat', 'nearRepeatInBackground', 'knox', 'jacquez', 'emergingHotSpots', 'forecast'];
  return at > 0 && at === args.length - 1 && !needed.includes(own) || (own === 'countByCell' && at === 2);
}
