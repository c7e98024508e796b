import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Linker } from './linker.ts';
import { describeWithReference, parseCsv, referencePath } from './reference-data.test-support.ts';

const level = (sql_condition: string, m_probability: number, u_probability: number, more: object = {}): object => ({
  sql_condition,
  m_probability,
  u_probability,
  ...more,
});
const nullLevel = (column: string): object => ({
  sql_condition: `${column}_l IS NULL OR ${column}_r IS NULL`,
  is_null_level: true,
});
const exactOrNot = (column: string): object => ({
  output_column_name: column,
  comparison_levels: [nullLevel(column), level(`${column}_l = ${column}_r`, 0.9, 0.1), level('ELSE', 0.1, 0.9)],
});

describeWithReference('the model that Splink trained on febrl3', () => {
  it('gives every pair the weight that Splink gives it', async () => {
    const records = parseCsv(readFileSync(referencePath('linkage/febrl3.csv'), 'utf8'));
    const model: unknown = JSON.parse(readFileSync(referencePath('linkage/febrl3_splink_model.json'), 'utf8'));
    const predictions = gunzipSync(readFileSync(referencePath('linkage/febrl3_splink_predictions.csv.gz')));
    const expected = new Map(
      parseCsv(predictions.toString('utf8')).map((row) => [
        [row['rec_id_l'], row['rec_id_r']].sort().join(' '),
        Number(row['match_weight']),
      ]),
    );
    const linker = Linker.fromJSON(model, [records]);
    const pairs = await linker.predict({ threshold: 0 });
    expect(pairs.left.length).toBe(87_583);
    let furthest = 0;
    for (let k = 0; k < pairs.left.length; k++) {
      const ids = [records[pairs.left[k] as number]?.['rec_id'], records[pairs.right[k] as number]?.['rec_id']];
      furthest = Math.max(furthest, Math.abs((expected.get(ids.sort().join(' ')) ?? Infinity) - (pairs.weight[k] as number)));
    }
    expect(furthest).toBeLessThan(1e-6);
  });
});

describe('Splink models', () => {
  it('weigh the pair 479 and 481 of Splink 2 as Splink 2 did', async () => {
    // Splink's own test: "Jack" has the frequency at which its factor was 4.2726 with a weight of 0.6.
    const jackShare = 0.1 / 4.272592890212634 ** (1 / 0.6);
    const count = 1000;
    const jacks = 10;
    const model = {
      link_type: 'dedupe_only',
      probability_two_random_records_match: 0.3,
      comparisons: [
        {
          output_column_name: 'first_name',
          comparison_levels: [
            nullLevel('first_name'),
            level('first_name_l = first_name_r', 0.7, 0.1, {
              tf_adjustment_column: 'first_name',
              tf_adjustment_weight: 0.6,
            }),
            level('levenshtein(first_name_l, first_name_r) <= 2', 0.2, 0.1),
            level('ELSE', 0.1, 0.8),
          ],
        },
        exactOrNot('dob'),
        exactOrNot('city'),
        exactOrNot('email'),
      ],
      blocking_rules_to_generate_predictions: ['l.block = r.block'],
    };
    const records = Array.from({ length: count }, (_, i) => ({
      first_name: i < jacks ? 'Jack' : `X${i}`,
      dob: '1976-08-27',
      city: i === 0 ? 'Leicester' : 'reiesteL',
      email: i === 0 ? 'becky18@roberts-frazier.info' : 'b1cky8@roberts-frazier.info',
      block: i < 2 ? 'both' : `only ${i}`,
    }));
    const { weight, probability } = await Linker.fromJSON(model, [records]).predict({ threshold: 0 });
    const rarer = 0.6 * Math.log2(jackShare / (jacks / count));
    expect(weight[0]).toBeCloseTo(0.5101493570766487 + rarer, 9);
    expect(probability[0]).toBeCloseTo(1 / (1 + 2 ** -(0.5101493570766487 + rarer)), 9);
  });

  it.each([
    ['l.a = r.a OR l.b = r.b', 'more than equalities'],
    ['l.a < r.a', 'more than equalities'],
    ['l.a = r.b', 'more than equalities'],
    ['l.a = = r.a', 'not understood'],
  ])('refuses the blocking rule %s', (rule, message) => {
    const model = { link_type: 'dedupe_only', comparisons: [exactOrNot('a')], blocking_rules_to_generate_predictions: [rule] };
    expect(() => Linker.fromJSON(model, [[{ a: 1, b: 2 }]])).toThrow(message);
  });

  it('block by expressions of both records', async () => {
    const model = {
      link_type: 'dedupe_only',
      comparisons: [exactOrNot('a')],
      blocking_rules_to_generate_predictions: [{ blocking_rule: 'substr(l."a", 1, 2) = substr(r."a", 1, 2)' }],
    };
    const records = ['abc', 'abd', 'xyz', null].map((a) => ({ a }));
    const { left, right } = await Linker.fromJSON(model, [records]).predict({ threshold: 0 });
    expect([[...left], [...right]]).toEqual([[0], [1]]);
  });
});
