import { Temporal } from 'temporal-polyfill';

import { addWorkingDays, englandAndWales, inLondon, londonDate } from '../platform/calendar/index.ts';
import { makeReference } from '../platform/references/index.ts';
import { assess, defaultRiskTemplate, moves, reviewDates, type Answers } from '../risk/index.ts';
import type { InventedCase, Telling } from './casework.ts';
import { demoId } from './random.ts';

/** What risk, tasks and disclosures need to know of the town beside the cases. */
export interface PartnerFacts {
  readonly riskTemplateId: string;
  readonly gatewayId: string;
  /** SHP-04, under which most is shared. */
  readonly agreementId: string;
}

export function reference(telling: Telling, prefix: string): string {
  return makeReference(prefix, (size) => Uint8Array.from({ length: size }, () => telling.chance.whole(256)));
}

/** Answers that lean to little or to much, as a person's answers do. */
export function inventAnswers(telling: Telling, severity: number): Answers {
  return Object.fromEntries(defaultRiskTemplate.questions.list.map((question) => {
    if (question.options.length === 0) {
      return [question.key, { options: [], words: '' }];
    }
    const plain = question.options.filter(({ flag }) => flag === undefined);
    const place = Math.max(0, Math.min(plain.length - 1, Math.round(severity * (plain.length - 1) + telling.chance.normal() * 0.5)));
    return [question.key, { options: [plain[place]?.key ?? ''], words: '' }];
  }));
}

/** The same person asked again: most answers stay. */
function changedAnswers(telling: Telling, before: Answers, severity: number): Answers {
  const fresh = inventAnswers(telling, severity);
  return Object.fromEntries(Object.entries(before).map(([key, given]) => [key, telling.chance.happens(0.3) ? (fresh[key] ?? given) : given]));
}

/** One look at the risk of a case: the assessment, and what it puts on the case. */
export function lookAtRisk(telling: Telling, one: InventedCase, at: Temporal.Instant, severity: number, facts: PartnerFacts, before?: Answers): Answers {
  const { chance, town, ledger } = telling;
  const answers = before === undefined ? inventAnswers(telling, severity) : changedAnswers(telling, before, severity);
  const moved = before === undefined ? [] : moves({ template: defaultRiskTemplate, answers: before }, { template: defaultRiskTemplate, answers });
  const highFrom = defaultRiskTemplate.bands.find(({ key }) => key === 'high')?.from ?? 0;
  const outcome = assess(defaultRiskTemplate, answers);
  const reviews = reviewDates(defaultRiskTemplate.bands, outcome.band, londonDate(at), englandAndWales);
  ledger.add('risk_assessment', {
    partnership_id: town.partnershipId, id: demoId(chance, at.epochMilliseconds), case_id: one.id, party_id: null, template_id: facts.riskTemplateId, answers: { given: answers, flags: outcome.flags.map(({ key, name }) => ({ key, name })), moved, highFrom }, score: outcome.score, out_of: outcome.outOf,
    scored_band: outcome.band, band: outcome.band, judgement: '', review_on: reviews.officer.toString(), supervisor_review_on: reviews.supervisor?.toString() ?? null,
    assessed_by: town.accountIds.get(one.owner), assessed_at: at.toString(),
  });
  ledger.add('chronology', {
    partnership_id: town.partnershipId, id: demoId(chance, at.epochMilliseconds), case_id: one.id, report_id: null, at: at.toString(), kind: 'risk', words: `Risk looked at: ${outcome.score} of ${outcome.outOf}, ${outcome.band}.`,
    by_account: town.accountIds.get(one.owner), by_agency: town.agencyIds.get('council'), by_words: '', audience: 'case', told: false, missed: false, resident_words: null,
  });
  Object.assign(one.row, { risk_band: outcome.band, risk_score: outcome.score, risk_of: outcome.outOf, review_on: reviews.officer.toString(), supervisor_review_on: reviews.supervisor?.toString() ?? null });
  return answers;
}

const itemCategories: Readonly<Record<string, string>> = { place: 'place', times: 'dates', dates: 'dates', person: 'alleged-description', description: 'alleged-description' };

export interface InventedDisclosure {
  readonly id: string;
  readonly caseId: string | null;
  readonly from: string;
  readonly to: string | null;
  readonly person?: string | null;
  readonly asker?: string;
  readonly purpose: string;
  readonly gatewayId: string;
  readonly agreementId: string | null;
  readonly withheld?: string;
  readonly decision?: 'given' | 'refused' | 'asked';
  readonly refusal?: string;
  readonly outside?: readonly string[];
  readonly requestId?: string;
  readonly decidedBy: string;
  readonly at: Temporal.Instant;
}

/** A line of the ledger with everything that the law asks to be written down. */
export function disclosureRow(telling: Telling, one: InventedDisclosure): Record<string, unknown> {
  const { town } = telling;
  const decision = one.decision ?? 'given';
  const account = (key: string | null | undefined): string | null => (key === null || key === undefined ? null : (town.accountIds.get(key) ?? null));
  return {
    partnership_id: town.partnershipId, id: one.id, reference: reference(telling, 'D'), case_id: one.caseId, from_agency: town.agencyIds.get(one.from), to_agency: one.to === null ? null : town.agencyIds.get(one.to), to_account: account(one.person), asker_words: one.asker ?? '',
    scope: 'items', aim: one.agreementId === null ? '' : sharedAim, purpose: one.purpose, gateway_id: one.gatewayId, agreement_id: one.agreementId, outside: one.outside ?? [], asked_by: decision === 'asked' ? account(one.decidedBy) : null, request_id: one.requestId ?? null,
    necessity: decision === 'refused' ? '' : 'They cannot do it without these facts, and need no more.', proportionality: decision === 'refused' ? '' : 'No names, and only what the task needs.', caveat: decision === 'refused' ? '' : 'As told by one person; not yet checked.',
    handling: decision === 'refused' ? '' : 'Do not say where this came from.', retention: decision === 'refused' ? '' : 'Delete notes made from it.', withheld: decision === 'refused' ? '' : (one.withheld ?? 'Who reported it, and where they live.'),
    decision, refusal_reason: one.refusal ?? null, decided_by: account(one.decidedBy), decided_at: one.at.toString(), valid_until: (decision === 'refused' ? one.at : one.at.add({ hours: 24 * 90 })).toString(), closed: false,
  };
}

/** The purpose that the demonstration's first agreement names. */
export const sharedAim = 'To stop antisocial behaviour and protect those it harms';

export interface Asked {
  readonly agency: string;
  readonly person: string | null;
  readonly title: string;
  readonly brief: string;
  readonly at: Temporal.Instant;
  readonly days: number;
  readonly state: 'asked' | 'accepted' | 'started' | 'done';
  readonly answer?: string;
  readonly items?: readonly (readonly [kind: string, label: string, words: string])[];
  readonly purpose?: string;
  readonly withheld?: string;
}

/** A task for a partner, with the words that it may see. */
export function askPartner(telling: Telling, one: InventedCase, asked: Asked, facts: PartnerFacts): void {
  const { chance, town, ledger } = telling;
  const disclosureId = asked.items === undefined ? null : demoId(chance, asked.at.epochMilliseconds);
  const council = town.agencyIds.get('council');
  const owner = town.accountIds.get(one.owner);
  if (disclosureId !== null) {
    ledger.add('disclosure', disclosureRow(telling, {
      id: disclosureId, caseId: one.id, from: 'council', to: asked.agency, person: asked.person, purpose: asked.purpose ?? 'To do the task', gatewayId: facts.gatewayId, agreementId: facts.agreementId, decidedBy: one.owner, at: asked.at,
      ...(asked.withheld === undefined ? {} : { withheld: asked.withheld }),
    }));
    (asked.items ?? []).forEach(([kind, label, words], position) => {
      ledger.add('disclosure_item', { partnership_id: town.partnershipId, id: demoId(chance, asked.at.epochMilliseconds), disclosure_id: disclosureId, kind, label, words, subject_id: null, category: itemCategories[kind] ?? 'account', position });
    });
  }
  const due = inLondon(addWorkingDays(asked.at, asked.days)).toInstant();
  ledger.add('task', {
    partnership_id: town.partnershipId, id: demoId(chance, asked.at.epochMilliseconds), reference: reference(telling, 'T'), case_id: one.id, title: asked.title, brief: asked.brief, agency_id: town.agencyIds.get(asked.agency),
    assignee_id: asked.person === null ? null : town.accountIds.get(asked.person), asked_by: owner, asked_agency: council, disclosure_id: disclosureId, due_at: due.toString(), state: asked.state, answer: asked.answer ?? '',
    created_at: asked.at.toString(), updated_at: asked.at.toString(), done_at: asked.state === 'done' ? asked.at.add({ hours: 26 }).toString() : null,
  });
  ledger.add('chronology', {
    partnership_id: town.partnershipId, id: demoId(chance, asked.at.epochMilliseconds), case_id: one.id, report_id: null, at: asked.at.toString(), kind: disclosureId === null ? 'task' : 'shared',
    words: `Asked: ${asked.title}.${asked.items === undefined ? '' : ` Shared: ${asked.items.map(([, label]) => label.toLowerCase()).join(', ')}. Not shared: who reported it.`}`,
    by_account: owner, by_agency: council, by_words: '', audience: 'case', told: false, missed: false, resident_words: null,
  });
}

const requests = [
  ['police', 'owen', 'Say what police logs show here', 'For the last three months, at the times given.', 5],
  ['housing', 'leah', 'Speak to the tenancy holder', 'Without saying who reported it.', 5],
  ['youth', 'sol', 'Offer a place at the Friday club', 'To the two younger ones.', 8],
  ['council', 'tomas', 'Ask for camera footage before it is recorded over', 'Dates and times are in the case.', 2],
] as const;

/** Risk, tasks and disclosures of the open cases. */
export function workTogether(telling: Telling, cases: readonly InventedCase[], facts: PartnerFacts): void {
  const { chance, now } = telling;
  for (const one of cases) {
    if (one.closedAt !== undefined && chance.happens(0.4)) {
      continue;
    }
    const first = one.openedAt.add({ hours: 26 });
    if (Temporal.Instant.compare(first, now) >= 0) {
      continue;
    }
    const severity = chance.next() * 0.55;
    let answers = lookAtRisk(telling, one, first, severity, facts);
    // Looked at again about when it is due; one or two are forgotten.
    for (let again = first.add({ hours: 24 * 20 }); Temporal.Instant.compare(again, one.closedAt ?? now) < 0; again = again.add({ hours: 24 * 20 })) {
      if (chance.happens(0.04)) {
        break;
      }
      answers = lookAtRisk(telling, one, again, severity * (0.5 + chance.next()), facts, answers);
    }
    if (one.closedAt === undefined && one.row['restricted'] !== true && chance.happens(0.6)) {
      const [agency, person, title, brief, days] = chance.pick(requests);
      const at = first.add({ hours: 3 });
      const overdue = Temporal.Instant.compare(addWorkingDays(at, days), now) < 0;
      const state = overdue && chance.happens(0.95) ? 'done' : chance.weighted([['asked', 2], ['accepted', 3], ['started', 2]] as const);
      askPartner(telling, one, {
        agency, person, title, brief, at, days, state, ...(state === 'done' ? { answer: 'Done. Nothing more to add.' } : {}),
        ...(agency === 'council' ? {} : { items: [['place', 'The place', String(one.row['place_words'])], ['kind', 'What kind', String(one.row['title'])], ['times', 'When it happens', 'Fridays and Saturdays, from about ten in the evening']] as const }),
      }, facts);
    }
  }
}
