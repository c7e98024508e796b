/** A pair that waits, with the people whom its records belong to by what was decided so far. */
export interface WaitingPair {
  readonly left_id: string;
  readonly right_id: string;
  readonly left_person: string;
  readonly right_person: string;
  readonly probability: number;
}

/** Everybody who may be one and the same person, and the pairs that say so. */
export interface PairGroup<Pair extends WaitingPair = WaitingPair> {
  readonly people: number;
  readonly pairs: readonly Pair[];
}

function rootOf(parents: Map<string, string>, person: string): string {
  let root = person;
  for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root)) {
    root = next;
  }
  parents.set(person, root);
  return root;
}

/** Pairs that hang together through a person become one group. Groups and the pairs in them keep the order in which they came. */
export function groupPairs<Pair extends WaitingPair>(pairs: readonly Pair[]): PairGroup<Pair>[] {
  const parents = new Map<string, string>();
  for (const { left_person, right_person } of pairs) {
    parents.set(rootOf(parents, left_person), rootOf(parents, right_person));
  }
  const groups = new Map<string, { people: Set<string>; pairs: Pair[] }>();
  for (const pair of pairs) {
    const root = rootOf(parents, pair.left_person);
    const group = groups.get(root) ?? { people: new Set<string>(), pairs: [] };
    group.people.add(pair.left_person).add(pair.right_person);
    group.pairs.push(pair);
    groups.set(root, group);
  }
  return [...groups.values()].map(({ people, pairs: own }) => ({ people: people.size, pairs: own }));
}
