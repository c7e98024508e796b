import type { ComponentChildren } from 'preact';
import { z } from 'zod';

import { staffPage, type Framed } from '../frame/index.ts';
import { likelyPeople } from '../matching/index.ts';
import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate, londonInstant } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Sent, type Subject, type Typed } from '../platform/http/index.ts';
import { categories } from '../platform/partnership/index.ts';
import { Temporal } from 'temporal-polyfill';
import { addIncident, addParty, changeOwner, changeParty, editCase, placeCalled, raiseWall, setRestriction, type PartyWish } from './changes.ts';
import { openCase } from './opening.ts';
import { ConflictForm, EditForm, IncidentForm, NewCaseForm, OwnerForm, PartyForm, RestrictForm, type CaseFormProps } from './pages/case-forms.tsx';
import { allStaff, colleagues, teamsOf } from './people.ts';
import { caseFile, caseParties, namedOn, party, type CaseRow } from './queries.ts';
import { caseParams, conflictForm, editForm, incidentForm, newCaseForm, ownerForm, partyForm, partyParams, restrictForm } from './schema.ts';

export type CaseFormVisit = Framed<StaffActor> & { readonly params: { caseId: string }; about(subject: Subject): void };

type Show = (visit: CaseFormVisit, props: CaseFormProps) => Promise<ComponentChildren>;

async function show(visit: CaseFormVisit, file: CaseRow, title: string, form: Show, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const children = await form(visit, { file, errors, typed });
  return page(await staffPage(visit, { section: 'cases', title: `${title}: ${file.reference}`, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

export type Part = 'edit' | 'owner' | 'restrict' | 'conflict' | 'people' | 'incident' | 'close' | 'reopen';

/** A small form about a case: the page that asks, and what its answer does. A closed case takes only what reopens it. */
export function caseForm<Schema extends z.ZodType>(part: Part, title: string, schema: Schema, whenState: readonly CaseRow['state'][], form: Show, act: (visit: CaseFormVisit, file: CaseRow, value: z.output<Schema>, typed: Typed) => Promise<Reply | readonly FieldError[]>): Route[] {
  const path = `/cases/:caseId/${part}`;
  const file = async (visit: CaseFormVisit): Promise<CaseRow> => {
    const { caseId } = visit.params;
    visit.about({ kind: 'case', id: caseId, caseId });
    const row = await caseFile(visit.tx, visit.actor, caseId);
    if (!whenState.includes(row.state)) {
      throw new HubError('changed_meanwhile');
    }
    return row;
  };
  return [
    route({ method: 'GET', path, admits: 'work_cases', params: caseParams, audit: { event: 'case.read' }, handle: async (visit) => show(visit, await file(visit), title, form) }),
    route({
      method: 'POST', path, admits: 'work_cases', params: caseParams, body: schema, audit: { event: `case.${part}` },
      handle: async (visit) => {
        const row = await file(visit);
        const sent: Sent<z.output<Schema>> = visit.form;
        if (!sent.ok) {
          return await show(visit, row, title, form, sent.errors, sent.typed);
        }
        const answer = await act(visit, row, sent.value, sent.typed);
        return 'kind' in answer ? answer : await show(visit, row, title, form, answer, sent.typed);
      },
    }),
  ];
}

export function backTo(file: Pick<CaseRow, 'id'>, notice: string, anchor = ''): Reply {
  return seeOther(paths.case(file.id, anchor), { notice });
}

const either = ['open', 'closed'] as const;

const edit = caseForm('edit', 'Change the case', editForm, either, async (_visit, props) => <EditForm {...props} />, async (visit, file, value) => {
  await editCase(visit.tx, visit.actor, file, value, visit.now);
  return backTo(file, 'The case has been changed.');
});

const owner = caseForm('owner', 'Give the case to someone else', ownerForm, ['open'],
  async ({ tx, actor }, props) => {
    const [people, teams] = await Promise.all([colleagues(tx, actor), teamsOf(tx, actor)]);
    return <OwnerForm {...props} colleagues={people} teams={teams} />;
  },
  async ({ tx, actor, now }, file, value) => {
    const [people, teams] = await Promise.all([colleagues(tx, actor), teamsOf(tx, actor)]);
    const chosen = people.find(({ id }) => id === value.owner);
    if (chosen === undefined) {
      return [{ field: 'owner', text: 'Choose someone of your agency who works on cases' }];
    }
    await changeOwner(tx, actor, file, chosen, teams.find(({ id }) => id === value.team)?.id ?? null, value.why, now);
    return backTo(file, `${chosen.name} owns the case now.`);
  });

const restrict = caseForm('restrict', 'Who may see this case', restrictForm, either,
  async ({ tx, actor }, props) => {
    const [people, teams, named] = await Promise.all([colleagues(tx, actor), teamsOf(tx, actor), namedOn(tx, actor, props.file.id)]);
    return <RestrictForm {...props} colleagues={people} teams={teams} named={named} me={actor.accountId} />;
  },
  async ({ tx, actor, now }, file, value) => {
    const [people, teams] = await Promise.all([allStaff(tx, actor), teamsOf(tx, actor)]);
    const named = [
      ...people.filter(({ id }) => id === actor.accountId || id === file.owner_id || value.named.includes(id)).map(({ id, name }) => ({ id, name, kind: 'account' as const })),
      ...teams.filter(({ id }) => value.named.includes(id)).map(({ id, name }) => ({ id, name, kind: 'team' as const })),
    ];
    await setRestriction(tx, actor, file, { restricted: value.restricted === 'yes', named, why: value.why }, now);
    return backTo(file, value.restricted === 'yes' ? `Only ${named.map(({ name }) => name).join(', ')} see this case now.` : 'The case is open to the agency.');
  });

const conflict = caseForm('conflict', 'A conflict of interest', conflictForm, either,
  async ({ tx, actor }, props) => <ConflictForm {...props} people={await allStaff(tx, actor)} me={actor.accountId} />,
  async ({ tx, actor, now }, file, value) => {
    const chosen = (await allStaff(tx, actor)).find(({ id }) => id === value.person);
    if (chosen === undefined) {
      return [{ field: 'person', text: 'Choose the person' }];
    }
    await raiseWall(tx, actor, file.id, chosen, value.why, now);
    return chosen.id === actor.accountId ? seeOther(paths.cases(), { notice: `${file.reference} is closed to you from now on.` }) : backTo(file, `${chosen.name} no longer sees this case.`);
  });

function wishOf(value: z.output<typeof partyForm>): PartyWish {
  return { role: value.role, kind: value.kind, name: value.name, ageWords: value.age, bornOn: value.born, under18: value.under18 === 'yes', description: value.description, vulnerability: value.vulnerability };
}

/** From here on somebody is asked whether the person is known already. */
const worthAsking = 0.3;

const people = caseForm('people', 'Add a person', partyForm, ['open'], async (_visit, props) => <PartyForm {...props} party={undefined} />, async (visit, file, value) => {
  const partyId = addParty(visit.tx, visit.actor, file.id, wishOf(value), visit.now);
  const likely = value.name === '' ? [] : await likelyPeople(visit.tx, visit.actor.partnershipId, { name: value.name, born: value.born?.toString() }, 3, [partyId]);
  return likely.some(({ probability }) => probability >= worthAsking) ? seeOther(paths.personPart(partyId, 'likely'), { notice: 'Added to the case.' }) : backTo(file, 'Added to the case.', 'people');
});

async function personOnCase(visit: CaseFormVisit & { params: { partyId: string } }) {
  const { caseId, partyId } = visit.params;
  visit.about({ kind: 'party', id: partyId, caseId });
  const [file, onCase, row] = await Promise.all([caseFile(visit.tx, visit.actor, caseId), caseParties(visit.tx, visit.actor, caseId), party(visit.tx, visit.actor, partyId)]);
  if (!onCase.some(({ id }) => id === partyId)) {
    throw new HubError('not_yours');
  }
  return { file, row };
}

const person = [
  route({
    method: 'GET', path: '/cases/:caseId/people/:partyId', admits: 'work_cases', params: partyParams, audit: { event: 'party.read' },
    handle: async (visit) => {
      const { file, row } = await personOnCase(visit);
      return await show(visit, file, 'A person', async (_visit, props) => <PartyForm {...props} party={row} />);
    },
  }),
  route({
    method: 'POST', path: '/cases/:caseId/people/:partyId', admits: 'work_cases', params: partyParams, body: partyForm, audit: { event: 'party.change' },
    handle: async (visit) => {
      const { file, row } = await personOnCase(visit);
      // Someone who reported and asked to stay unnamed may stay so.
      if (!visit.form.ok) {
        return await show(visit, file, 'A person', async (_visit, props) => <PartyForm {...props} party={row} />, visit.form.errors, visit.form.typed);
      }
      await changeParty(visit.tx, visit.actor, file.id, row.id, wishOf(visit.form.value), visit.now);
      return backTo(file, 'Changed.', 'people');
    },
  }),
];

const incident = caseForm('incident', 'Add an incident', incidentForm, ['open'], async (visit, props) => <IncidentForm {...props} today={londonDate(visit.now)} />, async (visit, file, value) => {
  const happenedAt = londonInstant(Temporal.PlainDate.from(value.on), value.at === '' ? '12:00' : value.at);
  if (Temporal.Instant.compare(happenedAt, visit.now) > 0 && Temporal.PlainDate.compare(Temporal.PlainDate.from(value.on), londonDate(visit.now)) > 0) {
    return [{ field: 'on', text: 'Give a day that has been' }];
  }
  const here = value.place === '' && file.lat !== null && file.lon !== null ? { lat: file.lat, lon: file.lon } : undefined;
  const point = value.place === '' ? here : await placeCalled(visit.tx, visit.actor, value.place);
  addIncident(visit.tx, visit.actor, file.id, { happenedAt, words: value.words, placeWords: value.place === '' ? file.place_words : value.place, point }, visit.now);
  return backTo(file, point === undefined && value.place !== '' ? 'The incident is added. Its place is not in the gazetteer, so it is not on the map.' : 'The incident is added.', 'places');
});

async function showNew(visit: Framed<StaffActor>, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const [staff, kinds] = await Promise.all([colleagues(visit.tx, visit.actor), categories(visit.tx, londonDate(visit.now))]);
  const children = <NewCaseForm errors={errors} typed={typed} colleagues={staff} categories={kinds} me={visit.actor.accountId} />;
  return page(await staffPage(visit, { section: 'cases', title: 'Open a case', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const fresh = [
  route({ method: 'GET', path: '/cases/new', admits: 'work_cases', audit: { none: 'an empty form' }, handle: async (visit) => showNew(visit) }),
  route({
    method: 'POST', path: '/cases/new', admits: 'work_cases', body: newCaseForm, audit: { event: 'case.open' },
    handle: async (visit) => {
      const { tx, actor, partnership, now, form } = visit;
      if (!form.ok) {
        return await showNew(visit, form.errors, form.typed);
      }
      if (!(await colleagues(tx, actor)).some(({ id }) => id === form.value.owner)) {
        return await showNew(visit, [{ field: 'owner', text: 'Choose someone of your agency who works on cases' }], form.typed);
      }
      const opened = await openCase(tx, { actor, partnership, now, title: form.value.title, categoryId: form.value.category === '' ? null : form.value.category, reportIds: [], ownerId: form.value.owner, restricted: form.value.restricted === 'yes' });
      visit.about({ kind: 'case', id: opened.caseId, caseId: opened.caseId });
      return seeOther(paths.case(opened.caseId), { notice: `Case ${opened.reference} is open.` });
    },
  }),
];

export const formRoutes: readonly Route[] = [...fresh, ...edit, ...owner, ...restrict, ...conflict, ...people, ...person, ...incident];
