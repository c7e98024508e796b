import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Transaction } from '../database/index.ts';
import { uuidv7 } from '../references/index.ts';
import type { SafeRoute } from './safe-contact.ts';

/** A message on its way out. `{link}` in the body becomes the private link of the report when it is sent. */
export interface NewMessage {
  readonly partnershipId: string;
  readonly reportId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly to: SafeRoute;
  readonly subject: string;
  readonly body: string;
  readonly unbranded: boolean;
  readonly automatic: boolean;
  readonly now: Temporal.Instant;
}

/** All that a message may say to someone whose post or phone others read. */
export const plainMessage = { subject: 'For you', body: 'There is something new for you here: {link}' } as const;

function messageRow(message: NewMessage): object {
  return {
    partnership_id: message.partnershipId, id: uuidv7(), report_id: message.reportId, account_id: message.accountId, channel: message.to.channel, address: message.to.address,
    subject: message.subject, body: message.body, unbranded: message.unbranded, automatic: message.automatic, created_at: message.now,
  };
}

/** Puts messages into the outbox in the caller's transaction: one statement that nobody waits for. */
export function put(tx: Transaction, ...messages: readonly NewMessage[]): void {
  if (messages.length > 0) {
    tx.defer(sql`
      insert into hub.outbox (partnership_id, id, report_id, account_id, channel, address, subject, body, unbranded, automatic, next_attempt_at, created_at)
      select partnership_id, id, report_id, account_id, channel, address, subject, body, unbranded, automatic, created_at, created_at
      from json_populate_recordset(null::hub.outbox, ${JSON.stringify(messages.map(messageRow))}::json)`);
  }
}
