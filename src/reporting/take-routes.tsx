import type { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

import { openLink } from '../engagement/index.ts';
import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { enterDraft, type StaffActor } from '../platform/access/index.ts';
import { agoWords, londonDate } from '../platform/calendar/index.ts';
import type { Transaction } from '../platform/database/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { cellsWithin, toGrid } from '../platform/geography/index.ts';
import { page, route, secretHash, seeOther, typedText, type FieldError, type Reply, type Typed } from '../platform/http/index.ts';
import { isUuid, makeSecret, uuidv7 } from '../platform/references/index.ts';
import { allAnswers, noAnswers, withStep, type DraftAnswers, type Spot } from './draft.ts';
import { keptFile, sizeWords } from './file-words.ts';
import { TakePage, TakenPage, type NearbyReport } from './pages/take.tsx';
import { discardEvidence, draftIdBehind, draftOf, evidenceOfDraft, findPlaces, insertDraft, insertEvidence, namedPartyOf, placeById, reportsNear, type PlaceRow } from './queries.ts';
import { referenceData } from './reference-data.ts';
import { drawReferences, writeReports } from './send.ts';
import { nextSteps } from './send-routes.tsx';
import { similarMetres, similarSince } from './similar.ts';
import { checkStep, fieldsOf, stepKeys } from './steps.ts';
import { reportOf } from './submission.ts';
import { mostFilesOfReport, refusals } from './wants-routes.tsx';

type TakeVisit = Framed<StaffActor> & { readonly tx: Transaction };

const stateWords: Readonly<Record<string, string>> = { new: 'waits for a decision', in_case: 'in a case', referred: 'passed on', no_further_action: 'not taken on', merged: 'joined to another', closed: 'closed' };

async function nearbyOf(visit: TakeVisit, place: PlaceRow | undefined): Promise<NearbyReport[] | undefined> {
  if (place === undefined) {
    return undefined;
  }
  const here = toGrid(place);
  const rows = await reportsNear(visit.tx, cellsWithin(place.lat, place.lon, similarMetres), similarSince(visit.now));
  return rows.map((row) => ({
    href: paths.triageReport(row.id), reference: row.reference, title: row.title,
    says: `${Math.round(Math.hypot(row.easting - here.easting, row.northing - here.northing) / 10) * 10} m away, ${agoWords(row.received_at, visit.now)}, ${stateWords[row.state] ?? row.state}`,
  }));
}

async function takePage(visit: TakeVisit, typed: Typed, errors: readonly FieldError[], secret: string, draftId: string | undefined): Promise<Reply> {
  const searched = typedText(typed, 'where').trim();
  const [{ categories }, found, files] = await Promise.all([
    referenceData(visit),
    searched === '' ? [] : findPlaces(visit.tx, visit.partnership.id, searched),
    draftId === undefined ? [] : evidenceOfDraft(visit.tx, draftId),
  ]);
  const chosen = found.find(({ id }) => id === typedText(typed, 'place')) ?? found[0];
  const html = await staffPage(visit, {
    section: 'triage', title: 'Take a report', error: errors.length > 0, back: { href: paths.triage() },
    children: (
      <TakePage typed={typed} errors={errors} secret={secret} categories={categories} found={found} nearby={await nearbyOf(visit, chosen)} files={files.map(keptFile)} most={sizeWords(visit.house.settings.uploadLimitBytes)} />
    ),
  });
  return page(html, errors.length > 0 ? 422 : 200);
}

async function takenPage(visit: TakeVisit, draftId: string): Promise<Reply> {
  const [draft, facts] = await Promise.all([draftOf(visit.tx, draftId), referenceData(visit)]);
  const sent = draft.answers.sent;
  if (sent === undefined) {
    return seeOther(paths.takeReport());
  }
  const link = new URL(paths.link(openLink(sent.linkSealed, visit.house.settings.secretKey)), visit.house.settings.baseUrl).href;
  const party = await visit.tx.maybe(namedPartyOf(visit.partnership.id, draft.submitted_report_id));
  return page(await staffPage(visit, {
    section: 'triage', title: `Report ${sent.reference}`,
    children: <TakenPage reference={sent.reference} link={link} sentTo={sent.sentTo} holder={sent.holder} steps={nextSteps(sent, facts, visit.now)} partyId={party?.id} />,
  }));
}

const show = route({
  method: 'GET', path: paths.takeReport(), admits: 'triage', audit: { event: 'report.taking' }, query: z.object({ sent: z.uuid().optional().catch(undefined) }),
  handle: async (visit) => {
    if (visit.query.sent !== undefined) {
      visit.about({ kind: 'report_draft', id: visit.query.sent });
      return await takenPage(visit, visit.query.sent);
    }
    return await takePage(visit, {}, [], makeSecret(), undefined);
  },
});

/** The form as a draft, so that it goes the same way as every other report. */
async function asDraft(visit: TakeVisit, typed: Typed, today: Temporal.PlainDate): Promise<{ answers: DraftAnswers; errors: FieldError[] }> {
  const { categories } = await referenceData(visit);
  let answers = noAnswers;
  const errors: FieldError[] = [];
  if (!['phone', 'desk'].includes(typedText(typed, 'channel'))) {
    errors.push({ field: 'channel', text: 'Say whether you speak on the phone or at a desk' });
  }
  for (const step of stepKeys) {
    const checked = checkStep(step, typed, today);
    errors.push(...(checked.ok ? [] : checked.errors));
    answers = withStep(answers, step, fieldsOf(step, typed));
  }
  const category = typedText(typed, 'category');
  if (category !== '' && category !== 'unsure' && !categories.some(({ id }) => id === category)) {
    errors.push({ field: 'category', text: 'Choose the one it is closest to, or “I am not sure”' });
  }
  const spot = await spotOf(visit, typed);
  if (spot === undefined && typedText(typed, 'place') !== '') {
    errors.push({ field: 'place', text: 'Choose the closest place, or “Somewhere else”' });
  }
  return { answers: spot === undefined ? answers : { ...answers, spot }, errors };
}

async function spotOf(visit: TakeVisit, typed: Typed): Promise<Spot | undefined> {
  const place = typedText(typed, 'place');
  if (place === 'else') {
    return { placeId: null, words: typedText(typed, 'else').trim(), point: null };
  }
  const row = isUuid(place) ? await placeById(visit.tx, visit.partnership.id, place) : undefined;
  return row && { placeId: row.id, words: row.name, point: { lat: row.lat, lon: row.lon } };
}

const secretForm = /^[\w-]{40,50}$/;

const take = route({
  method: 'POST', path: paths.takeReport(), admits: 'triage', audit: { none: 'report.taken is written before the actor becomes the writer of the report' }, takesFiles: true,
  handle: async (visit) => {
    const { typed } = visit.form;
    const { tx, partnership, actor, now } = visit;
    const given = typedText(typed, 'draft');
    const secret = secretForm.test(given) ? given : makeSecret();
    const today = londonDate(now);
    const known = await draftIdBehind(tx, secretHash(secret));
    const draftId = known ?? uuidv7();
    if (known === undefined) {
      insertDraft(tx, { partnershipId: partnership.id, id: draftId, secretHash: secretHash(secret), answers: noAnswers, takenBy: actor.accountId, now });
    }
    const before = await draftOf(tx, draftId, true);
    if (before.submitted_report_id !== null) {
      return seeOther(`${paths.takeReport()}?sent=${draftId}`);
    }
    const room = Math.max(0, mostFilesOfReport - before.files);
    for (const upload of visit.uploads.filter((one) => one.ok).slice(0, room)) {
      insertEvidence(tx, { partnershipId: partnership.id, draftId, from: 'staff', by: actor.accountId, now }, upload);
    }
    const refused = refusals(visit.uploads, room);
    const act = typedText(typed, 'do');
    if (act.startsWith('remove:') && isUuid(act.slice(7))) {
      const key = await discardEvidence(tx, draftId, act.slice(7));
      if (key !== undefined) {
        visit.afterCommit(() => void visit.house.files.remove(key).catch(() => undefined));
      }
    }
    if (act !== '') {
      return await takePage(visit, typed, refused, secret, draftId);
    }
    const { answers, errors } = await asDraft(visit, typed, today);
    const values = allAnswers(answers, today);
    if (errors.length > 0 || refused.length > 0 || values === undefined || answers.spot === undefined) {
      return await takePage(visit, typed, [...errors, ...refused], secret, draftId);
    }
    const facts = await referenceData(visit);
    const channel = typedText(typed, 'channel') === 'desk' ? 'desk' : 'phone';
    const report = reportOf({ values, spot: answers.spot, similar: undefined, now, channel, takenBy: actor, closesAt: partnership.settings.closesAt }, facts);
    if (report === undefined) {
      throw new HubError('busy', 'no agency of the partnership takes reports');
    }
    // A restricted report may go to a team that this officer is not in: it is sent, like every report, by its writer.
    visit.audit('report.taken', { kind: 'report_draft', id: draftId, detail: { channel } });
    await enterDraft(tx, secretHash(secret));
    const [draft, [reference = '']] = await Promise.all([draftOf(tx, draftId, true), drawReferences(tx, 1)]);
    for (const id of writeReports({ tx, partnership, secretKey: visit.house.settings.secretKey, now }, [{ draft, report, reference }])) {
      visit.audit('report.sent', { kind: 'report', id });
    }
    return seeOther(`${paths.takeReport()}?sent=${draftId}`, { notice: `Report ${reference} is sent.` });
  },
});

export const takeRoutes = [show, take];
