import { addressComparison, dateComparison, emailComparison, jaroWinkler, phoneComparison, postcodeComparison, type Comparison, type Dependence, type LinkageModelJson } from '@safer-hub/linkage';

/** How a name of one word is compared: equal, nearly equal, of the same sound, alike. */
function nameWord(field: 'forename' | 'surname'): Comparison {
  const alike = jaroWinkler(field, [0.92, 0.8], { termFrequency: false });
  const [equal, nearly, similar] = alike.levels;
  if (equal === undefined || nearly === undefined || similar === undefined) {
    throw new Error('the comparison of names has three levels');
  }
  return { ...alike, form: 'words', levels: [equal, nearly, { label: 'sounds alike', condition: { kind: 'soundex' } }, similar] };
}

const plain = { termFrequency: false };

/** What of two people is compared, in this order. Rare and common values count alike: a few candidates say nothing of a town's frequencies. */
export const comparisons: readonly Comparison[] = [
  nameWord('surname'), nameWord('forename'), dateComparison('born', plain), postcodeComparison('postcode', plain), phoneComparison('phone', plain), emailComparison('email', plain), addressComparison('address', plain),
];

/** A part of an address in the same postcode is half known already. */
const dependence: readonly Dependence[] = [{ given: [3], on: 6, slot: 0, discounts: [0, 1, 2, 4, 6] }];

/**
 * The model of a hub that has too few people to learn from: shares that British administrative lists show, rounded.
 * m: how often records of one person reach a level; u: how often those of two people do; from "all else" to "equal".
 * See docs/people.md.
 */
export const defaultModel: LinkageModelJson = {
  format: 'safer-hub-linkage', version: 1, linkType: 'dedupe', comparisons, blockingRules: [],
  parameters: {
    lambda: 0.0002,
    dependence,
    comparisons: [
      [{ m: [0.05, 0.04, 0.05, 0.1, 0.76], u: [0.976, 0.008, 0.008, 0.004, 0.004] }],
      [{ m: [0.09, 0.05, 0.04, 0.1, 0.72], u: [0.958, 0.012, 0.012, 0.006, 0.012] }],
      [{ m: [0.02, 0.01, 0.02, 0.03, 0.07, 0.84, 0.01], u: [0.77, 0.2, 0.012, 0.016, 0.0018, 0.0001, 0.0001] }],
      [{ m: [0.06, 0.08, 0.12, 0.12, 0.04, 0.58], u: [0.157, 0.25, 0.37, 0.2, 0.02, 0.003] }],
      [{ m: [0.42, 0.03, 0.55], u: [0.9996, 0.0002, 0.0002] }],
      [{ m: [0.4, 0.06, 0.04, 0.5], u: [0.996, 0.0038, 0.0001, 0.0001] }],
      [{ m: [0.3, 0.15, 0.15, 0.1, 0.3], u: [0.8, 0.17, 0.025, 0.003, 0.002] }],
    ],
  },
};
