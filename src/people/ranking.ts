import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import { londonDate, londonInstant } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { triedOf } from './panels.ts';
import { listed, type ListedPerson } from './queries.ts';
import { triedFor, type TriedLine } from './tried.ts';

export type RankingKind = 'perpetrators' | 'victims' | 'places';

export interface RankingRule {
  readonly least: number;
  readonly days: number;
}

/** Where the partnership has no rule: three in a year, and five for a place. */
const usual: Readonly<Record<RankingKind, RankingRule>> = { perpetrators: { least: 3, days: 365 }, victims: { least: 3, days: 365 }, places: { least: 5, days: 365 } };

export async function rankingRule(tx: Transaction, kind: RankingKind, now: Temporal.Instant): Promise<RankingRule & { readonly since: Temporal.PlainDate; readonly from: Temporal.Instant }> {
  const today = londonDate(now);
  const row = await tx.maybe(sql<RankingRule>`
    select least, days from hub.ranking_rule where partnership_id = (select hub.actor_partnership()) and kind = ${kind} and in_force_from <= ${today} and (in_force_to is null or in_force_to >= ${today}) order by in_force_from desc, id desc limit 1`);
  const rule = row ?? usual[kind];
  const since = today.subtract({ days: rule.days });
  return { ...rule, since, from: londonInstant(since, '00:00') };
}

export interface EvidenceLine {
  readonly reference: string;
  readonly title: string;
  readonly at: Temporal.Instant;
  readonly agency: string;
  readonly caseId: string | null;
  readonly reportId: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
}

interface RankedRow {
  readonly record_id: string;
  readonly records: readonly string[];
  readonly events: string;
  readonly reports: readonly string[];
  readonly cases: readonly string[];
  readonly agencies: readonly string[];
  readonly last_at: Temporal.Instant;
}

export interface RankedPerson {
  readonly person: ListedPerson;
  readonly events: number;
  readonly agencies: number;
  readonly evidence: readonly EvidenceLine[];
  readonly tried: string;
  readonly lastAt: Temporal.Instant;
}

export interface RankedPlace {
  readonly place: string;
  readonly events: number;
  readonly cases: number;
  readonly evidence: readonly EvidenceLine[];
  readonly tried: string;
  readonly lastAt: Temporal.Instant;
}

async function evidenceOf(tx: Transaction, actor: StaffActor, rows: readonly Pick<RankedRow, 'reports' | 'cases'>[]): Promise<(row: Pick<RankedRow, 'reports' | 'cases'>) => EvidenceLine[]> {
  const reports = [...new Set(rows.flatMap((row) => row.reports))];
  const cases = [...new Set(rows.flatMap((row) => row.cases))];
  const lines = await tx.all(sql<EvidenceLine & { id: string }>`
    select r.id, r.reference, r.title, r.received_at as at, g.short_name as agency, r.case_id as "caseId", r.id as "reportId", r.lat, r.lon from hub.report r join hub.agency g on g.partnership_id = r.partnership_id and g.id = r.agency_id
    where r.partnership_id = ${actor.partnershipId} and r.id = any(${reports}::uuid[])
    union all
    select c.id, c.reference, c.title, c.opened_at, g.short_name, c.id, null, null, null from hub.case_file c join hub.agency g on g.partnership_id = c.partnership_id and g.id = c.agency_id
    where c.partnership_id = ${actor.partnershipId} and c.id = any(${cases}::uuid[])`);
  const byId = new Map(lines.map((line) => [line.id, line]));
  return (row) => {
    const own = row.reports.flatMap((id) => byId.get(id) ?? []);
    // A case whose reports are listed is shown by them.
    const alone = row.cases.filter((id) => !own.some(({ caseId }) => caseId === id)).flatMap((id) => byId.get(id) ?? []);
    return [...own, ...alone].toSorted((a, b) => b.at.epochMilliseconds - a.at.epochMilliseconds);
  };
}

/** "2 letters, 3 tasks done, 1 case closed": what was tried, in a table. */
function triedWords(lines: readonly TriedLine[]): string {
  const count = (start: string, one: string, many: string): string[] => {
    const n = lines.filter(({ words }) => words.startsWith(start)).length;
    return n === 0 ? [] : [`${n} ${n === 1 ? one : many}`];
  };
  return [...count('Letter', 'letter', 'letters'), ...count('Done', 'task done', 'tasks done'), ...count('Case closed', 'case closed', 'cases closed')].join(', ');
}

export async function rankedPeople(tx: Transaction, actor: StaffActor, kind: 'perpetrators' | 'victims', rule: RankingRule & { readonly from: Temporal.Instant }, most: number): Promise<RankedPerson[]> {
  const rows = await tx.all(sql<RankedRow>`select * from hub.ranked_people(${kind}, ${rule.from}::timestamptz, ${rule.least}, ${most})`);
  const records = new Map(rows.map((row) => [row.record_id, row.records]));
  const [people, evidence, lines, steps] = await Promise.all([
    listed(tx, actor, rows.map(({ record_id }) => record_id)), evidenceOf(tx, actor, rows), triedFor(tx, rows.flatMap((row) => row.records), 2_000), triedOf(tx, records),
  ]);
  // One row is one person, in the same order.
  return rows.flatMap((row, place) => {
    const person = people[place];
    const done = [steps.get(row.record_id) ?? '', triedWords(lines.filter(({ record_id }) => row.records.includes(record_id)))].filter(Boolean).join('; ');
    return person === undefined ? [] : [{ person, events: Number(row.events), agencies: row.agencies.length, evidence: evidence(row), tried: done === '' ? 'Nothing yet' : done, lastAt: row.last_at }];
  });
}

export async function rankedPlaces(tx: Transaction, actor: StaffActor, rule: RankingRule & { readonly from: Temporal.Instant }, most: number): Promise<RankedPlace[]> {
  const rows = await tx.all(sql<Omit<RankedRow, 'record_id' | 'records'> & { place: string }>`select * from hub.ranked_places(${rule.from}::timestamptz, ${rule.least}, ${most})`);
  const evidence = await evidenceOf(tx, actor, rows.map((row) => ({ ...row, cases: [] })));
  const done = await tx.all(sql<{ case_id: string; tasks: number; closed: boolean }>`
    select c.id as case_id, c.state = 'closed' as closed, (select count(*)::int from hub.task t where t.partnership_id = c.partnership_id and t.case_id = c.id and t.state = 'done') as tasks
    from hub.case_file c where c.partnership_id = ${actor.partnershipId} and c.id = any(${rows.flatMap((row) => row.cases)}::uuid[])`);
  return rows.map((row) => {
    const here = done.filter(({ case_id }) => row.cases.includes(case_id));
    const tasks = here.reduce((sum, one) => sum + one.tasks, 0);
    const closed = here.filter((one) => one.closed).length;
    const tried = [...(tasks === 0 ? [] : [`${tasks} ${tasks === 1 ? 'task' : 'tasks'} done`]), ...(closed === 0 ? [] : [`${closed} ${closed === 1 ? 'case' : 'cases'} closed`])].join(', ');
    return { place: row.place, events: Number(row.events), cases: row.cases.length, evidence: evidence({ reports: row.reports, cases: [] }), tried: tried === '' ? 'Nothing yet' : tried, lastAt: row.last_at };
  });
}
