import { may } from '../platform/access/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { route, typedText, type Route, type Typed } from '../platform/http/index.ts';
import { paths } from '../paths.ts';
import { seeOther } from '../platform/http/index.ts';
import { toldByOtherMeans } from '../engagement/index.ts';
import { isOpen, tasksPanel } from '../tasks/index.ts';
import { showCase } from './case-page-routes.tsx';
import { addEntry, addIncident } from './changes.ts';
import { closeCase, reopenCase, unended } from './closing.ts';
import { backTo, caseForm, type CaseFormVisit } from './form-routes.tsx';
import { CloseForm, ReopenForm, type ToTell } from './pages/case-forms.tsx';
import { caseFile, caseParties, caseReports, openPromises, reportWords } from './queries.ts';
import { closureProblems } from './rules.ts';
import { caseParams, closeForm, entryForm, reopenForm } from './schema.ts';

async function toTell(visit: CaseFormVisit): Promise<ToTell[]> {
  const { tx, actor, params: { caseId } } = visit;
  const [reports, parties] = await Promise.all([caseReports(tx, actor, caseId), caseParties(tx, actor, caseId)]);
  const waiting = unended(reports);
  const words = await reportWords(tx, actor, waiting.map(({ id }) => id));
  return waiting.map((report) => {
    const name = parties.find(({ report_id, role }) => report_id === report.id && role === 'complainant')?.name ?? '';
    return { report, person: name === '' ? `the person of ${report.reference}` : (name.split(/\s+/)[0] ?? name), words: words.get(report.id) ?? '' };
  });
}

function messagesOf(typed: Typed, reportIds: readonly string[]): Map<string, string> {
  return new Map(reportIds.map((id) => [id, typedText(typed, `message-${id}`).slice(0, 4000)]));
}

const close = caseForm('close', 'Close the case', closeForm, ['open'],
  async (visit, props) => {
    const [people, promises, tasks] = await Promise.all([toTell(visit), openPromises(visit.tx, visit.actor, props.file.id), tasksPanel(visit.tx, props.file.id)]);
    return <CloseForm {...props} toTell={people} promises={promises} openTasks={tasks.filter(({ state }) => isOpen(state)).length} />;
  },
  async (visit, file, value, typed) => {
    const { tx, actor } = visit;
    const [reports, promises] = await Promise.all([caseReports(tx, actor, file.id), openPromises(tx, actor, file.id)]);
    const waiting = unended(reports);
    const messages = messagesOf(typed, waiting.map(({ id }) => id));
    const problems = closureProblems({ reportIds: waiting.map(({ id }) => id), messages, openPromises: promises.length, withdrawWords: value.withdraw });
    if (problems.length > 0) {
      return problems;
    }
    await closeCase(visit, file, reports, promises, { outcome: value.outcome, reason: value.reason, lessons: value.lessons, cost: value.cost, withdraw: value.withdraw, messages });
    return backTo(file, waiting.length === 0 ? 'The case is closed.' : `The case is closed, and ${waiting.length === 1 ? 'the person who reported has' : 'everyone who reported has'} been told.`);
  });

const reopen = caseForm('reopen', 'Reopen the case', reopenForm, ['closed'], async (_visit, props) => <ReopenForm {...props} />, async (visit, file, value) => {
  await reopenCase(visit, file, await caseReports(visit.tx, visit.actor, file.id), value.words);
  return backTo(file, 'The case is open again.');
});

/** The box above the timeline. */
const entry = route({
  method: 'POST', path: '/cases/:caseId/entry', admits: 'work_cases', params: caseParams, body: entryForm, audit: { event: 'case.entry' },
  handle: async (visit) => {
    const { tx, actor, now, partnership, form, params: { caseId } } = visit;
    visit.about({ kind: 'case', id: caseId, caseId });
    if (!form.ok) {
      return await showCase(visit, {}, form.errors, form.typed);
    }
    const [file, reports] = await Promise.all([caseFile(tx, actor, caseId), caseReports(tx, actor, caseId)]);
    const { words, kind, audience, told } = form.value;
    if (file.state !== 'open' || !may(actor, 'work_cases') || told.some((id) => !reports.some((report) => report.id === id))) {
      throw new HubError('changed_meanwhile');
    }
    if (kind === 'incident') {
      addIncident(tx, actor, caseId, { happenedAt: now, words, placeWords: file.place_words, point: file.lat === null || file.lon === null ? undefined : { lat: file.lat, lon: file.lon } }, now);
    } else if (told.length === 0) {
      addEntry(tx, actor, caseId, { kind, words, audience }, now);
    }
    for (const reportId of told) {
      await toldByOtherMeans(tx, { partnership, reportId, author: actor, words, now, means: kind === 'visit' ? 'visit' : 'call' });
    }
    return seeOther(paths.case(caseId, 'time'), { notice: told.length === 0 ? 'Added to the timeline.' : 'Added. The silence clock has started again.' });
  },
});

export const closingRoutes: readonly Route[] = [...close, ...reopen, entry];
