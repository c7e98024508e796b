import type { ComponentChildren } from 'preact';
import type { Temporal } from 'temporal-polyfill';

import { shortDay } from '../../platform/calendar/index.ts';
import { paths } from '../../paths.ts';
import { Empty, LineList, Section, StateTag } from '../../ui/index.ts';
import type { Facts } from '../facts.ts';
import type { Step } from '../history.ts';
import type { Reason, Standing } from '../rules.ts';
import { datesWords, stateNames, stateOf } from '../words.ts';

export interface SubjectLadder {
  readonly facts: Facts;
  readonly standings: readonly Standing[];
  readonly steps: readonly Step[];
}

/** "Community protection warning, Mon 9 Nov: breached" */
export function StepLine({ step, now, who }: { step: Step; now: Temporal.Instant; who?: string | undefined }) {
  const state = stateOf(step, now);
  const dates = datesWords(step, now).join('; ');
  return (
    <>
      <a href={paths.step(step.row.case_id, step.row.id)}><b>{step.row.power}</b></a>{who === undefined ? '' : ` (${who})`}, {shortDay(step.row.taken_at)}{' '}
      <StateTag kind={state === 'breached' ? 'danger' : state === 'drafted' ? 'soft' : 'plain'}>{stateNames[state]}</StateTag>
      {dates === '' ? null : <> <span class="quiet">{dates}</span></>}
    </>
  );
}

export function reasonWords(reasons: readonly Reason[]): ComponentChildren {
  return reasons.map(({ text, cites }, place) => <span key={place}>{place === 0 ? '' : ' '}{text}{cites === '' ? '.' : ` (${cites}).`}</span>);
}

/** What is open next: the lowest rung that has an open power that was not tried. */
export function nextOpen(standings: readonly Standing[]): Standing[] {
  const open = standings.filter(({ verdict, tried }) => verdict === 'open' && tried.length === 0);
  const rung = Math.min(...open.map(({ power }) => power.rung));
  return open.filter(({ power }) => power.rung === rung);
}

/** On the case page: what was tried, and what is open next, for everyone complained of. */
export function LadderSection({ caseId, ladders, steps, now, works }: { caseId: string; ladders: readonly SubjectLadder[]; steps: readonly Step[]; now: Temporal.Instant; works: boolean }) {
  const people = ladders.filter(({ facts }) => facts.subject.target === 'person');
  return (
    <Section id="ladder" title="Steps and powers" link={{ href: paths.ladder(caseId), label: works ? 'Ladder, and next step' : 'Ladder' }}>
      {steps.length === 0 ? <Empty lead="No step has been taken yet.">Warnings, agreements, notices and orders show here, with what is open next and why.</Empty>
        : <LineList items={steps.map((step) => <StepLine key={step.row.id} step={step} now={now} who={step.row.party ?? (step.row.target === 'person' ? 'not named' : step.row.target_words)} />)} />}
      {people.slice(0, 4).map(({ facts, standings }) => {
        const open = nextOpen(standings);
        return (
          <p class="small" key={facts.subject.partyId}>
            <b>{facts.subject.name}</b>{facts.subject.youth ? ', under 18: diversion first' : ''}. {open.length === 0 ? 'No further step is open: the ladder says why.' : `Open next: ${open.map(({ power }) => power.name.charAt(0).toLowerCase() + power.name.slice(1)).join(', ')}.`}
          </p>
        );
      })}
    </Section>
  );
}
