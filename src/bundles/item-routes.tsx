import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { file as sendFile, page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { shownOf } from './assemble.ts';
import { storeOf } from './jobs.ts';
import { ItemPage } from './pages/item-page.tsx';
import { bundleOf, caseOf, itemOf, saveItem } from './queries.ts';
import { occurs, readCovers } from './rules.ts';
import { itemForm, itemParams, pictureQuery } from './schema.ts';
import { drawPreview } from './thread.ts';

type ItemVisit = Framed<StaffActor> & { readonly params: { readonly caseId: string; readonly bundleId: string; readonly itemId: string } };

async function showItem(visit: ItemVisit, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const { tx, actor, now, params: { caseId, bundleId, itemId } } = visit;
  const [file, bundle, item] = await Promise.all([caseOf(tx, actor, caseId), bundleOf(tx, actor, caseId, bundleId), itemOf(tx, actor, bundleId, itemId)]);
  const children = <ItemPage file={file} bundle={bundle} item={item} shown={shownOf(item).as} now={now} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: 'cases', title: item.title, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

const show = route({
  method: 'GET', path: '/cases/:caseId/bundles/:bundleId/items/:itemId', admits: 'work_cases', params: itemParams, audit: { event: 'bundle.seen' },
  handle: async (visit) => {
    const { caseId, bundleId } = visit.params;
    visit.about({ kind: 'bundle', id: bundleId, caseId });
    return await showItem(visit);
  },
});

const save = route({
  method: 'POST', path: '/cases/:caseId/bundles/:bundleId/items/:itemId', admits: 'work_cases', params: itemParams, body: itemForm, audit: { event: 'bundle.changed' },
  handle: async (visit) => {
    const { tx, actor, params: { caseId, bundleId, itemId }, form } = visit;
    visit.about({ kind: 'bundle', id: bundleId, caseId });
    if (!form.ok) {
      return await showItem(visit, form.errors, form.typed);
    }
    const { strikes, strikes_reason: reason, ...wish } = form.value;
    const item = await itemOf(tx, actor, bundleId, itemId);
    const missing = strikes.find((passage) => !occurs(`${wish.title}\n${item.words}\n${wish.limits}`, passage));
    if (missing !== undefined) {
      return await showItem(visit, [{ field: 'strikes', text: `“${missing}” does not stand here. Copy the passage exactly` }], form.typed);
    }
    if ((await saveItem(tx, actor, itemId, { ...wish, strikes: strikes.map((passage) => ({ passage, reason })) })) === 0) {
      throw new HubError('not_yours', 'the bundle is no draft');
    }
    return seeOther(paths.bundleItem(caseId, bundleId, itemId), { notice: 'Saved. Look at the picture again to see what is covered.' });
  },
});

/** A page of the exhibit as it will be printed, under the grid that names its squares. */
const preview = route({
  method: 'GET', path: '/cases/:caseId/bundles/:bundleId/items/:itemId/picture', admits: 'work_cases', params: itemParams, query: pictureQuery, audit: { event: 'bundle.seen' },
  handle: async (visit) => {
    const { tx, actor, house, params: { caseId, bundleId, itemId }, query: { page: number } } = visit;
    visit.about({ kind: 'bundle', id: bundleId, caseId });
    const item = await itemOf(tx, actor, bundleId, itemId);
    const drawn = await drawPreview(storeOf(house), shownOf(item), number, readCovers(item.covers) ?? []);
    if (drawn === undefined) {
      throw new HubError('not_found', 'the exhibit has no such page');
    }
    return sendFile(drawn.bytes, 'image/jpeg', `page-${number}.jpg`, true);
  },
});

export const itemRoutes: readonly Route[] = [show, save, preview];
