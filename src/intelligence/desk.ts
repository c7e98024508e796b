import type { Temporal } from 'temporal-polyfill';

import type { StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import type { House } from '../platform/http/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { insertReport, trainedColleagues } from './queries.ts';
import { keepSource } from './source-queries.ts';
import type { Submission } from './schema.ts';

export interface Acting {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly now: Temporal.Instant;
  readonly house: House;
}

/** An e-mail that something waits: a link, and nothing of what it is. */
export function tell({ tx, actor, now, house }: Acting, accountIds: readonly string[], subject: string, path: string): void {
  tellColleagues(tx, { partnershipId: actor.partnershipId, accountIds: accountIds.filter((id) => id !== actor.accountId), subject, body: `${subject}.\n\n${house.settings.baseUrl}${path}`, now });
}

/** Takes it in: the words, and apart from them the source. Whoever is trained is told. */
export async function submit(visit: Acting, form: Submission, from: { reportId: string | null; caseIds: readonly string[] }): Promise<{ id: string; reference: string }> {
  const { tx, actor, now } = visit;
  const [id, reference] = [uuidv7(), makeReference('N')];
  const marking = form.marking === 'official_sensitive' ? 'official_sensitive' : 'official';
  insertReport(tx, actor, { id, reference, ...from, marking, form }, now);
  keepSource(tx, actor, id, { words: form.source, known: form.known, danger: form.danger }, now);
  tell(visit, await trainedColleagues(tx), 'Intelligence waits to be graded in Safer Hub', paths.intelligenceDesk());
  return { id, reference };
}
