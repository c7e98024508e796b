import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Transaction } from '../database/index.ts';

export interface NoticeToColleagues {
  readonly partnershipId: string;
  readonly accountIds: readonly string[];
  readonly subject: string;
  /** References and links only: an e-mail between agencies carries nothing about a person. */
  readonly body: string;
  readonly now: Temporal.Instant;
}

/** An e-mail to people who sign in, by the address of their account; one statement that nobody waits for. */
export function tellColleagues(tx: Transaction, notice: NoticeToColleagues): void {
  if (notice.accountIds.length === 0) {
    return;
  }
  tx.defer(sql`
    insert into hub.outbox (partnership_id, id, account_id, channel, address, subject, body, automatic, next_attempt_at, created_at)
    select a.partnership_id, gen_random_uuid(), a.id, 'email', a.email, ${notice.subject}, ${notice.body}, true, ${notice.now}, ${notice.now}
    from hub.account a where a.partnership_id = ${notice.partnershipId} and a.id = any(${[...new Set(notice.accountIds)]}) and a.state = 'active'`);
}
