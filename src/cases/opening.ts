import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import { chronicle } from '../chronology/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonInstant } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import type { Partnership } from '../platform/partnership/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';

export interface NewCase {
  readonly actor: StaffActor;
  readonly partnership: Partnership;
  readonly now: Temporal.Instant;
  readonly title: string;
  readonly categoryId: string | null;
  readonly reportIds: readonly string[];
  readonly ownerId: string | null;
  readonly teamId?: string | null | undefined;
  /** Seen only by named people and teams: the owner, whoever opens it, and the team. */
  readonly restricted?: boolean | undefined;
}

export interface OpenedCase {
  readonly caseId: string;
  readonly reference: string;
}

interface WaitingReport {
  readonly id: string;
  readonly reference: string;
  readonly restricted: boolean;
  readonly team_id: string | null;
  readonly category_id: string | null;
  readonly words: string;
  readonly happened_on: Temporal.PlainDate | null;
  readonly received_at: Temporal.Instant;
  readonly place_words: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly easting: number | null;
  readonly northing: number | null;
  readonly cell: string | null;
}

/** The reports, locked, if every one of them still waits for a decision; another officer may have been quicker. */
async function waitingReports(tx: Transaction, partnershipId: string, reportIds: readonly string[]): Promise<WaitingReport[]> {
  if (reportIds.length === 0) {
    return [];
  }
  const rows = await tx.all(sql<WaitingReport>`
    select id, reference, restricted, team_id, category_id, words, happened_on, received_at, place_words, lat, lon, easting, northing, cell
    from hub.report where partnership_id = ${partnershipId} and id = any(${[...reportIds]}) and state = 'new' and case_id is null
    order by received_at for update`);
  if (rows.length !== new Set(reportIds).size) {
    throw new HubError('changed_meanwhile');
  }
  return rows;
}

/** What a report says happened: on its day at midday, as nobody is asked for the minute; else when it came. */
function happenedAt(report: WaitingReport): Temporal.Instant {
  return report.happened_on === null ? report.received_at : londonInstant(report.happened_on, '12:00');
}

/** Moves reports, and those merged into them, with all that belongs to them into a case that the actor sees. */
async function moveIntoCase(tx: Transaction, actor: StaffActor, caseId: string, reports: readonly WaitingReport[], now: Temporal.Instant): Promise<void> {
  const ids = reports.map(({ id }) => id);
  const moved = await tx.run(sql`
    update hub.report set case_id = ${caseId}, state = 'in_case', decided_at = ${now}, decided_by = ${actor.accountId}, decision_reason = null
    where partnership_id = ${actor.partnershipId} and id = any(${ids}) and state = 'new' and case_id is null`);
  if (moved !== ids.length) {
    throw new HubError('changed_meanwhile');
  }
  tx.defer(sql`update hub.report set case_id = ${caseId} where partnership_id = ${actor.partnershipId} and merged_into = any(${ids}) and state = 'merged' and case_id is null`);
  for (const table of ['chronology', 'evidence', 'incident'] as const) {
    tx.defer(sql`
      update hub.${sql.raw(table)} set case_id = ${caseId}
      where partnership_id = ${actor.partnershipId} and case_id is null
        and report_id in (select id from hub.report where partnership_id = ${actor.partnershipId} and case_id = ${caseId})`);
  }
  for (const report of reports) {
    tx.defer(sql`
      insert into hub.incident (partnership_id, id, case_id, report_id, happened_at, words, place_words, lat, lon, easting, northing, cell, created_at, created_by)
      select ${actor.partnershipId}, ${uuidv7()}, ${caseId}, ${report.id}, ${happenedAt(report)}, ${report.words}, ${report.place_words},
        ${report.lat}, ${report.lon}, ${report.easting}, ${report.northing}, ${report.cell}, ${now}, ${actor.accountId}
      where not exists (select 1 from hub.incident i where i.partnership_id = ${actor.partnershipId} and i.report_id = ${report.id})`);
  }
}

/** Tells the database who may see the case now; in the same transaction as whatever changed that. */
export async function refreshAccess(tx: Transaction, partnershipId: string, caseId: string): Promise<void> {
  await tx.run(sql`select hub.refresh_case_access(${partnershipId}, array[${caseId}]::uuid[])`);
}

/** Names people and teams on a case. */
export function nameOnCase(tx: Transaction, actor: StaffActor, caseId: string, principals: readonly { id: string; kind: 'account' | 'team' }[], now: Temporal.Instant): void {
  for (const { id, kind } of principals) {
    tx.defer(sql`
      insert into hub.case_principal (partnership_id, case_id, principal_id, kind, added_by, added_at)
      values (${actor.partnershipId}, ${caseId}, ${id}, ${kind}, ${actor.accountId}, ${now}) on conflict do nothing`);
  }
}

/** Closes the case to all but those named on it. The names go in first: a case that nobody may see cannot be mended. */
export async function restrictCase(tx: Transaction, actor: StaffActor, caseId: string, principals: readonly { id: string; kind: 'account' | 'team' }[], now: Temporal.Instant): Promise<void> {
  nameOnCase(tx, actor, caseId, principals, now);
  tx.defer(sql`update hub.case_file set restricted = true where partnership_id = ${actor.partnershipId} and id = ${caseId}`);
  await refreshAccess(tx, actor.partnershipId, caseId);
}

async function insertCase(tx: Transaction, wanted: NewCase, reports: readonly WaitingReport[], caseId: string, reference: string): Promise<void> {
  const { actor, now } = wanted;
  const place = reports.find(({ lat }) => lat !== null) ?? reports.find(({ place_words }) => place_words !== '');
  await tx.run(sql`
    insert into hub.case_file (partnership_id, id, reference, title, agency_id, team_id, owner_id, category_id, place_words, lat, lon, easting, northing, cell, opened_at, opened_by)
    values (${actor.partnershipId}, ${caseId}, ${reference}, ${wanted.title}, ${actor.agencyId}, ${wanted.teamId ?? null}, ${wanted.ownerId}, ${wanted.categoryId ?? reports[0]?.category_id ?? null},
      ${place?.place_words ?? ''}, ${place?.lat ?? null}, ${place?.lon ?? null}, ${place?.easting ?? null}, ${place?.northing ?? null}, ${place?.cell ?? null}, ${now}, ${actor.accountId})`);
  await refreshAccess(tx, actor.partnershipId, caseId);
}

/** Opens a case, with or without reports. A restricted report makes a restricted case. Whoever calls tells the people who reported. */
export async function openCase(tx: Transaction, wanted: NewCase): Promise<OpenedCase> {
  const { actor, now } = wanted;
  const reports = await waitingReports(tx, actor.partnershipId, wanted.reportIds);
  const caseId = uuidv7();
  const reference = makeReference('C');
  await insertCase(tx, wanted, reports, caseId, reference);
  if (wanted.restricted === true || reports.some(({ restricted }) => restricted)) {
    const teams = [wanted.teamId, ...reports.filter(({ restricted }) => restricted).map(({ team_id }) => team_id)].filter((id) => id !== null && id !== undefined);
    const people = [actor.accountId, wanted.ownerId].filter((id) => id !== null);
    await restrictCase(tx, actor, caseId, [...people.map((id) => ({ id, kind: 'account' as const })), ...teams.map((id) => ({ id, kind: 'team' as const }))], now);
  }
  if (reports.length > 0) {
    await moveIntoCase(tx, actor, caseId, reports, now);
  }
  const from = reports.length === 0 ? '' : ` from ${reports.map((report) => report.reference).join(', ')}`;
  chronicle(tx, {
    partnershipId: actor.partnershipId, caseId, at: now, kind: 'decision', words: `Case opened${from}.`, byAccount: actor.accountId, byAgency: actor.agencyId,
  });
  return { caseId, reference };
}

/** Puts a waiting report into an open case. */
export async function linkReport(tx: Transaction, wanted: { actor: StaffActor; caseId: string; reportId: string; now: Temporal.Instant }): Promise<void> {
  const { actor, caseId, reportId, now } = wanted;
  const [file, [report]] = await Promise.all([
    tx.one(sql<{ state: string; restricted: boolean }>`select state, restricted from hub.case_file where partnership_id = ${actor.partnershipId} and id = ${caseId} for no key update`),
    waitingReports(tx, actor.partnershipId, [reportId]),
  ]);
  // A restricted report would be open to everyone who sees the case, and a closed case is watched by nobody.
  if (report === undefined || file.state !== 'open' || (report.restricted && !file.restricted)) {
    throw new HubError('changed_meanwhile');
  }
  await moveIntoCase(tx, actor, caseId, [report], now);
  chronicle(tx, {
    partnershipId: actor.partnershipId, caseId, reportId, at: now, kind: 'decision', words: `Report ${report.reference} linked to this case.`, byAccount: actor.accountId, byAgency: actor.agencyId,
  });
}
