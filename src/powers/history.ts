import type { Temporal } from 'temporal-polyfill';

import { londonDate } from '../platform/calendar/index.ts';
import { ageOn } from './deadlines.ts';
import type { Age, Facts, StepFact, Subject } from './facts.ts';
import { outOfForce, type Power, type Target } from './power.ts';
import type { AllegedRow, EventRow, EvidenceChoice, LadderCase, StepRow } from './queries.ts';

/** A step as it stands now: the newest of its corrections, with everything that became of it. */
export interface Step {
  readonly row: StepRow;
  readonly events: readonly EventRow[];
  /** What it stood for before, oldest first. */
  readonly earlier: readonly StepRow[];
}

/** Rows and events as steps. What happened to a row that was corrected happened to the step. */
export function stepsNow(rows: readonly StepRow[], events: readonly EventRow[]): Step[] {
  const corrected = new Set(rows.flatMap(({ corrects }) => corrects ?? []));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return rows.filter(({ id }) => !corrected.has(id)).map((row) => {
    const earlier: StepRow[] = [];
    for (let before = row.corrects === null ? undefined : byId.get(row.corrects); before !== undefined; before = before.corrects === null ? undefined : byId.get(before.corrects)) {
      earlier.unshift(before);
    }
    const ids = new Set([row.id, ...earlier.map(({ id }) => id)]);
    return { row, earlier, events: events.filter(({ step_id }) => ids.has(step_id)) };
  });
}

export function endsAt({ row, events }: Pick<Step, 'row' | 'events'>): Temporal.Instant | null {
  return events.findLast(({ kind, expires_at }) => kind === 'extended' && expires_at !== null)?.expires_at ?? row.expires_at;
}

export function factOf(step: Step): StepFact {
  const { row, events } = step;
  return {
    id: row.id, code: row.code, at: row.taken_at, servedAt: row.served_at, conditions: row.conditions, complyBy: row.comply_by, expiresAt: endsAt(step), hearingBy: row.hearing_by,
    heardAt: events.find(({ kind }) => kind === 'hearing')?.happened_at ?? null, breaches: events.filter(({ kind }) => kind === 'breach').map(({ happened_at, words }) => ({ at: happened_at, words })), ended: events.some(({ kind }) => kind === 'ended'),
  };
}

const ageIn = /\b(\d{1,3})\b/;

/** From the date of birth, else a guess in the words that somebody gave: "about 19". */
export function ageOf(party: Pick<AllegedRow, 'born_on' | 'age_words'>, on: Temporal.PlainDate): Age | undefined {
  if (party.born_on !== null) {
    return { years: ageOn(party.born_on, on), sure: true };
  }
  const said = ageIn.exec(party.age_words)?.[1];
  return said === undefined ? undefined : { years: Number(said), sure: false };
}

export function subjectOf(party: AllegedRow, on: Temporal.PlainDate): Subject {
  const age = ageOf(party, on);
  // A date of birth is believed before a tick.
  const youth = age?.sure === true ? age.years < 18 : party.under_18 || (age?.years ?? 18) < 18;
  return {
    target: 'person', partyId: party.id, name: party.name === '' ? (party.kind === 'group' ? 'A group' : 'Not yet named') : party.name, named: party.name !== '', group: party.kind === 'group',
    age: age === undefined || (!age.sure && youth && age.years >= 18) ? undefined : age, youth, vulnerability: party.vulnerability,
  };
}

/** What a case is about besides people. */
export function placeSubject(target: Exclude<Target, 'person'>, file: Pick<LadderCase, 'place_words'>): Subject {
  const name = { body: 'A business or other body', premises: file.place_words === '' ? 'The premises' : file.place_words, area: file.place_words === '' ? 'The area' : `The area of ${file.place_words}`, tenancy: 'The tenancy' }[target];
  return { target, partyId: null, name, named: true, group: false, age: undefined, youth: false, vulnerability: '' };
}

/** The rows of a partnership stay the same for days, and every case page asks for those of today. */
const lastAsked = new WeakMap<readonly Power[], { readonly on: Temporal.PlainDate; readonly powers: readonly Power[] }>();

/** The version of each power that was in force on a day; what is not commenced stays, so that it can be read. */
export function powersOn(versions: readonly Power[], on: Temporal.PlainDate): readonly Power[] {
  const known = lastAsked.get(versions);
  if (known?.on.equals(on) === true) {
    return known.powers;
  }
  const powers = pickOn(versions, on);
  lastAsked.set(versions, { on, powers });
  return powers;
}

function pickOn(versions: readonly Power[], on: Temporal.PlainDate): Power[] {
  const codes = [...new Set(versions.map(({ code }) => code))];
  return codes.flatMap((code) => {
    const of = versions.filter((power) => power.code === code);
    return of.find((power) => outOfForce(power, on) === undefined) ?? of.find((power) => power.inForceTo === null || power.inForceTo.toString() >= on.toString()) ?? [];
  });
}

export interface Ground {
  readonly file: LadderCase;
  readonly powers: readonly Power[];
  readonly steps: readonly Step[];
  readonly evidence: readonly EvidenceChoice[];
  readonly people: readonly AllegedRow[];
}

/** Whether a step was taken against this subject. Steps without a person are those of the case's premises, area or body. */
function against(step: Step, subject: Subject): boolean {
  return subject.target === 'person' ? step.row.party_id === subject.partyId : step.row.party_id === null && step.row.target === subject.target;
}

export function factsOf(ground: Ground, subject: Subject, now: Temporal.Instant): Facts {
  return {
    subject, agencyKind: ground.file.agency_kind, riskAssessed: ground.file.assessed, now,
    steps: ground.steps.filter((step) => step.row.state === 'taken' && against(step, subject)).map(factOf),
    evidence: ground.evidence.map(({ key, at, words }) => ({ key, at, words })),
  };
}

/** Everyone and everything on a case that a step may be taken against. */
export function subjectsOf(ground: Ground, now: Temporal.Instant): Subject[] {
  const on = londonDate(now);
  return [...ground.people.map((party) => subjectOf(party, on)), placeSubject('premises', ground.file), placeSubject('area', ground.file), placeSubject('body', ground.file)];
}
