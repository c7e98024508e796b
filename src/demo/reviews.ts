import { Temporal } from 'temporal-polyfill';

import { addWorkingDays, inLondon } from '../platform/calendar/index.ts';
import { makeReference } from '../platform/references/index.ts';
import type { InventedCase, Telling } from './casework.ts';
import { demoId } from './random.ts';

type Row = Record<string, unknown>;

/** What a review does not have before it comes so far. */
const notYet: Row = Object.fromEntries(['acknowledged_at', 'decided_at', 'threshold_met', 'counted', 'decision_words', 'meet_by', 'outcome_by', 'spoc_id', 'chair_name', 'chair_words', 'meeting_at', 'victim_part', 'victim_words', 'persistence', 'harm', 'adequacy', 'outcome_words', 'outcome_at', 'appeal_until'].map((column) => [column, null]));

function application(telling: Telling, at: Temporal.Instant, rest: Row): Row {
  const { chance, town } = telling;
  return {
    partnership_id: town.partnershipId, id: demoId(chance, at.epochMilliseconds), reference: makeReference('V', (size) => Uint8Array.from({ length: size }, () => chance.whole(256))), agency_id: town.agencyIds.get('council'), case_id: null, report_id: null, rule_id: null,
    applied_at: at.toString(), applicant_kind: 'victim', applicant_name: '', applicant_contact: '', consent_words: '', told_words: '', ack_by: addWorkingDays(at, 3).toString(), decide_by: addWorkingDays(at, 14).toString(), ...notYet, ...rest,
  };
}

/** Two case reviews: one asked for by a councillor two days ago, one that was held in the summer with a recommendation to the police, unanswered. */
export function askForReviews(telling: Telling, cases: readonly InventedCase[]): void {
  const { chance, town, ledger, now } = telling;
  // In office hours of a working day, as such things are done.
  const ago = (days: number, hour = 10): Temporal.Instant => inLondon(addWorkingDays(now.subtract({ hours: days * 24 }), 0)).with({ hour, minute: 30 }).toInstant();
  ledger.add('asb_review', application(telling, now.subtract({ hours: 48 }), {
    state: 'applied', applied_via: 'web', applicant_kind: 'councillor', applicant_name: 'Cllr Ruth Abara', applicant_contact: '01632 960190, mornings', consent_words: 'In writing, kept by the councillor',
    words: 'Two families in one stairwell have rung for a year. Each agency says that another one has it.', told_words: 'Council, police and Eastgate Homes, about ten times since spring',
  }));
  const file = cases.find(({ row, openedAt }) => row['restricted'] !== true && row['agency_id'] === town.agencyIds.get('council') && Temporal.Instant.compare(openedAt, ago(115)) < 0);
  if (file === undefined) {
    return;
  }
  const review = application(telling, ago(110), {
    state: 'outcome', applied_via: 'staff', case_id: file.id, words: 'I told them week after week, and nobody told me what came of it.', acknowledged_at: ago(108).toString(), decided_at: ago(98).toString(), threshold_met: true,
    counted: { met: true, why: '4 reports by one person in the 6 months before the review was asked for.', counted: [], left: [] }, decision_words: 'Four reports in six months.', meet_by: ago(72).toString(), outcome_by: ago(58).toString(),
    spoc_id: town.accountIds.get('dawn'), chair_name: 'Helen Marlow, Epping Forest', chair_words: 'Another district’s safety manager, new to the case', meeting_at: ago(80, 14).toString(), victim_part: 'attends', victim_words: 'Wishes to speak first and leave before the police do.',
    persistence: 'Weekly since spring.', harm: 'Sleepless nights, and a child who would not go out. Worse together than each report alone.', adequacy: 'Each agency acted once. Nobody told her so.',
    outcome_words: 'You were right to ask. One officer now holds your case and rings you every Friday.', outcome_at: ago(70).toString(), appeal_until: ago(49).toString(),
  });
  ledger.add('asb_review', review);
  ledger.add('review_recommendation', {
    partnership_id: town.partnershipId, id: demoId(chance, ago(70).epochMilliseconds), review_id: review['id'], agency_id: town.agencyIds.get('police'), words: 'Walk past the stairwell on Friday evenings for three months, and tell the hub each time.',
    answer_by: now.add({ hours: 24 * 9 }).toString().slice(0, 10), made_at: ago(70).toString(),
  });
  for (const [days, words] of [[108, 'Application acknowledged.'], [98, 'Threshold met: Four reports in six months.'], [70, 'Outcome: one officer holds the case and rings every Friday.']] as const) {
    ledger.add('review_event', { partnership_id: town.partnershipId, id: demoId(chance, ago(days).epochMilliseconds), review_id: review['id'], at: ago(days).toString(), words, by_account: town.accountIds.get('dawn') });
  }
}

/** A bundle that Priya has begun for the story's case. */
export function beginBundle(telling: Telling, story: InventedCase): void {
  const { chance, town, ledger, now } = telling;
  const at = now.subtract({ hours: 26 });
  const id = demoId(chance, at.epochMilliseconds);
  const base = { partnership_id: town.partnershipId, case_id: story.id };
  ledger.add('bundle', { ...base, id, title: 'Application for an injunction', court: 'County Court at Chelmsford, date to be fixed', created_by: town.accountIds.get('priya'), created_at: at.toString() });
  ledger.add('bundle_item', {
    ...base, id: demoId(chance, at.epochMilliseconds), bundle_id: id, kind: 'entry', source_id: demoId(chance, at.epochMilliseconds), position: 1, at: at.toString(), by_words: 'Priya Nair, Harlow Council', title: 'note',
    words: 'The man known as “Jaz” was named by a second neighbour.', strikes: [{ passage: 'a second neighbour', reason: 'Could name a third party' }],
  });
}
