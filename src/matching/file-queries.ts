import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import type { Mapping } from './file-rules.ts';
import type { FileLine } from './pages/file-pages.tsx';

export interface NewFile {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly purpose: string;
  readonly sealedKey: string;
  readonly sha256: string;
  readonly size: number;
  readonly columns: readonly string[];
  readonly shape: string;
  readonly sample: readonly (readonly string[])[];
}

export async function addFile(tx: Transaction, actor: StaffActor, file: NewFile, now: Temporal.Instant): Promise<void> {
  await tx.run(sql`
    insert into hub.person_file (partnership_id, id, agency_id, name, source_words, purpose, sealed_key, sha256, size, columns, shape, sample, state, created_by, created_at)
    values (${actor.partnershipId}, ${file.id}, ${actor.agencyId}, ${file.name}, ${file.source}, ${file.purpose}, ${file.sealedKey}, ${file.sha256}, ${file.size}, ${[...file.columns]}::text[], ${file.shape}, ${JSON.stringify(file.sample)}::jsonb, 'mapping', ${actor.accountId}, ${now})`);
}

/** A file of the very same bytes that this agency has had read. */
export async function knownFile(tx: Transaction, actor: StaffActor, sha256: string): Promise<string | undefined> {
  return (await tx.maybe(sql<{ id: string }>`
    select id from hub.person_file where partnership_id = ${actor.partnershipId} and agency_id = ${actor.agencyId} and sha256 = ${sha256} and state not in ('failed', 'mapping') order by created_at desc limit 1`))?.id;
}

export async function rememberedMapping(tx: Transaction, actor: StaffActor, shape: string): Promise<{ fields: Mapping; role: string } | undefined> {
  return (await tx.maybe(sql<{ mapping: { fields: Mapping; role: string } }>`select mapping from hub.file_shape where partnership_id = ${actor.partnershipId} and agency_id = ${actor.agencyId} and shape = ${shape}`))?.mapping;
}

/** Says which column is what; the worker reads the file from then on. */
export async function setMapping(tx: Transaction, actor: StaffActor, file: FileLine & { shape: string }, mapping: { fields: Mapping; role: string }, now: Temporal.Instant): Promise<void> {
  const touched = await tx.run(sql`update hub.person_file set mapping = ${JSON.stringify(mapping)}::jsonb, state = 'waiting' where partnership_id = ${actor.partnershipId} and id = ${file.id} and state = 'mapping'`);
  if (touched !== 1) {
    throw new HubError('changed_meanwhile');
  }
  await tx.run(sql`
    insert into hub.file_shape (partnership_id, agency_id, shape, source_words, mapping, used_at) values (${actor.partnershipId}, ${actor.agencyId}, ${file.shape}, ${file.source_words}, ${JSON.stringify(mapping)}::jsonb, ${now})
    on conflict (partnership_id, agency_id, shape) do update set mapping = excluded.mapping, used_at = excluded.used_at`);
}

export async function filesOf(tx: Transaction, actor: StaffActor, fileId: string | undefined): Promise<(FileLine & { shape: string })[]> {
  return await tx.all(sql<FileLine & { shape: string }>`
    select f.id, f.name, f.source_words, f.purpose, f.state, f.shape, f.rows_total, f.rows_read, f.rows_added, f.rows_changed, f.rows_same, f.rows_bad, f.bad, f.problem, f.created_at, n.name as created_by_name, f.columns, f.sample,
      c.compared, c.to_compare
    from hub.person_file f left join hub.account n on n.partnership_id = f.partnership_id and n.id = f.created_by
    left join lateral (select count(*)::int as to_compare, count(r.matched_at)::int as compared from hub.held_person h join hub.person_record r on r.partnership_id = h.partnership_id and r.id = h.id
      where h.partnership_id = f.partnership_id and h.file_id = f.id and f.state = 'matching') c on true
    where f.partnership_id = ${actor.partnershipId} and (${fileId ?? null}::uuid is null or f.id = ${fileId ?? null}::uuid) order by f.created_at desc limit 100`);
}

export async function fileOf(tx: Transaction, actor: StaffActor, fileId: string): Promise<FileLine & { shape: string }> {
  const [file] = await filesOf(tx, actor, fileId);
  if (file === undefined) {
    throw new HubError('not_yours');
  }
  return file;
}
