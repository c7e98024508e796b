import { csvFile } from '../cases/index.ts';
import { staffPage } from '../frame/index.ts';
import { isTrained, may } from '../platform/access/index.ts';
import { dateWords, londonDate } from '../platform/calendar/index.ts';
import { file, page, route, seeOther, type FieldError, type Route, type Typed } from '../platform/http/index.ts';
import { parseReference } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { submit } from './desk.ts';
import { caseCalled, concern } from './link-queries.ts';
import { DeskPage, HomePage } from './pages/home-page.tsx';
import { SubmitPage } from './pages/submit-page.tsx';
import { findProducts, receivedBy } from './product-queries.ts';
import { deskCounts, deskLines, dueLines, mySubmissions, onlyTrained, tombstones } from './queries.ts';
import { gradeCode, markingWords } from './rules.ts';
import { deskQuery, homeQuery, newQuery, reportParams, submitForm, isTooHigh, withoutWords } from './schema.ts';

const mostShown = 100;

const home = route({
  method: 'GET', path: '/intelligence', admits: 'signed_in', query: homeQuery, audit: { event: 'intelligence.listed' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    const casework = may(actor, 'read_cases');
    const [products, received, mine, trained] = await Promise.all([casework ? findProducts(tx, actor, visit.query.q, mostShown) : [], casework ? receivedBy(tx, actor, 30) : [], mySubmissions(tx), isTrained(tx)]);
    const counts = trained ? await deskCounts(tx, actor, londonDate(now)) : undefined;
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { listed: products.length } });
    const waiting = counts === undefined ? undefined : counts.submitted + counts.graded + counts.written + counts.due;
    return page(await staffPage(visit, { section: 'intelligence', title: 'Intelligence', children: <HomePage q={visit.query.q ?? ''} products={products} received={received} mine={mine} waiting={waiting} casework={casework} now={now} /> }));
  },
});

const exported = route({
  method: 'GET', path: '/intelligence/export', admits: 'read_cases', query: homeQuery, audit: { event: 'intelligence.exported' },
  handle: async (visit) => {
    const { actor, now } = visit;
    const products = await findProducts(visit.tx, actor, visit.query.q, 1000);
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { listed: products.length } });
    const highest = products.some(({ marking }) => marking === 'official_sensitive') ? markingWords.official_sensitive : markingWords.official;
    const rows = products.map((one) => [markingWords[one.marking], one.reference, one.agency, one.title, one.words, gradeCode(one), one.conditions, dateWords(one.approved_at)]);
    return file(csvFile([highest, 'Reference', 'From', 'Title', 'What it says', 'Grading', 'Conditions', 'Approved'], rows), 'text/csv; charset=utf-8', `${highest}-intelligence-${londonDate(now).toString()}.csv`);
  },
});

const submitting = route({
  method: 'GET', path: '/intelligence/new', admits: 'signed_in', query: newQuery, audit: { none: 'an empty form' },
  handle: async (visit) => page(await staffPage(visit, { section: 'intelligence', title: 'Hand in intelligence', children: <SubmitPage typed={{ case: visit.query.case ?? '' }} errors={[]} /> })),
});

/** What is shown again: nothing of a text that was marked too high. */
function again(typed: Typed): Typed {
  return isTooHigh(typed) ? withoutWords(typed) : typed;
}

const submitted = route({
  method: 'POST', path: '/intelligence/new', admits: 'signed_in', body: submitForm, audit: { event: 'intelligence.submitted' },
  handle: async (visit) => {
    const { form, tx, actor } = visit;
    const show = async (errors: readonly FieldError[]) => page(await staffPage(visit, { section: 'intelligence', title: 'Hand in intelligence', error: true, children: <SubmitPage typed={again(form.typed)} errors={errors} /> }), 422);
    if (!form.ok) {
      return await show(form.errors);
    }
    const wanted = form.value.case;
    const linked = wanted === '' ? undefined : await caseCalled(tx, actor, parseReference(wanted) ?? wanted);
    if (wanted !== '' && linked === undefined) {
      return await show([{ field: 'case', text: 'You see no case of this reference. Check it, or leave it empty' }]);
    }
    const made = await submit(visit, form.value, { reportId: null, caseIds: linked === undefined ? [] : [linked.id] });
    visit.about({ kind: 'intelligence', id: made.id });
    return seeOther(paths.intelligence(), { notice: `Handed in. ${made.reference}. Trained people of your agency have been told.` });
  },
});

const converting = route({
  method: 'GET', path: '/reports/:reportId/intelligence', admits: 'work_cases', params: reportParams, audit: { event: 'report.read' },
  handle: async (visit) => {
    const report = await concern(visit.tx, visit.actor, visit.params.reportId);
    await onlyTrained(visit.tx);
    visit.about({ kind: 'report', id: report.id, caseId: report.case_id ?? undefined });
    const typed = { words: report.words, place: report.place_words, source: `The person who made report ${report.reference}` };
    return page(await staffPage(visit, { section: 'intelligence', title: `Make ${report.reference} intelligence`, children: <SubmitPage typed={typed} errors={[]} from={report} /> }));
  },
});

const converted = route({
  method: 'POST', path: '/reports/:reportId/intelligence', admits: 'work_cases', params: reportParams, body: submitForm, audit: { event: 'intelligence.made_from_report' },
  handle: async (visit) => {
    const { form, tx, actor } = visit;
    const report = await concern(tx, actor, visit.params.reportId);
    await onlyTrained(tx);
    visit.about({ kind: 'report', id: report.id, caseId: report.case_id ?? undefined });
    const wanted = form.ok ? form.value.case : '';
    const linked = wanted === '' ? undefined : await caseCalled(tx, actor, parseReference(wanted) ?? wanted);
    const errors: readonly FieldError[] = form.ok ? (wanted !== '' && linked === undefined ? [{ field: 'case', text: 'You see no case of this reference. Check it, or leave it empty' }] : []) : form.errors;
    if (!form.ok || errors.length > 0) {
      return page(await staffPage(visit, { section: 'intelligence', title: `Make ${report.reference} intelligence`, error: true, children: <SubmitPage typed={again(form.typed)} errors={errors} from={report} /> }), 422);
    }
    const caseIds = [...new Set([report.case_id, linked?.id].filter((id) => id !== null && id !== undefined))];
    const made = await submit(visit, form.value, { reportId: report.id, caseIds });
    visit.about({ kind: 'intelligence', id: made.id });
    return seeOther(paths.intelligenceReport(made.id), { notice: `${report.reference} is intelligence now: ${made.reference}. The report stays as it is.` });
  },
});

const desk = route({
  method: 'GET', path: '/intelligence/desk', admits: 'read_cases', query: deskQuery, audit: { event: 'intelligence.desk_read' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    await onlyTrained(tx);
    const today = londonDate(now);
    const show = visit.query.show ?? 'submitted';
    const [counts, lines, gone] = await Promise.all([
      deskCounts(tx, actor, today), show === 'gone' ? [] : show === 'due' ? dueLines(tx, actor, today, mostShown) : deskLines(tx, actor, show, mostShown), show === 'gone' ? tombstones(tx, actor, mostShown) : [],
    ]);
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { listed: lines.length } });
    return page(await staffPage(visit, { section: 'intelligence', title: 'Intelligence desk', children: <DeskPage show={show} counts={counts} lines={lines} gone={gone} self={actor.accountId} today={today} /> }));
  },
});

export const homeRoutes: readonly Route[] = [home, exported, submitting, submitted, converting, converted, desk];
