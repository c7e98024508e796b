import type { Temporal } from 'temporal-polyfill';

import { ApprovalNote, heldBack, standing, type Wanted } from '../approvals/index.ts';
import { staffPage } from '../frame/index.ts';
import { recordPdf } from '../letters/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { dateWords, londonDate, momentWords } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { file, page, route, seeOther, type FieldError, type Reply, type Route, type Typed, type Visit } from '../platform/http/index.ts';
import { makeReference, uuidv7 } from '../platform/references/index.ts';
import { paths } from '../paths.ts';
import { gatewaysNow } from '../sharing/index.ts';
import { tell } from './desk.ts';
import { showReport } from './desk-routes.tsx';
import { linksOf } from './link-queries.ts';
import { DisseminatePage, type ShareChoices } from './pages/desk-forms.tsx';
import { SharedIntelligencePage } from './pages/shared-page.tsx';
import { disseminationById, insertDissemination, productsOf, reportBehind, sign, versionsOf, withdrawDissemination, type Dissemination, type Product } from './product-queries.ts';
import { receiverChoices, receiversToTell } from './receiver-queries.ts';
import { onlyTrained, reportById, type FullReport } from './queries.ts';
import { acceptanceWords, gradeCode, handlingWords, intelligenceWords, markingWords, sourceWords } from './rules.ts';
import { acceptForm, idParams, readDissemination, sharedParams, withdrawForm } from './schema.ts';

interface Shown {
  readonly tx: Transaction;
  readonly actor: StaffActor;
  readonly now: Temporal.Instant;
}

type SharePage = Pick<Visit<'read_cases', unknown, unknown, unknown>, 'tx' | 'actor' | 'now' | 'house' | 'about' | 'audit'> & Parameters<typeof staffPage>[0];

async function choicesFor({ tx, actor, now }: Shown): Promise<ShareChoices> {
  const [to, gateways] = await Promise.all([receiverChoices(tx, actor), gatewaysNow(tx, actor, now)]);
  return { ...to, gateways };
}

/** The newest approved version as it may go out. */
async function approved(visit: Shown, report: FullReport): Promise<Product> {
  const versions = await versionsOf(visit.tx, visit.actor, report.id);
  const [product] = await productsOf(visit.tx, visit.actor, versions.flatMap(({ product_id }) => product_id ?? []));
  if (product === undefined || product.weeded_at !== null) {
    throw new HubError('changed_meanwhile', 'no version is approved');
  }
  return product;
}

/** What local rules may want approved before a version goes out. Whoever answers may not read intelligence, so nothing of it is in the question. */
function releaseWanted(product: Product): Wanted {
  return { actions: ['intelligence_release'], caseId: null, subjectId: product.id, band: null };
}

async function shareForm(visit: SharePage, report: FullReport, product: Product, typed: Typed, errors: readonly FieldError[]): Promise<Reply> {
  const [choices, stands] = await Promise.all([choicesFor(visit), standing(visit.tx, visit.actor, releaseWanted(product), visit.now)]);
  const filled = stands.kind === 'given' && errors.length === 0 ? stands.approval.typed : typed;
  const shown = { ...report, handling: product.handling };
  return page(await staffPage(visit, { section: 'intelligence', title: `Share ${product.reference}`, error: errors.length > 0, children: <DisseminatePage report={shown} title={product.title} conditions={product.conditions} choices={choices} approval={<ApprovalNote standing={stands} does="Sharing this intelligence" />} typed={filled} errors={errors} /> }), errors.length > 0 ? 422 : 200);
}

const sharing = route({
  method: 'GET', path: '/intelligence/:intelligenceId/disseminate', admits: 'read_cases', params: idParams, audit: { event: 'intelligence.read' },
  handle: async (visit) => {
    const report = await reportById(visit.tx, visit.actor, visit.params.intelligenceId);
    visit.about({ kind: 'intelligence', id: report.id });
    return await shareForm(visit, report, await approved(visit, report), { until: londonDate(visit.now).add({ days: 90 }).toString() }, []);
  },
});

const shared = route({
  method: 'POST', path: '/intelligence/:intelligenceId/disseminate', admits: 'read_cases', params: idParams, audit: { event: 'intelligence.disseminated' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    const report = await reportById(tx, actor, visit.params.intelligenceId);
    visit.about({ kind: 'intelligence', id: report.id });
    const product = await approved(visit, report);
    const choices = await choicesFor(visit);
    const read = readDissemination(visit.form.typed, { ...choices, handling: product.handling, now });
    if (!read.ok) {
      return await shareForm(visit, report, product, visit.form.typed, read.errors);
    }
    const held = await heldBack(tx, {
      actor, baseUrl: visit.house.settings.baseUrl, now, wanted: releaseWanted(product), title: `Share intelligence ${product.reference}`, why: `To ${choices.agencies.find(({ id }) => id === read.value.toAgency)?.name ?? 'another agency'}, until ${dateWords(read.value.validUntil)}. Read it under Intelligence, if you are trained to.`,
      goesOn: paths.intelligencePart(report.id, 'disseminate'), typed: visit.form.typed, fields: ['agency', 'person', 'purpose', 'need', 'gateway', 'conditions', 'until'],
    });
    if (held !== undefined) {
      return 'errors' in held ? await shareForm(visit, report, product, visit.form.typed, held.errors) : seeOther(paths.intelligenceReport(report.id), { notice: `A ${held.asked} has been asked. Nobody reads it until they agree.` });
    }
    const made = { id: uuidv7(), reference: makeReference('D'), product, form: read.value };
    insertDissemination(tx, actor, made, now);
    tell(visit, await receiversToTell(tx, actor, read.value.toAgency, read.value.toAccount), 'Intelligence has been shared with you in Safer Hub', paths.sharedIntelligence(made.id));
    return seeOther(paths.intelligenceReport(report.id), { notice: `Shared. ${made.reference}.` });
  },
});

async function received(visit: SharePage, id: string): Promise<{ given: Dissemination; product: Product | undefined }> {
  const given = await disseminationById(visit.tx, visit.actor, id);
  visit.about({ kind: 'intelligence_dissemination', id });
  const [product] = await productsOf(visit.tx, visit.actor, [given.product_id]);
  // Trained people of the giving agency read the words anyway; a receiver only after accepting, whatever else they hold.
  const withheld = given.handling === 'C' && !given.accepted && given.from_agency !== visit.actor.agencyId;
  return { given, product: withheld ? undefined : product };
}

async function showShared(visit: SharePage, id: string, errors: readonly FieldError[] = []): Promise<Reply> {
  const { tx, actor, now } = visit;
  const { given, product } = await received(visit, id);
  const links = product === undefined ? [] : await linksOf(tx, actor, product);
  if (product !== undefined && given.to_agency === actor.agencyId) {
    sign(tx, actor, { id: uuidv7(), disseminationId: id, kind: 'read', words: '' }, now);
    visit.audit('intelligence.shared_read', { kind: 'intelligence_dissemination', id });
  }
  return page(await staffPage(visit, { section: 'intelligence', title: given.reference, error: errors.length > 0, children: <SharedIntelligencePage given={given} product={product} links={links} errors={errors} now={now} /> }), errors.length > 0 ? 422 : 200);
}

const receivedPage = route({ method: 'GET', path: '/intelligence/shared/:disseminationId', admits: 'read_cases', params: sharedParams, audit: { event: 'intelligence.shared_opened' }, handle: async (visit) => await showShared(visit, visit.params.disseminationId) });

const accepted = route({
  method: 'POST', path: '/intelligence/shared/:disseminationId/accept', admits: 'read_cases', params: sharedParams, body: acceptForm, audit: { event: 'intelligence.conditions_accepted' },
  handle: async (visit) => {
    const { given } = await received(visit, visit.params.disseminationId);
    if (!visit.form.ok) {
      return await showShared(visit, given.id, visit.form.errors);
    }
    if (given.to_agency !== visit.actor.agencyId) {
      throw new HubError('not_yours');
    }
    if (!given.accepted) {
      sign(visit.tx, visit.actor, { id: uuidv7(), disseminationId: given.id, kind: 'accepted', words: acceptanceWords(given.conditions, given.purpose, given.valid_until) }, visit.now);
    }
    return seeOther(paths.sharedIntelligence(given.id));
  },
});

const withdrawn = route({
  method: 'POST', path: '/intelligence/shared/:disseminationId/withdraw', admits: 'read_cases', params: sharedParams, body: withdrawForm, audit: { event: 'intelligence.withdrawn' },
  handle: async (visit) => {
    const { tx, actor, now, form } = visit;
    await onlyTrained(tx);
    const given = await disseminationById(tx, actor, visit.params.disseminationId);
    visit.about({ kind: 'intelligence_dissemination', id: given.id });
    if (given.from_agency !== actor.agencyId) {
      throw new HubError('not_yours');
    }
    const home = await reportBehind(tx, actor, given.product_id);
    if (!form.ok) {
      return await showReport(visit, home, form.errors.map(({ text }) => ({ field: `reason-${given.id}`, text })));
    }
    const told = await receiversToTell(tx, actor, given.to_agency, given.to_account);
    await withdrawDissemination(tx, actor, given.id, form.value.reason, now);
    tell(visit, told, `${given.reference}, intelligence shared with you in Safer Hub, has been withdrawn. Delete any copies`, paths.intelligence());
    return seeOther(paths.intelligenceReport(home), { notice: `${given.reference} is withdrawn. They no longer see it.` });
  },
});

const pdf = route({
  method: 'GET', path: '/intelligence/shared/:disseminationId/pdf', admits: 'read_cases', params: sharedParams, audit: { event: 'intelligence.shared_printed' },
  handle: async (visit) => {
    const { given, product } = await received(visit, visit.params.disseminationId);
    if (product === undefined) {
      throw new HubError('not_yours');
    }
    const { actor, now } = visit;
    sign(visit.tx, actor, { id: uuidv7(), disseminationId: given.id, kind: 'read', words: 'PDF' }, now);
    const body = await recordPdf({
      marking: markingWords[product.marking], title: product.title, reference: given.reference, from: product.agency, madeAt: new Date(now.epochMilliseconds),
      sections: [
        { heading: 'What it says', words: product.words },
        { heading: 'Grading', words: `${gradeCode(product)}\nSource: ${sourceWords[product.source_grade]}. Intelligence: ${intelligenceWords[product.intelligence_grade]}. Handling: ${handlingWords[product.handling]}.` },
        ...(given.conditions === '' ? [] : [{ heading: 'Conditions', words: given.conditions }]),
        { heading: 'For', words: `${given.purpose}\nUnder ${given.gateway}. Until ${dateWords(given.valid_until)}.` },
        { heading: 'This copy', words: `Made for ${actor.name}, ${momentWords(now)}. Do not pass it on.` },
      ],
    });
    return file(body, 'application/pdf', `${markingWords[product.marking]}-${given.reference}.pdf`);
  },
});

export const shareRoutes: readonly Route[] = [sharing, shared, receivedPage, accepted, withdrawn, pdf];
