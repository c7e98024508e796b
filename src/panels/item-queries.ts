import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { uuidv7 } from '../platform/references/index.ts';

export type ItemState = 'proposed' | 'agreed' | 'left_out' | 'done';

export interface Item {
  readonly id: string;
  readonly meeting_id: string;
  readonly position: number;
  readonly case_id: string | null;
  /** Only for those who see the case. */
  readonly case_reference: string | null;
  readonly agency_id: string;
  readonly agency: string;
  readonly title: string;
  readonly question: string;
  readonly minutes: number;
  readonly restricted: boolean;
  readonly everyone: boolean;
  readonly reasons: readonly string[];
  readonly state: ItemState;
  readonly risk_band: string | null;
  readonly risk_score: number | null;
  readonly risk_of: number | null;
}

const itemColumns = sql`
  i.id, i.meeting_id, i.position, i.case_id, c.reference as case_reference, i.agency_id, g.name as agency, i.title, i.question, i.minutes, i.restricted, i.everyone, i.reasons, i.state, c.risk_band, c.risk_score, c.risk_of
  from hub.panel_item i join hub.agency g on g.partnership_id = i.partnership_id and g.id = i.agency_id
  left join hub.case_file c on c.partnership_id = i.partnership_id and c.id = i.case_id`;

/** The items of a meeting that the reader may see, in order. */
export async function itemsOf(tx: Transaction, actor: StaffActor, meetingId: string): Promise<Item[]> {
  return await tx.all(sql<Item>`select ${itemColumns} where i.partnership_id = ${actor.partnershipId} and i.meeting_id = ${meetingId} order by i.position, i.id`);
}

export async function itemById(tx: Transaction, actor: StaffActor, id: string): Promise<Item> {
  return await tx.one(sql<Item>`select ${itemColumns} where i.partnership_id = ${actor.partnershipId} and i.id = ${id}`);
}

export interface NewItem {
  readonly id: string;
  readonly meetingId: string;
  readonly caseId: string | null;
  readonly agencyId: string;
  readonly title: string;
  readonly question: string;
  readonly minutes: number;
  readonly restricted: boolean;
  readonly everyone: boolean;
  readonly reasons: readonly string[];
  readonly position: number;
}

/** An item, seen by its agency unless it is restricted. A case that stands on the agenda already is left as it is. */
export function insertItem(tx: Transaction, actor: StaffActor, item: NewItem, state: ItemState, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.panel_item (partnership_id, id, meeting_id, position, case_id, agency_id, title, question, minutes, restricted, everyone, reasons, proposed_by, state, created_at)
    values (${actor.partnershipId}, ${item.id}, ${item.meetingId}, ${item.position}, ${item.caseId}, ${item.agencyId}, ${item.title}, ${item.question}, ${item.minutes}, ${item.restricted}, ${item.everyone}, ${[...item.reasons]}::text[],
      ${actor.accountId}, ${state}, ${now}) on conflict do nothing`);
  if (!item.restricted && !item.everyone) {
    tx.defer(sql`insert into hub.panel_item_viewer (partnership_id, item_id, principal_id, kind) select ${actor.partnershipId}, i.id, ${item.agencyId}, 'agency' from hub.panel_item i where i.partnership_id = ${actor.partnershipId} and i.id = ${item.id}`);
  }
}

export interface ItemChange {
  readonly id: string;
  readonly position: number;
  readonly title: string;
  readonly question: string;
  readonly minutes: number;
  readonly restricted: boolean;
  readonly state: ItemState;
}

export function changeItem(tx: Transaction, actor: StaffActor, item: ItemChange): void {
  tx.defer(sql`
    update hub.panel_item set position = ${item.position}, title = ${item.title}, question = ${item.question}, minutes = ${item.minutes}, restricted = ${item.restricted} and not everyone, state = ${item.state}
    where partnership_id = ${actor.partnershipId} and id = ${item.id}`);
}

export function closeItem(tx: Transaction, actor: StaffActor, id: string): void {
  tx.defer(sql`update hub.panel_item set state = 'done' where partnership_id = ${actor.partnershipId} and id = ${id} and state = 'agreed'`);
}

export interface Viewer {
  readonly item_id: string;
  readonly principal_id: string;
  readonly kind: 'agency' | 'account';
  readonly name: string;
}

export async function viewersOf(tx: Transaction, actor: StaffActor, itemId: string): Promise<Viewer[]> {
  return await tx.all(sql<Viewer>`
    select v.item_id, v.principal_id, v.kind, coalesce(g.name, a.name || ', ' || h.name) as name from hub.panel_item_viewer v
    left join hub.agency g on v.kind = 'agency' and g.partnership_id = v.partnership_id and g.id = v.principal_id
    left join hub.account a on v.kind = 'account' and a.partnership_id = v.partnership_id and a.id = v.principal_id left join hub.agency h on h.partnership_id = a.partnership_id and h.id = a.agency_id
    where v.partnership_id = ${actor.partnershipId} and v.item_id = ${itemId} order by v.kind, 4`);
}

export function setViewers(tx: Transaction, actor: StaffActor, itemId: string, viewers: readonly { principal: string; kind: 'agency' | 'account' }[]): void {
  const rows = JSON.stringify(viewers);
  tx.defer(sql`delete from hub.panel_item_viewer where partnership_id = ${actor.partnershipId} and item_id = ${itemId} and principal_id <> all(${viewers.map(({ principal }) => principal)}::uuid[])`);
  tx.defer(sql`insert into hub.panel_item_viewer (partnership_id, item_id, principal_id, kind) select ${actor.partnershipId}, ${itemId}, r.principal, r.kind from jsonb_to_recordset(${rows}::jsonb) as r(principal uuid, kind text) on conflict do nothing`);
}

export interface PaperLine {
  readonly item_id: string;
  readonly version: number;
  readonly label: string;
  readonly words: string;
  readonly figure: boolean;
}

/** The newest version of a paper that the reader may read. */
export async function paperOf(tx: Transaction, actor: StaffActor, itemId: string): Promise<PaperLine[]> {
  return await tx.all(sql<PaperLine>`
    select p.item_id, p.version, p.label, p.words, p.figure from hub.panel_paper p where p.partnership_id = ${actor.partnershipId} and p.item_id = ${itemId}
      and p.version = (select max(x.version) from hub.panel_paper x where x.partnership_id = ${actor.partnershipId} and x.item_id = ${itemId}) order by p.position`);
}

export async function paperVersion(tx: Transaction, actor: StaffActor, itemId: string, version: number): Promise<PaperLine[]> {
  return await tx.all(sql<PaperLine>`select item_id, version, label, words, figure from hub.panel_paper where partnership_id = ${actor.partnershipId} and item_id = ${itemId} and version = ${version} order by position`);
}

export interface FrozenPaper {
  readonly version: number;
  readonly lines: readonly { readonly label: string; readonly words: string; readonly figure: boolean }[];
  readonly given: readonly { readonly disclosureId: string; readonly agencyId: string; readonly accountId: string | null }[];
}

export function freezePaper(tx: Transaction, actor: StaffActor, itemId: string, paper: FrozenPaper): void {
  const lines = JSON.stringify(paper.lines.map((line, position) => ({ ...line, id: uuidv7(), position })));
  tx.defer(sql`
    insert into hub.panel_paper (partnership_id, id, item_id, version, position, label, words, figure)
    select ${actor.partnershipId}, r.id, ${itemId}, ${paper.version}, r.position, r.label, r.words, r.figure from jsonb_to_recordset(${lines}::jsonb) as r(id uuid, position int, label text, words text, figure boolean)`);
  for (const { disclosureId, agencyId, accountId } of paper.given) {
    tx.defer(sql`insert into hub.panel_paper_given (partnership_id, item_id, version, disclosure_id, agency_id, account_id) values (${actor.partnershipId}, ${itemId}, ${paper.version}, ${disclosureId}, ${agencyId}, ${accountId})`);
  }
}

export interface Minute {
  readonly item_id: string;
  readonly words: string;
  readonly decision: string;
  readonly revision: number;
  readonly saved_at: Temporal.Instant;
}

export async function minutesOf(tx: Transaction, actor: StaffActor, itemIds: readonly string[]): Promise<Minute[]> {
  return await tx.all(sql<Minute>`select item_id, words, decision, revision, saved_at from hub.panel_minute where partnership_id = ${actor.partnershipId} and item_id = any(${[...itemIds]}::uuid[])`);
}

/** Saves over the revision that the writer saw; false when somebody else has saved meanwhile. */
export async function saveMinute(tx: Transaction, actor: StaffActor, itemId: string, form: { words: string; decision: string; revision: number }, now: Temporal.Instant): Promise<boolean> {
  const saved = form.revision === 0
    ? await tx.run(sql`insert into hub.panel_minute (partnership_id, item_id, words, decision, saved_by, saved_at) values (${actor.partnershipId}, ${itemId}, ${form.words}, ${form.decision}, ${actor.accountId}, ${now}) on conflict do nothing`)
    : await tx.run(sql`update hub.panel_minute set words = ${form.words}, decision = ${form.decision}, revision = revision + 1, saved_by = ${actor.accountId}, saved_at = ${now} where partnership_id = ${actor.partnershipId} and item_id = ${itemId} and revision = ${form.revision}`);
  return saved === 1;
}

export async function saveDecision(tx: Transaction, actor: StaffActor, itemId: string, decision: string, now: Temporal.Instant): Promise<void> {
  const changed = await tx.run(sql`update hub.panel_minute set decision = ${decision}, revision = revision + 1, saved_by = ${actor.accountId}, saved_at = ${now} where partnership_id = ${actor.partnershipId} and item_id = ${itemId}`);
  if (changed === 0 && !(await saveMinute(tx, actor, itemId, { words: '', decision, revision: 0 }, now))) {
    throw new HubError('changed_meanwhile');
  }
}

export interface Action {
  readonly id: string;
  readonly item_id: string;
  readonly item: string;
  readonly agency_id: string;
  readonly agency: string;
  readonly assignee: string | null;
  readonly words: string;
  readonly due_on: Temporal.PlainDate;
  readonly task_id: string | null;
  readonly state: string;
  readonly answer: string;
}

const actionColumns = sql`
  a.id, a.item_id, i.title as item, a.agency_id, g.short_name as agency, w.name as assignee, a.words, a.due_on, a.task_id, s.state, s.answer
  from hub.panel_action a join hub.panel_item i on i.partnership_id = a.partnership_id and i.id = a.item_id
  join hub.agency g on g.partnership_id = a.partnership_id and g.id = a.agency_id left join hub.account w on w.partnership_id = a.partnership_id and w.id = a.assignee_id
  join lateral hub.panel_action_states(array[a.id]) s on true`;

export async function actionsOf(tx: Transaction, actor: StaffActor, itemIds: readonly string[]): Promise<Action[]> {
  return await tx.all(sql<Action>`select ${actionColumns} where a.partnership_id = ${actor.partnershipId} and a.item_id = any(${[...itemIds]}::uuid[]) order by a.created_at, a.id`);
}

export async function actionById(tx: Transaction, actor: StaffActor, id: string): Promise<Action> {
  return await tx.one(sql<Action>`select ${actionColumns} where a.partnership_id = ${actor.partnershipId} and a.id = ${id}`);
}

/** Actions of earlier meetings that are not over; on a screen, those that everyone in the room may see. */
export async function openActions(tx: Transaction, actor: StaffActor, panelId: string, screenOf: string | null): Promise<Action[]> {
  return await tx.all(sql<Action>`select ${actionColumns} where a.partnership_id = ${actor.partnershipId} and a.id in (select hub.panel_open_actions(${panelId}, ${screenOf}::uuid)) order by a.due_on, a.id`);
}

export interface NewAction {
  readonly id: string;
  readonly itemId: string;
  readonly panelId: string;
  readonly agencyId: string;
  readonly assigneeId: string | null;
  readonly words: string;
  readonly dueOn: Temporal.PlainDate;
}

export function insertAction(tx: Transaction, actor: StaffActor, action: NewAction, now: Temporal.Instant): void {
  tx.defer(sql`
    insert into hub.panel_action (partnership_id, id, item_id, panel_id, agency_id, assignee_id, words, due_on, created_by, created_at)
    values (${actor.partnershipId}, ${action.id}, ${action.itemId}, ${action.panelId}, ${action.agencyId}, ${action.assigneeId}, ${action.words}, ${action.dueOn}, ${actor.accountId}, ${now})`);
}

/** Makes it a task; false where nobody could see such a task. */
export async function makeTask(tx: Transaction, actionId: string, taskId: string, reference: string, due: Temporal.Instant): Promise<boolean> {
  return (await tx.one(sql<{ made: string | null }>`select hub.panel_task(${actionId}, ${taskId}, ${reference}, ${due}) as made`)).made !== null;
}

export async function finishAction(tx: Transaction, actor: StaffActor, id: string, words: string, now: Temporal.Instant): Promise<void> {
  const done = await tx.run(sql`update hub.panel_action set done_at = ${now}, done_by = ${actor.accountId}, done_words = ${words} where partnership_id = ${actor.partnershipId} and id = ${id} and done_at is null and task_id is null`);
  if (done !== 1) {
    throw new HubError('changed_meanwhile');
  }
}

interface ScreenItem {
  readonly item_id: string;
  readonly shown: boolean;
  readonly paper_version: number | null;
}

/** What everyone in the room may see: the database takes the intersection. */
export async function screenOf(tx: Transaction, meetingId: string): Promise<ScreenItem[]> {
  return await tx.all(sql<ScreenItem>`select item_id, shown, paper_version from hub.panel_screen(${meetingId})`);
}

/** The places and minutes of a meeting's items, also of those that stay closed. */
export async function placesOf(tx: Transaction, meetingId: string): Promise<{ id: string; position: number; minutes: number; state: ItemState }[]> {
  return await tx.all(sql<{ id: string; position: number; minutes: number; state: ItemState }>`select id, place as position, minutes, state from hub.panel_places(${meetingId})`);
}

export async function namesSomebody(tx: Transaction, caseId: string | null, words: string): Promise<boolean> {
  return caseId !== null && (await tx.one(sql<{ names: boolean }>`select hub.panel_words_name(${caseId}, ${words}) as names`)).names;
}
