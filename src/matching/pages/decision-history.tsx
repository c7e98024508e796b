import { paths } from '../../paths.ts';
import { dateWords } from '../../platform/calendar/index.ts';
import { LineList, Section } from '../../ui/index.ts';
import type { LinkRow } from '../deciding.ts';

const verdictWords = { same: 'the same person', different: 'not the same person', unsure: 'not sure' } as const;

function named(name: string): string {
  return name === '' ? 'someone not named' : name;
}

/** Who decided which records are one person, and the way back. */
export function DecisionHistory({ decisions, personId, mayWork }: { decisions: readonly LinkRow[]; personId: string; mayWork: boolean }) {
  return decisions.length === 0 ? null : (
    <Section id="decisions" title="Who decided that records are one person" lede="A decision taken back leaves everything as if it had never been made.">
      <LineList small items={decisions.map((one) => (
        <>
          <b>{named(one.left_name)}</b> and <b>{named(one.right_name)}</b>: {verdictWords[one.verdict]}.{' '}
          {one.why === '' ? null : `${one.why}. `}<span class="quiet">{one.decided_by_name ?? 'The hub, by the local rule'}, {dateWords(one.decided_at)}</span>{' '}
          {one.undone_at !== null ? <span class="quiet">Taken back {dateWords(one.undone_at)} by {one.undone_by_name ?? 'the hub'}: {one.undone_why}</span>
            : mayWork ? <a href={paths.personUndo(personId, one.id)} data-in-place="">Undo<span class="govuk-visually-hidden"> this decision about {named(one.right_name)}</span></a> : null}
        </>
      ))} />
    </Section>
  );
}
