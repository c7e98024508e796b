import type { Temporal } from 'temporal-polyfill';

import { chronicle } from '../chronology/index.ts';
import { acknowledge, sealLink } from '../engagement/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { secretHash } from '../platform/http/index.ts';
import type { Partnership } from '../platform/partnership/index.ts';
import { makeReference, makeSecret, uuidv7 } from '../platform/references/index.ts';
import type { SentFacts } from './draft.ts';
import { closeDraft, freeReference, giveEvidence, insertComplainant, insertReport, type DraftRow } from './queries.ts';
import { flagsOf, sentWords, type NewReport } from './submission.ts';

/** Enough that all of them are taken about never. */
const drawnReferences = 4;

export interface Sender {
  readonly tx: Transaction;
  readonly partnership: Partnership;
  readonly secretKey: string;
  readonly now: Temporal.Instant;
}

export interface Sent {
  readonly reportId: string;
  readonly facts: SentFacts;
}

const channelWords = { web: 'on the website', phone: 'by phone', desk: 'at a desk' } as const;

/** A reference that no report has, asked for in the same breath as the draft. */
export async function drawReference(tx: Transaction): Promise<string> {
  const reference = await freeReference(tx, Array.from({ length: drawnReferences }, () => makeReference('R')));
  if (reference === undefined) {
    throw new HubError('busy', 'every drawn reference was taken');
  }
  return reference;
}

/**
 * Writes a report with all that belongs to it. Nothing here waits for the database: every statement leaves with the commit,
 * and either all of them hold or none. The caller holds the lock on the draft, so a second sending finds it closed.
 */
export function writeReport(sender: Sender, draft: DraftRow, report: NewReport, reference: string): Sent {
  const { tx, partnership, now } = sender;
  const reportId = uuidv7();
  const secret = makeSecret();
  const linkSealed = sealLink(secret, sender.secretKey);
  insertReport(tx, { partnershipId: partnership.id, id: reportId, reference, linkHash: secretHash(secret), linkSealed }, report);
  if (report.party !== null) {
    insertComplainant(tx, { partnershipId: partnership.id, reportId, agencyId: report.holder.agencyId, takenBy: report.takenBy, now }, report.party);
  }
  const flags = flagsOf(report.answers);
  chronicle(tx, {
    partnershipId: partnership.id, reportId, at: now, kind: 'state', byAccount: report.takenBy, byAgency: report.takenBy === null ? null : report.holder.agencyId,
    byWords: report.takenBy === null ? 'The person who reported' : '',
    words: `Report ${reference} received ${channelWords[report.channel]}${flags.length === 0 ? '' : ` (${flags.join('; ')})`}.`,
    residentWords: report.channel === 'web' ? 'You sent us your report.' : `You told us ${channelWords[report.channel]}, and we wrote it down.`,
  });
  if (draft.files > 0) {
    giveEvidence(tx, draft.id, reportId);
  }
  const urgent = report.urgency.priority === 'urgent';
  acknowledge(tx, { partnership, reportId, reference, linkSealed, contact: report.contact, urgent, now });
  const facts: SentFacts = {
    reference, linkSealed, at: now.toString(), answerBy: report.answerBy.toString(), promiseBy: report.promiseBy.toString(), urgent,
    holder: report.holder.name, sentTo: sentWords(report.contact), anonymous: report.anonymous, restricted: report.holder.restricted,
  };
  closeDraft(tx, draft.id, reportId, { steps: {}, sent: facts }, now);
  return { reportId, facts };
}
