import type pg from 'pg';
import type { Temporal } from 'temporal-polyfill';

import { paths } from '../paths.ts';
import { enterSystem } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { inTransaction, type Transaction } from '../platform/database/index.ts';
import { removeWithCopies, type FileStore } from '../platform/files/index.ts';
import type { House } from '../platform/http/index.ts';
import type { ScheduledWork } from '../platform/jobs/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { dueOn, recordKinds, rulesOn, trailBoundary, type Candidate, type RecordKind, type RetentionRule } from './rules.ts';
import { askReceivers, candidates, closeIdleReviews, fileRemoved, filesToRemove, listDue, partnershipIds, retentionRules, reviewersWith, trailState } from './work-queries.ts';

const pageOf = 500;
/** Days within which a receiver says what became of its copies. */
export const receiverDays = 28;

interface Night {
  readonly partnershipId: string;
  readonly now: Temporal.Instant;
  readonly today: Temporal.PlainDate;
}

/** One kind of record, page after page, so that what is put off by a child's age hides nothing behind it. */
async function listKind(tx: Transaction, { partnershipId, now, today }: Night, kind: Exclude<RecordKind, 'audit_entry'>, rule: RetentionRule, outcomes: readonly string[]): Promise<number> {
  let found = 0;
  let after: Candidate | undefined;
  for (;;) {
    const page = await candidates(tx, partnershipId, { kind, countedBefore: today.subtract({ months: rule.months }).add({ days: 4 }), outcomes, today, after, most: pageOf });
    for (const one of page) {
      const due = dueOn(rule, one);
      if (due.toString() <= today.toString()) {
        listDue(tx, partnershipId, rule, { kind, subjectId: one.subject_id, agencyId: one.agency_id, countedFrom: one.counted_from, dueOn: due }, now);
        found += 1;
      }
    }
    after = page.at(-1);
    if (page.length < pageOf) {
      return found;
    }
  }
}

/** The trail has one review for all that is too old in it; an auditor makes it. */
async function listTrail(tx: Transaction, { partnershipId, now, today }: Night, rule: RetentionRule): Promise<number> {
  const { begins, asked } = await trailState(tx, partnershipId, today);
  const boundary = trailBoundary(rule, today);
  if (asked || begins === null || begins.toString() >= boundary.toString()) {
    return 0;
  }
  listDue(tx, partnershipId, rule, { kind: 'audit_entry', subjectId: partnershipId, agencyId: null, countedFrom: boundary, dueOn: today }, now);
  return 1;
}

async function listNight(tx: Transaction, night: Night, baseUrl: string): Promise<number> {
  const rules = rulesOn(await retentionRules(tx, night.partnershipId), night.today);
  const withoutAction = rules.get('case_no_action')?.outcomes ?? [];
  let touched = await closeIdleReviews(tx, night.partnershipId);
  // Cases first: of what goes with its case, no part is asked for alone.
  for (const kind of recordKinds) {
    const rule = rules.get(kind);
    if (rule !== undefined) {
      touched += kind === 'audit_entry' ? await listTrail(tx, night, rule) : await listKind(tx, night, kind, rule, withoutAction);
    }
  }
  touched += await askReceivers(tx, night.partnershipId, night.today.add({ days: receiverDays }));
  const accountIds = await reviewersWith(tx, night.partnershipId, night.now);
  tellColleagues(tx, { partnershipId: night.partnershipId, accountIds, subject: 'Safer Hub: records wait for your review', body: `Some records need not be kept any longer. Look at each: keep it for a reason, or delete it.\n\n${baseUrl}${paths.retention()}`, now: night.now });
  return touched;
}

/** Works out what is due, in one transaction for each partnership: a killed night leaves nothing half, and the next one lists it. */
export async function findDue(pool: pg.Pool, baseUrl: string, now: Temporal.Instant): Promise<number> {
  const ids = await inTransaction(pool, async () => undefined, async (tx) => partnershipIds(tx));
  let touched = 0;
  for (const partnershipId of ids) {
    touched += await inTransaction(pool, async (tx) => enterSystem(tx, partnershipId), async (tx) => listNight(tx, { partnershipId, now, today: londonDate(now) }, baseUrl));
  }
  return touched;
}

/** Takes files out of the store whose rows were deleted. The line goes after the file, so that a killed process forgets none. */
export async function removeFiles(pool: pg.Pool, files: FileStore): Promise<number> {
  const lines = await inTransaction(pool, async () => undefined, async (tx) => filesToRemove(tx, 200));
  for (const line of lines) {
    if (!line.named) {
      await removeWithCopies(files, line.key);
    }
    await inTransaction(pool, async () => undefined, async (tx) => fileRemoved(tx, line));
  }
  return lines.length;
}

export function retentionWork(house: House): ScheduledWork[] {
  return [
    { name: 'find-due-records', cron: '10 2 * * *', run: async () => findDue(house.database.worker, house.settings.baseUrl, house.clock.now()) },
    { name: 'remove-deleted-files', cron: '* * * * *', run: async () => removeFiles(house.database.worker, house.files) },
  ];
}
