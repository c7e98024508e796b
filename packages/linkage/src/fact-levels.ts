/** Writes the pattern of a value with those that a column holds at some places: beside each place, 0 where it holds none. */
export type ComparesMany = (a: number, column: Int32Array, places: Int32Array, count: number, patterns: Uint8Array) => void;

/** The levels of values by their numbers in the column, from facts that were worked out of each. */
export interface FactLevels {
  /** The level of two values, 0 for none. */
  levelOf(a: number, b: number): number;
  /** One more than the level of a value with each of many others. */
  readonly patternsOf: ComparesMany;
}
