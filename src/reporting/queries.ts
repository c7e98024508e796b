import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Transaction } from '../platform/database/index.ts';
import { parsePostcode, searchKey } from '../platform/geography/index.ts';
import type { UploadOutcome } from '../platform/http/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { DraftAnswers } from './draft.ts';
import { urgencyWords } from './rules.ts';
import type { NewParty, NewReport } from './submission.ts';

export interface DraftRow {
  readonly id: string;
  readonly answers: DraftAnswers;
  readonly updated_at: Temporal.Instant;
  readonly submitted_report_id: string | null;
  readonly files: number;
}

/** The actor's draft, with how many files it has; locked where it is about to be changed. */
export async function draftOf(tx: Transaction, draftId: string, forUpdate = false): Promise<DraftRow> {
  return await tx.one(sql<DraftRow>`
    select d.id, d.answers, d.updated_at, d.submitted_report_id,
      (select count(*) from hub.evidence e where e.partnership_id = d.partnership_id and e.draft_id = d.id) as files
    from hub.report_draft d where d.partnership_id = (select hub.actor_partnership()) and d.id = ${draftId} ${forUpdate ? sql`for update of d` : sql``}`);
}

/** The drafts of whoever writes them, locked until the end of the transaction: known before their ids are. In one order, so that two senders of the same never wait for each other. */
export async function ownDrafts(tx: Transaction): Promise<DraftRow[]> {
  return await tx.all(sql<DraftRow>`
    select d.id, d.answers, d.updated_at, d.submitted_report_id,
      (select count(*) from hub.evidence e where e.partnership_id = d.partnership_id and e.draft_id = d.id) as files
    from hub.report_draft d where d.partnership_id = (select hub.actor_partnership()) and d.id = any ((select hub.actor_drafts())::uuid[]) order by d.id for update of d`);
}

export interface NewDraft {
  readonly partnershipId: string;
  readonly id: string;
  readonly secretHash: Buffer;
  readonly answers: DraftAnswers;
  readonly takenBy: string | null;
  readonly now: Temporal.Instant;
}

export function insertDraft(tx: Transaction, draft: NewDraft): void {
  tx.defer(sql`
    insert into hub.report_draft (partnership_id, id, secret_hash, answers, taken_by, created_at, updated_at)
    values (${draft.partnershipId}, ${draft.id}, ${draft.secretHash}, ${JSON.stringify(draft.answers)}::jsonb, ${draft.takenBy}, ${draft.now}, ${draft.now})`);
}

export function saveAnswers(tx: Transaction, draftId: string, answers: DraftAnswers, now: Temporal.Instant): void {
  tx.defer(sql`update hub.report_draft set answers = ${JSON.stringify(answers)}::jsonb, updated_at = ${now} where partnership_id = (select hub.actor_partnership()) and id = ${draftId} and submitted_report_id is null`);
}

export interface PlaceRow {
  readonly id: string;
  readonly kind: 'street' | 'postcode' | 'place' | 'asset';
  readonly name: string;
  readonly detail: string;
  readonly postcode: string | null;
  readonly neighbourhood: string | null;
  readonly lat: number;
  readonly lon: number;
}

const placeColumns = sql`id, kind, name, detail, postcode, neighbourhood, lat, lon`;

/** The beginning of a postcode: "CM20", "cm20 3". */
const postcodeBeginning = /^[a-z]{1,2}\d[a-z\d]?(?:\s*\d)?$/i;

/** A gazetteer may know postcodes whole or by sector only; the whole one comes first, then what lies in its sector. */
async function placesOfPostcode(tx: Transaction, partnershipId: string, whole: string, sector: string, most: number): Promise<PlaceRow[]> {
  return await tx.all(sql<PlaceRow>`
    select ${placeColumns} from hub.place
    where partnership_id = ${partnershipId} and postcode in (${whole}, ${sector})
    order by postcode <> ${whole}, array_position(array['postcode', 'asset', 'place', 'street'], kind), name limit ${most}`);
}

/** Places that fit what was typed, best first: a postcode by its letters, anything else by its name, spelling mistakes forgiven. */
export async function findPlaces(tx: Transaction, partnershipId: string, text: string, most = 8): Promise<PlaceRow[]> {
  const postcode = parsePostcode(text);
  if (postcode !== undefined) {
    return await placesOfPostcode(tx, partnershipId, postcode.whole, postcode.sector, most);
  }
  const key = searchKey(text);
  if (key.length < 2) {
    return [];
  }
  const like = key.replace(/[\\%_]/g, '');
  const kinds = postcodeBeginning.test(text.trim()) ? ['postcode'] : ['asset', 'place', 'street'];
  return await tx.all(sql<PlaceRow>`
    select ${placeColumns} from (
      select p.*, case when search_key = ${key} then 0 when search_key like ${`${like}%`} then 1 when search_key like ${`% ${like}%`} then 2 when search_key like ${`%${like}%`} then 3 else 4 end as rank,
        hub.similarity(search_key, ${key}) as likeness, hub.word_similarity(${key}, search_key) as part
      from hub.place p where p.partnership_id = ${partnershipId} and p.kind = any(${kinds})
    ) found
    where rank < 4 or likeness > 0.35 or part > 0.6
    order by rank, greatest(likeness, part) desc, array_position(array['asset', 'place', 'street'], kind), name limit ${most}`);
}

export async function placeById(tx: Transaction, partnershipId: string, id: string): Promise<PlaceRow | undefined> {
  return await tx.maybe(sql<PlaceRow>`select ${placeColumns} from hub.place where partnership_id = ${partnershipId} and id = ${id}`);
}

export interface Neighbourhood {
  readonly name: string;
  readonly places: number;
}

export async function neighbourhoods(tx: Transaction, partnershipId: string): Promise<Neighbourhood[]> {
  return await tx.all(sql<Neighbourhood>`
    select coalesce(neighbourhood, '') as name, count(*) as places from hub.place where partnership_id = ${partnershipId} and kind <> 'postcode'
    group by 1 order by coalesce(neighbourhood, '') = '', 1`);
}

export async function placesIn(tx: Transaction, partnershipId: string, neighbourhood: string): Promise<PlaceRow[]> {
  return await tx.all(sql<PlaceRow>`
    select ${placeColumns} from hub.place where partnership_id = ${partnershipId} and kind <> 'postcode' and coalesce(neighbourhood, '') = ${neighbourhood}
    order by array_position(array['asset', 'place', 'street'], kind), name limit 500`);
}

/** Places to name on a map of this box; assets and places before streets. */
export async function placesWithin(tx: Transaction, partnershipId: string, box: { west: number; south: number; east: number; north: number }, most = 60): Promise<PlaceRow[]> {
  return await tx.all(sql<PlaceRow>`
    select ${placeColumns} from hub.place
    where partnership_id = ${partnershipId} and kind <> 'postcode' and lat between ${box.south} and ${box.north} and lon between ${box.west} and ${box.east}
    order by array_position(array['asset', 'place', 'street'], kind), name limit ${most}`);
}

export interface PlaceExtent {
  readonly south: number | null;
  readonly west: number | null;
  readonly north: number | null;
  readonly east: number | null;
}

export async function extentOfPlaces(tx: Transaction, partnershipId: string): Promise<PlaceExtent> {
  return await tx.one(sql<PlaceExtent>`select min(lat) as south, min(lon) as west, max(lat) as north, max(lon) as east from hub.place where partnership_id = ${partnershipId}`);
}

export interface SimilarRow {
  readonly category: string;
  readonly place: string;
  readonly reports: number;
  readonly newest: Temporal.PlainDate;
  readonly taken_on: boolean;
}

/** What neighbours have reported around a point, without anything personal. */
export async function similarNearby(tx: Transaction, cells: readonly string[], since: Temporal.Instant): Promise<SimilarRow[]> {
  return await tx.all(sql<SimilarRow>`select category, place, reports, newest, taken_on from hub.similar_for_public(${[...cells]}, ${since})`);
}

export interface NearRow {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly state: string;
  readonly received_at: Temporal.Instant;
  readonly easting: number;
  readonly northing: number;
}

/** Reports near a point that the officer may see. */
export async function reportsNear(tx: Transaction, cells: readonly string[], since: Temporal.Instant, most = 6): Promise<NearRow[]> {
  return await tx.all(sql<NearRow>`select id, reference, title, state, received_at, easting, northing from hub.reports_near(${[...cells]}, ${since}, ${most})`);
}

/** As many of the drawn references as are wanted and free. */
export async function freeReferences(tx: Transaction, candidates: readonly string[], wanted: number): Promise<string[]> {
  return (await tx.all(sql<{ reference: string }>`select reference from hub.free_references(${[...candidates]}, ${wanted}) reference`)).map(({ reference }) => reference);
}

/** A report on its way into the database, with what only its sending knows. */
export interface SentReport {
  readonly id: string;
  readonly reference: string;
  readonly linkHash: Buffer;
  readonly linkSealed: string;
  readonly report: NewReport;
}

function reportRow({ id, reference, linkHash, linkSealed, report }: SentReport): object {
  const { holder, urgency, spot, grid } = report;
  return {
    id, reference, link_hash: `\\x${linkHash.toString('hex')}`, link_sealed: linkSealed, agency_id: holder.agencyId, team_id: holder.teamId, restricted: holder.restricted, channel: report.channel,
    taken_by: report.takenBy, received_at: report.receivedAt, priority: urgency.priority, priority_reason: urgencyWords(urgency), hate: urgency.hate, title: report.title, category_id: report.categoryId,
    words: report.words, wants: report.wants, happened_on: report.happenedOn, happened_words: report.happenedWords, frequency: report.frequency, impact_words: report.impactWords, answers: report.answers,
    anonymous: report.anonymous, place_id: spot.placeId, place_words: spot.words, lat: spot.point?.lat, lon: spot.point?.lon, easting: grid?.easting, northing: grid?.northing, cell: report.cell,
    area_ids: report.areaIds, answer_by: report.answerBy,
  };
}

/** Puts reports in with one statement. Two answers of the first day: the clock of the answer is that of the silence too. */
export function insertReports(tx: Transaction, partnershipId: string, reports: readonly SentReport[]): void {
  tx.defer(sql`
    insert into hub.report (partnership_id, id, reference, link_hash, link_sealed, agency_id, team_id, restricted, channel, taken_by, received_at, priority, priority_reason, hate,
      title, category_id, words, wants, happened_on, happened_words, frequency, impact_words, answers, anonymous, place_id, place_words, lat, lon, easting, northing, cell, area_ids, answer_by, next_told_by)
    select ${partnershipId}, id, reference, link_hash, link_sealed, agency_id, team_id, restricted, channel, taken_by, received_at, priority, priority_reason, hate,
      title, category_id, words, wants, happened_on, happened_words, frequency, impact_words, answers, anonymous, place_id, place_words, lat, lon, easting, northing, cell, area_ids, answer_by, answer_by
    from json_populate_recordset(null::hub.report, ${JSON.stringify(reports.map(reportRow))}::json)`);
}

export interface SentComplainant {
  readonly reportId: string;
  readonly agencyId: string;
  readonly takenBy: string | null;
  readonly party: NewParty;
}

function partyRow({ reportId, agencyId, takenBy, party }: SentComplainant): object {
  return {
    id: uuidv7(), agency_id: agencyId, report_id: reportId, name: party.name, name_key: party.nameKey, under_18: party.under18, vulnerability: party.vulnerability, phone: party.phone, email: party.email,
    address: party.address, postcode: party.postcode, safe_contact: party.safeContact, created_by: takenBy,
  };
}

export function insertComplainants(tx: Transaction, of: { partnershipId: string; now: Temporal.Instant }, people: readonly SentComplainant[]): void {
  tx.defer(sql`
    insert into hub.party (partnership_id, id, agency_id, report_id, role, name, name_key, under_18, vulnerability, phone, email, address, postcode, safe_contact, created_at, created_by)
    select ${of.partnershipId}, id, agency_id, report_id, 'complainant', name, name_key, under_18, vulnerability, phone, email, address, postcode, safe_contact, ${of.now}, created_by
    from json_populate_recordset(null::hub.party, ${JSON.stringify(people.map(partyRow))}::json)`);
}

export interface SentDraft {
  readonly id: string;
  readonly reportId: string;
  readonly answers: DraftAnswers;
  readonly files: number;
}

/** Drafts become receipts: their answers and files are in the reports now and leave them. */
export function closeDrafts(tx: Transaction, drafts: readonly SentDraft[], now: Temporal.Instant): void {
  const sent = JSON.stringify(drafts.map(({ id, reportId, answers }) => ({ id, report_id: reportId, answers })));
  // Found by their keys, whatever the planner thinks: a table of drafts that was never analysed looks small, and every draft was read.
  tx.defer(sql`
    update hub.report_draft d set submitted_report_id = s.report_id, answers = s.answers, updated_at = ${now}
    from json_to_recordset(${sent}::json) s(id uuid, report_id uuid, answers jsonb)
    where d.partnership_id = (select hub.actor_partnership()) and d.id = any(${drafts.map(({ id }) => id)}) and d.id = s.id`);
  if (drafts.some(({ files }) => files > 0)) {
    tx.defer(sql`
      update hub.evidence e set report_id = s.report_id
      from json_to_recordset(${sent}::json) s(id uuid, report_id uuid) where e.partnership_id = (select hub.actor_partnership()) and e.draft_id = s.id`);
  }
}

export interface EvidenceRow {
  readonly id: string;
  readonly report_id: string | null;
  readonly case_id: string | null;
  readonly name: string;
  readonly kind: 'photo' | 'video' | 'sound' | 'document';
  readonly content_type: string;
  readonly size: number;
  readonly sha256: string;
  readonly sealed_key: string;
  readonly copy_key: string | null;
  readonly copy_type: string | null;
  readonly copy_state: 'waiting' | 'ready' | 'none' | 'refused';
  readonly received_at: Temporal.Instant;
}

const evidenceColumns = sql`id, report_id, case_id, name, kind, content_type, size, sha256, sealed_key, copy_key, copy_type, copy_state, received_at`;

export async function evidenceOfDraft(tx: Transaction, draftId: string): Promise<EvidenceRow[]> {
  return await tx.all(sql<EvidenceRow>`select ${evidenceColumns} from hub.evidence where partnership_id = (select hub.actor_partnership()) and draft_id = ${draftId} order by received_at, id`);
}

export async function evidenceById(tx: Transaction, partnershipId: string, id: string): Promise<EvidenceRow> {
  return await tx.one(sql<EvidenceRow>`select ${evidenceColumns} from hub.evidence where partnership_id = ${partnershipId} and id = ${id}`);
}

export function insertEvidence(
  tx: Transaction,
  of: { partnershipId: string; draftId: string; from: 'resident' | 'staff'; by: string | null; now: Temporal.Instant },
  upload: Extract<UploadOutcome, { ok: true }>,
): void {
  tx.defer(sql`
    insert into hub.evidence (partnership_id, id, draft_id, name, kind, content_type, size, sha256, sealed_key, received_at, received_from, received_by)
    values (${of.partnershipId}, ${uuidv7()}, ${of.draftId}, ${upload.name.slice(0, 200)}, ${upload.kind}, ${upload.contentType}, ${upload.size}, ${upload.sha256}, ${upload.sealedKey}, ${of.now}, ${of.from}, ${of.by})`);
}

/** Takes a file out of a draft; only the draft's own, and only before it is sent. Says where the sealed file lies. */
export async function discardEvidence(tx: Transaction, draftId: string, id: string): Promise<string | undefined> {
  const row = await tx.maybe(sql<{ sealed_key: string }>`delete from hub.evidence where partnership_id = (select hub.actor_partnership()) and draft_id = ${draftId} and id = ${id} and report_id is null returning sealed_key`);
  return row?.sealed_key;
}

export interface ReportBehind {
  readonly report_id: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly safe_contact: unknown;
}

export async function reportBehind(tx: Transaction, reference: string, given: { postcode: string; email: string; phone: string }): Promise<ReportBehind | undefined> {
  return await tx.maybe(sql<ReportBehind>`select * from hub.report_behind(${reference}, ${given.postcode}, ${given.email}, ${given.phone})`);
}

/** An officer's own draft by its secret; policies show an officer no other. */
export async function draftIdBehind(tx: Transaction, secretHash: Buffer): Promise<string | undefined> {
  return (await tx.maybe(sql<{ id: string }>`select id from hub.report_draft where secret_hash = ${secretHash}`))?.id;
}

/** Who reported, where a name was given and the reader may see the report. */
export function namedPartyOf(partnershipId: string, reportId: string | null) {
  return sql<{ id: string }>`select id from hub.party where partnership_id = ${partnershipId} and report_id = ${reportId} and role = 'complainant' and name <> '' limit 1`;
}
