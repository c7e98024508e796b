import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import { defaultContactStandards, englandAndWales, type ContactStandard, type Holidays } from '../calendar/index.ts';
import type { Transaction } from '../database/index.ts';
import { keptRules } from './kept-rules.ts';

export interface Agency {
  readonly id: string;
  readonly name: string;
  readonly short_name: string;
  readonly kind: string;
  readonly phone: string | null;
  readonly hours: string | null;
  readonly takes_reports: boolean;
}

/** Agencies of the actor's partnership that are active, by name. */
export async function agencies(tx: Transaction): Promise<Agency[]> {
  return await tx.all(sql<Agency>`select id, name, short_name, kind, phone, hours, takes_reports from hub.agency where active order by name`);
}

export interface StaffName {
  readonly id: string;
  readonly name: string;
  readonly job_title: string;
  readonly phone: string | null;
  readonly agency_id: string;
  readonly agency: string;
  readonly team: string | null;
  readonly team_phone: string | null;
  readonly team_hours: string | null;
}

/** Names, agency, team and phone of staff, for any actor: pages name who holds a report. */
export async function staffNames(tx: Transaction, ids: readonly (string | null)[]): Promise<Map<string, StaffName>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) {
    return new Map();
  }
  const rows = await tx.all(sql<StaffName>`select * from hub.staff_names(${wanted})`);
  return new Map(rows.map((row) => [row.id, row]));
}

export interface Category {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly hint: string;
  readonly priority: 'standard' | 'urgent';
  readonly sensitive: boolean;
  readonly refer_to: string | null;
}

/** Categories in force on a day, in the order a form shows them. */
export async function categories(tx: Transaction, on: Temporal.PlainDate, rules?: string | null): Promise<Category[]> {
  return await keptRules(rules, `categories on ${on.toString()}`, async () => tx.all(sql<Category>`
    select id, code, name, hint, priority, sensitive, refer_to from hub.category
    where in_force_from <= ${on} and (in_force_to is null or in_force_to >= ${on}) order by position, name`));
}

export interface LocalTime {
  readonly standards: readonly ContactStandard[];
  readonly holidays: Holidays;
}

interface StandardRow {
  key: ContactStandard['key'];
  applies_to: string[];
  amount: number;
  unit: ContactStandard['unit'];
  in_force_from: Temporal.PlainDate;
  in_force_to: Temporal.PlainDate | null;
  source: string;
}

/** The partnership's contact standards and holidays: England's bank holidays and its own days. */
export async function localTime(tx: Transaction, rules?: string | null): Promise<LocalTime> {
  return await keptRules(rules, 'local time', async () => readLocalTime(tx));
}

async function readLocalTime(tx: Transaction): Promise<LocalTime> {
  const [standards, days] = await Promise.all([
    tx.all(sql<StandardRow>`select key, applies_to, amount, unit, in_force_from, in_force_to, source from hub.contact_standard`),
    tx.all(sql<{ day: Temporal.PlainDate }>`select day from hub.holiday`),
  ]);
  const own: ContactStandard[] = standards.map((row) => ({
    key: row.key, appliesTo: row.applies_to, amount: row.amount, unit: row.unit,
    inForceFrom: row.in_force_from.toString(), inForceTo: row.in_force_to?.toString(), source: row.source,
  }));
  return { standards: own.length === 0 ? defaultContactStandards : own, holidays: new Set([...englandAndWales, ...days.map(({ day }) => day.toString())]) };
}
