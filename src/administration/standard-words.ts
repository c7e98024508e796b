/** What each contact standard promises, in the words that a resident would use. */
export const standardSubjects: Readonly<Record<string, string>> = {
  acknowledge: 'A message that we have the report',
  'named-person': 'A named person',
  promise: 'A promise of what we will do',
  'something-new': 'Something new',
  'answer-request': 'An answer to a partner’s request',
  'request-supervisor': 'A late answer to a partner goes to the supervisor',
  'request-liaison': 'After that, a late answer goes to the liaison persons',
};

export const standardGroups: Readonly<Record<string, string>> = {
  urgent: 'urgent reports',
  hate: 'hate',
  'at-risk': 'people at risk',
  medium: 'medium risk',
  high: 'high risk',
  'very-high': 'very high risk',
};

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

export function spanWords(amount: number, unit: string): string {
  if (amount === 0) {
    return unit === 'hours' ? 'at once' : 'on the same working day';
  }
  const word = unit === 'hours' ? 'hour' : 'working day';
  return `within ${amount} ${word}${amount === 1 ? '' : 's'}`;
}

/** "A named person within 1 working day, for urgent reports and hate." */
export function standardWords(standard: { key: string; appliesTo: readonly string[]; amount: number; unit: string }): string {
  const repeated = standard.key === 'something-new' ? ' of the last time' : '';
  const whom = standard.appliesTo.length === 0 ? 'for everyone' : `for ${list(standard.appliesTo.map((group) => standardGroups[group] ?? group))}`;
  return `${standardSubjects[standard.key] ?? standard.key} ${spanWords(standard.amount, standard.unit)}${repeated}, ${whom}.`;
}
