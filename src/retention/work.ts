import type { Temporal } from 'temporal-polyfill';

import { paths } from '../paths.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { londonDate, londonInstant } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { waitingCounts } from './queries.ts';

/** Something that a room wants done, for Today. */
export interface RecordsWork {
  readonly title: string;
  readonly why: string;
  readonly reference: string;
  readonly href: string;
  readonly action: string;
  readonly at: Temporal.Instant;
  readonly due: boolean;
}

/** Reviews, copies and holds that wait for this person: one line of each kind, however many there are. */
export async function recordsItems(tx: Transaction, actor: StaffActor, now: Temporal.Instant): Promise<RecordsWork[]> {
  const today = londonDate(now);
  const waiting = await waitingCounts(tx, actor, today);
  const at = londonInstant(today, '17:00');
  const line = (wanted: boolean, title: string, why: string, href: string, action: string): RecordsWork[] => (wanted ? [{ title, why, reference: '', href, action, at, due: false }] : []);
  const supervises = may(actor, 'supervise');
  return [
    ...line(supervises && waiting.reviews > 0, waiting.reviews === 1 ? 'A record to review' : `${waiting.reviews} records to review`, 'They need not be kept any longer. Keep each for a reason, or delete it.', paths.retention(), 'Review them'),
    ...line(waiting.receivers > 0, waiting.receivers === 1 ? 'Copies to confirm' : `Copies of ${waiting.receivers} disclosures to confirm`, 'What a partner shared has run out. Say what became of your copies.', paths.copyAsks(), 'Confirm'),
    ...line(supervises && waiting.holds > 0, waiting.holds === 1 ? 'A legal hold to look at again' : `${waiting.holds} legal holds to look at again`, 'Its day has come: lift it or let it last.', paths.holds(), 'Look at it'),
  ];
}
