import { Temporal } from 'temporal-polyfill';

import { dateWords } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { DataTable, Empty, FilterBar, LineList, Note, Pairs, Section, StateTag, TitleLine } from '../../ui/index.ts';
import { agencyKindWords, checkWords, citation, consulteeWords, gradeOf, gradeWords, lengthWords, noticeSentences, outOfForce, rungWords, targetWords, testsOf, type Power } from '../power.ts';

function ageWords({ minAge, maxAge }: Power): string {
  return minAge === null ? (maxAge === null ? 'Any age' : `${maxAge} or younger`) : maxAge === null ? `${minAge} or over` : `${minAge} to ${maxAge}`;
}

function lastsWords(power: Power): string {
  const { longest, longestUnit, shortestMonths, longestUnder18Months, shortestUnder18Months } = power;
  const parts = [
    longest === null || longestUnit === null ? '' : `at most ${lengthWords(longest, longestUnit)}`,
    shortestMonths === null ? '' : `at least ${shortestMonths} months`,
    longestUnder18Months === null ? '' : `under 18, ${shortestUnder18Months === null ? '' : `${shortestUnder18Months} to `}${longestUnder18Months} months at most`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'No set time' : parts.join('; ');
}

export function forceWords(power: Power, on: Temporal.PlainDate): string {
  const state = outOfForce(power, on);
  return state === 'not commenced' ? 'Not commenced: commencement date unknown' : state === 'later' ? `From ${power.commencedOn === null ? 'a later day' : dateWords(Temporal.PlainDate.compare(power.commencedOn, power.inForceFrom) > 0 ? power.commencedOn : power.inForceFrom)}` : state === 'ended' ? 'No longer in force' : 'In force';
}

export interface DirectoryProps {
  readonly powers: readonly Power[];
  readonly agency: string | undefined;
  readonly against: string | undefined;
  readonly today: Temporal.PlainDate;
  readonly edits: boolean;
}

/** What may we use, who may use it, against whom. */
export function DirectoryPage({ powers, agency, against, today, edits }: DirectoryProps) {
  const rungs = [...new Set(powers.map(({ rung }) => rung))].toSorted();
  return (
    <>
      <TitleLine title="Powers" says="What may be used, who may use it, against whom, and what comes first.">{edits ? <a class="govuk-button govuk-button--secondary" href={paths.administrationPart('powers')}>Change the table</a> : null}</TitleLine>
      <FilterBar action={paths.powers()} submit="Show" fields={[
        { kind: 'select', name: 'agency', label: 'Who', value: agency ?? '', options: [{ value: '', label: 'Every agency' }, ...Object.entries(agencyKindWords).map(([value, label]) => ({ value, label }))] },
        { kind: 'select', name: 'against', label: 'Against', value: against ?? '', options: [{ value: '', label: 'Anyone or anything' }, ...Object.entries(targetWords).map(([value, text]) => ({ value, label: text.charAt(0).toUpperCase() + text.slice(1) }))] },
      ]} />
      <Note>This table is a working aid, not legal advice. Rows of the Crime and Policing Act 2026 describe the Bill and are not offered until somebody sets their commencement.</Note>
      {powers.length === 0 ? <Empty lead="No power fits.">Choose another agency, or add rows under Administration.</Empty> : rungs.map((rung) => (
        <Section key={rung} id={`rung-${rung}`} title={rungWords[rung] ?? String(rung)}>
          <DataTable label={rungWords[rung] ?? String(rung)} columns={[{ label: 'Power' }, { label: 'Who may use it' }, { label: 'Against' }, { label: 'Age' }, { label: 'Lasts' }, { label: 'Law' }, { label: 'State' }]}
            rows={powers.filter((power) => power.rung === rung).map((power) => [
              <a href={paths.power(power.id)}>{power.name}</a>, power.usedBy, power.aimedAt.map((one) => targetWords[one]).join(', '), power.aimedAt.some((one) => one === 'person') ? ageWords(power) : '–', lastsWords(power), citation(power),
              forceWords(power, today) === 'In force' ? 'In force' : <StateTag kind="soft">{forceWords(power, today)}</StateTag>,
            ])} />
        </Section>
      ))}
    </>
  );
}

/** One power in full. */
export function PowerPage({ power, powers, today }: { power: Power; powers: readonly Power[]; today: Temporal.PlainDate }) {
  const named = (codes: readonly string[]): string => codes.map((code) => powers.find((one) => one.code === code)?.name ?? code).join('; ');
  const versions = powers.filter(({ code }) => code === power.code);
  const state = forceWords(power, today);
  return (
    <>
      <TitleLine title={power.name} says={state === 'In force' ? citation(power) : <><StateTag kind="danger">{state}</StateTag> {citation(power)}</>} />
      {power.limitsWords === '' ? null : <Note>{power.limitsWords}</Note>}
      <Pairs pairs={[
        { term: 'Who may use it', value: power.usedBy }, { term: 'Agencies', value: power.agencyKinds.map((kind) => agencyKindWords[kind] ?? kind).join(', ') },
        ...(power.grades.length === 0 ? [] : [{ term: 'Decided by', value: power.grades.map(gradeOf).map(({ grade, hours }) => `${gradeWords[grade] ?? grade}${hours === undefined ? '' : `, up to ${hours} hours`}`).join('; ') }]),
        { term: 'Against', value: power.aimedAt.map((one) => targetWords[one]).join(', ') }, ...(power.aimedAt.includes('person') ? [{ term: 'Age', value: ageWords(power) }] : []), { term: 'Lasts', value: lastsWords(power) },
        ...(power.hearingHours === null ? [] : [{ term: 'Court hears it', value: `within ${power.hearingHours} hours of service, weekends and bank holidays included, Christmas Day left out` }]),
        ...(power.consultees.length === 0 ? [] : [{ term: 'Consult', value: power.consultees.map((who) => consulteeWords[who] ?? who).join('; ') }]), ...(power.inform === '' ? [] : [{ term: 'Tell', value: power.inform }]),
        ...(power.appealDays === null && power.appealTo === '' ? [] : [{ term: 'Appeal', value: `${power.appealTo}${power.appealDays === null ? '' : `, ${power.appealDays} days beginning with the day it is given`}` }]),
        ...(power.breach === '' ? [] : [{ term: 'Breach', value: power.breach }]), ...(power.fixedPenaltyPounds === null ? [] : [{ term: 'Fixed penalty', value: `up to £${power.fixedPenaltyPounds}` }]),
        ...(power.contradicts.length === 0 ? [] : [{ term: 'Contradicts', value: named(power.contradicts) }]), ...(power.afterSteps.length === 0 ? [] : [{ term: 'Try first', value: named(power.afterSteps) }]),
        { term: 'Source', value: power.source },
      ]} />
      {testsOf(power).length === 0 ? null : <Section id="tests" title="What the law asks"><LineList items={testsOf(power)} /></Section>}
      {power.checks.length === 0 ? null : <Section id="checks" title="What the hub checks"><LineList items={power.checks.map((check) => checkWords[check] ?? check)} /></Section>}
      {noticeSentences(power).length === 0 ? null : <Section id="notice" title="Words that the notice carries"><LineList items={noticeSentences(power)} /></Section>}
      {versions.length < 2 ? null : <Section id="versions" title="Versions"><LineList items={versions.map((one) => <><a href={paths.power(one.id)}>From {dateWords(one.inForceFrom)}</a>{one.inForceTo === null ? '' : ` until ${dateWords(one.inForceTo)}`}</>)} /></Section>}
      <p><a href={paths.powers()}>All powers</a></p>
    </>
  );
}
