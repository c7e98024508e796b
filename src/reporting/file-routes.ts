import { z } from 'zod';

import { HubError } from '../platform/errors/index.ts';
import { file, route, type House, type Reply } from '../platform/http/index.ts';
import { evidenceById, type EvidenceRow } from './queries.ts';

const evidenceParams = z.object({ id: z.uuid() });

async function safeCopy(house: House, row: EvidenceRow): Promise<Reply> {
  if (row.copy_state !== 'ready' || row.copy_key === null || row.copy_type === null) {
    throw new HubError('not_found', `the safe copy is ${row.copy_state}`);
  }
  return file(await house.files.get(row.copy_key), row.copy_type, `${row.name}.webp`, true);
}

/** What people look at: drawn anew, without hidden information. */
const copy = route({
  method: 'GET', path: '/evidence/:id/copy', admits: 'read_cases', audit: { event: 'evidence.seen' }, params: evidenceParams,
  handle: async (visit) => {
    const row = await evidenceById(visit.tx, visit.partnership.id, visit.params.id);
    visit.about({ kind: 'evidence', id: row.id, caseId: row.case_id ?? undefined });
    return await safeCopy(visit.house, row);
  },
});

/** The sealed original, to save and never to open here. */
const original = route({
  method: 'GET', path: '/evidence/:id/original', admits: 'work_cases', audit: { event: 'evidence.original_taken' }, params: evidenceParams,
  handle: async (visit) => {
    const row = await evidenceById(visit.tx, visit.partnership.id, visit.params.id);
    visit.about({ kind: 'evidence', id: row.id, caseId: row.case_id ?? undefined });
    return file(await visit.house.files.get(row.sealed_key), row.content_type, row.name);
  },
});

/** What the person who reported sent themselves: the safe copy where there is one, else their own file back. */
const ofLink = route({
  method: 'GET', path: '/r/:secret/files/:id', admits: 'link', audit: { event: 'evidence.seen' }, params: z.object({ secret: z.string(), id: z.uuid() }),
  handle: async (visit) => {
    const row = await evidenceById(visit.tx, visit.partnership.id, visit.params.id);
    visit.about({ kind: 'evidence', id: row.id });
    return row.copy_state === 'ready' ? await safeCopy(visit.house, row) : file(await visit.house.files.get(row.sealed_key), row.content_type, row.name);
  },
});

export const fileRoutes = [copy, original, ofLink];
