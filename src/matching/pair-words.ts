import type { Step } from './likeness-rules.ts';

const fields: Readonly<Record<string, string>> = { surname: 'Last name', forename: 'First name', born: 'Date of birth', postcode: 'Postcode', phone: 'Phone', email: 'E-mail', address: 'Address' };

export function fieldWords(field: string): string {
  return fields[field] ?? field;
}

const levels: Readonly<Record<string, string>> = {
  'exact match': 'the same', 'exact match, year only': 'the same year', 'all other comparisons': 'different', 'Jaro-Winkler >= 0.92': 'nearly the same', 'Jaro-Winkler >= 0.8': 'alike', 'sounds alike': 'sounds alike',
  'one digit differs, or day and month swapped': 'one digit differs, or swapped', 'same year': 'same year', 'two digits differ': 'two digits differ', 'within ten years': 'within ten years', 'one character differs': 'one letter differs',
  'same sector': 'same few streets', 'same outward code': 'same part of town', 'same area': 'same area', 'one digit differs': 'one digit differs', 'half of the words shared': 'half the words', 'shares a word': 'one word',
};

export function levelWords({ level }: Pick<Step, 'level'>): string {
  return level === null ? 'nothing known' : (levels[level] ?? level);
}
