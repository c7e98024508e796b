import type { ComponentChildren } from 'preact';
import type { z } from 'zod';

import { staffPage, type Framed } from '../frame/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { checkForm, page, route, seeOther, typedText, type FieldError, type Reply, type Route, type Sent, type Subject, type Typed } from '../platform/http/index.ts';
import { nameKey } from '../platform/names/index.ts';
import { paths } from '../paths.ts';
import { addFact, addPerson, addWarning, askWhoHolds, associate, changePerson, end } from './changes.ts';
import { AskFormPage, AssociateFormPage, EndFormPage, FactFormPage, PersonFormPage, WarningFormPage } from './pages/forms.tsx';
import { HoldersPage } from './pages/lists.tsx';
import { reviewProblem, summaryOf } from './person-rules.ts';
import { associatesOf, factsOf, listed, partsOf, searchPeople, warningsOf } from './queries.ts';
import { colleagues, ownRecord } from './own.ts';
import { associateForm, endParams, factForm, factParams, personForm, personParams, readDate, reasonForm, warningForm } from './schema.ts';
import { calledWords, factKinds } from './words.ts';

type FormVisit<Params> = Framed<StaffActor> & { readonly params: Params; about(subject: Subject): void };
type WithPerson = { readonly personId: string };

interface About {
  readonly personId: string;
  readonly who: string;
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
}

/** A small form about a person: the page that asks, and what its answer does. */
function personPart<Params extends WithPerson, Schema extends z.ZodType>(definition: {
  readonly path: string;
  readonly params: z.ZodType<Params>;
  readonly event: string;
  readonly title: string;
  readonly schema: Schema;
  readonly show: (visit: FormVisit<Params>, about: About) => Promise<ComponentChildren>;
  readonly act: (visit: FormVisit<Params>, value: z.output<Schema>, typed: Typed) => Promise<Reply | readonly FieldError[]>;
}): Route[] {
  const shown = async (visit: FormVisit<Params>, typed: Typed, errors: readonly FieldError[]): Promise<Reply> => {
    const person = summaryOf(await partsOf(visit.tx, visit.actor, visit.params.personId), londonDate(visit.now));
    const children = await definition.show(visit, { personId: visit.params.personId, who: calledWords(person), typed, errors });
    return page(await staffPage(visit, { section: 'people', title: definition.title, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
  };
  return [
    route({
      method: 'GET', path: definition.path, admits: 'work_cases', params: definition.params, audit: { event: 'person.read' },
      handle: async (visit) => {
        visit.about({ kind: 'person', id: visit.params.personId });
        return await shown(visit, {}, []);
      },
    }),
    route({
      method: 'POST', path: definition.path, admits: 'work_cases', params: definition.params, body: definition.schema, audit: { event: definition.event },
      handle: async (visit) => {
        visit.about({ kind: 'person', id: visit.params.personId });
        // Nobody adds to what they may not see.
        await partsOf(visit.tx, visit.actor, visit.params.personId);
        const sent: Sent<z.output<Schema>> = visit.form;
        if (!sent.ok) {
          return await shown(visit, sent.typed, sent.errors);
        }
        const answer = await definition.act(visit, sent.value, sent.typed);
        return 'kind' in answer ? answer : await shown(visit, sent.typed, answer);
      },
    }),
  ];
}

function back(personId: string, notice: string, anchor = ''): Reply {
  return seeOther(paths.person(personId, anchor), { notice });
}

const facts = personPart({
  path: '/people/:personId/facts/:kind', params: factParams, event: 'person.fact_added', title: 'What is known', schema: factForm,
  show: async (visit, about) => <FactFormPage about={about} kind={visit.params.kind} />,
  act: async ({ tx, actor, now, params }, value) => {
    await addFact(tx, actor, params.personId, { kind: params.kind, ...value }, now);
    return back(params.personId, `${factKinds[params.kind].title} has been added.`, params.kind);
  },
});

const warnings = personPart({
  path: '/people/:personId/warning', params: personParams, event: 'person.warned', title: 'A safety warning', schema: warningForm,
  show: async (visit, about) => {
    const typed = Object.keys(about.typed).length > 0 ? about.typed : { owner: visit.actor.accountId };
    return <WarningFormPage about={{ ...about, typed }} colleagues={await colleagues(visit.tx, visit.actor)} today={londonDate(visit.now)} />;
  },
  act: async ({ tx, actor, now, params }, value) => {
    const reviewOn = readDate(value.review);
    const problem = reviewProblem(reviewOn, londonDate(now));
    const owner = (await colleagues(tx, actor)).find(({ id }) => id === value.owner);
    if (problem !== undefined || reviewOn === undefined || owner === undefined) {
      return [...(owner === undefined ? [{ field: 'owner', text: 'Choose someone of your agency' }] : []), ...(problem === undefined ? [] : [{ field: 'review', text: problem }])];
    }
    await addWarning(tx, actor, params.personId, { ...value, reviewOn }, now);
    return back(params.personId, 'The warning stands at the top of the page, and on every case in which they are named.');
  },
});

const associates = personPart({
  path: '/people/:personId/associate', params: personParams, event: 'person.associated', title: 'Who is connected with them?', schema: associateForm,
  show: async (visit, about) => {
    const name = typedText(about.typed, 'name');
    const found = nameKey(name).length < 2 ? [] : await listed(visit.tx, visit.actor, await searchPeople(visit.tx, nameKey(name), name, 12));
    return <AssociateFormPage about={about} found={found.filter(({ id }) => id !== about.personId)} />;
  },
  act: async ({ tx, actor, now, params }, value) => {
    if (value.other === '') {
      return [nameKey(value.name).length < 2 ? { field: 'name', text: 'Give two letters of the name or more' } : { field: 'other', text: 'Choose the person below. If nobody is there, add them first under People' }];
    }
    const others = await partsOf(tx, actor, value.other);
    const own = await partsOf(tx, actor, params.personId);
    if (others.some(({ id }) => own.some((part) => part.id === id))) {
      return [{ field: 'other', text: 'This is the same person' }];
    }
    await associate(tx, actor, params.personId, value.other, value.kind, value.words, now);
    return back(params.personId, 'The connection has been added.', 'associates');
  },
});

const asking = personPart({
  path: '/people/:personId/ask', params: personParams, event: 'person.asked', title: 'Does another agency hold something?', schema: reasonForm,
  show: async (_visit, about) => <AskFormPage about={about} />,
  act: async (visit, value) => {
    const { tx, actor, now, params } = visit;
    const person = summaryOf(await partsOf(tx, actor, params.personId), londonDate(now));
    const holders = await askWhoHolds(tx, params.personId, value.why, now);
    visit.about({ kind: 'person', id: params.personId, detail: { named: holders.length } });
    return page(await staffPage(visit, { section: 'people', title: 'Whom to ask', children: <HoldersPage personId={params.personId} name={calledWords(person)} holders={holders} /> }));
  },
});

const ending = personPart({
  path: '/people/:personId/end/:what/:id', params: endParams, event: 'person.ended', title: 'No longer so?', schema: reasonForm,
  show: async (visit, about) => {
    const { tx, actor, params } = visit;
    const records = (await partsOf(tx, actor, params.personId)).map(({ id }) => id);
    const rows = params.what === 'warning' ? await warningsOf(tx, actor.partnershipId, records) : params.what === 'fact' ? await factsOf(tx, actor, records) : await associatesOf(tx, actor, records);
    const own = rows.find(({ id, agency_id }) => id === params.id && agency_id === actor.agencyId);
    if (own === undefined) {
      throw new HubError('not_yours');
    }
    const says = 'words' in own && own.words !== '' ? own.words : 'value' in own ? own.value : 'This connection';
    return <EndFormPage about={about} action={paths.personEnd(params.personId, params.what, params.id)} heading={params.what === 'warning' ? 'End this warning?' : 'No longer so?'} says={says} />;
  },
  act: async ({ tx, actor, now, params }, { why }) => {
    await end(tx, actor, params.what, params.id, why, now);
    return back(params.personId, params.what === 'warning' ? 'The warning has ended.' : 'It no longer shows.');
  },
});

type PersonVisit = Framed<StaffActor> & { about(subject: Subject): void; readonly form: { readonly typed: Typed } };

async function personPage(visit: Framed<StaffActor>, action: string, heading: string, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  return page(await staffPage(visit, { section: 'people', title: heading, error: errors.length > 0, children: <PersonFormPage form={{ typed, errors }} action={action} heading={heading} /> }), errors.length > 0 ? 422 : 200);
}

async function keep(visit: PersonVisit, id: string | undefined): Promise<Reply> {
  const { tx, actor, now } = visit;
  const sent = checkForm(personForm(londonDate(now)), visit.form.typed);
  if (!sent.ok) {
    return await personPage(visit, id === undefined ? paths.newPerson() : paths.personPart(id, 'edit'), id === undefined ? 'Add a person' : 'Change what is known', sent.typed, sent.errors);
  }
  if (id === undefined) {
    const added = await addPerson(tx, actor, sent.value, now);
    visit.about({ kind: 'person', id: added });
    return seeOther(paths.personPart(added, 'likely'), { notice: 'Added.' });
  }
  await changePerson(tx, actor, id, sent.value, now);
  return back(id, 'Changed.');
}

const adding = [
  route({ method: 'GET', path: '/people/new', admits: 'work_cases', audit: { none: 'an empty form' }, handle: async (visit) => personPage(visit, paths.newPerson(), 'Add a person', {}, []) }),
  route({
    method: 'POST', path: '/people/new', admits: 'work_cases', audit: { event: 'person.added' },
    handle: async (visit) => {
      visit.about({ kind: 'agency', id: visit.actor.agencyId });
      return await keep(visit, undefined);
    },
  }),
  route({
    method: 'GET', path: '/people/:personId/edit', admits: 'work_cases', params: personParams, audit: { event: 'person.read' },
    handle: async (visit) => {
      visit.about({ kind: 'person', id: visit.params.personId });
      return await personPage(visit, paths.personPart(visit.params.personId, 'edit'), 'Change what is known', await ownRecord(visit.tx, visit.actor, visit.params.personId), []);
    },
  }),
  route({
    method: 'POST', path: '/people/:personId/edit', admits: 'work_cases', params: personParams, audit: { event: 'person.changed' },
    handle: async (visit) => {
      visit.about({ kind: 'person', id: visit.params.personId });
      await ownRecord(visit.tx, visit.actor, visit.params.personId);
      return await keep(visit, visit.params.personId);
    },
  }),
];

export const formRoutes: readonly Route[] = [...adding, ...facts, ...warnings, ...associates, ...asking, ...ending];
