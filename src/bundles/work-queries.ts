import { sql } from 'kysely';

import { inTransaction, type Database, type Transaction } from '../platform/database/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { BundleContent } from './content.ts';

export interface Claimed {
  readonly partnership_id: string;
  readonly id: string;
  readonly case_id: string;
  readonly title: string;
  readonly attempts: number;
  readonly asked_by: string;
  readonly content: BundleContent;
}

/** A worker that has said nothing for so long is taken for dead. */
const silentSeconds = 120;

async function work<Result>(database: Database, act: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return await inTransaction(database.worker, async () => undefined, act);
}

/** The bundle that has waited longest, or one whose worker died; nothing when there is none. */
export async function claimBundle(database: Database): Promise<Claimed | undefined> {
  return await work(database, async (tx) => tx.maybe(sql<Claimed>`
    update hub.bundle b set state = 'working', claimed_at = now(), attempts = b.attempts + 1, done = 0
    where (b.partnership_id, b.id) in (
      select w.partnership_id, w.id from hub.bundle w
      where w.state = 'waiting' or (w.state = 'working' and w.claimed_at < now() - make_interval(secs => ${silentSeconds}))
      order by w.asked_at limit 1 for update skip locked)
    returning b.partnership_id, b.id, b.case_id, b.title, b.attempts, b.asked_by, b.content`));
}

export async function sayProgress(database: Database, { partnership_id, id }: Claimed, done: number): Promise<void> {
  await work(database, async (tx) => tx.run(sql`update hub.bundle set done = ${done}, claimed_at = now() where partnership_id = ${partnership_id} and id = ${id} and state = 'working'`));
}

export async function giveUp(database: Database, { partnership_id, id }: Claimed, forGood: boolean): Promise<void> {
  await work(database, async (tx) => tx.run(sql`update hub.bundle set state = ${forGood ? 'failed' : 'waiting'} where partnership_id = ${partnership_id} and id = ${id} and state = 'working'`));
}

export interface Finished {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly pages: number;
}

/** The file, its row and the end of the work in one transaction; nothing when another worker was quicker. */
export async function finishBundle(database: Database, claimed: Claimed, file: Finished): Promise<void> {
  const evidenceId = uuidv7();
  await work(database, async (tx) => {
    const mine = await tx.run(sql`
      update hub.bundle set state = 'ready', finished_at = now(), evidence_id = ${evidenceId}, sha256 = ${file.sha256}, pages = ${file.pages}
      where partnership_id = ${claimed.partnership_id} and id = ${claimed.id} and state = 'working' and attempts = ${claimed.attempts}`);
    if (mine === 0) {
      return;
    }
    await tx.run(sql`
      insert into hub.evidence (partnership_id, id, case_id, name, kind, content_type, size, sha256, sealed_key, copy_state, received_at, received_from, received_by)
      values (${claimed.partnership_id}, ${evidenceId}, ${claimed.case_id}, ${file.name}, 'document', 'application/pdf', ${file.size}, ${file.sha256}, ${file.key}, 'none', now(), 'hub', ${claimed.asked_by})`);
    await tx.run(sql`
      insert into hub.chronology (partnership_id, id, case_id, at, kind, words, by_words, audience)
      values (${claimed.partnership_id}, ${uuidv7()}, ${claimed.case_id}, now(), 'file', ${`Evidence bundle made: ${claimed.title}, ${file.pages} pages. SHA-256 ${file.sha256}`}, 'The hub', 'case')`);
  });
}
