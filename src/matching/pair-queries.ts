import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { inOrder, type Verdict } from './deciding.ts';
import { comparable, likeness, reasons, type Held } from './likeness-rules.ts';
import { modelInForce, type ModelInForce } from './likely.ts';
import type { Step } from './likeness-rules.ts';
import type { WaitingPair } from './pair-groups.ts';

export interface PairLine {
  readonly left_id: string;
  readonly right_id: string;
  readonly left_name: string;
  readonly right_name: string;
  readonly left_agency: string;
  readonly right_agency: string;
  readonly probability: number;
  readonly verdict: Verdict | null;
  readonly under_18: boolean;
  /** What agrees, in words, what tells most first. */
  readonly agrees: readonly string[];
}

interface ComparedSides {
  readonly left_held: Held;
  readonly right_held: Held;
}

const held = (side: 'a' | 'b') => sql`jsonb_build_object('name_key', ${sql.ref(side)}.name_key, 'born_on', ${sql.ref(side)}.born_on, 'postcode', ${sql.ref(side)}.postcode, 'phone', ${sql.ref(side)}.phone, 'email', ${sql.ref(side)}.email, 'address', ${sql.ref(side)}.address)`;

/** The likeliest pairs that nobody has decided, by their keys alone: what a page of them is cut from. */
export async function waitingKeys(tx: Transaction, actor: StaffActor, most: number): Promise<WaitingPair[]> {
  return await tx.all(sql<WaitingPair>`
    select m.left_id, m.right_id, a.person_id as left_person, b.person_id as right_person, m.probability
    from hub.match_pair m
    join hub.person_record a on a.partnership_id = m.partnership_id and a.id = m.left_id
    join hub.person_record b on b.partnership_id = m.partnership_id and b.id = m.right_id and b.person_id <> a.person_id
    where m.partnership_id = ${actor.partnershipId} and (m.verdict is null or m.verdict = 'unsure')
    order by m.probability desc, m.left_id, m.right_id limit ${most}`);
}

/** Pairs that nobody has decided, most likely first: only those of which the actor sees both sides. */
export async function waitingPairs(tx: Transaction, actor: StaffActor, of: { readonly fileId: string; readonly most: number } | readonly WaitingPair[]): Promise<PairLine[]> {
  const chosen = 'fileId' in of
    ? sql`m.file_id = ${of.fileId}`
    : sql`(m.left_id, m.right_id) in (select * from unnest(${of.map(({ left_id }) => left_id)}::uuid[], ${of.map(({ right_id }) => right_id)}::uuid[]))`;
  const most = 'fileId' in of ? of.most : of.length;
  const [rows, { model }] = await Promise.all([tx.all(sql<Omit<PairLine, 'agrees'> & ComparedSides>`
    select m.left_id, m.right_id, a.name as left_name, b.name as right_name, g.short_name as left_agency, h.short_name as right_agency, m.probability, m.verdict, a.under_18 or b.under_18 as under_18, ${held('a')} as left_held, ${held('b')} as right_held
    from hub.match_pair m
    join hub.person_record a on a.partnership_id = m.partnership_id and a.id = m.left_id
    join hub.person_record b on b.partnership_id = m.partnership_id and b.id = m.right_id and b.person_id <> a.person_id
    join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id join hub.agency h on h.partnership_id = b.partnership_id and h.id = b.agency_id
    where m.partnership_id = ${actor.partnershipId} and (m.verdict is null or m.verdict = 'unsure') and ${chosen}
    order by m.probability desc, m.left_id limit ${most}`), modelInForce(tx, actor.partnershipId)]);
  return rows.map(({ left_held, right_held, ...row }) => ({ ...row, agrees: reasons(likeness(model, comparable(left_held), comparable(right_held))) }));
}

export interface PairSide {
  readonly id: string;
  readonly name: string;
  readonly name_key: string;
  readonly born_on: Temporal.PlainDate | null;
  readonly postcode: string;
  readonly address: string;
  readonly phone: string;
  readonly email: string;
  readonly description: string;
  readonly kind: string;
  readonly role: string;
  readonly agency: string;
  readonly under_18: boolean;
  readonly person_id: string;
  readonly where_words: string;
  /** As it was written: what is compared has neither capitals nor blanks. */
  readonly written: { readonly address: string; readonly postcode: string; readonly phone: string; readonly email: string };
}

export interface Pair {
  readonly left: PairSide;
  readonly right: PairSide;
  readonly probability: number;
  readonly weight: number;
  readonly prior: number;
  readonly steps: readonly Step[];
  readonly turned: boolean;
  readonly together: boolean;
  readonly model: Pick<ModelInForce, 'version' | 'records' | 'labels'>;
}

/** Two records side by side, scored as they are now. Both have to be the actor's to see. */
export async function pairOf(tx: Transaction, actor: StaffActor, a: string, b: string): Promise<Pair> {
  const [leftId, rightId] = inOrder(a, b);
  const [sides, inForce] = await Promise.all([tx.all(sql<PairSide>`
    select r.id, r.name, r.name_key, r.born_on, r.postcode, r.address, r.phone, r.email, r.description, r.kind, r.role, g.short_name as agency, r.under_18, r.person_id,
      coalesce(c.reference || ' ' || c.title, o.reference || ' ' || o.title, nullif(h.source_words, ''), 'Held outside any case') as where_words,
      jsonb_build_object('address', coalesce(p.address, h.address, r.address), 'postcode', coalesce(p.postcode, h.postcode, r.postcode), 'phone', coalesce(p.phone, h.phone, r.phone), 'email', coalesce(p.email, h.email, r.email)) as written
    from hub.person_record r join hub.agency g on g.partnership_id = r.partnership_id and g.id = r.agency_id
    left join hub.report o on o.partnership_id = r.partnership_id and o.id = r.report_id left join hub.case_file c on c.partnership_id = r.partnership_id and c.id = coalesce(r.case_id, o.case_id)
    left join hub.held_person h on h.partnership_id = r.partnership_id and h.id = r.id and r.source = 'held'
    left join hub.party p on p.partnership_id = r.partnership_id and p.id = r.id and r.source = 'party'
    where r.partnership_id = ${actor.partnershipId} and r.id in (${leftId}, ${rightId})`), modelInForce(tx, actor.partnershipId)]);
  const [left, right] = [sides.find(({ id }) => id === leftId), sides.find(({ id }) => id === rightId)];
  if (left === undefined || right === undefined || leftId === rightId) {
    throw new HubError('not_yours');
  }
  return { left, right, ...likeness(inForce.model, comparable(left), comparable(right)), together: left.person_id === right.person_id, model: inForce };
}
