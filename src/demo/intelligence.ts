import { Temporal } from 'temporal-polyfill';

import { londonDate } from '../platform/calendar/index.ts';
import { makeReference } from '../platform/references/index.ts';
import type { Telling } from './casework.ts';
import type { PartnerFacts } from './partners.ts';
import { demoId } from './random.ts';

function ago(now: Temporal.Instant, days: number, time: string): Temporal.Instant {
  return londonDate(now).subtract({ days }).toZonedDateTime({ timeZone: 'Europe/London', plainTime: Temporal.PlainTime.from(time) }).toInstant();
}

interface Told {
  readonly days: number;
  readonly state: 'submitted' | 'graded' | 'written' | 'approved';
  readonly marking: 'official' | 'official_sensitive';
  readonly priority: 'high' | 'medium' | 'low';
  readonly words: string;
  readonly place: string;
  readonly source: string;
  readonly known: string;
  readonly danger: string;
}

const told: readonly Told[] = [
  {
    days: 6, state: 'approved', marking: 'official_sensitive', priority: 'medium', place: 'The Stow, garages behind the flats',
    words: 'A man who keeps a garage behind the flats says that two older lads on a grey moped come on Friday evenings about seven, give small packets to the boys from the stairwell, and leave by the cut to First Avenue.',
    source: 'The man who rents garage 14 behind the flats. He spoke to the wardens and asked that nobody knows.', known: 'He saw it himself on three Fridays from inside his garage.', danger: 'He says the lads know his van. He lives alone.',
  },
  {
    days: 3, state: 'written', marking: 'official', priority: 'low', place: 'Staple Tye, behind the shops',
    words: 'A shop assistant heard that a group from Broxbourne plans to come over by train on Saturday to “settle it” with the boys at Staple Tye.',
    source: 'An assistant in one of the shops at Staple Tye, who heard two customers talk.', known: 'Heard it said in the shop; does not know the people.', danger: '',
  },
  { days: 1, state: 'submitted', marking: 'official', priority: 'medium', place: 'Bush Fair', words: 'Tenants say that flat doors on the top floor have had new locks fitted at night by someone who is not from Eastgate Homes.', source: 'Two tenants at the coffee morning.', known: 'One saw the van.', danger: '' },
];

const ids = { council: 'council', dawn: 'dawn', tomas: 'tomas' } as const;

/** Who is trained, and three invented items: one shared with the police on conditions, one that waits for a second person, one nobody has graded. */
export function tellIntelligence(telling: Telling, storyCaseId: string, facts: PartnerFacts): void {
  const { town, ledger, chance, now } = telling;
  const id = (at: Temporal.Instant): string => demoId(chance, at.epochMilliseconds);
  const reference = (prefix: string): string => makeReference(prefix, (size) => Uint8Array.from({ length: size }, () => chance.whole(256)));
  const who = (key: string): string | undefined => town.accountIds.get(key);
  const base = { partnership_id: town.partnershipId };
  for (const key of [ids.dawn, ids.tomas]) {
    ledger.add('account_capability', { ...base, id: id(ago(now, 200, '10:00')), account_id: who(key), capability: 'intelligence', basis: 'Intelligence grading and handling, two days', given_from: londonDate(now).subtract({ days: 200 }).toString(), given_to: null, given_by: who('ade'), given_at: ago(now, 200, '10:00').toString() });
  }
  for (const one of told) {
    const at = ago(now, one.days, '10:40');
    const grade = one.state === 'submitted' ? undefined : { source_grade: '2', intelligence_grade: one.state === 'approved' ? 'A' : 'C', handling: one.state === 'approved' ? 'C' : 'P', conditions: one.state === 'approved' ? 'Use it to plan patrols. Do not stop anyone on it alone, and do not say that anyone told us.' : '' };
    const intelligenceId = id(at);
    const caseIds = one.state === 'approved' ? [storyCaseId] : [];
    ledger.add('intelligence_report', {
      ...base, id: intelligenceId, reference: reference('N'), agency_id: town.agencyIds.get(ids.council), submitted_by: who('priya'), submitted_at: at.toString(), report_id: null, marking: one.marking, priority: one.priority, words: one.words,
      learned_on: londonDate(at).toString(), place_words: one.place, case_ids: caseIds, party_ids: [], place_ids: [], state: one.state, source_grade: grade?.source_grade ?? null, intelligence_grade: grade?.intelligence_grade ?? null, handling: grade?.handling ?? null,
      conditions: grade?.conditions ?? '', review_on: grade === undefined ? null : londonDate(at).add({ months: 12 }).toString(), weed_on: grade === undefined ? null : londonDate(at).add({ months: 72 }).toString(),
    });
    ledger.add('intelligence_source', { ...base, intelligence_id: intelligenceId, agency_id: town.agencyIds.get(ids.council), words: one.source, how_known: one.known, danger: one.danger, told_by: who('priya'), told_at: at.toString() });
    if (grade !== undefined) {
      ledger.add('intelligence_grading', { ...base, id: id(at), intelligence_id: intelligenceId, ...grade, rationale: grade.intelligence_grade === 'A' ? 'First time this person speaks to us; what they say they saw with their own eyes.' : 'Hearsay of people nobody knows.', original: null, graded_by: who(ids.tomas), graded_at: at.add({ hours: 3 }).toString() });
      version({ telling, at, intelligenceId, caseIds, one, grade, id, reference, facts });
    }
  }
}

interface Graded {
  readonly telling: Telling;
  readonly at: Temporal.Instant;
  readonly intelligenceId: string;
  readonly caseIds: readonly string[];
  readonly one: Told;
  readonly grade: { readonly source_grade: string; readonly intelligence_grade: string; readonly handling: string; readonly conditions: string };
  readonly id: (at: Temporal.Instant) => string;
  readonly reference: (prefix: string) => string;
  readonly facts: PartnerFacts;
}

function version({ telling: { town, ledger, now }, at, intelligenceId, caseIds, one, grade, id, reference, facts }: Graded): void {
  const base = { partnership_id: town.partnershipId };
  const approved = one.state === 'approved';
  const text = approved
    ? { title: 'Packets handed out at The Stow on Friday evenings', words: 'On Friday evenings between six and eight, older youths on a moped hand something to a group of boys near The Stow flats and leave towards First Avenue.' }
    : { title: 'A group may come to Staple Tye on Saturday', words: 'It is said that a group from outside Harlow may come to Staple Tye on Saturday to start a fight.' };
  const productId = approved ? id(at) : null;
  ledger.add('intelligence_version', {
    ...base, id: id(at), intelligence_id: intelligenceId, ...text, removed: approved ? 'The garage, the exact time and the number of Fridays: only one person can see it from there.' : 'The shop and how it was heard.', case_ids: caseIds, party_ids: [], place_ids: [],
    written_by: town.accountIds.get(ids.tomas), written_at: at.add({ hours: 4 }).toString(), state: approved ? 'approved' : 'written', decided_by: approved ? town.accountIds.get(ids.dawn) : null, decided_at: approved ? at.add({ hours: 26 }).toString() : null,
    decided_words: approved ? 'Checked against the list of garages: it leads to nobody.' : '', product_id: productId,
  });
  if (productId === null) {
    return;
  }
  ledger.add('intelligence_product', {
    ...base, id: productId, reference: reference('S'), agency_id: town.agencyIds.get(ids.council), ...text, marking: one.marking, ...grade, case_ids: caseIds, party_ids: [], place_ids: [], wall_ids: caseIds, approved_by: town.accountIds.get(ids.dawn), approved_at: at.add({ hours: 26 }).toString(),
  });
  ledger.add('intelligence_dissemination', {
    ...base, id: id(at), reference: reference('D'), product_id: productId, from_agency: town.agencyIds.get(ids.council), to_agency: town.agencyIds.get('police'), to_account: town.accountIds.get('owen'), handling: grade.handling, conditions: grade.conditions,
    purpose: 'Plan the Friday evening patrols around The Stow.', gateway_id: facts.gatewayId, need: 'The patrols pass at nine, two hours too late. Nobody else can move them.', wall_ids: caseIds, decided_by: town.accountIds.get(ids.dawn), decided_at: at.add({ hours: 27 }).toString(), valid_until: now.add({ hours: 24 * 80 }).toString(),
  });
}
