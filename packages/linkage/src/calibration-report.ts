import type { Pairs } from './clusters.ts';
import { LinkageError } from './errors.ts';

/** Pairs of one tenth of predicted probability, and how many of them are of one person in truth. */
export interface CalibrationRow {
  readonly from: number;
  readonly to: number;
  readonly pairs: number;
  /** The mean of the predicted probabilities; NaN where there are no pairs, as is the next. */
  readonly predicted: number;
  readonly actual: number;
}

/**
 * Predicted against true precision by tenths of probability. Predict with a low threshold first, or the lower tenths
 * are empty.
 * @param truth for each record which person it is of; null matches nobody
 * @throws LinkageError if the pairs name a record that the truth does not have
 */
export function calibrationReport(pairs: Pairs, truth: ArrayLike<unknown>): CalibrationRow[] {
  const sums = Array.from({ length: 10 }, () => ({ pairs: 0, predicted: 0, actual: 0 }));
  for (let k = 0; k < pairs.left.length; k++) {
    const [left, right] = [pairs.left[k] as number, pairs.right[k] as number];
    if (left >= truth.length || right >= truth.length) {
      throw new LinkageError(`a pair names record ${Math.max(left, right)}, but the truth has ${truth.length} records`);
    }
    const probability = pairs.probability[k] as number;
    const row = sums[Math.min(9, Math.floor(probability * 10))] as (typeof sums)[number];
    row.pairs++;
    row.predicted += probability;
    if (truth[left] === truth[right] && truth[left] !== null && truth[left] !== undefined) row.actual++;
  }
  return sums.map(({ pairs: count, predicted, actual }, tenth) => ({
    from: tenth / 10,
    to: (tenth + 1) / 10,
    pairs: count,
    predicted: predicted / count,
    actual: actual / count,
  }));
}
