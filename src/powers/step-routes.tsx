import { z } from 'zod';

import { staffPage, type Framed } from '../frame/index.ts';
import { fill, letterCase, letterFacts, letterTemplates, openPlaces, writeLetter } from '../letters/index.ts';
import { paths } from '../paths.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, typedText, type FieldError, type Reply, type Route, type Subject as Record_, type Typed } from '../platform/http/index.ts';
import { staffNames } from '../platform/partnership/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { chronicle } from '../chronology/index.ts';
import { warningOf } from './checks.ts';
import { extensionProblem } from './extension.ts';
import { groundOf, powerCalled, stepCalled, subjectFacts } from './ground.ts';
import { endsAt, powersOn, type Ground, type Step } from './history.ts';
import { missingWords, plainTemplate, stepFacts } from './letter.ts';
import { firstTyped, StepForm, type StepFormProps } from './pages/step-form.tsx';
import { StepLetterPage, StepPage } from './pages/step-page.tsx';
import type { Power } from './power.ts';
import { insertEvent, type EventKind } from './queries.ts';
import { readMoment, readStep } from './reading.ts';
import { problemsOf } from './rules.ts';
import { changedSinceApproval, keepDraft, stepApproval, take } from './taking.ts';
import { eventWords } from './words.ts';

const caseParams = z.object({ caseId: z.uuid() });
const stepParams = z.object({ caseId: z.uuid(), stepId: z.uuid() });
const targets = ['person', 'body', 'premises', 'area', 'tenancy'] as const;
const stepQuery = z.object({ power: z.string().max(60).catch(''), party: z.uuid().optional().catch(undefined), target: z.enum(targets).optional().catch(undefined), from: z.uuid().optional().catch(undefined) });
const free = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

type StepVisit = Framed<StaffActor> & { about(subject: Record_): void };

function open(ground: Ground): Ground {
  if (ground.file.state !== 'open') {
    throw new HubError('changed_meanwhile');
  }
  return ground;
}

interface Asked {
  readonly ground: Ground;
  readonly query: z.output<typeof stepQuery>;
  readonly from: Step | undefined;
  readonly power: Power;
}

async function asked(visit: StepVisit, caseId: string, query: z.output<typeof stepQuery>, fromId: string | undefined): Promise<Asked> {
  visit.about({ kind: 'case', id: caseId, caseId });
  const ground = open(await groundOf(visit.tx, visit.actor, caseId));
  const from = fromId === undefined ? undefined : stepCalled(ground, fromId);
  if (from !== undefined && (from.row.id !== fromId || from.row.code !== query.power || from.row.party_id !== (query.party ?? null))) {
    throw new HubError('changed_meanwhile');
  }
  return { ground, query, from, power: powerCalled(ground, query.power, londonDate(visit.now)) };
}

async function showForm(visit: StepVisit, { ground, query, from, power }: Asked, errors: readonly FieldError[] = [], typed?: Typed): Promise<Reply> {
  const { tx, actor, now } = visit;
  const { facts } = subjectFacts(ground, { partyId: query.party, target: query.target ?? from?.row.target ?? 'premises' }, now);
  const warning = power.checks.includes('matching_conditions') ? warningOf(facts, now) : undefined;
  const approval = await stepApproval(tx, actor, ground.file, power, from?.row, now);
  const props: StepFormProps = {
    file: ground.file, power, powers: powersOn(ground.powers, londonDate(now)), facts, errors, approval, from: from?.row, warned: warning?.conditions ?? [], now,
    typed: typed ?? (from === undefined ? firstTyped(now, warning?.conditions ?? []) : from.row.state === 'taken' && approval.kind === 'given' ? approval.approval.typed : { ...from.row.answers, correction: '' }),
  };
  return page(await staffPage(visit, { section: 'cases', title: `${power.name}: ${ground.file.reference}`, error: errors.length > 0, children: <StepForm {...props} /> }), errors.length > 0 ? 422 : 200);
}

const form = route({
  method: 'GET', path: '/cases/:caseId/steps/new', admits: 'work_cases', params: caseParams, query: stepQuery, audit: { event: 'power_step.begun' },
  handle: async (visit) => showForm(visit, await asked(visit, visit.params.caseId, visit.query, visit.query.from)),
});

const notices = { drafted: 'The draft is kept.', asked: 'Approval is asked for. The draft waits until somebody answers.', correction_asked: 'Approval is asked for. The step stays as it is until somebody answers.', taken: 'The step is recorded.', corrected: 'The record is corrected. What it said before stays readable.' } as const;

const saved = route({
  method: 'POST', path: '/cases/:caseId/steps/new', admits: 'work_cases', params: caseParams, query: stepQuery, body: free, audit: { event: 'power_step.recorded' },
  handle: async (visit) => {
    const { tx, actor, now, house, query } = visit;
    const { typed } = visit.form;
    const fromId = z.uuid().safeParse(typedText(typed, 'from')).data;
    const target = z.enum(targets).safeParse(typedText(typed, 'target')).data;
    const on = await asked(visit, visit.params.caseId, { ...query, target: target ?? query.target }, fromId);
    const { ground, from } = on;
    const { facts } = subjectFacts(ground, { partyId: query.party, target: target ?? 'premises' }, now);
    const { wish, errors } = readStep(typed, on.power, facts.evidence, now);
    // A step of last week is judged by the version of last week.
    const power = powerCalled(ground, query.power, londonDate(wish.takenAt));
    const correcting = from?.row.state === 'taken';
    const correction = typedText(typed, 'correction').trim().slice(0, 2000);
    const missing = correcting && correction === '' ? [{ field: 'correction', text: 'Say what is corrected, and why' }] : [];
    const taking = { tx, actor, baseUrl: house.settings.baseUrl, now, file: ground.file, power, facts: correcting ? { ...facts, steps: facts.steps.filter(({ id }) => id !== from.row.id) } : facts, wish, typed, from: from?.row, correction };
    if (typedText(typed, 'do') === 'draft' && !correcting) {
      if (errors.length > 0) {
        return await showForm(visit, on, errors, typed);
      }
      const kept = await keepDraft(taking);
      return seeOther(paths.step(ground.file.id, kept.id), { notice: notices.drafted });
    }
    const problems = errors.length > 0 ? [] : problemsOf(power, powersOn(ground.powers, londonDate(wish.takenAt)), taking.facts, wish);
    const approval = await stepApproval(tx, actor, ground.file, power, from?.row, now);
    const changed = changedSinceApproval(approval, typed, correcting) ? [{ field: 'form', text: correcting ? 'This is not what was approved. Put it back, or withdraw the approval and ask again' : 'This is not what was approved. Put it back, or keep it as a draft and ask again' }] : [];
    const waits = correcting && approval.kind === 'waits' ? [{ field: 'form', text: 'Somebody has been asked to approve a correction already. Wait for the answer' }] : [];
    const all = [...errors, ...missing, ...problems.map(({ field, text, cites }) => ({ field, text: cites === '' ? text : `${text} (${cites})` })), ...changed, ...waits];
    if (all.length > 0) {
      return await showForm(visit, { ...on, power }, all, typed);
    }
    const taken = await take(taking, approval);
    return seeOther(paths.step(ground.file.id, taken.id), { notice: notices[taken.outcome] });
  },
});

async function showStep(visit: StepVisit, caseId: string, stepId: string, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const { tx, actor, now } = visit;
  visit.about({ kind: 'power_step', id: stepId, caseId });
  const ground = await groundOf(tx, actor, caseId);
  const step = stepCalled(ground, stepId);
  const power = ground.powers.find(({ id }) => id === step.row.power_id) ?? powerCalled(ground, step.row.code, londonDate(now));
  const approval = step.row.state === 'drafted' ? await stepApproval(tx, actor, ground.file, power, step.row, now) : { kind: 'free' as const };
  const works = may(actor, 'work_cases') && ground.file.state === 'open';
  const children = <StepPage file={ground.file} power={power} powers={ground.powers} step={step} approval={approval} works={works} now={now} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: 'cases', title: `${step.row.power}: ${ground.file.reference}`, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const one = route({
  method: 'GET', path: '/cases/:caseId/steps/:stepId', admits: 'read_cases', params: stepParams, audit: { event: 'power_step.read' },
  handle: async (visit) => showStep(visit, visit.params.caseId, visit.params.stepId),
});

const kinds = ['breach', 'appeal', 'appeal_decided', 'hearing', 'review', 'extended', 'ended'] as const satisfies readonly EventKind[];
const happenedForm = z.object({ kind: z.enum(kinds, 'Choose what happened'), words: z.string().trim().min(1, 'Say it in words').max(2000, 'Use 2,000 characters or fewer') });

const happened = route({
  method: 'POST', path: '/cases/:caseId/steps/:stepId/happened', admits: 'work_cases', params: stepParams, body: happenedForm, audit: { event: 'power_step.happened' },
  handle: async (visit) => {
    const { tx, actor, now, form: sent, params: { caseId, stepId } } = visit;
    const ground = open(await groundOf(tx, actor, caseId));
    const step = stepCalled(ground, stepId);
    const at = readMoment(sent.typed, 'happened', '12:00');
    const until = readMoment(sent.typed, 'until', '23:59');
    const extends_ = sent.ok && sent.value.kind === 'extended';
    const wrong = extends_ ? (until === undefined ? 'Give the new end, like 24/11/2026 and 14:30' : extensionProblem(step.row.code, step.row.taken_at, endsAt(step), until)) : undefined;
    const errors: FieldError[] = [
      ...(sent.ok ? [] : sent.errors),
      ...(at === undefined ? [{ field: 'happenedOn', text: 'Give the day, like 24/11/2026' }] : at.epochMilliseconds > now.epochMilliseconds + 12 * 3_600_000 ? [{ field: 'happenedOn', text: 'This day has not come yet' }] : londonDate(at).toString() < londonDate(step.row.taken_at).toString() ? [{ field: 'happenedOn', text: 'This is before the step was taken' }] : []),
      ...(wrong === undefined ? [] : [{ field: 'untilOn', text: wrong }]),
    ];
    if (!sent.ok || at === undefined || errors.length > 0 || step.row.state !== 'taken') {
      return await showStep(visit, caseId, stepId, errors, sent.typed);
    }
    visit.about({ kind: 'power_step', id: step.row.id, caseId });
    const { kind, words } = sent.value;
    insertEvent(tx, actor, { id: uuidv7(), caseId, stepId: step.row.id, kind, happenedAt: at, words, letterId: null, expiresAt: extends_ ? (until ?? null) : null }, now);
    chronicle(tx, { partnershipId: actor.partnershipId, caseId, at: now, kind: 'decision', words: `${step.row.power}: ${eventWords[kind].toLowerCase()}. ${words}`, byAccount: actor.accountId, byAgency: actor.agencyId });
    return seeOther(paths.step(caseId, step.row.id), { notice: 'Added.' });
  },
});

const letterForm = z.object({ subject: z.string().trim().min(1, 'Give the letter a subject').max(200, 'Use 200 characters or fewer'), body: z.string().trim().min(1, 'Write the letter').max(20_000, 'Use 20,000 characters or fewer') });

async function letterOf(visit: StepVisit, caseId: string, stepId: string) {
  const { tx, actor, now, partnership } = visit;
  visit.about({ kind: 'power_step', id: stepId, caseId });
  const [ground, file, templates, names] = await Promise.all([groundOf(tx, actor, caseId), letterCase(tx, actor, caseId), letterTemplates(tx, actor, londonDate(now)), staffNames(tx, [actor.accountId])]);
  const step = stepCalled(ground, stepId);
  if (step.row.state !== 'taken') {
    throw new HubError('changed_meanwhile');
  }
  const power = ground.powers.find(({ id }) => id === step.row.power_id) ?? powerCalled(ground, step.row.code, londonDate(now));
  const template = templates.find(({ name }) => name === power.letterTemplate);
  const facts = {
    ...letterFacts({
      name: step.row.party ?? '', reportReference: undefined, caseReference: file.reference, caseTitle: file.title, promise: [], outcome: file.outcome, outcomeReason: file.outcome_reason, nextToldBy: null,
      officer: actor.name, officerPhone: names.get(actor.accountId)?.phone ?? file.agency_phone, agency: file.agency, hubPhone: partnership.settings.hubPhone,
    }, now),
    ...stepFacts(step, power, now),
  };
  const { subject, body } = template ?? plainTemplate;
  return { ground, file, step, power, template, subject: fill(subject, facts), body: fill(body, facts) };
}

async function showLetter(visit: StepVisit, caseId: string, stepId: string, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const { ground, step, subject, body } = await letterOf(visit, caseId, stepId);
  const children = <StepLetterPage file={ground.file} step={step} subject={subject} body={body} open={openPlaces(`${subject}\n${body}`)} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: 'cases', title: `Letter: ${step.row.power}`, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const letter = route({
  method: 'GET', path: '/cases/:caseId/steps/:stepId/letter', admits: 'work_cases', params: stepParams, audit: { event: 'letter.begun' },
  handle: async (visit) => showLetter(visit, visit.params.caseId, visit.params.stepId),
});

const letterMade = route({
  method: 'POST', path: '/cases/:caseId/steps/:stepId/letter', admits: 'work_cases', params: stepParams, body: letterForm, audit: { event: 'letter.made' },
  handle: async (visit) => {
    const { tx, actor, now, partnership, house, form: sent, params: { caseId, stepId } } = visit;
    if (!sent.ok) {
      return await showLetter(visit, caseId, stepId, sent.errors, sent.typed);
    }
    const { ground, file, step, power, template } = await letterOf(visit, caseId, stepId);
    const { subject, body } = sent.value;
    const places = openPlaces(`${subject}\n${body}`);
    const missing = missingWords(power, body);
    const errors = [...(places.length === 0 ? [] : [{ field: 'body', text: `Fill in or take out ${places.join(', ')}` }]), ...missing.map((sentence) => ({ field: 'body', text: `The law wants these words in it: ${sentence}` }))];
    if (errors.length > 0) {
      return await showLetter(visit, caseId, stepId, errors, sent.typed);
    }
    const person = ground.people.find(({ id }) => id === step.row.party_id);
    const address = person?.address === null || person?.address === undefined ? [] : [person.name, ...person.address.split('\n'), person.postcode ?? ''].filter((line) => line.trim() !== '');
    const letterId = await writeLetter({ tx, actor, now, partnership, files: house.files, file, partyId: step.row.party_id, templateId: template?.id ?? null, address, subject, body });
    insertEvent(tx, actor, { id: uuidv7(), caseId, stepId: step.row.id, kind: 'letter', happenedAt: now, words: subject, letterId, expiresAt: null }, now);
    chronicle(tx, { partnershipId: actor.partnershipId, caseId, at: now, kind: 'contact', words: `Letter made: ${subject}`, byAccount: actor.accountId, byAgency: actor.agencyId });
    return seeOther(paths.step(caseId, step.row.id), { notice: 'The letter is made and sealed. Open it to print it.' });
  },
});

export const stepRoutes: readonly Route[] = [form, saved, letter, letterMade, happened, one];
