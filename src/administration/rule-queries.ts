import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { Choice, Lookups, RuleKind, RuleValues } from './rule-kinds.ts';

export interface RuleRow {
  readonly id: string;
  readonly in_force_from: Temporal.PlainDate;
  readonly in_force_to: Temporal.PlainDate | null;
  readonly values: RuleValues;
}

/** Every rule of a kind, in force or not. */
export async function rulesOf(tx: Transaction, kind: RuleKind, partnershipId: string): Promise<RuleRow[]> {
  return await tx.all(sql<RuleRow>`
    select r.id, r.in_force_from, r.in_force_to, to_jsonb(r) as values from ${sql.table(kind.table)} r
    where r.partnership_id = ${partnershipId} order by (to_jsonb(r) ->> 'position')::int nulls last, to_jsonb(r) ->> 'key', to_jsonb(r) ->> 'name', r.in_force_from`);
}

export async function addRule(tx: Transaction, kind: RuleKind, partnershipId: string, values: RuleValues, from: Temporal.PlainDate, to: Temporal.PlainDate | null = null): Promise<string> {
  const id = uuidv7();
  const columns = ['partnership_id', 'id', 'in_force_from', 'in_force_to', ...Object.keys(values)];
  const given = [partnershipId, id, from, to, ...Object.values(values).map((value) => (Array.isArray(value) ? [...value] : value))];
  await tx.run(sql`insert into ${sql.table(kind.table)} (${sql.join(columns.map((column) => sql.ref(column)))}) values (${sql.join(given)})`);
  return id;
}

/** Ends a rule that goes on; one that somebody else has ended meanwhile is a conflict. */
export async function endRule(tx: Transaction, kind: RuleKind, partnershipId: string, id: string, lastDay: Temporal.PlainDate): Promise<void> {
  const ended = await tx.run(sql`update ${sql.table(kind.table)} set in_force_to = ${lastDay} where partnership_id = ${partnershipId} and id = ${id} and in_force_to is null`);
  if (ended === 0) {
    throw new HubError('changed_meanwhile');
  }
}

export async function lookups(tx: Transaction, partnershipId: string): Promise<Lookups> {
  const [teams, agencies, categories] = await Promise.all([
    tx.all(sql<Choice>`select t.id as value, t.name || ', ' || g.short_name as text from hub.team t join hub.agency g on g.partnership_id = t.partnership_id and g.id = t.agency_id
      where t.partnership_id = ${partnershipId} and t.active and g.active order by t.name`),
    tx.all(sql<Choice>`select id as value, name as text from hub.agency where partnership_id = ${partnershipId} and active order by name`),
    tx.all(sql<Choice>`select id as value, name as text from hub.category where partnership_id = ${partnershipId} and in_force_to is null order by position, name`),
  ]);
  return { teams, agencies, categories };
}
