import { sql } from 'kysely';
import type pg from 'pg';
import type { Temporal } from 'temporal-polyfill';

import { inTransaction, type Transaction } from '../database/index.ts';
import { Gatherer } from '../gather/index.ts';
import { NeverDeliverable, RetryLater, type OutgoingMessage, type Sender } from '../messages/index.ts';
import { openLink } from './link-seal.ts';
import type { Channel, PartyContact } from './safe-contact.ts';
import { lastLook, mayHaveGone, mostAttempts, waitBeforeRetry } from './sending-rules.ts';

export interface Dispatching {
  readonly sender: Sender;
  /** Channels whose sender cannot recognise a message that it has sent before (SMTP): what is in doubt there waits for a person. */
  readonly withoutKeys: readonly Channel[];
  readonly secretKey: string;
  /** The whole address of a private page. */
  readonly linkAddress: (secret: string) => string;
  readonly batch?: number;
}

interface ClaimedRow {
  partnership_id: string;
  id: string;
  report_id: string | null;
  channel: Channel;
  address: string;
  subject: string;
  body: string;
  unbranded: boolean;
  attempts: number;
}

interface FactsRow {
  report_id: string;
  link_sealed: string;
  party: boolean | null;
  email: string | null;
  phone: string | null;
  address: string | null;
  postcode: string | null;
  safe_contact: unknown;
}

/** What the demo's recorder needs to know beside the message. */
export type ClaimedMessage = OutgoingMessage & { readonly partnershipId: string };

// Longer than any sender waits for its provider, for the few messages that one claim holds.
const lockFor = '10 minutes';
const atOnce = 16;
/** Messages that one turn takes. */
export const messagesATurn = 4 * atOnce;

const nobody = async (): Promise<undefined> => undefined;

// Need not wait for the disk: a claim that a crash of the database forgets is made again, and a delivery is flushed at the latest with
// the mark that it was sent, which comes after it in the log.
const unhurried = sql`set local synchronous_commit = off`;

/** Takes due messages out of the queue for a while. A try counts from here, so that one whose process died counts too. */
async function claim(tx: Transaction, dispatching: Dispatching, now: Temporal.Instant): Promise<ClaimedRow[]> {
  tx.defer(unhurried);
  tx.defer(sql`
    update hub.outbox set state = 'held', error_code = 'maybe_sent', locked_until = null
    where state = 'sending' and locked_until < ${now} and channel = any(${[...dispatching.withoutKeys]})`);
  // By the places of the locked rows, and not by a join: a queue that was empty when the plan was made was read whole for each message.
  return await tx.all(sql<ClaimedRow>`
    with due as materialized (
      select ctid as place from hub.outbox
      where state in ('waiting', 'sending') and next_attempt_at <= ${now} and (state = 'waiting' or locked_until < ${now})
      order by next_attempt_at limit ${dispatching.batch ?? messagesATurn} for update skip locked)
    update hub.outbox o set state = 'sending', attempts = o.attempts + 1, locked_until = ${now}::timestamptz + ${lockFor}::interval
    where o.ctid = any(array(select place from due))
    returning o.partnership_id, o.id, o.report_id, o.channel, o.address, o.subject, o.body, o.unbranded, o.attempts`);
}

async function factsOf(tx: Transaction, rows: readonly ClaimedRow[]): Promise<Map<string, FactsRow>> {
  const reports = rows.map((row) => row.report_id).filter((id) => id !== null);
  if (reports.length === 0) {
    return new Map();
  }
  const facts = await tx.all(sql<FactsRow>`
    select r.id as report_id, r.link_sealed, x.email is not null or x.phone is not null or x.safe_contact is not null as party, x.email, x.phone, x.address, x.postcode, x.safe_contact
    from hub.report r
    left join lateral (select p.email, p.phone, p.address, p.postcode, p.safe_contact from hub.party p
      where p.partnership_id = r.partnership_id and p.report_id = r.id and p.role = 'complainant' order by p.created_at limit 1) x on true
    where r.partnership_id = any(${[...new Set(rows.map((row) => row.partnership_id))]}) and r.id = any(${reports})`);
  return new Map(facts.map((row) => [row.report_id, row]));
}

type Outcome =
  | { readonly state: 'sent'; readonly providerId: string; readonly to: { channel: Channel; address: string } }
  | { readonly state: 'failed' | 'held'; readonly code: string }
  | { readonly state: 'waiting'; readonly code: string; readonly waitSeconds: number };

function fill(body: string, facts: FactsRow | undefined, dispatching: Dispatching): string {
  if (facts === undefined || !body.includes('{link}')) {
    return body;
  }
  let secret: string;
  try {
    secret = openLink(facts.link_sealed, dispatching.secretKey);
  } catch (error) {
    throw new NeverDeliverable('link_unreadable', error);
  }
  return body.replaceAll('{link}', () => dispatching.linkAddress(secret));
}

async function sendOne(row: ClaimedRow, facts: FactsRow | undefined, dispatching: Dispatching): Promise<Outcome> {
  const party: PartyContact | undefined = facts?.party === true ? facts : undefined;
  const leaving = lastLook({ reportId: row.report_id, channel: row.channel, address: row.address, subject: row.subject, body: row.body, unbranded: row.unbranded, party });
  if (!leaving.go) {
    return { state: 'failed', code: leaving.code };
  }
  try {
    const message: ClaimedMessage = {
      partnershipId: row.partnership_id, id: row.id, channel: leaving.to.channel, to: leaving.to.address, subject: leaving.subject,
      body: fill(leaving.body, facts, dispatching), unbranded: leaving.unbranded, attempt: row.attempts,
    };
    const { providerId } = await dispatching.sender.send(message);
    return { state: 'sent', providerId, to: leaving.to };
  } catch (error) {
    return afterFailure(error, row, leaving.to.channel, dispatching);
  }
}

function afterFailure(error: unknown, row: ClaimedRow, channel: Channel, dispatching: Dispatching): Outcome {
  if (error instanceof NeverDeliverable) {
    return { state: 'failed', code: error.code };
  }
  const code = error instanceof RetryLater ? error.code : 'sender_broke';
  if (dispatching.withoutKeys.includes(channel) && mayHaveGone(code, error instanceof Error ? error.cause : undefined)) {
    return { state: 'held', code: 'maybe_sent' };
  }
  if (row.attempts >= mostAttempts) {
    return { state: 'failed', code: 'tried_long_enough' };
  }
  return { state: 'waiting', code, waitSeconds: waitBeforeRetry(row.attempts, error instanceof RetryLater ? error.afterSeconds : undefined) };
}

interface Tried {
  readonly row: ClaimedRow;
  readonly outcome: Outcome;
}

/** Only claims that are still ours: a try that took too long may have been taken over by another process. */
function record(tx: Transaction, tried: readonly Tried[], now: Temporal.Instant): void {
  const sent = tried.flatMap(({ row, outcome }) => (outcome.state === 'sent'
    ? [{ partnership_id: row.partnership_id, id: row.id, attempts: row.attempts, provider_id: outcome.providerId, channel: outcome.to.channel, address: outcome.to.address }] : []));
  if (sent.length > 0) {
    tx.defer(sql`
      update hub.outbox o set state = 'sent', sent_at = ${now}, provider_id = s.provider_id, channel = s.channel, address = s.address, locked_until = null, error_code = null
      from json_to_recordset(${JSON.stringify(sent)}::json) s(partnership_id uuid, id uuid, attempts int, provider_id text, channel text, address text)
      where o.partnership_id = s.partnership_id and o.id = s.id and o.state = 'sending' and o.attempts = s.attempts
        and o.id = any(${sent.map(({ id }) => id)})`);
  }
  for (const { row, outcome } of tried) {
    if (outcome.state !== 'sent') {
      const wait = outcome.state === 'waiting' ? outcome.waitSeconds : 0;
      tx.defer(sql`
        update hub.outbox set state = ${outcome.state}, error_code = ${outcome.code}, locked_until = null, next_attempt_at = ${now}::timestamptz + make_interval(secs => ${wait})
        where partnership_id = ${row.partnership_id} and id = ${row.id} and state = 'sending' and attempts = ${row.attempts}`);
    }
  }
}

/**
 * Sends what is due, each message under its own id, and says how many were taken. A process that dies at any point leaves messages
 * that another takes up when their lock ends; a sender that honours the id then sends each once.
 */
export async function dispatch(pool: pg.Pool, dispatching: Dispatching, now: () => Temporal.Instant): Promise<number> {
  const claimed = await inTransaction(pool, nobody, async (tx) => claim(tx, dispatching, now()));
  for (let start = 0; start < claimed.length; start += atOnce) {
    const rows = claimed.slice(start, start + atOnce);
    const facts = await inTransaction(pool, nobody, async (tx) => factsOf(tx, rows));
    const outcomes = await Promise.all(rows.map(async (row) => ({ row, outcome: await sendOne(row, row.report_id === null ? undefined : facts.get(row.report_id), dispatching) })));
    await inTransaction(pool, nobody, async (tx) => record(tx, outcomes, now()));
  }
  return claimed.length;
}

function ofPartnership(message: OutgoingMessage): message is ClaimedMessage {
  return 'partnershipId' in message;
}

/** Where the demo sender keeps what it would have sent. The same id a second time changes nothing. */
export function demoRecorder(pool: pg.Pool, now: () => Temporal.Instant): (message: OutgoingMessage) => Promise<void> {
  const together = new Gatherer<ClaimedMessage, true>(async (messages) => {
    const rows = messages.map((message) => ({ partnership_id: message.partnershipId, id: message.id, channel: message.channel, address: message.to, subject: message.subject ?? '', body: message.body }));
    await inTransaction(pool, nobody, async (tx) => {
      tx.defer(unhurried);
      tx.defer(sql`
        insert into hub.demo_delivery (partnership_id, id, channel, address, subject, body, delivered_at)
        select partnership_id, id, channel, address, subject, body, ${now()} from json_populate_recordset(null::hub.demo_delivery, ${JSON.stringify(rows)}::json) on conflict do nothing`);
    });
    return messages.map(() => true);
  });
  return async (message) => {
    if (!ofPartnership(message)) {
      throw new NeverDeliverable('no_partnership');
    }
    await together.join(message);
  };
}
