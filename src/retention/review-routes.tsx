import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import { may, type StaffActor } from '../platform/access/index.ts';
import { londonDate, readDay } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { parseReference, uuidv7 } from '../platform/references/index.ts';
import { DeletedPage } from './pages/deleted-page.tsx';
import { calledItem, ReviewListPage, ReviewPage } from './pages/review-pages.tsx';
import { deleteReviewed, giveReview, keepLonger, namedReviewer, nameReviewer, possibleReviewers, reviewItem, reviewItems, tombstones, wouldDelete, type ItemRow } from './queries.ts';
import { keepProblem } from './rules.ts';
import { deletedQuery, handForm, itemParams, reviewForm, reviewQuery } from './schema.ts';

const mostShown = 300;

const list = route({
  method: 'GET', path: '/records/review', admits: 'keep_records', query: reviewQuery, audit: { event: 'retention.listed' },
  handle: async (visit) => {
    const { tx, actor, now, query: { show } } = visit;
    const supervises = may(actor, 'supervise');
    const [items, reviewers, named] = await Promise.all([reviewItems(tx, actor, show, mostShown), supervises ? possibleReviewers(tx, actor) : [], supervises ? namedReviewer(tx, actor) : undefined]);
    visit.about({ kind: 'account', id: actor.accountId, detail: { rows: items.length } });
    return page(await staffPage(visit, { section: 'records', title: 'Records to review', children: <ReviewListPage actor={actor} items={items} show={show} reviewers={reviewers} named={named} mayName={supervises} now={now} /> }));
  },
});

/** Whose review it may be: the trail is an auditor's, everything else a supervisor's or coordinator's of the agency that holds it. */
function mayReview(item: ItemRow, actor: StaffActor): boolean {
  return item.state === 'waiting' && (item.kind === 'audit_entry' ? may(actor, 'audit') : may(actor, 'supervise') && item.agency_id === actor.agencyId);
}

async function showItem(visit: Framed<StaffActor>, item: ItemRow, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const { tx, actor, now } = visit;
  const reviews = mayReview(item, actor);
  const [goes, reviewers] = await Promise.all([reviews ? wouldDelete(tx, item.id) : [], reviews && item.kind !== 'audit_entry' ? possibleReviewers(tx, actor) : []]);
  const decides = reviews && item.reviewer_id === actor.accountId;
  const children = <ReviewPage item={item} goes={goes} reviewers={reviewers} decides={decides} mayTake={reviews && !decides} today={londonDate(now)} now={now} accountId={actor.accountId} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: 'records', title: item.state === 'deleted' ? 'Deleted record' : calledItem(item), error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const read = route({
  method: 'GET', path: '/records/review/:itemId', admits: 'keep_records', params: itemParams, audit: { event: 'retention.read' },
  handle: async (visit) => {
    const item = await reviewItem(visit.tx, visit.actor, visit.params.itemId);
    visit.about({ kind: 'retention', id: item.id, detail: { kind: item.kind } });
    return await showItem(visit, item);
  },
});

const hand = route({
  method: 'POST', path: '/records/review/:itemId/hand', admits: 'keep_records', params: itemParams, body: handForm, audit: { event: 'retention.handed' },
  handle: async (visit) => {
    const { tx, actor, form } = visit;
    const item = await reviewItem(tx, actor, visit.params.itemId);
    visit.about({ kind: 'retention', id: item.id });
    if (!mayReview(item, actor)) {
      throw new HubError(item.state === 'waiting' ? 'not_permitted' : 'changed_meanwhile');
    }
    const reviewers = item.kind === 'audit_entry' ? [{ id: actor.accountId }] : await possibleReviewers(tx, actor);
    if (!form.ok || !reviewers.some(({ id }) => id === form.value.account)) {
      return await showItem(visit, item, [{ field: 'account', text: 'Choose a person of your agency' }], form.typed);
    }
    if (!(await giveReview(tx, actor, item.id, form.value.account))) {
      throw new HubError('changed_meanwhile');
    }
    return seeOther(paths.retentionItem(item.id), { notice: form.value.account === actor.accountId ? 'The review is yours.' : 'The review was handed on.' });
  },
});

type Decision = { readonly decision: 'keep' | 'delete'; readonly until: string; readonly reason: string };

async function remove(visit: Framed<StaffActor> & { audit: (event: string, subject: { kind: string; id: string; detail: Record<string, string | number> }) => void }, item: ItemRow, reason: string): Promise<Reply> {
  const id = uuidv7();
  const done = await deleteReviewed(visit.tx, item.id, id, reason);
  if (done.outcome !== 'deleted') {
    throw new HubError(done.outcome === 'held' ? 'on_hold' : done.outcome === 'changed' ? 'changed_meanwhile' : 'not_yours');
  }
  if (done.cut_seq !== null) {
    // The link that the chain goes on from stands in the chain itself: verification asks for it.
    visit.audit('audit.cut', { kind: 'tombstone', id, detail: { seq: Number(done.cut_seq), chain: done.content_sha256 } });
  }
  visit.audit('retention.deleted', { kind: 'tombstone', id, detail: { kind: item.kind, rows: done.rows_deleted, files: done.files, sha256: done.content_sha256 } });
  return seeOther(paths.deletedRecords(), { notice: `Deleted: ${done.rows_deleted.toLocaleString('en-GB')} rows. Files leave the store within minutes.` });
}

const decide = route({
  method: 'POST', path: '/records/review/:itemId', admits: 'keep_records', params: itemParams, body: reviewForm, audit: { event: 'retention.decided' },
  handle: async (visit) => {
    const { tx, actor, form, now } = visit;
    const item = await reviewItem(tx, actor, visit.params.itemId);
    visit.about({ kind: 'retention', id: item.id, detail: form.ok ? { decision: form.value.decision, kind: item.kind } : {} });
    if (!mayReview(item, actor) || item.reviewer_id !== actor.accountId) {
      throw new HubError(item.state === 'waiting' ? 'not_permitted' : 'changed_meanwhile');
    }
    if (!form.ok) {
      return await showItem(visit, item, form.errors, form.typed);
    }
    const wish: Decision = form.value;
    if (wish.decision === 'delete') {
      return await remove(visit, item, wish.reason);
    }
    const until = readDay(wish.until);
    const problem = keepProblem(until, londonDate(now));
    if (until === undefined || problem !== undefined) {
      return await showItem(visit, item, [{ field: 'until', text: problem ?? '' }], form.typed);
    }
    if (!(await keepLonger(tx, actor, item.id, until, wish.reason, now))) {
      throw new HubError('changed_meanwhile');
    }
    return seeOther(paths.retention(), { notice: 'Kept. It is looked at again on that day.' });
  },
});

const reviewer = route({
  method: 'POST', path: '/records/reviewer', admits: 'supervise', body: handForm, audit: { event: 'retention.reviewer_named' },
  handle: async (visit) => {
    const { tx, actor, form, now } = visit;
    visit.about({ kind: 'agency', id: actor.agencyId });
    const reviewers = await possibleReviewers(tx, actor);
    if (!form.ok || !reviewers.some(({ id }) => id === form.value.account)) {
      return seeOther(paths.retention(), { notice: 'Nothing was changed: choose a supervisor or coordinator of your agency.' });
    }
    nameReviewer(tx, actor, form.value.account, now);
    return seeOther(paths.retention(), { notice: 'What falls due from tonight on goes to them.' });
  },
});

const deleted = route({
  method: 'GET', path: '/records/deleted', admits: 'keep_records', query: deletedQuery, audit: { event: 'retention.deleted_listed' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    const asked = visit.query.reference === undefined || visit.query.reference === '' ? undefined : (parseReference(visit.query.reference) ?? visit.query.reference.toUpperCase());
    const lines = await tombstones(tx, actor, asked, mostShown);
    visit.about({ kind: 'account', id: actor.accountId, detail: { rows: lines.length } });
    return page(await staffPage(visit, { section: 'records', title: 'Deleted records', children: <DeletedPage actor={actor} lines={lines} reference={asked} now={now} /> }));
  },
});

export const reviewRoutes: readonly Route[] = [list, read, hand, decide, reviewer, deleted];
