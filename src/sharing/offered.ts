import { sql } from 'kysely';
import type { Temporal } from 'temporal-polyfill';

import type { Cover, Exhibit } from '../bundles/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { dateWords, momentWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';

/** One fact of a case that may be shared, in the words that the receiver would get. */
export interface OfferedItem {
  readonly key: string;
  readonly kind: string;
  /** What it is, without saying it: stands in chronology and lists. */
  readonly label: string;
  readonly words: string;
  readonly subjectId: string | null;
  /** The kind of data, as agreements name it. */
  readonly category: string;
  /** Longer text of which parts may be struck. */
  readonly strikes?: boolean;
  /** Parts of it were struck or covered. */
  readonly redacted?: boolean;
  /** A photo or document of the case: what goes is a copy drawn anew. */
  readonly file?: { readonly id: string; readonly shown: Exhibit['shown'] };
  /** The squares to cover, as they were typed and as they are read. */
  readonly covered?: { readonly typed: string; readonly covers: readonly Cover[] };
  /** The copy, once it is drawn and kept. */
  readonly copy?: { readonly key: string; readonly type: string; readonly sha256: string };
}

export interface OfferedGroup {
  readonly title: string;
  readonly items: readonly OfferedItem[];
}

interface CaseFacts {
  readonly id: string;
  readonly reference: string;
  readonly title: string;
  readonly place_words: string;
  readonly risk_band: string | null;
  readonly risk_score: number | null;
  readonly risk_of: number | null;
  readonly warning: string;
}

interface IncidentFacts {
  readonly id: string;
  readonly happened_at: Temporal.Instant;
  readonly words: string;
  readonly place_words: string;
}

interface PartyFacts {
  readonly id: string;
  readonly role: string;
  readonly kind: string;
  readonly name: string;
  readonly born_on: Temporal.PlainDate | null;
  readonly age_words: string;
  readonly description: string;
  readonly vulnerability: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly safe_contact: { readonly never?: string; readonly note?: string } | null;
}

const roleWords: Readonly<Record<string, string>> = { complainant: 'Complainant', victim: 'Victim', witness: 'Witness', alleged: 'Alleged', other: 'Other person' };

function present(item: OfferedItem): boolean {
  return item.words.trim() !== '';
}

function caseItems(file: CaseFacts): OfferedItem[] {
  const item = (kind: string, label: string, words: string, category: string): OfferedItem => ({ key: kind, kind, label, words, subjectId: file.id, category, strikes: kind === 'warning' || kind === 'case-title' });
  return [
    item('case-title', 'case title', file.title, 'account'),
    item('case-place', 'place of the case', file.place_words, 'place'),
    item('risk', 'risk band', file.risk_band === null ? '' : `Risk band: ${file.risk_band}${file.risk_score === null ? '' : ` (${file.risk_score} of ${file.risk_of ?? '?'})`}`, 'risk'),
    item('warning', 'warning', file.warning, 'risk'),
  ].filter(present);
}

const incidentCategories = { date: 'dates', place: 'place', words: 'account' } as const;

function incidentGroup(incident: IncidentFacts): OfferedGroup {
  const day = dateWords(incident.happened_at);
  const item = (part: keyof typeof incidentCategories, label: string, words: string): OfferedItem => ({
    key: `incident-${part}:${incident.id}`, kind: `incident-${part}`, label: `${label} of the incident on ${day}`, words, subjectId: incident.id, category: incidentCategories[part], strikes: part === 'words',
  });
  return {
    title: `Incident on ${day}`,
    items: [item('date', 'date', `${momentWords(incident.happened_at)} ${day.slice(-4)}`), item('place', 'place', incident.place_words), item('words', 'words', incident.words)].filter(present),
  };
}

/** How they may be contacted goes with every way to contact them: a number without "never ring" is a danger. */
function withSafety(words: string | null, safe: PartyFacts['safe_contact']): string {
  const warning = [safe?.never, safe?.note].filter((part) => part !== undefined && part.trim() !== '').join('. ');
  return words === null || words.trim() === '' ? '' : warning === '' ? words : `${words}. Safe contact: ${warning}`;
}

function partyGroup(party: PartyFacts, place: number): OfferedGroup {
  const role = roleWords[party.role] ?? party.role;
  const who = `${role.toLowerCase()} ${place}`;
  const whose = ['complainant', 'victim', 'witness'].includes(party.role) ? 'harmed' : 'alleged';
  const item = (part: string, label: string, words: string): OfferedItem => ({
    key: `party-${part}:${party.id}`, kind: `party-${part}`, label: `${label} of ${who}`, words, subjectId: party.id,
    category: `${whose}-${part === 'phone' || part === 'email' ? 'contact' : part}`, strikes: part === 'description' || part === 'vulnerability',
  });
  const age = party.born_on === null ? party.age_words : `born ${dateWords(party.born_on)}`;
  return {
    title: `${role} ${place}${party.name === '' ? '' : `: ${party.name}`}`,
    items: [
      item('name', 'name', party.name),
      item('age', 'age', age),
      item('description', 'description', party.description),
      item('vulnerability', 'vulnerability', party.vulnerability),
      item('phone', 'phone number', withSafety(party.phone, party.safe_contact)),
      item('email', 'e-mail address', withSafety(party.email, party.safe_contact)),
      item('address', 'address', withSafety([party.address, party.postcode].filter((part) => part !== null && part !== '').join(', '), party.safe_contact)),
    ].filter(present),
  };
}

/** Everything of a case that can be chosen, one fact at a time. */
export function offer(file: CaseFacts, incidents: readonly IncidentFacts[], parties: readonly PartyFacts[]): OfferedGroup[] {
  const counts = new Map<string, number>();
  const people = parties.map((party) => {
    const place = (counts.get(party.role) ?? 0) + 1;
    counts.set(party.role, place);
    return partyGroup(party, place);
  });
  return [{ title: 'The case', items: caseItems(file) }, ...incidents.map(incidentGroup), ...people].filter(({ items }) => items.length > 0);
}

/** What this case has to offer, as the actor sees it now. */
export async function offeredBy(tx: Transaction, actor: StaffActor, caseId: string): Promise<OfferedGroup[]> {
  const p = actor.partnershipId;
  const ofReports = sql`(select r.id from hub.report r where r.partnership_id = ${p} and r.case_id = ${caseId})`;
  const [file, incidents, parties] = await Promise.all([
    tx.one(sql<CaseFacts>`select id, reference, title, place_words, risk_band, risk_score, risk_of, warning from hub.case_file where partnership_id = ${p} and id = ${caseId}`),
    tx.all(sql<IncidentFacts>`select id, happened_at, words, place_words from hub.incident where partnership_id = ${p} and case_id = ${caseId} order by happened_at desc limit 40`),
    tx.all(sql<PartyFacts>`
      select id, role, kind, name, born_on, age_words, description, vulnerability, phone, email, address, postcode, safe_contact from hub.party
      where partnership_id = ${p} and (case_id = ${caseId} or report_id in ${ofReports})
      order by array_position(array['alleged', 'complainant', 'victim', 'witness', 'other'], role), created_at limit 40`),
  ]);
  return offer(file, incidents, parties);
}
