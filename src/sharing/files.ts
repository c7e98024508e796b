import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import { drawCopy, mostCopiedPages, shownOf, storeOf } from '../bundles/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { dateWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { sha256Of } from '../platform/files/index.ts';
import type { FieldError, House } from '../platform/http/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { OfferedGroup, OfferedItem } from './offered.ts';

interface FileRow {
  readonly id: string;
  readonly kind: 'photo' | 'video' | 'sound' | 'document';
  readonly content_type: string;
  readonly copy_key: string | null;
  readonly copy_state: string;
  readonly sealed_key: string;
  readonly size: number;
  readonly received_at: Temporal.Instant;
}

const columns = sql`id, kind, content_type, copy_key, copy_state, sealed_key, size, received_at`;

function sizeWords(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Photos and documents of the case that can be drawn anew. Their names are left out: people name files after people. */
export function fileGroup(rows: readonly FileRow[]): OfferedGroup {
  const items = rows.flatMap((row): OfferedItem[] => {
    const shown = shownOf(row);
    return shown.as === 'slip' ? [] : [{
      key: `file:${row.id}`, kind: 'file', label: `${shown.as === 'picture' ? 'photo' : 'document'} received on ${dateWords(row.received_at)}`, subjectId: row.id, category: 'file',
      words: `${shown.as === 'picture' ? 'Photo' : 'Document'} received on ${dateWords(row.received_at)}, ${sizeWords(Number(row.size))} as it was received`, file: { id: row.id, shown },
    }];
  });
  const counts = new Map<string, number>();
  const numbered = items.map((item) => {
    const place = (counts.get(item.label) ?? 0) + 1;
    counts.set(item.label, place);
    return place === 1 ? item : { ...item, label: `${item.label} (${place})` };
  });
  return { title: 'Photos and documents', items: numbered };
}

export async function offeredFiles(tx: Transaction, actor: StaffActor, caseId: string): Promise<OfferedGroup[]> {
  const rows = await tx.all(sql<FileRow>`
    select ${columns} from hub.evidence where partnership_id = ${actor.partnershipId} and case_id = ${caseId} and received_from <> 'hub' order by received_at, id limit 40`);
  const group = fileGroup(rows);
  return group.items.length === 0 ? [] : [group];
}

/** A file of the case as it would be drawn. */
export async function fileOfCase(tx: Transaction, actor: StaffActor, caseId: string, evidenceId: string): Promise<NonNullable<OfferedItem['file']>> {
  const row = await tx.one(sql<FileRow>`select ${columns} from hub.evidence where partnership_id = ${actor.partnershipId} and case_id = ${caseId} and id = ${evidenceId} and received_from <> 'hub'`);
  return { id: row.id, shown: shownOf(row) };
}

type Copied = { readonly ok: true; readonly items: readonly OfferedItem[] } | { readonly ok: false; readonly errors: readonly FieldError[] };

/** Draws and keeps the copy of every file that was chosen, before anything is written: what cannot be drawn is not shared. */
export async function withCopies(house: House, items: readonly OfferedItem[]): Promise<Copied> {
  const done: OfferedItem[] = [];
  for (const item of items) {
    if (item.file === undefined) {
      done.push(item);
      continue;
    }
    const covers = item.covered?.covers ?? [];
    const drawn = await drawCopy(storeOf(house), item.file.shown, covers);
    const name = `cover-${item.key}`;
    if (drawn === 'too long') {
      return { ok: false, errors: [{ field: name, text: `This document has more than ${mostCopiedPages} pages. Make an evidence bundle of it instead` }] };
    }
    const beyond = covers.find(({ page }) => page > drawn.pages);
    if (beyond !== undefined) {
      return { ok: false, errors: [{ field: name, text: `There is no page ${beyond.page}: it has ${drawn.pages === 1 ? 'one page' : `${drawn.pages} pages`}` }] };
    }
    const id = uuidv7();
    const key = `shared/${id.slice(-2)}/${id}.${drawn.type === 'image/jpeg' ? 'jpg' : 'pdf'}`;
    await house.files.put(key, drawn.bytes);
    done.push({ ...item, copy: { key, type: drawn.type, sha256: sha256Of(drawn.bytes) }, words: item.file.shown.as === 'picture' ? 'Open the photo' : `Open the document (${drawn.pages === 1 ? 'one page' : `${drawn.pages} pages`})` });
  }
  return { ok: true, items: done };
}

export interface SharedFile {
  readonly copy_key: string;
  readonly copy_type: string;
  readonly reference: string;
  readonly position: number;
  readonly case_id: string | null;
  readonly to_agency: string | null;
  readonly decision: string;
}

/** The copy that a disclosure holds; row-level security says whether the reader may have it. */
export async function sharedFile(tx: Transaction, actor: StaffActor, disclosureId: string, itemId: string): Promise<SharedFile> {
  return await tx.one(sql<SharedFile>`
    select i.copy_key, i.copy_type, d.reference, i.position, d.case_id, d.to_agency, d.decision from hub.disclosure_item i join hub.disclosure d on d.partnership_id = i.partnership_id and d.id = i.disclosure_id
    where i.partnership_id = ${actor.partnershipId} and i.disclosure_id = ${disclosureId} and i.id = ${itemId} and i.copy_key is not null`);
}
