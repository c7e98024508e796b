import { DataTable, Section } from '../../ui/index.ts';
import { smallest, type Shown, type TotalLine, type YearTotals } from '../totals-rules.ts';

const kindWords: Readonly<Record<string, string>> = {
  council: 'Councils', police: 'Police', fire: 'Fire and rescue', probation: 'Probation', health: 'Health', housing: 'Housing providers', charity: 'Charities and youth services', school: 'Schools', outside: 'Others who are not partners',
};

function words(shown: Shown): string {
  return shown === 'hidden' ? 'Hidden' : shown.toLocaleString('en-GB');
}

function table(label: string, first: string, lines: readonly TotalLine[]) {
  return <DataTable label={label} caption publicLook columns={[{ label: first }, { label: 'Shared', numeric: true }, { label: 'Refused', numeric: true }]} rows={lines.map((line) => [line.name, words(line.given), words(line.refused)])} />;
}

/** How often partners share, and how often they say no. */
export function SharingTotalsPage({ years }: { years: readonly YearTotals[] }) {
  return (
    <>
      <h1>What we share with each other</h1>
      <p class="hub-lede">Partners of this hub may give each other facts only for a lawful purpose, and write down each time what, why and under which law. These are the numbers, year by year.</p>
      <p>A number below {smallest} is hidden, because it could point at somebody. Sometimes another one beside it is hidden too, so that nobody can work out the first.</p>
      {years.length === 0 ? <p>Nothing has been shared yet.</p> : null}
      {years.map((year) => (
        <Section key={year.year} id={`year-${year.year}`} title={year.year}>
          <p>{year.given === 'hidden' ? 'The number shared is hidden.' : `Shared ${words(year.given)} ${year.given === 1 ? 'time' : 'times'}.`} {year.refused === 'hidden' ? 'The number refused is hidden.' : `Refused ${words(year.refused)} ${year.refused === 1 ? 'time' : 'times'}.`}</p>
          {table(`To whom, ${year.year}`, 'To whom', year.byKind.map((line) => ({ ...line, name: kindWords[line.name] ?? 'Other public bodies' })))}
          {table(`Under which law, ${year.year}`, 'Law', year.byLaw.map((line) => ({ ...line, name: line.name === '' ? 'Refused before a law was named' : line.name })))}
        </Section>
      ))}
      <Section id="you" title="If it is about you">
        <p>You may ask what was shared about you, with whom and why. Ask the agency that has your report. Sometimes the law does not let us tell you, such as when it would put somebody in danger; then we say that.</p>
      </Section>
    </>
  );
}
