import type { Temporal } from 'temporal-polyfill';

import { staffPage } from '../frame/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, typedList, typedText, type FieldError, type Reply, type Route, type Typed, type Visit } from '../platform/http/index.ts';
import { agencies, localTime } from '../platform/partnership/index.ts';
import { paths } from '../paths.ts';
import { agreementsOfAgency, type AgreementTerms } from '../agreements/index.ts';
import { aimsOf, firstTerms, gatewaysNow, giveDisclosure, groundOf, itemsOf, noteOpened, offeredBy, outsideError, readTerms, sharedCase, type GivenDisclosure } from '../sharing/index.ts';
import { answer, askTask, assign, cancel, doneNotice } from './asking.ts';
import { NewTaskPage, type NewTaskProps } from './pages/new-task-page.tsx';
import { TaskPage, type TaskPageProps } from './pages/task-page.tsx';
import { TasksPage } from './pages/tasks-page.tsx';
import { doers, listTasks, taskById, templatesFor } from './queries.ts';
import { actsFor, isOpen } from './rules.ts';
import { answerForm, assignForm, cancelForm, caseParams, listQuery, newTaskQuery, readNewTask, taskParams, type AnswerAct } from './schema.ts';

interface Shown {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly now: Temporal.Instant;
}

const mostShown = 100;

async function newTaskProps({ tx, actor, now }: Shown, caseId: string, chosen: string | undefined): Promise<NewTaskProps & { agreements: readonly AgreementTerms[] }> {
  const [file, templates, all, people, groups, gateways, agreements] = await Promise.all([
    sharedCase(tx, actor, caseId), templatesFor(tx, actor, caseId, now), agencies(tx), doers(tx, actor), offeredBy(tx, actor, caseId), gatewaysNow(tx, actor, now), agreementsOfAgency(tx, actor),
  ]);
  const own = all.filter(({ id }) => id === actor.agencyId);
  const others = all.filter(({ id }) => id !== actor.agencyId);
  const template = templates.find(({ id }) => id === chosen);
  const typed: Typed = {
    ...firstTerms(now), agency: actor.agencyId, due: 'days', days: template?.unit === 'working_days' ? String(template.amount) : template === undefined ? '5' : String(Math.max(1, Math.ceil(template.amount / 24))),
    ...(template === undefined ? {} : { title: template.title, brief: template.brief }),
  };
  return { file, templates, chosen, agencies: [...own, ...others], people, groups, gateways, agreements, aims: aimsOf(agreements, now), outside: [], supervisor: may(actor, 'supervise'), ownAgency: actor.agencyId, typed, errors: [] };
}

const asking = route({
  method: 'GET', path: '/cases/:caseId/tasks/new', admits: 'work_cases', params: caseParams, query: newTaskQuery, audit: { event: 'case.read' },
  handle: async (visit) => {
    const props = await newTaskProps(visit, visit.params.caseId, visit.query.template);
    visit.about({ kind: 'case', id: props.file.id, caseId: props.file.id });
    return page(await staffPage(visit, { section: 'cases', title: `New task, ${props.file.reference}`, children: <NewTaskPage {...props} /> }));
  },
});

/** Whether anything of the disclosure part was filled in. */
function shares(typed: Typed): boolean {
  return typedList(typed, 'items').some((key) => key !== '') || ['free', 'aim', 'purpose', 'necessity', 'proportionality', 'gateway'].some((name) => typedText(typed, name).trim() !== '');
}

const asked = route({
  method: 'POST', path: '/cases/:caseId/tasks/new', admits: 'work_cases', params: caseParams, audit: { event: 'task.asked' },
  handle: async (visit) => {
    const { tx, actor, now, partnership } = visit;
    const { typed } = visit.form;
    const [props, time] = await Promise.all([newTaskProps(visit, visit.params.caseId, undefined), localTime(tx)]);
    const { file } = props;
    visit.about({ kind: 'case', id: file.id, caseId: file.id });
    const read = readNewTask(typed, { agencies: props.agencies, people: props.people }, { now, closesAt: partnership.settings.closesAt, holidays: time.holidays });
    const elsewhere = typedText(typed, 'agency') !== actor.agencyId;
    const disclosing = shares(typed);
    const terms = disclosing && elsewhere ? readTerms(typed, { groups: props.groups, gateways: props.gateways, now }) : undefined;
    const errors: FieldError[] = [...(read.ok ? [] : read.errors), ...(terms === undefined || terms.ok ? [] : terms.errors)];
    if (elsewhere && file.restricted && typedText(typed, 'assignee') === '') {
      errors.push({ field: 'assignee', text: 'This case is restricted: name the one person who will see the task' });
    }
    if (disclosing && !elsewhere) {
      errors.push({ field: 'agency', text: 'Your own agency sees the case already. Choose another agency, or untick what you wanted to share' });
    }
    const given: GivenDisclosure | undefined = read.ok && terms?.ok === true ? { decision: 'given', scope: 'items', toAgency: read.value.agencyId, toAccount: read.value.assigneeId, ...terms.value } : undefined;
    const ground = given && groundOf(typed, given, { agreements: props.agreements, ownAgency: actor.agencyId, supervisor: props.supervisor, now });
    const outside = ground?.ok === false ? ground.reasons : [];
    if (outside.length > 0) {
      const { field, text } = outsideError(outside);
      errors.push({ field, text: `${text}. To ask a supervisor, share it from the case instead` });
    }
    if (!read.ok || errors.length > 0) {
      return page(await staffPage(visit, { section: 'cases', title: `New task, ${file.reference}`, error: true, children: <NewTaskPage {...props} typed={typed} errors={errors} outside={outside} /> }), 422);
    }
    const baseUrl = visit.house.settings.baseUrl;
    const agencyName = props.agencies.find(({ id }) => id === read.value.agencyId)?.name ?? '';
    const shared = given !== undefined && ground?.ok === true
      ? await giveDisclosure(tx, { actor, caseId: file.id, baseUrl, now, toName: agencyName, quiet: true, given: { ...given, ...ground.value } })
      : undefined;
    const made = askTask(tx, { actor, caseId: file.id, baseUrl, now, task: read.value, disclosureId: shared?.id ?? null, people: props.people, agencyName });
    visit.about({ kind: 'task', id: made.id, caseId: file.id });
    return seeOther(paths.case(file.id, 'tasks'), { notice: `Asked. ${made.reference}${shared === undefined ? '' : `, with ${shared.reference} shared`}.` });
  },
});

const list = route({
  method: 'GET', path: '/tasks', admits: 'work_cases', query: listQuery, audit: { event: 'tasks.listed' },
  handle: async (visit) => {
    const [listed, all] = await Promise.all([listTasks(visit.tx, visit.actor, visit.query, visit.now, mostShown), agencies(visit.tx)]);
    visit.about({ kind: 'agency', id: visit.actor.agencyId, detail: { listed: listed.rows.length } });
    return page(await staffPage(visit, { section: 'tasks', title: 'Tasks', children: <TasksPage listed={listed} wanted={visit.query} agencies={all} now={visit.now} /> }));
  },
});

async function taskProps({ tx, actor, now }: Shown, taskId: string): Promise<TaskPageProps> {
  const [task, people] = await Promise.all([taskById(tx, actor, taskId), doers(tx, actor)]);
  const items = task.disclosure_id === null ? [] : await itemsOf(tx, actor, task.disclosure_id);
  const works = may(actor, 'work_cases');
  return {
    task, items, now, errors: [], typed: {},
    colleagues: people.filter(({ agency_id }) => agency_id === actor.agencyId),
    asked: works && task.agency_id === actor.agencyId,
    asks: works && task.asked_agency === actor.agencyId && task.case_reference !== null,
  };
}

type TaskVisit = Pick<Visit<'work_cases', { taskId: string }, unknown, unknown>, 'about' | 'audit'> & Parameters<typeof staffPage>[0];

async function show(visit: TaskVisit, props: TaskPageProps, status = 200): Promise<Reply> {
  return page(await staffPage(visit, { section: 'tasks', title: `${props.task.reference} ${props.task.title}`, error: status !== 200, children: <TaskPage {...props} /> }), status);
}

const one = route({
  method: 'GET', path: '/tasks/:taskId', admits: 'work_cases', params: taskParams, audit: { event: 'task.read' },
  handle: async (visit) => {
    const props = await taskProps(visit, visit.params.taskId);
    visit.about({ kind: 'task', id: props.task.id, caseId: props.task.case_id });
    if (props.items.length > 0 && props.task.disclosure_id !== null) {
      visit.audit('disclosure.read', { kind: 'disclosure', id: props.task.disclosure_id, caseId: props.task.case_id });
      if (props.task.agency_id === visit.actor.agencyId && props.task.asked_agency !== visit.actor.agencyId) {
        noteOpened(visit.tx, visit.actor, props.task.disclosure_id, visit.now);
      }
    }
    return await show(visit, props);
  },
});

/** The task if the actor's agency was asked and the act is possible now. */
async function toAnswer(visit: Shown & { about: TaskVisit['about'] }, taskId: string, act: AnswerAct | 'assign' | undefined): Promise<TaskPageProps> {
  const props = await taskProps(visit, taskId);
  visit.about({ kind: 'task', id: props.task.id, caseId: props.task.case_id, detail: { act: act ?? 'unclear' } });
  if (!props.asked) {
    throw new HubError('not_permitted');
  }
  const possible: readonly string[] = actsFor(props.task.state, { asked: true, asks: false });
  if (!isOpen(props.task.state) || (act !== undefined && act !== 'say' && act !== 'assign' && !possible.includes(act))) {
    throw new HubError('changed_meanwhile');
  }
  return props;
}

const quick = (['accept', 'start'] as const).map((act) => route({
  method: 'POST', path: `/tasks/:taskId/${act}`, admits: 'work_cases', params: taskParams, audit: { event: 'task.answered' },
  handle: async (visit) => {
    const { task } = await toAnswer(visit, visit.params.taskId, act);
    await answer(visit.tx, { actor: visit.actor, baseUrl: visit.house.settings.baseUrl, now: visit.now, task, act, words: '' });
    return seeOther(paths.task(task.id), { notice: doneNotice(act) });
  },
}));

const answered = route({
  method: 'POST', path: '/tasks/:taskId/answer', admits: 'work_cases', params: taskParams, body: answerForm, audit: { event: 'task.answered' },
  handle: async (visit) => {
    const { form } = visit;
    const props = await toAnswer(visit, visit.params.taskId, form.ok ? form.value.act : undefined);
    if (!form.ok) {
      return await show(visit, { ...props, errors: form.errors, typed: form.typed }, 422);
    }
    await answer(visit.tx, { actor: visit.actor, baseUrl: visit.house.settings.baseUrl, now: visit.now, task: props.task, act: form.value.act, words: form.value.words });
    return seeOther(paths.task(props.task.id), { notice: doneNotice(form.value.act) });
  },
});

const assigned = route({
  method: 'POST', path: '/tasks/:taskId/assign', admits: 'work_cases', params: taskParams, body: assignForm, audit: { event: 'task.assigned' },
  handle: async (visit) => {
    const { form } = visit;
    const props = await toAnswer(visit, visit.params.taskId, 'assign');
    const wanted = form.ok ? form.value.assignee : '';
    const assignee = props.colleagues.find(({ id }) => id === wanted);
    if (wanted !== null && assignee === undefined) {
      return await show(visit, { ...props, errors: [{ field: 'assignee', text: 'Choose a colleague who works on cases' }], typed: form.typed }, 422);
    }
    await assign(visit.tx, { actor: visit.actor, baseUrl: visit.house.settings.baseUrl, now: visit.now, task: props.task, assignee });
    return seeOther(paths.task(props.task.id), { notice: assignee === undefined ? 'Nobody has it now.' : `${assignee.name} has it now, and has been told.` });
  },
});

const cancelled = route({
  method: 'POST', path: '/tasks/:taskId/cancel', admits: 'work_cases', params: taskParams, body: cancelForm, audit: { event: 'task.cancelled' },
  handle: async (visit) => {
    const props = await taskProps(visit, visit.params.taskId);
    visit.about({ kind: 'task', id: props.task.id, caseId: props.task.case_id });
    if (!props.asks) {
      throw new HubError('not_permitted');
    }
    if (!isOpen(props.task.state)) {
      throw new HubError('changed_meanwhile');
    }
    const { form } = visit;
    if (!form.ok) {
      const errors = form.errors.map(({ text }) => ({ field: 'cancel-words', text }));
      return await show(visit, { ...props, errors, typed: {} }, 422);
    }
    await cancel(visit.tx, { actor: visit.actor, baseUrl: visit.house.settings.baseUrl, now: visit.now, task: props.task, words: form.value.words });
    return seeOther(paths.task(props.task.id), { notice: 'Cancelled, and whoever had it has been told.' });
  },
});

export const routes: readonly Route[] = [asking, asked, list, one, ...quick, answered, assigned, cancelled];
