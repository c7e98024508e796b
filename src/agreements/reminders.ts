import { Temporal } from 'temporal-polyfill';

import { may, type StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { agreementRows, type AgreementRow } from './queries.ts';
import { reminderOf, type Reminder } from './rules.ts';

export interface AgreementReminder {
  readonly agreement: AgreementRow;
  readonly reminder: Reminder;
  readonly on: Temporal.PlainDate;
}

/** Agreements of the coordinator's agency that are to be reviewed or renewed, the most pressing first. Nobody else is reminded. */
export async function agreementReminders(tx: Transaction, actor: StaffActor, today: Temporal.PlainDate): Promise<AgreementReminder[]> {
  if (!may(actor, 'agree')) {
    return [];
  }
  const rows = await agreementRows(tx, actor);
  return rows.flatMap((agreement) => {
    const reminder = reminderOf(agreement, today);
    return reminder === undefined ? [] : [{ agreement, reminder, on: reminder === 'review' ? agreement.review_on : agreement.expires_on }];
  }).toSorted((one, other) => Temporal.PlainDate.compare(one.on, other.on)).slice(0, 20);
}
