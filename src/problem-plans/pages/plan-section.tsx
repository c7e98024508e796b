import type { ComponentChildren } from 'preact';

import { paths } from '../../paths.ts';
import { dateWords } from '../../platform/calendar/index.ts';
import { AsTyped, DataTable, Empty, Figure, Section, StreetMap } from '../../ui/index.ts';
import { planDrawing } from '../drawing.ts';
import type { PlanPanel } from '../panel.ts';
import { assessedWords, osara, placesClear } from '../rules.ts';
import { StepsChart } from './steps-chart.tsx';

export interface PlanSectionProps {
  readonly caseId: string;
  readonly panel: PlanPanel | undefined;
  readonly works: boolean;
}

function Assessed({ panel }: { panel: PlanPanel }) {
  const { plan, assessed } = panel;
  if (plan.started_on === null) {
    return <p class="quiet">Before and after: give the day on which the response starts.</p>;
  }
  if (assessed === undefined) {
    return <p class="quiet">{plan.comparison_lat === null ? 'Before and after needs a comparison place: one like this where nothing was done.' : placesClear(plan) ? 'Before and after can be told two weeks after the start.' : 'This place and the comparison, each with its ring, overlap: choose one further away.'}</p>;
  }
  const { counts } = assessed;
  return (
    <>
      <p>{assessedWords(assessed).join(' ')}</p>
      <DataTable
        label="Before and after"
        columns={[{ label: 'Where' }, { label: `${assessed.windows.daysBefore} days before`, numeric: true }, { label: `${assessed.windows.daysAfter} days after`, numeric: true }]}
        rows={[['Here', ...counts.treated], ['Ring around', ...counts.ring], [plan.comparison_name, ...counts.control], [`Ring around ${plan.comparison_name}`, ...counts.controlRing]]}
      />
      <p class="small quiet hub-more">Started {dateWords(plan.started_on)}. Weighted displacement difference (Wheeler and Ratcliffe), Poisson counts, of what you may see; no domestic abuse, hate or restricted record is in it.</p>
    </>
  );
}

function Map({ panel }: { panel: PlanPanel }): ComponentChildren {
  const drawn = planDrawing(panel);
  const words = `${panel.plan.radius} metres around the place, a ring of ${panel.plan.ring} metres${panel.plan.comparison_name === '' ? '' : `, and ${panel.plan.comparison_name} to compare with`}`;
  return (
    <Figure source={`${words}. Each dot is a place with reports that you may see.`}>
      <StreetMap id="plan-map" title={`The place of the plan: ${words}`} view={drawn.view} layers={drawn.layers} legend={[{ kind: 'hot', words: 'this place' }, { kind: 'maybe', words: 'ring, comparison' }]} />
    </Figure>
  );
}

/** The problem-solving plan of a case: objective, scan, analyse, respond, assess, with its map and its before and after. */
export function PlanSection({ caseId, panel, works }: PlanSectionProps) {
  if (panel === undefined) {
    return works ? (
      <Section id="plan" title="Problem-solving plan" link={{ href: paths.plan(caseId), label: 'Write a plan' }}><Empty lead="No plan.">For a place or problem that keeps coming back: objective, scan, analyse, respond, assess.</Empty></Section>
    ) : null;
  }
  return (
    <Section id="plan" title="Problem-solving plan" link={works ? { href: paths.plan(caseId), label: 'Change the plan' } : undefined}>
      <dl class="hub-osara">
        {osara.map(({ field, title }) => (
          <div key={field}>
            <dt><b>{title}</b></dt>
            <dd>{panel.plan[field] === '' ? <span class="quiet">Not written yet.</span> : <AsTyped>{panel.plan[field]}</AsTyped>}{field === 'assessment' ? <Assessed panel={panel} /> : null}</dd>
          </div>
        ))}
      </dl>
      <Map panel={panel} />
      {panel.here.length === 0 ? null : <StepsChart panel={panel} />}
      <p class="hub-more"><a href={paths.planBrief(caseId)}>Brief on two pages (PDF)</a></p>
    </Section>
  );
}
