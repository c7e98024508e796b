import type { Temporal } from 'temporal-polyfill';

import { staffPage } from '../frame/index.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { dateWords, londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, typedText, type FieldError, type Route, type Typed } from '../platform/http/index.ts';
import { localTime } from '../platform/partnership/index.ts';
import { paths } from '../paths.ts';
import { decideApproval, recordAssessment } from './assessing.ts';
import { AssessmentPage } from './pages/assessment-page.tsx';
import { AssessPage, SafeguardingFirst, type AssessProps } from './pages/assess-page.tsx';
import { riskPanel } from './panel.ts';
import { assessmentById, caseAtRisk, peopleAtRisk, templateById, templatesOn, type CaseAtRisk, type DatedTemplate, type FullAssessment } from './queries.ts';
import { assess, type Outcome } from './rules.ts';
import { approvalForm, assessmentParams, caseParams, problemsOf, readAnswers, readSent, templateQuery } from './schema.ts';
import { templateRoutes } from './template-routes.tsx';

interface Shown {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly now: Temporal.Instant;
}

/** What the form stands on: case, people, template in force, and the last assessment of the person with the template of its time. */
async function ground({ tx, actor, now }: Shown, caseId: string, wanted: { template: string | undefined; party: string | undefined }) {
  const [file, people, templates, panel] = await Promise.all([caseAtRisk(tx, actor, caseId), peopleAtRisk(tx, actor, caseId), templatesOn(tx, actor, londonDate(now)), riskPanel(tx, actor, caseId)]);
  if (file.state !== 'open') {
    throw new HubError('changed_meanwhile');
  }
  // A form opened before midnight keeps the version that it showed.
  const template = wanted.template === undefined ? templates[0] : (templates.find(({ id }) => id === wanted.template) ?? (await templateById(tx, actor, wanted.template)));
  const party = people.find(({ id }) => id === wanted.party)?.id ?? panel.current?.partyId ?? (people.length === 1 ? people[0]?.id : undefined);
  const last = panel.history.find(({ partyId }) => partyId === (party ?? null)) ?? panel.history[0];
  const full: FullAssessment | undefined = last && (await assessmentById(tx, actor, caseId, last.id));
  const earlier: DatedTemplate | undefined = full && (await templateById(tx, actor, full.template_id));
  return { file, people, templates, template, panel, party, full, earlier };
}

type Ground = Awaited<ReturnType<typeof ground>>;

function assessProps(on: Ground, template: DatedTemplate, typed: Typed, errors: readonly FieldError[], outcome: Outcome | undefined, supervisor: boolean): AssessProps {
  const { full, earlier } = on;
  return {
    file: on.file, template, people: on.people, typed, errors, outcome, supervisor,
    others: on.templates.filter(({ id }) => id !== template.id),
    before: full === undefined || earlier === undefined ? undefined : { answers: full.answers.given, questions: earlier.questions.list, on: dateWords(full.assessed_at) },
  };
}

const form = route({
  method: 'GET', path: '/cases/:caseId/risk', admits: 'work_cases', params: caseParams, query: templateQuery, audit: { event: 'risk.read' },
  handle: async (visit) => {
    const on = await ground(visit, visit.params.caseId, { template: visit.query.template, party: undefined });
    visit.about({ kind: 'case', id: on.file.id, caseId: on.file.id });
    if (on.template === undefined) {
      return seeOther(paths.case(on.file.id, 'risk'), { notice: 'There is no risk form in force. A coordinator or administrator adds one under Administration, Risk forms.' });
    }
    const props = assessProps(on, on.template, { ...(on.party === undefined ? {} : { party: on.party }), ...(visit.query.item === undefined ? {} : { item: visit.query.item }) }, [], undefined, may(visit.actor, 'supervise'));
    return page(await staffPage(visit, { section: 'cases', title: `Assess the risk, ${on.file.reference}`, children: <AssessPage {...props} /> }));
  },
});

const saved = route({
  method: 'POST', path: '/cases/:caseId/risk', admits: 'work_cases', params: caseParams, audit: { event: 'risk.assessed' },
  handle: async (visit) => {
    const { typed } = visit.form;
    const given = (name: string): string | undefined => (typedText(typed, name) === '' ? undefined : typedText(typed, name));
    const wanted = templateQuery.parse({ template: given('template'), item: given('item') });
    const on = await ground(visit, visit.params.caseId, { template: wanted.template, party: given('party') });
    visit.about({ kind: 'case', id: on.file.id, caseId: on.file.id });
    const { template } = on;
    if (template === undefined) {
      throw new HubError('bad_request');
    }
    const answers = readAnswers(template, typed);
    const partyIds = on.people.map(({ id }) => id);
    const sent = readSent(typed, partyIds);
    const outcome = assess(template, answers);
    const supervisor = may(visit.actor, 'supervise');
    const title = `Assess the risk, ${on.file.reference}`;
    const onlyScore = typedText(typed, 'step') === 'score';
    const problems = onlyScore ? [] : problemsOf(template, answers, sent, outcome.band, partyIds);
    if (onlyScore || problems.length > 0) {
      const props = assessProps(on, template, typed, problems, outcome, supervisor);
      return page(await staffPage(visit, { section: 'cases', title, error: problems.length > 0, children: <AssessPage {...props} /> }), onlyScore ? 200 : 422);
    }
    if (outcome.flags.some(({ first }) => first) && sent.safeguarding === '') {
      const asked = 'safeguarding' in typed;
      const errors = asked ? [{ field: 'safeguarding', text: 'Say what you have done and who you have told' }] : [];
      return page(await staffPage(visit, { section: 'cases', title: 'Before anything else', error: asked, children: <SafeguardingFirst file={on.file} typed={typed} outcome={outcome} errors={errors} /> }), asked ? 422 : 200);
    }
    const samePerson = on.full !== undefined && on.full.partyId === sent.partyId;
    const result = await recordAssessment(visit.tx, {
      actor: visit.actor, file: on.file, template, answers, sent, people: on.people, panel: on.panel,
      before: samePerson && on.full !== undefined && on.earlier !== undefined ? { template: on.earlier, answers: on.full.answers.given, score: on.full.score } : undefined,
      holidays: (await localTime(visit.tx)).holidays, baseUrl: visit.house.settings.baseUrl, now: visit.now,
    });
    const notice = result.asked ? 'Saved. A supervisor has been asked about the lower band.' : `Saved. The case is now ${result.band} risk.`;
    return seeOther(wanted.item === undefined ? paths.case(on.file.id, 'risk') : paths.panelItem(wanted.item), { notice });
  },
});

async function assessmentProps({ tx, actor, now }: Shown, caseId: string, assessmentId: string) {
  const [file, assessment, panel] = await Promise.all([caseAtRisk(tx, actor, caseId), assessmentById(tx, actor, caseId, assessmentId), riskPanel(tx, actor, caseId)]);
  const template = await templateById(tx, actor, assessment.template_id);
  // Nobody answers their own wish.
  const mayDecide = may(actor, 'supervise') && assessment.assessed_by !== actor.accountId && assessment.approval === 'asked';
  return { file, assessment, template, panel, history: panel.history, now, mayDecide };
}

const one = route({
  method: 'GET', path: '/cases/:caseId/risk/:assessmentId', admits: 'read_cases', params: assessmentParams, audit: { event: 'risk.read' },
  handle: async (visit) => {
    const props = await assessmentProps(visit, visit.params.caseId, visit.params.assessmentId);
    visit.about({ kind: 'risk_assessment', id: props.assessment.id, caseId: props.file.id });
    return page(await staffPage(visit, { section: 'cases', title: `Risk, ${props.file.reference}`, children: <AssessmentPage {...props} errors={[]} typed={{}} /> }));
  },
});

const approval = route({
  method: 'POST', path: '/cases/:caseId/risk/:assessmentId/approval', admits: 'supervise', params: assessmentParams, body: approvalForm, audit: { event: 'risk.approval_answered' },
  handle: async (visit) => {
    const props = await assessmentProps(visit, visit.params.caseId, visit.params.assessmentId);
    const file: CaseAtRisk = props.file;
    visit.about({ kind: 'risk_assessment', id: props.assessment.id, caseId: file.id });
    if (props.assessment.approval !== 'asked') {
      throw new HubError('changed_meanwhile');
    }
    if (!props.mayDecide) {
      throw new HubError('not_permitted');
    }
    const { form: sent } = visit;
    if (!sent.ok) {
      return page(await staffPage(visit, { section: 'cases', title: `Risk, ${file.reference}`, error: true, children: <AssessmentPage {...props} errors={sent.errors} typed={sent.typed} /> }), 422);
    }
    await decideApproval(visit.tx, {
      actor: visit.actor, file, assessment: props.assessment, template: props.template, panel: props.panel, approved: sent.value.answer === 'approved', words: sent.value.words,
      holidays: (await localTime(visit.tx)).holidays, baseUrl: visit.house.settings.baseUrl, now: visit.now,
    });
    return seeOther(paths.riskAssessment(file.id, props.assessment.id), { notice: 'Your answer is saved, and the officer has been told.' });
  },
});

export const routes: readonly Route[] = [form, saved, one, approval, ...templateRoutes];
