import type { Temporal } from 'temporal-polyfill';

import { isTrained, type StaffActor } from '../platform/access/index.ts';
import { londonDate, londonInstant } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { paths } from '../paths.ts';
import { receivedBy } from './product-queries.ts';
import { deskLines, dueLines, type ReportLine } from './queries.ts';
import { isDue } from './rules.ts';

/** Something that a room wants done, for Today. */
export interface IntelligenceWork {
  readonly title: string;
  readonly why: string;
  readonly reference: string;
  readonly href: string;
  readonly action: string;
  readonly at: Temporal.Instant;
  /** Due at that moment, rather than there since. */
  readonly due: boolean;
}

function deskWork(line: ReportLine, title: string, why: string): IntelligenceWork {
  return { title, why, reference: line.reference, href: paths.intelligenceReport(line.id), action: 'Open it', at: line.submitted_at, due: false };
}

/** What waits for this person: to read, and for trained people to grade, sanitise, approve and review. */
export async function intelligenceWork(tx: Transaction, actor: StaffActor, now: Temporal.Instant): Promise<IntelligenceWork[]> {
  const [received, trained] = await Promise.all([receivedBy(tx, actor, 20), isTrained(tx)]);
  const unread = received.filter(({ opened }) => !opened).map((one): IntelligenceWork => ({
    title: `${one.from_agency_name} shared intelligence with you`, why: one.purpose, reference: one.reference, href: paths.sharedIntelligence(one.id), action: one.handling === 'C' ? 'Conditions' : 'Read it', at: one.decided_at, due: false,
  }));
  if (!trained) {
    return unread;
  }
  const today = londonDate(now);
  const [fresh, graded, written, due] = await Promise.all([deskLines(tx, actor, 'submitted', 10), deskLines(tx, actor, 'graded', 10), deskLines(tx, actor, 'written', 10), dueLines(tx, actor, today, 10)]);
  return [
    ...unread,
    ...fresh.map((line) => deskWork(line, 'Grade intelligence', line.priority === 'high' ? 'High priority: danger to life, or to a child.' : 'Nobody has graded it yet.')),
    ...graded.map((line) => deskWork(line, 'Sanitise intelligence', 'Graded; nobody else can read it yet.')),
    ...written.filter(({ written_by }) => written_by !== actor.accountId).map((line) => deskWork(line, 'Approve a sanitised version', 'A second person lets it go out.')),
    ...due.map((line): IntelligenceWork => {
      const weeding = isDue(line.weed_on, today);
      return { ...deskWork(line, weeding ? 'Weed intelligence, or keep it' : 'Review intelligence', 'Its rule says when it is looked at again.'), href: paths.intelligencePart(line.id, 'review'), at: londonInstant((weeding ? line.weed_on : line.review_on) ?? today, '17:00'), due: true };
    }),
  ];
}
