import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import { chronicle, type ChronologyKind } from '../chronology/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { cellOf, toGrid } from '../platform/geography/index.ts';
import { nameKey } from '../platform/names/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { nameOnCase, refreshAccess, restrictCase } from './opening.ts';
import type { CaseRow, PartyKind, PartyRole, Stage } from './queries.ts';

/* Everything that changes a case. Each change says in the chronology who made it. */

function wrote(tx: Transaction, actor: StaffActor, caseId: string, now: Temporal.Instant, kind: ChronologyKind, words: string, audience: 'case' | 'agency' = 'case'): void {
  chronicle(tx, { partnershipId: actor.partnershipId, caseId, at: now, kind, words, byAccount: actor.accountId, byAgency: actor.agencyId, audience });
}

async function oneOrChanged(touched: Promise<number>): Promise<void> {
  if ((await touched) !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

export function addEntry(tx: Transaction, actor: StaffActor, caseId: string, entry: { kind: ChronologyKind; words: string; audience: 'case' | 'agency' }, now: Temporal.Instant): void {
  wrote(tx, actor, caseId, now, entry.kind, entry.words, entry.audience);
}

export interface NewIncident {
  readonly happenedAt: Temporal.Instant;
  readonly words: string;
  readonly placeWords: string;
  readonly point: { lat: number; lon: number } | undefined;
}

export function addIncident(tx: Transaction, actor: StaffActor, caseId: string, incident: NewIncident, now: Temporal.Instant): void {
  const { point } = incident;
  const grid = point && toGrid(point);
  tx.defer(sql`
    insert into hub.incident (partnership_id, id, case_id, happened_at, words, place_words, lat, lon, easting, northing, cell, created_at, created_by)
    values (${actor.partnershipId}, ${uuidv7()}, ${caseId}, ${incident.happenedAt}, ${incident.words}, ${incident.placeWords}, ${point?.lat ?? null}, ${point?.lon ?? null},
      ${grid?.easting ?? null}, ${grid?.northing ?? null}, ${point === undefined ? null : cellOf(point.lat, point.lon)}, ${now}, ${actor.accountId})`);
  wrote(tx, actor, caseId, now, 'incident', `Incident added: ${incident.words}`);
}

/** A named place of the gazetteer, for an incident that happened somewhere else. */
export async function placeCalled(tx: Transaction, actor: StaffActor, name: string): Promise<{ lat: number; lon: number } | undefined> {
  return await tx.maybe(sql<{ lat: number; lon: number }>`select lat, lon from hub.place where partnership_id = ${actor.partnershipId} and kind in ('place', 'street', 'asset', 'postcode') and lower(name) = lower(${name}) limit 1`);
}

export interface PartyWish {
  readonly role: PartyRole;
  readonly kind: PartyKind;
  readonly name: string;
  readonly ageWords: string;
  readonly bornOn: Temporal.PlainDate | null;
  readonly under18: boolean;
  readonly description: string;
  readonly vulnerability: string;
}

const roleWords: Record<PartyRole, string> = { complainant: 'person who reported', victim: 'victim', witness: 'witness', alleged: 'alleged', other: 'other person' };

export function addParty(tx: Transaction, actor: StaffActor, caseId: string, wish: PartyWish, now: Temporal.Instant): string {
  const id = uuidv7();
  tx.defer(sql`
    insert into hub.party (partnership_id, id, agency_id, case_id, role, kind, name, name_key, born_on, age_words, under_18, description, vulnerability, created_at, created_by)
    values (${actor.partnershipId}, ${id}, ${actor.agencyId}, ${caseId}, ${wish.role}, ${wish.kind}, ${wish.name}, ${nameKey(wish.name)}, ${wish.bornOn}, ${wish.ageWords}, ${wish.under18}, ${wish.description}, ${wish.vulnerability}, ${now}, ${actor.accountId})`);
  wrote(tx, actor, caseId, now, 'note', `Added to the case as ${roleWords[wish.role]}: ${wish.name === '' ? 'not yet named' : wish.name}.`);
  return id;
}

export async function changeParty(tx: Transaction, actor: StaffActor, caseId: string, partyId: string, wish: PartyWish, now: Temporal.Instant): Promise<void> {
  await oneOrChanged(tx.run(sql`
    update hub.party set role = ${wish.role}, kind = ${wish.kind}, name = ${wish.name}, name_key = ${nameKey(wish.name)}, born_on = ${wish.bornOn}, age_words = ${wish.ageWords}, under_18 = ${wish.under18},
      description = ${wish.description}, vulnerability = ${wish.vulnerability} where partnership_id = ${actor.partnershipId} and id = ${partyId}`));
  wrote(tx, actor, caseId, now, 'note', `What is known of ${wish.name === '' ? 'a person not yet named' : wish.name} changed.`);
}

export async function editCase(tx: Transaction, actor: StaffActor, file: CaseRow, wish: { title: string; stage: Stage; warning: string }, now: Temporal.Instant): Promise<void> {
  await oneOrChanged(tx.run(sql`
    update hub.case_file set title = ${wish.title}, stage = ${wish.stage}, warning = ${wish.warning}
    where partnership_id = ${actor.partnershipId} and id = ${file.id} and title = ${file.title} and stage = ${file.stage} and warning = ${file.warning}`));
  if (wish.stage !== file.stage) {
    wrote(tx, actor, file.id, now, 'state', `Stage changed from ${file.stage} to ${wish.stage}.`);
  }
  if (wish.title !== file.title) {
    wrote(tx, actor, file.id, now, 'note', `Title changed from “${file.title}”.`);
  }
  if (wish.warning !== file.warning) {
    wrote(tx, actor, file.id, now, 'note', wish.warning === '' ? `Warning removed: ${file.warning}` : `Warning: ${wish.warning}`);
  }
}

/** Gives the case to somebody else; on a restricted case they are named first. */
export async function changeOwner(tx: Transaction, actor: StaffActor, file: CaseRow, owner: { id: string; name: string }, teamId: string | null, why: string, now: Temporal.Instant): Promise<void> {
  if (file.restricted) {
    nameOnCase(tx, actor, file.id, [{ id: owner.id, kind: 'account' }], now);
  }
  await oneOrChanged(tx.run(sql`
    update hub.case_file set owner_id = ${owner.id}, team_id = ${teamId} where partnership_id = ${actor.partnershipId} and id = ${file.id} and owner_id is not distinct from ${file.owner_id}::uuid`));
  await refreshAccess(tx, actor.partnershipId, file.id);
  wrote(tx, actor, file.id, now, 'state', `${owner.name} owns the case now${file.owner === null ? '' : `, before ${file.owner}`}. ${why}`);
}

export interface Principal {
  readonly id: string;
  readonly kind: 'account' | 'team';
  readonly name: string;
}

/** Restricts the case to these people and teams, or opens it to the agency again. */
export async function setRestriction(tx: Transaction, actor: StaffActor, file: CaseRow, wish: { restricted: boolean; named: readonly Principal[]; why: string }, now: Temporal.Instant): Promise<void> {
  const ids = wish.named.map(({ id }) => id);
  if (wish.restricted) {
    await restrictCase(tx, actor, file.id, wish.named, now);
  } else {
    await oneOrChanged(tx.run(sql`update hub.case_file set restricted = false where partnership_id = ${actor.partnershipId} and id = ${file.id}`));
  }
  // Whoever is no longer named loses the case at once.
  tx.defer(sql`delete from hub.case_principal where partnership_id = ${actor.partnershipId} and case_id = ${file.id} and principal_id <> all(${ids}::uuid[])`);
  wrote(tx, actor, file.id, now, 'state', `${wish.restricted ? `Restricted to ${wish.named.map(({ name }) => name).join(', ')}` : 'No longer restricted'}. ${wish.why}`);
  await refreshAccess(tx, actor.partnershipId, file.id);
}

/** A conflict of interest: this person no longer sees the case, from their next page on. */
export async function raiseWall(tx: Transaction, actor: StaffActor, caseId: string, against: { id: string; name: string }, reason: string, now: Temporal.Instant): Promise<void> {
  wrote(tx, actor, caseId, now, 'state', `Closed to ${against.name}: conflict of interest.`);
  await tx.run(sql`
    insert into hub.access_wall (partnership_id, account_id, case_id, reason, raised_by, raised_at)
    values (${actor.partnershipId}, ${against.id}, ${caseId}, ${reason}, ${actor.accountId}, ${now}) on conflict do nothing`);
}
