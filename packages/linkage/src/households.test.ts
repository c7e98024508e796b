import { expect, it } from 'vitest';
import { autoSettings } from './auto-settings.ts';
import { evaluateClusters } from './evaluate.ts';
import { createLinker } from './linker.ts';
import { randomSource } from './random.ts';

type Voter = Record<string, string | number | null>;

/** Households of one surname, address and telephone; two in five voters come twice, and one copy in seven has moved. */
function voters(): { records: Voter[]; truth: number[] } {
  const random = randomSource(11);
  const pick = (count: number): number => Math.floor(random() * count);
  const syllables = ['an', 'bel', 'car', 'dor', 'fen', 'gar', 'hal', 'jon', 'kel', 'lin', 'mar', 'nor', 'per', 'ros', 'sam', 'tor'];
  const word = (): string => `${syllables[pick(16)]}${syllables[pick(16)]}`;
  const names = (count: number): string[] => Array.from({ length: count }, word);
  const [forenames, surnames, streets, towns] = [names(180), names(220), names(150), names(12)];
  const home = (): Voter => {
    const town = pick(12);
    return { street_address: `${1 + pick(200)} ${streets[pick(150)]} street`, city: towns[town] ?? '', zip_code: String(10_000 + town * 37) };
  };
  const records: Voter[] = [];
  const truth: number[] = [];
  let person = 0;
  for (let household = 0; household < 1000; household++) {
    const shared = { last_name: surnames[pick(220)] ?? '', ...home(), phone: `01${100_000_000 + pick(899_999_999)}` };
    for (let member = 1 + pick(4); member > 0; member--, person++) {
      const voter: Voter = { first_name: forenames[pick(180)] ?? '', ...shared, birth_year: 1930 + pick(75) };
      records.push(voter);
      truth.push(person);
      if (random() >= 0.4) continue;
      records.push({ ...voter, ...(random() < 0.15 ? home() : {}), phone: random() < 0.2 ? null : shared.phone });
      truth.push(person);
    }
  }
  return { records, truth };
}

it('finds voters twice among those they live with, though hardly anybody moves', async () => {
  const { records, truth } = voters();
  const linker = createLinker({ linkType: 'dedupe', records: [records], settings: autoSettings([records]) });
  await linker.train({ seed: 1 });
  const { precision, recall } = evaluateClusters(linker.cluster(await linker.predict()), truth);
  expect(precision).toBeGreaterThan(0.95);
  expect(recall).toBeGreaterThan(0.75);
  await linker.close();
}, 120_000);
