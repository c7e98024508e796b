import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { statesBefore, type LateLevel, type RequestAct, type RequestState, type Side } from './rules.ts';
import type { ListQuery, NewRequest } from './schema.ts';

export interface RequestLine {
  readonly id: string;
  readonly reference: string;
  readonly from_agency: string;
  readonly from_agency_name: string;
  readonly to_agency: string;
  readonly to_agency_name: string;
  readonly to_account: string | null;
  readonly to_person: string | null;
  readonly asked_by: string;
  readonly asked_by_name: string | null;
  readonly about: 'case' | 'person' | 'place';
  readonly about_words: string;
  readonly wanted: string;
  readonly urgent: boolean;
  readonly from_case: boolean;
  readonly asked_at: Temporal.Instant;
  readonly due_at: Temporal.Instant;
  readonly paused_at: Temporal.Instant | null;
  readonly state: RequestState;
  readonly holder_id: string | null;
  readonly holder: string | null;
  readonly updated_at: Temporal.Instant;
  readonly closed_at: Temporal.Instant | null;
}

const columns = sql`r.id, r.reference, r.from_agency, f.name as from_agency_name, r.to_agency, t.name as to_agency_name, r.to_account, x.name as to_person, r.asked_by, b.name as asked_by_name, r.about, r.about_words, r.wanted, r.urgent, r.from_case,
  r.asked_at, r.due_at, r.paused_at, r.state, r.holder_id, h.name as holder, r.updated_at, r.closed_at`;
const names = sql`
  join hub.agency f on f.partnership_id = r.partnership_id and f.id = r.from_agency
  join hub.agency t on t.partnership_id = r.partnership_id and t.id = r.to_agency
  left join hub.account b on b.partnership_id = r.partnership_id and b.id = r.asked_by
  left join hub.account x on x.partnership_id = r.partnership_id and x.id = r.to_account
  left join hub.account h on h.partnership_id = r.partnership_id and h.id = r.holder_id`;

export async function listRequests(tx: Transaction, actor: StaffActor, wanted: ListQuery, now: Temporal.Instant, most: number): Promise<RequestLine[]> {
  const ours = wanted.way === 'by_us';
  const whose = ours ? sql`r.from_agency = ${actor.agencyId}` : sql`r.to_agency = ${actor.agencyId}`;
  const state = wanted.state === 'over' ? sql`and r.closed_at is not null` : wanted.state === 'late' ? sql`and r.closed_at is null and r.paused_at is null and r.due_at < ${now}` : sql`and r.closed_at is null`;
  const other = wanted.agency === undefined ? sql`` : ours ? sql`and r.to_agency = ${wanted.agency}` : sql`and r.from_agency = ${wanted.agency}`;
  const order = wanted.state === 'over' ? sql`r.closed_at desc` : sql`r.due_at`;
  return await tx.all(sql<RequestLine>`
    select ${columns} from (select * from hub.information_request r where r.partnership_id = ${actor.partnershipId} and ${whose} ${state} ${other} order by ${order}, r.id limit ${most}) r ${names} order by ${order}, r.id`);
}

export interface FullRequest extends RequestLine {
  readonly purpose: string;
  readonly gateway_id: string;
  readonly gateway: string;
  readonly gateway_words: string;
  readonly why: string;
  readonly reason: string;
  readonly phone: string | null;
  /** Only for the asker's side, and only for those who see that case. */
  readonly case_id: string | null;
  readonly case_reference: string | null;
}

export async function requestById(tx: Transaction, actor: StaffActor, id: string): Promise<FullRequest> {
  return await tx.one(sql<FullRequest>`
    select ${columns}, r.purpose, r.gateway_id, y.name as gateway, y.words as gateway_words, r.why, r.reason, coalesce(b.phone, f.phone) as phone,
      case when r.from_agency = ${actor.agencyId} then c.id end as case_id, case when r.from_agency = ${actor.agencyId} then c.reference end as case_reference
    from hub.information_request r ${names}
    join hub.gateway y on y.partnership_id = r.partnership_id and y.id = r.gateway_id
    left join hub.request_case k on k.partnership_id = r.partnership_id and k.request_id = r.id
    left join hub.case_file c on c.partnership_id = k.partnership_id and c.id = k.case_id
    where r.partnership_id = ${actor.partnershipId} and r.id = ${id}`);
}

export interface RequestMessage {
  readonly id: string;
  readonly kind: 'question' | 'clarification' | 'partly' | 'answered' | 'refused' | 'withdrawn';
  readonly words: string;
  readonly name: string | null;
  readonly agency: string | null;
  readonly at: Temporal.Instant;
}

export async function messagesOf(tx: Transaction, actor: StaffActor, requestId: string): Promise<RequestMessage[]> {
  return await tx.all(sql<RequestMessage>`
    select m.id, m.kind, m.words, a.name, g.short_name as agency, m.at from hub.request_message m
    left join hub.account a on a.partnership_id = m.partnership_id and a.id = m.by_account
    left join hub.agency g on g.partnership_id = m.partnership_id and g.id = m.by_agency
    where m.partnership_id = ${actor.partnershipId} and m.request_id = ${requestId} order by m.at, m.id`);
}

export interface RequestAnswer {
  readonly id: string;
  readonly reference: string;
  readonly decision: 'given' | 'refused' | 'asked';
  readonly labels: readonly string[];
  readonly decided_at: Temporal.Instant;
  readonly withdrawn_at: Temporal.Instant | null;
  readonly valid_until: Temporal.Instant;
}

/** Disclosures made from it, as the reader may see them. */
export async function answersOf(tx: Transaction, actor: StaffActor, requestId: string): Promise<RequestAnswer[]> {
  return await tx.all(sql<RequestAnswer>`
    select d.id, d.reference, d.decision, d.decided_at, d.withdrawn_at, d.valid_until,
      array(select i.label from hub.disclosure_item i where i.partnership_id = d.partnership_id and i.disclosure_id = d.id order by i.position) as labels
    from hub.disclosure d where d.partnership_id = ${actor.partnershipId} and d.request_id = ${requestId} and d.decision <> 'refused' order by d.decided_at, d.id`);
}

export interface RequestEscalation {
  readonly level: LateLevel;
  readonly raised_at: Temporal.Instant;
}

export async function escalationsOf(tx: Transaction, actor: StaffActor, requestId: string): Promise<RequestEscalation[]> {
  return await tx.all(sql<RequestEscalation>`
    select e.level, max(e.raised_at) as raised_at from hub.request_escalation e
    join hub.information_request r on r.partnership_id = e.partnership_id and r.id = e.request_id and r.due_at = e.due_at
    where e.partnership_id = ${actor.partnershipId} and e.request_id = ${requestId} group by e.level order by 2`);
}

export function insertRequest(tx: Transaction, actor: StaffActor, made: { id: string; reference: string; wish: NewRequest; caseId: string | null }, now: Temporal.Instant): void {
  const { wish } = made;
  // The case first: who sees it decides who of the asker's agency sees the request.
  if (made.caseId !== null) {
    tx.defer(sql`insert into hub.request_case (partnership_id, request_id, case_id) values (${actor.partnershipId}, ${made.id}, ${made.caseId})`);
  }
  tx.defer(sql`
    insert into hub.information_request (partnership_id, id, reference, from_agency, asked_by, to_agency, to_account, about, about_words, wanted, purpose, gateway_id, why, urgent, from_case, asked_at, due_at, updated_at)
    values (${actor.partnershipId}, ${made.id}, ${made.reference}, ${actor.agencyId}, ${actor.accountId}, ${wish.toAgency}, ${wish.toAccount}, ${wish.about}, ${wish.aboutWords}, ${wish.wanted}, ${wish.purpose}, ${wish.gateway.id}, ${wish.why}, ${wish.urgent},
      ${made.caseId !== null}, ${now}, ${wish.dueAt}, ${now})`);
}

export function insertMessage(tx: Transaction, actor: StaffActor, requestId: string, kind: RequestMessage['kind'], words: string, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.request_message (partnership_id, id, request_id, kind, words, by_account, by_agency, at) values (${actor.partnershipId}, ${uuidv7()}, ${requestId}, ${kind}, ${words}, ${actor.accountId}, ${actor.agencyId}, ${now})`);
}

export interface Move {
  readonly act: RequestAct;
  readonly side: Side;
  readonly to: RequestState;
  readonly reason?: string;
  readonly pausedAt?: Temporal.Instant | null;
  readonly dueAt?: Temporal.Instant;
  readonly takes?: boolean;
}

/** Moves a request on, if it still stands where the act begins. Whoever of the asked agency acts has it from then on. */
export async function moveRequest(tx: Transaction, actor: StaffActor, request: RequestLine, move: Move, now: Temporal.Instant): Promise<void> {
  const over = ['answered', 'refused', 'withdrawn'].includes(move.to);
  const moved = await tx.run(sql`
    update hub.information_request set state = ${move.to}, updated_at = ${now}, reason = ${move.reason ?? ''}, paused_at = ${move.pausedAt ?? null}, due_at = ${move.dueAt ?? request.due_at}, closed_at = ${over ? now : null},
      holder_id = case when ${move.side === 'asked'} then coalesce(holder_id, ${actor.accountId}::uuid) else holder_id end
    where partnership_id = ${actor.partnershipId} and id = ${request.id} and state = any(${statesBefore(move.act, move.side)}) and ${move.side === 'asked' ? sql`to_agency` : sql`from_agency`} = ${actor.agencyId}`);
  if (moved !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

export async function takeRequest(tx: Transaction, actor: StaffActor, request: RequestLine, now: Temporal.Instant): Promise<void> {
  const taken = await tx.run(sql`
    update hub.information_request set holder_id = ${actor.accountId}, updated_at = ${now}
    where partnership_id = ${actor.partnershipId} and id = ${request.id} and to_agency = ${actor.agencyId} and closed_at is null and holder_id is not distinct from ${request.holder_id}::uuid`);
  if (taken !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

/** A case of the actor's by its reference, to answer from. */
export async function caseCalled(tx: Transaction, actor: StaffActor, reference: string): Promise<{ id: string; reference: string; title: string; restricted: boolean } | undefined> {
  return await tx.maybe(sql<{ id: string; reference: string; title: string; restricted: boolean }>`
    select id, reference, title, restricted from hub.case_file where partnership_id = ${actor.partnershipId} and reference = ${reference} and agency_id = ${actor.agencyId}`);
}

/** What Today shows: open requests to the agency that are nobody's or this person's, and what this person asked that is open or was answered lately. */
export async function requestsForToday(tx: Transaction, actor: StaffActor, answeredSince: Temporal.Instant): Promise<RequestLine[]> {
  return await tx.all(sql<RequestLine>`
    select ${columns} from (
      (select * from hub.information_request where partnership_id = ${actor.partnershipId} and to_agency = ${actor.agencyId} and closed_at is null and (holder_id is null or holder_id = ${actor.accountId}) order by due_at limit 30)
      union all
      (select * from hub.information_request where partnership_id = ${actor.partnershipId} and from_agency = ${actor.agencyId} and asked_by = ${actor.accountId} and (closed_at is null or closed_at > ${answeredSince}) and state <> 'withdrawn' order by asked_at desc limit 30)
    ) r ${names} order by r.due_at`);
}

/** Late answers that have come up: to a supervisor of the asked agency, or to a liaison person of either side. */
export async function lateRequests(tx: Transaction, actor: StaffActor, supervises: boolean): Promise<RequestLine[]> {
  return await tx.all(sql<RequestLine>`
    select ${columns} from (
      select * from hub.information_request q
      where q.partnership_id = ${actor.partnershipId} and (q.to_agency = ${actor.agencyId} or q.from_agency = ${actor.agencyId}) and q.closed_at is null and q.paused_at is null and q.holder_id is distinct from ${actor.accountId}
        and exists (select 1 from hub.request_escalation e where e.partnership_id = q.partnership_id and e.request_id = q.id and e.due_at = q.due_at and (
          (e.level = 'supervisor' and ${supervises} and q.to_agency = ${actor.agencyId})
          or (e.level = 'liaison' and exists (select 1 from hub.agreement_party l join hub.agreement a on a.partnership_id = l.partnership_id and a.id = l.agreement_id and a.ended_on is null
            join hub.agreement_party o on o.partnership_id = l.partnership_id and o.agreement_id = l.agreement_id and o.agency_id = case when l.agency_id = q.to_agency then q.from_agency else q.to_agency end
            where l.partnership_id = q.partnership_id and l.liaison_id = ${actor.accountId} and l.agency_id in (q.to_agency, q.from_agency)))))
      order by q.due_at limit 20) r ${names} order by r.due_at`);
}
