import { sql } from 'kysely';

import { drawCopy, mostCopiedPages, readCovers, shownOf, storeOf, type Exhibit } from '../bundles/index.ts';
import { largestZip } from '../platform/files/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { FieldError, House } from '../platform/http/index.ts';

/** A file that was found for a request: how it is drawn, or that it cannot be. */
export interface FoundFile {
  readonly id: string;
  readonly shown: Exhibit['shown'];
}

interface FileRow {
  readonly id: string;
  readonly kind: 'photo' | 'video' | 'sound' | 'document';
  readonly content_type: string;
  readonly copy_key: string | null;
  readonly copy_state: string;
  readonly sealed_key: string;
  readonly size: string;
  readonly sha256: string;
  readonly covers: string;
  readonly label: string;
  readonly decision: 'include' | 'redact';
  readonly case_id: string | null;
  readonly report_id: string | null;
}

const found = sql`select e.id, e.kind, e.content_type, e.copy_key, e.copy_state, e.sealed_key, e.size, e.sha256, i.covers, i.label, i.decision, i.case_id, i.report_id
  from hub.subject_item i join hub.evidence e on e.partnership_id = i.partnership_id and e.id = i.source_id`;

/** The file behind an item, as its reader sees it; undefined for an item of words, and where the file is gone. */
export async function fileOfItem(tx: Transaction, actor: StaffActor, requestId: string, itemId: string): Promise<FoundFile | undefined> {
  const row = await tx.maybe(sql<FileRow>`${found} where i.partnership_id = ${actor.partnershipId} and i.request_id = ${requestId} and i.id = ${itemId} and i.source = 'file'`);
  return row && { id: row.id, shown: shownOf(row) };
}

/** Why the squares cannot be covered, found by drawing the copy as it would be given. */
export async function coverProblem(house: House, file: FoundFile, typed: string): Promise<FieldError | undefined> {
  if (file.shown.as === 'slip') {
    return { field: 'decision', text: 'Parts of a file of this kind cannot be covered. It goes in whole, or it is held back' };
  }
  const covers = readCovers(typed) ?? [];
  const drawn = await drawCopy(storeOf(house), file.shown, covers);
  if (drawn === 'too long') {
    return { field: 'covers', text: `This document has more than ${mostCopiedPages} pages and cannot be drawn anew. Give it whole, or hold it back` };
  }
  return covers.some(({ page }) => page > drawn.pages) ? { field: 'covers', text: `It has ${drawn.pages === 1 ? 'one page' : `${drawn.pages} pages`}` } : undefined;
}

/** A file that goes with a pack, frozen when the pack was checked. */
export interface PackFile {
  readonly name: string;
  readonly label: string;
  readonly caseId: string | null;
  readonly reportId: string | null;
  readonly from:
    | { readonly as: 'original'; readonly key: string; readonly type: string; readonly size: number; readonly sha256: string }
    | { readonly as: 'drawn'; readonly shown: Exhibit['shown']; readonly covers: string };
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp', 'image/gif': 'gif', 'image/heic': 'heic', 'image/heif': 'heif', 'image/avif': 'avif', 'image/tiff': 'tif', 'video/mp4': 'mp4', 'video/x-m4v': 'm4v', 'video/quicktime': 'mov', 'video/webm': 'webm',
  'video/matroska': 'mkv', 'video/3gpp': '3gp', 'video/3gpp2': '3g2', 'video/vnd.avi': 'avi', 'video/mpeg': 'mpg', 'audio/mpeg': 'mp3', 'audio/mp4': 'm4a', 'audio/x-m4a': 'm4a', 'audio/wav': 'wav', 'audio/ogg': 'ogg', 'audio/flac': 'flac', 'audio/aac': 'aac',
  'audio/amr': 'amr', 'application/pdf': 'pdf', 'text/plain': 'txt', 'text/csv': 'csv', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx', 'application/vnd.oasis.opendocument.text': 'odt', 'application/vnd.oasis.opendocument.spreadsheet': 'ods', 'application/vnd.oasis.opendocument.presentation': 'odp',
};

/** The files of a request that go with its pack, oldest first. Their own names are left out: people name files after people. */
export async function packFiles(tx: Transaction, actor: StaffActor, requestId: string): Promise<PackFile[]> {
  const rows = await tx.all(sql<FileRow>`${found} where i.partnership_id = ${actor.partnershipId} and i.request_id = ${requestId} and i.source = 'file' and i.decision in ('include', 'redact') order by i.at, i.id`);
  return rows.map((row, place): PackFile => {
    const shown = shownOf(row);
    const drawn = row.decision === 'redact';
    const ending = drawn ? (shown.as === 'picture' ? 'jpg' : 'pdf') : (endings[row.content_type] ?? 'bin');
    return {
      name: `file-${String(place + 1).padStart(2, '0')}.${ending}`, label: row.label, caseId: row.case_id, reportId: row.report_id,
      from: drawn ? { as: 'drawn', shown, covers: row.covers } : { as: 'original', key: row.sealed_key, type: row.content_type, size: Number(row.size), sha256: row.sha256 },
    };
  });
}

/** A file as it lies in the store beside a finished pack. */
export interface GivenFile {
  readonly id: string;
  readonly name: string;
  readonly content_type: string;
  readonly size: number;
  readonly sha256: string;
  readonly crc32: number;
  readonly sealed_key: string;
  readonly drawn: boolean;
}

export async function givenFiles(tx: Transaction, actor: StaffActor, requestId: string): Promise<GivenFile[]> {
  const rows = await tx.all(sql<Omit<GivenFile, 'size' | 'crc32'> & { size: string; crc32: string }>`
    select id, name, content_type, size, sha256, crc32, sealed_key, drawn from hub.subject_file where partnership_id = ${actor.partnershipId} and request_id = ${requestId} order by position`);
  return rows.map((row) => ({ ...row, size: Number(row.size), crc32: Number(row.crc32) }));
}

/** Whether all of it fits into one ZIP, with room for the pack itself; else the files are taken one by one. */
export function fitsZip(files: readonly Pick<GivenFile, 'size'>[]): boolean {
  return files.reduce((sum, { size }) => sum + size, 0) < largestZip - 500_000_000;
}
