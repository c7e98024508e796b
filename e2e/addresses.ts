import { readFileSync } from 'node:fs';
import path from 'node:path';

import { openLink } from '../src/platform/outbox/link-seal.ts';
import type { PersonKey } from './browser.ts';
import type { Town } from './database.ts';
import type { RunningHub } from './hub.ts';

/** Who opens a page: someone signed in, or whoever has it without. */
export type Reader = PersonKey | 'nobody' | 'writer';

/** GET routes that answer with something other than a page. */
export const notPages: Readonly<Record<string, string>> = {
  '/brand.css': 'a sheet',
  '/report/map-picture': 'a picture',
  '/report/resume/:secret': 'goes on to the step where the writer stopped',
  '/evidence/:id/copy': 'a file',
  '/cases/:caseId/share/files/:evidenceId': 'a picture',
  '/evidence/:id/original': 'a file',
  '/r/:secret/files/:id': 'a file',
  '/sign-in/oidc': 'goes to the organisation’s own sign-in',
  '/sign-in/oidc/callback': 'comes back from there',
  '/audit/export': 'a file',
  '/triage/export': 'a file',
  '/cases/export': 'a file',
  '/sharing/ledger/export': 'a file',
  '/hotspots/export': 'a file',
  '/hotspots/tiles/:layer/:z/:x/:y': 'a vector tile',
  '/cases/:caseId/plan/brief': 'a PDF',
  '/people/ranked/:kind/export': 'a file',
  '/cases/:caseId/letters/:letterId': 'a PDF',
  '/cases/:caseId/bundles/:bundleId/file': 'a PDF',
  '/cases/:caseId/bundles/:bundleId/items/:itemId/picture': 'a picture',
  '/case-reviews/figures.csv': 'a file',
  '/intelligence/export': 'a file',
  '/panels/meetings/:meetingId/pulse': 'whether the screen has changed',
  '/panels/meetings/:meetingId/minutes.pdf': 'a PDF',
  '/intelligence/shared/:disseminationId/pdf': 'a PDF',
  '/records/requests/:requestId/pack': 'a PDF',
  '/records/requests/:requestId/everything': 'a ZIP',
  '/records/requests/:requestId/files/:fileId': 'a file',
  '/records/requests/:requestId/items/:itemId/picture': 'a picture',
  '/start': 'goes on to the first page of whoever signed in',
};

/** Pages that a journey of their own opens, because they come only after a form. */
export const openedOnTheWay: readonly string[] = ['/sign-in/second-factor', '/sign-in/set-up', '/invitation/:secret', '/report/sent'];

/** The case that tells a story in full, and everything in it. */
const story = "select c.id from hub.case_file c join hub.report r on r.case_id = c.id where r.title = 'Threats and doors kicked, The Stow flats'";
const storyReport = "select id from hub.report where title = 'Threats and doors kicked, The Stow flats'";
// One whose writer has not yet been heard on how it went: its page still asks.
const closedReport = "select r.id from hub.report r join hub.case_file c on c.id = r.case_id where c.state = 'closed' and not c.restricted and r.link_sealed is not null and not exists (select 1 from hub.confidence f where f.report_id = r.id) order by c.closed_at desc limit 1";

/** Addresses of every page, with records of the demonstration in the places of parameters. */
export class Addresses {
  readonly #town: Town;
  readonly #key: string;

  constructor(town: Town, { folder }: RunningHub) {
    this.#town = town;
    this.#key = readFileSync(path.join(folder, 'secret.key'), 'utf8').trim();
  }

  async linkSecret(report: string): Promise<string> {
    return openLink(await this.#town.value(`select link_sealed from hub.report where id = (${report})`), this.#key);
  }

  /** The private page of the story. */
  async storyLink(): Promise<string> {
    return `/r/${await this.linkSecret(storyReport)}`;
  }

  async storyCase(): Promise<string> {
    return `/cases/${await this.#town.value(story)}`;
  }

  async waitingReport(): Promise<string> {
    return await this.#town.value("select id from hub.report where title = 'Doors kicked and a threat on the landing'");
  }

  /** Fills the places of a route's path. Fails for a place that nobody taught it. */
  async of(route: string): Promise<string> {
    const parts = await Promise.all(route.split('/').map(async (part, place, all) => (part.startsWith(':') ? this.#record(part.slice(1), all.slice(0, place), all.slice(place + 1)) : part)));
    return parts.join('/') + (await this.#query(route));
  }

  async #query(route: string): Promise<string> {
    if (route === '/hotspots/open') return '?name=Bus%20station&lat=51.771&lon=0.0949';
    if (route === '/hotspots/map/here') return '?days=365&at=51.784,0.113';
    if (route === '/records/holds/new') return `?kind=case&subject=${await this.#town.value(story)}`;
    if (route === '/records/holds/of') return `?kind=case&subject=${await this.#town.value('select subject_id from hub.legal_hold limit 1')}`;
    if (route === '/lists/save') return '?address=%2Fcases';
    if (route === '/report/list') return '?in=The%20Stow';
    if (route === '/cases/:caseId/steps/new') return `?power=abc&party=${await this.#town.value(`select id from hub.party where case_id = (${story}) and name = 'Jaz'`)}`;
    if (route !== '/cases/:caseId/letters/new') return '';
    const [template, party] = await Promise.all([
      this.#town.value('select id from hub.letter_template order by id limit 1'),
      this.#town.value(`select id from hub.party where report_id = (${storyReport}) and role = 'complainant'`),
    ]);
    return `?template=${template}&party=${party}`;
  }

  async #record(name: string, before: readonly string[], after: readonly string[]): Promise<string> {
    const one = async (statement: string): Promise<string> => this.#town.value(statement);
    switch (name) {
      case 'secret':
        return await this.linkSecret(['reopen', 'confidence'].includes(after[0] ?? '') ? closedReport : storyReport);
      case 'caseId':
        return await one(after[0] === 'reopen' ? `select case_id from hub.report where id = (${closedReport})` : story);
      case 'partyId':
        return await one(`select id from hub.party where case_id = (${story}) and name = 'Jaz'`);
      case 'stepId':
        return await one(`select id from hub.power_step where case_id = (${story}) and state = 'taken' order by taken_at limit 1`);
      case 'powerId':
        return await one("select id from hub.power where code = 'cpn' and in_force_to is null limit 1");
      case 'readingId':
        return await one("select id from hub.unusual_reading order by state <> 'found', state = 'closed', day, id limit 1");
      case 'holdId':
        return await one('select id from hub.legal_hold where lifted_at is null limit 1');
      case 'askId':
        return await one('select id from hub.receiver_deletion order by answer is not null, id limit 1');
      case 'emergencyId':
        return await one('select e.id from hub.emergency_access e where not exists (select 1 from hub.emergency_review v where v.emergency_id = e.id) order by e.opened_at limit 1');
      case 'approvalId':
        return await one("select p.id from hub.approval p where not exists (select 1 from hub.approval_answer w where w.approval_id = p.id) order by p.asked_at limit 1");
      case 'personId':
        return after[0] === 'edit' || after[0] === 'undo' ? await one(after[0] === 'edit' ? heldByCouncil : "select left_id from hub.person_link where undone_at is null order by id limit 1") : await one(persistent);
      case 'kind':
        return before.includes('ranked') ? 'perpetrators' : 'alias';
      case 'what':
        return 'warning';
      case 'linkId':
        return await one('select id from hub.person_link where undone_at is null order by id limit 1');
      case 'left':
        return await one('select left_id from hub.match_pair where verdict is null order by probability desc, left_id limit 1');
      case 'right':
        return await one('select right_id from hub.match_pair where verdict is null order by probability desc, left_id limit 1');
      case 'fileId':
        return await one('select id from hub.person_file order by created_at desc limit 1');
      case 'assessmentId':
        return await one(`select id from hub.risk_assessment where case_id = (${story}) order by assessed_at desc limit 1`);
      case 'reportId':
        return before.includes('triage') ? await this.waitingReport() : await one(storyReport);
      case 'lineId':
        return await one(`select l.line_id from hub.promise_line l join hub.promise p on p.id = l.promise_id where l.report_id = (${storyReport}) and p.superseded_at is null and l.state <> 'kept' order by l.position limit 1`);
      case 'taskId':
        return await one("select t.id from hub.task t where t.title like 'Say whether police will speak%' limit 1");
      case 'disclosureId':
        if (after[0] === 'decide') return await one("select id from hub.disclosure where decision = 'asked' limit 1");
        if (after[0] === 'withdraw' || after[0] === 'correct') return await one(`select id from hub.disclosure where case_id = (${story}) and decision = 'given' and withdrawn_at is null order by id limit 1`);
        return await one("select d.id from hub.disclosure d join hub.task t on t.disclosure_id = d.id where t.title like 'Say whether police will speak%' limit 1");
      case 'panelId':
        return await one('select id from hub.panel order by created_at limit 1');
      case 'meetingId':
        // The screen is there while a meeting runs, so the coming one is begun first.
        if (after[0] === 'screen') await this.#town.rows("update hub.panel_meeting set state = 'running', started_at = now() where state = 'agreed'", []);
        return await one(`select id from hub.panel_meeting where state in (${after[0] === 'minutes' ? "'circulated'" : "'agreed', 'running'"}) order by starts_at limit 1`);
      case 'bundleId':
        return await one(`select id from hub.bundle where case_id = (${story}) limit 1`);
      case 'reviewId':
        return await one("select id from hub.asb_review where state = 'outcome' limit 1");
      case 'recommendationId':
        return await one('select id from hub.review_recommendation where answer is null limit 1');
      case 'itemId':
        if (before.includes('requests')) return await one(`select id from hub.subject_item where decision is null and request_id = (${subjectAccess}) order by at, id limit 1`);
        if (before.includes('review')) return await one("select id from hub.retention_item where state = 'waiting' order by due_on, id limit 1");
        if (before.includes('bundles')) return await one(`select i.id from hub.bundle_item i where i.case_id = (${story}) limit 1`);
        return await one("select i.id from hub.panel_item i join hub.panel_meeting m on m.id = i.meeting_id where m.state in ('agreed', 'running') and i.case_id is not null limit 1");
      case 'intelligenceId':
        return await one("select id from hub.intelligence_report where state = 'approved' order by submitted_at limit 1");
      case 'disseminationId':
        return await one('select id from hub.intelligence_dissemination order by decided_at limit 1');
      case 'noticeId':
        return await one("select id from hub.disclosure_notice where kind = 'corrected' order by at limit 1");
      case 'agreementId':
        return await one("select id from hub.agreement where code = 'SHP-04'");
      case 'requestId':
        if (before.includes('records')) return await one(after[0] === 'correct' ? "select id from hub.subject_request where kind = 'correction' and state = 'open' limit 1" : subjectAccess);
        return await one(requests[after[0] ?? ''] ?? requests['question'] ?? '');
      case 'transferId':
        return await one("select id from hub.case_transfer where state = 'offered' order by offered_at limit 1");
      case 'teamId':
        return await one("select id from hub.team where name = 'Community Safety Team'");
      case 'step':
        return 'danger';
      case 'id':
        return await one(administered[before.at(-1) ?? ''] ?? `select '${before.join('/')} is unknown' from hub.nothing`);
      default:
        throw new Error(`Nobody taught the journeys what stands for :${name}`);
    }
  }
}

/** Requests on which each act is possible. */
const requests: Readonly<Record<string, string>> = {
  '': "select id from hub.information_request where state = 'partly_answered' limit 1",
  question: "select id from hub.information_request where state = 'asked' and holder_id is null limit 1",
  clarify: "select id from hub.information_request where state = 'needs_clarification' limit 1",
  withdraw: "select id from hub.information_request where state = 'partly_answered' limit 1",
};
const subjectAccess = "select id from hub.subject_request where kind = 'access' and state = 'open' order by received_on, id limit 1";
/** Who is named by three agencies, in three spellings. */
const persistent = "select id from hub.party where name = 'Dale Renwick'";
const heldByCouncil = "select h.id from hub.held_person h join hub.agency g on g.id = h.agency_id and g.short_name = 'Council' order by h.id limit 1";

const administered: Readonly<Record<string, string>> = {
  people: "select id from hub.account where name = 'Tomas Reyes'",
  agencies: "select id from hub.agency where name = 'Harlow Council'",
  standards: 'select id from hub.contact_standard where in_force_to is null order by id limit 1',
  categories: "select id from hub.category where code not like 'domestic%' and in_force_to is null order by id limit 1",
  reasons: 'select id from hub.decision_reason where in_force_to is null order by id limit 1',
  templates: 'select id from hub.letter_template where in_force_to is null order by id limit 1',
  tasks: 'select id from hub.task_template where in_force_to is null order by id limit 1',
  'panel-kinds': 'select id from hub.panel_kind where in_force_to is null order by id limit 1',
  'panel-criteria': 'select id from hub.panel_criterion where in_force_to is null order by id limit 1',
  'panel-declarations': 'select id from hub.panel_declaration where in_force_to is null order by id limit 1',
  'unusual-reading': 'select id from hub.reading_rule where in_force_to is null order by id limit 1',
  exemptions: 'select id from hub.exemption where in_force_to is null order by id limit 1',
  retention: 'select id from hub.retention_rule where in_force_to is null order by id limit 1',
  'intelligence-rules': 'select id from hub.intelligence_rule where in_force_to is null order by id limit 1',
  ':what': 'select id from hub.person_warning where ended_at is null order by id limit 1',
  matching: 'select id from hub.matching_rule where in_force_to is null order by id limit 1',
  ranking: 'select id from hub.ranking_rule where in_force_to is null order by id limit 1',
  gateways: 'select id from hub.gateway where in_force_to is null order by id limit 1',
  powers: "select id from hub.power where code = 'cpn' and in_force_to is null limit 1",
  approvals: 'select id from hub.approval_rule where in_force_to is null order by id limit 1',
  emergencies: 'select id from hub.emergency_rule where in_force_to is null order by id limit 1',
  'recording-breaks': 'select id from hub.recording_break where in_force_to is null order by id limit 1',
  'case-reviews': 'select id from hub.review_rule where in_force_to is null order by id limit 1',
  'risk-templates': 'select id from hub.risk_template order by id limit 1',
};
