import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import { chronicle } from '../chronology/index.ts';
import { clearEscalations, tell } from '../engagement/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import type { Partnership } from '../platform/partnership/index.ts';
import type { CaseReport, CaseRow, OpenPromise } from './queries.ts';
import { closingWords } from './rules.ts';

export interface Ending {
  readonly outcome: string;
  readonly reason: string;
  readonly lessons: string;
  readonly cost: string;
  readonly withdraw: string;
  readonly messages: ReadonlyMap<string, string>;
}

interface Where {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly partnership: Partnership;
  readonly now: Temporal.Instant;
}

/** Reports of a case that still owe their person an ending. */
export function unended(reports: readonly CaseReport[]): CaseReport[] {
  return reports.filter(({ state }) => state === 'in_case' || state === 'merged');
}

/** Ends the case: every person is told in words of their own, open promises are withdrawn with the reason. */
export async function closeCase({ tx, actor, partnership, now }: Where, file: CaseRow, reports: readonly CaseReport[], promises: readonly OpenPromise[], ending: Ending): Promise<void> {
  const closed = await tx.run(sql`
    update hub.case_file set state = 'closed', closed_at = ${now}, closed_by = ${actor.accountId}, outcome = ${ending.outcome}, outcome_reason = ${ending.reason}, lessons = ${ending.lessons === '' ? null : ending.lessons},
      cost_pounds = ${ending.cost === '' ? null : ending.cost}::numeric, review_on = null
    where partnership_id = ${actor.partnershipId} and id = ${file.id} and state = 'open'`);
  if (closed !== 1) {
    throw new HubError('changed_meanwhile');
  }
  tx.defer(sql`
    update hub.promise_line l set state = 'withdrawn', missed_why = coalesce(l.missed_why, ${ending.withdraw}) from hub.promise p, hub.report r
    where r.partnership_id = ${actor.partnershipId} and r.case_id = ${file.id} and p.partnership_id = r.partnership_id and p.report_id = r.id and p.superseded_at is null
      and l.partnership_id = p.partnership_id and l.promise_id = p.id and l.state in ('due', 'missed')`);
  for (const report of unended(reports)) {
    const withdrawn = promises.filter(({ report_id }) => report_id === report.id).map(({ what }) => what);
    const words = closingWords(ending.outcome, ending.messages.get(report.id) ?? '', { what: withdrawn, why: ending.withdraw });
    await tell(tx, { partnership, reportId: report.id, author: actor, words, residentWords: `We closed your report: ${ending.outcome.charAt(0).toLowerCase()}${ending.outcome.slice(1)}.`, now });
    clearEscalations(tx, report.id, 'promise', now);
  }
  tx.defer(sql`
    update hub.report set state = 'closed', closed_at = ${now}, next_told_by = null
    where partnership_id = ${actor.partnershipId} and case_id = ${file.id} and state in ('in_case', 'merged')`);
  chronicle(tx, { partnershipId: actor.partnershipId, caseId: file.id, at: now, kind: 'decision', words: `Closed: ${ending.outcome}. ${ending.reason}`, byAccount: actor.accountId, byAgency: actor.agencyId });
}

/** Opens a closed case again, and tells the people who reported. */
export async function reopenCase({ tx, actor, partnership, now }: Where, file: CaseRow, reports: readonly CaseReport[], words: string): Promise<void> {
  const opened = await tx.run(sql`
    update hub.case_file set state = 'open', stage = 'investigating', closed_at = null, closed_by = null where partnership_id = ${actor.partnershipId} and id = ${file.id} and state = 'closed'`);
  if (opened !== 1) {
    throw new HubError('changed_meanwhile');
  }
  await tx.run(sql`
    update hub.report set state = case when merged_into is null then 'in_case' else 'merged' end, closed_at = null, reopened_at = ${now}
    where partnership_id = ${actor.partnershipId} and case_id = ${file.id} and state = 'closed'`);
  for (const report of reports.filter(({ state }) => state === 'closed')) {
    await tell(tx, { partnership, reportId: report.id, author: actor, words: `We have opened your report again. ${words}`, residentWords: 'We opened your report again.', now });
  }
  chronicle(tx, { partnershipId: actor.partnershipId, caseId: file.id, at: now, kind: 'decision', words: `Reopened: ${words}`, byAccount: actor.accountId, byAgency: actor.agencyId });
}
