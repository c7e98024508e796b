import { LevelsComparator, type Comparator, type LevelsComparatorData } from './comparator.ts';
import { NameComparator, type NameComparatorData } from './name-comparator.ts';
import { SqlComparator, type SqlComparatorData } from './sql-comparator.ts';

/** What a thread needs to build any comparator. */
export type ComparatorData = LevelsComparatorData | NameComparatorData | SqlComparatorData;

/** Builds the comparator of a comparison in this thread. */
export function buildComparator(data: ComparatorData): Comparator {
  switch (data.kind) {
    case 'levels':
      return new LevelsComparator(data);
    case 'personName':
      return new NameComparator(data);
    case 'sql':
      return new SqlComparator(data);
  }
}
