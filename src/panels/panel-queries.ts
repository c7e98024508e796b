import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import type { MeetingState } from './rules.ts';
import type { PanelForm } from './schema.ts';

export interface PanelLine {
  readonly id: string;
  readonly name: string;
  readonly kind_code: string;
  readonly kind: string;
  readonly purpose: string;
  readonly agency: string;
  readonly chair_id: string;
  readonly chair: string;
  readonly deputy_id: string | null;
  readonly deputy: string | null;
  readonly place_words: string;
  readonly mine: boolean;
}

const panelColumns = (actor: StaffActor) => sql`
  n.id, n.name, n.kind_code, coalesce((select k.name from hub.panel_kind k where k.partnership_id = n.partnership_id and k.code = n.kind_code order by k.in_force_from desc limit 1), n.kind_code) as kind, n.purpose,
  g.name as agency, n.chair_id, c.name as chair, n.deputy_id, d.name as deputy, n.place_words,
  (${actor.accountId} in (n.chair_id, n.deputy_id) or exists (select 1 from hub.panel_member x where x.partnership_id = n.partnership_id and x.panel_id = n.id and x.account_id = ${actor.accountId})) as mine
  from hub.panel n join hub.agency g on g.partnership_id = n.partnership_id and g.id = n.agency_id
  join hub.account c on c.partnership_id = n.partnership_id and c.id = n.chair_id
  left join hub.account d on d.partnership_id = n.partnership_id and d.id = n.deputy_id`;

export async function panels(tx: Transaction, actor: StaffActor): Promise<PanelLine[]> {
  return await tx.all(sql<PanelLine>`select ${panelColumns(actor)} where n.partnership_id = ${actor.partnershipId} and n.ended_at is null order by n.name`);
}

export async function panelById(tx: Transaction, actor: StaffActor, id: string): Promise<PanelLine> {
  return await tx.one(sql<PanelLine>`select ${panelColumns(actor)} where n.partnership_id = ${actor.partnershipId} and n.id = ${id}`);
}

export interface KindNow {
  readonly code: string;
  readonly name: string;
  readonly says: string;
  readonly item_minutes: number;
}

export async function kindsNow(tx: Transaction, actor: StaffActor, today: Temporal.PlainDate): Promise<KindNow[]> {
  return await tx.all(sql<KindNow>`select code, name, says, item_minutes from hub.panel_kind where partnership_id = ${actor.partnershipId} and in_force_from <= ${today} and (in_force_to is null or in_force_to >= ${today}) order by name`);
}

export interface Caseworker {
  readonly id: string;
  readonly name: string;
  readonly job_title: string;
  readonly agency_id: string;
  readonly agency: string;
}

/** Everyone who may be asked to a meeting: those who do casework. */
export async function caseworkers(tx: Transaction, actor: StaffActor): Promise<Caseworker[]> {
  return await tx.all(sql<Caseworker>`
    select a.id, a.name, a.job_title, a.agency_id, g.name as agency from hub.account a join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id and g.active
    where a.partnership_id = ${actor.partnershipId} and a.state = 'active'
      and exists (select 1 from hub.account_role r where r.partnership_id = a.partnership_id and r.account_id = a.id and r.role in ('officer', 'supervisor', 'coordinator', 'analyst')) order by g.name, a.name`);
}

export function insertPanel(tx: Transaction, actor: StaffActor, id: string, form: PanelForm, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.panel (partnership_id, id, name, kind_code, purpose, agency_id, chair_id, deputy_id, place_words, created_by, created_at)
    values (${actor.partnershipId}, ${id}, ${form.name}, ${form.kind}, ${form.purpose}, ${actor.agencyId}, ${form.chair}, ${form.deputy}, ${form.place}, ${actor.accountId}, ${now})`);
  tx.defer(sql`insert into hub.panel_member (partnership_id, panel_id, account_id, added_at) select ${actor.partnershipId}, ${id}, unnest(${[...new Set([...form.members, form.chair, ...(form.deputy === null ? [] : [form.deputy])])]}::uuid[]), ${now}`);
}

export interface MemberRow {
  readonly account_id: string;
  readonly name: string;
  readonly agency: string;
}

export async function membersOf(tx: Transaction, actor: StaffActor, panelId: string): Promise<MemberRow[]> {
  return await tx.all(sql<MemberRow>`
    select m.account_id, a.name, g.name as agency from hub.panel_member m join hub.account a on a.partnership_id = m.partnership_id and a.id = m.account_id join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id
    where m.partnership_id = ${actor.partnershipId} and m.panel_id = ${panelId} order by g.name, a.name`);
}

export interface Meeting {
  readonly id: string;
  readonly panel_id: string;
  readonly panel: string;
  readonly kind_code: string;
  readonly chair_id: string;
  readonly chair: string;
  readonly deputy_id: string | null;
  readonly starts_at: Temporal.Instant;
  readonly minutes: number;
  readonly place_words: string;
  readonly marking: 'official' | 'official_sensitive';
  readonly state: MeetingState;
  readonly item_id: string | null;
  readonly item_since: Temporal.Instant | null;
  readonly blank: boolean;
  readonly circulated_at: Temporal.Instant | null;
  /** Whether the reader is invited or runs it, has signed, and runs it. */
  readonly invited: boolean;
  readonly signed: boolean;
  readonly runs: boolean;
}

const meetingColumns = (actor: StaffActor) => sql`
  m.id, m.panel_id, n.name as panel, n.kind_code, n.chair_id, c.name as chair, n.deputy_id, m.starts_at, m.minutes, m.place_words, m.marking, m.state, m.item_id, m.item_since, m.blank, m.circulated_at,
  hub.in_meeting(m.id) as invited, hub.signed_for(m.id) as signed, coalesce(${actor.accountId} in (n.chair_id, n.deputy_id), false) as runs
  from hub.panel_meeting m join hub.panel n on n.partnership_id = m.partnership_id and n.id = m.panel_id join hub.account c on c.partnership_id = n.partnership_id and c.id = n.chair_id`;

/** A meeting that the reader is part of; of any other, nothing. */
export async function meetingById(tx: Transaction, actor: StaffActor, id: string): Promise<Meeting> {
  return await tx.one(sql<Meeting>`select ${meetingColumns(actor)} where m.partnership_id = ${actor.partnershipId} and m.id = ${id} and hub.in_meeting(m.id)`);
}

export async function runMeeting(tx: Transaction, actor: StaffActor, id: string): Promise<Meeting> {
  const meeting = await meetingById(tx, actor, id);
  if (!meeting.runs) {
    throw new HubError('not_yours');
  }
  return meeting;
}

/** Dates of one panel, or of all panels that the reader is part of. */
export async function meetings(tx: Transaction, actor: StaffActor, of: { panelId?: string; from?: Temporal.Instant }, most: number): Promise<Meeting[]> {
  const which = of.panelId === undefined ? sql`hub.in_meeting(m.id)` : sql`m.panel_id = ${of.panelId}`;
  const from = of.from === undefined ? sql`` : sql`and m.starts_at >= ${of.from}`;
  return await tx.all(sql<Meeting>`select ${meetingColumns(actor)} where m.partnership_id = ${actor.partnershipId} and ${which} ${from} and m.state <> 'cancelled' order by m.starts_at ${of.from === undefined ? sql`desc` : sql``} limit ${most}`);
}

export interface PlannedMeeting {
  readonly id: string;
  readonly startsAt: Temporal.Instant;
}

/** Meetings with their standing members invited. */
export function insertMeetings(tx: Transaction, actor: StaffActor, panelId: string, planned: readonly PlannedMeeting[], of: { minutes: number; place: string; marking: string }): void {
  const rows = JSON.stringify(planned.map(({ id, startsAt }) => ({ id, at: startsAt.toString() })));
  tx.defer(sql`
    insert into hub.panel_meeting (partnership_id, id, panel_id, starts_at, minutes, place_words, marking)
    select ${actor.partnershipId}, r.id, ${panelId}, r.at, ${of.minutes}, ${of.place}, ${of.marking} from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, at timestamptz)`);
  tx.defer(sql`
    insert into hub.panel_invitation (partnership_id, meeting_id, account_id)
    select ${actor.partnershipId}, r.id, x.account_id from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, at timestamptz) cross join hub.panel_member x
    where x.partnership_id = ${actor.partnershipId} and x.panel_id = ${panelId}`);
}

export function inviteToMeeting(tx: Transaction, actor: StaffActor, meetingId: string, accountIds: readonly string[]): void {
  tx.defer(sql`insert into hub.panel_invitation (partnership_id, meeting_id, account_id) select ${actor.partnershipId}, ${meetingId}, unnest(${[...accountIds]}::uuid[]) on conflict do nothing`);
}

export interface Invited {
  readonly account_id: string;
  readonly name: string;
  readonly agency_id: string;
  readonly agency: string;
  readonly agency_short: string;
  readonly answer: 'invited' | 'coming' | 'apologies';
  readonly came_at: Temporal.Instant | null;
  readonly left_at: Temporal.Instant | null;
  readonly signed_at: Temporal.Instant | null;
}

/** The sign-in sheet. */
export async function invitedTo(tx: Transaction, actor: StaffActor, meetingId: string): Promise<Invited[]> {
  return await tx.all(sql<Invited>`
    select v.account_id, a.name, a.agency_id, g.name as agency, g.short_name as agency_short, v.answer, v.came_at, v.left_at, s.signed_at from hub.panel_invitation v
    join hub.account a on a.partnership_id = v.partnership_id and a.id = v.account_id join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id
    left join hub.panel_signature s on s.partnership_id = v.partnership_id and s.meeting_id = v.meeting_id and s.account_id = v.account_id
    where v.partnership_id = ${actor.partnershipId} and v.meeting_id = ${meetingId} order by g.name, a.name`);
}

/** What one says, or whoever runs the meeting notes, about being there. Somebody who came signed the declaration first: the database says so. */
export async function noteAnswer(tx: Transaction, actor: StaffActor, meetingId: string, accountId: string, act: 'coming' | 'apologies' | 'here' | 'leave', now: Temporal.Instant): Promise<void> {
  const set = act === 'here' ? sql`answer = 'coming', came_at = coalesce(came_at, ${now}), left_at = null` : act === 'leave' ? sql`left_at = ${now}` : sql`answer = ${act}`;
  const noted = await tx.run(sql`update hub.panel_invitation set ${set} where partnership_id = ${actor.partnershipId} and meeting_id = ${meetingId} and account_id = ${accountId} ${act === 'leave' ? sql`and came_at is not null` : sql``}`);
  if (noted !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

export interface Declaration {
  readonly id: string;
  readonly words: string;
}

export async function declarationNow(tx: Transaction, actor: StaffActor, today: Temporal.PlainDate): Promise<Declaration | undefined> {
  return await tx.maybe(sql<Declaration>`select id, words from hub.panel_declaration where partnership_id = ${actor.partnershipId} and in_force_from <= ${today} and (in_force_to is null or in_force_to >= ${today}) order by in_force_from desc, id desc limit 1`);
}

export function signDeclaration(tx: Transaction, actor: StaffActor, meetingId: string, declaration: Declaration, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.panel_signature (partnership_id, meeting_id, account_id, declaration_id, words, signed_at)
    values (${actor.partnershipId}, ${meetingId}, ${actor.accountId}, ${declaration.id}, ${declaration.words}, ${now}) on conflict do nothing`);
}

/** Moves a meeting on, if it still stands where the act begins. */
export async function moveMeeting(tx: Transaction, actor: StaffActor, meeting: Pick<Meeting, 'id'>, from: readonly MeetingState[], to: MeetingState, now: Temporal.Instant): Promise<void> {
  const stamp = to === 'agreed' ? sql`, agreed_by = ${actor.accountId}, agreed_at = ${now}` : to === 'running' ? sql`, started_at = coalesce(started_at, ${now})` : to === 'held' ? sql`, held_at = ${now}, item_id = null` : to === 'circulated' ? sql`, circulated_by = ${actor.accountId}, circulated_at = ${now}` : sql``;
  const moved = await tx.run(sql`update hub.panel_meeting set state = ${to}${stamp} where partnership_id = ${actor.partnershipId} and id = ${meeting.id} and state = any(${[...from]})`);
  if (moved !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

export async function setScreen(tx: Transaction, actor: StaffActor, meetingId: string, screen: { itemId?: string | null; blank: boolean }, now: Temporal.Instant): Promise<void> {
  const item = screen.itemId === undefined ? sql`` : sql`, item_id = ${screen.itemId}, item_since = ${screen.itemId === null ? null : now}`;
  await tx.run(sql`update hub.panel_meeting set blank = ${screen.blank}${item} where partnership_id = ${actor.partnershipId} and id = ${meetingId}`);
}
