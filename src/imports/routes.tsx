import { z } from 'zod';

import { staffPage, type Framed } from '../frame/index.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { readWhole } from '../platform/files/index.ts';
import { page, route, typedText, type FieldError, type Reply, type Route, type Typed, type UploadOutcome } from '../platform/http/index.ts';
import { assetImportRoutes } from './asset-import-routes.tsx';
import { PartnerImportPage } from './pages/partner-import-page.tsx';
import { columnsFor, importPartner, openPartnerFile, type PartnerFile, type PartnerOutcome } from './partner.ts';
import { missingWords, partnerFields, type PartnerColumns } from './partner-rows.ts';
import { runsOf } from './run-list.ts';

interface Shown {
  readonly header?: readonly string[];
  readonly columns?: PartnerColumns;
  readonly outcome?: PartnerOutcome;
  readonly errors?: readonly FieldError[];
}

async function show(visit: Framed<StaffActor>, { header, columns, outcome, errors = [] }: Shown = {}): Promise<Reply> {
  const runs = await runsOf(visit.tx, visit.actor);
  const children = <PartnerImportPage header={header} columns={columns} outcome={outcome} errors={errors} runs={runs} now={visit.now} />;
  return page(await staffPage(visit, { section: 'hotspots', title: 'Bring in your records', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

/** Columns as they were chosen on the page, where they were asked for. */
function chosenColumns(typed: Typed): PartnerColumns | undefined {
  const chosen = partnerFields.flatMap(({ name }) => {
    const text = typedText(typed, `column-${name}`);
    return /^\d{1,3}$/.test(text) ? [[name, Number(text)] as const] : [];
  });
  return typedText(typed, 'chosen') === 'yes' ? Object.fromEntries(chosen) : undefined;
}

async function fileOf(visit: Framed<StaffActor>, uploads: readonly UploadOutcome[]): Promise<PartnerFile | { problem: string }> {
  const [upload] = uploads;
  if (upload === undefined) {
    return { problem: 'Choose a file' };
  }
  return upload.ok ? openPartnerFile(upload.name, await readWhole(visit.house.files, upload.sealedKey)) : { problem: upload.sentence };
}

const form = route({
  method: 'GET', path: '/hotspots/imports', admits: 'work_cases', audit: { event: 'import.listed' },
  handle: async (visit) => await show(visit),
});

const sent = route({
  method: 'POST', path: '/hotspots/imports', admits: 'work_cases', takesFiles: true, body: z.record(z.string(), z.unknown()), audit: { event: 'import.partner_file' },
  handle: async (visit) => {
    const { tx, actor, now, uploads } = visit;
    visit.about({ kind: 'agency', id: actor.agencyId });
    const opened = await fileOf(visit, uploads);
    if ('problem' in opened) {
      return await show(visit, { errors: [{ field: 'file', text: opened.problem }] });
    }
    const columns = chosenColumns(visit.form.typed) ?? (await columnsFor(tx, actor.partnershipId, actor.agencyId, opened));
    const missing = missingWords(columns);
    if (missing !== undefined) {
      return await show(visit, { header: opened.header, columns, errors: [{ field: 'column-date', text: `${missing}, then choose the file once more` }] });
    }
    const outcome = await importPartner(tx, { partnershipId: actor.partnershipId, agencyId: actor.agencyId, accountId: actor.accountId, file: opened, columns, today: londonDate(now).toString() });
    if ('problem' in outcome) {
      return await show(visit, { header: opened.header, columns, errors: [{ field: 'file', text: outcome.problem }] });
    }
    visit.about({ kind: 'agency', id: actor.agencyId, detail: { read: outcome.read, kept: outcome.kept, bad: outcome.bad.length } });
    return await show(visit, { outcome });
  },
});

export const routes: readonly Route[] = [form, sent, ...assetImportRoutes];
