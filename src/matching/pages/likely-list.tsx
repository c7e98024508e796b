import { paths } from '../../paths.ts';
import { LineList, StateTag } from '../../ui/index.ts';
import type { LikelyPerson } from '../likely.ts';

/** "about 97 in 100" */
export function probabilityWords(probability: number): string {
  const percent = probability * 100;
  return percent >= 99.5 ? 'more than 99 in 100' : percent < 1 ? 'less than 1 in 100' : `about ${Math.round(percent)} in 100`;
}

export function likelyWords(person: LikelyPerson): string {
  return `${person.reasons.join(', ')} (${probabilityWords(person.probability)})`;
}

/** People who may be the one in question, each with its reasons and the two answers. */
export function LikelyList({ people, of, mayWork, agencies }: { people: readonly LikelyPerson[]; of: string; mayWork: boolean; agencies: ReadonlyMap<string, string> }) {
  return (
    <LineList items={people.map((person) => (
      <>
        <a href={paths.person(person.record.id)}><b>{person.record.name === '' ? 'Not named' : person.record.name}</b></a>
        {person.record.under_18 ? <> <StateTag kind="danger">Under 18</StateTag></> : null}{' '}
        <span class="quiet">{[agencies.get(person.record.agency_id), likelyWords(person)].filter((part) => part !== undefined).join(': ')}</span>
        {mayWork ? (
          <form method="post" action={paths.personPart(of, 'likely')} class="hub-inline">
            <input type="hidden" name="other" value={person.record.id} />
            <button class="govuk-button govuk-button--secondary" name="verdict" value="same">Same person<span class="govuk-visually-hidden"> as {person.record.name}</span></button>{' '}
            <button class="govuk-button govuk-button--secondary" name="verdict" value="different">Not the same<span class="govuk-visually-hidden"> as {person.record.name}</span></button>{' '}
            <a href={paths.peoplePair(of, person.record.id)}>Side by side<span class="govuk-visually-hidden"> with {person.record.name}</span></a>
          </form>
        ) : null}
      </>
    ))} />
  );
}
