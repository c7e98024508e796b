import { z } from 'zod';

import { chronicle } from '../chronology/index.ts';
import { contactOf, toldByOtherMeans } from '../engagement/index.ts';
import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { file as sendFile, page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { safeRoutes } from '../platform/outbox/index.ts';
import { staffNames } from '../platform/partnership/index.ts';
import { LetterForm, LettersPage } from './pages/letter-pages.tsx';
import { addressees, letterCase, letterFile, lettersOf, letterTemplates, promisedTo, type AddresseeRow, type LetterCase, type TemplateRow } from './queries.ts';
import { factsOf, fill, openPlaces } from './rules.ts';
import { writeLetter } from './writing.ts';

const params = z.object({ caseId: z.uuid() });
const choice = z.object({ template: z.uuid(), party: z.uuid() });
const letterForm = z.object({
  subject: z.string().trim().min(1, 'Give the letter a subject').max(200, 'Use 200 characters or fewer'),
  body: z.string().trim().min(1, 'Write the letter').max(20_000, 'Use 20,000 characters or fewer'),
  told: z.literal('yes').optional(),
}).superRefine(({ subject, body }, context) => {
  for (const [field, text] of [['subject', subject], ['body', body]] as const) {
    const open = openPlaces(text);
    if (open.length > 0) {
      context.addIssue({ code: 'custom', path: [field], message: `Fill in or take out ${open.join(', ')}` });
    }
  }
});

interface Writing {
  readonly file: LetterCase;
  readonly template: TemplateRow;
  readonly person: AddresseeRow;
}

type LetterVisit = Framed<StaffActor> & { readonly params: { caseId: string }; readonly query: z.output<typeof choice> };

async function writing({ tx, actor, now, params: { caseId }, query }: LetterVisit): Promise<Writing> {
  const [file, templates, people] = await Promise.all([letterCase(tx, actor, caseId), letterTemplates(tx, actor, londonDate(now)), addressees(tx, actor, caseId)]);
  const template = templates.find(({ id }) => id === query.template);
  const person = people.find(({ id }) => id === query.party);
  if (template === undefined || person === undefined) {
    throw new HubError('not_yours');
  }
  return { file, template, person };
}

/** Where the letter may be posted to; undefined when the person did not say that letters are safe. */
function postalAddress(person: AddresseeRow): readonly string[] | undefined {
  const route = safeRoutes(contactOf(person)).find(({ channel }) => channel === 'letter');
  return route === undefined ? undefined : [person.name, ...route.address.split('\n')].filter((line) => line.trim() !== '');
}

async function showForm(visit: LetterVisit, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const { tx, actor, now, partnership } = visit;
  const { file, template, person } = await writing(visit);
  const [promised, names] = await Promise.all([person.report_id === null ? [] : promisedTo(tx, actor, person.report_id), staffNames(tx, [actor.accountId])]);
  const me = names.get(actor.accountId);
  const facts = factsOf({
    name: person.name, reportReference: person.report_reference ?? undefined, caseReference: file.reference, caseTitle: file.title, promise: promised.map(({ who, what, due_at }) => ({ who, what, dueAt: due_at })),
    outcome: file.outcome, outcomeReason: file.outcome_reason, nextToldBy: person.next_told_by, officer: actor.name, officerPhone: me?.phone ?? file.agency_phone, agency: file.agency, hubPhone: partnership.settings.hubPhone,
  }, now);
  const [subject, body] = [fill(template.subject, facts), fill(template.body, facts)];
  const children = <LetterForm file={file} template={template} person={person} subject={subject} body={body} open={openPlaces(`${subject}\n${body}`)} postable={postalAddress(person) !== undefined} plain={contactOf(person).plain} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: 'cases', title: template.name, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const list = route({
  method: 'GET', path: '/cases/:caseId/letters', admits: 'work_cases', params, audit: { event: 'letter.listed' },
  handle: async (visit) => {
    const { tx, actor, now, params: { caseId } } = visit;
    visit.about({ kind: 'case', id: caseId, caseId });
    const [file, letters, templates, people] = await Promise.all([letterCase(tx, actor, caseId), lettersOf(tx, actor, caseId), letterTemplates(tx, actor, londonDate(now)), addressees(tx, actor, caseId)]);
    return page(await staffPage(visit, { section: 'cases', title: `Letters of ${file.reference}`, children: <LettersPage file={file} letters={letters} templates={templates} people={people} now={now} /> }));
  },
});

const form = route({
  method: 'GET', path: '/cases/:caseId/letters/new', admits: 'work_cases', params, query: choice, audit: { event: 'letter.begun' },
  handle: async (visit) => {
    visit.about({ kind: 'case', id: visit.params.caseId, caseId: visit.params.caseId });
    return await showForm(visit);
  },
});

const make = route({
  method: 'POST', path: '/cases/:caseId/letters/new', admits: 'work_cases', params, query: choice, body: letterForm, audit: { event: 'letter.made' },
  handle: async (visit) => {
    const { tx, actor, now, partnership, house, params: { caseId } } = visit;
    visit.about({ kind: 'case', id: caseId, caseId });
    if (!visit.form.ok) {
      return await showForm(visit, visit.form.errors, visit.form.typed);
    }
    const { subject, body, told } = visit.form.value;
    const { file, template, person } = await writing(visit);
    await writeLetter({ tx, actor, now, partnership, files: house.files, file, partyId: person.id, templateId: template.id, address: postalAddress(person) ?? [], subject, body });
    const to = person.name === '' ? 'the person who reported' : person.name;
    if (told === 'yes' && person.report_id !== null) {
      await toldByOtherMeans(tx, { partnership, reportId: person.report_id, author: actor, words: `Letter to ${to}: ${subject}`, now, means: 'letter' });
    } else {
      chronicle(tx, { partnershipId: actor.partnershipId, caseId, at: now, kind: 'contact', words: `Letter written to ${to}: ${subject}`, byAccount: actor.accountId, byAgency: actor.agencyId });
    }
    return seeOther(paths.casePart(caseId, 'letters'), { notice: 'The letter is made and sealed. Open it to print it.' });
  },
});

const download = route({
  method: 'GET', path: '/cases/:caseId/letters/:letterId', admits: 'read_cases', params: params.extend({ letterId: z.uuid() }), audit: { event: 'letter.read' },
  handle: async (visit) => {
    const { caseId, letterId } = visit.params;
    visit.about({ kind: 'letter', id: letterId, caseId });
    const letter = await letterFile(visit.tx, visit.actor, caseId, letterId);
    return sendFile(await visit.house.files.get(letter.sealed_key), 'application/pdf', letter.name);
  },
});

export const routes: readonly Route[] = [list, form, make, download];
