import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { keptNames, staffName } from '../platform/partnership/index.ts';

/* What a case page or the conversation shows of one or several reports. Only staff ask. */

/** Complainants' names as their own reports have them. */
export type Complainants = ReadonlyMap<string, string>;

export function complainantsFrom(parties: readonly { readonly report_id: string | null; readonly role: string; readonly name: string }[]): Complainants {
  // Of several in one report the first counts, so it is set last.
  return new Map(parties.toReversed().flatMap(({ report_id, role, name }) => (report_id === null || role !== 'complainant' ? [] : [[report_id, name]])));
}

async function complainantsOf(tx: Transaction, actor: StaffActor, reportIds: readonly string[]): Promise<Complainants> {
  return complainantsFrom(await tx.all(sql<{ report_id: string; role: string; name: string }>`
    select report_id, role, name from hub.party where partnership_id = ${actor.partnershipId} and report_id = any(${[...reportIds]}) and role = 'complainant' order by created_at`));
}

export interface PromiseLineRow {
  readonly id: string;
  readonly promise_id: string;
  readonly report_id: string;
  readonly line_id: string;
  readonly position: number;
  readonly who: string;
  readonly what: string;
  readonly due_at: Temporal.Instant;
  readonly first_due_at: Temporal.Instant;
  readonly state: 'due' | 'kept' | 'missed' | 'withdrawn';
  readonly kept_at: Temporal.Instant | null;
  readonly kept_words: string | null;
  readonly missed_at: Temporal.Instant | null;
  readonly missed_why: string | null;
  readonly lost_words: string | null;
}

export const lineColumns = sql`l.id, l.promise_id, l.report_id, l.line_id, l.position, l.who, l.what, l.due_at, l.first_due_at, l.state, l.kept_at, l.kept_words, l.missed_at, l.missed_why, l.lost_words`;

interface PromiseOf {
  readonly report_id: string;
  readonly reference: string;
  readonly person: string | null;
  readonly promise_id: string | null;
  readonly version: number | null;
  readonly cannot: string | null;
  readonly cannot_why: string | null;
  readonly change_words: string | null;
  readonly made_at: Temporal.Instant | null;
  readonly made_by: string | null;
  readonly made_by_name: string | null;
}

export interface PromisePanel extends PromiseOf {
  readonly lines: readonly PromiseLineRow[];
}

export interface HeardPanel {
  readonly report_id: string;
  readonly reference: string;
  readonly person: string | null;
  /** Their own words and wishes, never edited. */
  readonly their_words: string;
  readonly their_wants: string;
  readonly told_it_times: number;
  readonly receipt_id: string | null;
  readonly version: number | null;
  readonly points: readonly string[] | null;
  readonly wants: string | null;
  readonly written_at: Temporal.Instant | null;
  readonly written_by_name: string | null;
  readonly answer: 'right' | 'wrong' | null;
  readonly correction: string | null;
  readonly answered_at: Temporal.Instant | null;
}

export interface MessageRow {
  readonly id: string;
  readonly report_id: string;
  readonly direction: 'in' | 'out';
  readonly automatic: boolean;
  readonly words: string;
  readonly author_id: string | null;
  readonly author_name: string | null;
  readonly at: Temporal.Instant;
  readonly read_at: Temporal.Instant | null;
  readonly read_by_name: string | null;
}

/** A message that did not leave: nobody may believe that the person knows. */
export interface StoppedMessage {
  readonly id: string;
  readonly report_id: string;
  readonly channel: 'email' | 'sms' | 'letter';
  readonly state: 'failed' | 'held';
  readonly error_code: string | null;
  readonly created_at: Temporal.Instant;
}

export interface MessagesPanel {
  readonly messages: readonly MessageRow[];
  readonly stopped: readonly StoppedMessage[];
}

/** The newest messages of these reports, oldest first, and those that could not be delivered: unless it is known that every one could. */
export async function messagesPanel(tx: Transaction, actor: StaffActor, reportIds: readonly string[], { most = 50, stopped: mayHaveStopped = true } = {}): Promise<MessagesPanel> {
  if (reportIds.length === 0) {
    return { messages: [], stopped: [] };
  }
  const ids = [...reportIds];
  const [rows, stopped, names] = await Promise.all([
    tx.all(sql<Omit<MessageRow, 'author_name' | 'read_by_name'> & { read_by: string | null }>`
      select m.id, m.report_id, m.direction, m.automatic, m.words, m.author_id, m.at, m.read_at, m.read_by from hub.message m
      where m.partnership_id = ${actor.partnershipId} and m.report_id = any(${ids}) order by m.at desc, m.id desc limit ${most}`),
    mayHaveStopped ? tx.all(sql<StoppedMessage>`
      select id, report_id, channel, state, error_code, created_at from hub.outbox
      where partnership_id = ${actor.partnershipId} and report_id = any(${ids}) and state in ('failed', 'held') and error_code is distinct from 'given_up' order by created_at`) : [],
    keptNames(tx, actor),
  ]);
  return { messages: rows.toReversed().map((row) => ({ ...row, author_name: staffName(names, row.author_id), read_by_name: staffName(names, row.read_by) })), stopped };
}

export interface SilencePanel {
  readonly report_id: string;
  readonly reference: string;
  readonly person: string | null;
  readonly state: string;
  readonly received_at: Temporal.Instant;
  readonly last_told_at: Temporal.Instant | null;
  readonly next_told_by: Temporal.Instant | null;
  readonly closed_at: Temporal.Instant | null;
  readonly told: readonly { readonly at: Temporal.Instant; readonly kind: string }[];
}

export interface ThreadPanels {
  /** The promise in force of each report; a report without one has version null. */
  readonly promises: readonly PromisePanel[];
  /** The newest heard receipt of each report; a report without one has version null. */
  readonly heard: readonly HeardPanel[];
  /** When each person last heard something that meant something, and by when they hear next. */
  readonly silence: readonly SilencePanel[];
}

interface ThreadRow extends Omit<PromiseOf, 'version' | 'person' | 'made_by_name'>, Omit<HeardPanel, 'version' | 'person' | 'written_by_name'>, Omit<SilencePanel, 'told' | 'person'> {
  readonly promise_version: number | null;
  readonly heard_version: number | null;
  readonly written_by: string | null;
}

/** What was promised to each person, heard of them and told them, one report after the other. A page that has read the people gives their names. */
export async function threadPanels(tx: Transaction, actor: StaffActor, reportIds: readonly string[], given?: Promise<Complainants>): Promise<ThreadPanels> {
  if (reportIds.length === 0) {
    return { promises: [], heard: [], silence: [] };
  }
  const ids = [...reportIds];
  const [rows, lines, told, people, names] = await Promise.all([
    tx.all(sql<ThreadRow>`
      select r.id as report_id, r.reference, r.state, r.received_at, r.last_told_at, r.next_told_by, r.closed_at, r.words as their_words, r.wants as their_wants, r.told_it_times,
        p.id as promise_id, p.version as promise_version, p.cannot, p.cannot_why, p.change_words, p.made_at, p.made_by,
        h.id as receipt_id, h.version as heard_version, h.points, h.wants, h.written_at, h.written_by, h.answer, h.correction, h.answered_at
      from hub.report r
      left join hub.promise p on p.partnership_id = r.partnership_id and p.report_id = r.id and p.superseded_at is null
      left join lateral (select * from hub.heard_receipt x where x.partnership_id = r.partnership_id and x.report_id = r.id order by x.version desc limit 1) h on true
      where r.partnership_id = ${actor.partnershipId} and r.id = any(${ids}) order by r.received_at`),
    tx.all(sql<PromiseLineRow>`
      select ${lineColumns} from hub.promise_line l where l.partnership_id = ${actor.partnershipId} and l.report_id = any(${ids}) order by l.position`),
    tx.all(sql<{ report_id: string; at: Temporal.Instant; kind: string }>`
      select report_id, at, kind from hub.chronology
      where partnership_id = ${actor.partnershipId} and report_id = any(${ids}) and told order by at desc limit 60`),
    given ?? complainantsOf(tx, actor, ids),
    keptNames(tx, actor),
  ]);
  const threads = rows.map((row) => ({ ...row, person: people.get(row.report_id) ?? null, made_by_name: staffName(names, row.made_by), written_by_name: staffName(names, row.written_by) }));
  return {
    promises: threads.map((thread) => ({ ...thread, version: thread.promise_version, lines: lines.filter((line) => line.promise_id === thread.promise_id) })),
    heard: threads.map((thread) => ({ ...thread, version: thread.heard_version })),
    silence: threads.map((thread) => ({ ...thread, told: told.filter((entry) => entry.report_id === thread.report_id) })),
  };
}
