import { sql } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import type { StaffActor } from '../platform/access/index.ts';
import { londonInstant } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';

const dayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/).refine((day) => {
  try {
    return Temporal.PlainDate.from(day, { overflow: 'reject' }) !== undefined;
  } catch {
    return false;
  }
});

export const ledgerQuery = z.object({
  way: z.enum(['given', 'received']).optional().catch(undefined),
  agency: z.uuid().optional().catch(undefined),
  gateway: z.string().max(60).regex(/^[a-z0-9-]+$/).optional().catch(undefined),
  agreement: z.string().max(20).regex(/^[A-Z0-9-]+$/).optional().catch(undefined),
  state: z.enum(['live', 'ended', 'withdrawn', 'refused', 'asked', 'outside']).optional().catch(undefined),
  since: dayText.optional().catch(undefined),
  before: dayText.optional().catch(undefined),
  words: z.string().trim().max(80).optional().catch(undefined),
});
export type LedgerQuery = z.output<typeof ledgerQuery>;

export interface LedgerLine {
  readonly id: string;
  readonly reference: string;
  readonly scope: 'items' | 'case';
  readonly decision: 'given' | 'refused' | 'asked';
  readonly from_agency_name: string;
  readonly to_agency_name: string;
  readonly to_person: string | null;
  readonly labels: readonly string[];
  readonly purpose: string;
  readonly aim: string;
  readonly gateway: string | null;
  readonly agreement: string | null;
  readonly outside: readonly string[];
  readonly allowed_reason: string | null;
  readonly refusal_reason: string | null;
  readonly necessity: string;
  readonly proportionality: string;
  readonly caveat: string;
  readonly handling: string;
  readonly retention: string;
  readonly withheld: string;
  readonly decided_by_name: string | null;
  readonly decided_at: Temporal.Instant;
  readonly valid_until: Temporal.Instant;
  readonly withdrawn_at: Temporal.Instant | null;
  readonly withdrawn_reason: string | null;
  readonly opened_first: Temporal.Instant | null;
  readonly opened_by: string | null;
  readonly readers: number;
}

const standing = {
  live: sql`d.decision = 'given' and d.withdrawn_at is null and d.valid_until > now()`,
  ended: sql`d.decision = 'given' and d.withdrawn_at is null and d.valid_until <= now()`,
  withdrawn: sql`d.decision = 'given' and d.withdrawn_at is not null`,
  refused: sql`d.decision = 'refused'`,
  asked: sql`d.decision = 'asked'`,
  outside: sql`d.allowed_reason is not null`,
} as const;

function conditions(actor: StaffActor, wanted: LedgerQuery) {
  const p = actor.partnershipId;
  const received = wanted.way === 'received';
  const like = `%${(wanted.words ?? '').toLowerCase().replaceAll('\\', '\\\\').replaceAll('%', '\\%').replaceAll('_', '\\_')}%`;
  const parts = [
    received ? sql`d.to_agency = ${actor.agencyId} and d.decision = 'given'` : sql`d.from_agency = ${actor.agencyId}`,
    ...(wanted.agency === undefined ? [] : [received ? sql`d.from_agency = ${wanted.agency}` : sql`d.to_agency = ${wanted.agency}`]),
    ...(wanted.gateway === undefined ? [] : [sql`d.gateway_id in (select y.id from hub.gateway y where y.partnership_id = ${p} and y.code = ${wanted.gateway})`]),
    ...(wanted.agreement === undefined ? [] : [sql`d.agreement_id in (select m.id from hub.agreement m where m.partnership_id = ${p} and m.code = ${wanted.agreement})`]),
    ...(wanted.state === undefined ? [] : [standing[wanted.state]]),
    ...(wanted.since === undefined ? [] : [sql`d.decided_at >= ${londonInstant(Temporal.PlainDate.from(wanted.since), '00:00')}`]),
    ...(wanted.before === undefined ? [] : [sql`d.decided_at < ${londonInstant(Temporal.PlainDate.from(wanted.before).add({ days: 1 }), '00:00')}`]),
    ...(wanted.words === undefined || wanted.words === '' ? [] : [sql`(lower(d.reference) like ${like} or lower(d.purpose) like ${like} or lower(coalesce(d.refusal_reason, '')) like ${like} or lower(d.asker_words) like ${like})`]),
  ];
  return sql`d.partnership_id = ${p} and ${sql.join(parts.map((part) => sql`(${part})`), sql` and `)}`;
}

/** The agency's own ledger, newest first: what it gave, refused or waits for; or what it was given. Policies leave out what is not its to see. */
export async function ledgerLines(tx: Transaction, actor: StaffActor, wanted: LedgerQuery, most: number): Promise<LedgerLine[]> {
  return await tx.all(sql<LedgerLine>`
    select d.id, d.reference, d.scope, d.decision, f.name as from_agency_name, coalesce(g.name, d.asker_words) as to_agency_name, a.name as to_person,
      array(select i.label from hub.disclosure_item i where i.partnership_id = d.partnership_id and i.disclosure_id = d.id order by i.position) as labels,
      d.purpose, d.aim, y.name as gateway, m.code as agreement, d.outside, d.allowed_reason, d.refusal_reason, d.necessity, d.proportionality, d.caveat, d.handling, d.retention, d.withheld,
      b.name as decided_by_name, d.decided_at, d.valid_until, d.withdrawn_at, d.withdrawn_reason, o.opened_at as opened_first, x.name as opened_by,
      (select count(*)::int from hub.disclosure_receipt r where r.partnership_id = d.partnership_id and r.disclosure_id = d.id) as readers
    from (select * from hub.disclosure d where ${conditions(actor, wanted)} order by d.decided_at desc, d.id desc limit ${most}) d
    join hub.agency f on f.partnership_id = d.partnership_id and f.id = d.from_agency
    left join hub.agency g on g.partnership_id = d.partnership_id and g.id = d.to_agency
    left join hub.account a on a.partnership_id = d.partnership_id and a.id = d.to_account
    left join hub.account b on b.partnership_id = d.partnership_id and b.id = d.decided_by
    left join hub.gateway y on y.partnership_id = d.partnership_id and y.id = d.gateway_id
    left join hub.agreement m on m.partnership_id = d.partnership_id and m.id = d.agreement_id
    left join lateral (select r.opened_at, r.account_id from hub.disclosure_receipt r where r.partnership_id = d.partnership_id and r.disclosure_id = d.id order by r.opened_at limit 1) o on true
    left join hub.account x on x.partnership_id = d.partnership_id and x.id = o.account_id
    order by d.decided_at desc, d.id desc`);
}
