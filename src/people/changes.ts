import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { nameKey } from '../platform/names/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { PersonForm } from './schema.ts';
import { registrationIn } from './person-rules.ts';
import type { AssociationKind, FactKind, WarningKind } from './words.ts';

/* Everything that an agency adds to what it knows of a person. Nothing is deleted: what no longer holds ends. */

async function one(touched: Promise<number>): Promise<void> {
  if ((await touched) !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

export async function addPerson(tx: Transaction, actor: StaffActor, form: PersonForm, now: Temporal.Instant): Promise<string> {
  const id = uuidv7();
  await tx.run(sql`
    insert into hub.held_person (partnership_id, id, agency_id, role, kind, name, name_key, born_on, age_words, under_18, description, vulnerability, phone, email, address, postcode, created_at, created_by, changed_at)
    values (${actor.partnershipId}, ${id}, ${actor.agencyId}, ${form.role}, ${form.kind}, ${form.name}, ${nameKey(form.name)}, ${form.born}, ${form.age}, ${form.under18}, ${form.description}, ${form.vulnerability},
      ${form.phone}, ${form.email}, ${form.address}, ${form.postcode}, ${now}, ${actor.accountId}, ${now})`);
  return id;
}

export async function changePerson(tx: Transaction, actor: StaffActor, id: string, form: PersonForm, now: Temporal.Instant): Promise<void> {
  await one(tx.run(sql`
    update hub.held_person set role = ${form.role}, kind = ${form.kind}, name = ${form.name}, name_key = ${nameKey(form.name)}, born_on = ${form.born}, age_words = ${form.age}, under_18 = ${form.under18},
      description = ${form.description}, vulnerability = ${form.vulnerability}, phone = ${form.phone}, email = ${form.email}, address = ${form.address}, postcode = ${form.postcode}, changed_at = ${now}
    where partnership_id = ${actor.partnershipId} and id = ${id}`));
}

export interface NewFact {
  readonly kind: FactKind;
  readonly value: string;
  readonly postcode: string;
  readonly note: string;
}

/** The form in which a fact is looked for: a name, or the registration of a vehicle. */
function keyOf({ kind, value }: NewFact): string {
  return kind === 'vehicle' ? (registrationIn(value) ?? '') : kind === 'alias' ? nameKey(value) : '';
}

export async function addFact(tx: Transaction, actor: StaffActor, recordId: string, fact: NewFact, now: Temporal.Instant): Promise<void> {
  await tx.run(sql`
    insert into hub.person_fact (partnership_id, id, record_id, agency_id, kind, value, value_key, postcode, note, added_by, added_at)
    values (${actor.partnershipId}, ${uuidv7()}, ${recordId}, ${actor.agencyId}, ${fact.kind}, ${fact.value}, ${keyOf(fact)}, ${fact.postcode}, ${fact.note}, ${actor.accountId}, ${now})`);
}

export interface NewWarning {
  readonly kind: WarningKind;
  readonly words: string;
  readonly reason: string;
  readonly owner: string;
  readonly reviewOn: Temporal.PlainDate;
}

export async function addWarning(tx: Transaction, actor: StaffActor, recordId: string, warning: NewWarning, now: Temporal.Instant): Promise<void> {
  await tx.run(sql`
    insert into hub.person_warning (partnership_id, id, record_id, agency_id, kind, words, reason, owner_id, review_on, added_by, added_at)
    values (${actor.partnershipId}, ${uuidv7()}, ${recordId}, ${actor.agencyId}, ${warning.kind}, ${warning.words}, ${warning.reason}, ${warning.owner}, ${warning.reviewOn}, ${actor.accountId}, ${now})`);
}

export async function associate(tx: Transaction, actor: StaffActor, recordId: string, otherId: string, kind: AssociationKind, words: string, now: Temporal.Instant): Promise<void> {
  await tx.run(sql`
    insert into hub.association (partnership_id, id, record_id, other_id, agency_id, kind, words, added_by, added_at)
    values (${actor.partnershipId}, ${uuidv7()}, ${recordId}, ${otherId}, ${actor.agencyId}, ${kind}, ${words}, ${actor.accountId}, ${now})`);
}

/** Ends a fact, a warning or an association of one's own agency. */
export async function end(tx: Transaction, actor: StaffActor, what: 'fact' | 'warning' | 'associate', id: string, why: string, now: Temporal.Instant): Promise<void> {
  const own = sql`partnership_id = ${actor.partnershipId} and id = ${id} and agency_id = ${actor.agencyId} and ended_at is null`;
  const by = sql`ended_at = ${now}, ended_by = ${actor.accountId}`;
  await one(tx.run(what === 'warning' ? sql`update hub.person_warning set ${by}, ended_why = ${why} where ${own}`
    : what === 'fact' ? sql`update hub.person_fact set ${by} where ${own}` : sql`update hub.association set ${by} where ${own}`));
}

export interface Holder {
  readonly holder_id: string;
  readonly holder: string;
  readonly phone: string | null;
}

/** Asks whether another agency holds something; the database writes down who asked and whom it named. */
export async function askWhoHolds(tx: Transaction, recordId: string, why: string, now: Temporal.Instant): Promise<Holder[]> {
  return await tx.all(sql<Holder>`select * from hub.ask_who_holds(${recordId}, ${why}, ${now}::timestamptz)`);
}
