import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { autoSettings } from './auto-settings.ts';
import {
  anySkeletonOf,
  anyTwoPrefixesOf,
  anyTwoWordsOf,
  anyWordOf,
  blockOn,
  outwardOf,
  valueOf,
  yearOf,
} from './blocking-rules.ts';
import { calibrationReport } from './calibration-report.ts';
import { categoryComparison, dateComparison, exact, forenameSurname, postcodeComparison } from './comparisons.ts';
import { evaluate, evaluateClusters } from './evaluate.ts';
import { expectationMaximisation } from './expectation-maximisation.ts';
import { createLinker, type Linker } from './linker.ts';
import { describeWithReference, parseCsv, referencePath, type CsvRow } from './reference-data.test-support.ts';
import type { Settings } from './settings.ts';

function read(name: string): CsvRow[] {
  const file = readFileSync(referencePath(`linkage/${name}`));
  return parseCsv((name.endsWith('.gz') ? gunzipSync(file) : file).toString('utf8'));
}

function withoutCluster(rows: CsvRow[]): { records: CsvRow[]; truth: (string | null)[] } {
  return {
    truth: rows.map((row) => row['cluster'] ?? null),
    records: rows.map((row) => Object.fromEntries(Object.entries(row).filter(([field]) => field !== 'cluster'))),
  };
}

async function trained(records: CsvRow[], settings: Settings): Promise<Linker> {
  const linker = createLinker({ linkType: 'dedupe', records: [records], settings });
  await linker.train({ seed: 1 });
  return linker;
}

/** One probability serves all sets: pairs from .5, clusters from the 2/3 of the default. */
const PAIRS = 0.5;
const SLOW = 300_000;

describeWithReference('labelled sets, of which no label enters', () => {
  it('historical_dev through autoSettings, each tenth of probability near its true precision', async () => {
    const { records, truth } = withoutCluster(read('historical_dev.csv.gz'));
    const linker = await trained(records, autoSettings([records]));
    const pairs = await linker.predict({ threshold: 0.01 });
    expect(evaluateClusters(linker.cluster(pairs), truth).f1).toBeGreaterThan(0.97);
    const report = calibrationReport(pairs, truth).filter((row) => row.pairs > 500);
    expect(report.length).toBe(10);
    for (const row of report) expect(Math.abs(row.predicted - row.actual)).toBeLessThan(0.04);
  }, SLOW);

  it('historical_dev through settings written by hand', async () => {
    const { records, truth } = withoutCluster(read('historical_dev.csv.gz'));
    const names = ['first_name', 'surname', 'full_name'] as const;
    const [word, sound] = [anyWordOf(...names), anySkeletonOf(...names)];
    const [dob, place] = [valueOf('dob', 'date'), valueOf('birth_place', 'words')];
    const outward = outwardOf('postcode_fake');
    const linker = await trained(records, {
      idField: 'unique_id',
      maxBlockSize: 20,
      comparisons: [
        forenameSurname('first_name', 'surname', { full: 'full_name' }),
        dateComparison('dob'),
        postcodeComparison('postcode_fake'),
        categoryComparison('birth_place'),
        categoryComparison('occupation'),
        exact('gender'),
      ],
      blockingRules: [
        blockOn('postcode_fake'),
        blockOn(sound, place),
        blockOn(sound, outward),
        blockOn(sound, dob),
        blockOn(anyTwoWordsOf(...names)),
        blockOn(dob, place),
        blockOn(dob, outward),
        blockOn(word, yearOf('dob')),
        blockOn(word, valueOf('occupation', 'words')),
        blockOn(anyTwoPrefixesOf(3, ...names)),
        blockOn(word),
      ],
    });
    const clusters = linker.cluster(await linker.predict({ threshold: PAIRS }));
    expect(evaluateClusters(clusters, truth).f1).toBeGreaterThan(0.96);
  }, SLOW);

  it('febrl3 and fake_1000 through autoSettings', async () => {
    const febrl = read('febrl3.csv');
    const febrlTruth = febrl.map((row) => (row['rec_id'] ?? '').split('-')[1]);
    const linker = await trained(febrl, autoSettings([febrl]));
    const pairs = await linker.predict({ threshold: PAIRS });
    expect(evaluate(pairs, febrlTruth, { thresholds: [PAIRS] }).best.pairwise.f1).toBeGreaterThan(0.9959);
    expect(evaluateClusters(linker.cluster(pairs), febrlTruth).f1).toBeGreaterThan(0.9975);
    const fake = withoutCluster(read('fake_1000.csv'));
    const fakeLinker = await trained(fake.records, autoSettings([fake.records]));
    const clusters = fakeLinker.cluster(await fakeLinker.predict({ threshold: PAIRS }));
    expect(evaluateClusters(clusters, fake.truth).f1).toBeGreaterThan(0.96);
  }, SLOW);
});

describeWithReference('expectation-maximisation', () => {
  it('recovers a known model from its comparison vectors within one per cent', () => {
    const rows = read('known_params_comparison_vectors.csv');
    const history = expectationMaximisation({
      gammas: ['gamma_col_1', 'gamma_col_2', 'gamma_col_3'].map((name) => rows.map((row) => Number(row[name]))),
      parameters: [0.6, 0.8, 0.8].map((m) => ({ m: [1 - m, m], u: [0.8, 0.2] })),
      lambda: 0.4,
      fixU: false,
      maxIterations: 2000,
      convergence: 1e-9,
    });
    const { lambda, parameters } = history.at(-1) ?? { lambda: 0, parameters: [] };
    expect(Math.abs(lambda / 0.5 - 1)).toBeLessThan(0.01);
    [0.7, 0.9, 0.95].forEach((m, c) => expect(Math.abs((parameters[c]?.m[1] ?? 0) / m - 1)).toBeLessThan(0.01));
    [0.1, 0.025, 0.2].forEach((u, c) => expect(Math.abs((parameters[c]?.u[1] ?? 0) / u - 1)).toBeLessThan(0.02));
  });
});
