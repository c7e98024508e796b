import { sql } from 'kysely';
import { z } from 'zod';

import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { cellOf, isInGreatBritain, toGrid } from '../platform/geography/index.ts';
import { errorOf, page, route, seeOther, typedText, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { uuidv7 } from '../platform/references/index.ts';
import { DataTable, FormPage, Input, Radios, Section, Select } from '../ui/index.ts';

const kinds = ['underpass', 'camera', 'light', 'other'] as const;
const number = (say: string) => z.string(say).trim().regex(/^-?\d{1,3}(\.\d+)?$/, say).transform(Number);
const assetForm = z.object({
  kind: z.enum(kinds, 'Choose what it is'), code: z.string('Give its number').trim().min(1, 'Give its number').max(40, 'Use 40 characters or fewer'), name: z.string('Give its name').trim().min(2, 'Give its name').max(120, 'Use 120 characters or fewer'),
  detail: z.string().trim().max(200, 'Use 200 characters or fewer').default(''), lat: number('Give the latitude, like 51.7710'), lon: number('Give the longitude, like 0.0949'),
  source: z.string().trim().max(120, 'Use 120 characters or fewer').default(''), state: z.enum(['works', 'broken', 'gone'], 'Say how it is'),
}).refine((asset) => isInGreatBritain(asset), { path: ['lat'], message: 'The place is not in Great Britain' });

interface AssetRow {
  readonly id: string;
  readonly kind: string;
  readonly owner_code: string;
  readonly name: string;
  readonly detail: string;
  readonly lat: number;
  readonly lon: number;
  readonly source: string;
  readonly works: boolean;
}

async function show(visit: Framed<StaffActor>, errors: readonly FieldError[], typed: Typed): Promise<Reply> {
  const assets = await visit.tx.all(sql<AssetRow>`select id, kind, owner_code, name, detail, lat, lon, source, works from hub.asset where partnership_id = ${visit.actor.partnershipId} and retired_on is null order by kind, name limit 500`);
  const field = (name: string, label: string, hint?: string) => <Input name={name} label={label} hint={hint} value={typedText(typed, name)} errorMessage={errorOf(errors, name)} />;
  const children = (
    <>
      <FormPage heading="Underpasses, cameras and lights" lede="One with the same kind and number is mended, any other is added." errors={errors.map((error) => ({ href: `#${error.field}`, text: error.text }))} action={paths.hotspotPart('assets')} submit="Save" beside={<><a href={paths.hotspotPart('asset-imports')}>Bring in a file</a> <a href={paths.hotspotPart('map')}>Back to the map</a></>}>
        <Select name="kind" label="What is it?" value={typedText(typed, 'kind')} errorMessage={errorOf(errors, 'kind')} items={kinds.map((kind) => ({ value: kind, text: kind[0]?.toUpperCase() + kind.slice(1) }))} />
        {field('code', 'Number', 'By which its owner knows it')}{field('name', 'Name')}{field('detail', 'Where, in words (optional)')}{field('lat', 'Latitude')}{field('lon', 'Longitude')}{field('source', 'Whose list is it from? (optional)')}
        <Radios name="state" fieldset={{ legend: 'How is it?' }} value={typedText(typed, 'state')} errorMessage={errorOf(errors, 'state')} items={[{ value: 'works', text: 'It works' }, { value: 'broken', text: 'It does not work' }, { value: 'gone', text: 'It is no longer there' }]} />
      </FormPage>
      <Section id="list" title="All of them">
        <DataTable label="Assets" columns={[{ label: 'Name' }, { label: 'What' }, { label: 'Number' }, { label: 'State' }]} rows={assets.map((asset) => [<a href={paths.hotspotPart('assets', `?id=${asset.id}`)}>{asset.name}</a>, asset.kind, asset.owner_code, asset.works ? 'Works' : 'Does not work'])} />
      </Section>
    </>
  );
  return page(await staffPage(visit, { section: 'hotspots', title: 'Underpasses, cameras and lights', error: errors.length > 0, children }), errors.length > 0 ? 422 : 200);
}

export const assetRoutes: readonly Route[] = [
  route({
    method: 'GET', path: '/hotspots/assets', admits: 'work_cases', query: z.object({ id: z.uuid().optional() }), audit: { none: 'things that stand in public' },
    handle: async (visit) => {
      const { tx, actor, query } = visit;
      const one = query.id === undefined ? undefined : await tx.one(sql<AssetRow>`select id, kind, owner_code, name, detail, lat, lon, source, works from hub.asset where partnership_id = ${actor.partnershipId} and id = ${query.id}`);
      return await show(visit, [], one === undefined ? { state: 'works' } : { kind: one.kind, code: one.owner_code, name: one.name, detail: one.detail, lat: String(one.lat), lon: String(one.lon), source: one.source, state: one.works ? 'works' : 'broken' });
    },
  }),
  route({
    method: 'POST', path: '/hotspots/assets', admits: 'work_cases', body: assetForm, audit: { event: 'asset.saved' },
    handle: async (visit) => {
      const { tx, actor, form, now } = visit;
      if (!form.ok) {
        return await show(visit, form.errors, form.typed);
      }
      const { kind, code, name, detail, lat, lon, source, state } = form.value;
      const { easting, northing } = toGrid({ lat, lon });
      await tx.run(sql`
        insert into hub.asset (partnership_id, id, kind, name, detail, owner_code, lat, lon, easting, northing, cell, source, works, changed_at, changed_by, retired_on)
        values (${actor.partnershipId}, ${uuidv7()}, ${kind}, ${name}, ${detail}, ${code}, ${lat}, ${lon}, ${easting}, ${northing}, ${cellOf(lat, lon)}, ${source}, ${state === 'works'}, ${now}, ${actor.accountId}, ${state === 'gone' ? londonDate(now) : null})
        on conflict (partnership_id, kind, owner_code) do update set name = excluded.name, detail = excluded.detail, lat = excluded.lat, lon = excluded.lon, easting = excluded.easting, northing = excluded.northing, cell = excluded.cell,
          source = excluded.source, works = excluded.works, changed_at = excluded.changed_at, changed_by = excluded.changed_by, retired_on = excluded.retired_on`);
      return seeOther(paths.hotspotPart('assets'), { notice: `${name} is saved.` });
    },
  }),
];
