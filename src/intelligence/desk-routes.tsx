import { staffPage } from '../frame/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, typedText, type FieldError, type Reply, type Route, type Typed, type Visit } from '../platform/http/index.ts';
import { makeReference, parseReference, uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { tell } from './desk.ts';
import { addLink, caseCalled, linksOf, partiesOf, placesCalled, type Link } from './link-queries.ts';
import { GradePage, LinkPage, ReviewPage, SanitisePage, SourcePage } from './pages/desk-forms.tsx';
import { ReportPage } from './pages/report-page.tsx';
import { approve, disseminationsOf, insertVersion, productsOf, receiptsOf, sendBack, versionsOf, type Version } from './product-queries.ts';
import { gradingsOf, keepGrading, keepingRules, keepReview, noteReview, reportById, trainedColleagues, weed, type FullReport } from './queries.ts';
import { convertOriginal, keepingDates, readOriginal, ruleFor, stillNamed, type IntelligenceGrade, type KeepingRule, type Priority } from './rules.ts';
import { decideForm, gradeForm, idParams, linkForm, reviewForm, versionForm, versionParams } from './schema.ts';
import { sourceOf } from './source-queries.ts';

type Desk = Pick<Visit<'read_cases', unknown, unknown, unknown>, 'tx' | 'actor' | 'now' | 'house' | 'about'> & Parameters<typeof staffPage>[0];

const section = 'intelligence' as const;

async function open(visit: Desk, id: string): Promise<FullReport> {
  const report = await reportById(visit.tx, visit.actor, id);
  visit.about({ kind: 'intelligence', id: report.id });
  return report;
}

export async function showReport(visit: Desk, id: string, errors: readonly FieldError[] = []): Promise<Reply> {
  const { tx, actor, now } = visit;
  const report = await open(visit, id);
  const [links, gradings, versions] = await Promise.all([linksOf(tx, actor, report), gradingsOf(tx, actor, id), versionsOf(tx, actor, id)]);
  const productIds = versions.flatMap(({ product_id }) => product_id ?? []);
  const [products, given] = await Promise.all([productsOf(tx, actor, productIds), disseminationsOf(tx, actor, productIds)]);
  const receipts = await receiptsOf(tx, actor, given.map((one) => one.id));
  const props = { report, links, gradings, versions, products, given, receipts, self: actor.accountId, now, today: londonDate(now), errors };
  return page(await staffPage(visit, { section, title: report.reference, error: errors.length > 0, children: <ReportPage {...props} /> }), errors.length > 0 ? 422 : 200);
}

const one = route({ method: 'GET', path: '/intelligence/:intelligenceId', admits: 'read_cases', params: idParams, audit: { event: 'intelligence.read' }, handle: async (visit) => await showReport(visit, visit.params.intelligenceId) });

const source = route({
  method: 'GET', path: '/intelligence/:intelligenceId/source', admits: 'read_cases', params: idParams, audit: { event: 'intelligence.source_read' },
  handle: async (visit) => {
    const report = await open(visit, visit.params.intelligenceId);
    const told = await sourceOf(visit.tx, visit.actor, report.id);
    return page(await staffPage(visit, { section, title: `Source of ${report.reference}`, children: <SourcePage report={report} source={told} now={visit.now} /> }));
  },
});

async function gradePage(visit: Desk, report: FullReport, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  return page(await staffPage(visit, { section, title: `Grade ${report.reference}`, error: errors.length > 0, children: <GradePage report={report} typed={typed} errors={errors} /> }), errors.length > 0 ? 422 : 200);
}

const grading = route({
  method: 'GET', path: '/intelligence/:intelligenceId/grade', admits: 'read_cases', params: idParams, audit: { event: 'intelligence.read' },
  handle: async (visit) => {
    const report = await open(visit, visit.params.intelligenceId);
    return await gradePage(visit, report, { source: report.source_grade ?? '', intelligence: report.intelligence_grade ?? '', handling: report.handling ?? '', conditions: report.conditions, priority: report.priority }, []);
  },
});

const wrongOriginal: FieldError = { field: 'original', text: 'Write it as a letter from A to E and two digits from 1 to 5, such as B24' };

async function rulesToday(visit: Desk): Promise<KeepingRule[]> {
  return await keepingRules(visit.tx, visit.actor, londonDate(visit.now));
}

/** Its dates by the rules of today; undefined where no rule fits. */
async function datesFor(visit: Desk, report: FullReport, of: { intelligence: IntelligenceGrade; priority: Priority }) {
  const rule = ruleFor(await rulesToday(visit), of);
  return rule && { rule, ...keepingDates(rule, londonDate(report.submitted_at), londonDate(visit.now)) };
}

const graded = route({
  method: 'POST', path: '/intelligence/:intelligenceId/grade', admits: 'read_cases', params: idParams, body: gradeForm, audit: { event: 'intelligence.graded' },
  handle: async (visit) => {
    const { form, tx, actor, now } = visit;
    const report = await open(visit, visit.params.intelligenceId);
    const original = readOriginal(typedText(form.typed, 'original'));
    const wrote = typedText(form.typed, 'original').trim() !== '';
    if (typedText(form.typed, 'convert') === 'yes') {
      const now5 = original === undefined ? undefined : convertOriginal(original);
      return await gradePage(visit, report, { ...form.typed, ...(now5 === undefined ? {} : { source: now5.source, intelligence: now5.intelligence, handling: now5.handling, conditions: now5.conditions }) }, original === undefined ? [wrongOriginal] : []);
    }
    const dates = form.ok ? await datesFor(visit, report, form.value) : undefined;
    const errors: FieldError[] = [...(form.ok ? [] : form.errors), ...(wrote && original === undefined ? [wrongOriginal] : [])];
    if (form.ok && dates === undefined) {
      errors.push({ field: 'intelligence', text: 'No rule says how long it may be kept. A coordinator adds one under Administration, Intelligence rules' });
    }
    if (!form.ok || dates === undefined || errors.length > 0) {
      return await gradePage(visit, report, form.typed, errors);
    }
    keepGrading(tx, actor, report, form.value, original ?? null, dates, now);
    return seeOther(paths.intelligenceReport(report.id), { notice: `Graded ${form.value.source} ${form.value.intelligence} ${form.value.handling}.${report.state === 'approved' ? ' What was approved before keeps its grading: write a version anew.' : ''}` });
  },
});

async function sanitisePage(visit: Desk, report: FullReport, links: readonly Link[], typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  return page(await staffPage(visit, { section, title: `Sanitised version of ${report.reference}`, error: errors.length > 0, children: <SanitisePage report={report} links={links} typed={typed} errors={errors} /> }), errors.length > 0 ? 422 : 200);
}

function gradedFirst(report: FullReport): void {
  if (report.state === 'submitted') {
    throw new HubError('changed_meanwhile', 'it is graded first');
  }
}

const sanitising = route({
  method: 'GET', path: '/intelligence/:intelligenceId/sanitise', admits: 'read_cases', params: idParams, audit: { event: 'intelligence.read' },
  handle: async (visit) => {
    const report = await open(visit, visit.params.intelligenceId);
    gradedFirst(report);
    const [links, versions] = await Promise.all([linksOf(visit.tx, visit.actor, report), versionsOf(visit.tx, visit.actor, report.id)]);
    const before = versions[0];
    return await sanitisePage(visit, report, links, before === undefined ? {} : { title: before.title, words: before.words, removed: before.removed }, []);
  },
});

const sanitised = route({
  method: 'POST', path: '/intelligence/:intelligenceId/sanitise', admits: 'read_cases', params: idParams, body: versionForm, audit: { event: 'intelligence.sanitised' },
  handle: async (visit) => {
    const { form, tx, actor, now } = visit;
    const report = await open(visit, visit.params.intelligenceId);
    gradedFirst(report);
    const [links, versions] = await Promise.all([linksOf(tx, actor, report), versionsOf(tx, actor, report.id)]);
    if (!form.ok) {
      return await sanitisePage(visit, report, links, form.typed, form.errors);
    }
    // People who are linked are what the source knows: their names may stay only where the writer meant it, so the second person looks; the title never carries one.
    const named = stillNamed(form.value.title, links.filter(({ kind }) => kind === 'person').map(({ words }) => words));
    if (named.length > 0 || versions.some(({ state }) => state === 'written')) {
      return await sanitisePage(visit, report, links, form.typed, named.length > 0 ? [{ field: 'title', text: `The title names ${named.join(', ')}. It stands in lists: leave names out` }] : [{ field: 'words', text: 'A version waits for approval already. It is decided first' }]);
    }
    const chosen = (kind: Link['kind']) => links.filter((link) => link.kind === kind && form.value.links.includes(link.id)).map(({ id }) => id);
    insertVersion(tx, actor, report.id, { id: uuidv7(), title: form.value.title, words: form.value.words, removed: form.value.removed, case_ids: chosen('case'), party_ids: chosen('person'), place_ids: chosen('place') }, now);
    tell(visit, await trainedColleagues(tx), 'A sanitised version waits for approval in Safer Hub', paths.intelligenceDesk('?show=written'));
    return seeOther(paths.intelligenceReport(report.id), { notice: 'It waits for somebody else to approve it.' });
  },
});

function toDecide(versions: readonly Version[], id: string, self: string): Version {
  const version = versions.find((one) => one.id === id);
  if (version === undefined || version.written_by === self) {
    throw new HubError('not_yours');
  }
  if (version.state !== 'written') {
    throw new HubError('changed_meanwhile');
  }
  return version;
}

const decided = route({
  method: 'POST', path: '/intelligence/:intelligenceId/versions/:versionId', admits: 'read_cases', params: versionParams, body: decideForm, audit: { event: 'intelligence.version_decided' },
  handle: async (visit) => {
    const { form, tx, actor, now } = visit;
    const report = await open(visit, visit.params.intelligenceId);
    const version = toDecide(await versionsOf(tx, actor, report.id), visit.params.versionId, actor.accountId);
    if (!form.ok) {
      return await showReport(visit, report.id, form.errors);
    }
    if (form.value.decision === 'send_back') {
      await sendBack(tx, actor, report.id, version.id, form.value.words, now);
    } else {
      await approve(tx, actor, report, version, { id: uuidv7(), reference: makeReference('S'), words: form.value.words }, now);
    }
    tell(visit, [version.written_by], form.value.decision === 'approve' ? 'Your sanitised version is approved in Safer Hub' : 'Your sanitised version came back in Safer Hub', paths.intelligenceReport(report.id));
    return seeOther(paths.intelligenceReport(report.id), { notice: form.value.decision === 'approve' ? 'Approved: it may be shared now.' : 'Sent back to the writer.' });
  },
});

async function reviewPage(visit: Desk, report: FullReport, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const dates = report.intelligence_grade === null ? undefined : await datesFor(visit, report, { intelligence: report.intelligence_grade, priority: report.priority });
  return page(await staffPage(visit, { section, title: `Review ${report.reference}`, error: errors.length > 0, children: <ReviewPage report={report} rule={dates?.rule} next={dates?.reviewOn} typed={typed} errors={errors} /> }), errors.length > 0 ? 422 : 200);
}

const reviewing = route({
  method: 'GET', path: '/intelligence/:intelligenceId/review', admits: 'read_cases', params: idParams, audit: { event: 'intelligence.read' },
  handle: async (visit) => {
    const report = await open(visit, visit.params.intelligenceId);
    gradedFirst(report);
    return await reviewPage(visit, report, {}, []);
  },
});

const reviewed = route({
  method: 'POST', path: '/intelligence/:intelligenceId/review', admits: 'read_cases', params: idParams, body: reviewForm, audit: { event: 'intelligence.reviewed' },
  handle: async (visit) => {
    const { form, tx, actor, now } = visit;
    const report = await open(visit, visit.params.intelligenceId);
    gradedFirst(report);
    const dates = report.intelligence_grade === null ? undefined : await datesFor(visit, report, { intelligence: report.intelligence_grade, priority: report.priority });
    const errors: readonly FieldError[] = form.ok ? (dates === undefined ? [{ field: 'decision', text: 'No rule says how long it may be kept. A coordinator adds one' }] : []) : form.errors;
    if (!form.ok || dates === undefined) {
      return await reviewPage(visit, report, form.typed, errors);
    }
    visit.about({ kind: 'intelligence', id: report.id, detail: { decision: form.value.decision } });
    if (form.value.decision === 'weed') {
      await weed(tx, report.id, form.value.reason, dates.rule.name);
      return seeOther(paths.intelligenceDesk('?show=gone'), { notice: `${report.reference} is weeded. Its tombstone says who and why.` });
    }
    // Kept past its weeding day, it gets one review more and not a new life.
    const next = londonDate(now).add({ months: dates.rule.review_months });
    await keepReview(tx, actor, report.id, { reviewOn: next, weedOn: next });
    noteReview(tx, actor, report, form.value.reason, now);
    return seeOther(paths.intelligenceReport(report.id), { notice: 'Kept. It comes back for review.' });
  },
});

async function linkPage(visit: Desk, report: FullReport, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const parties = await partiesOf(visit.tx, visit.actor, report.case_ids);
  return page(await staffPage(visit, { section, title: `Link ${report.reference}`, error: errors.length > 0, children: <LinkPage report={report} parties={parties} typed={typed} errors={errors} /> }), errors.length > 0 ? 422 : 200);
}

const linking = route({
  method: 'GET', path: '/intelligence/:intelligenceId/links', admits: 'read_cases', params: idParams, audit: { event: 'intelligence.read' },
  handle: async (visit) => await linkPage(visit, await open(visit, visit.params.intelligenceId), {}, []),
});

const linked = route({
  method: 'POST', path: '/intelligence/:intelligenceId/links', admits: 'read_cases', params: idParams, body: linkForm, audit: { event: 'intelligence.linked' },
  handle: async (visit) => {
    const { form, tx, actor } = visit;
    const report = await open(visit, visit.params.intelligenceId);
    if (!form.ok) {
      return await linkPage(visit, report, form.typed, form.errors);
    }
    const wanted = form.value;
    const [file, places, parties] = await Promise.all([
      wanted.case === '' ? undefined : caseCalled(tx, actor, parseReference(wanted.case) ?? wanted.case), wanted.place === '' ? [] : placesCalled(tx, actor, wanted.place), partiesOf(tx, actor, report.case_ids),
    ]);
    const party = parties.find(({ id }) => id === wanted.party);
    const errors: FieldError[] = [
      ...(wanted.case !== '' && file === undefined ? [{ field: 'case', text: 'You see no case of this reference' }] : []),
      ...(wanted.party !== '' && party === undefined ? [{ field: 'party', text: 'Choose someone of a linked case' }] : []),
      ...(wanted.place !== '' && places.length !== 1 ? [{ field: 'place', text: places.length === 0 ? 'The map has no place of this name' : 'The map has several places of this name. Write it as the map does' }] : []),
    ];
    if (errors.length > 0) {
      return await linkPage(visit, report, form.typed, errors);
    }
    addLink(tx, actor, report.id, { caseId: file?.id, partyId: party?.id, placeId: places[0]?.id });
    return seeOther(paths.intelligenceReport(report.id), { notice: 'Linked.' });
  },
});

export const deskRoutes: readonly Route[] = [one, source, grading, graded, sanitising, sanitised, decided, reviewing, reviewed, linking, linked];
