import { may, openCase } from '../platform/access/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { route, typedText, type Route, type Typed } from '../platform/http/index.ts';
import { paths } from '../paths.ts';
import { seeOther } from '../platform/http/index.ts';
import { ApprovalNote, askApproval, standing, useApproval, type Standing } from '../approvals/index.ts';
import { toldByOtherMeans } from '../engagement/index.ts';
import { isOpen, tasksPanel } from '../tasks/index.ts';
import { showCase } from './case-page-routes.tsx';
import { addEntry } from './changes.ts';
import { closeCase, reopenCase, unended } from './closing.ts';
import { backTo, caseForm, type CaseFormVisit } from './form-routes.tsx';
import { CloseForm, ReopenForm, type ToTell } from './pages/case-forms.tsx';
import { caseFile, caseParties, caseReports, openPromises, reportWords, type CaseRow } from './queries.ts';
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

/** Whether closing needs somebody's approval: of a restricted case, or of one whose risk our rules name. */
async function closingApproval({ tx, actor, now }: CaseFormVisit, file: CaseRow): Promise<Standing> {
  return await standing(tx, actor, { actions: [...(file.restricted ? ['close_restricted'] : []), 'close_case'], caseId: file.id, subjectId: null, band: file.risk_band }, now);
}

const close = caseForm('close', 'Close the case', closeForm, ['open'],
  async (visit, props) => {
    const [people, promises, tasks] = await Promise.all([toTell(visit), openPromises(visit.tx, visit.actor, props.file.id), tasksPanel(visit.tx, visit.actor, props.file.id)]);
    const approval = await closingApproval(visit, props.file);
    const typed = approval.kind === 'given' && Object.keys(props.typed).length === 0 ? approval.approval.typed : props.typed;
    return <CloseForm {...props} typed={typed} approval={<ApprovalNote standing={approval} does="Closing this case" />} asks={approval.kind === 'ask'} toTell={people} promises={promises} openTasks={tasks.filter(({ state }) => isOpen(state)).length} />;
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
    const approval = await closingApproval(visit, file);
    if (approval.kind === 'waits') {
      return [{ field: 'outcome', text: 'Somebody has been asked to approve this already. Wait for the answer' }];
    }
    if (approval.kind === 'ask') {
      const wanted = { actions: [approval.rule.action], caseId: file.id, subjectId: null, band: file.risk_band };
      await askApproval(tx, { actor, baseUrl: visit.house.settings.baseUrl, now: visit.now, rule: approval.rule, wanted, title: `Close ${file.reference}`, why: `${value.outcome}. ${value.reason}`, goesOn: paths.casePart(file.id, 'close'), typed });
      return backTo(file, `A ${approval.rule.needed_from} has been asked. The case stays open until they agree.`);
    }
    if (approval.kind === 'given') {
      if (typedText(approval.approval.typed, 'outcome') !== value.outcome || typedText(approval.approval.typed, 'reason').trim() !== value.reason) {
        return [{ field: 'reason', text: 'This is not what was approved. Put back how it ended and why, or withdraw the approval and ask again' }];
      }
      await useApproval(tx, actor, approval.approval, visit.now);
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
      return await showCase(visit, await openCase(visit.tx, visit.params.caseId), {}, form.errors, form.typed);
    }
    const [file, reports] = await Promise.all([caseFile(tx, actor, caseId), caseReports(tx, actor, caseId)]);
    const { words, kind, audience, told } = form.value;
    if (file.state !== 'open' || !may(actor, 'work_cases') || told.some((id) => !reports.some((report) => report.id === id))) {
      throw new HubError('changed_meanwhile');
    }
    if (told.length === 0) {
      addEntry(tx, actor, caseId, { kind, words, audience }, now);
    }
    for (const reportId of told) {
      await toldByOtherMeans(tx, { partnership, reportId, author: actor, words, now, means: kind === 'visit' ? 'visit' : 'call' });
    }
    return seeOther(paths.case(caseId, 'time'), { notice: told.length === 0 ? 'Added to the timeline.' : 'Added. The silence clock has started again.' });
  },
});

export const closingRoutes: readonly Route[] = [...close, ...reopen, entry];
