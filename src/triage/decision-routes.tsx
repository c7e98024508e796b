import type { ComponentChildren } from 'preact';
import { z } from 'zod';

import { caseToLink, colleagues, teamsOf } from '../cases/index.ts';
import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Sent, type Subject, type Typed } from '../platform/http/index.ts';
import { agencies, localTime } from '../platform/partnership/index.ts';
import { parseReference } from '../platform/references/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { accept, link, merge, prioritise, refer, takeNoFurtherAction } from './deciding.ts';
import { AcceptForm, LinkForm, MergeForm, NoFurtherActionForm, PriorityForm, ReferForm, type DecisionProps } from './pages/decision-forms.tsx';
import { decisionReasons, mergedInto, reportByReference, reportToDecide, type ReportToDecide } from './queries.ts';
import { matchesFor, queryOf } from './routes.tsx';
import { clockReason } from './rules.ts';
import { acceptForm, linkForm, mergeForm, noFurtherActionForm, priorityForm, referForm, reportParams, triageQuery, type TriageQuery } from './schema.ts';

type DecisionVisit = Framed<StaffActor> & { readonly params: { reportId: string }; readonly query: TriageQuery; about(subject: Subject): void };
type Form<V extends DecisionVisit> = (visit: V, props: DecisionProps) => Promise<ComponentChildren>;

/** The report, if it still waits: otherwise another officer was quicker. */
async function waiting(visit: DecisionVisit): Promise<ReportToDecide> {
  const report = await reportToDecide(visit.tx, visit.actor, visit.params.reportId);
  visit.about({ kind: 'report', id: report.id });
  if (report.state !== 'new') {
    throw new HubError('changed_meanwhile');
  }
  return report;
}

async function show<V extends DecisionVisit>(visit: V, report: ReportToDecide, form: Form<V>, title: string, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const merged = await mergedInto(visit.tx, visit.actor, report.id);
  const children = await form(visit, { report, query: queryOf(visit.query), errors, typed, merged: merged.length });
  return page(await staffPage(visit, { section: 'triage', title, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

/** Both halves of a decision: the page that asks, and what its answer does. */
function decision<Schema extends z.ZodType>(act: 'accept' | 'link' | 'merge' | 'refer' | 'no-further-action' | 'priority', title: string, schema: Schema, form: Form<DecisionVisit>, decide: (visit: DecisionVisit, report: ReportToDecide, value: z.output<Schema>) => Promise<Reply | readonly FieldError[]>): Route[] {
  const path = `/triage/:reportId/${act}`;
  const query = triageQuery.extend({ case: z.uuid().optional().catch(undefined) });
  return [
    route({
      method: 'GET', path, admits: 'triage', params: reportParams, query, audit: { event: 'report.read' },
      handle: async (visit) => show(visit, await waiting(visit), form, title),
    }),
    route({
      method: 'POST', path, admits: 'triage', params: reportParams, query, body: schema, audit: { event: `report.${act.replaceAll('-', '_')}` },
      handle: async (visit) => {
        const report = await waiting(visit);
        const sent: Sent<z.output<Schema>> = visit.form;
        if (!sent.ok) {
          return await show(visit, report, form, title, sent.errors, sent.typed);
        }
        const answer = await decide(visit, report, sent.value);
        return 'kind' in answer ? answer : await show(visit, report, form, title, answer, sent.typed);
      },
    }),
  ];
}

function backToList(visit: DecisionVisit, notice: string): Reply {
  return seeOther(paths.triage(queryOf(visit.query)), { notice });
}

const acceptForms = decision('accept', 'Accept as a new case', acceptForm,
  async ({ tx, actor }, props) => {
    const [people, teams] = await Promise.all([colleagues(tx, actor), teamsOf(tx, actor)]);
    return <AcceptForm {...props} colleagues={people} teams={teams} me={actor.accountId} />;
  },
  async (visit, report, value) => {
    const [people, teams] = await Promise.all([colleagues(visit.tx, visit.actor), teamsOf(visit.tx, visit.actor)]);
    if (!people.some(({ id }) => id === value.owner)) {
      return [{ field: 'owner', text: 'Choose someone of your agency who works on cases' }];
    }
    const opened = await accept(visit, [report], { ...value, team: teams.find(({ id }) => id === value.team)?.id, restricted: value.restricted === 'yes' });
    return seeOther(paths.case(opened.caseId), { notice: `Case ${opened.reference} is open. The person who reported has been told.` });
  });

const linkForms = decision('link', 'Link to a case', linkForm,
  async (visit, props) => <LinkForm {...props} matches={await matchesFor(visit.tx, props.report)} chosen={chosenCase(visit.query)} />,
  async (visit, report, value) => {
    const field = value.case === 'other' ? 'reference' : 'case';
    const found = await caseToLink(visit.tx, visit.actor, value.case === 'other' ? { reference: parseReference(value.reference) ?? '' } : { id: value.case });
    if (found === undefined) {
      return [{ field, text: 'No case that you can see has this reference' }];
    }
    if (found.state !== 'open') {
      return [{ field, text: `${found.reference} is closed. Reopen it first, or accept the report as a new case` }];
    }
    if (report.restricted && !found.restricted) {
      return [{ field, text: `This report is restricted and ${found.reference} is not, so more people would see it. Restrict the case first, or accept the report as a new case` }];
    }
    await link(visit, report, { caseId: found.id, ownerId: found.owner_id, words: value.words });
    return seeOther(paths.case(found.id), { notice: `${report.reference} is linked to ${found.reference}. The person who reported has been told.` });
  });

function chosenCase(query: TriageQuery & { case?: string | undefined }): string | undefined {
  return query.case;
}

const mergeForms = decision('merge', 'Merge into another report', mergeForm,
  async (visit, props) => <MergeForm {...props} matches={await matchesFor(visit.tx, props.report)} />,
  async (visit, report, value) => {
    const field = value.report === 'other' ? 'reference' : 'report';
    const found = await reportByReference(visit.tx, visit.actor, value.report === 'other' ? { reference: parseReference(value.reference) ?? '' } : { id: value.report });
    if (found === undefined || found.agency_id !== visit.actor.agencyId) {
      return [{ field, text: 'No report in your triage has this reference' }];
    }
    if (found.id === report.id) {
      return [{ field, text: 'This is the report itself. Give the reference of the other one' }];
    }
    if (found.state !== 'new') {
      return [{ field, text: found.case_id === null ? `${found.reference} has been decided on` : `${found.reference} is in a case. Link this report to that case instead` }];
    }
    if (report.restricted !== found.restricted) {
      return [{ field, text: 'One of the two is restricted, so they cannot be merged' }];
    }
    await merge(visit, report, found);
    return backToList(visit, `${report.reference} is merged into ${found.reference}. Both people have been told.`);
  });

const referForms = decision('refer', 'Refer to another agency', referForm,
  async (visit, props) => <ReferForm {...props} agencies={(await agencies(visit.tx)).filter(({ id }) => id !== visit.actor.agencyId)} />,
  async (visit, report, value) => {
    const agency = (await agencies(visit.tx)).find(({ id }) => id === value.agency && id !== visit.actor.agencyId);
    if (agency === undefined) {
      return [{ field: 'agency', text: 'Choose the agency that will have this report' }];
    }
    await refer(visit, report, agency, value.why);
    return backToList(visit, `${agency.name} has ${report.reference} now. The person who reported has been told.`);
  });

const noFurtherActionForms = decision('no-further-action', 'No further action', noFurtherActionForm,
  async (visit, props) => <NoFurtherActionForm {...props} reasons={await decisionReasons(visit.tx, visit.actor, 'no_further_action', londonDate(visit.now))} />,
  async (visit, report, value) => {
    const reason = (await decisionReasons(visit.tx, visit.actor, 'no_further_action', londonDate(visit.now))).find(({ id }) => id === value.reason);
    if (reason === undefined) {
      return [{ field: 'reason', text: 'Choose a reason' }];
    }
    await takeNoFurtherAction(visit, report, reason, value.words);
    return backToList(visit, `${report.reference} is closed, and the reason has been sent.`);
  });

const priorityForms = decision('priority', 'Change the clock', priorityForm,
  async (visit, props) => {
    const { report } = props;
    return <PriorityForm {...props} reason={clockReason({ priority: report.priority, hate: report.hate, priorityReason: report.priority_reason }, report.received_at, await localTime(visit.tx))} />;
  },
  async (visit, report, value) => {
    if (value.priority === report.priority) {
      return [{ field: 'priority', text: `It is ${report.priority} already` }];
    }
    await prioritise(visit, report, value.priority, value.reason);
    return seeOther(paths.triageReport(report.id) + queryOf(visit.query), { notice: 'The clock has been changed.' });
  });

export const decisionRoutes: readonly Route[] = [...acceptForms, ...linkForms, ...mergeForms, ...referForms, ...noFurtherActionForms, ...priorityForms];
