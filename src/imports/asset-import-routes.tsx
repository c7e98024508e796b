import { z } from 'zod';

import { staffPage, type Framed } from '../frame/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { readWhole } from '../platform/files/index.ts';
import { page, route, typedText, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { openAssetFile } from './asset-file.ts';
import { assetFields, assetKinds, missingAssetWords, type AssetColumns } from './asset-rows.ts';
import { assetColumnsFor, importAssets } from './assets.ts';
import { AssetImportPage } from './pages/asset-import-page.tsx';
import type { PartnerFile, PartnerOutcome } from './partner.ts';
import { runsOf } from './run-list.ts';

interface Shown {
  readonly header?: readonly string[];
  readonly columns?: AssetColumns;
  readonly outcome?: PartnerOutcome;
  readonly typed?: Typed;
  readonly errors?: readonly FieldError[];
}

async function show(visit: Framed<StaffActor>, { header, columns, outcome, typed = {}, errors = [] }: Shown = {}): Promise<Reply> {
  const runs = await runsOf(visit.tx, visit.actor, 'assets');
  const children = <AssetImportPage header={header} columns={columns} outcome={outcome} typed={typed} errors={errors} runs={runs} now={visit.now} />;
  return page(await staffPage(visit, { section: 'hotspots', title: 'Underpasses, cameras and lights from a file', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

function chosenColumns(typed: Typed): AssetColumns | undefined {
  const chosen = assetFields.flatMap(({ name }) => {
    const text = typedText(typed, `column-${name}`);
    return /^\d{1,3}$/.test(text) ? [[name, Number(text)] as const] : [];
  });
  return typedText(typed, 'chosen') === 'yes' ? Object.fromEntries(chosen) : undefined;
}

const form = route({
  method: 'GET', path: '/hotspots/assets/import', admits: 'work_cases', audit: { none: 'things that stand in public' },
  handle: async (visit) => await show(visit),
});

const sent = route({
  method: 'POST', path: '/hotspots/assets/import', admits: 'work_cases', takesFiles: true, body: z.record(z.string(), z.unknown()), audit: { event: 'import.asset_file' },
  handle: async (visit) => {
    const { tx, actor, now, uploads: [upload] } = visit;
    const { typed } = visit.form;
    visit.about({ kind: 'agency', id: actor.agencyId });
    const opened: PartnerFile | { problem: string } = upload === undefined ? { problem: 'Choose a file' } : upload.ok ? openAssetFile(upload.name, await readWhole(visit.house.files, upload.sealedKey)) : { problem: upload.sentence };
    const source = typedText(typed, 'source').trim().slice(0, 120);
    if ('problem' in opened) {
      return await show(visit, { typed, errors: [...(source === '' ? [{ field: 'source', text: 'Say whose list it is, such as Harlow Council, lighting' }] : []), { field: 'file', text: opened.problem }] });
    }
    const columns = chosenColumns(typed) ?? (await assetColumnsFor(tx, actor.partnershipId, actor.agencyId, opened));
    const missing = missingAssetWords(columns);
    if (missing !== undefined || source === '') {
      const errors = [...(missing === undefined ? [] : [{ field: 'column-lat', text: `${missing}, then choose the file once more` }]), ...(source === '' ? [{ field: 'source', text: 'Say whose list it is, then choose the file once more' }] : [])];
      return await show(visit, { header: opened.header, columns, typed, errors });
    }
    const outcome = await importAssets(tx, { partnershipId: actor.partnershipId, agencyId: actor.agencyId, accountId: actor.accountId, file: opened, columns, allAre: assetKinds.find((kind) => kind === typedText(typed, 'all')), source, now });
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { read: outcome.read, kept: outcome.kept, bad: outcome.bad.length } });
    return await show(visit, { outcome, typed: { source } });
  },
});

export const assetImportRoutes: readonly Route[] = [form, sent];
