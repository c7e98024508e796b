import { chronicle } from '../chronology/index.ts';
import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { file as sendFile, page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { assemble } from './assemble.ts';
import { itemRoutes } from './item-routes.tsx';
import { BundlePage } from './pages/bundle-page.tsx';
import { BundlesPage } from './pages/bundles-page.tsx';
import { addItems, askForFile, bundleFile, bundleOf, bundlesOf, caseOf, choose, custodyOf, itemsOf, newSources, saveWhole, startAgain, startBundle } from './queries.ts';
import { isExhibit, problemsOf } from './rules.ts';
import { bundleParams, caseParams, chosenForm, startForm, wholeForm } from './schema.ts';

type CaseVisit = Framed<StaffActor> & { readonly params: { readonly caseId: string } };
type BundleVisit = CaseVisit & { readonly params: { readonly caseId: string; readonly bundleId: string } };

async function listPage(visit: CaseVisit, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const { tx, actor, params: { caseId }, now } = visit;
  const [file, bundles] = await Promise.all([caseOf(tx, actor, caseId), bundlesOf(tx, actor, caseId)]);
  const children = <BundlesPage file={file} bundles={bundles} now={now} errors={errors} typed={typed} />;
  return page(await staffPage(visit, { section: 'cases', title: `Evidence bundles of ${file.reference}`, error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

export async function showBundle(visit: BundleVisit, errors: readonly FieldError[] = [], typed: Typed = {}, problems: readonly string[] = []): Promise<Reply> {
  const { tx, actor, params: { caseId, bundleId }, now } = visit;
  const [file, bundle, items, fresh] = await Promise.all([caseOf(tx, actor, caseId), bundleOf(tx, actor, caseId, bundleId), itemsOf(tx, actor, bundleId), newSources(tx, actor, caseId, bundleId)]);
  const wrong = errors.length > 0 || problems.length > 0;
  const children = <BundlePage file={file} bundle={bundle} items={items} fresh={fresh.length} now={now} errors={errors} typed={typed} problems={problems} />;
  return page(await staffPage(visit, { section: 'cases', title: bundle.title, error: wrong, children }), wrong ? 422 : 200);
}

const list = route({
  method: 'GET', path: '/cases/:caseId/bundles', admits: 'work_cases', params: caseParams, audit: { event: 'bundle.listed' },
  handle: async (visit) => {
    visit.about({ kind: 'case', id: visit.params.caseId, caseId: visit.params.caseId });
    return await listPage(visit);
  },
});

const start = route({
  method: 'POST', path: '/cases/:caseId/bundles', admits: 'work_cases', params: caseParams, body: startForm, audit: { event: 'bundle.begun' },
  handle: async (visit) => {
    const { tx, actor, now, params: { caseId }, form } = visit;
    visit.about({ kind: 'case', id: caseId, caseId });
    if (!form.ok) {
      return await listPage(visit, form.errors, form.typed);
    }
    await caseOf(tx, actor, caseId);
    const id = uuidv7();
    startBundle(tx, actor, { id, caseId, ...form.value, now });
    await addItems(tx, actor, caseId, id, await newSources(tx, actor, caseId, id), 0, null);
    return seeOther(paths.bundle(caseId, id));
  },
});

const show = route({
  method: 'GET', path: '/cases/:caseId/bundles/:bundleId', admits: 'work_cases', params: bundleParams, audit: { event: 'bundle.seen' },
  handle: async (visit) => {
    const { caseId, bundleId } = visit.params;
    visit.about({ kind: 'bundle', id: bundleId, caseId });
    return await showBundle(visit);
  },
});

const save = route({
  method: 'POST', path: '/cases/:caseId/bundles/:bundleId', admits: 'work_cases', params: bundleParams, body: wholeForm, audit: { event: 'bundle.changed' },
  handle: async (visit) => {
    const { tx, actor, params: { caseId, bundleId }, form } = visit;
    visit.about({ kind: 'bundle', id: bundleId, caseId });
    if (!form.ok) {
      return await showBundle(visit, form.errors, form.typed);
    }
    const { title, court, statement, black_out: blackOut, black_out_reason: blackOutReason } = form.value;
    await onlyDraft(await saveWhole(tx, actor, bundleId, { title, court, statement, blackOut, blackOutReason }));
    return seeOther(paths.bundle(caseId, bundleId), { notice: 'Saved.' });
  },
});

async function onlyDraft(changed: number): Promise<void> {
  if (changed === 0) {
    throw new HubError('not_yours', 'the bundle is no draft of this case');
  }
}

const chosen = route({
  method: 'POST', path: '/cases/:caseId/bundles/:bundleId/chosen', admits: 'work_cases', params: bundleParams, body: chosenForm, audit: { event: 'bundle.changed' },
  handle: async (visit) => {
    const { tx, actor, params: { caseId, bundleId }, form } = visit;
    visit.about({ kind: 'bundle', id: bundleId, caseId });
    if (!form.ok) {
      return await showBundle(visit, form.errors, form.typed);
    }
    await onlyDraft(await choose(tx, actor, bundleId, form.value.included));
    return seeOther(`${paths.bundle(caseId, bundleId)}#contents`, { notice: 'Saved what goes in.' });
  },
});

const refresh = route({
  method: 'POST', path: '/cases/:caseId/bundles/:bundleId/new-things', admits: 'work_cases', params: bundleParams, audit: { event: 'bundle.changed' },
  handle: async (visit) => {
    const { tx, actor, params: { caseId, bundleId } } = visit;
    visit.about({ kind: 'bundle', id: bundleId, caseId });
    const [bundle, items, fresh] = await Promise.all([bundleOf(tx, actor, caseId, bundleId), itemsOf(tx, actor, bundleId), newSources(tx, actor, caseId, bundleId)]);
    if (bundle.state !== 'draft' && bundle.state !== 'failed') {
      throw new HubError('not_yours', 'a bundle that was asked for does not change');
    }
    await addItems(tx, actor, caseId, bundleId, fresh, items.at(-1)?.position ?? 0, null);
    return seeOther(`${paths.bundle(caseId, bundleId)}#contents`, { notice: `${fresh.length} added.` });
  },
});

const make = route({
  method: 'POST', path: '/cases/:caseId/bundles/:bundleId/make', admits: 'work_cases', params: bundleParams, audit: { event: 'bundle.asked_for' },
  handle: async (visit) => {
    const { tx, actor, now, partnership, params: { caseId, bundleId } } = visit;
    visit.about({ kind: 'bundle', id: bundleId, caseId });
    const [file, bundle, items] = await Promise.all([caseOf(tx, actor, caseId), bundleOf(tx, actor, caseId, bundleId), itemsOf(tx, actor, bundleId)]);
    const problems = problemsOf({ blackOut: bundle.black_out, blackOutReason: bundle.black_out_reason }, items);
    if (problems.length > 0) {
      return await showBundle(visit, [], {}, problems);
    }
    const exhibits = items.filter(({ kind, included }) => included && isExhibit(kind));
    const custody = await custodyOf(tx, actor, caseId, exhibits.map(({ source_id: source }) => source));
    const content = assemble({ partnership: partnership.name, file, bundle, items, custody, officer: actor.name, now });
    if (await askForFile(tx, actor, bundleId, content, now)) {
      chronicle(tx, { partnershipId: actor.partnershipId, caseId, at: now, kind: 'file', words: `Evidence bundle asked for: ${bundle.title}`, byAccount: actor.accountId, byAgency: actor.agencyId });
    }
    return seeOther(paths.bundle(caseId, bundleId));
  },
});

const again = route({
  method: 'POST', path: '/cases/:caseId/bundles/:bundleId/again', admits: 'work_cases', params: bundleParams, audit: { event: 'bundle.begun' },
  handle: async (visit) => {
    const { tx, actor, now, params: { caseId, bundleId } } = visit;
    visit.about({ kind: 'bundle', id: bundleId, caseId });
    await bundleOf(tx, actor, caseId, bundleId);
    const id = uuidv7();
    startAgain(tx, actor, bundleId, { id, now });
    await addItems(tx, actor, caseId, id, await newSources(tx, actor, caseId, id), 0, bundleId);
    return seeOther(paths.bundle(caseId, id), { notice: 'A new version. The earlier one stays as it was.' });
  },
});

const download = route({
  method: 'GET', path: '/cases/:caseId/bundles/:bundleId/file', admits: 'work_cases', params: bundleParams, audit: { event: 'bundle.taken' },
  handle: async (visit) => {
    const { caseId, bundleId } = visit.params;
    visit.about({ kind: 'bundle', id: bundleId, caseId });
    const { sealed_key: key, name } = await bundleFile(visit.tx, visit.actor, caseId, bundleId);
    return sendFile(await visit.house.files.get(key), 'application/pdf', name);
  },
});

export const routes: readonly Route[] = [list, start, show, save, chosen, refresh, make, again, download, ...itemRoutes];
