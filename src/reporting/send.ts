import type { Temporal } from 'temporal-polyfill';

import { chronicle, type NewEntry } from '../chronology/index.ts';
import { acknowledge, sealLink } from '../engagement/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { secretHash } from '../platform/http/index.ts';
import type { Partnership } from '../platform/partnership/index.ts';
import { makeReference, makeSecret, uuidv7 } from '../platform/references/index.ts';
import type { SentFacts } from './draft.ts';
import { closeDrafts, freeReferences, insertComplainants, insertReports, type DraftRow } from './queries.ts';
import { flagsOf, sentWords, type NewReport } from './submission.ts';

/** More than are wanted, so that some may be taken. */
const spareReferences = 3;

export interface Sender {
  readonly tx: Transaction;
  readonly partnership: Partnership;
  readonly secretKey: string;
  readonly now: Temporal.Instant;
}

/** A report that is ready to be sent. */
export interface Sending {
  readonly draft: DraftRow;
  readonly report: NewReport;
  readonly reference: string;
}

const channelWords = { web: 'on the website', phone: 'by phone', desk: 'at a desk' } as const;

/** References that no report has, asked for in the same breath as the drafts. */
export async function drawReferences(tx: Transaction, wanted: number): Promise<readonly string[]> {
  const references = await freeReferences(tx, Array.from({ length: wanted + spareReferences }, () => makeReference('R')), wanted);
  if (references.length < wanted) {
    throw new HubError('busy', 'too many of the drawn references were taken');
  }
  return references;
}

interface Made extends Sending {
  readonly reportId: string;
  readonly linkHash: Buffer;
  readonly linkSealed: string;
}

function made(sending: Sending, secretKey: string): Made {
  const secret = makeSecret();
  return { ...sending, reportId: uuidv7(), linkHash: secretHash(secret), linkSealed: sealLink(secret, secretKey) };
}

function firstEntry({ reportId, report, reference }: Made, { partnership, now }: Sender): NewEntry {
  const flags = flagsOf(report.answers);
  return {
    partnershipId: partnership.id, reportId, at: now, kind: 'state', byAccount: report.takenBy, byAgency: report.takenBy === null ? null : report.holder.agencyId,
    byWords: report.takenBy === null ? 'The person who reported' : '',
    words: `Report ${reference} received ${channelWords[report.channel]}${flags.length === 0 ? '' : ` (${flags.join('; ')})`}.`,
    residentWords: report.channel === 'web' ? 'You sent us your report.' : `You told us ${channelWords[report.channel]}, and we wrote it down.`,
  };
}

function factsOf({ report, reference, linkSealed }: Made, now: Temporal.Instant): SentFacts {
  return {
    reference, linkSealed, at: now.toString(), answerBy: report.answerBy.toString(), promiseBy: report.promiseBy.toString(), urgent: report.urgency.priority === 'urgent',
    holder: report.holder.name, sentTo: sentWords(report.contact), anonymous: report.anonymous, restricted: report.holder.restricted,
  };
}

/**
 * Writes reports with all that belongs to them, and says their ids in the same order. Nothing here waits for the database: every
 * statement writes the rows of all reports and leaves with the commit, and either all of them hold or none. The caller holds the
 * locks on the drafts, so a second sending finds them closed.
 */
export function writeReports(sender: Sender, sendings: readonly Sending[]): string[] {
  const { tx, partnership, now } = sender;
  const all = sendings.map((sending) => made(sending, sender.secretKey));
  if (all.length === 0) {
    return [];
  }
  insertReports(tx, partnership.id, all.map(({ reportId: id, reference, linkHash, linkSealed, report }) => ({ id, reference, linkHash, linkSealed, report })));
  const people = all.flatMap(({ reportId, report }) => (report.party === null ? [] : [{ reportId, agencyId: report.holder.agencyId, takenBy: report.takenBy, party: report.party }]));
  if (people.length > 0) {
    insertComplainants(tx, { partnershipId: partnership.id, now }, people);
  }
  chronicle(tx, ...all.map((one) => firstEntry(one, sender)));
  acknowledge(tx, ...all.map(({ reportId, report, reference, linkSealed }) => ({ partnership, reportId, reference, linkSealed, contact: report.contact, urgent: report.urgency.priority === 'urgent', now })));
  closeDrafts(tx, all.map((one) => ({ id: one.draft.id, reportId: one.reportId, answers: { steps: {}, sent: factsOf(one, now) }, files: one.draft.files })), now);
  return all.map(({ reportId }) => reportId);
}
