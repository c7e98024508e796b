import { z } from 'zod';

import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { addWorkingDays, londonDate, momentWords } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { tellColleagues } from '../platform/outbox/index.ts';
import { localTime } from '../platform/partnership/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { AskPage } from './pages/ask-page.tsx';
import { EmergencyListPage, EmergencyPage } from './pages/emergency-pages.tsx';
import { emergencies, emergencyById, emergencyRules, emergencyTries, insertReview, openEmergency, reviewers, type Emergency, type Opened } from './queries.ts';
import { emergencyRuleOn, mayReview, readWanted } from './rules.ts';

/** More than anyone needs in an hour, and far too few to find a reference by trying. */
const mostTries = 10;

const askForm = z.object({
  record: z.string('Give the reference').trim().min(1, 'Give the reference, or the address of the page').max(300, 'Give the reference, or the address of the page'),
  danger: z.enum(['life', 'serious_harm'], 'Choose what the danger is'),
  what: z.string('Say what is happening').trim().min(10, 'Say what is happening, in a sentence or two').max(2000, 'Use 2,000 characters or fewer'),
  why_now: z.string('Say why it cannot wait').trim().min(10, 'Say why it cannot wait until the agency answers').max(2000, 'Use 2,000 characters or fewer'),
});
const reviewForm = z.object({
  justified: z.enum(['yes', 'no'], 'Choose whether it was justified').transform((answer) => answer === 'yes'),
  words: z.string('Say why').trim().min(1, 'Say why').max(2000, 'Use 2,000 characters or fewer'),
});
const params = z.object({ emergencyId: z.uuid() });

async function showAsk(visit: Framed<StaffActor>, errors: readonly FieldError[], typed: Typed): Promise<Reply> {
  const rule = emergencyRuleOn(await emergencyRules(visit.tx, visit.actor.partnershipId), londonDate(visit.now));
  return page(await staffPage(visit, { section: 'cases', title: 'Open a case in an emergency', error: errors.length > 0, children: <AskPage rule={rule} errors={errors} typed={typed} /> }), errors.length > 0 ? 422 : 200);
}

const asking = route({
  method: 'GET', path: '/emergency', admits: 'read_cases', query: z.object({ record: z.uuid().optional() }), audit: { none: 'an empty form' },
  handle: async (visit) => showAsk(visit, [], visit.query.record === undefined ? {} : { record: visit.query.record }),
});

/** The owner and those who review hear of it at once; the message names nobody. */
async function alert(visit: Framed<StaffActor>, id: string, found: Opened): Promise<void> {
  const accountIds = [...(await reviewers(visit.tx, visit.actor, found.agency_id)), ...(found.owner_id === null ? [] : [found.owner_id])];
  const body = `Somebody opened a case of your agency in an emergency. Who, and why, is here:\n\n${visit.house.settings.baseUrl}${paths.emergency(id)}`;
  tellColleagues(visit.tx, { partnershipId: visit.actor.partnershipId, accountIds, subject: 'A case was opened in an emergency in Safer Hub', body, now: visit.now });
}

const ask = route({
  method: 'POST', path: '/emergency', admits: 'read_cases', body: askForm, audit: { event: 'emergency.asked' },
  handle: async (visit) => {
    const { tx, actor, now, form } = visit;
    if (!form.ok) {
      return await showAsk(visit, form.errors, form.typed);
    }
    const [tries, rules, time] = await Promise.all([emergencyTries(tx), emergencyRules(tx, actor.partnershipId), localTime(tx)]);
    if (tries >= mostTries) {
      throw new HubError('too_many');
    }
    const { record, ...reason } = form.value;
    const id = uuidv7();
    const reviewBy = addWorkingDays(now, emergencyRuleOn(rules, londonDate(now)).review_days, { holidays: time.holidays });
    const found = await openEmergency(tx, id, { ...reason, record: readWanted(record), reviewBy });
    if (found === undefined) {
      return await showAsk(visit, [{ field: 'record', text: 'No case was opened. Check the reference, or ring the agency that holds the case. If someone is in danger now, call 999' }], form.typed);
    }
    if (!found.opened || found.ends_at === null) {
      return seeOther(paths.case(found.case_id), { notice: 'You may see this case anyway. Nobody was alerted.' });
    }
    visit.about({ kind: 'emergency', id, caseId: found.case_id, detail: { danger: reason.danger } });
    await alert(visit, id, found);
    return seeOther(paths.case(found.case_id), { notice: `The case is open to you until ${momentWords(found.ends_at, now)}. Its owner and their supervisors have been told.` });
  },
});

const list = route({
  method: 'GET', path: '/emergency/opened', admits: 'signed_in', audit: { event: 'emergency.listed' },
  handle: async (visit) => {
    const lines = await emergencies(visit.tx, visit.actor, null, 300);
    visit.about({ kind: 'account', id: visit.actor.accountId, detail: { rows: lines.length } });
    return page(await staffPage(visit, { section: may(visit.actor, 'audit') ? 'audit' : 'cases', title: 'Opened in an emergency', children: <EmergencyListPage lines={lines} asks={may(visit.actor, 'read_cases')} now={visit.now} /> }));
  },
});

async function showOne(visit: Framed<StaffActor>, one: Emergency, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const children = <EmergencyPage one={one} answers={mayReview(one, visit.actor)} now={visit.now} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: may(visit.actor, 'audit') ? 'audit' : 'cases', title: `Emergency access to ${one.reference}`, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const read = route({
  method: 'GET', path: '/emergency/:emergencyId', admits: 'signed_in', params, audit: { event: 'emergency.read' },
  handle: async (visit) => {
    const one = await emergencyById(visit.tx, visit.actor, visit.params.emergencyId);
    visit.about({ kind: 'emergency', id: one.id, caseId: one.case_id });
    return await showOne(visit, one);
  },
});

const review = route({
  method: 'POST', path: '/emergency/:emergencyId/review', admits: 'supervise', params, body: reviewForm, audit: { event: 'emergency.reviewed' },
  handle: async (visit) => {
    const one = await emergencyById(visit.tx, visit.actor, visit.params.emergencyId);
    visit.about({ kind: 'emergency', id: one.id, caseId: one.case_id });
    if (!mayReview(one, visit.actor)) {
      throw new HubError(one.justified === null ? 'not_permitted' : 'changed_meanwhile');
    }
    if (!visit.form.ok) {
      return await showOne(visit, one, visit.form.errors, visit.form.typed);
    }
    if (!(await insertReview(visit.tx, visit.actor, one, visit.form.value, visit.now))) {
      throw new HubError('changed_meanwhile');
    }
    const body = `What you opened in an emergency has been reviewed.\n\n${visit.house.settings.baseUrl}${paths.emergency(one.id)}`;
    tellColleagues(visit.tx, { partnershipId: visit.actor.partnershipId, accountIds: [one.account_id], subject: 'Your emergency access in Safer Hub has been reviewed', body, now: visit.now });
    return seeOther(paths.emergency(one.id), { notice: visit.form.value.justified ? 'Your review is saved.' : 'Your review is saved. The access has ended.' });
  },
});

export const routes: readonly Route[] = [asking, ask, list, read, review];
