import { Temporal } from 'temporal-polyfill';

import { addWorkingDays } from '../platform/calendar/index.ts';
import type { InventedCase, Telling } from './casework.ts';
import { demoId } from './random.ts';

const hours = 4;

function open(telling: Telling, file: InventedCase, at: Temporal.Instant, why: { danger: string; what: string; whyNow: string }): string {
  const { chance, town, ledger } = telling;
  const id = demoId(chance, at.epochMilliseconds);
  const base = { partnership_id: town.partnershipId };
  ledger.add('emergency_access', {
    ...base, id, case_id: file.id, reference: file.row['reference'], account_id: town.accountIds.get('owen'), account_agency: town.agencyIds.get('police'), agency_id: town.agencyIds.get('council'), owner_id: town.accountIds.get(file.owner),
    danger: why.danger, opened_at: at.toString(), ends_at: at.add({ hours }).toString(), review_by: addWorkingDays(at, 3).toString(),
  });
  ledger.add('emergency_reason', { ...base, emergency_id: id, what: why.what, why_now: why.whyNow });
  ledger.add('chronology', {
    ...base, id: demoId(chance, at.epochMilliseconds), case_id: file.id, report_id: null, at: at.toString(), kind: 'decision', words: 'Opened in an emergency, for a limited time. The reason and its review are kept apart.',
    by_account: town.accountIds.get('owen'), by_agency: town.agencyIds.get('police'), by_words: '', audience: 'case', told: false, missed: false, resident_words: null,
  });
  return id;
}

/** Police opened two cases at night: one was reviewed, one waits. */
export function openInEmergency(telling: Telling, cases: readonly InventedCase[]): void {
  const { town, ledger, now } = telling;
  const [older, newer] = cases.filter(({ closedAt, row, openedAt }) => closedAt === undefined && row['restricted'] !== true && Temporal.Instant.compare(openedAt, now.subtract({ hours: 24 * 30 })) < 0);
  if (older === undefined || newer === undefined) {
    return;
  }
  const at = now.subtract({ hours: 24 * 20 + 7 });
  const id = open(telling, older, at, { danger: 'life', what: 'A call from the block: a man at the door with a knife, shouting about the complaint.', whyNow: 'The council was closed and its night number rang out. We had to know who was behind the door.' });
  ledger.add('emergency_review', {
    partnership_id: town.partnershipId, emergency_id: id, justified: true, words: 'Read for twelve minutes, only the people and the warning. We have given the night number a second line since.', reviewed_by: town.accountIds.get('dawn'), reviewed_at: at.add({ hours: 34 }).toString(),
  });
  open(telling, newer, now.subtract({ hours: 11 }), { danger: 'serious_harm', what: 'A neighbour rang: shouting, glass breaking, then nothing.', whyNow: 'The duty officer of the council did not answer for twenty minutes, and we did not know whether children live there.' });
}
