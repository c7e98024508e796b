import type { Temporal } from 'temporal-polyfill';

import { paths } from '../../paths.ts';
import { DataTable, Details, Empty, LineList, Note, Section, StateTag, TitleLine } from '../../ui/index.ts';
import { rungWords } from '../power.ts';
import type { LadderCase } from '../queries.ts';
import type { Standing, Verdict } from '../rules.ts';
import { reasonWords, StepLine, type SubjectLadder } from './ladder-section.tsx';

const verdictWords: Readonly<Record<Verdict, string>> = { open: 'Open', not_open: 'Not open', contradicts: 'Contradicts' };

function Verdicts({ standing }: { standing: Standing }) {
  const { verdict, tried } = standing;
  return <><StateTag kind={verdict === 'open' ? 'fill' : verdict === 'contradicts' ? 'danger' : 'soft'}>{verdictWords[verdict]}</StateTag>{tried.length === 0 ? null : ` tried ${tried.length === 1 ? 'once' : `${tried.length} times`}`}</>;
}

function Rungs({ ladder, file, works }: { ladder: SubjectLadder; file: LadderCase; works: boolean }) {
  const { facts, standings } = ladder;
  const shown = standings.filter(({ power }) => power.commencedOn !== null);
  const later = standings.filter(({ power }) => power.commencedOn === null);
  const rows = (list: readonly Standing[]) => list.map((standing) => [
    <a href={paths.power(standing.power.id)}>{standing.power.name}</a>, rungWords[standing.power.rung] ?? '', <Verdicts standing={standing} />,
    standing.verdict === 'open' ? (standing.cautions.length === 0 ? '–' : <>First: {reasonWords(standing.cautions)}</>) : reasonWords(standing.reasons),
    standing.verdict === 'open' && works ? <a href={paths.newStep(file.id, standing.power.code, facts.subject.partyId) + (facts.subject.target === 'person' ? '' : `&target=${facts.subject.target}`)}>Take this step<span class="govuk-visually-hidden">: {standing.power.name}</span></a>
      : standing.verdict === 'not_open' && works && standing.power.commencedOn !== null ? <a href={paths.newStep(file.id, standing.power.code, facts.subject.partyId) + (facts.subject.target === 'person' ? '' : `&target=${facts.subject.target}`)}>Look<span class="govuk-visually-hidden"> at {standing.power.name}</span></a> : '–',
  ]);
  const columns = [{ label: 'Power' }, { label: 'Rung' }, { label: 'Now' }, { label: 'Why' }, { label: 'Do' }];
  return (
    <>
      <DataTable label={`Ladder for ${facts.subject.name}`} columns={columns} rows={rows(shown)} />
      {later.length === 0 ? null : <Details summary={`Not commenced (${later.length})`}><DataTable label={`Not commenced, for ${facts.subject.name}`} columns={columns} rows={rows(later)} /></Details>}
    </>
  );
}

export interface LadderPageProps {
  readonly file: LadderCase;
  readonly ladders: readonly SubjectLadder[];
  readonly works: boolean;
  readonly now: Temporal.Instant;
}

/** For everyone and everything that a step could be taken against: what was tried, what is open, what is not and why. */
export function LadderPage({ file, ladders, works, now }: LadderPageProps) {
  return (
    <>
      <TitleLine title={`Steps and powers, ${file.reference}`} says={file.title} />
      <p>Take the least that will do. The law is cited beside each answer; where it is not clear, ask your legal adviser. <a href={paths.case(file.id)}>Back to the case</a>. <a href={paths.powers()}>All powers</a>.</p>
      {ladders.some(({ facts }) => facts.subject.target === 'person') ? null : <Empty lead="Nobody is complained of yet.">Add the person to the case, and their ladder shows here.</Empty>}
      {ladders.map((ladder, place) => {
        const { subject } = ladder.facts;
        const age = subject.target !== 'person' ? '' : subject.age === undefined ? 'age not known' : subject.age.sure ? `${subject.age.years} years old` : `about ${subject.age.years}, not checked`;
        return (
          <Section key={place} id={`subject-${place}`} title={subject.name} note={age}>
            {subject.youth ? <Note danger><p><b>Under 18: youth service and diversion first.</b> Consult the youth offending team before any court.</p></Note> : null}
            {subject.vulnerability === '' ? null : <Note danger><p><b>Vulnerable: {subject.vulnerability}.</b> Support first; say why where it does not come first.</p></Note>}
            {ladder.steps.length === 0 ? <p class="quiet">Nothing tried yet.</p> : <LineList items={ladder.steps.map((step) => <StepLine key={step.row.id} step={step} now={now} />)} />}
            {subject.target === 'person' || ladder.steps.length > 0 ? <Rungs ladder={ladder} file={file} works={works} /> : <Details summary={`What could be used: ${subject.name}`}><Rungs ladder={ladder} file={file} works={works} /></Details>}
          </Section>
        );
      })}
    </>
  );
}
