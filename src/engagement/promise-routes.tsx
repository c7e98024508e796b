import { chronicle } from '../chronology/index.ts';
import { paths } from '../paths.ts';
import { londonDate, londonInstant, momentWords, shortDay } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { route, seeOther, typedText, type FieldError, type Reply, type Route, type Typed, type Visit } from '../platform/http/index.ts';
import { staffNames } from '../platform/partnership/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { KeptFormPage, NewDateFormPage, PromiseFormPage } from './pages/staff-forms.tsx';
import { checkPromise, formOf, readPromiseForm, withoutSaving, type PromiseTyped } from './promise-form.ts';
import { lineOf } from './promise-lines.ts';
import { afterMiss, apologyMessage, isOpen, lineFace, lineSentence, nextVersion, type PromiseLine } from './promise-rules.ts';
import { keptForm, lineParams, newDateForm, readDate, reportParams } from './schema.ts';
import { addPromiseVersion, conversationReport, currentPromise, keepLine, waitingForNewDate, type ConversationReport, type CurrentPromise } from './staff-queries.ts';
import { aboutReport, staffFormPage } from './staff-routes.tsx';
import { clearEscalations, tell } from './telling.ts';

type PromiseVisit = Visit<'work_cases', z.output<typeof reportParams>, unknown, unknown>;
type LineVisit = Visit<'work_cases', z.output<typeof lineParams>, unknown, unknown>;

function linesOf(promise: CurrentPromise | undefined): PromiseLine[] {
  return (promise?.lines ?? []).map(lineOf);
}

async function promisePage(visit: PromiseVisit, report: ConversationReport, promise: CurrentPromise | undefined, form: PromiseTyped, errors: readonly FieldError[]): Promise<Reply> {
  const settled = linesOf(promise).filter((line) => !isOpen(line));
  const children = <PromiseFormPage reportId={report.id} person={report.person} errors={errors} form={form} settled={settled} />;
  return await staffFormPage(visit, { title: 'The promise', errors, reportId: report.id, children });
}

async function readBoth(visit: Pick<PromiseVisit, 'tx' | 'actor' | 'params' | 'about'>): Promise<[ConversationReport, CurrentPromise | undefined]> {
  const [report, promise] = await Promise.all([conversationReport(visit.tx, visit.actor, visit.params.reportId), currentPromise(visit.tx, visit.actor, visit.params.reportId)]);
  aboutReport(visit, report);
  return [report, promise];
}

/** The words of the message that goes with a version. */
function promiseMessage(lines: readonly PromiseLine[], form: Pick<PromiseTyped, 'cannot' | 'cannotWhy' | 'changeWords' | 'version'>, now: Temporal.Instant): string {
  const open = lines.filter(isOpen).map((line) => `${lineSentence(line, now)} (${line.who})`);
  const cannot = form.cannot === '' ? '' : `What we cannot do, and why: ${form.cannot} ${form.cannotWhy}`;
  const lead = form.version === 0 ? 'This is what we will do:' : `The promise has changed. ${form.changeWords}`.trim();
  return [lead, ...open, cannot].filter((part) => part !== '').join('\n\n');
}

const version: Route[] = [
  route({
    method: 'GET', path: '/reports/:reportId/promise', admits: 'work_cases', audit: { event: 'conversation.read' }, params: reportParams,
    handle: async (visit) => {
      const [[report, promise], names] = await Promise.all([readBoth(visit), staffNames(visit.tx, [visit.actor.accountId])]);
      const me = `${visit.actor.name}, ${names.get(visit.actor.accountId)?.agency ?? ''}`.replace(/, $/, '');
      return await promisePage(visit, report, promise, formOf(linesOf(promise), { version: promise?.version ?? 0, cannot: promise?.cannot ?? '', cannotWhy: promise?.cannot_why ?? '' }, me), []);
    },
  }),
  route({
    method: 'POST', path: '/reports/:reportId/promise', admits: 'work_cases', audit: { event: 'promise.made' }, params: reportParams,
    handle: async (visit) => {
      const { tx, actor, now, partnership } = visit;
      const [report, promise] = await readBoth(visit);
      const typed = readPromiseForm(visit.form.typed);
      const changed = withoutSaving(typed, typedText(visit.form.typed, 'act'));
      if (changed !== undefined) {
        return await promisePage(visit, report, promise, changed, []);
      }
      // First, so that nobody is asked to mend a form about lines that a colleague has changed meanwhile.
      if ((promise?.version ?? 0) !== typed.version) {
        throw new HubError('changed_meanwhile');
      }
      const current = linesOf(promise);
      const checked = checkPromise(typed, current, now, partnership.settings.closesAt);
      if (!checked.ok) {
        return await promisePage(visit, report, promise, typed, checked.errors);
      }
      const lines = nextVersion(current, checked.wanted, uuidv7);
      if (!(await addPromiseVersion(tx, actor, { reportId: report.id, after: typed.version, cannot: typed.cannot, cannotWhy: typed.cannotWhy, changeWords: typed.changeWords, lines }, now))) {
        throw new HubError('changed_meanwhile');
      }
      await tell(tx, { partnership, reportId: report.id, author: actor, words: promiseMessage(lines, typed, now), now, residentWords: typed.version === 0 ? `${actor.name} promised what we will do.` : `${actor.name} changed the promise. Version ${typed.version + 1} holds now.` });
      chronicle(tx, { partnershipId: actor.partnershipId, reportId: report.id, caseId: report.case_id, at: now, kind: 'promise', words: `Promise version ${typed.version + 1} ${typed.version === 0 ? 'made' : 'in force'}.`, byAccount: actor.accountId, byAgency: actor.agencyId });
      await clearWhenDated(visit, report.id);
      return seeOther(`${paths.report(report.id)}#promise`, { notice: 'The promise is on their page, and they are told.' });
    },
  }),
];

/** A missed date stays escalated until it has a new one, or was kept. */
async function clearWhenDated(visit: Pick<PromiseVisit, 'tx' | 'actor' | 'now'>, reportId: string): Promise<void> {
  if ((await waitingForNewDate(visit.tx, visit.actor, reportId)) === 0) {
    clearEscalations(visit.tx, reportId, 'promise', visit.now);
  }
}

async function openLine(visit: LineVisit): Promise<{ report: ConversationReport; promise: CurrentPromise; line: PromiseLine; lines: PromiseLine[] }> {
  const [report, promise] = await readBoth(visit);
  const lines = linesOf(promise);
  const line = lines.find(({ lineId }) => lineId === visit.params.lineId);
  if (promise === undefined || line === undefined) {
    throw new HubError('not_yours');
  }
  if (!isOpen(line)) {
    throw new HubError('changed_meanwhile');
  }
  return { report, promise, line, lines };
}

async function keptPage(visit: LineVisit, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const { report, line } = await openLine(visit);
  return await staffFormPage(visit, { title: 'Kept', errors, reportId: report.id, children: <KeptFormPage reportId={report.id} person={report.person} typed={typed} errors={errors} line={line} /> });
}

const kept: Route[] = [
  route({ method: 'GET', path: '/reports/:reportId/promise/:lineId/kept', admits: 'work_cases', audit: { event: 'conversation.read' }, params: lineParams, handle: async (visit) => keptPage(visit, {}, []) }),
  route({
    method: 'POST', path: '/reports/:reportId/promise/:lineId/kept', admits: 'work_cases', audit: { event: 'promise.kept' }, params: lineParams, body: keptForm,
    handle: async (visit) => {
      const { form, tx, actor, now, partnership } = visit;
      if (!form.ok) {
        return await keptPage(visit, form.typed, form.errors);
      }
      const { report, line } = await openLine(visit);
      if (!(await keepLine(tx, actor, report.id, line.lineId, form.value.words, now))) {
        throw new HubError('changed_meanwhile');
      }
      await tell(tx, { partnership, reportId: report.id, author: actor, words: `Done: ${line.what.replace(/[.\s]+$/, '')}. ${form.value.words}`, now, residentWords: `${actor.name} told you that a promise is kept: ${line.what}` });
      chronicle(tx, { partnershipId: actor.partnershipId, reportId: report.id, caseId: report.case_id, at: now, kind: 'promise', words: `Promise kept: ${line.what}`, byAccount: actor.accountId, byAgency: actor.agencyId });
      await clearWhenDated(visit, report.id);
      return seeOther(`${paths.report(report.id)}#promise`, { notice: 'Kept, and they are told.' });
    },
  }),
];

async function newDatePage(visit: LineVisit, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const { report, line } = await openLine(visit);
  const late = lineFace(line, visit.now).wantsNewDate;
  const shown: Typed = Object.keys(typed).length > 0 ? typed : { why: line.missedWhy ?? '', lost: line.lostWords ?? '' };
  const children = <NewDateFormPage reportId={report.id} person={report.person} typed={shown} errors={errors} line={line} late={late} now={visit.now} />;
  return await staffFormPage(visit, { title: 'A new date', errors, reportId: report.id, children });
}

function newDue(form: z.output<typeof newDateForm>, line: PromiseLine, now: Temporal.Instant, closesAt: string): { at: Temporal.Instant } | { error: FieldError } {
  const date = readDate(form['due-day'], form['due-month'], form['due-year']);
  if (date === undefined) {
    return { error: { field: 'due-day', text: 'Give the new day, month and year, for example 26 11 2026' } };
  }
  const at = londonInstant(date, closesAt);
  if (Temporal.Instant.compare(at, now) <= 0 || londonDate(line.dueAt).equals(date)) {
    return { error: { field: 'due-day', text: 'The new date must lie ahead, and differ from the old one' } };
  }
  return { at };
}

/** `missed` and `new-date` are one thing: a date is not given up without another. */
const newDate: Route[] = (['new-date', 'missed'] as const).flatMap((act) => [
  route({ method: 'GET', path: `/reports/:reportId/promise/:lineId/${act}`, admits: 'work_cases', audit: { event: 'conversation.read' }, params: lineParams, handle: async (visit) => newDatePage(visit, {}, []) }),
  route({
    method: 'POST', path: `/reports/:reportId/promise/:lineId/${act}`, admits: 'work_cases', audit: { event: 'promise.new_date' }, params: lineParams, body: newDateForm,
    handle: async (visit) => {
      const { form, tx, actor, now, partnership } = visit;
      if (!form.ok) {
        return await newDatePage(visit, form.typed, form.errors);
      }
      const { report, promise, line, lines } = await openLine(visit);
      const due = newDue(form.value, line, now, partnership.settings.closesAt);
      if ('error' in due) {
        return await newDatePage(visit, form.typed, [due.error]);
      }
      const next = afterMiss(lines, line.lineId, { why: form.value.why, lost: form.value.lost, dueAt: due.at, now });
      const after = next.find(({ lineId }) => lineId === line.lineId) ?? line;
      const changeWords = apologyMessage(after, now);
      if (!(await addPromiseVersion(tx, actor, { reportId: report.id, after: promise.version, cannot: promise.cannot, cannotWhy: promise.cannot_why, changeWords: '', lines: next }, now))) {
        throw new HubError('changed_meanwhile');
      }
      await tell(tx, { partnership, reportId: report.id, author: actor, words: changeWords, now, residentWords: `${actor.name} told you that a promise is late, why, and the new date.` });
      chronicle(tx, {
        partnershipId: actor.partnershipId, reportId: report.id, caseId: report.case_id, at: now, kind: 'promise', byAccount: actor.accountId, byAgency: actor.agencyId,
        words: `New date for “${line.what}”: ${shortDay(line.dueAt)} became ${momentWords(due.at, now)}. Reason: ${form.value.why}${form.value.lost === '' ? '' : ` Lost: ${form.value.lost}`}`,
      });
      await clearWhenDated(visit, report.id);
      return seeOther(`${paths.report(report.id)}#promise`, { notice: 'They have the apology and the new date.' });
    },
  }),
]);

export const promiseRoutes: readonly Route[] = [...version, ...kept, ...newDate];
