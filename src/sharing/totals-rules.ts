export interface TotalRow {
  readonly year: number;
  /** Kind of agency that received or asked; 'outside' is no partner. */
  readonly kind: string;
  readonly gateway: string;
  readonly given: number;
  readonly refused: number;
}

/** A number as the public sees it: a small one is hidden, and with it whatever would give it away. */
export type Shown = number | 'hidden';

export interface TotalLine {
  readonly name: string;
  readonly given: Shown;
  readonly refused: Shown;
}

export interface YearTotals {
  readonly year: number;
  readonly given: Shown;
  readonly refused: Shown;
  readonly byKind: readonly TotalLine[];
  readonly byLaw: readonly TotalLine[];
}

/** Fewer than this many could point at somebody. */
export const smallest = 5;

/**
 * Hides every count from 1 to 4. If that hides exactly one of a column, the total would give it away: then the next smallest that is not
 * nought is hidden too.
 */
export function hideSmall(counts: readonly number[]): Shown[] {
  const small = counts.map((count) => count > 0 && count < smallest);
  if (small.filter(Boolean).length === 1) {
    const next = counts.map((count, place) => ({ count, place })).filter(({ count, place }) => count > 0 && small[place] !== true).toSorted((one, other) => one.count - other.count)[0];
    if (next !== undefined) {
      small[next.place] = true;
    }
  }
  return counts.map((count, place) => (small[place] === true ? 'hidden' : count));
}

function lines(rows: readonly TotalRow[], nameOf: (row: TotalRow) => string): TotalLine[] {
  const sums = new Map<string, { given: number; refused: number }>();
  for (const row of rows) {
    const sum = sums.get(nameOf(row)) ?? { given: 0, refused: 0 };
    sums.set(nameOf(row), { given: sum.given + row.given, refused: sum.refused + row.refused });
  }
  const named = [...sums].toSorted(([one], [other]) => one.localeCompare(other));
  const given = hideSmall(named.map(([, sum]) => sum.given));
  const refused = hideSmall(named.map(([, sum]) => sum.refused));
  return named.map(([name], place) => ({ name, given: given[place] ?? 'hidden', refused: refused[place] ?? 'hidden' }));
}

function total(counts: readonly number[], shown: readonly Shown[]): Shown {
  const sum = counts.reduce((all, count) => all + count, 0);
  // One line that is hidden alone is the total itself.
  return (sum > 0 && sum < smallest) || shown.filter((one) => one === 'hidden').length === 1 ? 'hidden' : sum;
}

/** Newest year first: totals, by kind of agency, and by law. */
export function yearTables(rows: readonly TotalRow[]): YearTotals[] {
  return [...new Set(rows.map(({ year }) => year))].toSorted((one, other) => other - one).map((year) => {
    const its = rows.filter((row) => row.year === year);
    const byKind = lines(its, ({ kind }) => kind);
    const byLaw = lines(its, ({ gateway }) => gateway);
    const shownOf = (column: 'given' | 'refused') => {
      const [kinds, laws] = [byKind, byLaw].map((table) => total(its.map((row) => row[column]), table.map((line) => line[column])));
      return kinds === 'hidden' || laws === 'hidden' ? 'hidden' : (kinds ?? 'hidden');
    };
    return { year, byKind, byLaw, given: shownOf('given'), refused: shownOf('refused') };
  });
}
