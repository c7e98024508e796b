import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { CaseHolds, StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { keptNames, staffName } from '../platform/partnership/index.ts';

/** An agency, team or person who sees the whole case by right. */
export interface CaseViewer {
  readonly kind: 'agency' | 'team' | 'account';
  readonly name: string;
  readonly agency: string;
}

export interface DisclosureLine {
  readonly id: string;
  readonly reference: string;
  readonly scope: 'items' | 'case';
  readonly decision: 'given' | 'refused' | 'asked';
  readonly to_agency: string | null;
  readonly to_agency_name: string | null;
  readonly to_person: string | null;
  readonly asker_words: string;
  readonly purpose: string;
  readonly labels: readonly string[];
  readonly withheld: string;
  readonly refusal_reason: string | null;
  readonly decided_at: Temporal.Instant;
  readonly decided_by_name: string | null;
  readonly from_agency: string;
  readonly valid_until: Temporal.Instant;
  readonly withdrawn_at: Temporal.Instant | null;
  readonly agreement: string | null;
}

/** A case on offer to another agency, or taken by it. */
export interface OfferLine {
  readonly id: string;
  readonly reference: string;
  readonly kind: 'transfer' | 'referral';
  readonly state: 'offered' | 'accepted' | 'rejected' | 'withdrawn';
  readonly to_agency_name: string;
  readonly offered_at: Temporal.Instant;
  readonly answered_at: Temporal.Instant | null;
  readonly answer_reason: string;
}

export interface SharingPanel {
  readonly restricted: boolean;
  readonly viewers: readonly CaseViewer[];
  /** Newest first: live, ended and refused. */
  readonly disclosures: readonly DisclosureLine[];
  readonly offers: readonly OfferLine[];
}

/** Whose case it is. */
export interface Holder {
  readonly agency: string;
  readonly team: string | null;
  readonly restricted: boolean;
}

/** What the page of the case has asked for already. */
export interface CaseRead {
  readonly holds: CaseHolds;
  readonly holder: Promise<Holder>;
}

/** Who can see a case, and what was given to whom or refused, in one flush. */
export async function sharingPanel(tx: Transaction, actor: StaffActor, caseId: string, read?: CaseRead): Promise<SharingPanel> {
  const holds = read?.holds;
  const [holder, named, given, offers, names] = await Promise.all([
    read?.holder ?? tx.maybe(sql<Holder>`
      select g.name as agency, t.name as team, c.restricted from hub.case_file c
        join hub.agency g on g.partnership_id = c.partnership_id and g.id = c.agency_id
        left join hub.team t on t.partnership_id = c.partnership_id and t.id = c.team_id
      where c.partnership_id = ${actor.partnershipId} and c.id = ${caseId}`),
    holds?.named === false ? [] : tx.all(sql<CaseViewer>`
      select p.kind, coalesce(t.name, a.name) as name, coalesce(tg.name, ag.name) as agency from hub.case_principal p
        left join hub.team t on p.kind = 'team' and t.partnership_id = p.partnership_id and t.id = p.principal_id
        left join hub.agency tg on tg.partnership_id = p.partnership_id and tg.id = t.agency_id
        left join hub.account a on p.kind = 'account' and a.partnership_id = p.partnership_id and a.id = p.principal_id
        left join hub.agency ag on ag.partnership_id = p.partnership_id and ag.id = a.agency_id
      where p.partnership_id = ${actor.partnershipId} and p.case_id = ${caseId} and coalesce(t.name, a.name) is not null`),
    holds?.shared === false ? [] : tx.all(sql<Omit<DisclosureLine, 'to_agency_name' | 'to_person' | 'decided_by_name'> & { to_account: string | null; decided_by: string | null }>`
      select d.id, d.reference, d.scope, d.decision, d.to_agency, d.to_account, d.asker_words, d.purpose,
        array(select i.label from hub.disclosure_item i where i.partnership_id = d.partnership_id and i.disclosure_id = d.id order by i.position) as labels,
        d.withheld, d.refusal_reason, d.decided_at, d.decided_by, d.from_agency, d.valid_until, d.withdrawn_at, m.code as agreement
      from hub.disclosure d
      left join hub.agreement m on m.partnership_id = d.partnership_id and m.id = d.agreement_id
      where d.partnership_id = ${actor.partnershipId} and d.case_id = ${caseId} order by d.decided_at desc, d.id desc limit 60`),
    holds?.offered === false ? [] : tx.all(sql<OfferLine>`
      select t.id, t.reference, t.kind, t.state, g.name as to_agency_name, t.offered_at, t.answered_at, t.answer_reason from hub.case_transfer t
      join hub.agency g on g.partnership_id = t.partnership_id and g.id = t.to_agency
      where t.partnership_id = ${actor.partnershipId} and t.case_id = ${caseId} order by t.offered_at desc limit 10`),
    keptNames(tx, actor),
  ]);
  const disclosures = given.map((line) => ({
    ...line, to_agency_name: line.to_agency === null ? null : (names.agencies.get(line.to_agency)?.name ?? null), to_person: staffName(names, line.to_account), decided_by_name: staffName(names, line.decided_by),
  }));
  // Of a restricted case the agency sees nothing as such; those named on it do.
  const own: readonly CaseViewer[] = holder === undefined || holder.restricted ? [] : [{ kind: 'agency', name: holder.agency, agency: holder.team ?? '' }];
  return { restricted: holder?.restricted === true, viewers: [...own, ...named], disclosures, offers };
}
