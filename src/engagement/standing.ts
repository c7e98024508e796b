import { Temporal } from 'temporal-polyfill';

import { dayWords, deadlineWords } from '../platform/calendar/index.ts';

export interface Standing {
  readonly state: 'new' | 'in_case' | 'referred' | 'no_further_action' | 'merged' | 'closed';
  readonly caseState: 'open' | 'closed' | null;
  readonly caseStage: 'investigating' | 'acting' | 'monitoring' | null;
  /** Who has it, when a person does. */
  readonly holder: string | undefined;
  readonly agency: string;
  readonly passedFrom: string | undefined;
  readonly answerBy: Temporal.Instant | null;
  readonly decidedAt: Temporal.Instant | null;
  readonly closedAt: Temporal.Instant | null;
  readonly reopenedAt: Temporal.Instant | null;
}

const doing = {
  investigating: 'is finding out what happened and gathering evidence',
  acting: 'is acting on it',
  monitoring: 'is checking whether it has stopped',
} as const;

function on(moment: Temporal.Instant | null, now: Temporal.Instant): string {
  return moment === null ? '' : ` on ${dayWords(moment, now)}`;
}

function waiting(standing: Standing, now: Temporal.Instant): string {
  const { agency, answerBy } = standing;
  const has = standing.reopenedAt !== null
    ? `You asked us to look again, and ${agency} has your report.`
    : standing.passedFrom !== undefined ? `${agency} has your report now. ${standing.passedFrom} passed it to them.` : `${agency} has your report.`;
  if (answerBy === null) {
    return has;
  }
  return Temporal.Instant.compare(answerBy, now) < 0
    ? `${has} We said we would answer by ${dayWords(answerBy, now)} and have not. We are sorry.`
    : `${has} Someone will read it and answer you ${deadlineWords(answerBy, now)}.`;
}

/** Where things stand and who holds it, in one sentence or two. */
export function whereItStands(standing: Standing, now: Temporal.Instant): string {
  const { agency, holder } = standing;
  const who = holder === undefined ? agency : `${holder} at ${agency}`;
  switch (standing.state) {
    case 'new':
      return waiting(standing, now);
    case 'in_case':
      return standing.caseState === 'closed' ? `${who} has closed your report.` : `${who} has your report and ${doing[standing.caseStage ?? 'investigating']}.`;
    case 'referred':
      return `${agency} has your report now. ${standing.passedFrom ?? 'We'} passed it on${on(standing.decidedAt, now)}.`;
    case 'no_further_action':
      return `${agency} decided${on(standing.decidedAt, now)} not to take your report further.`;
    case 'merged':
      return `${who} has joined your report with another about the same thing, so that one person deals with both.`;
    case 'closed':
      return `${who} closed your report${on(standing.closedAt, now)}.`;
  }
}

/** Whether the report is over as far as the person was told. They can open it again with one form. */
export function isOver(standing: Pick<Standing, 'state' | 'caseState'>): boolean {
  return standing.state === 'closed' || standing.state === 'no_further_action' || (standing.state === 'in_case' && standing.caseState === 'closed');
}
