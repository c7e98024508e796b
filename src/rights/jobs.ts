import { Readable } from 'node:stream';

import { sql } from 'kysely';

import { drawCopy, readCovers, storeOf } from '../bundles/index.ts';
import { recordPdf } from '../letters/index.ts';
import { inTransaction, type Transaction } from '../platform/database/index.ts';
import { crc32, sha256Of } from '../platform/files/index.ts';
import type { House } from '../platform/http/index.ts';
import type { ScheduledWork } from '../platform/jobs/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import type { PackFile } from './files.ts';
import { filesSection, type PackContent } from './pack.ts';

interface Claimed {
  readonly partnership_id: string;
  readonly id: string;
  readonly attempts: number;
  /** What was checked before files went with a pack names none. */
  readonly content: Omit<PackContent, 'files'> & { readonly files?: readonly PackFile[] };
}

type Maker = Pick<House, 'database' | 'files' | 'log' | 'clock' | 'settings'>;

const silentSeconds = 120;
const mostAttempts = 3;

function pagesOf(pdf: Buffer): number {
  return pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
}

async function work<Result>({ database }: Maker, act: (tx: Transaction) => Promise<Result>): Promise<Result> {
  return await inTransaction(database.worker, async () => undefined, act);
}

export interface KeptFile extends PackFile {
  readonly key: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly crc32: number;
}

function newKey(ending: string): string {
  const id = uuidv7();
  return `sealed/${id.slice(-2)}/${id}.${ending}`;
}

/** Puts a file of the pack into the store as it is given: a copy of the original, byte for byte, or drawn anew. */
async function keep(house: Maker, file: PackFile): Promise<KeptFile> {
  const { from } = file;
  if (from.as === 'drawn') {
    const drawn = await drawCopy(storeOf(house), from.shown, readCovers(from.covers) ?? []);
    if (drawn === 'too long') {
      throw new Error('A document of the pack has more pages than one copy may have');
    }
    const key = newKey(drawn.type === 'image/jpeg' ? 'jpg' : 'pdf');
    await house.files.put(key, drawn.bytes);
    return { ...file, key, type: drawn.type, size: drawn.bytes.length, sha256: sha256Of(drawn.bytes), crc32: crc32(drawn.bytes) };
  }
  const key = newKey(file.name.split('.').at(-1) ?? 'bin');
  let sum = 0;
  const original = await house.files.get(from.key);
  async function* summed(): AsyncGenerator<Buffer> {
    for await (const chunk of original) {
      const bytes = Buffer.from(chunk);
      sum = crc32(bytes, sum);
      yield bytes;
    }
  }
  await house.files.put(key, { stream: Readable.from(summed(), { objectMode: false }), size: from.size, sha256: from.sha256 });
  return { ...file, key, type: from.type, size: from.size, sha256: from.sha256, crc32: sum };
}

async function keepAll(house: Maker, { partnership_id: partnershipId, id, content }: Claimed): Promise<KeptFile[]> {
  const kept: KeptFile[] = [];
  for (const file of content.files ?? []) {
    kept.push(await keep(house, file));
    // A sign of life: long files take longer than a dead worker is waited for.
    await work(house, async (tx) => tx.run(sql`update hub.subject_request set claimed_at = now() where partnership_id = ${partnershipId} and id = ${id} and state = 'making'`));
  }
  return kept;
}

async function make(house: Maker, claimed: Claimed): Promise<void> {
  const { partnership_id: partnershipId, id, attempts, content } = claimed;
  const files = await keepAll(house, claimed);
  const pdf = await recordPdf({ ...content, sections: [...content.sections, ...filesSection(files)], madeAt: new Date(house.clock.now().epochMilliseconds) });
  const key = newKey('pdf');
  await house.files.put(key, pdf);
  await work(house, async (tx) => {
    // Nothing when another worker was quicker: what it kept is what is given.
    const mine = await tx.maybe(sql<{ id: string }>`select id from hub.subject_request where partnership_id = ${partnershipId} and id = ${id} and state = 'making' and attempts = ${attempts} for update`);
    if (mine === undefined) {
      return;
    }
    for (const [position, file] of files.entries()) {
      await tx.run(sql`insert into hub.subject_file (partnership_id, id, request_id, case_id, report_id, position, name, content_type, size, sha256, crc32, sealed_key, drawn)
        values (${partnershipId}, ${uuidv7()}, ${id}, ${file.caseId}, ${file.reportId}, ${position + 1}, ${file.name}, ${file.type}, ${file.size}, ${file.sha256}, ${file.crc32}, ${file.key}, ${file.from.as === 'drawn'})`);
    }
    await tx.run(sql`update hub.subject_request set state = 'ready', sealed_key = ${key}, sha256 = ${sha256Of(pdf)}, pages = ${pagesOf(pdf)}, made_at = now(), content = null where partnership_id = ${partnershipId} and id = ${id} and state = 'making'`);
  });
}

/** Makes packs that wait, one after the other. What a killed process began, the next one makes; after three tries it goes back to the checker. */
export async function makePacks(house: Maker): Promise<number> {
  let made = 0;
  for (;;) {
    const claimed = await work(house, async (tx) => tx.maybe(sql<Claimed>`
      update hub.subject_request q set claimed_at = now(), attempts = q.attempts + 1 where (q.partnership_id, q.id) in (
        select w.partnership_id, w.id from hub.subject_request w where w.state = 'making' and (w.claimed_at is null or w.claimed_at < now() - make_interval(secs => ${silentSeconds})) limit 1 for update skip locked)
      returning q.partnership_id, q.id, q.attempts, q.content`));
    if (claimed === undefined) {
      return made;
    }
    try {
      await make(house, claimed);
      made += 1;
    } catch (error) {
      house.log.error({ work: 'subject-pack', kind: error instanceof Error ? error.name : 'unknown', attempt: claimed.attempts }, 'pack not made');
      const mine = sql`partnership_id = ${claimed.partnership_id} and id = ${claimed.id} and state = 'making'`;
      await work(house, async (tx) => tx.run(claimed.attempts >= mostAttempts ? sql`update hub.subject_request set state = 'checking', content = null, claimed_at = null, attempts = 0 where ${mine}` : sql`update hub.subject_request set claimed_at = null where ${mine}`));
      return made;
    }
  }
}

export function rightsWork(house: House): ScheduledWork[] {
  return [{ name: 'make-subject-packs', cron: '* * * * *', run: async () => makePacks(house) }];
}
