import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Role } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { uuidv7 } from '../platform/references/index.ts';

export interface PersonRow {
  id: string;
  name: string;
  job_title: string;
  email: string;
  phone: string | null;
  state: 'invited' | 'active' | 'suspended';
  agency_id: string;
  agency: string;
  roles: Role[];
  team_ids: string[];
  teams: string[];
  last_signed_in_at: Temporal.Instant | null;
}

const personColumns = sql`a.id, a.name, a.job_title, a.email, a.phone, a.state, a.agency_id, g.name as agency, a.last_signed_in_at,
  array(select r.role from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id order by r.role) as roles,
  array(select x.team_id from hub.account_team x where x.partnership_id = a.partnership_id and x.account_id = a.id) as team_ids,
  array(select t.name from hub.account_team x join hub.team t on t.partnership_id = x.partnership_id and t.id = x.team_id where x.partnership_id = a.partnership_id and x.account_id = a.id order by t.name) as teams`;

export async function people(tx: Transaction, partnershipId: string, wanted: { agency?: string | undefined; state?: string | undefined; words?: string | undefined }): Promise<PersonRow[]> {
  const like = wanted.words === undefined || wanted.words === '' ? null : `%${wanted.words.toLowerCase().replaceAll(/[%_\\]/g, '')}%`;
  return await tx.all(sql<PersonRow>`
    select ${personColumns} from hub.account a join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id
    where a.partnership_id = ${partnershipId} and (${wanted.agency ?? null}::uuid is null or a.agency_id = ${wanted.agency ?? null}::uuid)
      and (${wanted.state ?? null}::text is null or a.state = ${wanted.state ?? null}::text)
      and (${like}::text is null or lower(a.name) like ${like}::text or a.email like ${like}::text)
    order by a.name limit 500`);
}

export async function person(tx: Transaction, partnershipId: string, id: string): Promise<PersonRow> {
  return await tx.one(sql<PersonRow>`
    select ${personColumns} from hub.account a join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id where a.partnership_id = ${partnershipId} and a.id = ${id}`);
}

export async function emailTaken(tx: Transaction, partnershipId: string, email: string): Promise<boolean> {
  return (await tx.maybe(sql`select 1 from hub.account where partnership_id = ${partnershipId} and email = ${email}`)) !== undefined;
}

export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly agency: string;
  readonly job: string;
  readonly phone: string;
  readonly roles: readonly string[];
  readonly teams: readonly string[];
}

export async function addPerson(tx: Transaction, partnershipId: string, wish: NewPerson, now: Temporal.Instant): Promise<string> {
  const id = uuidv7();
  await tx.run(sql`insert into hub.account (partnership_id, id, agency_id, name, job_title, email, phone, created_at)
    values (${partnershipId}, ${id}, ${wish.agency}, ${wish.name}, ${wish.job}, ${wish.email}, ${wish.phone === '' ? null : wish.phone}, ${now})`);
  await addRoles(tx, partnershipId, id, wish.roles, wish.teams);
  return id;
}

async function addRoles(tx: Transaction, partnershipId: string, id: string, roles: readonly string[], teams: readonly string[]): Promise<void> {
  await tx.run(sql`insert into hub.account_role (partnership_id, account_id, role) select ${partnershipId}, ${id}, unnest(${[...roles]}::text[]) on conflict do nothing`);
  await tx.run(sql`insert into hub.account_team (partnership_id, account_id, team_id) select ${partnershipId}, ${id}, unnest(${[...teams]}::uuid[]) on conflict do nothing`);
}

export async function changePerson(tx: Transaction, partnershipId: string, id: string, wish: Pick<NewPerson, 'name' | 'job' | 'phone'>): Promise<void> {
  await tx.run(sql`update hub.account set name = ${wish.name}, job_title = ${wish.job}, phone = ${wish.phone === '' ? null : wish.phone} where partnership_id = ${partnershipId} and id = ${id}`);
}

export async function setRoles(tx: Transaction, partnershipId: string, id: string, roles: readonly string[], teams: readonly string[]): Promise<void> {
  await tx.run(sql`delete from hub.account_role where partnership_id = ${partnershipId} and account_id = ${id} and role <> all(${[...roles]}::text[])`);
  await tx.run(sql`delete from hub.account_team where partnership_id = ${partnershipId} and account_id = ${id} and team_id <> all(${[...teams]}::uuid[])`);
  await addRoles(tx, partnershipId, id, roles, teams);
}

export async function invite(tx: Transaction, accountId: string, secretHash: Buffer, days: number): Promise<void> {
  await tx.run(sql`select hub.invite(${accountId}, ${uuidv7()}, ${secretHash}, ${days})`);
}

export async function suspend(tx: Transaction, accountId: string): Promise<void> {
  await tx.run(sql`select hub.suspend(${accountId})`);
}

export async function reactivate(tx: Transaction, accountId: string): Promise<'active' | 'invited' | null> {
  return (await tx.one(sql<{ state: 'active' | 'invited' | null }>`select hub.reactivate(${accountId}) as state`)).state;
}

export interface AgencyRow {
  id: string;
  name: string;
  short_name: string;
  kind: string;
  phone: string | null;
  hours: string | null;
  takes_reports: boolean;
  active: boolean;
  people: number;
}

export interface TeamRow {
  id: string;
  agency_id: string;
  name: string;
  phone: string | null;
  hours: string | null;
  active: boolean;
  people: number;
}

export async function allAgencies(tx: Transaction, partnershipId: string): Promise<AgencyRow[]> {
  return await tx.all(sql<AgencyRow>`
    select g.id, g.name, g.short_name, g.kind, g.phone, g.hours, g.takes_reports, g.active,
      (select count(*)::int from hub.account a where a.partnership_id = g.partnership_id and a.agency_id = g.id and a.state <> 'suspended') as people
    from hub.agency g where g.partnership_id = ${partnershipId} order by g.active desc, g.name`);
}

export async function allTeams(tx: Transaction, partnershipId: string): Promise<TeamRow[]> {
  return await tx.all(sql<TeamRow>`
    select t.id, t.agency_id, t.name, t.phone, t.hours, t.active,
      (select count(*)::int from hub.account_team x join hub.account a on a.partnership_id = x.partnership_id and a.id = x.account_id
        where x.partnership_id = t.partnership_id and x.team_id = t.id and a.state <> 'suspended') as people
    from hub.team t where t.partnership_id = ${partnershipId} order by t.active desc, t.name`);
}

export interface AgencyWish {
  readonly name: string;
  readonly short: string;
  readonly kind: string;
  readonly phone: string;
  readonly hours: string;
  readonly takes: boolean;
  readonly active: boolean;
}

export async function keepAgency(tx: Transaction, partnershipId: string, id: string | undefined, wish: AgencyWish): Promise<string> {
  const key = id ?? uuidv7();
  const [phone, hours] = [wish.phone === '' ? null : wish.phone, wish.hours === '' ? null : wish.hours];
  if (wish.takes) {
    await tx.run(sql`update hub.agency set takes_reports = false where partnership_id = ${partnershipId} and takes_reports and id <> ${key}`);
  }
  const kept = id === undefined
    ? await tx.run(sql`insert into hub.agency (partnership_id, id, name, short_name, kind, phone, hours, takes_reports, active)
        values (${partnershipId}, ${key}, ${wish.name}, ${wish.short}, ${wish.kind}, ${phone}, ${hours}, ${wish.takes}, ${wish.active})`)
    : await tx.run(sql`update hub.agency set name = ${wish.name}, short_name = ${wish.short}, kind = ${wish.kind}, phone = ${phone}, hours = ${hours}, takes_reports = ${wish.takes}, active = ${wish.active}
        where partnership_id = ${partnershipId} and id = ${key}`);
  return expectOne(kept, key);
}

export interface TeamWish {
  readonly name: string;
  readonly phone: string;
  readonly hours: string;
  readonly active: boolean;
}

export async function keepTeam(tx: Transaction, partnershipId: string, agencyId: string, id: string | undefined, wish: TeamWish): Promise<string> {
  const key = id ?? uuidv7();
  const [phone, hours] = [wish.phone === '' ? null : wish.phone, wish.hours === '' ? null : wish.hours];
  const kept = id === undefined
    ? await tx.run(sql`insert into hub.team (partnership_id, id, agency_id, name, phone, hours, active) values (${partnershipId}, ${key}, ${agencyId}, ${wish.name}, ${phone}, ${hours}, ${wish.active})`)
    : await tx.run(sql`update hub.team set name = ${wish.name}, phone = ${phone}, hours = ${hours}, active = ${wish.active} where partnership_id = ${partnershipId} and id = ${key}`);
  return expectOne(kept, key);
}

function expectOne(rows: number, key: string): string {
  if (rows !== 1) {
    throw new HubError('not_yours');
  }
  return key;
}

/** Names of restricted categories in force that a team is for. */
export async function restrictedTeams(tx: Transaction, partnershipId: string, today: Temporal.PlainDate): Promise<{ category: string; team_id: string | null; team: string | null; people: number }[]> {
  return await tx.all(sql<{ category: string; team_id: string | null; team: string | null; people: number }>`
    select c.name as category, c.team_id, t.name as team, (select count(*)::int from hub.account_team x
      join hub.account a on a.partnership_id = x.partnership_id and a.id = x.account_id and a.state = 'active'
      join hub.account_role r on r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('officer', 'supervisor', 'coordinator')
      where x.partnership_id = c.partnership_id and x.team_id = c.team_id) as people
    from hub.category c left join hub.team t on t.partnership_id = c.partnership_id and t.id = c.team_id and t.active
    where c.partnership_id = ${partnershipId} and c.restricted and c.in_force_from <= ${today} and (c.in_force_to is null or c.in_force_to >= ${today}) order by c.name`);
}

export interface OwnPartnership {
  name: string;
  town: string;
  settings: unknown;
}

export async function ownPartnership(tx: Transaction, partnershipId: string): Promise<OwnPartnership> {
  return await tx.one(sql<OwnPartnership>`select name, town, settings from hub.partnership where id = ${partnershipId}`);
}

export async function renamePartnership(tx: Transaction, partnershipId: string, name: string): Promise<void> {
  await tx.run(sql`update hub.partnership set name = ${name} where id = ${partnershipId}`);
}

/** Changes only the settings given; two people who change different parts do not undo each other. */
export async function keepSettings(tx: Transaction, partnershipId: string, settings: object): Promise<void> {
  const kept = await tx.run(sql`update hub.partnership set settings = settings || ${JSON.stringify(settings)}::jsonb where id = ${partnershipId}`);
  if (kept !== 1) {
    throw new HubError('not_yours');
  }
}

export interface HolidayRow {
  day: Temporal.PlainDate;
  name: string;
}

export async function holidays(tx: Transaction, partnershipId: string): Promise<HolidayRow[]> {
  return await tx.all(sql<HolidayRow>`select day, name from hub.holiday where partnership_id = ${partnershipId} order by day desc`);
}

export async function addHoliday(tx: Transaction, partnershipId: string, day: Temporal.PlainDate, name: string): Promise<void> {
  await tx.run(sql`insert into hub.holiday (partnership_id, day, name) values (${partnershipId}, ${day}, ${name})`);
}

export async function dropHoliday(tx: Transaction, partnershipId: string, day: Temporal.PlainDate): Promise<number> {
  return await tx.run(sql`delete from hub.holiday where partnership_id = ${partnershipId} and day = ${day}`);
}

export type Counts = Readonly<Record<string, number>>;

/** How many of each are in force, for the front page of administration. */
export async function counts(tx: Transaction, partnershipId: string, today: Temporal.PlainDate): Promise<Counts> {
  const live = sql`in_force_from <= ${today} and (in_force_to is null or in_force_to >= ${today})`;
  return await tx.one(sql<Record<string, number>>`
    select (select count(*)::int from hub.account where partnership_id = ${partnershipId} and state = 'active') as people,
      (select count(*)::int from hub.account where partnership_id = ${partnershipId} and state = 'invited') as invited,
      (select count(*)::int from hub.agency where partnership_id = ${partnershipId} and active) as agencies,
      (select count(*)::int from hub.team where partnership_id = ${partnershipId} and active) as teams,
      (select count(*)::int from hub.agency where partnership_id = ${partnershipId} and active and takes_reports) as takers,
      (select count(*)::int from hub.contact_standard where partnership_id = ${partnershipId} and ${live}) as standards,
      (select count(*)::int from hub.category where partnership_id = ${partnershipId} and ${live}) as categories,
      (select count(*)::int from hub.decision_reason where partnership_id = ${partnershipId} and ${live}) as reasons,
      (select count(*)::int from hub.letter_template where partnership_id = ${partnershipId} and ${live}) as templates,
      (select count(*)::int from hub.task_template where partnership_id = ${partnershipId} and ${live}) as tasks,
      (select count(*)::int from hub.gateway where partnership_id = ${partnershipId} and ${live}) as gateways,
      (select count(*)::int from hub.intelligence_rule where partnership_id = ${partnershipId} and ${live}) as keeping,
      (select count(*)::int from hub.power where partnership_id = ${partnershipId} and ${live} and commenced_on is not null) as powers,
      (select count(*)::int from hub.approval_rule where partnership_id = ${partnershipId} and ${live}) as approvals,
      (select count(*)::int from hub.matching_rule where partnership_id = ${partnershipId} and ${live}) as matching,
      (select count(*)::int from hub.ranking_rule where partnership_id = ${partnershipId} and ${live}) as ranking,
      (select count(*)::int from hub.panel_kind where partnership_id = ${partnershipId} and ${live}) as panel_kinds,
      (select count(*)::int from hub.panel_criterion where partnership_id = ${partnershipId} and ${live}) as panel_criteria,
      (select count(*)::int from hub.panel_declaration where partnership_id = ${partnershipId} and ${live}) as panel_declarations,
      (select count(*)::int from hub.emergency_rule where partnership_id = ${partnershipId} and ${live}) as emergencies,
      (select count(*)::int from hub.recording_break where partnership_id = ${partnershipId} and ${live}) as recording_breaks,
      (select count(*)::int from hub.retention_rule where partnership_id = ${partnershipId} and ${live}) as retention,
      (select count(*)::int from hub.exemption where partnership_id = ${partnershipId} and ${live}) as exemptions,
      (select count(*)::int from hub.reading_rule where partnership_id = ${partnershipId} and ${live}) as readings,
      (select count(*)::int from hub.risk_template where partnership_id = ${partnershipId} and ${live}) as risk,
      (select count(*)::int from hub.holiday where partnership_id = ${partnershipId} and day >= ${today}) as holidays`);
}
