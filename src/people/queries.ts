import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { registrationIn } from './person-rules.ts';
import type { AssociationKind, FactKind, Role, WarningKind } from './words.ts';

/* A person is read as the records that the actor may see: policies decide, record by record. */

export interface PersonPart {
  readonly id: string;
  readonly source: 'party' | 'held';
  readonly agency_id: string;
  readonly agency: string;
  readonly role: Role;
  readonly kind: 'person' | 'group' | 'unknown';
  readonly name: string;
  readonly born_on: Temporal.PlainDate | null;
  readonly age_words: string;
  readonly under_18: boolean;
  readonly vulnerability: string;
  readonly description: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly safe_contact: unknown;
  readonly source_words: string;
  readonly created_at: Temporal.Instant;
  readonly case_id: string | null;
  readonly case_reference: string | null;
  readonly case_title: string | null;
  readonly case_state: 'open' | 'closed' | null;
  readonly report_id: string | null;
  readonly report_reference: string | null;
  readonly report_title: string | null;
  readonly report_state: string | null;
  readonly received_at: Temporal.Instant | null;
}

/** Every record of the person that the actor may see, oldest first; none at all is a 403. */
export async function partsOf(tx: Transaction, actor: StaffActor, recordId: string): Promise<PersonPart[]> {
  const parts = await tx.all(sql<PersonPart>`
    select r.id, r.source, r.agency_id, g.short_name as agency, r.role, r.kind, r.name, r.born_on, coalesce(p.age_words, h.age_words, '') as age_words, r.under_18, coalesce(p.vulnerability, h.vulnerability, '') as vulnerability,
      r.description, coalesce(p.phone, h.phone) as phone, coalesce(p.email, h.email) as email, coalesce(p.address, h.address) as address, coalesce(p.postcode, h.postcode) as postcode, coalesce(p.safe_contact, '{}') as safe_contact,
      coalesce(h.source_words, '') as source_words, r.created_at,
      c.id as case_id, c.reference as case_reference, c.title as case_title, c.state as case_state, o.id as report_id, o.reference as report_reference, o.title as report_title, o.state as report_state, o.received_at
    from hub.person_record r
    join hub.agency g on g.partnership_id = r.partnership_id and g.id = r.agency_id
    left join hub.party p on p.partnership_id = r.partnership_id and p.id = r.id and r.source = 'party'
    left join hub.held_person h on h.partnership_id = r.partnership_id and h.id = r.id and r.source = 'held'
    left join hub.report o on o.partnership_id = r.partnership_id and o.id = r.report_id
    left join hub.case_file c on c.partnership_id = r.partnership_id and c.id = coalesce(r.case_id, o.case_id)
    where r.partnership_id = ${actor.partnershipId}
      and r.person_id = (select x.person_id from hub.person_record x where x.partnership_id = ${actor.partnershipId} and x.id = ${recordId})
    order by r.created_at, r.id`);
  if (!parts.some(({ id }) => id === recordId)) {
    throw new HubError('not_yours');
  }
  return parts;
}

export interface FactRow {
  readonly id: string;
  readonly kind: FactKind;
  readonly value: string;
  readonly postcode: string;
  readonly note: string;
  readonly agency_id: string;
  readonly agency: string;
  readonly added_at: Temporal.Instant;
}

export async function factsOf(tx: Transaction, actor: StaffActor, records: readonly string[]): Promise<FactRow[]> {
  return await tx.all(sql<FactRow>`
    select f.id, f.kind, f.value, f.postcode, f.note, f.agency_id, g.short_name as agency, f.added_at from hub.person_fact f join hub.agency g on g.partnership_id = f.partnership_id and g.id = f.agency_id
    where f.partnership_id = ${actor.partnershipId} and f.record_id = any(${[...records]}::uuid[]) and f.ended_at is null order by f.kind, f.added_at desc`);
}

export interface WarningRow {
  readonly id: string;
  readonly record_id: string;
  readonly kind: WarningKind;
  readonly words: string;
  readonly reason: string;
  readonly owner: string;
  readonly agency_id: string;
  readonly agency: string;
  readonly review_on: Temporal.PlainDate;
  readonly added_at: Temporal.Instant;
}

/** Warnings in force about these records. */
export async function warningsOf(tx: Transaction, partnershipId: string, records: readonly string[]): Promise<WarningRow[]> {
  return records.length === 0 ? [] : await tx.all(sql<WarningRow>`
    select w.id, w.record_id, w.kind, w.words, w.reason, o.name as owner, w.agency_id, g.short_name as agency, w.review_on, w.added_at
    from hub.person_warning w join hub.agency g on g.partnership_id = w.partnership_id and g.id = w.agency_id left join hub.account o on o.partnership_id = w.partnership_id and o.id = w.owner_id
    where w.partnership_id = ${partnershipId} and w.record_id = any(${[...records]}::uuid[]) and w.ended_at is null order by w.added_at desc`);
}

/** Warnings about everybody named in a case, and about the same people elsewhere, as far as the actor sees them. */
export async function warningsOfCase(tx: Transaction, caseId: string): Promise<(WarningRow & { name: string })[]> {
  return await tx.all(sql<WarningRow & { name: string }>`select * from hub.warnings_of_case(${caseId})`);
}

export interface AssociateRow {
  readonly id: string;
  readonly kind: AssociationKind;
  /** Whether the person of the page is the first of the two. */
  readonly outward: boolean;
  readonly words: string;
  readonly other_id: string;
  readonly name: string;
  readonly other_kind: string;
  readonly under_18: boolean;
  readonly agency_id: string;
  readonly agency: string;
}

export async function associatesOf(tx: Transaction, actor: StaffActor, records: readonly string[]): Promise<AssociateRow[]> {
  return await tx.all(sql<AssociateRow>`
    select a.id, a.kind, a.record_id = any(${[...records]}::uuid[]) as outward, a.words, r.id as other_id, r.name, r.kind as other_kind, r.under_18, a.agency_id, g.short_name as agency
    from hub.association a
    join hub.person_record r on r.partnership_id = a.partnership_id and r.id = case when a.record_id = any(${[...records]}::uuid[]) then a.other_id else a.record_id end
    join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id
    where a.partnership_id = ${actor.partnershipId} and (a.record_id = any(${[...records]}::uuid[]) or a.other_id = any(${[...records]}::uuid[])) and a.ended_at is null order by a.kind, r.name_key`);
}

export interface LookerRow {
  readonly at: Temporal.Instant;
  readonly name: string;
  readonly agency: string;
  readonly event: string;
}

/** Who looked at the person, by any record that the actor sees. */
export async function lookersOf(tx: Transaction, actor: StaffActor, records: readonly string[], most: number): Promise<LookerRow[]> {
  return await tx.all(sql<LookerRow>`
    select e.at, coalesce(n.name, 'The hub') as name, coalesce(g.short_name, '') as agency, e.event
    from hub.audit_entry e left join hub.account n on n.partnership_id = e.partnership_id and n.id = e.account_id left join hub.agency g on g.partnership_id = e.partnership_id and g.id = e.agency_id
    where e.partnership_id = ${actor.partnershipId} and e.subject_id = any(${[...records]}::uuid[]) and e.subject_kind = 'person' order by e.at desc limit ${most}`);
}

export interface LetterRow {
  readonly id: string;
  readonly case_id: string;
  readonly subject: string;
  readonly at: Temporal.Instant;
}

/** The other side of a list: one line for each person. */
export interface ListedPerson {
  readonly id: string;
  readonly person_id: string;
  readonly name: string;
  readonly kind: 'person' | 'group' | 'unknown';
  readonly description: string;
  readonly roles: readonly Role[];
  readonly agencies: readonly string[];
  readonly under_18: boolean;
  readonly vulnerable: boolean;
  readonly records: number;
  readonly warned: boolean;
}

/** What a list says of people, from the records that the actor sees; in the order of `ids`. */
export async function listed(tx: Transaction, actor: StaffActor, ids: readonly string[]): Promise<ListedPerson[]> {
  if (ids.length === 0) {
    return [];
  }
  const rows = await tx.all(sql<ListedPerson>`
    select (array_agg(r.id order by r.id))[1] as id, r.person_id, (array_agg(r.name order by r.name = '', array_length(string_to_array(r.name_key, ' '), 1) desc nulls last, r.created_at desc, r.id desc))[1] as name,
      (array_agg(r.kind order by r.name = '', r.created_at desc))[1] as kind, (array_agg(r.description order by r.description = '', r.created_at desc))[1] as description,
      array_agg(distinct r.role) as roles, array_agg(distinct g.short_name) as agencies, bool_or(r.under_18) as under_18, bool_or(r.vulnerable) as vulnerable, count(*)::int as records,
      bool_or(exists (select 1 from hub.person_warning w where w.partnership_id = r.partnership_id and w.record_id = r.id and w.ended_at is null)) as warned
    from hub.person_record r join hub.agency g on g.partnership_id = r.partnership_id and g.id = r.agency_id
    where r.partnership_id = ${actor.partnershipId} and r.person_id = any(array(select x.person_id from hub.person_record x where x.partnership_id = ${actor.partnershipId} and x.id = any(${[...ids]}::uuid[])))
    group by r.person_id`);
  const order = await tx.all(sql<{ id: string; person_id: string }>`select id, person_id from hub.person_record where partnership_id = ${actor.partnershipId} and id = any(${[...ids]}::uuid[])`);
  const personOf = new Map(order.map(({ id, person_id }) => [id, person_id]));
  const byPerson = new Map(rows.map((row) => [row.person_id, row]));
  const people = [...new Set(ids.map((id) => personOf.get(id)))];
  return people.flatMap((id) => byPerson.get(id ?? '') ?? []);
}

export interface PeopleFilter {
  readonly role?: Role | undefined;
  readonly kind?: 'person' | 'group' | 'unknown' | undefined;
  readonly flag?: 'under18' | 'vulnerable' | undefined;
}

export async function newest(tx: Transaction, { role, kind, flag }: PeopleFilter, after: { at: string; id: string } | undefined, most: number): Promise<{ id: string; created_at: Temporal.Instant }[]> {
  return await tx.all(sql<{ id: string; created_at: Temporal.Instant }>`
    select id, created_at from hub.newest_people(${role ?? null}, ${kind ?? null}, ${flag ?? null}, ${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid, ${most})`);
}

/** What agencies are called in a line. */
export async function agencyNames(tx: Transaction, partnershipId: string): Promise<Map<string, string>> {
  const rows = await tx.all(sql<{ id: string; short_name: string }>`select id, short_name from hub.agency where partnership_id = ${partnershipId}`);
  return new Map(rows.map(({ id, short_name }) => [id, short_name]));
}

/** Who, of those whom the actor may see, was noted with the vehicle of this registration. */
export async function drivers(tx: Transaction, words: string, most: number): Promise<{ id: string; name: string; kind: string; description: string }[]> {
  const vehicle = registrationIn(words);
  return vehicle === undefined ? [] : await tx.all(sql<{ id: string; name: string; kind: string; description: string }>`
    select id, name, kind, description from hub.likely_records(array[hashtextextended(${`v ${vehicle}`}, 0)], '', ${most})`);
}

/** By name, by words of a description, and by the registration of a vehicle that somebody noted. */
export async function searchPeople(tx: Transaction, wanted: string, words: string, most: number): Promise<string[]> {
  const [named, driving] = await Promise.all([tx.all(sql<{ id: string }>`select id from hub.search_people(${wanted}, ${words}, ${most})`), drivers(tx, words, most)]);
  return [...driving, ...named].map(({ id }) => id);
}
