import type { Temporal } from 'temporal-polyfill';

import { dateWords, shortDay } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { Band, Empty, LineSpark, Section, StateTag } from '../../ui/index.ts';
import type { RiskLine, RiskPanel } from '../panel.ts';
import type { Move } from '../rules.ts';
import { bandWords } from '../template.ts';

export interface RiskSectionProps {
  readonly caseId: string;
  readonly panel: RiskPanel;
  readonly now: Temporal.Instant;
  /** Whether the reader may assess. */
  readonly works: boolean;
}

/** "threat (+4), child affected (+3)" */
export function movedWords(moved: readonly Move[], most = 3): string {
  const shown = moved.slice(0, most).map(({ words, by }) => `${words.charAt(0).toLowerCase()}${words.slice(1)} (${by > 0 ? '+' : '−'}${Math.abs(by)})`);
  const rest = moved.length - shown.length;
  return `${shown.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}

/** "27 of 45, up from 19 on 10 November 2026" */
export function scoreWords(current: Pick<RiskLine, 'score' | 'out_of'>, before: Pick<RiskLine, 'score' | 'assessed_at'> | undefined): string {
  const now = `${current.score} of ${current.out_of}`;
  if (before === undefined) {
    return now;
  }
  const way = current.score > before.score ? `up from ${before.score}` : current.score < before.score ? `down from ${before.score}` : 'the same as';
  return `${now}, ${way} on ${dateWords(before.assessed_at)}`;
}

function reviewWords({ review_on, supervisor_review_on }: RiskLine): string {
  return `Next look by ${shortDay(review_on)}${supervisor_review_on === null ? '' : `; supervisor by ${shortDay(supervisor_review_on)}`}.`;
}

/** Risk on the case page: band, how it moved, what moved it, when it is looked at again. */
export function RiskSection({ caseId, panel, works }: RiskSectionProps) {
  const { current, history } = panel;
  const link = works ? { href: paths.assessRisk(caseId), label: current === undefined ? 'Assess' : 'Look again' } : undefined;
  if (current === undefined) {
    return (
      <Section id="risk" title="Risk" side link={link}>
        <Empty lead="Nobody has looked at the risk yet.">Score, band and review dates show here.</Empty>
      </Section>
    );
  }
  const same = history.filter(({ partyId }) => partyId === current.partyId);
  const before = same[same.indexOf(current) + 1];
  const points = same.toReversed().map((line) => ({ label: shortDay(line.assessed_at), value: line.score, at: Math.round(line.assessed_at.epochMilliseconds / 86_400_000) }));
  return (
    <Section id="risk" title="Risk" side link={link}>
      <p><Band level={current.band} /> <span class="num">{scoreWords(current, before)}</span></p>
      {current.flags.length === 0 ? null : <p>{current.flags.map(({ key, name }) => <><StateTag key={key} kind="danger">{name}</StateTag> </>)}</p>}
      {points.length < 2 ? null : (
        <LineSpark id="risk-score" what="Risk score" over="Day" points={points} line={{ value: current.highFrom, label: 'High' }} source={<a href={paths.riskAssessment(caseId, current.id)}>Answers and history</a>} />
      )}
      <p class="small">
        {current.moved.length === 0 ? null : `What moved it: ${movedWords(current.moved)}. `}
        {current.band === current.scored_band ? null : `Set to ${bandWords[current.band].toLowerCase()} by judgement: ${current.judgement} `}
        {current.approval === 'asked' && current.proposed_band !== null ? `${current.assessed_by_name ?? 'The officer'} asks a supervisor to lower it to ${bandWords[current.proposed_band].toLowerCase()}. ` : null}
        {current.party === null ? null : `${current.party} was asked. `}
        {reviewWords(current)}
        {points.length < 2 ? <> <a href={paths.riskAssessment(caseId, current.id)}>See the answers</a></> : null}
      </p>
    </Section>
  );
}
