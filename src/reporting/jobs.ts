import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import { inTransaction, type Database, type Transaction } from '../platform/database/index.ts';
import { FileMissing, makeSafeCopy, removeWithCopies, type FileKind, type FileStore } from '../platform/files/index.ts';
import { draftDays } from './visit-draft.ts';

export interface FileWork {
  readonly database: Database;
  readonly files: FileStore;
  readonly now: Temporal.Instant;
}

/** A receipt need not outlive the day it was for. */
const receiptDays = 1;

async function work<Result>(database: Database, act: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return await inTransaction(database.worker, async () => undefined, act);
}

interface WaitingFile {
  partnership_id: string;
  id: string;
  kind: FileKind;
  sealed_key: string;
}

async function copyOne(files: FileStore, waiting: WaitingFile): Promise<{ key: string | null; type: string | null; state: 'ready' | 'none' }> {
  try {
    const copy = await makeSafeCopy(files, { key: waiting.sealed_key, kind: waiting.kind });
    return copy === 'none' ? { key: null, type: null, state: 'none' } : { key: copy.key, type: copy.contentType, state: 'ready' };
  } catch (error) {
    // A file that is gone has no copy; anything else is a fault of the store, and the next round tries again.
    if (error instanceof FileMissing) {
      return { key: null, type: null, state: 'none' };
    }
    throw error;
  }
}

/** Makes the safe copies of files that wait for one, each in its own transaction. Says how many it dealt with. */
export async function makeCopies({ database, files }: FileWork, most = 50): Promise<number> {
  for (let done = 0; done < most; done += 1) {
    const found = await work(database, async (tx) => {
      const waiting = await tx.maybe(sql<WaitingFile>`
        select partnership_id, id, kind, sealed_key from hub.evidence where copy_state = 'waiting' order by received_at limit 1 for update skip locked`);
      if (waiting === undefined) {
        return false;
      }
      const copy = await copyOne(files, waiting);
      await tx.run(sql`update hub.evidence set copy_state = ${copy.state}, copy_key = ${copy.key}, copy_type = ${copy.type} where partnership_id = ${waiting.partnership_id} and id = ${waiting.id}`);
      return true;
    });
    if (!found) {
      return done;
    }
  }
  return most;
}

interface DiscardedFile {
  sealed_key: string;
  copy_key: string | null;
}

/**
 * Throws away reports that were never sent, with their files, and receipts that are old. The draft goes first: someone who comes
 * back to it at that moment either keeps it whole or finds it gone. Rows go before files, because a file without a row is
 * only lost room.
 */
export async function discardOldDrafts({ database, files, now }: FileWork): Promise<number> {
  const unsent = now.subtract({ hours: draftDays * 24 });
  const receipts = now.subtract({ hours: receiptDays * 24 });
  const { drafts, discarded } = await work(database, async (tx) => {
    const gone = await tx.all(sql<{ id: string }>`
      delete from hub.report_draft where (submitted_report_id is null and updated_at < ${unsent}) or (submitted_report_id is not null and updated_at < ${receipts}) returning id`);
    const rows = gone.length === 0
      ? []
      : await tx.all(sql<DiscardedFile>`delete from hub.evidence where draft_id = any(${gone.map(({ id }) => id)}) and report_id is null and case_id is null returning sealed_key, copy_key`);
    return { drafts: gone.length, discarded: rows };
  });
  for (const key of discarded.flatMap(({ sealed_key, copy_key }) => (copy_key === null ? [sealed_key] : [sealed_key, copy_key]))) {
    await removeWithCopies(files, key);
  }
  return drafts;
}
