import { sql } from 'kysely';

import { recordPdf } from '../letters/index.ts';
import { inTransaction, type Transaction } from '../platform/database/index.ts';
import { sha256Of } from '../platform/files/index.ts';
import type { House } from '../platform/http/index.ts';
import type { ScheduledWork } from '../platform/jobs/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { PackContent } from './pack.ts';

interface Claimed {
  readonly partnership_id: string;
  readonly id: string;
  readonly attempts: number;
  readonly content: PackContent;
}

const silentSeconds = 120;
const mostAttempts = 3;

function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
}

/** Makes packs that wait, one after the other. What a killed process began, the next one makes; after three tries it goes back to the checker. */
export async function makePacks({ database, files, log, clock }: Pick<House, 'database' | 'files' | 'log' | 'clock'>): Promise<number> {
  const work = async <Result>(act: (tx: Transaction) => Promise<Result>): Promise<Result> => inTransaction(database.worker, async () => undefined, act);
  let made = 0;
  for (;;) {
    const claimed = await work(async (tx) => tx.maybe(sql<Claimed>`
      update hub.subject_request q set claimed_at = now(), attempts = q.attempts + 1 where (q.partnership_id, q.id) in (
        select w.partnership_id, w.id from hub.subject_request w where w.state = 'making' and (w.claimed_at is null or w.claimed_at < now() - make_interval(secs => ${silentSeconds})) limit 1 for update skip locked)
      returning q.partnership_id, q.id, q.attempts, q.content`));
    if (claimed === undefined) {
      return made;
    }
    const mine = sql`partnership_id = ${claimed.partnership_id} and id = ${claimed.id} and state = 'making'`;
    try {
      const pdf = await recordPdf({ ...claimed.content, madeAt: new Date(clock.now().epochMilliseconds) });
      const name = uuidv7();
      const key = `sealed/${name.slice(-2)}/${name}.pdf`;
      await files.put(key, pdf);
      await work(async (tx) => tx.run(sql`update hub.subject_request set state = 'ready', sealed_key = ${key}, sha256 = ${sha256Of(pdf)}, pages = ${pagesOf(pdf)}, made_at = now(), content = null where ${mine} and attempts = ${claimed.attempts}`));
      made += 1;
    } catch (error) {
      log.error({ work: 'subject-pack', kind: error instanceof Error ? error.name : 'unknown', attempt: claimed.attempts }, 'pack not made');
      await work(async (tx) => tx.run(claimed.attempts >= mostAttempts ? sql`update hub.subject_request set state = 'checking', content = null, claimed_at = null, attempts = 0 where ${mine}` : sql`update hub.subject_request set claimed_at = null where ${mine}`));
      return made;
    }
  }
}

export function rightsWork(house: House): ScheduledWork[] {
  return [{ name: 'make-subject-packs', cron: '* * * * *', run: async () => makePacks(house) }];
}
