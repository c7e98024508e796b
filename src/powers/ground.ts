import type { Temporal } from 'temporal-polyfill';

import type { CaseHolds, StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { keptRules } from '../platform/partnership/index.ts';
import type { Facts, Subject } from './facts.ts';
import { factsOf, placeSubject, powersOn, stepsNow, subjectOf, subjectsOf, type Ground, type Step } from './history.ts';
import type { Power, Target } from './power.ts';
import { alleged, eventsOf, evidenceChoices, ladderCase, powersTable, stepsOf, type AllegedRow, type DatedIncident, type LadderCase } from './queries.ts';
import type { SubjectLadder } from './pages/ladder-section.tsx';
import { ladderOf } from './rules.ts';

/** What the page of the case has asked for already. */
export interface CaseRead {
  readonly holds: CaseHolds;
  readonly file: Promise<LadderCase>;
  /** Whoever is complained of, oldest entry first. */
  readonly people: Promise<readonly AllegedRow[]>;
  /** Newest first. */
  readonly incidents: Promise<readonly DatedIncident[]>;
}

/** Everything about a case that the rules of powers need, in one flush; nothing is asked for that the page has read, or of which it is known that the case holds none. */
export async function groundOf(tx: Transaction, actor: StaffActor, caseId: string, read?: CaseRead): Promise<Ground> {
  const stepped = read?.holds.stepped !== false;
  const [file, powers, rows, events, evidence, people] = await Promise.all([
    read?.file ?? ladderCase(tx, actor, caseId), keptRules(actor.rules, 'powers', async () => powersTable(tx, actor)), stepped ? stepsOf(tx, actor, caseId) : [], stepped ? eventsOf(tx, actor, caseId) : [],
    evidenceChoices(tx, actor, caseId, read?.incidents), read?.people ?? alleged(tx, actor, caseId),
  ]);
  return { file, powers, steps: stepsNow(rows, events), people, evidence: evidence.toSorted((one, other) => other.at.epochMilliseconds - one.at.epochMilliseconds) };
}

export function laddersOf(ground: Ground, now: Temporal.Instant): SubjectLadder[] {
  const powers = powersOn(ground.powers, londonDate(now));
  return subjectsOf(ground, now).map((subject) => {
    const facts = factsOf(ground, subject, now);
    const steps = ground.steps.filter(({ row }) => (subject.target === 'person' ? row.party_id === subject.partyId : row.party_id === null && row.target === subject.target));
    return { facts, standings: ladderOf(powers, facts), steps };
  });
}

/** The facts of one subject, as a step names it. */
export function subjectFacts(ground: Ground, of: { partyId: string | undefined; target: Target }, now: Temporal.Instant): { facts: Facts; subject: Subject } {
  const party = ground.people.find(({ id }) => id === of.partyId);
  if (of.partyId !== undefined && party === undefined) {
    throw new HubError('not_yours');
  }
  const subject = party === undefined ? placeSubject(of.target === 'person' ? 'premises' : of.target, ground.file) : subjectOf(party, londonDate(now));
  return { facts: factsOf(ground, subject, now), subject };
}

/** A power by its code as it was on a day. */
export function powerCalled(ground: Pick<Ground, 'powers'>, code: string, on: Temporal.PlainDate): Power {
  const power = powersOn(ground.powers, on).find((one) => one.code === code);
  if (power === undefined) {
    throw new HubError('not_yours');
  }
  return power;
}

export function stepCalled(ground: Ground, stepId: string): Step {
  const step = ground.steps.find(({ row, earlier }) => row.id === stepId || earlier.some(({ id }) => id === stepId));
  if (step === undefined) {
    throw new HubError('not_yours');
  }
  return step;
}
