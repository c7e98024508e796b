import { Temporal } from 'temporal-polyfill';

import { kindsOfData } from '../agreements/index.ts';
import { addWorkingDays, londonDate } from '../platform/calendar/index.ts';
import type { InventedCase, Telling } from './casework.ts';
import { disclosureRow, reference, sharedAim, type PartnerFacts } from './partners.ts';
import { demoId } from './random.ts';

/* Agreements, requests in every state, and cases on offer: how the partners of the demonstration act as one. */

interface InventedAgreement {
  readonly code: string;
  readonly title: string;
  readonly parties: readonly (readonly [agency: string, liaison: string | null])[];
  readonly purposes: readonly string[];
  readonly gateways: readonly string[];
  readonly kinds: (code: string) => boolean;
  /** Days before now on which it began, and days from now to review and last day. */
  readonly days: readonly [began: number, review: number, expires: number];
}

const agreements: readonly InventedAgreement[] = [
  {
    code: 'SHP-04', title: 'Antisocial behaviour in Harlow', parties: [['council', 'dawn'], ['police', 'owen'], ['housing', 'leah'], ['fire', null], ['youth', 'sol']],
    purposes: [sharedAim, 'To find and support people at risk of harm', 'To prepare a case conference or an ASB Case Review'], gateways: ['cda-115', 'asb-case-review', 'public-task', 'safeguarding'],
    kinds: (code) => !['harmed-vulnerability', 'alleged-vulnerability', 'case'].includes(code), days: [400, 200, 330],
  },
  { code: 'SHP-02', title: 'Serious violence', parties: [['police', 'owen'], ['council', 'dawn'], ['probation', null], ['youth', 'sol']], purposes: ['To reduce serious violence'], gateways: ['serious-violence', 'law-enforcement'], kinds: () => true, days: [300, 12, 65] },
  { code: 'SHP-05', title: 'Fire safety visits', parties: [['fire', null], ['council', 'dawn'], ['housing', 'leah']], purposes: ['To make homes safe from fire'], gateways: ['public-task', 'vital-interests'], kinds: (code) => ['place', 'dates', 'risk', 'harmed-address', 'harmed-vulnerability'].includes(code), days: [200, 100, 530] },
  { code: 'SHP-01', title: 'Tenancies and nuisance (before SHP-04)', parties: [['council', 'dawn'], ['housing', 'leah']], purposes: ['To enforce tenancies'], gateways: ['cda-115'], kinds: (code) => code === 'place' || code === 'dates' || code === 'account', days: [1100, -100, -35] },
];

/** Writes the agreements; says which one most is shared under. */
export function writeAgreements({ town, ledger, chance, now }: Telling): string {
  const today = londonDate(now);
  let first = '';
  for (const one of agreements) {
    const id = demoId(chance, now.subtract({ hours: 24 * one.days[0] }).epochMilliseconds);
    first = first === '' ? id : first;
    ledger.add('agreement', {
      partnership_id: town.partnershipId, id, code: one.code, version: 1, title: one.title, purposes: one.purposes, gateways: one.gateways, kinds: kindsOfData.map(({ code }) => code).filter(one.kinds),
      terms: 'Only those who need it see it. Copies are kept no longer than the disclosure says. Breaches are told to the liaison persons within one working day. Requests of the people concerned are answered by the agency that holds the record.',
      starts_on: today.subtract({ days: one.days[0] }).toString(), review_on: today.add({ days: one.days[1] }).toString(), expires_on: today.add({ days: one.days[2] }).toString(), written_by: town.accountIds.get('dawn'), written_at: now.subtract({ hours: 24 * one.days[0] }).toString(),
    });
    for (const [agency, liaison] of one.parties) {
      ledger.add('agreement_party', { partnership_id: town.partnershipId, agreement_id: id, agency_id: town.agencyIds.get(agency), liaison_id: liaison === null ? null : town.accountIds.get(liaison) });
    }
  }
  return first;
}

interface InventedRequest {
  readonly from: string;
  readonly by: string;
  readonly to: string;
  readonly holder: string | null;
  readonly about: 'case' | 'person' | 'place';
  readonly aboutWords: string;
  readonly wanted: string;
  readonly daysAgo: number;
  readonly state: 'asked' | 'needs_clarification' | 'partly_answered' | 'answered' | 'refused' | 'withdrawn';
  readonly said: readonly (readonly [kind: 'question' | 'clarification' | 'partly' | 'answered' | 'refused' | 'withdrawn', by: string, agency: string, words: string])[];
  readonly answer?: string;
  readonly story?: boolean;
}

const requests: readonly InventedRequest[] = [
  { from: 'council', by: 'priya', to: 'police', holder: 'owen', about: 'case', aboutWords: 'Your log 0412 of 6 November', wanted: 'Did anyone attend, and was the man who is called “Jaz” found?', daysAgo: 5, state: 'partly_answered', story: true, said: [['partly', 'owen', 'police', 'Attended; nobody found. Names of the log follow.']], answer: 'A patrol came at 23:40. Nobody was on the landing. Two doors had fresh marks.' },
  { from: 'police', by: 'owen', to: 'council', holder: null, about: 'place', aboutWords: 'The underpass by First Avenue', wanted: 'On which evenings do your wardens walk there, and have they seen the same group?', daysAgo: 2, state: 'asked', said: [] },
  { from: 'housing', by: 'leah', to: 'council', holder: 'tomas', about: 'place', aboutWords: 'Stewards Walk, the ground floor', wanted: 'How many noise reports were there since August?', daysAgo: 20, state: 'asked', said: [] },
  { from: 'youth', by: 'sol', to: 'council', holder: 'priya', about: 'person', aboutWords: 'The youngest of the group at The Stow', wanted: 'Is a parent known, and may we write to them?', daysAgo: 6, state: 'needs_clarification', said: [['question', 'priya', 'council', 'Is it about the boy in the grey hood or the one with the bicycle?']] },
  { from: 'council', by: 'priya', to: 'housing', holder: 'leah', about: 'place', aboutWords: 'The stairwell of The Stow flats', wanted: 'Since when does the camera on the second landing record again?', daysAgo: 12, state: 'answered', said: [['answered', 'leah', 'housing', 'That is all we hold.']], answer: 'It records again since 6 November. From 1 to 3 November nothing was kept.' },
  { from: 'council', by: 'tomas', to: 'police', holder: 'owen', about: 'person', aboutWords: 'The tenant of a flat in Bush Fair', wanted: 'Has he any earlier conviction?', daysAgo: 15, state: 'refused', said: [['refused', 'owen', 'police', 'Noise alone does not make this necessary. Ask again if there is a threat.']] },
  { from: 'housing', by: 'leah', to: 'police', holder: null, about: 'case', aboutWords: 'The break-in at the bin store', wanted: 'A crime number for the insurer', daysAgo: 9, state: 'withdrawn', said: [['withdrawn', 'leah', 'housing', 'The tenant has it.']] },
];

function answerRequest(telling: Telling, facts: PartnerFacts, one: InventedRequest, requestId: string, at: Temporal.Instant): void {
  const { ledger, town, chance } = telling;
  if (one.state === 'refused') {
    ledger.add('disclosure', disclosureRow(telling, { id: demoId(chance, at.epochMilliseconds), caseId: null, from: one.to, to: one.from, purpose: 'To deal with the reports', gatewayId: facts.gatewayId, agreementId: null, decision: 'refused', refusal: one.said.at(-1)?.[3] ?? '', requestId, decidedBy: one.holder ?? one.by, at }));
  }
  if (one.answer === undefined) {
    return;
  }
  const id = demoId(chance, at.epochMilliseconds);
  ledger.add('disclosure', disclosureRow(telling, { id, caseId: null, from: one.to, to: one.from, purpose: 'To deal with the reports', gatewayId: facts.gatewayId, agreementId: facts.agreementId, withheld: '', requestId, decidedBy: one.holder ?? one.by, at }));
  ledger.add('disclosure_item', { partnership_id: town.partnershipId, id: demoId(chance, at.epochMilliseconds), disclosure_id: id, kind: 'words', label: 'words written for this disclosure', words: one.answer, subject_id: null, category: 'account', position: 0 });
  ledger.add('disclosure_receipt', { partnership_id: town.partnershipId, disclosure_id: id, account_id: town.accountIds.get(one.by), agency_id: town.agencyIds.get(one.from), opened_at: at.add({ hours: 2 }).toString() });
}

function askEach(telling: Telling, story: InventedCase, facts: PartnerFacts): void {
  const { town, ledger, chance, now } = telling;
  for (const one of requests) {
    const at = now.subtract({ hours: 24 * one.daysAgo + 3 });
    const id = demoId(chance, at.epochMilliseconds);
    const over = ['answered', 'refused', 'withdrawn'].includes(one.state);
    const last = at.add({ hours: 20 });
    ledger.add('information_request', {
      partnership_id: town.partnershipId, id, reference: reference(telling, 'Q'), from_agency: town.agencyIds.get(one.from), asked_by: town.accountIds.get(one.by), to_agency: town.agencyIds.get(one.to), to_account: null, about: one.about, about_words: one.aboutWords,
      wanted: one.wanted, purpose: 'To deal with the reports', gateway_id: facts.gatewayId, why: 'Nobody else knows it, and we ask for no more.', urgent: false, from_case: one.story === true, asked_at: at.toString(), due_at: addWorkingDays(at, 10).toString(), state: one.state,
      paused_at: one.state === 'needs_clarification' ? last.toString() : null, holder_id: one.holder === null ? null : town.accountIds.get(one.holder), reason: over && one.state !== 'answered' ? (one.said.at(-1)?.[3] ?? '') : '', updated_at: (one.said.length > 0 ? last : at).toString(), closed_at: over ? last.toString() : null,
    });
    if (one.story === true) {
      ledger.add('request_case', { partnership_id: town.partnershipId, request_id: id, case_id: story.id });
    }
    one.said.forEach(([kind, by, agency, words], place) => {
      ledger.add('request_message', { partnership_id: town.partnershipId, id: demoId(chance, last.epochMilliseconds + place), request_id: id, kind, words, by_account: town.accountIds.get(by), by_agency: town.agencyIds.get(agency), at: last.add({ minutes: place }).toString() });
    });
    answerRequest(telling, facts, one, id, last);
  }
}

/** A refusal to somebody who is no partner, and something that waits for a supervisor. */
function decideInStory(telling: Telling, story: InventedCase, facts: PartnerFacts): void {
  const { town, ledger, chance, now } = telling;
  const refusedAt = now.subtract({ hours: 24 * 7 });
  ledger.add('disclosure', disclosureRow(telling, { id: demoId(chance, refusedAt.epochMilliseconds), caseId: story.id, from: 'council', to: null, asker: 'Ward councillor', purpose: 'A question of the ward', gatewayId: facts.gatewayId, agreementId: null, decision: 'refused', refusal: 'No need for names to answer a ward question.', decidedBy: 'priya', at: refusedAt }));
  const askedAt = now.subtract({ hours: 22 });
  const id = demoId(chance, askedAt.epochMilliseconds);
  ledger.add('disclosure', disclosureRow(telling, { id, caseId: story.id, from: 'council', to: 'probation', purpose: 'To learn whether he is under supervision', gatewayId: facts.gatewayId, agreementId: null, outside: ['No agreement is for this purpose between these two agencies'], decision: 'asked', decidedBy: 'priya', at: askedAt }));
  ledger.add('disclosure_item', { partnership_id: town.partnershipId, id: demoId(chance, askedAt.epochMilliseconds), disclosure_id: id, kind: 'description', label: 'description of alleged 1', words: 'About nineteen, grey hood, is called “Jaz”.', subject_id: null, category: 'alleged-description', position: 0 });
}

/** One case is offered to the landlord, and waits for their answer. */
function offerOne(telling: Telling, cases: readonly InventedCase[], facts: PartnerFacts): void {
  const { town, ledger, chance, now } = telling;
  const open = cases.filter((one) => one.closedAt === undefined && one.row['restricted'] !== true && Temporal.Instant.compare(one.openedAt.add({ hours: 48 }), now) < 0);
  const chosen = open.find((one) => /noise|music|neighbour/i.test(String(one.row['title']))) ?? open[0];
  if (chosen === undefined) {
    return;
  }
  const at = now.subtract({ hours: 20 });
  const disclosureId = demoId(chance, at.epochMilliseconds);
  ledger.add('disclosure', disclosureRow(telling, { id: disclosureId, caseId: chosen.id, from: 'council', to: 'housing', purpose: 'To decide whether they take the case', gatewayId: facts.gatewayId, agreementId: facts.agreementId, decidedBy: 'dawn', at }));
  [['place', 'place of the case', String(chosen.row['place_words']), 'place'], ['case-title', 'case title', String(chosen.row['title']), 'account']].forEach(([kind, label, words, category], position) => {
    ledger.add('disclosure_item', { partnership_id: town.partnershipId, id: demoId(chance, at.epochMilliseconds + position), disclosure_id: disclosureId, kind, label, words, subject_id: null, category, position });
  });
  ledger.add('case_transfer', {
    partnership_id: town.partnershipId, id: demoId(chance, at.epochMilliseconds), reference: reference(telling, 'F'), case_id: chosen.id, kind: 'transfer', from_agency: town.agencyIds.get('council'), to_agency: town.agencyIds.get('housing'), to_account: null, disclosure_id: disclosureId,
    reason: 'All of it is between two tenancies of yours, and you have begun to act.', keeps: 'until', keep_until: now.add({ hours: 24 * 60 }).toString(), answer_by: addWorkingDays(at, 5).toString(), offered_by: town.accountIds.get('dawn'), offered_at: at.toString(),
  });
}

/** Something that was shared on the story was corrected; the police have not said yet that they have read it. */
function correctOne(telling: Telling, story: InventedCase): void {
  const { town, ledger, chance, now } = telling;
  const given = (ledger.tables.get('disclosure') ?? []).find((row) => row['case_id'] === story.id && row['to_agency'] === town.agencyIds.get('housing') && row['decision'] === 'given');
  if (given === undefined) {
    return;
  }
  const at = now.subtract({ hours: 26 });
  ledger.add('disclosure_notice', { partnership_id: town.partnershipId, id: demoId(chance, at.epochMilliseconds), disclosure_id: given['id'], reference: given['reference'], case_id: story.id, from_agency: town.agencyIds.get('council'), to_agency: given['to_agency'], to_account: given['to_account'], kind: 'corrected', words: 'It was the second landing, not the first.', by_account: town.accountIds.get('priya'), at: at.toString() });
}

export function workAsPartners(telling: Telling, story: InventedCase, cases: readonly InventedCase[], facts: PartnerFacts): void {
  askEach(telling, story, facts);
  decideInStory(telling, story, facts);
  offerOne(telling, cases, facts);
  correctOne(telling, story);
}
