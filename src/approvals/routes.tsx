import { z } from 'zod';

import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { answerApproval } from './asking.ts';
import { ApprovalPage, ApprovalsPage } from './pages/approval-pages.tsx';
import { approvalById, approvalLines, type Approval } from './queries.ts';
import { mayAnswer } from './rules.ts';

const params = z.object({ approvalId: z.uuid() });
const answerForm = z.object({
  answer: z.enum(['approved', 'refused'], 'Choose yes or no'),
  reason: z.string().trim().min(1, 'Say why. Whoever asked reads this').max(2000, 'Use 2,000 characters or fewer'),
});

async function show(visit: Framed<StaffActor>, approval: Approval, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const children = <ApprovalPage approval={approval} answers={mayAnswer(approval, visit.actor)} mine={approval.asked_by === visit.actor.accountId} now={visit.now} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: 'today', title: approval.title, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const list = route({
  method: 'GET', path: '/approvals', admits: 'work_cases', audit: { event: 'approval.listed' },
  handle: async (visit) => {
    const lines = await approvalLines(visit.tx, visit.actor, visit.now.subtract({ hours: 24 * 30 }));
    visit.about({ kind: 'account', id: visit.actor.accountId, detail: { rows: lines.length } });
    return page(await staffPage(visit, { section: 'today', title: 'Approvals', children: <ApprovalsPage lines={lines} me={visit.actor.accountId} now={visit.now} /> }));
  },
});

const one = route({
  method: 'GET', path: '/approvals/:approvalId', admits: 'work_cases', params, audit: { event: 'approval.read' },
  handle: async (visit) => {
    const approval = await approvalById(visit.tx, visit.actor, visit.params.approvalId);
    visit.about({ kind: 'approval', id: approval.id, caseId: approval.case_id ?? undefined });
    return await show(visit, approval);
  },
});

const answer = route({
  method: 'POST', path: '/approvals/:approvalId/answer', admits: 'work_cases', params, body: answerForm, audit: { event: 'approval.answered' },
  handle: async (visit) => {
    const approval = await approvalById(visit.tx, visit.actor, visit.params.approvalId);
    visit.about({ kind: 'approval', id: approval.id, caseId: approval.case_id ?? undefined });
    if (!visit.form.ok) {
      return await show(visit, approval, visit.form.errors, visit.form.typed);
    }
    await answerApproval(visit.tx, { actor: visit.actor, baseUrl: visit.house.settings.baseUrl, now: visit.now, approval, ...visit.form.value });
    return seeOther(paths.approval(approval.id), { notice: 'Your answer is saved, and whoever asked has been told.' });
  },
});

const withdraw = route({
  method: 'POST', path: '/approvals/:approvalId/withdraw', admits: 'work_cases', params, audit: { event: 'approval.withdrawn' },
  handle: async (visit) => {
    const approval = await approvalById(visit.tx, visit.actor, visit.params.approvalId);
    visit.about({ kind: 'approval', id: approval.id, caseId: approval.case_id ?? undefined });
    await answerApproval(visit.tx, { actor: visit.actor, baseUrl: visit.house.settings.baseUrl, now: visit.now, approval, answer: 'withdrawn', reason: '' });
    return seeOther(paths.approval(approval.id), { notice: 'It is no longer asked for.' });
  },
});

export const routes: readonly Route[] = [list, one, answer, withdraw];
