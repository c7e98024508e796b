import { sql } from 'kysely';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';

export interface Linked {
  readonly case_ids: readonly string[];
  readonly party_ids: readonly string[];
  readonly place_ids: readonly string[];
}

export interface Link {
  readonly kind: 'case' | 'person' | 'place';
  readonly id: string;
  readonly words: string;
  /** The case of a person. */
  readonly case_id: string | null;
}

/** The linked records that the reader may see; of the others not even that there are some. */
export async function linksOf(tx: Transaction, actor: StaffActor, of: Linked): Promise<Link[]> {
  const p = actor.partnershipId;
  return await tx.all(sql<Link>`
    select 'case' as kind, c.id, c.reference || ' ' || c.title as words, c.id as case_id from hub.case_file c where c.partnership_id = ${p} and c.id = any(${[...of.case_ids]}::uuid[])
    union all
    select 'person', x.id, case when x.name = '' then x.description else x.name end, x.case_id from hub.party x where x.partnership_id = ${p} and x.id = any(${[...of.party_ids]}::uuid[])
    union all
    select 'place', l.id, l.name, null from hub.place l where l.partnership_id = ${p} and l.id = any(${[...of.place_ids]}::uuid[])`);
}

/** A case that the actor sees, by its reference. */
export async function caseCalled(tx: Transaction, actor: StaffActor, reference: string): Promise<{ id: string } | undefined> {
  return await tx.maybe(sql<{ id: string }>`select id from hub.case_file where partnership_id = ${actor.partnershipId} and reference = ${reference}`);
}

export interface PartyChoice {
  readonly id: string;
  readonly words: string;
  readonly case_id: string;
}

/** People of the linked cases, to choose from. */
export async function partiesOf(tx: Transaction, actor: StaffActor, caseIds: readonly string[]): Promise<PartyChoice[]> {
  return await tx.all(sql<PartyChoice>`
    select x.id, case when x.name = '' then x.description else x.name end as words, x.case_id from hub.party x
    where x.partnership_id = ${actor.partnershipId} and x.case_id = any(${[...caseIds]}::uuid[]) and (x.name <> '' or x.description <> '') order by words limit 100`);
}

export async function placesCalled(tx: Transaction, actor: StaffActor, name: string): Promise<{ id: string; name: string }[]> {
  return await tx.all(sql<{ id: string; name: string }>`select id, name from hub.place where partnership_id = ${actor.partnershipId} and lower(name) = lower(${name}) order by kind limit 5`);
}

export function addLink(tx: Transaction, actor: StaffActor, intelligenceId: string, found: { caseId?: string | undefined; partyId?: string | undefined; placeId?: string | undefined }): void {
  const added = (column: 'case_ids' | 'party_ids' | 'place_ids', id: string | undefined) => sql`case when ${id ?? null}::uuid is null or ${id ?? null}::uuid = any(${sql.ref(column)}) then ${sql.ref(column)} else ${sql.ref(column)} || ${id ?? null}::uuid end`;
  tx.defer(sql`
    update hub.intelligence_report set case_ids = ${added('case_ids', found.caseId)}, party_ids = ${added('party_ids', found.partyId)}, place_ids = ${added('place_ids', found.placeId)}
    where partnership_id = ${actor.partnershipId} and id = ${intelligenceId}`);
}

/** A public report that the actor sees, to be made intelligence. */
export async function concern(tx: Transaction, actor: StaffActor, reportId: string): Promise<{ id: string; reference: string; title: string; words: string; place_words: string; case_id: string | null }> {
  return await tx.one(sql<{ id: string; reference: string; title: string; words: string; place_words: string; case_id: string | null }>`
    select id, reference, title, words, place_words, case_id from hub.report where partnership_id = ${actor.partnershipId} and id = ${reportId}`);
}
