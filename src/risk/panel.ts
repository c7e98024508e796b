import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { keptNames, staffName } from '../platform/partnership/index.ts';
import { speaksForCase, type Answers, type Move } from './rules.ts';
import type { BandKey } from './template.ts';

/** What an assessment keeps beside its score, so that a page need not read the template of its time again. */
export interface Recorded {
  readonly given: Answers;
  readonly flags: readonly { readonly key: string; readonly name: string }[];
  readonly moved: readonly Move[];
  readonly highFrom: number;
  /** What was done before anything else, where a flag asked for it. */
  readonly safeguarding?: string | undefined;
}

export interface RiskLine {
  readonly id: string;
  readonly partyId: string | null;
  readonly party: string | null;
  readonly score: number;
  readonly out_of: number;
  readonly scored_band: BandKey;
  readonly band: BandKey;
  readonly proposed_band: BandKey | null;
  readonly approval: 'asked' | 'approved' | 'refused' | null;
  readonly judgement: string;
  readonly flags: Recorded['flags'];
  readonly moved: Recorded['moved'];
  readonly highFrom: number;
  readonly review_on: Temporal.PlainDate;
  readonly supervisor_review_on: Temporal.PlainDate | null;
  readonly assessed_at: Temporal.Instant;
  readonly assessed_by: string;
  readonly assessed_by_name: string | null;
}

export interface RiskPanel {
  /** Newest first. */
  readonly history: readonly RiskLine[];
  /** The one that speaks for the case. */
  readonly current: RiskLine | undefined;
}

/** How far back the panel looks. */
const mostShown = 24;

/** Of a case that nobody has assessed. */
export const noRisk: RiskPanel = { history: [], current: speaksForCase([]) };

/** Every assessment of a case with who made it. */
export async function riskPanel(tx: Transaction, actor: StaffActor, caseId: string): Promise<RiskPanel> {
  const [rows, names] = await Promise.all([tx.all(sql<Omit<RiskLine, 'assessed_by_name'>>`
    select a.id, a.party_id as "partyId", nullif(p.name, '') as party, a.score, a.out_of, a.scored_band, a.band, a.proposed_band, a.approval, a.judgement,
      a.answers -> 'flags' as flags, a.answers -> 'moved' as moved, (a.answers ->> 'highFrom')::int as "highFrom",
      a.review_on, a.supervisor_review_on, a.assessed_at, a.assessed_by
    from hub.risk_assessment a
    left join hub.party p on p.partnership_id = a.partnership_id and p.id = a.party_id
    where a.partnership_id = ${actor.partnershipId} and a.case_id = ${caseId}
    order by a.assessed_at desc, a.id desc limit ${mostShown}`), keptNames(tx, actor)]);
  const history = rows.map((row) => ({ ...row, assessed_by_name: staffName(names, row.assessed_by) }));
  return { history, current: speaksForCase(history) };
}
