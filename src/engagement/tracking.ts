import { Temporal } from 'temporal-polyfill';

import { timeline, type ChronologyEntry } from '../chronology/index.ts';
import type { LinkActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { contactOf, type Contact } from '../platform/outbox/index.ts';
import { localTime, staffNames, type LocalTime, type StaffName } from '../platform/partnership/index.ts';
import { momentToAsk } from './confidence.ts';
import {
  agencyNames, linkConfidence, linkFiles, linkHolder, linkIncidents, linkMessages, linkParty, linkPromises, linkReceipt, linkReport, type AgencyName, type LinkHolder, type LinkMessage, type LinkPromise, type LinkReceipt,
  type LinkReport, type Moment, type SentFile,
} from './link-queries.ts';
import { lineOf } from './promise-lines.ts';
import type { PromiseLine } from './promise-rules.ts';
import { isOver, type Standing } from './standing.ts';

export interface TrackedPromise extends Omit<LinkPromise, 'id'> {
  readonly lines: readonly PromiseLine[];
}

/** Everything that the private page of a report shows. */
export interface Tracking {
  readonly report: LinkReport;
  readonly standing: Standing;
  readonly over: boolean;
  readonly holder: StaffName | undefined;
  readonly agency: AgencyName | undefined;
  readonly contact: Contact | undefined;
  /** Newest first. */
  readonly promises: readonly TrackedPromise[];
  readonly receipt: LinkReceipt | undefined;
  readonly messages: readonly LinkMessage[];
  readonly files: readonly SentFile[];
  readonly names: ReadonlyMap<string, StaffName>;
  readonly history: readonly ChronologyEntry[];
  readonly ask: Moment | undefined;
  /** Times it happened in the last six months, the report itself counted. */
  readonly incidents: number;
  readonly time: LocalTime;
}

function standingOf(report: LinkReport, holder: LinkHolder, person: StaffName | undefined, agencies: ReadonlyMap<string, AgencyName>): Standing {
  return {
    state: report.state, caseState: holder.case_state, caseStage: holder.case_stage, holder: person?.name,
    agency: person?.agency ?? agencies.get(holder.agency_id)?.name ?? 'The partnership',
    passedFrom: report.referred_from === null ? undefined : agencies.get(report.referred_from)?.name,
    answerBy: report.answer_by, decidedAt: report.decided_at, closedAt: report.closed_at, reopenedAt: report.reopened_at,
  };
}

/** Reads the private page: two rounds to the database, the second only for names. */
export async function readTracking(tx: Transaction, actor: LinkActor, now: Temporal.Instant): Promise<Tracking> {
  const halfYearAgo = now.subtract({ hours: 24 * 183 });
  const [report, holder, agencies, party, promises, receipt, messages, history, confidence, further, files, time] = await Promise.all([
    linkReport(tx, actor), linkHolder(tx), agencyNames(tx, actor), linkParty(tx, actor), linkPromises(tx, actor), linkReceipt(tx, actor), linkMessages(tx, actor),
    timeline(tx, { reportId: actor.reportId }), linkConfidence(tx, actor), linkIncidents(tx, actor, halfYearAgo), linkFiles(tx, actor), localTime(tx),
  ]);
  const names = await staffNames(tx, [holder.owner_id, ...messages.flatMap((message) => [message.author_id, message.read_by])]);
  // Before a decision nobody holds it by name, even where someone has opened it.
  const person = holder.owner_id === null ? undefined : names.get(holder.owner_id);
  const standing = standingOf(report, holder, person, agencies);
  const reportedLately = Temporal.Instant.compare(report.received_at, halfYearAgo) > 0 ? 1 : 0;
  return {
    report, standing, over: isOver(standing), holder: person, agency: agencies.get(person?.agency_id ?? holder.agency_id), contact: party && contactOf(party),
    promises: promises.map((promise) => ({ ...promise, lines: promise.lines.map(lineOf) })),
    receipt, messages, files, names, history, ask: momentToAsk(isOver(standing), confidence, report.received_at, now), incidents: Math.max(further, reportedLately), time,
  };
}
