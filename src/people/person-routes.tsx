import { staffPage, type Framed } from '../frame/index.ts';
import { contradiction, decide, decisionsAbout, LikelyList, likelyPeople, likelyWords, pairOf, undo, type LikelyPerson } from '../matching/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { json, page, route, seeOther, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { paths } from '../paths.ts';
import { Empty, Section, TitleLine } from '../ui/index.ts';
import { PersonLookedPage } from './pages/lists.tsx';
import { EndFormPage } from './pages/forms.tsx';
import { PersonPage } from './pages/person-page.tsx';
import { panelsOf } from './panels.ts';
import { summaryOf } from './person-rules.ts';
import { agencyNames, associatesOf, factsOf, lookersOf, partsOf, warningsOf, type PersonPart } from './queries.ts';
import { decideForm, personParams, readDate, reasonForm, typingForm, undoParams } from './schema.ts';
import { triedFor } from './tried.ts';
import { calledWords } from './words.ts';

const mostLikely = 6;
/** On a page of a person only what is more likely than not stands; while typing everything that may help. */
const leastShown = 0.3;

/** Who else may be this person: of each of its records what tells most. */
export async function likelyFor({ tx, actor }: Framed<StaffActor>, parts: readonly PersonPart[]): Promise<LikelyPerson[]> {
  const own = parts.map(({ id }) => id);
  const decided = (await decisionsAbout(tx, actor, own)).filter(({ verdict, undone_at }) => undone_at === null && verdict === 'different').flatMap(({ left_id, right_id }) => [left_id, right_id]);
  const found = await Promise.all(parts.slice(-4).filter(({ name }) => name !== '').map(async (part) => likelyPeople(tx, actor.partnershipId, {
    name: part.name, born: part.born_on?.toString(), postcode: part.postcode ?? '', phone: part.phone ?? '', email: part.email ?? '', address: part.address ?? '',
  }, mostLikely, [...own, ...decided])));
  const best = new Map<string, LikelyPerson>();
  for (const one of found.flat()) {
    if ((best.get(one.record.person_id)?.probability ?? 0) < one.probability) {
      best.set(one.record.person_id, one);
    }
  }
  return [...best.values()].toSorted((a, b) => b.probability - a.probability).slice(0, mostLikely);
}

const one = route({
  method: 'GET', path: '/people/:personId', admits: 'read_cases', params: personParams, audit: { event: 'person.read' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    const parts = await partsOf(tx, actor, visit.params.personId);
    const today = londonDate(now);
    const person = summaryOf(parts, today);
    visit.about({ kind: 'person', id: person.id, detail: { records: parts.length } });
    const records = parts.map(({ id }) => id);
    const mayWork = may(actor, 'work_cases');
    const [facts, warnings, associates, decisions, tried, likely, panels, agencies] = await Promise.all([
      factsOf(tx, actor, records), warningsOf(tx, actor.partnershipId, records), associatesOf(tx, actor, records), decisionsAbout(tx, actor, records), triedFor(tx, records, 40),
      likelyFor(visit, parts), panelsOf({ tx, actor, now, personId: person.id, records, under18: person.under18, vulnerable: person.vulnerabilities.length > 0 }), agencyNames(tx, actor.partnershipId),
    ]);
    const children = (
      <PersonPage person={person} parts={parts} facts={facts} warnings={warnings} associates={associates} decisions={decisions} likely={likely.filter(({ probability }) => probability >= leastShown)} tried={tried}
        panels={panels} agencies={agencies} agencyId={actor.agencyId} mayWork={mayWork} today={today} />
    );
    return page(await staffPage(visit, { section: 'people', title: calledWords(person), children }));
  },
});

const looked = route({
  method: 'GET', path: '/people/:personId/who-looked', admits: 'read_cases', params: personParams, audit: { event: 'person.who_looked_read' },
  handle: async (visit) => {
    const parts = await partsOf(visit.tx, visit.actor, visit.params.personId);
    const person = summaryOf(parts, londonDate(visit.now));
    visit.about({ kind: 'person', id: person.id });
    const lookers = await lookersOf(visit.tx, visit.actor, parts.map(({ id }) => id), 200);
    return page(await staffPage(visit, { section: 'people', title: 'Who has looked', children: <PersonLookedPage personId={person.id} name={calledWords(person)} lookers={lookers} /> }));
  },
});

/** The page of likely people after somebody was added: works without script, and says when there is nobody. */
const likely = route({
  method: 'GET', path: '/people/:personId/likely', admits: 'work_cases', params: personParams, audit: { event: 'person.likely_read' },
  handle: async (visit) => {
    const parts = await partsOf(visit.tx, visit.actor, visit.params.personId);
    const person = summaryOf(parts, londonDate(visit.now));
    visit.about({ kind: 'person', id: person.id });
    const [people, agencies] = await Promise.all([likelyFor(visit, parts), agencyNames(visit.tx, visit.actor.partnershipId)]);
    const children = (
      <>
        <TitleLine title={`Is ${calledWords(person)} known already?`} says="People of whom something agrees, most likely first." />
        <Section id="likely" title="May be the same person">
          {people.length === 0 ? <Empty lead="Nobody like this that you may see.">What other agencies hold does not show here.</Empty> : <LikelyList people={people} of={visit.params.personId} agencies={agencies} mayWork />}
        </Section>
        <p><a href={parts.at(-1)?.case_id === null || parts.at(-1)?.case_id === undefined ? paths.person(person.id) : paths.case(parts.at(-1)?.case_id ?? '', 'people')}>None of these: go on</a></p>
      </>
    );
    return page(await staffPage(visit, { section: 'people', title: 'Known already?', children }));
  },
});

const decided = route({
  method: 'POST', path: '/people/:personId/likely', admits: 'work_cases', params: personParams, body: decideForm, audit: { event: 'person.decided' },
  handle: async (visit) => {
    const { tx, actor, form, now, params: { personId } } = visit;
    visit.about({ kind: 'person', id: personId, detail: form.ok ? { verdict: form.value.verdict } : {} });
    if (!form.ok) {
      return seeOther(paths.personPart(personId, 'likely'));
    }
    const { other, verdict } = form.value;
    const pair = await pairOf(tx, actor, personId, other);
    const against = await contradiction(tx, actor, personId, other, verdict);
    if (against !== undefined) {
      return seeOther(paths.peoplePair(personId, other), { notice: `Nothing was changed. ${against}.` });
    }
    await decide(tx, actor, personId, other, { verdict, why: '', probability: pair.probability }, now);
    return seeOther(paths.person(personId, 'decisions'), { notice: verdict === 'same' ? 'They are one person now. You can undo it below.' : 'Kept apart. You can undo it below.' });
  },
});

const typing = route({
  method: 'POST', path: '/people/typing', admits: 'read_cases', body: typingForm, audit: { event: 'people.typing', reads: true },
  handle: async (visit) => {
    const { tx, actor, form } = visit;
    const typed = form.ok ? form.value : undefined;
    const found = typed === undefined || typed.name.trim().length < 2 ? [] : await likelyPeople(tx, actor.partnershipId, { ...typed, born: readDate(typed.born)?.toString() }, mostLikely);
    visit.about({ kind: 'search', id: actor.accountId, detail: { found: found.length, letters: typed?.name.length ?? 0 } });
    return json(found.map((person) => ({ href: paths.person(person.record.id), label: person.record.name, detail: likelyWords(person) })));
  },
});

type UndoVisit = Framed<StaffActor> & { readonly params: { personId: string; linkId: string } };

async function undoPage(visit: UndoVisit, typed: Typed, errors: readonly { field: string; text: string }[]): Promise<Reply> {
  const { tx, actor, params: { personId, linkId } } = visit;
  const parts = await partsOf(tx, actor, personId);
  const link = (await decisionsAbout(tx, actor, parts.map(({ id }) => id))).find(({ id, undone_at }) => id === linkId && undone_at === null);
  if (link === undefined) {
    return seeOther(paths.person(personId, 'decisions'), { notice: 'This decision has been taken back already.' });
  }
  const about = { typed, errors, personId, who: `${link.left_name} and ${link.right_name}` };
  const children = <EndFormPage about={about} action={paths.personUndo(personId, linkId)} heading="Take this decision back?" submit="Take it back" says="Everything will be exactly as if it had never been made: each record with its own notes, warnings and connections. The decision stays readable." />;
  return page(await staffPage(visit, { section: 'people', title: 'Take a decision back', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const undoing = [
  route({
    method: 'GET', path: '/people/:personId/undo/:linkId', admits: 'work_cases', params: undoParams, audit: { event: 'person.read' },
    handle: async (visit) => {
      visit.about({ kind: 'person', id: visit.params.personId });
      return await undoPage(visit, {}, []);
    },
  }),
  route({
    method: 'POST', path: '/people/:personId/undo/:linkId', admits: 'work_cases', params: undoParams, body: reasonForm, audit: { event: 'person.undone' },
    handle: async (visit) => {
      visit.about({ kind: 'person', id: visit.params.personId });
      if (!visit.form.ok) {
        return await undoPage(visit, visit.form.typed, visit.form.errors);
      }
      await undo(visit.tx, visit.actor, visit.params.linkId, visit.form.value.why, visit.now);
      return seeOther(paths.person(visit.params.personId, 'decisions'), { notice: 'Taken back. Everything is as it was before.' });
    },
  }),
];

export const personRoutes: readonly Route[] = [typing, one, looked, likely, decided, ...undoing];
