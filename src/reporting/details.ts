import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import { contactOf, type Contact, type PartyContact } from '../engagement/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { EvidenceRow } from './queries.ts';
import type { ReportAnswers } from './submission.ts';

interface ReportRow {
  readonly id: string;
  readonly reference: string;
  readonly state: string;
  readonly case_id: string | null;
  readonly agency_id: string;
  readonly team_id: string | null;
  readonly restricted: boolean;
  readonly channel: 'web' | 'phone' | 'desk' | 'trusted' | 'api';
  readonly taken_by: string | null;
  readonly received_at: Temporal.Instant;
  readonly priority: 'standard' | 'urgent';
  readonly priority_reason: string;
  readonly hate: boolean;
  readonly title: string;
  readonly category_id: string | null;
  readonly category: string | null;
  readonly sensitive: boolean;
  readonly words: string;
  readonly wants: string;
  readonly happened_on: Temporal.PlainDate | null;
  readonly happened_words: string;
  readonly frequency: string;
  readonly impact_words: string;
  /** Reports that came before this form, or by API, may lack some. */
  readonly answers: Partial<ReportAnswers>;
  readonly anonymous: boolean;
  readonly place_id: string | null;
  readonly place_words: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly easting: number | null;
  readonly northing: number | null;
  readonly cell: string | null;
  readonly answer_by: Temporal.Instant | null;
  readonly told_it_times: number;
}

interface ComplainantRow extends PartyContact {
  readonly id: string;
  readonly report_id: string;
  readonly name: string;
  readonly under_18: boolean;
  readonly vulnerability: string;
}

export interface Complainant {
  readonly id: string;
  readonly name: string;
  readonly under18: boolean;
  readonly vulnerability: string;
  readonly contact: Contact;
}

export type ReportFile = Pick<EvidenceRow, 'id' | 'name' | 'kind' | 'size' | 'sha256' | 'copy_state' | 'received_at'>;

/** All that was reported, as far as the officer may see it. */
export interface ReportDetails extends ReportRow {
  readonly complainant: Complainant | undefined;
  readonly files: readonly ReportFile[];
}

/** What was reported in these reports, oldest first: their words, place, when, impact, wishes, files and safe contact. */
export async function reportDetails(tx: Transaction, reportIds: readonly string[]): Promise<ReportDetails[]> {
  if (reportIds.length === 0) {
    return [];
  }
  const ids = [...reportIds];
  const [reports, parties, files] = await Promise.all([
    tx.all(sql<ReportRow>`
      select r.id, r.reference, r.state, r.case_id, r.agency_id, r.team_id, r.restricted, r.channel, r.taken_by, r.received_at, r.priority, r.priority_reason, r.hate, r.title, r.category_id,
        c.name as category, coalesce(c.sensitive, false) as sensitive, r.words, r.wants, r.happened_on, r.happened_words, r.frequency, r.impact_words, r.answers, r.anonymous,
        r.place_id, r.place_words, r.lat, r.lon, r.easting, r.northing, r.cell, r.answer_by, r.told_it_times
      from hub.report r left join hub.category c on c.partnership_id = r.partnership_id and c.id = r.category_id
      where r.partnership_id = (select hub.actor_partnership()) and r.id = any(${ids}) order by r.received_at, r.id`),
    tx.all(sql<ComplainantRow>`
      select id, report_id, name, under_18, vulnerability, phone, email, address, postcode, safe_contact from hub.party
      where partnership_id = (select hub.actor_partnership()) and report_id = any(${ids}) and role = 'complainant' order by created_at desc`),
    tx.all(sql<ReportFile & { report_id: string }>`
      select id, report_id, name, kind, size, sha256, copy_state, received_at from hub.evidence
      where partnership_id = (select hub.actor_partnership()) and report_id = any(${ids}) order by received_at, id`),
  ]);
  // Of several the first recorded counts: it comes last in the list.
  const complainants = new Map(parties.map((party) => [party.report_id, party]));
  return reports.map((report) => {
    const party = complainants.get(report.id);
    return {
      ...report,
      complainant: party && { id: party.id, name: party.name, under18: party.under_18, vulnerability: party.vulnerability, contact: contactOf(party) },
      files: files.filter((file) => file.report_id === report.id),
    };
  });
}
