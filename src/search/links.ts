import { paths } from '../paths.ts';
import type { Found, FoundDriver, FoundParty, FoundReference } from './queries.ts';

const roleWords: Readonly<Record<string, string>> = { complainant: 'Reported it', victim: 'Victim', witness: 'Witness', alleged: 'Alleged', other: 'Named' };
const kindWords: Record<FoundReference['kind'], string> = { case: 'Case', report: 'Report', task: 'Task', disclosure: 'Disclosure' };

/** Where a found thing opens. A report in a case opens there; a waiting one in triage. */
export function referenceHref(found: FoundReference): string {
  switch (found.kind) {
    case 'case':
      return paths.case(found.id);
    case 'report':
      return found.state === 'new' ? paths.triageReport(found.id) : found.case_id === null ? paths.report(found.id) : paths.case(found.case_id);
    case 'task':
      return paths.task(found.id);
    case 'disclosure':
      return paths.disclosure(found.id);
  }
}

export function referenceWords(found: FoundReference): string {
  return `${kindWords[found.kind]}${found.title === '' ? '' : `: ${found.title}`}`;
}

export function partyHref(party: FoundParty): string {
  return party.case_id !== null ? paths.case(party.case_id, 'people') : paths.report(party.report_id ?? '');
}

export function partyWords(party: FoundParty): string {
  const where = [party.case_reference ?? party.report_reference, party.case_title].filter((part) => part !== null).join(' ');
  return `${roleWords[party.role] ?? party.role}. ${where}`;
}

export function driverName(driver: FoundDriver): string {
  return driver.name !== '' ? driver.name : driver.description !== '' ? driver.description.split(/\s+/).slice(0, 9).join(' ') : 'Not named';
}

/** Answers of the find box while somebody types. */
export function typeahead(found: Found, most: number): { href: string; label: string; detail: string }[] {
  const all = [
    ...found.drivers.map((one) => ({ href: paths.person(one.id), label: driverName(one), detail: 'Noted with this vehicle' })),
    ...found.references.map((one) => ({ href: referenceHref(one), label: one.reference, detail: referenceWords(one) })),
    ...found.people.map((party) => ({ href: partyHref(party), label: party.name, detail: partyWords(party) })),
    ...found.cases.filter((one) => !found.references.some(({ id }) => id === one.id)).map((one) => ({ href: paths.case(one.id), label: one.title, detail: `${one.reference}${one.state === 'closed' ? ', closed' : ''}` })),
  ];
  return all.slice(0, most);
}
